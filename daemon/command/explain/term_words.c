#include "command/explain/term_words.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/plural.h"
#include "command/explain/reasoning.h"

/* No term of a procedure is longer than the days of three years. */
#define STEPS_MOST 1100

void term_words(const struct tool *tool, const struct term *term, struct text *out)
{
	switch (term->unit) {
	case TERM_WORKING_DAYS:
		plural_printf(
			out, say(tool, "%d ngày làm việc", "%d working day(s)"), term->amount);
		break;
	case TERM_CALENDAR_DAYS:
		plural_printf(out, say(tool, "%d ngày", "%d calendar day(s)"), term->amount);
		break;
	case TERM_WORKING_HOURS:
		text_printf(out, "%d", term->amount / 60);
		if (term->amount % 60)
			text_printf(out, ":%02d", term->amount % 60);
		text_add(out, say(tool, " giờ làm việc", " working hours"));
		break;
	case TERM_NONE:
		text_add(out, "–");
		break;
	}
}

static const char *step_name(enum term_step_kind kind)
{
	static const char *const names[] = {[TERM_STEP_RECEIVED] = "received",
		[TERM_STEP_TOO_LATE] = "received_too_late",
		[TERM_STEP_COUNTED] = "counted",
		[TERM_STEP_CLOSED] = "closed",
		[TERM_STEP_GIVEN_BACK] = "given_back",
		[TERM_STEP_MOVED_TO] = "moved_to"};
	return names[kind];
}

static const char *step_words(const struct tool *tool, const struct term_step *step)
{
	switch (step->kind) {
	case TERM_STEP_RECEIVED:
		return say(tool, "ngày tiếp nhận, không tính", "day of receipt, not counted");
	case TERM_STEP_TOO_LATE:
		return say(tool, "tiếp nhận sau giờ làm việc: tính từ ngày làm việc sau",
			"received after hours: counts from the next working day");
	case TERM_STEP_GIVEN_BACK:
		return say(tool, "bù thời gian tạm dừng", "given back for a pause");
	case TERM_STEP_MOVED_TO:
		return say(tool, "hạn rơi vào ngày nghỉ: chuyển sang ngày này",
			"the end fell on a closed day: moved here");
	case TERM_STEP_COUNTED:
	case TERM_STEP_CLOSED:
		break;
	}
	return day_kind_words(step->day_kind, tool->english);
}

/* Steps that are alike and follow each other stand in one row when there are many. */
struct steps {
	const struct tool *tool;
	const struct term *term;
	struct table *table;
	struct json_writer *json;
	bool single; /* every day by itself */
	struct term_step run; /* not shown yet; date DAY_NONE: none */
	day run_to;
	int run_last;
};

static void add_dates(const struct steps *steps)
{
	const struct tool *tool = steps->tool;
	char from[WHEN_MAX], to[WHEN_MAX], cell[2 * WHEN_MAX + 8];
	enum weekday weekday = civil_weekday(steps->run.date);
	bool many = steps->run_to > steps->run.date;
	snprintf(cell, sizeof(cell), "%s%s%s", when_day(tool, steps->run.date, from),
		many ? " – " : "", many ? when_day(tool, steps->run_to, to) : "");
	table_add(steps->table, cell);
	table_add(steps->table, many            ? ""
				: tool->english ? civil_weekday_name(weekday)
						: civil_weekday_name_vi(weekday));
}

static void add_number(const struct steps *steps)
{
	const struct term_step *run = &steps->run;
	char cell[32] = "–";
	if (steps->term->unit == TERM_WORKING_HOURS && run->counted_ms)
		snprintf(cell, sizeof(cell), "%lld:%02lld", (long long)(run->counted_ms / HOUR_MS),
			(long long)(run->counted_ms / MINUTE_MS % 60));
	else if (run->ordinal && steps->run_last > run->ordinal)
		snprintf(cell, sizeof(cell), "%d–%d", run->ordinal, steps->run_last);
	else if (run->ordinal)
		snprintf(cell, sizeof(cell), "%d", run->ordinal);
	table_add(steps->table, cell);
}

static void show_run(struct steps *steps)
{
	const struct tool *tool = steps->tool;
	const struct term_step *run = &steps->run;
	char cell[200];
	if (run->date == DAY_NONE)
		return;
	add_dates(steps);
	add_number(steps);
	snprintf(cell, sizeof(cell), "%s%s%s%s", step_words(tool, run), run->reason[0] ? ": " : "",
		run->reason, run->last ? say(tool, " ← hạn trả", " ← due") : "");
	table_add(steps->table, cell);
}

