#include "conf/settings_check.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/suggest.h"

struct check {
	const struct settings *settings;
	settings_problem_fn *on_problem;
	void *user;
};

bool place_is_local(const char *place)
{
	const char *scheme = strstr(place, "://");
	const char *host = scheme ? scheme + 3 : place;
	size_t name = strcspn(host, ":/");
	return strncmp(host, "127.", 4) == 0 || strncmp(host, "[::1]", 5) == 0 ||
	       (name == 9 && strncmp(host, "localhost", 9) == 0) || strncmp(host, "unix:", 5) == 0;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* Files come by the week, and a day late now and then. */
#define FILES_MAX_LAG_MS (9 * DAY_MS)

/* --- what follows from other values --------------------------------------------------------- */

void settings_complete(struct settings *settings)
{
	for (size_t i = 0; i < settings->channel_count; i++) {
		struct channel_settings *channel = &settings->channels[i];
		if (!settings_where(settings, &channel->language).line)
			channel->language = settings->hentra.language;
	}
	for (size_t i = 0; i < settings->portal_count; i++) {
		struct portal_settings *portal = &settings->portals[i];
		if (portal->path[0] && !settings_where(settings, &portal->max_lag_ms).line)
			portal->max_lag_ms = FILES_MAX_LAG_MS;
	}
	struct mail_settings *mail = &settings->mail;
	if (begins(mail->relay, "smtps:"))
		mail->tls = MAIL_TLS_IMPLICIT;
	else if (!settings_where(settings, &mail->tls).line)
		mail->tls = place_is_local(mail->relay) ? MAIL_TLS_NONE : MAIL_TLS_STARTTLS;
	if (!mail->envelope_from[0])
		mail->envelope_from = mail->from;
}

/* --- sentences ------------------------------------------------------------------------------ */

/* Said of a member, on the line where it was written, else of its section's line. */
__attribute__((format(printf, 5, 6))) static void say(const struct check *check,
	enum problem_level level, const void *member, struct where section, const char *format, ...)
{
	char sentence[512];
	va_list args;
	va_start(args, format);
	vsnprintf(sentence, sizeof(sentence), format, args);
	va_end(args);
	struct where where = settings_where(check->settings, member);
	if (!where.line)
		where = section;
	if (!where.file[0])
		where.file = check->settings->file;
	check->on_problem(check->user, level, where.file, where.line, sentence);
}

#define WRONG(check, member, section, ...) say(check, PROBLEM_ERROR, member, section, __VA_ARGS__)
#define WARN(check, member, section, ...) say(check, PROBLEM_WARNING, member, section, __VA_ARGS__)

static bool refused(const struct check *check, const void *member)
{
	return settings_refused(check->settings, member);
}

static bool said(const struct check *check, const void *member)
{
	return settings_where(check->settings, member).line > 0;
}

/* --- portals -------------------------------------------------------------------------------- */

static bool signs_in_with_user(const struct portal_settings *portal)
{
	return portal->sign_in == PORTAL_SIGN_IN_BASIC || portal->sign_in == PORTAL_SIGN_IN_SESSION;
}

static void check_sign_in(const struct check *check, const struct portal_settings *portal)
{
	struct where at = portal->where;
	if (refused(check, &portal->user) || refused(check, &portal->password) ||
		refused(check, &portal->token) || refused(check, &portal->headers) ||
		refused(check, &portal->client_id) || refused(check, &portal->token_url))
		return;
	if (signs_in_with_user(portal) &&
		(!portal->user[0] || portal->password.kind == SECRET_NONE))
		WRONG(check, &portal->sign_in, at,
			"portal %s: sign-in: this way needs user and password", portal->name);
	if (portal->sign_in == PORTAL_SIGN_IN_BEARER && portal->token.kind == SECRET_NONE)
		WRONG(check, &portal->sign_in, at, "portal %s: sign-in: bearer needs token",
			portal->name);
	if (portal->sign_in == PORTAL_SIGN_IN_HEADER && !portal->header_count)
		WRONG(check, &portal->sign_in, at, "portal %s: sign-in: header needs header",
			portal->name);
	if (portal->sign_in == PORTAL_SIGN_IN_OAUTH2 &&
		(!portal->client_id[0] || !portal->token_url[0]))
		WRONG(check, &portal->sign_in, at,
			"portal %s: sign-in: oauth2 needs client-id and token-url", portal->name);
	if (portal->sign_in != PORTAL_SIGN_IN_NONE && begins(portal->url, "http:") &&
		!place_is_local(portal->url))
		WARN(check, &portal->url, at,
			"portal %s: url: http sends the sign-in for everybody to read: use https",
			portal->name);
}

/* A value that nothing will read is a mistake of whoever wrote it. */
static void check_unread(const struct check *check, const struct portal_settings *portal)
{
	bool oauth2 = portal->sign_in == PORTAL_SIGN_IN_OAUTH2;
	bool session = portal->sign_in == PORTAL_SIGN_IN_SESSION;
	const struct {
		const void *member;
		const char *name;
		bool read;
	} members[] = {
		{&portal->user, "user", signs_in_with_user(portal) || oauth2},
		{&portal->password, "password", signs_in_with_user(portal) || oauth2},
		{&portal->token, "token", portal->sign_in == PORTAL_SIGN_IN_BEARER},
		{&portal->client_id, "client-id", oauth2},
		{&portal->client_secret, "client-secret", oauth2},
		{&portal->token_url, "token-url", oauth2 || session},
		{&portal->scope, "scope", oauth2},
	};
	for (size_t i = 0; i < ARRAY_SIZE(members); i++) {
		if (!members[i].read && said(check, members[i].member))
			WARN(check, members[i].member, portal->where,
				"portal %s: %s: this sign-in does not use it", portal->name,
				members[i].name);
	}
}

static void check_portal(const struct check *check, const struct portal_settings *portal)
{
	bool unknown = refused(check, &portal->url) || refused(check, &portal->path);
	if (!portal->url[0] && !portal->path[0] && !unknown)
		WRONG(check, &portal->url, portal->where,
			"portal %s: url: is missing (a csv portal has path instead)", portal->name);
	if (portal->url[0] && portal->path[0])
		WRONG(check, &portal->path, portal->where,
			"portal %s: path: a portal is read from its url or from a folder, not both",
			portal->name);
	bool key_known =
		!refused(check, &portal->client_cert) && !refused(check, &portal->client_key);
	if (key_known && !portal->client_cert[0] != !portal->client_key[0])
		WRONG(check, portal->client_cert[0] ? &portal->client_cert : &portal->client_key,
			portal->where, "portal %s: client-cert and client-key belong together",
			portal->name);
	if (portal->max_lag_ms < 2 * portal->every_ms)
		WARN(check, &portal->max_lag_ms, portal->where,
			"portal %s: max-lag: less than two polls long: one late answer makes it "
			"stale",
			portal->name);
	check_sign_in(check, portal);
	check_unread(check, portal);
}

/* --- rules and channels --------------------------------------------------------------------- */

/* A channel to communes alone has nobody to write to about a field, the province or a portal. */
static void check_addressee(const struct check *check, const struct rule_settings *rule,
	const void *member, const char *key, const struct channel_settings *channel)
{
	if (rule->rule.scope != SCOPE_COMMUNE && channel->type == CHANNEL_EMAIL &&
		channel->to_commune && !channel->to[0])
		WRONG(check, member, rule->where,
			"rule %s: %s: [channel %s] writes to communes only, but this rule's scope "
			"is %s",
			rule->rule.name, key, channel->name, scope_name(rule->rule.scope));
}

/* Marks the channel as used; reports an unknown one with the nearest known. */
static void use_channel(const struct check *check, const struct rule_settings *rule,
	const void *member, const char *key, const char *name, bool *used)
{
	const struct settings *settings = check->settings;
	const char **names = xcalloc(settings->channel_count, sizeof(*names));
	bool found = false;
	for (size_t i = 0; i < settings->channel_count; i++) {
		names[i] = settings->channels[i].name;
		if (strcmp(names[i], name) != 0)
			continue;
		used[i] = found = true;
		check_addressee(check, rule, member, key, &settings->channels[i]);
	}
	const char *near = suggest_word(slice_of(name), names, settings->channel_count);
	if (!found)
		WRONG(check, member, rule->where, "rule %s: %s: there is no [channel %s]%s%s%s",
			rule->rule.name, key, name, near ? ": did you mean " : "", near ? near : "",
			near ? "?" : "");
	free(names);
}

/* A warning is one letter a day to a commune: what belongs to alerts says nothing here. */
static void check_warning(const struct check *check, const struct rule_settings *rule)
{
	const struct {
		const void *member;
		const char *name;
	} others[] = {
		{&rule->rule.fire, "fire"},
		{&rule->rule.clear, "clear"},
		{&rule->rule.critical, "critical"},
		{&rule->rule.min_cases, "min-cases"},
		{&rule->rule.hold, "for"},
		{&rule->rule.keep_firing, "keep-firing"},
		{&rule->rule.repeat, "repeat"},
		{&rule->escalate, "escalate"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (said(check, others[i].member))
			WRONG(check, others[i].member, rule->where,
				"rule %s: %s: a rule with warn has no %s: make two rules",
				rule->rule.name, others[i].name, others[i].name);
	if (rule->rule.scope != SCOPE_COMMUNE)
		WRONG(check, &rule->rule.scope, rule->where,
			"rule %s: scope: a rule with warn is of communes", rule->rule.name);
	for (const char *const *name = rule->rule.notify; name && *name; name++) {
		const struct channel_settings *channel = settings_channel(check->settings, *name);
		if (channel && channel->type == CHANNEL_WEBHOOK)
			WRONG(check, &rule->rule.notify, rule->where,
				"rule %s: notify: %s is a webhook, and a warning is a letter",
				rule->rule.name, *name);
	}
}

static void check_rule(const struct check *check, const struct rule_settings *rule, bool *used)
{
	struct error error;
	bool broken = refused(check, &rule->rule.fire) || refused(check, &rule->warn);
	if (rule->warn_count)
		check_warning(check, rule);
	else if (!rule->rule.fire_count && !broken)
		WRONG(check, &rule->rule.fire, rule->where,
			"rule %s: fire: is missing: write fire = overdue >= 10, or warn = 3 "
			"working "
			"days",
			rule->rule.name);
	for (const char *const *name = rule->rule.notify; name && *name; name++)
		use_channel(check, rule, &rule->rule.notify, "notify", *name, used);
	for (int i = 0; i < rule->escalate_count; i++)
		use_channel(
			check, rule, &rule->escalate, "escalate", rule->escalate[i].channel, used);
	if (rule->rule.fire_count && rule_check(&rule->rule, &error))
		WRONG(check, &rule->rule.fire, rule->where, "rule %s: %s", rule->rule.name,
			error.text);
}

static void check_email(const struct check *check, const struct channel_settings *channel)
{
	const struct mail_settings *mail = &check->settings->mail;
	if (!channel->to_commune && !channel->to[0] && !refused(check, &channel->to))
		WRONG(check, &channel->to, channel->where,
			"channel %s: to: is missing: write commune or an address", channel->name);
	if (!mail->relay[0] && !refused(check, &mail->relay))
		WRONG(check, &channel->type, channel->where,
			"channel %s: type: email needs [mail] relay", channel->name);
	if (!mail->from[0] && !refused(check, &mail->from))
		WRONG(check, &channel->type, channel->where,
			"channel %s: type: email needs [mail] from", channel->name);
	if (said(check, &channel->url) || channel->secret_count)
		WRONG(check, channel->secret_count ? (const void *)&channel->secret : &channel->url,
			channel->where, "channel %s: url and secret belong to a webhook",
			channel->name);
}

static void check_webhook(const struct check *check, const struct channel_settings *channel)
{
	if (!channel->url[0] && !refused(check, &channel->url))
		WRONG(check, &channel->url, channel->where, "channel %s: url: is missing",
			channel->name);
	if (!channel->secret_count && !refused(check, &channel->secret))
		WRONG(check, &channel->secret, channel->where,
			"channel %s: secret: is missing: an event is always signed", channel->name);
	if (said(check, &channel->to))
		WRONG(check, &channel->to, channel->where,
			"channel %s: to: belongs to e-mail; a webhook has url", channel->name);
	if (said(check, &channel->attach))
		WRONG(check, &channel->attach, channel->where,
			"channel %s: attach: belongs to e-mail", channel->name);
}

static void check_channel(
	const struct check *check, const struct channel_settings *channel, bool used)
{
	if (!said(check, &channel->type) || refused(check, &channel->type))
		return; /* said already that it is missing or wrong */
	if (channel->type == CHANNEL_EMAIL)
		check_email(check, channel);
	else
		check_webhook(check, channel);
	if (!used)
		WARN(check, NULL, channel->where, "channel %s: no rule uses it", channel->name);
}

/* --- mail and page -------------------------------------------------------------------------- */

static void check_mail(const struct check *check)
{
	const struct mail_settings *mail = &check->settings->mail;
	if (begins(mail->relay, "smtps:") && said(check, &mail->tls))
		WRONG(check, &mail->tls, mail->where, "mail: tls: smtps:// is always encrypted");
	bool known = !refused(check, &mail->user) && !refused(check, &mail->password);
	if (known && !mail->user[0] != (mail->password.kind == SECRET_NONE))
		WRONG(check, mail->user[0] ? (const void *)&mail->user : &mail->password,
			mail->where, "mail: user and password belong together");
	if (mail->user[0] && mail->tls == MAIL_TLS_NONE && !place_is_local(mail->relay))
		WARN(check, &mail->tls, mail->where,
			"mail: tls: none sends the password for everybody to read");
}

static void check_page(const struct check *check)
{
	const struct page_settings *page = &check->settings->page;
	bool open = page->listen[0] && !place_is_local(page->listen) &&
		    strcmp(page->listen, "systemd") != 0;
	if (open && page->token.kind == SECRET_NONE && !refused(check, &page->token))
		WRONG(check, &page->listen, ((struct where){"", 0}),
			"page: listen: \"%s\" can be reached from other machines, so token is "
			"needed",
			page->listen);
}

void settings_check(const struct settings *settings, settings_problem_fn *on_problem, void *user)
{
	struct check check = {settings, on_problem, user};
	bool *used = xcalloc(settings->channel_count, sizeof(*used));
	if (!settings->portal_count)
		WRONG(&check, NULL, ((struct where){"", 0}),
			"there is no [portal NAME]: nothing would be watched");
	for (size_t i = 0; i < settings->portal_count; i++)
		check_portal(&check, &settings->portals[i]);
	for (size_t i = 0; i < settings->rule_count; i++)
		check_rule(&check, &settings->rules[i], used);
	if (!settings->rule_count)
		WARN(&check, NULL, ((struct where){"", 0}),
			"there is no [rule NAME]: nobody will be told of anything");
	for (size_t i = 0; i < settings->channel_count; i++)
		check_channel(&check, &settings->channels[i], used[i]);
	check_mail(&check);
	check_page(&check);
	free(used);
}
