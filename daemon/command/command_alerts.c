/* hentractl alerts: active episodes, and what was told in past ones, when and to whom. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/alert_words.h"
#include "command/delivery_words.h"
#include "command/returned.h"
#include "command/told.h"
#include "command/why.h"
#include "command/why_past.h"

struct listing {
	struct tool *tool;
	struct json_writer json;
	struct table *table; /* NULL with --json */
	struct told told;
	struct returned returned;
};

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
	coming->dead |= telling->wait == TELLING_IN_OUTBOX &&
			told_dead(&coming->listing->told, telling->episode, telling->recipient);
	if (telling->accepted.sequence > 0 &&
		!told_has(&coming->listing->told, telling->episode, telling->recipient))
		text_printf(coming->many, "%s\n", telling->recipient);
	if (!coming->listing->table)
		telling_json(coming->listing->tool, telling,
			returned_has(&coming->listing->returned, telling->recipient),
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
	returned_add(names->listing->tool, &names->listing->returned, recipient, names->out);
}

static void told_text(void *user, const struct told_delivery *delivery)
{
	add_name(user, delivery->recipient);
}

static void told_json(void *user, const struct told_delivery *delivery)
{
	json_string(user, NULL, delivery->recipient);
}

static void alert_row(struct listing *listing, const struct alert *alert)
{
	const struct tool *tool = listing->tool;
	char buffer[WHEN_MAX], subject[256];
	cleanup(text_free) struct text values = {0}, told = {0}, coming = {0}, many = {0};
	struct slice rest, line;
	if (alert->episode)
		table_add_number(listing->table, alert->episode);
	else
		table_add(listing->table, NULL);
	table_add(listing->table, alert->rule);
	snprintf(subject, sizeof(subject), "%s %s", alert->subject,
		alert_subject_name(tool, alert->scope, alert->subject));
	table_add(listing->table, subject);
	table_add(listing->table, alert_state_words(tool, alert));
	table_add(listing->table,
		when(tool, alert->state == ALERT_FIRING ? alert->fired_at : alert->active_at,
			buffer));
	alert_values_text(tool, alert->rule, alert->value, &values);
	table_add(listing->table, values.data ? values.data : "");
	coming_text(listing, alert, &many, &coming);
	table_add(listing->table, coming.data);
	struct names names = {listing, &told};
	told_each(&listing->told, alert->episode, told_text, &names);
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
	alert_values_json(tool, alert->rule, alert->value, json);
	json_array(json, "tellings");
	struct coming coming = coming_of(listing, alert, &many);
	json_array_end(json);
	json_instant(tool, json, "next_send", coming.at);
	json_string(json, "waits_for", telling_wait_name(coming.wait));
	json_array(json, "told");
	told_each(&listing->told, alert->episode, told_json, json);
	rest = text_slice(&many);
	while (slice_split(&rest, '\n', &line) && line.length > 0)
		json_slice(json, NULL, line);
	json_array_end(json);
	json_object_end(json);
}

static int on_alert(void *user, const struct alert *alert)
{
	struct listing *listing = user;
	if (alert->state == ALERT_INACTIVE)
		return 0;
	if (listing->table)
		alert_row(listing, alert);
	else
		alert_json(listing, alert);
	return 0;
}

/* --- what was told -------------------------------------------------------------------------------- */

static void news_deliveries_text(
	const struct listing *listing, const struct alert_news *news, struct text *out)
{
	for (size_t i = 0; i < listing->told.count; i++) {
		const struct told_delivery *delivery = &listing->told.deliveries[i];
		if (delivery->episode == news->episode && delivery->sequence == news->sequence)
			text_printf(out, "%s%s (%s)", out->length ? ", " : "", delivery->recipient,
				delivery_state_words(listing->tool, delivery->state));
	}
}

static void news_row(struct listing *listing, const struct alert_news *news)
{
	const struct tool *tool = listing->tool;
	char buffer[WHEN_MAX], subject[256];
	cleanup(text_free) struct text values = {0}, told = {0};
	table_add(listing->table, when(tool, news->at, buffer));
	table_add_number(listing->table, news->episode);
	table_add_number(listing->table, news->sequence);
	table_add(listing->table, news_words(tool, news->kind));
	table_add(listing->table, news->rule);
	snprintf(subject, sizeof(subject), "%s %s", news->subject,
		alert_subject_name(tool, news->scope, news->subject));
	table_add(listing->table, subject);
	alert_values_text(tool, news->rule, news->value, &values);
	table_add(listing->table, values.data ? values.data : "");
	news_deliveries_text(listing, news, &told);
	table_add(listing->table, told.data ? told.data : "–");
}

