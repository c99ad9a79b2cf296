#include "report/grid.h"

#include <string.h>

#include "base/memory.h"
#include "core/time/civil.h"
#include "report/width.h"

#define LINE_POINTS 15.0 /* the height of a line of 11 points */
#define TITLE_POINTS 18.0 /* and of 13 */
#define HIGHEST 409.0 /* no row can be higher */
#define USUAL_WIDTH 9.0 /* of a column of which none is said, in characters */
#define FILTER_BUTTON 3 /* characters that it covers in a title */
#define PADDING 2 /* left and right of a cell's words */

struct grid *grid_new(const char *name, int columns, bool english)
{
	struct grid *grid = xcalloc(1, sizeof(*grid));
	grid->name = xstrdup(name);
	grid->english = english;
	grid->columns = columns;
	grid->widths = xcalloc((size_t)columns, sizeof(*grid->widths));
	grid->repeated_to = -1;
	return grid;
}

void grid_free(struct grid *grid)
{
	if (!grid)
		return;
	for (size_t i = 0; i < grid->count; i++)
		free(grid->cells[i].text);
	free(grid->cells);
	free(grid->widths);
	free(grid->heights);
	free(grid->name);
	free(grid);
}

static struct grid_cell *add_cell(
	struct grid *grid, int row, int column, int rows, int columns, enum grid_style style)
{
	array_reserve(grid->cells, &grid->capacity, grid->count + 1);
	struct grid_cell *cell = &grid->cells[grid->count++];
	*cell = (struct grid_cell){
		.row = row, .column = column, .rows = rows, .columns = columns, .style = style};
	if (row + rows > grid->rows)
		grid->rows = row + rows;
	return cell;
}

void grid_span(struct grid *grid, int row, int column, int rows, int columns, enum grid_style style,
	const char *text)
{
	add_cell(grid, row, column, rows, columns, style)->text = text ? xstrdup(text) : NULL;
}

void grid_text(struct grid *grid, int row, int column, enum grid_style style, const char *text)
{
	grid_span(grid, row, column, 1, 1, style, text);
}

void grid_number(
	struct grid *grid, int row, int column, enum grid_style style, double number, int decimals)
{
	struct grid_cell *cell = add_cell(grid, row, column, 1, 1, style);
	cell->kind = GRID_NUMBER;
	cell->number = number;
	cell->decimals = decimals;
}

static void grid_date(struct grid *grid, int row, int column, enum grid_style style, int32_t date)
{
	struct grid_cell *cell = add_cell(grid, row, column, 1, 1, style);
	cell->kind = GRID_DATE;
	cell->number = date;
}

void grid_width(struct grid *grid, int column, double characters)
{
	grid->widths[column] = characters;
}

void grid_height(struct grid *grid, int row, double points)
{
	size_t old = grid->height_count;
	array_reserve(grid->heights, &grid->height_capacity, (size_t)row + 1);
	for (size_t i = old; i <= (size_t)row; i++)
		grid->heights[i] = 0;
	grid->height_count = (size_t)row >= old ? (size_t)row + 1 : old;
	grid->heights[row] = points;
}

/* Characters of a style's font that surely fit into a column as wide as one digit of the standard
 * font: too many guessed and the last line is cut off, too few and there is a blank one. */
static double letters(enum grid_style style)
{
	return style == GRID_TITLE  ? 0.85
	       : style == GRID_HEAD ? 1.15
	       : style == GRID_NOTE ? 1.4
				    : 1.25;
}

static int lines_of(const char *text, enum grid_style style, double width)
{
	cleanup(text_free) struct text wrapped = {0};
	double most = width * letters(style);
	int lines = 1;
	if ((double)strlen(text) <= most)
		return 1;
	wrap_add(&wrapped, slice_of(text), most < 1 ? 1 : (size_t)most, 0, "");
	for (size_t i = 0; i < wrapped.length; i++)
		lines += wrapped.data[i] == '\n';
	return lines;
}

/* In points; 0: what the program likes is enough. */
static double height_of(const struct grid *grid, const struct grid_cell *cell)
{
	double width = 0;
	if (!cell->text || cell->rows > 1)
		return 0;
	for (int i = cell->column; i < cell->column + cell->columns; i++)
		width += grid->widths[i] > 0 ? grid->widths[i] : USUAL_WIDTH;
	if (cell->style == GRID_HEAD)
		width -= FILTER_BUTTON;
	else if (cell->style >= GRID_CELL)
		width -= PADDING;
	int lines = lines_of(cell->text, cell->style, width);
	if (cell->style == GRID_TITLE || cell->style == GRID_HEAD)
		return lines * (cell->style == GRID_TITLE ? TITLE_POINTS : LINE_POINTS) + 3;
	return lines > 1 ? lines * LINE_POINTS : 0;
}

