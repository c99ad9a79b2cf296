/* hentra.conf: what it means, and every way to write it wrong. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "conf/keys.h"
#include "conf/settings.h"

/* A configuration without a problem, to which the tests add. */
#define BASE                                                                                       \
	"[hentra]\nprovince = 75\n[portal dongnai]\nprofile = opencps\nurl = https://p.vn/\n"      \
	"[rule pile-up]\nfire = overdue >= 10\nclear = overdue < 6\nnotify = chair\n"              \
	"[channel chair]\ntype = email\nto = commune\n"                                            \
	"[mail]\nrelay = smtp://127.0.0.1:25\nfrom = hentra@example.gov.vn\n"

static void on_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	text_printf(user, "%s%s:%d: %s\n", level == PROBLEM_WARNING ? "warning: " : "", file, line,
		sentence);
}

static struct settings *parse(
	const struct settings_source *sources, size_t count, struct text *problems)
{
	struct settings *settings = NULL;
	int status = settings_parse(sources, count, "/etc/hentra", on_problem, problems, &settings);
	assert_int_equal(status, settings ? 0 : -EINVAL);
	return settings;
}

static struct settings *parse_text(const char *content, struct text *problems)
{
	struct settings_source source = {"hentra.conf", slice_of(content)};
	return parse(&source, 1, problems);
}

static struct settings *good(const char *content)
{
	struct text problems = {0};
	struct settings *settings = parse_text(content, &problems);
	assert_string_equal(text_slice(&problems).data, "");
	assert_non_null(settings);
	text_free(&problems);
	return settings;
}

/* The content gives exactly these problems. */
static void gives(const char *content, const char *want)
{
	struct text problems = {0};
	settings_free(parse_text(content, &problems));
	assert_string_equal(text_slice(&problems).data, want);
	text_free(&problems);
}

/* `lines` behind the base's [portal] or other section; line numbers count from `lines`. */
static void added(const char *section, const char *lines, const char *want)
{
	struct text content = {0};
	struct slice rest = SLICE(BASE), line;
	int number = 0, at = 0;
	while (slice_split(&rest, '\n', &line) && rest.data) {
		number++;
		text_printf(&content, "%.*s\n", SLICE_ARGS(line));
		if (slice_is(line, section)) {
			at = number;
			text_add(&content, lines);
		}
	}
	assert_true(at);
	struct text problems = {0}, expected = {0};
	settings_free(parse_text(content.data, &problems));
	if (*want)
		text_printf(&expected, "hentra.conf:%d: %s\n", at + 1, want);
	assert_string_equal(text_slice(&problems).data, text_slice(&expected).data);
	text_free(&content);
	text_free(&problems);
	text_free(&expected);
}

static void the_least_configuration_gets_its_defaults(void **state)
{
	(void)state;
	struct settings *s = good(BASE);
	assert_string_equal(s->hentra.province, "75");
	assert_int_equal(s->hentra.language, LANGUAGE_VI);
	assert_string_equal(s->hentra.timezone, "Asia/Ho_Chi_Minh");
	assert_string_equal(s->hentra.store, "sqlite:/var/lib/hentra/hentra.db");
	assert_int_equal(s->hentra.log_level, LOG_ROUTINE);
	assert_int_equal(s->portal_count, 1);
	assert_string_equal(s->portals[0].url, "https://p.vn");
	assert_int_equal(s->portals[0].every_ms, 5 * MINUTE_MS);
	assert_int_equal(s->portals[0].max_lag_ms, 2 * HOUR_MS);
	assert_true(s->portals[0].counted);
	assert_string_equal(s->portals[0].ca_file, "");
	assert_int_equal(s->verdict.compare, COMPARE_DATE);
	assert_int_equal(s->verdict.due_soon_days, 2);
	assert_int_equal(s->verdict.pause_on, (1 << PAUSE_REASONS) - 1);
	assert_int_equal(s->portals[0].unknown_status, 0);
	assert_int_equal(s->rules[0].digest_minute, -1);
	assert_int_equal(s->channels[0].to_commune, true);
	assert_int_equal(s->mail.tls, MAIL_TLS_NONE);
	assert_string_equal(s->mail.envelope_from, "hentra@example.gov.vn");
	assert_string_equal(s->page.listen, "127.0.0.1:8022");
	assert_string_equal(s->heartbeat.url, "");
	settings_free(s);
}

