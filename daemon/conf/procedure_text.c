#include "conf/procedure_text.h"

#include <errno.h>

#include "base/memory.h"
#include "conf/table_text.h"
#include "conf/value.h"

#define CODE_MOST 128
#define TERM_MOST 2000

enum { CODE, LINKED, TERM, TERM_UNIT, START, AFTER, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[CODE] = {"code", true},
	[LINKED] = {"linked", false},
	[TERM] = {"term", false},
	[TERM_UNIT] = {"term_unit", false},
	[START] = {"start", false},
	[AFTER] = {"after", false},
};

struct rows {
	const struct table_text *table;
	struct arena arena;
	struct procedure *rows;
	size_t count;
	size_t capacity;
	bool failed;
};

/* The cell's place among the words; 0 when it is empty, -1 with a problem when it is none. */
static int word(struct rows *rows, int line, int column, struct slice cell,
	const char *const *words, const char *sentence)
{
	for (int i = 0; words[i]; i++) {
		if (slice_is(cell, words[i]))
			return i;
	}
	if (!cell.length)
		return 0;
	rows->failed = true;
	table_problem(rows->table, PROBLEM_ERROR, line, columns[column].name, "\"%.*s\" is not %s",
		SLICE_ARGS(cell), sentence);
	return -1;
}

static int32_t number(struct rows *rows, int line, int column, struct slice cell)
{
	int32_t value = 0;
	for (size_t i = 0; i < cell.length && value <= TERM_MOST; i++) {
		bool digit = cell.data[i] >= '0' && cell.data[i] <= '9';
		value = digit ? value * 10 + cell.data[i] - '0' : TERM_MOST + 1;
	}
	if (value <= TERM_MOST)
		return value;
	rows->failed = true;
	table_problem(rows->table, PROBLEM_ERROR, line, columns[column].name,
		"\"%.*s\" is not a whole number up to %d", SLICE_ARGS(cell), TERM_MOST);
	return 0;
}

/* The table's `after` reads as the configuration's times of day do. */
static int16_t time_of_day(struct rows *rows, int line, struct slice cell)
{
	int minute = 0;
	struct error error;
	struct value_context context = {.arena = &rows->arena};
	if (cell.length && type_digest.parse(&context, cell, &minute, &error)) {
		rows->failed = true;
		table_problem(
			rows->table, PROBLEM_ERROR, line, columns[AFTER].name, "%s", error.text);
	}
	return (int16_t)(minute > 0 ? minute : 0);
}

static void on_row(void *user, int line, const struct slice *cells)
{
	static const char *const yes[] = {"no", "yes", NULL};
	static const char *const units[] = {"working-days", "calendar-days", "working-hours", NULL};
	static const char *const starts[] = {"", "next-day", "same-day", NULL};
	struct rows *rows = user;
	struct procedure row = {.line = line, .code = arena_copy(&rows->arena, cells[CODE])};
	if (!cells[CODE].length || cells[CODE].length > CODE_MOST) {
		rows->failed = true;
		table_problem(rows->table, PROBLEM_ERROR, line, columns[CODE].name,
			cells[CODE].length ? "is longer than %d bytes" : "is empty", CODE_MOST);
	}
	row.linked = word(rows, line, LINKED, cells[LINKED], yes, "yes or no") == 1;
	int unit = word(rows, line, TERM_UNIT, cells[TERM_UNIT], units,
		"working-days, calendar-days or working-hours");
	int start = word(rows, line, START, cells[START], starts, "next-day or same-day");
	int32_t amount = number(rows, line, TERM, cells[TERM]);
	row.term.start = (enum term_start)(start > 0 ? start : 0);
	row.term.cutoff = time_of_day(rows, line, cells[AFTER]);
	if (cells[TERM].length && unit >= 0) {
		row.term.unit = (enum term_unit)(TERM_WORKING_DAYS + unit);
		row.term.amount = row.term.unit == TERM_WORKING_HOURS ? amount * 60 : amount;
	}
	array_reserve(rows->rows, &rows->capacity, rows->count + 1);
	rows->rows[rows->count++] = row;
}

int procedures_parse(const char *file, struct slice content, settings_problem_fn *on_problem,
	void *user, struct procedures **ret_procedures)
{
	struct rows rows = {0};
	struct table_text table = {
		.file = file,
		.content = content,
		.columns = columns,
		.column_count = COLUMNS,
		.on_problem = on_problem,
		.user = user,
		.on_row = on_row,
		.rows = &rows,
	};
	rows.table = &table;
	struct error error;
	int status = table_read(&table) && !rows.failed ? 0 : -EINVAL;
	if (!status) {
		status = procedures_new(rows.rows, rows.count, ret_procedures, &error);
		if (status)
			table_problem(&table, PROBLEM_ERROR, 0, NULL, "%s", error.text);
	}
	free(rows.rows);
	arena_free(&rows.arena);
	return status;
}