void grid_fit_row(struct grid *grid, int row)
{
	double highest = 0;
	for (size_t i = grid->count; i-- && grid->cells[i].row == row;) {
		double height = height_of(grid, &grid->cells[i]);
		highest = height > highest ? height : highest;
	}
	if (highest > 0)
		grid_height(grid, row, highest > HIGHEST ? HIGHEST : highest);
}

int grid_paragraph(struct grid *grid, int row, int column, int columns, enum grid_style style,
	const char *text)
{
	grid_span(grid, row, column, 1, columns, style, text);
	grid_fit_row(grid, row);
	return row + 1;
}

/* --- tables --------------------------------------------------------------------------------- */

#define WIDEST 60 /* characters; longer cells wrap */
#define NARROWEST 6

/* As wide as its widest cell; a title may break between its words. */
static double width_of(const struct table *table, size_t column)
{
	size_t count, widest = 0;
	struct slice title = slice_of(table_columns(table, &count)[column].title), word;
	while (slice_split(&title, ' ', &word))
		if (display_width(word) + FILTER_BUTTON > widest)
			widest = display_width(word) + FILTER_BUTTON;
	for (size_t row = 0; row < table_rows(table); row++) {
		const char *cell = table_cell(table, row, column);
		size_t width = cell ? display_width(slice_of(cell)) + PADDING : 0;
		widest = width > widest ? width : widest;
	}
	return widest > WIDEST ? WIDEST : widest < NARROWEST ? NARROWEST : (double)widest;
}

/* "2026-11-20" or "20/11/2026". */
static bool date_of(const char *cell, day *ret_date)
{
	int year, month, mday;
	if (civil_parse_date(slice_of(cell), ret_date))
		return true;
	if (strlen(cell) != 10 || cell[2] != '/' || cell[5] != '/' ||
		!civil_parse_digits(cell, 2, &mday) || !civil_parse_digits(cell + 3, 2, &month) ||
		!civil_parse_digits(cell + 6, 4, &year) || !civil_exists(year, month, mday))
		return false;
	*ret_date = civil_day(year, month, mday);
	return true;
}

static void put_cell(
	struct grid *grid, int row, int column, const struct table_column *of, const char *cell)
{
	day date;
	int decimals = cell && of->number ? table_number_decimals(cell) : -1;
	if (decimals >= 0)
		grid_number(grid, row, column, GRID_CELL, strtod(cell, NULL), decimals);
	else if (cell && of->date && date_of(cell, &date))
		grid_date(grid, row, column, GRID_CELL, date);
	else
		grid_text(grid, row, column, GRID_CELL, cell);
}

int grid_put_table(struct grid *grid, int row, const struct table *table)
{
	size_t count, rows = table_rows(table);
	const struct table_column *columns = table_columns(table, &count);
	for (size_t i = 0; i < count; i++)
		grid_text(grid, row, (int)i, GRID_HEAD, columns[i].title);
	grid_fit_row(grid, row);
	for (size_t i = 0; i < rows; i++) {
		int at = row + 1 + (int)i;
		for (size_t j = 0; j < count; j++)
			put_cell(grid, at, (int)j, &columns[j], table_cell(table, i, j));
		grid_fit_row(grid, at);
	}
	int next = row + 1 + (int)rows;
	grid->frozen = row + 1;
	grid->repeated_from = grid->repeated_to = row;
	grid->filter_row = row;
	grid->filter_to = next > row + 1 ? next - 1 : row;
	return next;
}

struct grid *grid_for_table(const struct table *table, const char *name, bool english)
{
	size_t count;
	table_columns(table, &count);
	struct grid *grid = grid_new(name, (int)count, english);
	for (size_t i = 0; i < count; i++)
		grid_width(grid, (int)i, width_of(table, i));
	return grid;
}

struct grid *grid_of_table(const struct table *table, const char *name, bool english,
	const char *title, const char *const *lines, size_t line_count)
{
	int row = 0;
	struct grid *grid = grid_for_table(table, name, english);
	if (title && *title)
		row = grid_paragraph(grid, row, 0, grid->columns, GRID_TITLE, title);
	for (size_t i = 0; i < line_count; i++)
		if (lines[i] && *lines[i])
			row = grid_paragraph(grid, row, 0, grid->columns, GRID_PLAIN, lines[i]);
	grid_put_table(grid, row + (row > 0), table);
	return grid;
}
