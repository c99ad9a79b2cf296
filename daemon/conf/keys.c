#include "conf/keys.h"

#include <stdio.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "conf/settings.h"

#define SINGLE(member, type, where)                                                                \
	.size = sizeof(struct type), .offset = offsetof(struct settings, member),                  \
	.where_offset = (where)
#define NAMED(member, count, type, name)                                                           \
	.named = true, .size = sizeof(struct type), .offset = offsetof(struct settings, member),   \
	.count_offset = offsetof(struct settings, count),                                          \
	.name_offset = offsetof(struct type, name), .where_offset = offsetof(struct type, where)

const struct section sections[] = {
	{"hentra", SINGLE(hentra, hentra_settings, NO_OFFSET), .help = "The installation."},
	{"portal", NAMED(portals, portal_count, portal_settings, name),
		.help = "A portal that is polled, or a folder of CSV files. A case listed by two "
			"counted portals counts under the first."},
	{"verdict", SINGLE(verdict, verdict_settings, NO_OFFSET),
		.help = "How lateness is judged."},
	{"rule", NAMED(rules, rule_count, rule_settings, rule.name),
		.help = "When an alert fires, when it clears, and who is told."},
	{"channel", NAMED(channels, channel_count, channel_settings, name),
		.help = "Where news goes: e-mail or webhook."},
	{"mail", SINGLE(mail, mail_settings, offsetof(struct mail_settings, where)),
		.help = "How letters leave."},
	{"heartbeat", SINGLE(heartbeat, heartbeat_settings, NO_OFFSET),
		.help = "Who watches the watcher: called after each complete cycle."},
	{"page", SINGLE(page, page_settings, NO_OFFSET),
		.help = "The page, its metrics and its programming interface."},
	{"inspect", SINGLE(inspect, inspect_settings, NO_OFFSET),
		.help = "The shortlist for inspection: how many, and what weighs how much."},
};
const size_t section_count = ARRAY_SIZE(sections);

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})
#define NO_YES .words = WORDS("no", "yes")
#define HENTRA(member) "hentra", .offset = offsetof(struct hentra_settings, member)
#define PORTAL(member) "portal", .offset = offsetof(struct portal_settings, member)
#define VERDICT(member) "verdict", .offset = offsetof(struct verdict_settings, member)
#define RULE(member) "rule", .offset = offsetof(struct rule_settings, member)
#define CHANNEL(member) "channel", .offset = offsetof(struct channel_settings, member)
#define MAIL(member) "mail", .offset = offsetof(struct mail_settings, member)
#define HEARTBEAT(member) "heartbeat", .offset = offsetof(struct heartbeat_settings, member)
#define PAGE(member) "page", .offset = offsetof(struct page_settings, member)
#define INSPECT(member) "inspect", .offset = offsetof(struct inspect_settings, member)
#define YEAR_MS (366 * DAY_MS)

