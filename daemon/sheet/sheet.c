#include "sheet/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "sheet/dress.h"

#define NAME_MOST 31 /* characters of a sheet's name */
#define TEXT_MOST 32767 /* UTF-16 units of a cell */
#define ROWS_MOST LXW_ROW_MAX
#define EXCEL_EPOCH 25569 /* 1970-01-01 as Excel counts days */
#define EXCEL_FIRST 61 /* 1900-03-01: before it Excel's days are wrong */
#define PAPER_A4 9

/* --- text ----------------------------------------------------------------------------------- */

/* Whether XML 1.0 knows no such character: U+FFFE and U+FFFF (controls are escaped by the library). */
static bool not_xml(const char *data, size_t step)
{
	return step == 3 && memcmp(data, "\xEF\xBF", 2) == 0 && (unsigned char)data[2] >= 0xBE;
}

/* `text` as valid UTF-8 of at most `most` UTF-16 units. */
static void add_clean(struct text *out, const char *text, size_t most)
{
	size_t length = strlen(text), units = 0;
	for (size_t i = 0; i < length;) {
		size_t step = utf8_step(text + i, length - i);
		units += step == 4 ? 2 : 1;
		if (units > most)
			return;
		if (step == 0 || not_xml(text + i, step))
			text_add(out, UTF8_REPLACEMENT);
		else
			text_append(out, text + i, step);
		i += step ? step : 1;
	}
}

/* A name that Excel takes: without []:*?/\ and bounding apostrophes, at most 31 long; what is too long
 * ends behind a whole word. */
static void clean_name(struct text *out, const char *name, size_t most)
{
	cleanup(text_free) struct text clean = {0};
	add_clean(&clean, name, most);
	if (clean.length && clean.length < strlen(name) && name[clean.length] != ' ') {
		const char *last = memrchr(clean.data, ' ', clean.length);
		if (last)
			clean.length = (size_t)(last - clean.data);
	}
	text_clear(out);
	for (size_t i = 0; i < clean.length; i++)
		text_add_char(out, strchr("[]:*?/\\'", clean.data[i]) ? ' ' : clean.data[i]);
	if (out->length == 0)
		text_add(out, "1");
}

static lxw_worksheet *add_sheet(lxw_workbook *book, const char *name)
{
	cleanup(text_free) struct text clean = {0};
	clean_name(&clean, name, NAME_MOST);
	for (int again = 2; workbook_validate_sheet_name(book, clean.data) != LXW_NO_ERROR;
		again++) {
		if (again > 999)
			return workbook_add_worksheet(book, NULL);
		clean_name(&clean, name, NAME_MOST - 4);
		text_printf(&clean, " %d", again);
	}
	return workbook_add_worksheet(book, clean.data);
}

/* --- cells ---------------------------------------------------------------------------------- */

static void write_text(lxw_worksheet *sheet, const struct grid_cell *cell, lxw_format *format)
{
	cleanup(text_free) struct text clean = {0};
	lxw_row_t row = (lxw_row_t)cell->row;
	lxw_col_t column = (lxw_col_t)cell->column;
	if (cell->text)
		add_clean(&clean, cell->text, TEXT_MOST);
	if (cell->rows > 1 || cell->columns > 1)
		worksheet_merge_range(sheet, row, column, row + (lxw_row_t)cell->rows - 1,
			(lxw_col_t)(column + cell->columns - 1), clean.data ? clean.data : "",
			format);
	else if (clean.length)
		worksheet_write_string(sheet, row, column, clean.data, format);
	else
		worksheet_write_blank(sheet, row, column, format);
}

static void write_cell(lxw_worksheet *sheet, struct dress *dress, const struct grid_cell *cell)
{
	lxw_format *format = dress_of(dress, cell);
	double serial = cell->number;
	if (cell->kind == GRID_TEXT) {
		write_text(sheet, cell, format);
		return;
	}
	if (cell->kind == GRID_DATE) {
		serial += EXCEL_EPOCH;
		if (serial < EXCEL_FIRST)
			return;
	}
	worksheet_write_number(
		sheet, (lxw_row_t)cell->row, (lxw_col_t)cell->column, serial, format);
}

static void set_page(lxw_worksheet *sheet, const struct grid *grid)
{
	worksheet_set_landscape(sheet);
	worksheet_set_paper(sheet, PAPER_A4);
	worksheet_fit_to_pages(sheet, 1, 0);
	worksheet_set_margins(sheet, 0.47, 0.47, 0.5, 0.6);
	worksheet_center_horizontally(sheet);
	worksheet_set_footer(sheet, "&C&P/&N");
	if (grid->repeated_to >= grid->repeated_from)
		worksheet_repeat_rows(
			sheet, (lxw_row_t)grid->repeated_from, (lxw_row_t)grid->repeated_to);
}

