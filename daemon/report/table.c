#include "report/table.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/html.h"
#include "base/memory.h"
#include "report/width.h"

#define BETWEEN "  " /* columns of text */

struct table {
	const struct table_column *columns;
	size_t count;
	char **cells; /* row by row; NULL: absent */
	size_t used;
	size_t capacity;
};

struct table *table_new(const struct table_column *columns, int count)
{
	struct table *table = xcalloc(1, sizeof(*table));
	table->columns = columns;
	table->count = (size_t)count;
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->used; i++)
		free(table->cells[i]);
	free(table->cells);
	free(table);
}

void table_add(struct table *table, const char *cell)
{
	array_reserve(table->cells, &table->capacity, table->used + 1);
	table->cells[table->used++] = cell ? xstrdup(cell) : NULL;
}

void table_add_number(struct table *table, int64_t value)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%lld", (long long)value);
	table_add(table, digits);
}

size_t table_rows(const struct table *table)
{
	return (table->used + table->count - 1) / table->count;
}

const struct table_column *table_columns(const struct table *table, size_t *ret_count)
{
	*ret_count = table->count;
	return table->columns;
}

/* NULL when absent, also in a last row that is not full. */
const char *table_cell(const struct table *table, size_t row, size_t column)
{
	size_t index = row * table->count + column;
	return index < table->used ? table->cells[index] : NULL;
}

/* --- text ----------------------------------------------------------------------------------- */

/* A line break or tab in a cell would break the columns: shown as a blank. */
static void add_one_line(struct text *out, const char *cell)
{
	for (; *cell; cell++)
		text_add_char(out, (unsigned char)*cell < 0x20 ? ' ' : *cell);
}

static void add_blanks(struct text *out, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_add_char(out, ' ');
}

static void add_padded(
	struct text *out, const char *cell, size_t width, enum align align, bool last)
{
	struct text line = {0};
	add_one_line(&line, cell);
	size_t own = display_width(text_slice(&line));
	size_t pad = width > own ? width - own : 0;
	if (align == ALIGN_RIGHT)
		add_blanks(out, pad);
	text_add_slice(out, text_slice(&line));
	if (align == ALIGN_LEFT && !last)
		add_blanks(out, pad);
	text_free(&line);
}

static size_t cell_width(const char *cell)
{
	struct text line = {0};
	add_one_line(&line, cell);
	size_t width = display_width(text_slice(&line));
	text_free(&line);
	return width;
}

static size_t *column_widths(const struct table *table)
{
	size_t *widths = xcalloc(table->count, sizeof(*widths));
	for (size_t column = 0; column < table->count; column++) {
		widths[column] = cell_width(table->columns[column].title);
		for (size_t row = 0; row < table_rows(table); row++) {
			const char *cell = table_cell(table, row, column);
			size_t width = cell_width(cell ? cell : "-");
			widths[column] = width > widths[column] ? width : widths[column];
		}
	}
	return widths;
}

void table_write_text(const struct table *table, struct text *out)
{
	size_t *widths = column_widths(table);
	for (size_t line = 0; line <= table_rows(table); line++) {
		for (size_t column = 0; column < table->count; column++) {
			const struct table_column *of = &table->columns[column];
			const char *cell =
				line == 0 ? of->title : table_cell(table, line - 1, column);
			text_add(out, column == 0 ? "" : BETWEEN);
			add_padded(out, cell ? cell : "-", widths[column], of->align,
				column + 1 == table->count);
		}
		while (out->data[out->length - 1] == ' ')
			out->length--; /* an empty last cell */
		text_add_char(out, '\n');
	}
	free(widths);
}

/* --- for programs and browsers -------------------------------------------------------------- */

void table_write_csv(const struct table *table, struct text *out)
{
	for (size_t column = 0; column < table->count; column++)
		csv_add_cell(out, slice_of(table->columns[column].name), column == 0);
	csv_end_record(out);
	for (size_t row = 0; row < table_rows(table); row++) {
		for (size_t column = 0; column < table->count; column++) {
			const char *cell = table_cell(table, row, column);
			csv_add_cell(out, slice_of(cell ? cell : ""), column == 0);
		}
		csv_end_record(out);
	}
}

#define BRIEF 12 /* columns: a broken line would save no width worth having */

/* A code such as "G15-BTXH01", a date, a word or two: paper breaks no line inside it. */
static bool one_word(const char *cell)
{
	if (!cell || strlen(cell) > 40)
		return false;
	bool code = strchr(cell, '-') && !strchr(cell, ' ');
	return code || (strchr(cell, ' ') && display_width(slice_of(cell)) <= BRIEF);
}

static void add_html_cell(
	struct text *out, const char *element, const char *attributes, const char *cell)
{
	text_printf(out, "<%s%s>", element, attributes);
	html_add_string(out, cell ? cell : "–");
	text_printf(out, "</%s>", element);
}

void table_write_html(const struct table *table, struct text *out)
{
	static const char *const aligned[] = {"", " class=\"number\""};
	static const char *const word = " class=\"word\"";
	static const char *const heads[] = {" scope=\"col\"", " scope=\"col\" class=\"number\""};
	text_add(out, "<table>\n<thead>\n<tr>");
	for (size_t column = 0; column < table->count; column++)
		add_html_cell(out, "th", heads[table->columns[column].align],
			table->columns[column].title);
	text_add(out, "</tr>\n</thead>\n<tbody>\n");
	for (size_t row = 0; row < table_rows(table); row++) {
		text_add(out, "<tr>");
		for (size_t column = 0; column < table->count; column++) {
			const char *cell = table_cell(table, row, column);
			enum align align = table->columns[column].align;
			add_html_cell(out, "td",
				align == ALIGN_LEFT && one_word(cell) ? word : aligned[align],
				cell);
		}
		text_add(out, "</tr>\n");
	}
	text_add(out, "</tbody>\n</table>\n");
}

int table_number_decimals(const char *cell)
{
	cell += *cell == '-';
	size_t whole = strspn(cell, "0123456789");
	if (whole == 0 || whole > 15 || (whole > 1 && cell[0] == '0'))
		return -1;
	if (cell[whole] == '\0')
		return 0;
	size_t decimals = strspn(cell + whole + 1, "0123456789");
	bool ends = cell[whole] == '.' && cell[whole + 1 + decimals] == '\0';
	return ends && decimals > 0 && decimals < 10 ? (int)decimals : -1;
}

static void add_json_cell(
	struct json_writer *json, const struct table_column *column, const char *cell)
{
	int decimals = cell && column->number ? table_number_decimals(cell) : -1;
	if (decimals < 0)
		json_string(json, column->name, cell);
	else if (decimals == 0)
		json_number(json, column->name, strtoll(cell, NULL, 10));
	else
		json_decimal(json, column->name, strtod(cell, NULL), decimals);
}

void table_write_json(const struct table *table, struct json_writer *json, const char *key)
{
	json_array(json, key);
	for (size_t row = 0; row < table_rows(table); row++) {
		json_object(json, NULL);
		for (size_t column = 0; column < table->count; column++)
			add_json_cell(
				json, &table->columns[column], table_cell(table, row, column));
		json_object_end(json);
	}
	json_array_end(json);
}
