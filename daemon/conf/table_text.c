#include "conf/table_text.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/csv.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/utf8.h"

#define RECORD_MOST ((size_t)64 << 10)

struct reader {
	const struct table_text *table;
	bool header_read;
	bool header_failed; /* then rows are not looked at: nobody knows what their cells are */
	bool failed;
	int place[64]; /* of each column of the file: its place in the table's columns, -1: none */
	int width; /* columns of the file */
};

void table_problem(const struct table_text *table, enum problem_level level, int line,
	const char *column, const char *format, ...)
{
	char sentence[512];
	int begin = column ? snprintf(sentence, sizeof(sentence), "column %s: ", column) : 0;
	va_list args;
	va_start(args, format);
	vsnprintf(sentence + begin, sizeof(sentence) - (size_t)begin, format, args);
	va_end(args);
	table->on_problem(table->user, level, table->file, line, sentence);
}

/* What makes a cell unreadable, or NULL. */
static const char *cell_problem(struct slice cell)
{
	if (!utf8_valid(cell))
		return "the cell is not UTF-8: save the table as \"CSV UTF-8\"";
	for (size_t i = 0; i < cell.length; i++) {
		unsigned char byte = (unsigned char)cell.data[i];
		if (byte < 0x20 || byte == 0x7F)
			return "the cell holds a line break or a control character";
	}
	return NULL;
}

static int place_of(const struct table_text *table, struct slice name)
{
	for (size_t i = 0; i < table->column_count; i++) {
		if (slice_is(name, table->columns[i].name))
			return (int)i;
	}
	return -1;
}

static void unknown_column(struct reader *reader, int line, struct slice name)
{
	const struct table_text *table = reader->table;
	const char *names[TABLE_COLUMNS_MAX];
	for (size_t i = 0; i < table->column_count; i++)
		names[i] = table->columns[i].name;
	const char *near = suggest_word(name, names, table->column_count);
	reader->header_failed = true;
	table_problem(table, PROBLEM_ERROR, line, NULL, "there is no column \"%.*s\"%s%s%s",
		(int)(name.length < 60 ? name.length : 60), name.data,
		near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
}

static void check_header(struct reader *reader, int line, const bool *seen)
{
	for (size_t i = 0; i < reader->table->column_count; i++) {
		const struct table_column *column = &reader->table->columns[i];
		if (seen[i] || !column->required)
			continue;
		reader->header_failed = true;
		table_problem(reader->table, PROBLEM_ERROR, line, NULL, "the column %s is missing",
			column->name);
	}
}

static void read_header(struct reader *reader, int line, const struct slice *cells, int count)
{
	bool seen[TABLE_COLUMNS_MAX] = {false};
	int most = (int)ARRAY_SIZE(reader->place);
	reader->width = count < most ? count : most;
	for (int i = 0; i < reader->width; i++) {
		struct slice name = slice_trim(cells[i]);
		int place = place_of(reader->table, name);
		reader->place[i] = place;
		if (place < 0 && name.length) {
			unknown_column(reader, line, name);
		} else if (place >= 0 && seen[place]) {
			reader->header_failed = true;
			table_problem(reader->table, PROBLEM_ERROR, line, NULL,
				"the column %s stands twice", reader->table->columns[place].name);
		}
		if (place >= 0)
			seen[place] = true;
	}
	check_header(reader, line, seen);
	reader->header_read = true;
}

/* The column's name for a sentence: what the header calls it, else its number. */
static const char *column_name(const struct reader *reader, int i, char buffer[static 16])
{
	snprintf(buffer, 16, "%d", i + 1);
	return i < reader->width && reader->place[i] >= 0
		       ? reader->table->columns[reader->place[i]].name
		       : buffer;
}

static void read_row(struct reader *reader, int line, const struct slice *cells, int count)
{
	struct slice row[TABLE_COLUMNS_MAX];
	for (size_t i = 0; i < TABLE_COLUMNS_MAX; i++)
		row[i] = (struct slice){"", 0};
	bool good = true;
	for (int i = 0; i < count; i++) {
		char buffer[16];
		struct slice cell = slice_trim(cells[i]);
		const char *wrong = cell_problem(cell);
		bool placed = i < reader->width && reader->place[i] >= 0;
		if (!wrong && cell.length && !placed)
			wrong = "the cell stands under no column of the header";
		if (wrong) {
			good = false;
			table_problem(reader->table, PROBLEM_ERROR, line,
				column_name(reader, i, buffer), "%s", wrong);
		}
		if (placed)
			row[reader->place[i]] = cell;
	}
	reader->failed |= !good;
	if (good)
		reader->table->on_row(reader->table->rows, line, row);
}

static int on_record(void *user, int line, const struct slice *cells, int count)
{
	struct reader *reader = user;
	if (cells[0].length && cells[0].data[0] == '#')
		return 0;
	bool empty = true;
	for (int i = 0; i < count && empty; i++)
		empty = !slice_trim(cells[i]).length;
	if (empty)
		return 0; /* spreadsheets leave such lines behind */
	if (reader->header_failed)
		return 0;
	if (reader->header_read)
		read_row(reader, line, cells, count);
	else
		read_header(reader, line, cells, count);
	return 0;
}

/* Comments before the header go in as empty lines, so that the separator is found in the header and
 * the lines keep their numbers. */
static int feed_comments(struct csv_reader *csv, struct slice *content)
{
	int status = 0;
	struct slice line, rest = *content;
	if (rest.length >= 3 && memcmp(rest.data, UTF8_BOM, 3) == 0)
		rest = (struct slice){rest.data + 3, rest.length - 3};
	while (!status && rest.length && rest.data[0] == '#' && slice_split(&rest, '\n', &line))
		status = csv_feed(csv, "\n", 1, NULL);
	*content = rest;
	return status;
}

bool table_read(const struct table_text *table)
{
	struct reader reader = {.table = table};
	struct csv_reader *csv = csv_reader_new(0, RECORD_MOST, on_record, &reader);
	struct slice content = table->content;
	struct error error;
	int status = feed_comments(csv, &content);
	if (!status)
		status = csv_feed(csv, content.data, content.length, &error);
	if (!status)
		status = csv_end(csv, &error);
	csv_reader_free(csv);
	if (status)
		table_problem(table, PROBLEM_ERROR, 0, NULL, "%s", error.text);
	else if (!reader.header_read)
		table_problem(table, PROBLEM_ERROR, 0, NULL, "the table is empty");
	return !status && reader.header_read && !reader.header_failed && !reader.failed;
}
