/* hentractl ack and silence: what operators say about telling. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "command/tool/list.h"
#include "command/tool/named_commune.h"
#include "command/tool/speaker.h"
#include "command/tool/wake_daemon.h"
#include "command/words/alert_words.h"
#include "conf/settings.h"
#include "core/alert/hold.h"

#define ACK_DAYS 3 /* working days, unless --for says otherwise */

/* --- what was said ------------------------------------------------------------------------ */

/* "20/11/2026", as papers and the tool's own answers write it. */
static bool read_date_vi(const char *text, day *ret_date)
{
	int mday, month, year;
	if (strlen(text) != 10 || text[2] != '/' || text[5] != '/' ||
		!civil_parse_digits(text, 2, &mday) || !civil_parse_digits(text + 3, 2, &month) ||
		!civil_parse_digits(text + 6, 4, &year) || !civil_exists(year, month, mday))
		return false;
	*ret_date = civil_day(year, month, mday);
	return true;
}

/* A date alone stands for the hour at which its offices close; a day off has none, and ends at midnight. */
static bool read_until(const struct tool *tool, const char *text, instant *ret_until)
{
	day date;
	if (!civil_parse_date(slice_of(text), &date) && !read_date_vi(text, &date))
		return zone_parse_rfc3339(slice_of(text), ret_until);
	if (calendar_closing(tool_calendar(tool), date, ret_until) < 0)
		*ret_until = zone_midnight(tool_zone(tool), date + 1);
	return true;
}

/* --for DURATION or --until TIME; neither: `fallback` from now. */
static enum exit_code read_end(const struct tool *tool, const struct arguments *arguments,
	struct duration fallback, instant *ret_until)
{
	const char *length = argument(arguments, "--for"), *until = argument(arguments, "--until");
	struct duration duration = fallback;
	if (length && until)
		return tool_fail(EXIT_USAGE, "--for and --until say the same thing: give one");
	if (until && !read_until(tool, until, ret_until))
		return tool_fail(EXIT_USAGE,
			"--until %s is neither a date such as 2026-11-20 or 20/11/2026 nor a time "
			"such as 2026-11-20T18:00:00+07:00",
			until);
	if (!until) {
		if (length && duration_parse(slice_of(length), &duration) < 0)
			return tool_fail(EXIT_USAGE,
				"--for %s is not a duration such as 4h or \"2 working days\"",
				length);
		if (duration.amount <= 0)
			return tool_fail(EXIT_USAGE, "say how long: --for or --until");
		if (duration_after(duration, tool_calendar(tool), tool->now, ret_until) < 0)
			return tool_fail(EXIT_NO, "the calendar ends before that");
	}
	if (*ret_until <= tool->now)
		return tool_fail(EXIT_USAGE, "that is over already");
	return EXIT_FINE;
}

static enum exit_code open_episode(
	struct tool *tool, const char *word, int64_t *ret_id, struct store_episode *ret_episode)
{
	struct error error = {0};
	*ret_id = tool_number(word);
	if (*ret_id <= 0)
		return tool_fail(EXIT_USAGE, "%s is not the number of an alert's episode", word);
	int result = store_episode(tool->store, *ret_id, ret_episode, &error);
	if (result < 0)
		return tool_failed(&error);
	if (result == 0)
		return tool_fail(EXIT_NO, "there is no episode %s", word);
	if (ret_episode->closed != INSTANT_NONE)
		return tool_fail(EXIT_NO, "episode %s is closed", word);
	return EXIT_FINE;
}

/* --- acknowledging ------------------------------------------------------------------------ */

