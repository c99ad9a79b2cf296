#include "command/explain/reasoning.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/plural.h"
#include "base/text.h"

const char *day_kind_words(enum day_kind kind, bool english)
{
	static const char *const vi[] = {[DAY_WORKED] = "ngày làm việc",
		[DAY_WEEKLY_REST] = "nghỉ hằng tuần",
		[DAY_OFF] = "ngày nghỉ",
		[DAY_WORKED_EXTRA] = "ngày làm bù",
		[DAY_HALF] = "ngày làm việc, giờ riêng"};
	static const char *const en[] = {[DAY_WORKED] = "working day",
		[DAY_WEEKLY_REST] = "weekly rest",
		[DAY_OFF] = "day off",
		[DAY_WORKED_EXTRA] = "rest day worked in exchange",
		[DAY_HALF] = "working day, hours of its own"};
	return english ? en[kind] : vi[kind];
}

const char *day_kind_name(enum day_kind kind)
{
	static const char *const names[] = {[DAY_WORKED] = "worked",
		[DAY_WEEKLY_REST] = "weekly_rest",
		[DAY_OFF] = "off",
		[DAY_WORKED_EXTRA] = "worked_extra",
		[DAY_HALF] = "half"};
	return names[kind];
}

static bool alike(const struct reasoning_day *run, const struct reasoning_day *next)
{
	return run->kind == next->kind && (run->first > 0) == (next->first > 0) &&
	       strcmp(run->reason, next->reason) == 0;
}

int reasoning_walk(const struct calendar *calendar, day after, day upto, int single_most,
	reasoning_day_fn *on_day, void *user, struct error *error)
{
	char first[11], last[11];
	if (upto > after && (!calendar_knows(calendar, after) || !calendar_knows(calendar, upto)))
		return error_set(error, -ERANGE, "the calendar does not know all days of %s to %s",
			civil_format_date(after, first), civil_format_date(upto, last));
	bool single = (int64_t)upto - after <= single_most;
	struct reasoning_day run = {.from = DAY_NONE};
	int number = 0, result = 0;
	for (day date = after + 1; date <= upto; date++) {
		struct reasoning_day next = {.from = date,
			.to = date,
			.kind = calendar_kind(calendar, date),
			.reason = calendar_reason(calendar, date)};
		if (calendar_worked(calendar, date))
			next.first = next.last = ++number;
		if (!single && run.from != DAY_NONE && alike(&run, &next)) {
			run.to = date;
			run.last = next.last;
			continue;
		}
		if (run.from != DAY_NONE)
			result = on_day(user, &run);
		if (result)
			return result;
		run = next;
	}
	return run.from != DAY_NONE ? on_day(user, &run) : 0;
}

/* `runs` holds the ordinary ones that came last, as many as may stand by themselves; `stretch` is all
 * of them together. */
struct table_walk {
	struct table *table;
	bool english;
	bool folded; /* some stretch became one line */
	struct reasoning_day runs[ORDINARY_RUNS_MOST];
	int run_count;
	struct reasoning_day stretch;
};

static const char *format_day(day date, bool english, char buffer[static 11])
{
	return english ? civil_format_date(date, buffer) : civil_format_date_vi(date, buffer);
}

static void add_dates(const struct table_walk *walk, const struct reasoning_day *run)
{
	char from[11], to[11], cell[32];
	const char *(*name)(enum weekday) =
		walk->english ? civil_weekday_name : civil_weekday_name_vi;
	snprintf(cell, sizeof(cell), "%s%s%s", format_day(run->from, walk->english, from),
		run->to > run->from ? " – " : "",
		run->to > run->from ? format_day(run->to, walk->english, to) : "");
	table_add(walk->table, cell);
	table_add(walk->table, run->to > run->from ? "" : name(civil_weekday(run->from)));
}

static void add_numbers(const struct table_walk *walk, const struct reasoning_day *run)
{
	char cell[32];
	if (run->last > run->first)
		snprintf(cell, sizeof(cell), "%d–%d", run->first, run->last);
	else if (run->first)
		snprintf(cell, sizeof(cell), "%d", run->first);
	else
		snprintf(cell, sizeof(cell), "–");
	table_add(walk->table, cell);
}

