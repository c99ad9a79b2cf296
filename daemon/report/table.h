/* A table for people and programs: one description, written as aligned text, CSV, HTML or JSON. */
#ifndef REPORT_TABLE_H
#define REPORT_TABLE_H

#include "base/json.h"
#include "base/text.h"

enum align { ALIGN_LEFT, ALIGN_RIGHT };
struct table_column {
	const char *name; /* JSON and CSV key */
	const char *title; /* for people, UTF-8, in the reader's language */
	enum align align;
	bool number; /* JSON number instead of string; an absent cell is null */
	bool date; /* its cells are 2026-11-20 or 20/11/2026: a typed date in a spreadsheet */
	bool optional; /* a document for people leaves it out when every cell is absent */
};
struct table;
/* `columns` must outlive the table. A cell that is absent is "-" in text, "–" in HTML, nothing in CSV
 * and null in JSON. */
struct table *table_new(const struct table_column *columns, int count);
void table_free(struct table *table);
/* Adds the next cell of the current row (rows fill by themselves); NULL: absent. Copied. */
void table_add(struct table *table, const char *cell);
void table_add_number(struct table *table, int64_t value);
size_t table_rows(const struct table *table);
/* What stands in it, for writers of other layers. NULL: the cell is absent. */
const struct table_column *table_columns(const struct table *table, size_t *ret_count);
const char *table_cell(const struct table *table, size_t row, size_t column);
/* Decimals of a cell that is a number as JSON has it; -1 when it is none. */
int table_number_decimals(const char *cell);
/* Aligned by display width (width.h): Vietnamese diacritics, combining marks and wide characters are
 * counted right. The first line holds the titles; no line ends in blanks. */
void table_write_text(const struct table *table, struct text *out);
/* RFC 4180, with the columns' names first. */
void table_write_csv(const struct table *table, struct text *out);
/* <table> with <thead> and <tbody>; right-aligned cells have class "number". */
void table_write_html(const struct table *table, struct text *out);
/* An array of objects. A `number` cell that is no number goes out as a string. */
void table_write_json(const struct table *table, struct json_writer *json, const char *key);

#endif