static void every_kind_of_value_arrives_in_its_member(void **state)
{
	(void)state;
	struct settings *s = good(
		"[hentra]\nprovince = 75\nlanguage = en\nstore = sqlite:data/x.db\n"
		"[portal a]\nprofile = opencps\nurl = https://p.vn/base/\nevery = 30s\n"
		"sign-in = oauth2\nclient-id = hentra\nclient-secret = credential:portal-a\n"
		"token-url = /oauth2/token\nscope = read\nca-file = ca.pem\ncounted = no\n"
		"header = Token: credential:tok\nheader = X-Group: 35\npage-size = 500\n"
		"[portal b]\nprofile = csv\npath = /srv/drop\n"
		"[verdict]\ncompare = instant\ndue-soon = 3 working days\n"
		"due-on-day-off = next-working-day\npause-on = fee\n"
		"[rule r]\nfire = overdue >= 10, overdue-share >= 5%\nclear = overdue < 6\n"
		"min-cases = 20\nfor = 4 working hours\nrepeat = 2 working days, 5 working days\n"
		"scope = field\nnotify = chair, hotline\nescalate = 3 working days: office\n"
		"critical = overdue >= 30\nkeep-firing = 4 working hours\ndigest = 07:30\n"
		"[channel chair]\ntype = email\nto = commune, a@b.vn\nattach = xlsx\nhours = "
		"working\n"
		"[channel office]\ntype = email\nto = vanphong@example.gov.vn\nlanguage = vi\n"
		"[channel hotline]\ntype = webhook\nurl = https://1022.vn/hooks?x=1\n"
		"secret = credential:new, file:old.key\nallow-private = yes\n"
		"[mail]\nrelay = smtps://mail.vn\nuser = u\npassword = file:/run/p\n"
		"from = hentra@example.gov.vn\nenvelope-from = bounces@example.gov.vn\n"
		"contact = Văn phòng UBND tỉnh, 0251.1022\n"
		"[heartbeat]\nurl = https://hc.vn/ping\n[page]\nlisten = "
		"unix:/run/hentra/page.sock\n");
	const struct portal_settings *a = settings_portal(s, "a");
	assert_string_equal(s->hentra.store, "sqlite:/etc/hentra/data/x.db");
	assert_string_equal(a->url, "https://p.vn/base");
	assert_int_equal(a->every_ms, 30 * SECOND_MS);
	assert_int_equal(a->sign_in, PORTAL_SIGN_IN_OAUTH2);
	assert_int_equal(a->client_secret.kind, SECRET_CREDENTIAL);
	assert_string_equal(a->client_secret.value, "portal-a");
	assert_string_equal(a->token_url, "/oauth2/token");
	assert_string_equal(a->ca_file, "/etc/hentra/ca.pem");
	assert_false(a->counted);
	assert_int_equal(a->header_count, 2);
	assert_string_equal(a->headers[0].name, "Token");
	assert_int_equal(a->headers[0].value.kind, SECRET_CREDENTIAL);
	assert_string_equal(a->headers[1].value.value, "35");
	assert_int_equal(a->headers[1].value.kind, SECRET_LITERAL);
	assert_string_equal(settings_portal(s, "b")->path, "/srv/drop");
	assert_int_equal(s->verdict.compare, COMPARE_INSTANT);
	assert_true(s->verdict.due_moves_off_day_off);
	const struct rule_settings *r = settings_rule(s, "r");
	assert_int_equal(r->rule.fire_count, 2);
	assert_int_equal(r->rule.fire[1].level, 500);
	assert_int_equal(r->rule.critical_count, 1);
	assert_int_equal(r->rule.hold.kind, DURATION_WORKING_HOURS);
	assert_int_equal(r->rule.repeat_count, 2);
	assert_int_equal(r->rule.repeat[1].amount, 5);
	assert_int_equal(r->rule.scope, SCOPE_FIELD);
	assert_string_equal(r->rule.notify[1], "hotline");
	assert_null(r->rule.notify[2]);
	assert_int_equal(r->escalate_count, 1);
	assert_string_equal(r->escalate[0].channel, "office");
	assert_int_equal(r->digest_minute, 450);
	const struct channel_settings *chair = settings_channel(s, "chair");
	assert_true(chair->to_commune);
	assert_string_equal(chair->to[0], "a@b.vn");
	assert_int_equal(chair->attach, ATTACH_XLSX);
	assert_true(chair->working_hours_only);
	assert_int_equal(chair->language, LANGUAGE_EN);
	assert_int_equal(settings_channel(s, "office")->language, LANGUAGE_VI);
	const struct channel_settings *hotline = settings_channel(s, "hotline");
	assert_int_equal(hotline->secret_count, 2);
	assert_string_equal(hotline->secret[1].value, "/etc/hentra/old.key");
	assert_true(hotline->allow_private);
	assert_int_equal(s->mail.tls, MAIL_TLS_IMPLICIT);
	assert_string_equal(s->mail.envelope_from, "bounces@example.gov.vn");
	assert_null(settings_portal(s, "c"));
	settings_free(s);
}

