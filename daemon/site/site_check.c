/* What no single file shows: by the day, by the machine, or by several files. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/plural.h"
#include "base/text.h"
#include "site/secret.h"
#include "site/service_user.h"
#include "site/site.h"

#define NAMED 3 /* communes in the log's line */

struct check {
	const struct site *site;
	day today;
	settings_problem_fn *on_problem;
	void *user;
};

__attribute__((format(printf, 5, 0))) static void report(const struct check *check,
	enum problem_level level, const char *file, int line, const char *format, va_list args)
{
	char sentence[700];
	vsnprintf(sentence, sizeof(sentence), format, args);
	plural(sentence);
	check->on_problem(check->user, level, file, line, sentence);
}

__attribute__((format(printf, 4, 5))) static void warn(
	const struct check *check, const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	report(check, PROBLEM_WARNING, file, line, format, args);
	va_end(args);
}

__attribute__((format(printf, 4, 5))) static void wrong(
	const struct check *check, const char *file, int line, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	report(check, PROBLEM_ERROR, file, line, format, args);
	va_end(args);
}

/* --- the calendar --------------------------------------------------------------------------- */

static void check_calendar(const struct check *check)
{
	const char *file = check->site->settings->hentra.calendar;
	int years[2];
	int count = calendar_missing_notices(check->site->calendar, check->today, years);
	for (int i = 0; i < count; i++) {
		if (calendar_provisional(check->site->calendar, years[i]))
			warn(check, file, 0,
				"%d is provisional: no notice of its days off was entered, the "
				"fixed and lunar holidays are assumed",
				years[i]);
		else
			warn(check, file, 0,
				"the calendar does not know %d: add its days off and worked",
				years[i]);
	}
}

/* --- communes ------------------------------------------------------------------------------- */

static const struct channel_settings *channel_to_communes(const struct settings *settings)
{
	for (size_t i = 0; i < settings->channel_count; i++) {
		if (settings->channels[i].to_commune)
			return &settings->channels[i];
	}
	return NULL;
}

static bool has_no_address(const struct check *check, size_t index)
{
	const struct commune *row = directory_at(check->site->directory, index);
	return commune_valid(row, check->today) && !row->emails[0];
}

static void check_communes(const struct check *check)
{
	const struct settings *settings = check->site->settings;
	const struct channel_settings *channel = channel_to_communes(settings);
	size_t count = channel ? directory_count(check->site->directory) : 0;
	for (size_t i = 0; i < count; i++) {
		const struct commune *row = directory_at(check->site->directory, i);
		if (has_no_address(check, i))
			warn(check, settings->hentra.communes, row->line,
				"column email: %s %s has no address: channel %s cannot write to it",
				row->code, row->name, channel->name);
	}
}

static void count_communes(const struct check *check)
{
	const struct settings *settings = check->site->settings;
	const struct channel_settings *channel = channel_to_communes(settings);
	size_t count = channel ? directory_count(check->site->directory) : 0, without = 0;
	cleanup(text_free) struct text names = {0};
	for (size_t i = 0; i < count; i++) {
		const struct commune *row = directory_at(check->site->directory, i);
		if (has_no_address(check, i) && without++ < NAMED)
			text_printf(&names, "%s%s", names.length ? ", " : "", row->name);
	}
	if (without)
		warn(check, settings->hentra.communes, 0,
			"%zu commune(s) without an address, channel %s cannot write to them: %s%s "
			"(hentractl check lists them)",
			without, channel->name, names.data, without > NAMED ? " …" : "");
}

/* The one summary of trial mode goes to who is named by an address, not by being a commune's chair. */
static void check_trial(const struct check *check)
{
	const struct settings *settings = check->site->settings;
	struct where where = settings_where(settings, &settings->hentra.trial);
	if (settings->hentra.trial && settings->rule_count > 0 && !settings_reach_office(settings))
		warn(check, where.line ? where.file : settings->file, where.line,
			"hentra: trial: no rule writes to a fixed address, so nobody gets the "
			"summary of trial mode: give one a channel such as to = office@example.vn");
}

/* --- files and secrets ---------------------------------------------------------------------- */

#define STATE_DIRECTORY "/var/lib/hentra" /* systemd makes it when the service starts */

/* When root looks at the configuration of the service, whose store tells it: why the service cannot use
 * the file so; NULL when it can. */
static const char *barred(const struct check *check, const char *path, int mode)
{
	static const char store[] = "sqlite:" STATE_DIRECTORY "/";
	const char *used = check->site->settings->hentra.store;
	return strncmp(used, store, sizeof(store) - 1) == 0 ? service_barred(path, mode) : NULL;
}

