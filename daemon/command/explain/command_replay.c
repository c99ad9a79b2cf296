/* hentractl replay: which alerts would have been told on past days. */
#include "base/memory.h"
#include "command/explain/replay.h"
#include "command/tool/list.h"
#include "command/words/alert_words.h"
#include "store/store_past.h"

static void add_row(struct list *list, const struct replayed *told)
{
	const struct tool *tool = list->tool;
	struct table *table = list->table;
	cleanup(text_free) struct text subject = {0}, values = {0};
	char at[WHEN_MAX];
	text_printf(&subject, "%s %s", told->subject, told->name);
	alert_values_text(tool, told->rule->rule.name, told->value, &values);
	table_add(table, when(tool, told->at, at));
	table_add_number(table, told->episode);
	table_add(table, news_words(tool, told->kind));
	table_add(table, told->rule->rule.name);
	table_add(table, subject.data);
	table_add(table, values.data ? values.data : "");
	table_add(table, told->recipient);
}

static void add_object(struct list *list, const struct replayed *told)
{
	struct json_writer *json = &list->json;
	const struct tool *tool = list->tool;
	json_object(json, NULL);
	json_instant(tool, json, "at", told->at);
	json_number(json, "episode", told->episode);
	json_string(json, "news", news_kind_name(told->kind));
	json_string(json, "severity", severity_name(told->severity));
	json_string(json, "rule", told->rule->rule.name);
	json_string(json, "scope", scope_name(told->rule->rule.scope));
	json_string(json, "subject", told->subject);
	alert_values_json(tool, told->rule->rule.name, told->value, json);
	json_string(json, "channel", told->channel);
	json_string(json, "recipient", told->recipient);
	json_object_end(json);
}

static void on_told(void *user, const struct replayed *told)
{
	struct list *list = user;
	if (list->table)
		add_row(list, told);
	else
		add_object(list, told);
}

static enum exit_code days_of(
	const struct tool *tool, const struct arguments *arguments, day *ret_from, day *ret_to)
{
	const char *from = argument(arguments, "--from"), *to = argument(arguments, "--to");
	day today = zone_day(tool_zone(tool), tool->now);
	*ret_to = today;
	if (!from)
		return tool_fail(EXIT_USAGE, "replay needs --from DATE, such as 2026-10-15");
	if (!civil_parse_date(slice_of(from), ret_from))
		return tool_fail(EXIT_USAGE, "--from %s is not a date such as 2026-10-15", from);
	if (to && !civil_parse_date(slice_of(to), ret_to))
		return tool_fail(EXIT_USAGE, "--to %s is not a date such as 2026-10-15", to);
	if (*ret_to < *ret_from)
		return tool_fail(EXIT_USAGE, "--to %s lies before --from %s", to ? to : "", from);
	if (*ret_from > today)
		return tool_fail(EXIT_USAGE, "--from %s has not come yet", from);
	if (*ret_to > today)
		*ret_to = today;
	return EXIT_FINE;
}

/* Unknown is not nothing: what a portal was before its first complete reading nobody can replay. */
static int note_unknown(struct tool *tool, day from, struct error *error)
{
	const struct settings *settings = tool_settings(tool);
	int result = 0;
	for (size_t i = 0; i < settings->portal_count && result == 0; i++) {
		const struct portal_settings *portal = &settings->portals[i];
		uint32_t id;
		instant ended = INSTANT_NONE;
		bool polled;
		char at[WHEN_MAX];
		if (!portal->counted)
			continue;
		instant begin = zone_midnight(tool_zone(tool), from);
		result = store_find_portal(tool->store, portal->name, &id, error);
		if (result == 0)
			result = store_complete_by(tool->store, id, begin, &ended, &polled, error);
		if (result == 0 && ended == INSTANT_NONE)
			text_printf(&tool->out,
				say(tool,
					"CHƯA BIẾT: đến %s cổng %s chưa từng được đọc trọn; trước "
					"lần đọc trọn đầu tiên không xét được gì.\n",
					"NOT KNOWN: by %s portal %s had never been read "
					"completely; "
					"before its first complete reading nothing can be "
					"judged.\n"),
				when(tool, begin, at), portal->name);
	}
	return result;
}

enum exit_code command_replay(struct tool *tool, const struct arguments *arguments)
{
	static const struct column columns[] = {
		{"at", "Lúc", "At", ALIGN_LEFT, false},
		{"episode", "Đợt", "Episode", ALIGN_RIGHT, true},
		{"news", "Loại", "Kind", ALIGN_LEFT, false},
		{"rule", "Quy tắc", "Rule", ALIGN_LEFT, false},
		{"subject", "Đối tượng", "Subject", ALIGN_LEFT, false},
		{"values", "Số liệu", "Values", ALIGN_LEFT, false},
		{"recipient", "Gửi cho", "To", ALIGN_LEFT, false},
	};
	struct list list;
	struct error error = {0};
	day from, to;
	enum exit_code exit = tool_store(tool, STORE_READ);
	if (!exit)
		exit = days_of(tool, arguments, &from, &to);
	if (exit)
		return exit;
	list_begin(&list, tool, columns, ARRAY_SIZE(columns));
	if (replay(tool, from, to, on_told, &list, &error) < 0) {
		list_free(&list);
		return tool_failed(&error);
	}
	list_end(&list, say(tool, "Không có gì đã được gửi.\n", "Nothing would have been told.\n"));
	if (!tool->json && note_unknown(tool, from, &error) < 0)
		return tool_failed(&error);
	return EXIT_FINE;
}