static void news_json(struct listing *listing, const struct alert_news *news)
{
	const struct tool *tool = listing->tool;
	struct json_writer *json = &listing->json;
	json_object(json, NULL);
	json_instant(tool, json, "at", news->at);
	json_number(json, "episode", news->episode);
	json_number(json, "sequence", news->sequence);
	json_string(json, "news", news_kind_name(news->kind));
	json_string(json, "rule", news->rule);
	json_string(json, "scope", scope_name(news->scope));
	json_string(json, "subject", news->subject);
	json_string(json, "severity", severity_name(news->severity));
	json_instant(tool, json, "since", news->since);
	alert_values_json(tool, news->rule, news->value, json);
	json_array(json, "deliveries");
	for (size_t i = 0; i < listing->told.count; i++) {
		const struct told_delivery *delivery = &listing->told.deliveries[i];
		if (delivery->episode != news->episode || delivery->sequence != news->sequence)
			continue;
		json_object(json, NULL);
		json_number(json, "id", delivery->id);
		json_string(json, "channel", delivery->channel);
		json_string(json, "recipient", delivery->recipient);
		json_string(json, "state", delivery_state_name(delivery->state));
		json_instant(tool, json, "settled_at", delivery->settled_at);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

static int on_news(void *user, const struct alert_news *news)
{
	struct listing *listing = user;
	if (listing->table)
		news_row(listing, news);
	else
		news_json(listing, news);
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

static struct table *news_table(struct tool *tool)
{
	static const struct column columns[] = {
		{"at", "Lúc", "At", ALIGN_LEFT, false},
		{"episode", "Đợt", "Episode", ALIGN_RIGHT, true},
		{"sequence", "Tin", "News", ALIGN_RIGHT, true},
		{"news", "Loại", "Kind", ALIGN_LEFT, false},
		{"rule", "Quy tắc", "Rule", ALIGN_LEFT, false},
		{"subject", "Đối tượng", "Subject", ALIGN_LEFT, false},
		{"values", "Số liệu", "Values", ALIGN_LEFT, false},
		{"told", "Gửi cho", "Sent to", ALIGN_LEFT, false},
	};
	return tool_new_table(tool, columns, ARRAY_SIZE(columns));
}

static int read_alerts(struct listing *listing, bool history, int64_t episode, struct error *error)
{
	struct tool *tool = listing->tool;
	int result = told_load(&listing->told, tool->store, episode, error);
	if (result == 0)
		result = returned_load(&listing->returned, tool->store, error);
	if (result < 0)
		return result;
	if (tool->json) {
		listing->json = tool_json(tool);
		json_array(&listing->json, NULL);
	} else {
		listing->table = history ? news_table(tool) : active_table(tool);
	}
	if (history)
		return store_news(tool->store, episode, 0, on_news, listing, error);
	return store_load_alerts(tool->store, on_alert, listing, error);
}

static enum exit_code why_past(struct tool *tool, const struct arguments *arguments)
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
	return why_alerts_at(tool, argument(arguments, "--commune"), at);
}

enum exit_code command_alerts(struct tool *tool, const struct arguments *arguments)
{
	struct listing listing = {.tool = tool};
	const char *episode = argument(arguments, "--episode");
	int64_t number = episode ? tool_number(episode) : 0;
	bool history = episode || argument(arguments, "--all");
	if (episode && number <= 0)
		return tool_fail(
			EXIT_USAGE, "--episode %s is not the number of an episode", episode);
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (exit)
		return exit;
	if (argument(arguments, "--at"))
		return why_past(tool, arguments);
	if (argument(arguments, "--why") && !tool->json)
		return why_alerts(tool, argument(arguments, "--commune"));
	struct error error = {0};
	bool none = false;
	if (read_alerts(&listing, history, number, &error) < 0)
		exit = tool_failed(&error);
	else if (tool->json) {
		none = !listing.json.comma && listing.json.depth == 1;
		json_array_end(&listing.json);
		tool_json_end(tool, &listing.json);
	} else {
		none = table_rows(listing.table) == 0;
		tool_table(tool, listing.table,
			history ? say(tool, "Chưa từng báo gì.\n", "Nothing was told yet.\n")
				: say(tool, "Không có cảnh báo nào.\n", "No active alerts.\n"));
		listing.table = NULL;
	}
	told_free(&listing.told);
	returned_free(&listing.returned);
	table_free(listing.table);
	if (!exit && episode && none)
		return tool_fail(EXIT_NO, "there is no episode %s", episode);
	return exit;
}