enum exit_code command_ack(struct tool *tool, const struct arguments *arguments)
{
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	struct store_episode episode;
	struct hold hold = {.kind = HOLD_ACKNOWLEDGEMENT, .scope = -1, .starts = tool->now};
	struct duration fallback = {DURATION_WORKING_DAYS, ACK_DAYS};
	struct error error = {0};
	char until[WHEN_MAX];
	if (!exit)
		exit = open_episode(tool, arguments->positional[0], &hold.episode, &episode);
	if (!exit)
		exit = read_end(tool, arguments, fallback, &hold.until);
	if (exit)
		return exit;
	hold.severity = episode.last.severity;
	hold.by = speaker(arguments);
	hold.why = argument(arguments, "--note");
	if (store_add_hold(tool->store, &hold, &error) < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	text_printf(&tool->out,
		say(tool,
			"Đã nhận xử lý đợt %lld; không nhắc lại và không báo cấp trên cho đến "
			"%s.\n",
			"Episode %lld is acknowledged: no reminders and no escalation until %s.\n"),
		(long long)hold.episode, when(tool, hold.until, until));
	return EXIT_FINE;
}

/* --- silences ----------------------------------------------------------------------------- */

struct preview {
	struct tool *tool;
	const struct hold *hold;
	int hidden;
};

static int on_hidden(void *user, const struct alert *alert)
{
	struct preview *preview = user;
	struct tool *tool = preview->tool;
	struct hold_subject subject = {
		alert->episode, alert->rule, alert->scope, alert->subject, alert->severity};
	if (alert->state == ALERT_INACTIVE || !hold_covers(preview->hold, &subject))
		return 0;
	if (preview->hidden++ == 0)
		text_add(&tool->out, say(tool, "Sẽ im:\n", "It hides:\n"));
	text_printf(&tool->out, "  %s: %s %s (%s)\n", alert->rule, alert->subject,
		alert_subject_name(tool, alert->scope, alert->subject),
		alert_state_words(tool, alert));
	return 0;
}

static int on_overlap(void *user, const struct hold *other)
{
	struct preview *preview = user;
	const struct hold *hold = preview->hold;
	if (other->kind == HOLD_SILENCE && other->episode == hold->episode &&
		strcmp(other->rule, hold->rule) == 0 && strcmp(other->subject, hold->subject) == 0)
		text_printf(&preview->tool->out,
			say(preview->tool, "Đã có tạm im số %lld với phạm vi này.\n",
				"Silence %lld says the same already.\n"),
			(long long)other->id);
	return 0;
}

static enum exit_code unknown_rule(const struct settings *settings, const char *name)
{
	cleanup(cleanup_free) const char **names =
		xcalloc(settings->rule_count + 1, sizeof(*names));
	for (size_t i = 0; i < settings->rule_count; i++)
		names[i] = settings->rules[i].rule.name;
	return tool_unknown("rule", name, names, settings->rule_count);
}

/* What the silence speaks of; refused when it names nobody, for that hides the whole province. */
static enum exit_code read_scope(
	struct tool *tool, const struct arguments *arguments, struct hold *hold)
{
	const char *commune = argument(arguments, "--commune");
	const char *field = argument(arguments, "--field"), *rule = argument(arguments, "--rule");
	const char *episode = argument(arguments, "--episode");
	struct store_episode found;
	day today = zone_day(tool_zone(tool), tool->now);
	if (!!commune + !!field + !!episode + !!argument(arguments, "--all") != 1)
		return tool_fail(EXIT_USAGE, "say what to hide: one of --commune, --field, "
					     "--episode, or --all for the whole province");
	hold->rule = rule ? rule : "";
	hold->subject = field ? field : "";
	hold->scope = commune ? SCOPE_COMMUNE : field ? SCOPE_FIELD : -1;
	if (rule && !settings_rule(tool_settings(tool), rule))
		return unknown_rule(tool_settings(tool), rule);
	int row = commune ? named_commune_find(tool, commune, today) : -1;
	if (commune && row < 0)
		return named_commune_unknown(tool, commune);
	if (commune)
		hold->subject = directory_at(tool_directory(tool), (size_t)row)->code;
	return episode ? open_episode(tool, episode, &hold->episode, &found) : EXIT_FINE;
}

enum exit_code command_silence_add(struct tool *tool, const struct arguments *arguments)
{
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	struct hold hold = {.kind = HOLD_SILENCE, .starts = tool->now};
	struct preview preview = {.tool = tool, .hold = &hold};
	struct error error = {0};
	char until[WHEN_MAX];
	if (!exit)
		exit = read_scope(tool, arguments, &hold);
	if (!exit)
		exit = read_end(tool, arguments, (struct duration){0}, &hold.until);
	if (exit)
		return exit;
	hold.by = speaker(arguments);
	hold.why = argument(arguments, "--note");
	if (store_load_alerts(tool->store, on_hidden, &preview, &error) < 0 ||
		store_holds(tool->store, false, tool->now, on_overlap, &preview, &error) < 0)
		return tool_failed(&error);
	if (preview.hidden == 0)
		text_add(&tool->out, say(tool, "Hiện không có cảnh báo nào trong phạm vi này.\n",
					     "There is no alert in its scope now.\n"));
	if (argument(arguments, "--dry-run"))
		return EXIT_FINE;
	if (store_add_hold(tool->store, &hold, &error) < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	text_printf(&tool->out,
		say(tool, "Tạm im số %lld cho đến %s. Tin kết thúc vẫn được gửi.\n",
			"Silence %lld stands until %s. What ends is still told.\n"),
		(long long)hold.id, when(tool, hold.until, until));
	return EXIT_FINE;
}

/* "22954", "episode 12", "province": what a hold names. */
static const char *scope_text(
	const struct tool *tool, const struct hold *hold, char buffer[static 96])
{
	if (hold->episode)
		snprintf(buffer, 96, "%s %lld", say(tool, "đợt", "episode"),
			(long long)hold->episode);
	else if (hold->subject[0])
		snprintf(buffer, 96, "%s", hold->subject);
	else
		snprintf(buffer, 96, "%s", say(tool, "toàn tỉnh", "everything"));
	return buffer;
}

static void hold_json(struct list *list, const struct hold *hold)
{
	struct json_writer *json = &list->json;
	json_object(json, NULL);
	json_number(json, "id", hold->id);
	json_string(json, "kind", hold_kind_name(hold->kind));
	if (hold->episode)
		json_number(json, "episode", hold->episode);
	else
		json_null(json, "episode");
	json_string(json, "rule", hold->rule[0] ? hold->rule : NULL);
	json_string(json, "subject", hold->subject[0] ? hold->subject : NULL);
	json_instant(list->tool, json, "starts", hold->starts);
	json_instant(list->tool, json, "until", hold->until);
	json_instant(list->tool, json, "ended", hold->ended);
	json_string(json, "by", hold->by);
	json_string(json, "note", hold->why);
	json_object_end(json);
}

static int on_hold(void *user, const struct hold *hold)
{
	struct list *list = user;
	const struct tool *tool = list->tool;
	char at[WHEN_MAX], scope[96];
	if (!list->table) {
		hold_json(list, hold);
		return 0;
	}
	table_add_number(list->table, hold->id);
	table_add(list->table, hold->kind == HOLD_SILENCE ? say(tool, "tạm im", "silence")
							  : say(tool, "đã nhận", "ack"));
	table_add(list->table, scope_text(tool, hold, scope));
	table_add(list->table, hold->rule[0] ? hold->rule : "–");
	table_add(list->table, when(tool, hold->starts, at));
	table_add(list->table,
		when(tool, hold->ended != INSTANT_NONE ? hold->ended : hold->until, at));
	table_add(list->table, hold->by);
	table_add(list->table, hold->why);
	return 0;
}

enum exit_code command_silence_list(struct tool *tool, const struct arguments *arguments)
{
	static const struct column columns[] = {
		{"id", "Số", "Number", ALIGN_RIGHT, true},
		{"kind", "Loại", "Kind", ALIGN_LEFT, false},
		{"scope", "Phạm vi", "Scope", ALIGN_LEFT, false},
		{"rule", "Quy tắc", "Rule", ALIGN_LEFT, false},
		{"starts", "Từ", "From", ALIGN_LEFT, false},
		{"until", "Đến", "Until", ALIGN_LEFT, false},
		{"by", "Người", "By", ALIGN_LEFT, false},
		{"note", "Lý do", "Note", ALIGN_LEFT, false},
	};
	enum exit_code exit = tool_store(tool, STORE_READ);
	struct list list;
	struct error error = {0};
	if (exit)
		return exit;
	list_begin(&list, tool, columns, ARRAY_SIZE(columns));
	bool all = argument(arguments, "--all") != NULL;
	if (store_holds(tool->store, all, tool->now, on_hold, &list, &error) < 0) {
		list_free(&list);
		return tool_failed(&error);
	}
	list_end(&list, say(tool, "Không có gì đang tạm im.\n", "Nothing is held.\n"));
	return EXIT_FINE;
}

enum exit_code command_silence_end(struct tool *tool, const struct arguments *arguments)
{
	int64_t id = tool_number(arguments->positional[0]);
	if (id <= 0)
		return tool_fail(
			EXIT_USAGE, "%s is not the number of a hold", arguments->positional[0]);
	enum exit_code exit = tool_store(tool, STORE_OPERATE);
	struct error error = {0};
	if (exit)
		return exit;
	int result = store_end_hold(tool->store, id, tool->now, &error);
	if (result == -ENOENT)
		return tool_fail(EXIT_NO, "%s", error.text);
	if (result < 0)
		return tool_failed(&error);
	wake_daemon(tool);
	text_printf(&tool->out,
		say(tool, "Đã kết thúc số %lld; tin còn nợ sẽ được gửi nếu vẫn đúng.\n",
			"%lld has ended; what is owed will be told if it is still so.\n"),
		(long long)id);
	return EXIT_FINE;
}
