#include "conf/commune_text.h"

#include <errno.h>

#include "base/memory.h"
#include "conf/table_text.h"
#include "conf/value.h"

#define NAME_MOST 200
#define CODE_MOST 64
#define AGENCY_MOST 128

enum { CODE, NAME, KIND, AGENCIES, EMAIL, PHONE, VALID_FROM, VALID_TO, SUCCESSOR, COLUMNS };

static const struct table_column columns[COLUMNS] = {
	[CODE] = {"code", true},
	[NAME] = {"name", true},
	[KIND] = {"kind", false},
	[AGENCIES] = {"agencies", true},
	[EMAIL] = {"email", false},
	[PHONE] = {"phone", false},
	[VALID_FROM] = {"valid_from", false},
	[VALID_TO] = {"valid_to", false},
	[SUCCESSOR] = {"successor", false},
};

struct rows {
	const struct table_text *table;
	struct arena arena;
	struct commune *rows;
	size_t count;
	size_t capacity;
	bool failed;
	bool some_lost; /* some rows could not be read */
};

#define WRONG(rows, line, column, ...)                                                             \
	((rows)->failed = true, table_problem((rows)->table, PROBLEM_ERROR, line,                  \
					columns[column].name, __VA_ARGS__))

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

static bool is_code_byte(char byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
	       byte == '.' || byte == '-' || byte == '_';
}

static void read_code(struct rows *rows, struct commune *row, struct slice cell)
{
	size_t digits = 0, fitting = 0;
	for (size_t i = 0; i < cell.length; i++) {
		digits += is_digit(cell.data[i]);
		fitting += is_code_byte(cell.data[i]);
	}
	if (!cell.length)
		WRONG(rows, row->line, CODE, "is empty");
	else if (row->kind == COMMUNE && (cell.length != 5 || digits != 5))
		WRONG(rows, row->line, CODE,
			"\"%.*s\" is not a commune's five digits such as 22954%s", SLICE_ARGS(cell),
			digits == cell.length && digits < 5
				? " (did a spreadsheet drop leading zeros?)"
				: "");
	else if (fitting != cell.length || cell.length > CODE_MOST)
		WRONG(rows, row->line, CODE, "\"%.*s\" is not a code: letters, digits, - _ and .",
			SLICE_ARGS(cell));
	row->code = arena_copy(&rows->arena, cell);
}

static void read_kind(struct rows *rows, struct commune *row, struct slice cell)
{
	if (slice_is(cell, "department"))
		row->kind = DEPARTMENT;
	else if (cell.length && !slice_is(cell, "commune"))
		WRONG(rows, row->line, KIND, "\"%.*s\" is not commune or department",
			SLICE_ARGS(cell));
}

static void read_name(struct rows *rows, struct commune *row, struct slice cell)
{
	if (!cell.length || cell.length > NAME_MOST)
		WRONG(rows, row->line, NAME, cell.length ? "is longer than %d bytes" : "is empty",
			NAME_MOST);
	row->name = arena_copy(&rows->arena, cell);
}

/* Words separated by any of `separators`, as a NULL-terminated list. */
static const char *const *split(struct arena *arena, struct slice cell, const char *separators)
{
	size_t most = 1, count = 0, i = 0;
	for (size_t k = 0; k < cell.length; k++)
		most += strchr(separators, cell.data[k]) != NULL;
	const char **words = arena_alloc(arena, most + 1, sizeof(*words));
	while (i < cell.length) {
		size_t end = i;
		while (end < cell.length && !strchr(separators, cell.data[end]))
			end++;
		if (end > i)
			words[count++] = arena_copy(arena, (struct slice){cell.data + i, end - i});
		i = end + 1;
	}
	return words;
}

static void read_agencies(struct rows *rows, struct commune *row, struct slice cell)
{
	row->agencies = split(&rows->arena, cell, " ");
	for (const char *const *agency = row->agencies; *agency; agency++) {
		if (strlen(*agency) > AGENCY_MOST)
			WRONG(rows, row->line, AGENCIES, "a unit code of more than %d bytes",
				AGENCY_MOST);
		if (strpbrk(*agency, ",;"))
			WRONG(rows, row->line, AGENCIES,
				"\"%.60s\": unit codes are separated by blanks", *agency);
	}
}

static void read_emails(struct rows *rows, struct commune *row, struct slice cell)
{
	row->emails = split(&rows->arena, cell, " ,;");
	for (const char *const *email = row->emails; *email; email++) {
		const char *wrong = address_problem(slice_of(*email));
		if (wrong)
			WRONG(rows, row->line, EMAIL, "\"%.60s\" is not an e-mail address: %s",
				*email, wrong);
	}
}

static day read_date(struct rows *rows, int line, int column, struct slice cell)
{
	day date = DAY_NONE;
	if (cell.length && !civil_parse_date(cell, &date))
		WRONG(rows, line, column, "\"%.*s\" is not a date such as 2025-07-01",
			SLICE_ARGS(cell));
	return date;
}

static void on_row(void *user, int line, const struct slice *cells)
{
	struct rows *rows = user;
	struct commune row = {.line = line};
	bool failed_before = rows->failed;
	rows->failed = false;
	read_kind(rows, &row, cells[KIND]);
	read_code(rows, &row, cells[CODE]);
	read_name(rows, &row, cells[NAME]);
	read_agencies(rows, &row, cells[AGENCIES]);
	read_emails(rows, &row, cells[EMAIL]);
	row.phone = arena_copy(&rows->arena, cells[PHONE]);
	row.valid_from = read_date(rows, line, VALID_FROM, cells[VALID_FROM]);
	row.valid_to = read_date(rows, line, VALID_TO, cells[VALID_TO]);
	row.successor = arena_copy(&rows->arena, cells[SUCCESSOR]);
	if (!row.agencies[0] && row.valid_to == DAY_NONE)
		table_problem(rows->table, PROBLEM_WARNING, line, columns[AGENCIES].name,
			"no unit of a portal belongs to %s %s: it will have no cases", row.code,
			row.name);
	/* a wrong cell would seem to contradict other rows: such a row is not held against them */
	if (!rows->failed) {
		array_reserve(rows->rows, &rows->capacity, rows->count + 1);
		rows->rows[rows->count++] = row;
	}
	rows->failed |= failed_before;
}

static void on_directory_problem(void *user, int line, const char *column, const char *sentence)
{
	struct rows *rows = user;
	rows->failed = true;
	if (rows->some_lost && column && strcmp(column, columns[SUCCESSOR].name) == 0)
		return; /* it may stand on a row that was not read */
	table_problem(rows->table, PROBLEM_ERROR, line, column, "%s", sentence);
}

int communes_parse(const char *file, struct slice content, settings_problem_fn *on_problem,
	void *user, struct directory **ret_directory)
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
	bool read = table_read(&table);
	if (read && !rows.count && !rows.failed)
		on_directory_problem(&rows, 0, NULL, "the table names no commune");
	rows.some_lost = !read || rows.failed;
	bool built =
		!rows.some_lost && directory_new(rows.rows, rows.count, ret_directory, NULL) == 0;
	if (!built && rows.count)
		directory_check(rows.rows, rows.count, on_directory_problem, &rows);
	free(rows.rows);
	arena_free(&rows.arena);
	return built ? 0 : -EINVAL;
}
