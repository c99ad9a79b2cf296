/* hentractl alerts: active episodes, and what was told in past ones, when and to whom. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/explain/alert_listing.h"
#include "command/explain/why.h"
#include "command/explain/why_past.h"
#include "command/tool/named_commune.h"
#include "command/words/alert_words.h"
#include "report/answer_json.h"

/* --- active alerts ------------------------------------------------------------------------ */

/* What comes next in an episode, and why not now. */
struct coming {
	struct listing *listing; /* with --json: each telling is written as it is found */
	instant at; /* NONE: nothing by time alone */
	enum telling_wait wait;
	bool dead; /* somebody's letter was given up */
	struct text *
		many; /* who was told in a letter about many, which no delivery of it shows: lines */
};

static int on_telling(void *user, const struct telling *telling)
{
	struct coming *coming = user;
	bool sooner = telling->next_at != INSTANT_NONE &&
		      (coming->at == INSTANT_NONE || telling->next_at < coming->at);
	if (sooner || (coming->at == INSTANT_NONE && telling->wait > coming->wait)) {
		coming->at = telling->next_at;
		coming->wait = telling->wait;
	}
	coming->dead |=
		telling->wait == TELLING_IN_OUTBOX &&
		deliveries_told_dead(&coming->listing->told, telling->episode, telling->recipient);
	if (telling->accepted.sequence > 0 &&
		!deliveries_told_has(&coming->listing->told, telling->episode, telling->recipient))
		text_printf(coming->many, "%s\n", telling->recipient);
	if (!coming->listing->table)
		telling_json(coming->listing->tool, telling,
			bounced_addresses_has(&coming->listing->returned, telling->recipient),
			&coming->listing->json);
	return 0;
}

/* A failure to read shows as nothing: the command's own reading says what is wrong. */
static struct coming coming_of(
	struct listing *listing, const struct alert *alert, struct text *many)
{
	struct coming coming = {listing, INSTANT_NONE, TELLING_IDLE, false, many};
	struct error error;
	if (alert->episode)
		store_tellings(listing->tool->store, alert->episode, on_telling, &coming, &error);
	return coming;
}

static void coming_text(
	struct listing *listing, const struct alert *alert, struct text *many, struct text *out)
{
	const struct tool *tool = listing->tool;
	char buffer[WHEN_MAX];
	struct coming coming = coming_of(listing, alert, many);
	if (alert->frozen_at != INSTANT_NONE)
		text_add(out, say(tool, "dữ liệu cũ, chờ", "stale: waits"));
	else if (coming.dead)
		text_add(out, say(tool, "không gửi được (xem outbox)", "dead (see outbox)"));
	else if (coming.at != INSTANT_NONE)
		text_printf(out, "%s (%s)", when(tool, coming.at, buffer),
			telling_wait_words(tool, coming.wait));
	else
		text_add(out,
			coming.wait == TELLING_IDLE ? "–" : telling_wait_words(tool, coming.wait));
}

/* Who was told, with the mark of those whose letters come back. */
struct names {
	const struct listing *listing;
	struct text *out;
};

static void add_name(const struct names *names, const char *recipient)
{
	text_add(names->out, names->out->length ? ", " : "");
	bounced_addresses_add(
		names->listing->tool, &names->listing->returned, recipient, names->out);
}

static void told_text(void *user, const struct deliveries_told_delivery *delivery)
{
	add_name(user, delivery->recipient);
}

static void told_json(void *user, const struct deliveries_told_delivery *delivery)
{
	json_string(user, NULL, delivery->recipient);
}

static void state_text(struct listing *listing, const struct alert *alert, struct text *out)
{
	char until[WHEN_MAX];
	instant acknowledged = acknowledged_until_of(&listing->held, alert);
	text_add(out, alert_state_words(listing->tool, alert));
	if (acknowledged != INSTANT_NONE)
		text_printf(out,
			say(listing->tool, ", đã nhận xử lý đến %s", ", acknowledged until %s"),
			when(listing->tool, acknowledged, until));
}

static void alert_row(struct listing *listing, const struct alert *alert)
{
	const struct tool *tool = listing->tool;
	char buffer[WHEN_MAX], subject[256];
	cleanup(text_free) struct text state = {0}, values = {0}, told = {0}, coming = {0},
				       many = {0};
	struct slice rest, line;
	if (alert->episode)
		table_add_number(listing->table, alert->episode);
	else
		table_add(listing->table, NULL);
	table_add(listing->table, alert->rule);
	snprintf(subject, sizeof(subject), "%s %s", alert->subject,
		alert_subject_name(tool, alert->scope, alert->subject));
	table_add(listing->table, subject);
	state_text(listing, alert, &state);
	table_add(listing->table, state.data);
	table_add(listing->table,
		when(tool, alert->state == ALERT_FIRING ? alert->fired_at : alert->active_at,
			buffer));
	alert_values_text(tool, alert->rule, alert->value, &values);
	table_add(listing->table, values.data ? values.data : "");
	coming_text(listing, alert, &many, &coming);
	table_add(listing->table, coming.data);
	struct names names = {listing, &told};
	deliveries_told_each(&listing->told, alert->episode, told_text, &names);
	rest = text_slice(&many);
	while (slice_split(&rest, '\n', &line) && line.length > 0) {
		cleanup(cleanup_free) char *name = xstrndup(line.data, line.length);
		add_name(&names, name);
	}
	table_add(listing->table, told.data ? told.data : "–");
}