static void the_judge_gets_what_the_configuration_says(void **state)
{
	(void)state;
	struct settings *s =
		good(BASE "[verdict]\npause-on = fee, lock\ndue-soon = 4 working days\n");
	struct judge judge = {0};
	verdict_settings_judge(&s->verdict, &judge);
	assert_int_equal(judge.due_soon_days, 4);
	assert_true(judge.pause_on[STATUS_FEE] && judge.pause_on_lock);
	assert_false(judge.pause_on[STATUS_SUPPLEMENT] || judge.pause_on[STATUS_STOPPED]);
	settings_free(s);
}

static void a_drop_in_overrides_single_keys_and_adds_sections(void **state)
{
	(void)state;
	struct settings_source sources[] = {
		{"hentra.conf", SLICE(BASE)},
		{"10-a.conf",
			SLICE("[portal dongnai]\nevery = 1min\nheader = A: 1\nheader = B: 2\n")},
		{"20-b.conf", SLICE("[portal dongnai]\nheader = C: 3\n[portal extra]\n"
				    "profile = csv\npath = drop\n[page]\nlisten = none\n")},
	};
	struct text problems = {0};
	struct settings *s = parse(sources, 3, &problems);
	assert_string_equal(text_slice(&problems).data, "");
	assert_int_equal(s->portal_count, 2);
	assert_int_equal(s->portals[0].every_ms, MINUTE_MS);
	assert_string_equal(s->portals[0].url, "https://p.vn");
	assert_int_equal(s->portals[0].header_count, 1);
	assert_string_equal(s->portals[0].headers[0].name, "C");
	assert_string_equal(s->portals[1].path, "/etc/hentra/drop");
	assert_string_equal(s->page.listen, "");
	struct where where = settings_where(s, &s->portals[0].every_ms);
	assert_string_equal(where.file, "10-a.conf");
	assert_int_equal(where.line, 2);
	assert_int_equal(settings_where(s, &s->portals[0].full_sweep_ms).line, 0);
	text_free(&problems);
	settings_free(s);
}

static void an_overridden_mistake_is_no_mistake(void **state)
{
	(void)state;
	struct settings_source sources[] = {
		{"hentra.conf", SLICE(BASE "[page]\nlisten = nonsense\n")},
		{"10-a.conf", SLICE("[page]\nlisten = none\n")},
	};
	struct text problems = {0};
	settings_free(parse(sources, 2, &problems));
	assert_string_equal(text_slice(&problems).data, "");
	text_free(&problems);
}

static void an_unknown_name_comes_with_the_nearest_known_one(void **state)
{
	(void)state;
	gives(BASE "[portl x]\nevery = 5min\n",
		"hentra.conf:16: there is no section [portl]: did you mean [portal]?\n");
	gives(BASE "[weather]\n", "hentra.conf:16: there is no section [weather]\n");
	added("[portal dongnai]", "evry = 5min\n",
		"portal dongnai: there is no key \"evry\": did you mean every?");
	added("[portal dongnai]", "relay = smtp://x\n",
		"portal dongnai: there is no key \"relay\": it belongs in [mail]");
	added("[portal dongnai]", "colour = red\n", "portal dongnai: there is no key \"colour\"");
	added("[rule pile-up]", "escalate = 3 working days: chiar\n",
		"rule pile-up: escalate: there is no [channel chiar]: did you mean chair?");
}

