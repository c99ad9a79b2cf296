/* A table kept by people: CSV with a header row, columns in any order, empty cells for absent
 * values. Lines that begin with # are comments. Separator , ; or tab; UTF-8. */
#ifndef CONF_TABLE_TEXT_H
#define CONF_TABLE_TEXT_H

#include "base/slice.h"
#include "conf/settings.h"

struct table_column {
	const char *name;
	bool required; /* the header must have it */
};

struct table_text {
	const char *file;
	struct slice content;
	const struct table_column *columns;
	size_t column_count;
	settings_problem_fn *on_problem;
	void *user; /* of on_problem */
	/* A row's cells in the order of `columns`, trimmed; good during the call. */
	void (*on_row)(void *rows, int line, const struct slice *cells);
	void *rows;
};
#define TABLE_COLUMNS_MAX 16

/* Reads all rows, whatever is wrong in some; false when something was. Rows with a cell that is not
 * readable text are not handed over. */
bool table_read(const struct table_text *table);
/* "column NAME: sentence" on a line. */
void table_problem(const struct table_text *table, enum problem_level level, int line,
	const char *column, const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