/* clang-format off */
const struct key keys[] = {
	{HENTRA(province), .name = "province", .type = &type_province, .required = true,
		.help = "The province's two-digit code."},
	{HENTRA(province_name), .name = "province-name", .type = &type_text, .fallback = "",
		.help = "Its name, as letters, page and forms print it."},
	{HENTRA(organisation), .name = "organisation", .type = &type_text, .fallback = "",
		.help = "Who signs form II.06; the province unless said."},
	{HENTRA(report_to), .name = "report-to", .type = &type_text, .fallback = "",
		.help = "Who receives form II.06; dots to be filled in by hand unless said."},
	{HENTRA(language), .name = "language", .type = &type_choice, .fallback = "vi",
		.words = WORDS("vi", "en"), .help = "The language of letters, page and tables."},
	{HENTRA(timezone), .name = "timezone", .type = &type_timezone,
		.fallback = "Asia/Ho_Chi_Minh", .help = "The zone in which days begin and end."},
	{HENTRA(store), .name = "store", .type = &type_store,
		.fallback = "sqlite:/var/lib/hentra/hentra.db", .help = "Where cases are kept; a folder other than /var/lib/hentra needs ReadWritePaths= in "
			"a drop-in of hentra.service."},
	{HENTRA(communes), .name = "communes", .type = &type_required_text,
		.fallback = "communes.csv", .help = "The directory of communes and departments."},
	{HENTRA(procedures), .name = "procedures", .type = &type_text, .fallback = "",
		.help = "Terms of procedures, for the audit of due dates. Optional."},
	{HENTRA(calendar), .name = "calendar", .type = &type_required_text,
		.fallback = "calendar.vn.conf", .help = "Days off and worked, and office hours."},
	{HENTRA(retention_ms), .name = "retention", .type = &type_duration, .fallback = "400d",
		.least = 60 * DAY_MS, .most = 30 * YEAR_MS,
		.help = "A case is purged so long after it was closed; its numbers stay."},
	{HENTRA(trial), .name = "trial", .type = &type_flag, .fallback = "yes", NO_YES,
		.help = "Tell nobody but by one summary until an operator says hentractl arm."},
	{HENTRA(log_level), .name = "log-level", .type = &type_choice, .fallback = "routine",
		.words = WORDS("failure", "caution", "notable", "routine", "detail"),
		.least = LOG_FAILURE, .help = "The least important lines that are logged."},

	{PORTAL(profile), .name = "profile", .type = &type_required_text, .required = true,
		.help = "How the portal is asked and understood: opencps, igate, thanhhoa, dvcqg, csv or a file."},
	{PORTAL(url), .name = "url", .type = &type_base_url, .fallback = "",
		.help = "Its address; what the profile asks for is put behind it."},
	{PORTAL(path), .name = "path", .type = &type_path, .fallback = "",
		.help = "Of a csv profile: the folder in which files are dropped."},
	{PORTAL(every_ms), .name = "every", .type = &type_duration, .fallback = "5min",
		.least = 10 * SECOND_MS, .most = DAY_MS, .help = "How often to ask what changed."},
	{PORTAL(full_sweep_ms), .name = "full-sweep", .type = &type_duration, .fallback = "1d",
		.least = 10 * MINUTE_MS, .most = 30 * DAY_MS, .help = "How often to read everything again."},
	{PORTAL(since_ms), .name = "since", .type = &type_duration, .fallback = "400d",
		.least = DAY_MS, .most = 30 * YEAR_MS, .help = "How far back a sweep asks."},
	{PORTAL(max_lag_ms), .name = "max-lag", .type = &type_duration, .fallback = "2h",
		.least = MINUTE_MS, .most = 30 * DAY_MS,
		.help = "Longer without a complete poll and its numbers are stale: nothing fires or "
			"clears. 9d for a folder of files, unless said."},
	{PORTAL(doubt.least), .name = "doubt-from", .type = &type_count, .fallback = "10", .most = 1000000,
		.help = "Fewer cases than these make no reading doubtful; 0: nothing does."},
	{PORTAL(doubt.vanished), .name = "doubt-vanished", .type = &type_count, .fallback = "20", .least = 1,
		.most = 100, .help = "Doubtful: a sweep lists more percent of the open cases no more."},
	{PORTAL(doubt.lost), .name = "doubt-lost", .type = &type_count, .fallback = "10", .least = 1,
		.most = 100,
		.help = "Doubtful: more percent of the cases lose their due date, unit or status at "
			"once, or are due in the far future."},
	{PORTAL(doubt.changed), .name = "doubt-changed", .type = &type_count, .fallback = "50", .least = 1,
		.most = 100,
		.help = "Doubtful: more percent of the cases get another unit or date, or are open again, at "
			"once."},
	{PORTAL(doubt.ended), .name = "doubt-ended", .type = &type_count, .fallback = "80", .least = 1,
		.most = 100, .help = "Doubtful: more percent of the open cases end at once."},
	{PORTAL(doubt.added), .name = "doubt-new", .type = &type_count, .fallback = "20", .least = 1,
		.most = 1000,
		.help = "Doubtful: codes never seen, of cases received before the last reading, beside more "
			"percent of those that are known."},
	{PORTAL(sign_in), .name = "sign-in", .type = &type_choice, .fallback = "none",
		.words = WORDS("none", "basic", "bearer", "header", "oauth2", "session"),
		.help = "How to sign in."},
	{PORTAL(user), .name = "user", .type = &type_text, .fallback = "",
		.help = "For basic, session and the password grant of oauth2."},
	{PORTAL(password), .name = "password", .type = &type_secret, .fallback = "",
		.help = "For the same."},
	{PORTAL(token), .name = "token", .type = &type_secret, .fallback = "", .help = "For bearer."},
	{PORTAL(headers), .name = "header", .type = &type_headers, .repeatable = true,
		.help = "A request header; its value may be a secret. May stand several times."},
	{PORTAL(client_id), .name = "client-id", .type = &type_text, .fallback = "", .help = "For oauth2."},
	{PORTAL(client_secret), .name = "client-secret", .type = &type_secret, .fallback = "",
		.help = "For oauth2."},
	{PORTAL(token_url), .name = "token-url", .type = &type_token_url, .fallback = "",
		.help = "Where oauth2 or session gets its token: a URL, or a path of the portal."},
	{PORTAL(scope), .name = "scope", .type = &type_text, .fallback = "", .help = "For oauth2."},
	{PORTAL(ca_file), .name = "ca-file", .type = &type_path, .fallback = "",
		.help = "The certificate authority to trust instead of the system's."},
	{PORTAL(client_cert), .name = "client-cert", .type = &type_path, .fallback = "",
		.help = "The certificate hentra shows (PEM)."},
	{PORTAL(client_key), .name = "client-key", .type = &type_path, .fallback = "",
		.help = "Its key (PEM)."},
	{PORTAL(proxy), .name = "proxy", .type = &type_base_url, .fallback = "",
		.help = "A proxy; without it none is used, whatever the environment says."},
	{PORTAL(page_size), .name = "page-size", .type = &type_count, .fallback = "0", .most = 100000,
		.help = "Cases a page; 0: as the profile says."},
	{PORTAL(connect_timeout_ms), .name = "connect-timeout", .type = &type_duration,
		.fallback = "10s", .least = SECOND_MS, .most = 5 * MINUTE_MS,
		.help = "The longest wait for a connection."},
	{PORTAL(low_speed_timeout_ms), .name = "low-speed-timeout", .type = &type_duration,
		.fallback = "60s", .least = SECOND_MS, .most = HOUR_MS,
		.help = "A transfer that stands still so long is ended."},
	{PORTAL(total_timeout_ms), .name = "total-timeout", .type = &type_duration,
		.fallback = "10min", .least = SECOND_MS, .most = DAY_MS, .help = "The longest a page may take."},
	{PORTAL(agency), .name = "agency", .type = &type_text, .fallback = "",
		.help = "The agency asked for, where the profile has {agency}."},
	{PORTAL(counted), .name = "counted", .type = &type_flag, .fallback = "yes", NO_YES,
		.help = "no: a witness only; its cases are not in the tallies."},
	{PORTAL(unknown_status), .name = "unknown-status", .type = &type_choice, .fallback = "ask",
		.words = WORDS("ask", "dates"),
		.help = "What a case counts as whose status nobody has explained: ask: unclear, it stands "
			"apart; dates: its dates tell."},
	{PORTAL(statuses), .name = "status", .type = &type_statuses, .repeatable = true,
		.help = "What a word of the portal's statuses means, beside or instead of the profile: WORD: "
			"MEANING; * stands for any text. May stand several times."},
	{PORTAL(officers), .name = "officers", .type = &type_flag, .fallback = "no", NO_YES,
		.help = "Keep the names of officers."},
	{PORTAL(office_hours_only), .name = "office-hours-only", .type = &type_flag, .fallback = "no",
		NO_YES, .help = "Poll only while offices are open."},

	{VERDICT(compare), .name = "compare", .type = &type_choice, .fallback = "date",
		.words = WORDS("date", "instant"),
		.help = "date: late is after the day of the deadline (form II.06); instant: after its time."},
	{VERDICT(due_soon_days), .name = "due-soon", .type = &type_working_days,
		.fallback = "2 working days", .most = 60,
		.help = "A case is due soon so long before its deadline, today included."},
	{VERDICT(due_moves_off_day_off), .name = "due-on-day-off", .type = &type_flag,
		.fallback = "stands", .words = WORDS("stands", "next-working-day"),
		.help = "What a deadline promised for a day off means."},
	{VERDICT(pause_on), .name = "pause-on", .type = &type_mask,
		.fallback = "supplement, fee, stopped, tax, posting, inspection, other-agency, extension, lock",
		.words = WORDS("supplement", "fee", "stopped", "tax", "posting", "inspection",
			"other-agency", "extension", "lock"), .help = "What stops the clock."},

	{RULE(rule.fire), .name = "fire", .type = &type_fire, .fallback = "",
		.help = "The conditions; all must hold. Needed, unless the rule warns."},
	{RULE(warn), .name = "warn", .type = &type_warn, .fallback = "",
		.help = "Instead of fire: one letter a working day with the cases due in so many working days: 3 working days, 1 working day."},
	{RULE(rule.clear), .name = "clear", .type = &type_clear, .fallback = "",
		.help = "Any of these ends it; without them: when fire no longer holds."},
	{RULE(rule.min_cases), .name = "min-cases", .type = &type_count, .fallback = "0",
		.most = 1000000, .help = "A share says something only over so many cases."},
	{RULE(rule.hold), .name = "for", .type = &type_any_duration, .fallback = "0s",
		.help = "So long must it hold before anybody is told."},
	{RULE(rule.repeat), .name = "repeat", .type = &type_repeat, .fallback = "",
		.help = "Reminders after each of these; the last one goes on."},
	{RULE(rule.scope), .name = "scope", .type = &type_choice, .fallback = "commune",
		.words = WORDS("commune", "field", "province", "portal"), .help = "What is measured."},
	{RULE(rule.notify), .name = "notify", .type = &type_channels, .required = true,
		.help = "The channels that are told."},
	{RULE(escalate), .name = "escalate", .type = &type_escalation, .fallback = "",
		.help = "Further channels that are told when it lasts: 3 working days: office."},
	{RULE(rule.critical), .name = "critical", .type = &type_critical, .fallback = "",
		.help = "The conditions of the worse band; all must hold."},
	{RULE(rule.keep_firing), .name = "keep-firing", .type = &type_any_duration, .fallback = "0s",
		.help = "It ends only after it was better for so long."},
	{RULE(digest_minute), .name = "digest", .type = &type_digest, .fallback = "none",
		.help = "One letter a working day at this time instead of one at once."},

	{CHANNEL(type), .name = "type", .type = &type_choice, .required = true,
		.words = WORDS("email", "webhook"), .help = "What it is."},
	{CHANNEL(to), .name = "to", .type = &type_recipients, .fallback = "",
		.help = "E-mail: commune (the addresses in communes.csv), addresses, or both."},
	{CHANNEL(addressee), .name = "addressee", .type = &type_text, .fallback = "",
		.help = "E-mail: whom letters to its own addresses greet; the address unless said."},
	{CHANNEL(attach), .name = "attach", .type = &type_choice, .fallback = "none",
		.words = WORDS("none", "xlsx"), .help = "E-mail: the list of cases as a sheet."},
	{CHANNEL(working_hours_only), .name = "hours", .type = &type_flag, .fallback = "any",
		.words = WORDS("any", "working"),
		.help = "working: outside office hours it waits; hentractl alerts says until when."},
	{CHANNEL(url), .name = "url", .type = &type_url, .fallback = "",
		.help = "Webhook: where the event is sent."},
	{CHANNEL(secret), .name = "secret", .type = &type_secrets, .fallback = "",
		.help = "Webhook: what signs it (whsec_…); two while rotating, the newer first."},
	{CHANNEL(allow_private), .name = "allow-private", .type = &type_flag, .fallback = "no", NO_YES,
		.help = "Webhook: the receiver may have a private address."},
	{CHANNEL(ca_file), .name = "ca-file", .type = &type_path, .fallback = "",
		.help = "Webhook: the certificate authority to trust instead of the system's."},
	{CHANNEL(timeout_ms), .name = "timeout", .type = &type_duration, .fallback = "20s",
		.least = SECOND_MS, .most = 5 * MINUTE_MS, .help = "Webhook: the longest wait for an answer."},
	{CHANNEL(language), .name = "language", .type = &type_choice, .words = WORDS("vi", "en"),
		.help = "Its language; without it, that of [hentra]."},

	{MAIL(relay), .name = "relay", .type = &type_relay, .fallback = "",
		.help = "The relay that takes letters: smtp://HOST:PORT or smtps://HOST:PORT."},
	{MAIL(tls), .name = "tls", .type = &type_choice, .words = WORDS("none", "starttls"),
		.help = "smtp:// only; without it, none on the machine itself and starttls elsewhere."},
	{MAIL(user), .name = "user", .type = &type_text, .fallback = "", .help = "To sign in with."},
	{MAIL(password), .name = "password", .type = &type_secret, .fallback = "", .help = "Its password."},
	{MAIL(from), .name = "from", .type = &type_address, .fallback = "", .help = "Who writes."},
	{MAIL(envelope_from), .name = "envelope-from", .type = &type_address, .fallback = "",
		.help = "Where bounces go; without it, to the writer."},
	{MAIL(contact), .name = "contact", .type = &type_text, .fallback = "",
		.help = "Whom to ask: printed in every letter."},
	{MAIL(guide), .name = "guide", .type = &type_url, .fallback = "",
		.help = "Where it can be read what such a letter means (thu-nay-nghia-la-gi.md, put on a site that chairs reach): linked in every letter."},
	{MAIL(ca_file), .name = "ca-file", .type = &type_path, .fallback = "",
		.help = "The certificate authority to trust instead of the system's."},
	{MAIL(timeout_ms), .name = "timeout", .type = &type_duration, .fallback = "1min",
		.least = SECOND_MS, .most = HOUR_MS, .help = "The longest a letter may take."},

	{HEARTBEAT(url), .name = "url", .type = &type_url, .fallback = "",
		.help = "What is called."},
	{HEARTBEAT(allow_private), .name = "allow-private", .type = &type_flag, .fallback = "no", NO_YES,
		.help = "It may have a private address."},

	{PAGE(listen), .name = "listen", .type = &type_listen, .fallback = "127.0.0.1:8022",
		.help = "Where it listens; none: no page. A socket of systemd (hentra.socket) is taken instead."},
	{PAGE(token), .name = "token", .type = &type_secret, .fallback = "",
		.help = "What a reader must show beyond the machine itself, and the hotline's look-up always."},
	{PAGE(url), .name = "url", .type = &type_base_url, .fallback = "",
		.help = "How others reach it: stands in the links of letters."},

	{INSPECT(share), .name = "share", .type = &type_count, .fallback = "30", .least = 1, .most = 100,
		.help = "Percent of the units to be inspected a year."},
	{INSPECT(rotation), .name = "rotation", .type = &type_count, .fallback = "50", .most = 100,
		.help = "Percent of the places that go to those who have waited longest; the others go by risk."},
	{INSPECT(min_cases), .name = "min-cases", .type = &type_count, .fallback = "20", .most = 10000,
		.help = "A share of fewer cases than these weighs as one of so many: 1 of 1 is not the worst of all."},
	{INSPECT(overdue), .name = "overdue", .type = &type_count, .fallback = "30", .most = 1000,
		.help = "Weight of the share of open cases that are overdue."},
	{INSPECT(oldest), .name = "oldest", .type = &type_count, .fallback = "20", .most = 1000,
		.help = "Weight of how long the oldest overdue case is late."},
	{INSPECT(late), .name = "late", .type = &type_count, .fallback = "20", .most = 1000,
		.help = "Weight of the share of cases that were closed late in 12 months."},
	{INSPECT(suspicions), .name = "suspicions", .type = &type_count, .fallback = "15", .most = 1000,
		.help = "Weight of the suspicions of 12 months that are neither doubtful nor explained."},
	{INSPECT(alerts), .name = "alerts", .type = &type_count, .fallback = "10", .most = 1000,
		.help = "Weight of the alerts of 12 months."},
	{INSPECT(chance), .name = "chance", .type = &type_count, .fallback = "5", .most = 1000,
		.help = "Weight of chance, so that the list cannot be foretold; it follows from the seed on the list."},
};
/* clang-format on */
const size_t key_count = ARRAY_SIZE(keys);

