/* hentractl communes: the tally per commune, worst first. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/tool/view.h"
#include "report/answer_json.h"
#include "report/counts_json.h"

struct row {
	size_t line;
	const struct counts *counts;
	int oldest_days;
};

/* Overdue first, then what lies longest, then what is about to fall due, then what was late. */
static int worse_first(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int64_t order[][2] = {
		{y->counts->bucket[BUCKET_OVERDUE], x->counts->bucket[BUCKET_OVERDUE]},
		{y->oldest_days, x->oldest_days},
		{y->counts->bucket[BUCKET_DUE_SOON], x->counts->bucket[BUCKET_DUE_SOON]},
		{y->counts->bucket[BUCKET_LATE], x->counts->bucket[BUCKET_LATE]},
		{(int64_t)x->line, (int64_t)y->line},
	};
	for (size_t i = 0; i < ARRAY_SIZE(order); i++)
		if (order[i][0] != order[i][1])
			return order[i][0] < order[i][1] ? -1 : 1;
	return 0;
}

struct listing {
	struct tool *tool;
	struct view view;
	struct roll_up_range range;
	struct period period;
	uint32_t field; /* 0: all */
	struct row *rows;
	size_t count;
	bool stale;
	struct text unknown; /* what is not known of the period; "": nothing */
};

/* --- for people ------------------------------------------------------------------------------- */

/* A column of numbers; `always` ones stand even when every row says 0. */
struct number_column {
	const char *name, *vi, *en;
	bool always;
	int64_t (*value)(const struct counts *counts);
};
#define BUCKET_VALUE(function, bucket_)                                                            \
	static int64_t function(const struct counts *counts)                                       \
	{                                                                                          \
		return counts->bucket[bucket_];                                                    \
	}
BUCKET_VALUE(early, BUCKET_EARLY)
BUCKET_VALUE(on_time, BUCKET_ON_TIME)
BUCKET_VALUE(late, BUCKET_LATE)
BUCKET_VALUE(withdrawn, BUCKET_WITHDRAWN)
BUCKET_VALUE(undated_closed, BUCKET_UNDATED_CLOSED)
BUCKET_VALUE(in_time, BUCKET_IN_TIME)
BUCKET_VALUE(due_soon, BUCKET_DUE_SOON)
BUCKET_VALUE(overdue, BUCKET_OVERDUE)
BUCKET_VALUE(paused, BUCKET_PAUSED)
BUCKET_VALUE(undated_open, BUCKET_UNDATED_OPEN)
BUCKET_VALUE(unclear, BUCKET_UNCLEAR)
BUCKET_VALUE(vanished, BUCKET_VANISHED)
BUCKET_VALUE(unaccepted, BUCKET_UNACCEPTED)
static int64_t received(const struct counts *counts)
{
	return counts->received;
}
static int64_t received_online(const struct counts *counts)
{
	return counts->received_online;
}

static const struct number_column number_columns[] = {
	{"received", "Nhận", "Received", true, received},
	{"received_online", "Trực tuyến", "Online", true, received_online},
	{"carried_over", "Kỳ trước", "Carried over", true, counts_carried_over},
	{"early", "Trước hạn", "Early", true, early},
	{"on_time", "Đúng hạn", "On time", true, on_time},
	{"late", "Trễ hạn", "Late", true, late},
	{"withdrawn", "Rút", "Withdrawn", false, withdrawn},
	{"undated_closed", "Xong, không hẹn", "Closed, undated", false, undated_closed},
	{"in_time", "Trong hạn", "In time", true, in_time},
	{"due_soon", "Sắp hạn", "Due soon", true, due_soon},
	{"overdue", "QUÁ HẠN", "OVERDUE", true, overdue},
	{"paused", "Tạm dừng", "Paused", false, paused},
	{"undated_open", "Không hẹn", "Undated", false, undated_open},
	{"unclear", "Chưa rõ", "Unclear", false, unclear},
	{"vanished", "Không còn", "Vanished", false, vanished},
	{"unaccepted", "Chờ nhận", "Unaccepted", false, unaccepted},
};

