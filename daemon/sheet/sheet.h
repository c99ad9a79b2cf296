/* A workbook (.xlsx, ECMA-376) of the sheets that reports have described (report/grid.h): what
 * `--format xlsx` writes and letters have attached.
 *
 * The same input gives the same bytes: nothing of the machine, the clock or the user stands in it.
 * Every text is text, also one that begins with `=`; dates and numbers are typed. Pages are A4
 * landscape, as wide as the paper. */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include "base/error.h"
#include "report/grid.h"

struct sheet_properties {
	const char *title; /* of the document; "" or NULL: none */
	const char *author; /* who publishes it; "" or NULL: none */
	int64_t made; /* ms since 1970 UTC: the instant that the numbers are of, not the clock's */
};

/* Appends the workbook to *out: one sheet a grid, in their order; a name that is taken or not allowed
 * is changed. -E2BIG: more rows than a sheet can hold (1,048,576); -EIO with the library's sentence
 * (temporary files in TMPDIR or /tmp could not be written). *out is untouched on failure. */
int sheet_write(const struct grid *const *grids, size_t count,
	const struct sheet_properties *properties, struct text *out, struct error *error);

/* The same for a single table below a title and `line_count` further lines (grid_of_table()). */
int sheet_write_table(const struct table *table, const char *name, bool english, const char *title,
	const char *const *lines, size_t line_count, const struct sheet_properties *properties,
	struct text *out, struct error *error);

#endif