static void check_path(const struct check *check, const char *const *member, const char *title,
	const char *name, const char *key, int mode)
{
	struct where where = settings_where(check->site->settings, member);
	const char *why = NULL;
	if ((*member)[0] && access(*member, mode) < 0)
		warn(check, where.file, where.line, "%s%s%s: %s: cannot be used: %s: %m", title,
			name[0] ? " " : "", name, key, *member);
	else if ((*member)[0] && (why = barred(check, *member, mode)))
		warn(check, where.file, where.line, "%s%s%s: %s: cannot be used: %s: %s", title,
			name[0] ? " " : "", name, key, *member, why);
}

static void check_store(const struct check *check)
{
	static const char scheme[] = "sqlite:";
	const struct settings *settings = check->site->settings;
	struct where where = settings_where(settings, &settings->hentra.store);
	const char *store = settings->hentra.store;
	const char *path =
		strncmp(store, scheme, sizeof(scheme) - 1) == 0 ? store + sizeof(scheme) - 1 : "";
	const char *slash = strrchr(path, '/');
	cleanup(text_free) struct text folder = {0};
	if (!slash || slash == path)
		return;
	text_append(&folder, path, (size_t)(slash - path));
	if (strcmp(folder.data, STATE_DIRECTORY) != 0 && access(folder.data, F_OK) < 0)
		warn(check, where.file, where.line,
			"hentra: store: its folder is not there: %s: %m", folder.data);
}

/* What cannot be read is wrong, but for credentials looked at from outside the service: a drop-in
 * may give it more than can be seen from there. */
static void check_secret(const struct check *check, const struct secret *secret, const void *member,
	const char *title, const char *name, const char *key)
{
	struct where where = settings_where(check->site->settings, member);
	struct error error;
	char *value = NULL;
	bool outside = secret->kind == SECRET_CREDENTIAL && !getenv("CREDENTIALS_DIRECTORY");
	const char *blank = name[0] ? " " : "", *why;
	if (secret_read(secret, &value, &error) < 0 && outside)
		warn(check, where.file, where.line,
			"%s%s%s: %s: %s; from here it cannot be seen whether the service gets it",
			title, blank, name, key, error.text);
	else if (!value)
		wrong(check, where.file, where.line, "%s%s%s: %s: %s", title, blank, name, key,
			error.text);
	else if (secret->kind == SECRET_FILE && (why = barred(check, secret->value, R_OK)))
		wrong(check, where.file, where.line, "%s%s%s: %s: cannot be read: %s: %s", title,
			blank, name, key, secret->value, why);
	secret_forget(value);
}

#define CHECK_SECRET(check, section, member, title, name, key)                                     \
	check_secret(check, &(section)->member, &(section)->member, title, name, key)

static void check_portals(const struct check *check)
{
	const struct settings *settings = check->site->settings;
	for (size_t i = 0; i < settings->portal_count; i++) {
		const struct portal_settings *portal = &settings->portals[i];
		const char *name = portal->name;
		check_path(check, &portal->ca_file, "portal", name, "ca-file", R_OK);
		check_path(check, &portal->client_cert, "portal", name, "client-cert", R_OK);
		check_path(check, &portal->client_key, "portal", name, "client-key", R_OK);
		check_path(check, &portal->path, "portal", name, "path", R_OK | W_OK | X_OK);
		CHECK_SECRET(check, portal, password, "portal", name, "password");
		CHECK_SECRET(check, portal, token, "portal", name, "token");
		CHECK_SECRET(check, portal, client_secret, "portal", name, "client-secret");
		for (size_t h = 0; h < portal->header_count; h++)
			check_secret(check, &portal->headers[h].value, &portal->headers, "portal",
				name, "header");
	}
}

static void check_channels(const struct check *check)
{
	const struct settings *settings = check->site->settings;
	for (size_t i = 0; i < settings->channel_count; i++) {
		const struct channel_settings *channel = &settings->channels[i];
		check_path(check, &channel->ca_file, "channel", channel->name, "ca-file", R_OK);
		for (int s = 0; s < channel->secret_count; s++)
			check_secret(check, &channel->secret[s], &channel->secret, "channel",
				channel->name, "secret");
	}
	check_path(check, &settings->mail.ca_file, "mail", "", "ca-file", R_OK);
	CHECK_SECRET(check, &settings->mail, password, "mail", "", "password");
	CHECK_SECRET(check, &settings->page, token, "page", "", "token");
}

static void check_others(const struct check *check)
{
	check_calendar(check);
	check_store(check);
	check_trial(check);
	check_portals(check);
	check_channels(check);
}

void site_check(const struct site *site, instant now, settings_problem_fn *on_problem, void *user)
{
	struct check check = {site, zone_day(site->zone, now), on_problem, user};
	check_others(&check);
	check_communes(&check);
}

void site_check_briefly(
	const struct site *site, instant now, settings_problem_fn *on_problem, void *user)
{
	struct check check = {site, zone_day(site->zone, now), on_problem, user};
	check_others(&check);
	count_communes(&check);
}