static void add_row(const struct table_walk *walk, const struct reasoning_day *run)
{
	char cell[160];
	const char *kind = day_kind_words(run->kind, walk->english);
	add_dates(walk, run);
	add_numbers(walk, run);
	snprintf(cell, sizeof(cell), "%s%s%s", kind, run->reason[0] ? ": " : "", run->reason);
	table_add(walk->table, cell);
}

/* "… 23 weeks, 115 working days beside weekly rest" */
static void add_stretch(const struct table_walk *walk)
{
	const struct reasoning_day *stretch = &walk->stretch;
	int days = stretch->to - stretch->from + 1;
	int worked = stretch->first ? stretch->last - stretch->first + 1 : 0;
	cleanup(text_free) struct text cell = {0};
	add_dates(walk, stretch);
	add_numbers(walk, stretch);
	plural_printf(&cell, walk->english ? "… %d week(s)" : "… %d tuần", days / 7);
	if (days % 7)
		plural_printf(&cell, walk->english ? " %d day(s)" : " %d ngày", days % 7);
	plural_printf(&cell,
		walk->english ? ", %d working day(s) beside weekly rest"
			      : ", %d ngày làm việc, ngoài nghỉ hằng tuần",
		worked);
	table_add(walk->table, cell.data);
}

/* The ordinary runs so far: one by one when they are few. */
static void end_stretch(struct table_walk *walk)
{
	if (walk->run_count > ORDINARY_RUNS_MOST) {
		add_stretch(walk);
		walk->folded = true;
	} else {
		for (int i = 0; i < walk->run_count; i++)
			add_row(walk, &walk->runs[i]);
	}
	walk->run_count = 0;
}

static bool ordinary(const struct reasoning_day *run)
{
	return (run->kind == DAY_WORKED || run->kind == DAY_WEEKLY_REST) && !run->reason[0];
}

static int take_run(void *user, const struct reasoning_day *run)
{
	struct table_walk *walk = user;
	if (!ordinary(run)) {
		end_stretch(walk);
		add_row(walk, run);
		return 0;
	}
	if (walk->run_count < ORDINARY_RUNS_MOST)
		walk->runs[walk->run_count] = *run;
	if (walk->run_count++ == 0)
		walk->stretch = *run;
	walk->stretch.to = run->to;
	if (run->first) {
		walk->stretch.first = walk->stretch.first ? walk->stretch.first : run->first;
		walk->stretch.last = run->last;
	}
	return 0;
}

static int take_day(void *user, const struct reasoning_day *one)
{
	add_row(user, one);
	return 0;
}

int reasoning_table(const struct calendar *calendar, day after, day upto, bool each, bool english,
	struct text *out, struct error *error)
{
	bool single = each || (int64_t)upto - after <= SINGLE_DAYS_MOST;
	const struct table_column columns[] = {
		{"date", english ? "Date" : "Ngày", ALIGN_LEFT, false},
		{"weekday", english ? "Weekday" : "Thứ", ALIGN_LEFT, false},
		{"number", english ? "Working day" : "Ngày làm việc thứ", ALIGN_RIGHT, false},
		{"reason", english ? "Why" : "Vì sao", ALIGN_LEFT, false},
	};
	struct table_walk walk = {
		.table = table_new(columns, ARRAY_SIZE(columns)), .english = english};
	int result = reasoning_walk(calendar, after, upto, single ? INT32_MAX : 0,
		single ? take_day : take_run, &walk, error);
	end_stretch(&walk);
	if (result == 0)
		table_write_text(walk.table, out);
	table_free(walk.table);
	return result < 0 ? result : walk.folded;
}

static int add_object(void *user, const struct reasoning_day *run)
{
	struct json_writer *json = user;
	char date[11];
	json_object(json, NULL);
	json_string(json, "date", civil_format_date(run->from, date));
	json_string(json, "weekday", civil_weekday_name(civil_weekday(run->from)));
	json_string(json, "kind", day_kind_name(run->kind));
	if (run->first)
		json_number(json, "number", run->first);
	else
		json_null(json, "number");
	json_string(json, "reason", run->reason[0] ? run->reason : NULL);
	json_object_end(json);
	return 0;
}

int reasoning_json(const struct calendar *calendar, day after, day upto, struct json_writer *json,
	const char *key, struct error *error)
{
	json_array(json, key);
	int result = reasoning_walk(calendar, after, upto, INT32_MAX, add_object, json, error);
	json_array_end(json);
	return result;
}