const struct section *section_find(struct slice kind)
{
	for (size_t i = 0; i < section_count; i++) {
		if (slice_is(kind, sections[i].kind))
			return &sections[i];
	}
	return NULL;
}

const struct key *key_find(const char *section, struct slice name)
{
	for (size_t i = 0; i < key_count; i++) {
		if (strcmp(keys[i].section, section) == 0 && slice_is(name, keys[i].name))
			return &keys[i];
	}
	return NULL;
}

static const char *section_of_key(struct slice name)
{
	for (size_t i = 0; i < key_count; i++) {
		if (slice_is(name, keys[i].name))
			return keys[i].section;
	}
	return NULL;
}

const char *key_hint(const char *section, struct slice name, char buffer[static 160])
{
	const char *words[ARRAY_SIZE(keys)];
	size_t count = 0;
	for (size_t i = 0; i < key_count; i++) {
		if (strcmp(keys[i].section, section) == 0)
			words[count++] = keys[i].name;
	}
	const char *near = suggest_word(name, words, count);
	const char *elsewhere = section_of_key(name);
	buffer[0] = '\0';
	if (near)
		snprintf(buffer, 160, "did you mean %s?", near);
	else if (elsewhere)
		snprintf(buffer, 160, "it belongs in [%s]", elsewhere);
	return buffer;
}

const char *section_hint(struct slice kind, char buffer[static 160])
{
	const char *words[ARRAY_SIZE(sections)];
	for (size_t i = 0; i < section_count; i++)
		words[i] = sections[i].kind;
	const char *near = suggest_word(kind, words, section_count);
	buffer[0] = '\0';
	if (near)
		snprintf(buffer, 160, "did you mean [%s]?", near);
	return buffer;
}