static void alert_json(struct listing *listing, const struct alert *alert)
{
	const struct tool *tool = listing->tool;
	struct json_writer *json = &listing->json;
	cleanup(text_free) struct text many = {0};
	struct slice rest, line;
	json_object(json, NULL);
	if (alert->episode)
		json_number(json, "episode", alert->episode);
	else
		json_null(json, "episode");
	json_number(json, "sequence", alert->sequence);
	json_string(json, "rule", alert->rule);
	json_string(json, "scope", scope_name(alert->scope));
	json_string(json, "subject", alert->subject);
	const char *name = alert_subject_name(tool, alert->scope, alert->subject);
	json_string(json, "name", name[0] ? name : NULL);
	json_string(json, "state", alert_state_name(alert->state));
	json_string(json, "severity", severity_name(alert->severity));
	json_instant(tool, json, "active_at", alert->active_at);
	json_instant(tool, json, "fired_at",
		alert->state == ALERT_FIRING ? alert->fired_at : INSTANT_NONE);
	json_instant(tool, json, "stale_since", alert->frozen_at);
	json_instant(
		tool, json, "acknowledged_until", acknowledged_until_of(&listing->held, alert));
	alert_values_json(tool, alert->rule, alert->value, json);
	json_array(json, "tellings");
	struct coming coming = coming_of(listing, alert, &many);
	json_array_end(json);
	json_instant(tool, json, "next_send", coming.at);
	json_string(json, "waits_for", telling_wait_name(coming.wait));
	json_array(json, "told");
	deliveries_told_each(&listing->told, alert->episode, told_json, json);
	rest = text_slice(&many);
	while (slice_split(&rest, '\n', &line) && line.length > 0)
		json_slice(json, NULL, line);
	json_array_end(json);
	json_object_end(json);
}

static bool is_asked_for(const struct listing *listing, enum scope scope, const char *subject)
{
	return !listing->commune ||
	       (scope == SCOPE_COMMUNE && strcmp(subject, listing->commune) == 0);
}

/* Of one episode at a time: an outbox may be long. An alert that is pending has none. */
static int know_told(struct listing *listing, int64_t episode)
{
	if (episode == 0)
		return 0;
	return deliveries_told_load(
		&listing->told, listing->tool->store, episode, &listing->trouble);
}

static int on_alert(void *user, const struct alert *alert)
{
	struct listing *listing = user;
	if (alert->state == ALERT_INACTIVE || !is_asked_for(listing, alert->scope, alert->subject))
		return 0;
	int result = know_told(listing, alert->episode);
	if (result < 0)
		return result;
	if (listing->table)
		alert_row(listing, alert);
	else
		alert_json(listing, alert);
	return 0;
}

static int on_news(void *user, const struct alert_news *news)
{
	struct listing *listing = user;
	if (!is_asked_for(listing, news->scope, news->subject))
		return 0;
	int result = know_told(listing, news->episode);
	if (result < 0)
		return result;
	if (listing->table)
		alert_news_row(listing, news);
	else
		alert_news_json(listing, news);
	tool_flow(listing->tool);
	return 0;
}

/* --- the command ---------------------------------------------------------------------------------- */

static struct table *active_table(struct tool *tool)
{
	static const struct column columns[] = {
		{"episode", "Đợt", "Episode", ALIGN_RIGHT, true},
		{"rule", "Quy tắc", "Rule", ALIGN_LEFT, false},
		{"subject", "Đối tượng", "Subject", ALIGN_LEFT, false},
		{"state", "Trạng thái", "State", ALIGN_LEFT, false},
		{"since", "Từ lúc", "Since", ALIGN_LEFT, false},
		{"values", "Số liệu", "Values", ALIGN_LEFT, false},
		{"next_send", "Gửi tiếp", "Next send", ALIGN_LEFT, false},
		{"told", "Đã báo", "Told", ALIGN_LEFT, false},
	};
	return tool_new_table(tool, columns, ARRAY_SIZE(columns));
}