static void format_rate(
	const struct tool *tool, const struct counts *counts, char buffer[static 16])
{
	int rate = counts_on_time_rate(counts);
	if (rate < 0)
		snprintf(buffer, 16, "–");
	else
		snprintf(buffer, 16, "%d%s%d%s", share_tenths(rate) / 10, say(tool, ",", "."),
			share_tenths(rate) % 10, say(tool, " %", "%"));
}

static void add_row(struct listing *listing, struct table *table, const bool shown[],
	const char *code, const char *name, const struct counts *counts, int oldest)
{
	char rate[16];
	table_add(table, code);
	table_add(table, name);
	for (size_t i = 0; i < ARRAY_SIZE(number_columns); i++)
		if (shown[i])
			table_add_number(table, number_columns[i].value(counts));
	format_rate(listing->tool, counts, rate);
	table_add(table, rate);
	table_add_number(table, oldest);
}

static void write_text(struct listing *listing)
{
	struct tool *tool = listing->tool;
	const struct counts *total = roll_up_total(listing->view.roll_up);
	struct column columns[COLUMNS_MAX] = {{"code", "Mã", "Code", ALIGN_LEFT, false},
		{"name", "Đơn vị", "Name", ALIGN_LEFT, false}};
	size_t count = 2;
	bool shown[ARRAY_SIZE(number_columns)];
	for (size_t i = 0; i < ARRAY_SIZE(number_columns); i++) {
		const struct number_column *number = &number_columns[i];
		shown[i] = number->always || number->value(total) != 0;
		if (shown[i])
			columns[count++] = (struct column){
				number->name, number->vi, number->en, ALIGN_RIGHT, true};
	}
	columns[count++] = (struct column){"on_time_rate", "Tỷ lệ", "Rate", ALIGN_RIGHT, false};
	columns[count++] = (struct column){
		"oldest_overdue_working_days", "Lâu nhất", "Oldest", ALIGN_RIGHT, true};
	struct table *table = tool_new_table(tool, columns, count);
	int oldest = 0;
	for (size_t i = 0; i < listing->count; i++) {
		const struct row *row = &listing->rows[i];
		add_row(listing, table, shown, roll_up_code(listing->view.roll_up, row->line),
			view_line_name(&listing->view, tool, row->line), row->counts,
			row->oldest_days);
		oldest = row->oldest_days > oldest ? row->oldest_days : oldest;
	}
	add_row(listing, table, shown, "", say(tool, "Cộng", "Total"), total, oldest);
	char from[WHEN_MAX], to[WHEN_MAX], at[WHEN_MAX];
	text_printf(&tool->out,
		say(tool, "Hồ sơ đã xong và tiếp nhận từ %s đến %s; đang xử lý tính đến %s\n\n",
			"Closed and received from %s to %s; open as at %s\n\n"),
		when_day(tool, listing->period.from, from), when_day(tool, listing->period.to, to),
		when(tool, listing->view.as_of, at));
	tool_table(tool, table, "");
	if (listing->unknown.length)
		text_printf(&tool->out, "\n%s\n", listing->unknown.data);
}

/* --- for programs ----------------------------------------------------------------------------- */

static void write_row_json(struct listing *listing, struct json_writer *json, const struct row *row)
{
	const struct commune *commune = roll_up_commune(listing->view.roll_up, row->line);
	json_object(json, NULL);
	json_string(json, "code", roll_up_code(listing->view.roll_up, row->line));
	json_string(json, "name", commune ? commune->name : NULL);
	json_string(json, "kind",
		!commune                      ? NULL
		: commune->kind == DEPARTMENT ? "department"
					      : "commune");
	json_day(json, "valid_to", commune ? commune->valid_to : DAY_NONE);
	counts_add_json(json, row->counts);
	json_number(json, "oldest_overdue_working_days", row->oldest_days);
	json_object_end(json);
}