static void sections_are_named_or_not_as_they_must(void **state)
{
	(void)state;
	gives(BASE "[portal]\nevery = 5min\n",
		"hentra.conf:16: [portal] needs a name: write [portal NAME]\n");
	gives(BASE "[page x]\nlisten = none\n",
		"hentra.conf:16: [page] has no name: write [page]\n");
	gives(BASE "[portal Đồng Nai]\n",
		"hentra.conf:16: portal: \"Đồng Nai\" is not a name: at most 64 letters without "
		"accents, digits, - _ and .\n");
	gives("province = 75\n" BASE,
		"hentra.conf:1: \"province\" stands before any section: begin with [hentra]\n");
}

static void what_stands_twice_in_one_file_is_a_mistake(void **state)
{
	(void)state;
	gives(BASE "[hentra]\nlanguage = en\n",
		"hentra.conf:16: hentra: the section stands on line 1 already\n");
	added("province = 75", "province = 76\n", "hentra: province: stands on line 2 already");
	gives(BASE "[channel chair]\nhours = any\n",
		"hentra.conf:16: channel chair: the section stands on line 10 already\n");
}

static void what_must_be_said_is_missed(void **state)
{
	(void)state;
	gives("", "hentra.conf:0: hentra: province: is missing\n"
		  "hentra.conf:0: there is no [portal NAME]: nothing would be watched\n"
		  "warning: hentra.conf:0: there is no [rule NAME]: nobody will be told of "
		  "anything\n");
	gives(BASE "[portal b]\n[rule r]\n[channel c]\n",
		"hentra.conf:16: portal b: profile: is missing\n"
		"hentra.conf:17: rule r: notify: is missing\n"
		"hentra.conf:18: channel c: type: is missing\n"
		"hentra.conf:16: portal b: url: is missing (a csv portal has path instead)\n"
		"hentra.conf:17: rule r: fire: is missing: write fire = overdue >= 10, or warn = 3 "
		"working days\n");
}

static void a_rule_that_warns_is_no_alert(void **state)
{
	(void)state;
	struct text problems = {0};
	struct settings *settings = parse_text(
		BASE "[rule w]\nwarn = 1 working day, 3 working days\nnotify = chair\n", &problems);
	assert_int_equal(problems.length, 0);
	assert_int_equal(settings->rules[1].warn_count, 2);
	assert_int_equal(settings->rules[1].warn[0], 3); /* the farthest first */
	assert_int_equal(settings->rules[1].warn[1], 1);
	settings_free(settings);
	text_free(&problems);
	gives(BASE "[rule w]\nwarn = 3d\nnotify = chair\n",
		"hentra.conf:17: rule w: warn: \"3d\" is not a number of working days such as 3 "
		"working days, at most 60\n");
	gives(BASE "[rule w]\nwarn = 3 working days\nfire = overdue >= 1\nnotify = chair\n",
		"hentra.conf:18: rule w: fire: a rule with warn has no fire: make two rules\n");
	gives(BASE "[rule w]\nwarn = 3 working days\nrepeat = 1d\nscope = field\n"
		   "notify = hook\n[channel hook]\ntype = webhook\nurl = https://x.vn/\n"
		   "secret = credential:x\n",
		"hentra.conf:18: rule w: repeat: a rule with warn has no repeat: make two rules\n"
		"hentra.conf:19: rule w: scope: a rule with warn is of communes\n"
		"hentra.conf:20: rule w: notify: hook is a webhook, and a warning is a letter\n");
}

static void all_problems_come_at_once(void **state)
{
	(void)state;
	gives("[hentra]\nprovince = Nghe An\nlanguage = vn\n[portal a]\nprofile = x\n"
	      "url = ftp://a\nevery = 15 minutes\nnonsense\n"
	      "[rule r]\nfire = overdu > 3\nnotify = nobody\n",
		"hentra.conf:8: the line is neither [section] nor key = value\n"
		"hentra.conf:2: hentra: province: \"Nghe An\" is not a province's two-digit code "
		"such as 75\n"
		"hentra.conf:3: hentra: language: \"vn\" is not vi or en: did you mean vi?\n"
		"hentra.conf:6: portal a: url: \"ftp://a\" is not a URL such as "
		"https://dichvucong.example.gov.vn: its scheme is neither https nor http\n"
		"hentra.conf:7: portal a: every: \"15 minutes\" is not a duration such as 30s, "
		"15min or 2h\n"
		"hentra.conf:10: rule r: fire: there is no measure \"overdu\": did you mean "
		"overdue?\n"
		"hentra.conf:11: rule r: notify: there is no [channel nobody]\n");
}