static int read_alerts(struct listing *listing, bool history, int64_t episode, struct error *error)
{
	struct tool *tool = listing->tool;
	int result = bounced_addresses_load(&listing->returned, tool->store, error);
	if (result == 0)
		result = acknowledged_load(&listing->held, tool, error);
	if (result < 0)
		return result;
	if (tool->json) {
		listing->json = tool_json(tool);
		answer_json_begin(&listing->json, tool_zone(tool), tool->now, listing->stale,
			history ? "news" : "alerts");
	} else {
		listing->table = history ? alert_news_table(tool) : active_table(tool);
	}
	result = history ? store_news(tool->store, episode, on_news, listing, error)
			 : store_load_alerts(tool->store, on_alert, listing, error);
	if (listing->trouble.text[0])
		*error = listing->trouble;
	return result;
}

static enum exit_code why_past(
	struct tool *tool, const struct arguments *arguments, const char *commune)
{
	const char *text = argument(arguments, "--at");
	instant at;
	if (!argument(arguments, "--why"))
		return tool_fail(EXIT_USAGE, "--at belongs to --why");
	if (!zone_parse_rfc3339(slice_of(text), &at))
		return tool_fail(EXIT_USAGE,
			"--at %s is not a time such as 2026-11-20T09:00:00+07:00", text);
	if (at > tool->now)
		return tool_fail(EXIT_USAGE, "--at %s has not come yet", text);
	return why_alerts_at(tool, commune, at);
}

/* --commune as a code; `unmapped` is no commune, and has no alerts. */
static enum exit_code read_commune(struct tool *tool, const char *word, const char **ret_code)
{
	if (!word || strcmp(word, COMMUNE_UNMAPPED) == 0) {
		*ret_code = word;
		return EXIT_FINE;
	}
	int row = named_commune_find(tool, word, zone_day(tool_zone(tool), tool->now));
	if (row < 0)
		return named_commune_unknown(tool, word);
	*ret_code = directory_at(tool_directory(tool), (size_t)row)->code;
	return EXIT_FINE;
}

/* The times in the list are kept only by a daemon that runs. */
static void add_stopped(struct tool *tool)
{
	if (store_owner(tool_settings(tool)->hentra.store) == STORE_OWNER_NONE)
		text_add(&tool->out,
			say(tool,
				"\nhentrad không chạy: không thư nào được gửi cho đến khi chạy lại "
				"(systemctl start hentra).\n",
				"\nhentrad does not run: nothing is sent until it does (systemctl "
				"start hentra).\n"));
}

static enum exit_code list_alerts(struct listing *listing, bool history, int64_t episode)
{
	struct tool *tool = listing->tool;
	struct error error = {0};
	bool none;
	if (read_alerts(listing, history, episode, &error) < 0)
		return tool_failed(&error);
	if (tool->json) {
		none = !listing->json.comma;
		answer_json_end(&listing->json, false);
		tool_json_end(tool, &listing->json);
	} else {
		none = table_rows(listing->table) == 0;
		if (!none || !episode)
			tool_table(tool, listing->table,
				history ? say(tool, "Chưa từng báo gì.\n",
						  "Nothing was told yet.\n")
					: say(tool, "Không có cảnh báo nào.\n",
						  "No active alerts.\n"));
		else
			table_free(listing->table);
		listing->table = NULL;
		if (!none && !history)
			add_stopped(tool);
	}
	return episode && none ? tool_fail(EXIT_NO, "there is no episode %lld", (long long)episode)
			       : EXIT_FINE;
}

static enum exit_code answer(struct tool *tool, const struct arguments *arguments)
{
	struct listing listing = {.tool = tool};
	const char *episode = argument(arguments, "--episode");
	int64_t number = episode ? tool_number(episode) : 0;
	bool history = episode || argument(arguments, "--all");
	if (episode && number <= 0)
		return tool_fail(
			EXIT_USAGE, "--episode %s is not the number of an episode", episode);
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (!exit)
		exit = read_commune(tool, argument(arguments, "--commune"), &listing.commune);
	if (exit)
		return exit;
	if (argument(arguments, "--at"))
		return why_past(tool, arguments, listing.commune);
	if (argument(arguments, "--why") && !tool->json)
		return why_alerts(tool, listing.commune);
	exit = tool_stale(tool, &listing.stale);
	if (!exit)
		exit = list_alerts(&listing, history, number);
	deliveries_told_free(&listing.told);
	bounced_addresses_free(&listing.returned);
	acknowledged_free(&listing.held);
	table_free(listing.table);
	return exit;
}

/* While the daemon runs on with what it read before, a mistake in the configuration hides no alert. */
enum exit_code command_alerts(struct tool *tool, const struct arguments *arguments)
{
	bool wrong = false;
	enum exit_code exit = tool_site_as_far(tool, &wrong);
	if (!exit)
		exit = answer(tool, arguments);
	return exit || !wrong ? exit : EXIT_NO;
}