static void write_json(struct listing *listing)
{
	struct tool *tool = listing->tool;
	struct json_writer json = tool_json(tool);
	json_object(&json, NULL);
	answer_json_state(&json, tool_zone(tool), listing->view.as_of, listing->stale);
	json_day(&json, "from", listing->period.from);
	json_day(&json, "to", listing->period.to);
	json_string(&json, "field",
		listing->field ? view_field_name(&listing->view, listing->field).code : NULL);
	json_string(&json, "unknown", listing->unknown.length ? listing->unknown.data : NULL);
	json_array(&json, "communes");
	int oldest = 0;
	for (size_t i = 0; i < listing->count; i++) {
		write_row_json(listing, &json, &listing->rows[i]);
		oldest = listing->rows[i].oldest_days > oldest ? listing->rows[i].oldest_days
							       : oldest;
	}
	json_array_end(&json);
	json_object(&json, "total");
	counts_add_json(&json, roll_up_total(listing->view.roll_up));
	json_number(&json, "oldest_overdue_working_days", oldest);
	json_object_end(&json);
	json_bool(&json, "more", false);
	json_object_end(&json);
	tool_json_end(tool, &json);
}

/* --- what to list ----------------------------------------------------------------------------- */

/* The days of --from and --to; one alone is completed by the reporting year's end or beginning. */
static enum exit_code read_period(struct listing *listing, const struct arguments *arguments)
{
	const char *from = argument(arguments, "--from"), *to = argument(arguments, "--to");
	struct period *period = &listing->period;
	*period = period_year(period_year_of(listing->view.today), false);
	if (from && !civil_parse_date(slice_of(from), &period->from))
		return tool_fail(EXIT_USAGE, "--from %s is not a date such as 2026-10-15", from);
	if (to && !civil_parse_date(slice_of(to), &period->to))
		return tool_fail(EXIT_USAGE, "--to %s is not a date such as 2026-11-14", to);
	if (to && !from)
		period->from = period_year(period_year_of(period->to), false).from;
	if (from && period->from > listing->view.today)
		return tool_fail(EXIT_USAGE, "--from %s is still to come", from);
	if (to && !from && period->from > listing->view.today)
		return tool_fail(EXIT_USAGE, "the reporting year of --to %s is still to come", to);
	if (period->to < period->from)
		return tool_fail(EXIT_USAGE, "the period ends before it begins: %s to %s",
			from ? from : "the reporting year", to ? to : "its end");
	if (!from && !to)
		return EXIT_FINE;
	enum exit_code exit = view_fold_period(&listing->view, listing->tool, period);
	if (!exit)
		view_unknown(listing->tool, listing->view.first_seen,
			zone_midnight(tool_zone(listing->tool), period->from), &listing->unknown);
	return exit;
}

static enum exit_code read_field(struct listing *listing, const struct arguments *arguments)
{
	const char *field = argument(arguments, "--field");
	listing->range = roll_up_year(listing->view.today);
	if (!field)
		return EXIT_FINE;
	listing->field = view_field(&listing->view, field);
	if (!listing->field)
		return tool_fail(EXIT_NO, "no case has the field %s", field);
	listing->range.field = listing->field;
	return EXIT_FINE;
}

static enum exit_code collect_rows(struct listing *listing)
{
	struct view *view = &listing->view;
	roll_up_sum(view->roll_up, &view->tally, &listing->range);
	size_t lines = roll_up_lines(view->roll_up);
	listing->rows = xcalloc(lines, sizeof(*listing->rows));
	for (size_t line = 0; line < lines; line++) {
		if (!roll_up_shown(view->roll_up, line))
			continue;
		struct row *row = &listing->rows[listing->count++];
		*row = (struct row){line, roll_up_counts(view->roll_up, line), 0};
		enum exit_code exit = EXIT_FINE;
		if (row->counts->bucket[BUCKET_OVERDUE] > 0)
			exit = view_oldest_overdue(
				view, listing->tool, line, listing->field, &row->oldest_days);
		if (exit)
			return exit;
	}
	qsort(listing->rows, listing->count, sizeof(*listing->rows), worse_first);
	return EXIT_FINE;
}

enum exit_code command_communes(struct tool *tool, const struct arguments *arguments)
{
	struct listing listing = {.tool = tool};
	enum exit_code exit = view_load(&listing.view, tool);
	if (!exit)
		exit = read_field(&listing, arguments);
	if (!exit)
		exit = read_period(&listing, arguments);
	if (!exit)
		exit = collect_rows(&listing);
	if (!exit)
		exit = tool_stale(tool, &listing.stale);
	if (!exit && tool->json)
		write_json(&listing);
	else if (!exit)
		write_text(&listing);
	free(listing.rows);
	text_free(&listing.unknown);
	view_free(&listing.view);
	return exit;
}