static bool add_row(void *user, const struct term_step *step)
{
	struct steps *steps = user;
	const struct term_step *run = &steps->run;
	bool alike = run->date != DAY_NONE && run->kind == step->kind &&
		     run->day_kind == step->day_kind && strcmp(run->reason, step->reason) == 0;
	if (!steps->single && alike && !step->last && steps->term->unit != TERM_WORKING_HOURS) {
		steps->run_to = step->date;
		steps->run_last = step->ordinal;
		return true;
	}
	show_run(steps);
	steps->run = *step;
	steps->run_to = step->date;
	steps->run_last = step->ordinal;
	return true;
}

static const char *failure(const struct tool *tool, int result)
{
	if (result == -ERANGE)
		return say(tool, "lịch làm việc không biết đến những ngày đó",
			"the calendar does not reach so far");
	return say(tool, "không có thời hạn dùng được", "there is no usable term");
}

static void add_due(const struct tool *tool, const struct term_result *due, struct text *out)
{
	char at[WHEN_MAX];
	if (due->paused_since == INSTANT_NONE) {
		text_printf(out, "%s: %s\n", say(tool, "Hạn trả", "Due"), when(tool, due->due, at));
		return;
	}
	text_printf(out,
		say(tool, "Đang tạm dừng từ %s; còn %lld giờ %02lld phút làm việc\n",
			"Paused since %s; %lld h %02lld min of working time remain\n"),
		when(tool, due->paused_since, at), (long long)(due->remaining_ms / HOUR_MS),
		(long long)(due->remaining_ms / MINUTE_MS % 60));
}

void term_table(const struct tool *tool, const struct term *term, instant received,
	const struct term_pause *pauses, size_t count, struct text *out)
{
	bool hours = term->unit == TERM_WORKING_HOURS;
	const struct table_column columns[] = {
		{"date", say(tool, "Ngày", "Date"), ALIGN_LEFT, false},
		{"weekday", say(tool, "Thứ", "Weekday"), ALIGN_LEFT, false},
		{"number", hours ? say(tool, "Giờ tính", "Counted") : say(tool, "Ngày thứ", "Day"),
			ALIGN_RIGHT, false},
		{"reason", say(tool, "Vì sao", "Why"), ALIGN_LEFT, false},
	};
	struct term_result due;
	int result = term_due(term, tool_calendar(tool), received, pauses, count, &due);
	struct steps steps = {.tool = tool,
		.term = term,
		.table = table_new(columns, ARRAY_SIZE(columns)),
		.single = result == 0 && due.due_date - due.received_on <= SINGLE_DAYS_MOST,
		.run.date = DAY_NONE};
	if (result == 0)
		result = term_explain(term, tool_calendar(tool), received, pauses, count,
			STEPS_MOST, add_row, &steps);
	if (result >= 0) {
		show_run(&steps);
		table_write_text(steps.table, out);
		add_due(tool, &due, out);
	} else {
		text_printf(out, "%s\n", failure(tool, result));
	}
	table_free(steps.table);
}

static bool add_object(void *user, const struct term_step *step)
{
	struct json_writer *json = ((struct steps *)user)->json;
	json_object(json, NULL);
	json_day(json, "date", step->date);
	json_string(json, "weekday", civil_weekday_name(civil_weekday(step->date)));
	json_string(json, "step", step_name(step->kind));
	json_string(json, "kind", day_kind_name(step->day_kind));
	if (step->ordinal)
		json_number(json, "number", step->ordinal);
	else
		json_null(json, "number");
	json_number(json, "counted_minutes", step->counted_ms / MINUTE_MS);
	json_number(json, "paused_minutes", step->paused_ms / MINUTE_MS);
	json_string(json, "reason", step->reason[0] ? step->reason : NULL);
	json_bool(json, "last", step->last);
	json_object_end(json);
	return true;
}

void term_json(const struct tool *tool, const struct term *term, instant received,
	const struct term_pause *pauses, size_t count, struct json_writer *json)
{
	static const char *const units[] = {[TERM_NONE] = NULL,
		[TERM_WORKING_DAYS] = "working_days",
		[TERM_CALENDAR_DAYS] = "calendar_days",
		[TERM_WORKING_HOURS] = "working_minutes"};
	struct term_result due;
	int result = term_due(term, tool_calendar(tool), received, pauses, count, &due);
	json_number(json, "term", term->amount);
	json_string(json, "term_unit", units[term->unit]);
	json_instant(tool, json, "received", received);
	if (result < 0) {
		json_string(json, "error", result == -ERANGE ? "out_of_calendar" : "no_term");
		return;
	}
	json_day(json, "received_on", due.received_on);
	json_instant(tool, json, "due", due.due);
	json_day(json, "due_date", due.due_date);
	json_instant(tool, json, "first_due", due.first_due);
	json_instant(tool, json, "paused_since", due.paused_since);
	json_number(json, "given_back_minutes", due.given_back_ms / MINUTE_MS);
	json_array(json, "days");
	struct steps steps = {.tool = tool, .term = term, .json = json};
	term_explain(
		term, tool_calendar(tool), received, pauses, count, STEPS_MOST, add_object, &steps);
	json_array_end(json);
}