static void fill_sheet(lxw_worksheet *sheet, struct dress *dress, const struct grid *grid)
{
	set_page(sheet, grid);
	for (int i = 0; i < grid->columns; i++)
		if (grid->widths[i] > 0)
			worksheet_set_column(
				sheet, (lxw_col_t)i, (lxw_col_t)i, grid->widths[i], NULL);
	for (size_t i = 0; i < grid->height_count; i++)
		if (grid->heights[i] > 0)
			worksheet_set_row(sheet, (lxw_row_t)i, grid->heights[i], NULL);
	for (size_t i = 0; i < grid->count; i++)
		write_cell(sheet, dress, &grid->cells[i]);
	if (grid->frozen)
		worksheet_freeze_panes(sheet, (lxw_row_t)grid->frozen, 0);
	if (grid->filter_to > grid->filter_row)
		worksheet_autofilter(sheet, (lxw_row_t)grid->filter_row, 0,
			(lxw_row_t)grid->filter_to, (lxw_col_t)(grid->columns - 1));
}

/* --- the file ------------------------------------------------------------------------------- */

/* The library writes to a name; a file in memory has one. */
struct memory_file {
	int fd;
	char name[40];
};

static int memory_open(struct memory_file *file, struct error *error)
{
	file->fd = memfd_create("hentra.xlsx", MFD_CLOEXEC);
	if (file->fd < 0)
		return error_set(
			error, -errno, "cannot make a file in memory: %s", strerror(errno));
	snprintf(file->name, sizeof(file->name), "/proc/self/fd/%d", file->fd);
	return 0;
}

static int memory_read(const struct memory_file *file, struct text *out, struct error *error)
{
	off_t length = lseek(file->fd, 0, SEEK_END);
	void *bytes = length > 0 ? mmap(NULL, (size_t)length, PROT_READ, MAP_SHARED, file->fd, 0)
				 : MAP_FAILED;
	if (bytes == MAP_FAILED)
		return error_set(error, -EIO, "cannot read the spreadsheet back: %s",
			length > 0 ? strerror(errno) : "it is empty");
	text_append(out, bytes, (size_t)length);
	munmap(bytes, (size_t)length);
	return 0;
}

/* The library copies what it is given, but does not say so in its types. */
static char *stated(const char *text)
{
	return text && *text ? (char *)text : NULL;
}

static void set_properties(lxw_workbook *book, const struct sheet_properties *said)
{
	/* a zero would be taken for "now" */
	time_t made = said->made / 1000 ? (time_t)(said->made / 1000) : 1;
	lxw_doc_properties properties = {
		.title = stated(said->title), .author = stated(said->author), .created = made};
	workbook_set_properties(book, &properties);
}

static int write_book(const char *name, const struct grid *const *grids, size_t count,
	const struct sheet_properties *properties, struct error *error)
{
	lxw_workbook *book = workbook_new(name);
	if (!book)
		return error_set(error, -EIO, "cannot begin a spreadsheet");
	set_properties(book, properties);
	struct dress dress = {.book = book};
	for (size_t i = 0; i < count; i++) {
		if (grids[i]->english != dress.english)
			dress = (struct dress){.book = book, .english = grids[i]->english};
		fill_sheet(add_sheet(book, grids[i]->name), &dress, grids[i]);
	}
	lxw_error result = workbook_close(book);
	if (result != LXW_NO_ERROR)
		return error_set(
			error, -EIO, "cannot write the spreadsheet: %s", lxw_strerror(result));
	return 0;
}

int sheet_write(const struct grid *const *grids, size_t count,
	const struct sheet_properties *properties, struct text *out, struct error *error)
{
	struct memory_file file;
	for (size_t i = 0; i < count; i++)
		if (grids[i]->rows > ROWS_MOST)
			return error_set(error, -E2BIG,
				"a spreadsheet has room for %d rows, these are %d", ROWS_MOST,
				grids[i]->rows);
	int result = memory_open(&file, error);
	if (result < 0)
		return result;
	result = write_book(file.name, grids, count, properties, error);
	if (result == 0)
		result = memory_read(&file, out, error);
	close(file.fd);
	return result;
}

int sheet_write_table(const struct table *table, const char *name, bool english, const char *title,
	const char *const *lines, size_t line_count, const struct sheet_properties *properties,
	struct text *out, struct error *error)
{
	struct grid *grid = grid_of_table(table, name, english, title, lines, line_count);
	const struct grid *grids[] = {grid};
	int result = sheet_write(grids, 1, properties, out, error);
	grid_free(grid);
	return result;
}
