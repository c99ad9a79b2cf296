/* A sheet of a workbook as cells: what stands where, over how many rows and columns, in which dress.
 * Made by reports (any table: grid_of_table(); form II.06a: ii06_grid.c), written by sheet/sheet.h.
 * Rows and columns count from 0. A cell that looks like a formula is text like any other. Pure. */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "report/table.h"

enum grid_style {
	GRID_PLAIN, /* no border, left */
	GRID_STRONG, /* the same, bold */
	GRID_RIGHT, /* the same as plain, at the right, italic */
	GRID_CENTRE, /* centred */
	GRID_CENTRE_STRONG,
	GRID_CENTRE_ITALIC,
	GRID_TITLE, /* centred, bold, larger */
	GRID_NOTE, /* small, left, wraps */
	GRID_HEAD, /* of a table: bold, centred, wraps, bordered, shaded */
	GRID_HEAD_NUMBER, /* the numbers of a form's columns: italic, small */
	GRID_CELL, /* in a table: bordered, wraps; numbers and dates stand at the right */
	GRID_CELL_CENTRE, /* the same, all of it centred: the number of a row */
	GRID_TOTAL, /* the same, bold */
	GRID_STYLES
};

enum grid_kind { GRID_TEXT, GRID_NUMBER, GRID_DATE };

struct grid_cell {
	int row, column, rows, columns; /* rows × columns are merged when not 1 × 1 */
	enum grid_style style;
	enum grid_kind kind;
	int decimals; /* of a number */
	double number; /* or the date: days since 1970-01-01 */
	char *text; /* of GRID_TEXT; NULL: an empty cell with its border */
};

struct grid {
	char *name; /* of the sheet */
	bool english; /* dates as 2026-11-20; else 20/11/2026 */
	int columns;
	double *widths; /* by column, in characters; 0: as the program likes */
	struct grid_cell *cells;
	size_t count, capacity;
	double *heights; /* by row, in points; 0: as the program likes */
	size_t height_count, height_capacity;
	int rows; /* one behind the last row in use */
	int frozen; /* rows above that stay when scrolling; 0: none */
	int repeated_from, repeated_to; /* rows printed again on every page; to < from: none */
	int filter_row,
		filter_to; /* the row of titles with filter buttons, its last data row; to 0: none */
};

struct grid *grid_new(const char *name, int columns, bool english);
void grid_free(struct grid *grid);

/* Puts a cell; a cell is put once. `text` is copied. */
void grid_text(struct grid *grid, int row, int column, enum grid_style style, const char *text);
void grid_number(
	struct grid *grid, int row, int column, enum grid_style style, double number, int decimals);
/* A text over several rows and columns. */
void grid_span(struct grid *grid, int row, int column, int rows, int columns, enum grid_style style,
	const char *text);
/* Makes a row as high as the words of the cells put last, all in this row, need: no program finds that
 * height for merged cells, and not every one for others. */
void grid_fit_row(struct grid *grid, int row);
/* A line of text over `columns` columns from `column`, as high as its words need. Returns the next row. */
int grid_paragraph(struct grid *grid, int row, int column, int columns, enum grid_style style,
	const char *text);
void grid_width(struct grid *grid, int column, double characters);
void grid_height(struct grid *grid, int row, double points);

/* A table below a title and further lines ("" and NULL: none), with its titles frozen, repeated on
 * every printed page and with filter buttons. Numbers and dates are typed (report/table.h), and rows
 * are as high as their longest cell needs. */
struct grid *grid_of_table(const struct table *table, const char *name, bool english,
	const char *title, const char *const *lines, size_t line_count);
/* The same in two steps, for what stands around it: a grid with columns as wide as the table needs, and
 * the table from `row` of it; the next free row. */
struct grid *grid_for_table(const struct table *table, const char *name, bool english);
int grid_put_table(struct grid *grid, int row, const struct table *table);

#endif
