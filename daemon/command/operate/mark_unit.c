#include "command/operate/mark_unit.h"

#include "command/tool/view.h"
#include "command/words/unit_words.h"

struct explainable {
	const struct tool *tool;
	enum suspicion kind;
	day on; /* DAY_NONE: whichever */
	int64_t subject;
	int count;
	struct text days;
};

static int meet(void *user, const struct store_suspicion *found)
{
	struct explainable *explainable = user;
	day date = unit_evidence_day(explainable->tool, &found->finding);
	char words[11];
	if (found->case_id || found->explained ||
		(explainable->on != DAY_NONE && explainable->on != date))
		return 0;
	explainable->subject = found->subject;
	explainable->count++;
	text_printf(&explainable->days, "%s%s", explainable->days.length ? ", " : "",
		civil_format_date(date, words));
	return 0;
}

static enum exit_code choose(
	const struct explainable *explainable, const char *code, struct mark *mark)
{
	const char *kind = suspicion_name(explainable->kind);
	if (explainable->count == 0)
		return tool_fail(EXIT_NO, "nothing of the kind %s is left to explain of %s%s", kind,
			code, explainable->on == DAY_NONE ? "" : " on that day");
	if (explainable->count > 1 && explainable->on == DAY_NONE)
		return tool_fail(EXIT_USAGE,
			"%d of the kind %s are suspected of %s: say --on DATE: %s",
			explainable->count, kind, code, explainable->days.data);
	mark->case_id = explainable->subject;
	return EXIT_FINE;
}

static enum exit_code find(struct tool *tool, const struct view *view, size_t line,
	const char *code, struct explainable *explainable, struct mark *mark)
{
	struct suspicion_filter filter = {.kind = (int)explainable->kind, .since = INSTANT_NONE};
	struct error error = {0};
	filter.units = roll_up_units(view->roll_up, line, &filter.unit_count);
	if (filter.unit_count &&
		store_suspicions(tool->store, &filter, meet, explainable, &error) < 0)
		return tool_failed(&error);
	return choose(explainable, code, mark);
}

enum exit_code mark_of_unit(struct tool *tool, const char *code, const char *on, struct mark *mark)
{
	struct explainable explainable = {
		.tool = tool, .kind = (enum suspicion)mark->suspicion, .on = DAY_NONE};
	struct view view;
	if (on && !civil_parse_date(slice_of(on), &explainable.on))
		return tool_fail(EXIT_USAGE, "--on %s is not a date such as 2026-11-20", on);
	enum exit_code exit = view_load(&view, tool);
	if (exit)
		return exit;
	int line = view_line_of_code(&view, tool, code);
	if (line < 0)
		exit = tool_fail(EXIT_NO, "no case and no commune has the code %s", code);
	else if (mark->kind != MARK_EXPLAINED)
		exit = tool_fail(EXIT_USAGE, "a reason or an apology belongs to a case");
	else
		exit = find(tool, &view, (size_t)line, code, &explainable, mark);
	text_free(&explainable.days);
	view_free(&view);
	return exit;
}