static void a_secret_written_out_is_refused_and_not_repeated(void **state)
{
	(void)state;
	added("[portal dongnai]", "sign-in = bearer\n",
		"portal dongnai: sign-in: bearer needs token");
	const char *wrong = BASE "[portal b]\nprofile = opencps\nurl = https://b.vn\n"
				 "sign-in = bearer\ntoken = hunter2\n";
	gives(wrong, "hentra.conf:20: portal b: token: secrets do not stand in this file: write "
		     "credential:NAME or file:PATH\n");
	added("[portal dongnai]", "proxy = http://user:hunter2@proxy.vn:3128\n",
		"portal dongnai: proxy: the value is not a URL such as "
		"https://dichvucong.example.gov.vn: a user does not stand in a URL, for logs print "
		"it");
	added("[portal dongnai]", "header = hunter2\n",
		"portal dongnai: header: the value is not a header such as Token: "
		"credential:portal-token");
}

static void a_sign_in_without_its_means_is_refused(void **state)
{
	(void)state;
	added("[portal dongnai]", "sign-in = basic\n",
		"portal dongnai: sign-in: this way needs user and password");
	added("[portal dongnai]", "sign-in = header\n",
		"portal dongnai: sign-in: header needs header");
	added("[portal dongnai]", "sign-in = oauth2\n",
		"portal dongnai: sign-in: oauth2 needs client-id and token-url");
	added("[portal dongnai]", "sign-in = magic\n",
		"portal dongnai: sign-in: \"magic\" is not none, basic, bearer, header, oauth2 or "
		"session: did you mean basic?");
	added("[portal dongnai]", "client-cert = c.pem\n",
		"portal dongnai: client-cert and client-key belong together");
	added("[portal dongnai]", "path = /srv/drop\n",
		"portal dongnai: path: a portal is read from its url or from a folder, not both");
}

static void a_rule_that_cannot_work_is_refused(void **state)
{
	(void)state;
	struct text problems = {0};
	assert_null(parse_text("[hentra]\nprovince = 75\n[portal a]\nprofile = opencps\n"
			       "url = https://a.vn\n[rule r]\nfire = overdue >= 10\n"
			       "clear = overdue < 12\nnotify = hook\n[channel hook]\n"
			       "type = webhook\nurl = https://h.vn\nsecret = credential:h\n",
		&problems));
	const char *begin = "hentra.conf:7: rule r: clear: ";
	assert_memory_equal(problems.data, begin, strlen(begin));
	text_free(&problems);
	added("[rule pile-up]", "repeat = 0s\n",
		"rule pile-up: repeat: a repetition after no time would never end");
	added("[rule pile-up]", "digest = 7h30\n",
		"rule pile-up: digest: \"7h30\" is not a time of day such as 07:30");
	added("[rule pile-up]", "escalate = 3 working days\n",
		"rule pile-up: escalate: \"3 working days\" is not a step such as 3 working days: "
		"office");
	added("[rule pile-up]", "for = soon\n",
		"rule pile-up: for: \"soon\" is not a duration such as 30min, 4 working hours or 2 "
		"working days");
}

static void a_channel_is_complete_and_not_mixed(void **state)
{
	(void)state;
	gives(BASE "[channel c]\ntype = webhook\n[rule r]\nfire = overdue >= 1\nnotify = c\n",
		"hentra.conf:16: channel c: url: is missing\n"
		"hentra.conf:16: channel c: secret: is missing: an event is always signed\n");
	added("[channel chair]", "url = https://x.vn\n",
		"channel chair: url and secret belong to a webhook");
	gives(BASE "[channel c]\ntype = email\nto = chủ.tịch@x.vn\n",
		"hentra.conf:18: channel c: to: \"chủ.tịch@x.vn\" is neither commune nor an e-mail "
		"address: it holds letters with accents\n"
		"warning: hentra.conf:16: channel c: no rule uses it\n");
	gives("[hentra]\nprovince = 75\n[portal a]\nprofile = opencps\nurl = https://a.vn\n"
	      "[rule r]\nfire = overdue >= 10\nnotify = c\n[channel c]\ntype = email\nto = "
	      "commune\n",
		"hentra.conf:10: channel c: type: email needs [mail] relay\n"
		"hentra.conf:10: channel c: type: email needs [mail] from\n");
}

