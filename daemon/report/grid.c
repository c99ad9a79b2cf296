#include "report/grid.h"

#include "base/memory.h"
#include "core/civil.h"
#include "report/width.h"

#define LINE_POINTS 15.0 /* the height of a line of 11 points */

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

void grid_date(struct grid *grid, int row, int column, enum grid_style style, int32_t date)
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

/* Programs do not fit the height of merged cells to their words: it is said. */
static int lines_of(struct slice text, double width)
{
	cleanup(text_free) struct text wrapped = {0};
	int lines = 1;
	wrap_add(&wrapped, text, width < 10 ? 10 : (size_t)width, 0, "");
	for (size_t i = 0; i < wrapped.length; i++)
		lines += wrapped.data[i] == '\n';
	return lines;
}

int grid_paragraph(struct grid *grid, int row, int column, int columns, enum grid_style style,
	const char *text)
{
	double width = 0;
	for (int i = column; i < column + columns; i++)
		width += grid->widths[i] > 0 ? grid->widths[i] : 9;
	grid_span(grid, row, column, 1, columns, style, text);
	int lines = lines_of(slice_of(text), width);
	if (lines > 1)
		grid_height(grid, row, lines * LINE_POINTS);
	return row + 1;
}

/* --- tables --------------------------------------------------------------------------------- */

#define WIDEST 60 /* characters; longer cells wrap */
#define NARROWEST 6
#define FILTER_BUTTON 3

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
		size_t width = cell ? display_width(slice_of(cell)) + 1 : 0;
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
	int title_lines = 1;
	for (size_t i = 0; i < count; i++) {
		double width = width_of(table, i);
		if (width > grid->widths[i])
			grid->widths[i] = width;
		grid_text(grid, row, (int)i, GRID_HEAD, columns[i].title);
		int lines = lines_of(slice_of(columns[i].title), width - FILTER_BUTTON);
		title_lines = lines > title_lines ? lines : title_lines;
	}
	grid_height(grid, row, title_lines * LINE_POINTS + 3);
	for (size_t i = 0; i < rows; i++)
		for (size_t j = 0; j < count; j++)
			put_cell(grid, row + 1 + (int)i, (int)j, &columns[j],
				table_cell(table, i, j));
	return row + 1 + (int)rows;
}

struct grid *grid_of_table(const struct table *table, const char *name, bool english,
	const char *title, const char *const *lines, size_t line_count)
{
	size_t count;
	int row = 0;
	table_columns(table, &count);
	struct grid *grid = grid_new(name, (int)count, english);
	for (size_t i = 0; i < count; i++)
		grid_width(grid, (int)i, width_of(table, i));
	if (title && *title)
		row = grid_paragraph(grid, row, 0, (int)count, GRID_TITLE, title);
	for (size_t i = 0; i < line_count; i++)
		row = grid_paragraph(grid, row, 0, (int)count, GRID_PLAIN, lines[i]);
	row += row > 0;
	int next = grid_put_table(grid, row, table);
	grid->frozen = row + 1;
	grid->repeated_from = grid->repeated_to = row;
	grid->filter_row = row;
	grid->filter_to = next > row + 1 ? next - 1 : row;
	return grid;
}
