/* Form II.06a as a sheet: the form's head of three merged lines with its column numbers, its notes and
 * its signatures, on A4 landscape. */
#include <stdio.h>

#include "report/ii06.h"

#define COLUMNS (II06_COLUMNS - 1) /* (1) to (13) */
#define HALF 5 /* columns of the left half of the head and of the signatures */

static const char *say(const struct ii06_form *form, const char *vi, const char *en)
{
	return form->english ? en : vi;
}

/* --- head ----------------------------------------------------------------------------------- */

static void put_who(struct grid *grid, int row, const char *label, const char *value)
{
	char line[400];
	snprintf(line, sizeof(line), "%s%s", label, *value ? value : "……………………………");
	grid_paragraph(grid, row, HALF, COLUMNS - HALF, GRID_PLAIN, line);
}

static int put_head(const struct ii06_form *form, struct grid *grid)
{
	char line[200];
	grid_span(grid, 0, 0, 1, HALF, GRID_STRONG,
		say(form, "Biểu số II.06a/VPCP/KSTT", "Form II.06a/VPCP/KSTT"));
	put_who(grid, 0, say(form, "Đơn vị báo cáo: ", "Reported by: "), form->organisation);
	put_who(grid, 1, say(form, "Đơn vị nhận báo cáo: ", "Reported to: "), form->receiver);
	grid_paragraph(grid, 3, 0, COLUMNS, GRID_TITLE, ii06_title(form->english));
	grid_span(grid, 4, 0, 1, COLUMNS, GRID_CENTRE_ITALIC, ii06_period_line(form, line));
	grid_span(
		grid, 5, 0, 1, COLUMNS, GRID_RIGHT, say(form, "Đơn vị tính: hồ sơ", "Unit: cases"));
	return 6;
}

/* The form's three lines of titles, and one with the columns' numbers. */
static int put_titles(const struct ii06_form *form, struct grid *grid, int row)
{
	grid_span(grid, row, 0, 3, 1, GRID_HEAD, say(form, "STT", "No."));
	grid_span(grid, row, 1, 3, 1, GRID_HEAD,
		form->by_commune ? say(form, "Đơn vị", "Unit") : say(form, "Lĩnh vực", "Field"));
	grid_span(grid, row, 2, 1, 4, GRID_HEAD, say(form, "Số lượng hồ sơ tiếp nhận", "Received"));
	grid_span(grid, row, 6, 1, 4, GRID_HEAD,
		say(form, "Số lượng hồ sơ đã giải quyết", "Resolved"));
	grid_span(grid, row, 10, 1, 3, GRID_HEAD,
		say(form, "Số lượng hồ sơ đang giải quyết", "In progress"));
	grid_span(
		grid, row + 1, 2, 2, 1, GRID_HEAD, ii06_column_title(II06_RECEIVED, form->english));
	grid_span(grid, row + 1, 3, 1, 2, GRID_HEAD, say(form, "Trong kỳ", "In the period"));
	for (int column = II06_ONLINE; column <= II06_IN_PERSON; column++)
		grid_text(grid, row + 2, column - 1, GRID_HEAD,
			ii06_column_title((enum ii06_column)column, form->english));
	for (int column = II06_CARRIED_OVER; column < II06_COLUMNS; column++)
		grid_span(grid, row + 1, column - 1, 2, 1, GRID_HEAD,
			ii06_column_title((enum ii06_column)column, form->english));
	grid_height(grid, row, 32);
	grid_height(grid, row + 2, 32);
	for (int column = 1; column < II06_COLUMNS; column++) {
		char number[8];
		snprintf(number, sizeof(number), "(%d)", column);
		grid_text(grid, row + 3, column - 1, GRID_HEAD_NUMBER, number);
	}
	return row + 4;
}

/* --- rows ----------------------------------------------------------------------------------- */

static void put_counts(
	struct grid *grid, int row, enum grid_style style, const struct ii06_counts *counts)
{
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		grid_number(grid, row, column - 1, style, (double)counts->column[column], 0);
}

static int put_rows(const struct ii06_form *form, struct grid *grid, int row)
{
	for (size_t i = 0; i < form->row_count; i++, row++) {
		grid_number(grid, row, 0, GRID_CELL_CENTRE, (double)(i + 1), 0);
		grid_text(grid, row, 1, GRID_CELL, form->rows[i].name);
		put_counts(grid, row, GRID_CELL, &form->rows[i].counts);
		grid_fit_row(grid, row);
	}
	grid_text(grid, row, 0, GRID_TOTAL, NULL);
	grid_text(grid, row, 1, GRID_TOTAL, say(form, "Tổng số", "Total"));
	put_counts(grid, row, GRID_TOTAL, &form->total);
	return row + 1;
}

/* --- below ---------------------------------------------------------------------------------- */

static int put_notes(const struct ii06_form *form, struct grid *grid, int row)
{
	char notes[II06_NOTES_MAX][II06_NOTE_SIZE], line[II06_NOTE_SIZE + 4];
	size_t count = ii06_notes(form, notes);
	grid_span(grid, row, 0, 1, COLUMNS, GRID_STRONG, say(form, "Ghi chú:", "Notes:"));
	row++;
	for (size_t i = 0; i < count; i++) {
		snprintf(line, sizeof(line), "- %.*s", II06_NOTE_SIZE - 1, notes[i]);
		row = grid_paragraph(grid, row, 0, COLUMNS, GRID_NOTE, line);
	}
	return row;
}

static void put_signatures(const struct ii06_form *form, struct grid *grid, int row)
{
	const int right = COLUMNS - HALF;
	grid_span(grid, row, HALF, 1, right, GRID_CENTRE_ITALIC,
		say(form, "……………, ngày …… tháng …… năm ……", "……………, date …………………"));
	grid_span(grid, row + 1, 0, 1, HALF, GRID_CENTRE_STRONG,
		say(form, "NGƯỜI LẬP BIỂU", "PREPARED BY"));
	grid_span(grid, row + 1, HALF, 1, right, GRID_CENTRE_STRONG,
		say(form, "THỦ TRƯỞNG ĐƠN VỊ", "HEAD OF THE UNIT"));
	grid_span(grid, row + 2, 0, 1, HALF, GRID_CENTRE_ITALIC,
		say(form, "(Ký, ghi rõ họ tên)", "(signature and name)"));
	grid_span(grid, row + 2, HALF, 1, right, GRID_CENTRE_ITALIC,
		say(form, "(Ký tên, đóng dấu)", "(signature and seal)"));
}

struct grid *ii06_grid(const struct ii06_form *form)
{
	struct grid *grid = grid_new("II.06a", COLUMNS, form->english);
	grid_width(grid, 0, 5);
	grid_width(grid, 1, 34);
	for (int column = 2; column < COLUMNS; column++)
		grid_width(grid, column, 9.5);
	int titles = put_head(form, grid);
	int row = put_titles(form, grid, titles);
	grid->frozen = row;
	grid->repeated_from = titles;
	grid->repeated_to = row - 1;
	row = put_rows(form, grid, row);
	row = put_notes(form, grid, row + 1);
	put_signatures(form, grid, row + 1);
	return grid;
}