static void a_rule_about_the_province_tells_somebody_of_the_province(void **state)
{
	(void)state;
	gives(BASE "[rule all]\nfire = overdue >= 100\nscope = province\nnotify = chair\n",
		"hentra.conf:19: rule all: notify: [channel chair] writes to communes only, but "
		"this rule's scope is province\n");
	settings_free(good(BASE "[rule all]\nfire = overdue >= 100\nscope = province\n"
				"notify = office\n[channel office]\ntype = email\n"
				"to = commune, a@b.vn\n"));
}

static void a_page_others_can_reach_needs_a_token(void **state)
{
	(void)state;
	gives(BASE "[page]\nlisten = 0.0.0.0:8022\n",
		"hentra.conf:17: page: listen: \"0.0.0.0:8022\" can be reached from other "
		"machines, "
		"so token is needed\n");
	settings_free(good(BASE "[page]\nlisten = 0.0.0.0:8022\ntoken = credential:page\n"));
	settings_free(good(BASE "[page]\nlisten = [::1]:8022\n"));
	settings_free(good(BASE "[page]\nlisten = systemd\n"));
	gives(BASE "[page]\nlisten = 127.0.0.1\n",
		"hentra.conf:17: page: listen: \"127.0.0.1\" is not a place to listen at: "
		"127.0.0.1:8022, unix:/run/hentra/page.sock, systemd or none: it names no port\n");
}

static void mail_is_encrypted_unless_it_stays_on_the_machine(void **state)
{
	(void)state;
	const char *mail = BASE;
	struct settings *s = good(mail);
	assert_int_equal(s->mail.tls, MAIL_TLS_NONE);
	settings_free(s);
	struct settings_source sources[] = {{"hentra.conf", SLICE(BASE)},
		{"1.conf", SLICE("[mail]\nrelay = smtp://mail.example.gov.vn:587\n")}};
	struct text problems = {0};
	s = parse(sources, 2, &problems);
	assert_int_equal(s->mail.tls, MAIL_TLS_STARTTLS);
	settings_free(s);
	sources[1].content = SLICE("[mail]\nrelay = smtps://mail.vn\ntls = starttls\nuser = u\n");
	assert_null(parse(sources, 2, &problems));
	assert_string_equal(problems.data, "1.conf:3: mail: tls: smtps:// is always encrypted\n"
					   "1.conf:4: mail: user and password belong together\n");
	text_free(&problems);
}

static void a_folder_of_files_is_stale_later_than_a_portal(void **state)
{
	(void)state;
	struct settings *s =
		good(BASE "[portal sheet]\nprofile = csv\npath = drop\n"
			  "[portal daily]\nprofile = csv\npath = daily\nmax-lag = 2d\n");
	assert_int_equal(s->portals[0].max_lag_ms, 2 * HOUR_MS);
	assert_int_equal(s->portals[1].max_lag_ms, 9 * DAY_MS); /* files come by the week */
	assert_int_equal(s->portals[2].max_lag_ms, 2 * DAY_MS);
	settings_free(s);
}

static void what_works_but_is_doubtful_is_a_warning(void **state)
{
	(void)state;
	gives(BASE "[portal b]\nprofile = opencps\nurl = http://b.vn\nmax-lag = 6min\n"
		   "sign-in = bearer\ntoken = credential:b\nscope = read\n",
		"warning: hentra.conf:19: portal b: max-lag: less than two polls long: one late "
		"answer makes it stale\n"
		"warning: hentra.conf:18: portal b: url: http sends the sign-in for everybody to "
		"read: use https\n"
		"warning: hentra.conf:22: portal b: scope: this sign-in does not use it\n");
}

/* --- the table itself ------------------------------------------------------------------------ */

static void every_row_of_the_table_is_whole(void **state)
{
	(void)state;
	struct arena arena = {0};
	for (size_t i = 0; i < key_count; i++) {
		const struct key *key = &keys[i];
		const struct section *section = section_find(slice_of(key->section));
		assert_non_null(section);
		assert_true(key->offset < section->size);
		assert_ptr_equal(key_find(key->section, slice_of(key->name)), key);
		assert_non_null(key->type->name);
		assert_true(strlen(key->help) > 3 && key->help[strlen(key->help) - 1] == '.');
		assert_true(key->least <= key->most || key->words);
		assert_false(key->required && key->fallback);
	}
	arena_free(&arena);
}

/* What the table says of a number or a length of time is what the parser does. */
static void bounds_hold_at_both_ends_for_every_key(void **state)
{
	(void)state;
	int checked = 0;
	for (size_t i = 0; i < key_count; i++) {
		const struct key *key = &keys[i];
		bool count = key->type == &type_count, days = key->type == &type_working_days;
		if (!count && !days && key->type != &type_duration)
			continue;
		const struct {
			int64_t value;
			bool good;
		} ends[] = {{key->least, true}, {key->most, true}, {key->least - 1, false},
			{key->most + 1, false}};
		for (size_t e = 0; e < ARRAY_SIZE(ends); e++) {
			struct arena arena = {0};
			struct value_context context = {&arena, "/", key};
			struct error error;
			char text[40];
			int64_t value = -7;
			snprintf(text, sizeof(text), "%lld%s", (long long)ends[e].value,
				count  ? ""
				: days ? " working days"
				       : "ms");
			int status = key->type->parse(&context, slice_of(text), &value, &error);
			assert_int_equal(status, ends[e].good ? 0 : -EINVAL);
			assert_int_equal(value, ends[e].good ? ends[e].value : -7);
			arena_free(&arena);
		}
		checked++;
	}
	assert_true(checked >= 13);
	added("[portal dongnai]", "every = 5s\n",
		"portal dongnai: every: \"5s\" is not between 10s and 1d");
	added("[portal dongnai]", "page-size = many\n",
		"portal dongnai: page-size: \"many\" is not a whole number from 0 to 100000");
	added("[portal dongnai]", "every = 4 working hours\n",
		"portal dongnai: every: \"4 working hours\" is working time, but here the clock on "
		"the wall counts: write 30s, 15min, 2h or 1d");
}

static void any_bytes_are_read_without_harm(void **state)
{
	(void)state;
	unsigned seed = 118;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 3000; round++) {
		char content[] = BASE "[page]\nlisten = 127.0.0.1:80\ntoken = file:x\n";
		for (int change = rand() % 6; change >= 0; change--)
			content[(size_t)rand() % (sizeof(content) - 1)] =
				"\n[]=#\" ,:0a\xC3"[rand() % 12];
		struct text problems = {0};
		settings_free(parse_text(content, &problems));
		text_free(&problems);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_least_configuration_gets_its_defaults),
		cmocka_unit_test(every_kind_of_value_arrives_in_its_member),
		cmocka_unit_test(the_judge_gets_what_the_configuration_says),
		cmocka_unit_test(a_drop_in_overrides_single_keys_and_adds_sections),
		cmocka_unit_test(an_overridden_mistake_is_no_mistake),
		cmocka_unit_test(an_unknown_name_comes_with_the_nearest_known_one),
		cmocka_unit_test(sections_are_named_or_not_as_they_must),
		cmocka_unit_test(what_stands_twice_in_one_file_is_a_mistake),
		cmocka_unit_test(what_must_be_said_is_missed),
		cmocka_unit_test(a_rule_that_warns_is_no_alert),
		cmocka_unit_test(all_problems_come_at_once),
		cmocka_unit_test(a_secret_written_out_is_refused_and_not_repeated),
		cmocka_unit_test(a_sign_in_without_its_means_is_refused),
		cmocka_unit_test(a_rule_that_cannot_work_is_refused),
		cmocka_unit_test(a_channel_is_complete_and_not_mixed),
		cmocka_unit_test(a_rule_about_the_province_tells_somebody_of_the_province),
		cmocka_unit_test(a_page_others_can_reach_needs_a_token),
		cmocka_unit_test(mail_is_encrypted_unless_it_stays_on_the_machine),
		cmocka_unit_test(a_folder_of_files_is_stale_later_than_a_portal),
		cmocka_unit_test(what_works_but_is_doubtful_is_a_warning),
		cmocka_unit_test(every_row_of_the_table_is_whole),
		cmocka_unit_test(bounds_hold_at_both_ends_for_every_key),
		cmocka_unit_test(any_bytes_are_read_without_harm),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
