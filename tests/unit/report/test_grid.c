/* Sheets as cells: rows as high as their words need, and what stands around a table. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "report/document.h"

static const struct table_column columns[] = {
	{"code", "Mã", ALIGN_LEFT, false},
	{"rate", "Tỷ lệ đúng hạn %", ALIGN_RIGHT, true},
	{"why", "Lý do", ALIGN_LEFT, false},
};

/* So many words in the last cell of each row. */
static struct table *words(const int *counts, size_t rows)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	for (size_t i = 0; i < rows; i++) {
		cleanup(text_free) struct text why = {0};
		for (int word = 0; word < counts[i]; word++)
			text_add(&why, word ? " quá hạn lâu nhất" : "quá hạn lâu nhất");
		table_add(table, "G15-BTXH01");
		table_add(table, "98.33");
		table_add(table, why.data);
	}
	return table;
}

static double height(const struct grid *grid, int row)
{
	return (size_t)row < grid->height_count ? grid->heights[row] : 0;
}

static const struct grid_cell *cell_with(const struct grid *grid, const char *text)
{
	for (size_t i = 0; i < grid->count; i++)
		if (grid->cells[i].text && strcmp(grid->cells[i].text, text) == 0)
			return &grid->cells[i];
	fail_msg("no cell says %s", text);
	return NULL;
}

static void a_row_is_as_high_as_its_longest_cell_needs(void **state)
{
	(void)state;
	const int counts[] = {1, 5, 10, 20};
	struct table *table = words(counts, ARRAY_SIZE(counts));
	struct grid *grid = grid_of_table(table, "Danh sách", false, "DANH SÁCH", NULL, 0);
	int first = grid->filter_row + 1;
	assert_true(height(grid, first) == 0); /* one line: what the program likes */
	assert_true(height(grid, first + 1) >= 2 * 15);
	assert_true(height(grid, first + 2) > height(grid, first + 1));
	assert_true(height(grid, first + 3) > height(grid, first + 2));
	grid_free(grid);
	table_free(table);
}

static void no_row_is_higher_than_a_sheet_allows(void **state)
{
	(void)state;
	const int counts[] = {2000};
	struct table *table = words(counts, 1);
	struct grid *grid = grid_of_table(table, "Danh sách", false, "DANH SÁCH", NULL, 0);
	assert_true(height(grid, grid->filter_row + 1) == 409);
	grid_free(grid);
	table_free(table);
}

/* The titles above narrow columns break, and none is cut off. */
static void titles_have_room_for_all_their_lines(void **state)
{
	(void)state;
	const int counts[] = {1};
	struct table *table = words(counts, 1);
	struct grid *grid = grid_of_table(table, "Danh sách", false, NULL, NULL, 0);
	double width = grid->widths[1];
	assert_true(width < 16 && width >= 6); /* not as wide as the whole title */
	assert_true(height(grid, 0) >= 3 * 15);
	grid_free(grid);
	table_free(table);
}

static void empty_lines_take_no_row(void **state)
{
	(void)state;
	const int counts[] = {1};
	const char *const lines[] = {"Tính đến 18:00 20/11/2026", "", NULL};
	struct table *table = words(counts, 1);
	struct grid *grid = grid_of_table(table, "Danh sách", false, "DANH SÁCH", lines, 3);
	assert_int_equal(grid->filter_row, 3); /* title, line, space */
	grid_free(grid);
	table_free(table);
}

static void a_section_of_a_document_says_all_on_its_sheet(void **state)
{
	(void)state;
	struct document *document = document_new("PHIẾU THÔNG TIN", false);
	struct grid *grid;
	document_line(document, "Kỳ từ 15/12/2022 đến 14/06/2023");
	document_section(document, "none", "Giải trình đã ghi nhận",
		table_new(columns, ARRAY_SIZE(columns)), "Không có.");
	document_note(document, "CHƯA BIẾT: hentra bắt đầu theo dõi từ 17:00 14/06/2023.");
	document_grids(document, &grid);
	const struct grid_cell *title = cell_with(grid, "Giải trình đã ghi nhận");
	assert_int_equal(title->style, GRID_STRONG);
	assert_int_equal(title->row, grid->filter_row - 1);
	assert_int_equal(cell_with(grid, "Không có.")->row, grid->filter_row + 1);
	assert_int_equal(cell_with(grid, "Ghi chú:")->style, GRID_STRONG);
	assert_int_equal(grid->filter_to, grid->filter_row); /* nothing to filter */
	assert_int_equal(grid->repeated_from, grid->filter_row);
	grid_free(grid);
	document_free(document);
}

static void codes_are_not_broken_on_paper(void **state)
{
	(void)state;
	const int counts[] = {2};
	cleanup(text_free) struct text page = {0};
	struct document *document = document_new("PHIẾU", false);
	document_section(document, "list", "Danh sách", words(counts, 1), "");
	document_write_html(document, &page);
	assert_non_null(strstr(page.data, "<td class=\"word\">G15-BTXH01</td>"));
	assert_non_null(strstr(page.data, "<td>quá hạn"));
	assert_non_null(strstr(page.data, "td.word { white-space: nowrap; }"));
	assert_non_null(strstr(page.data, "counter(page)"));
	document_free(document);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_row_is_as_high_as_its_longest_cell_needs),
		cmocka_unit_test(no_row_is_higher_than_a_sheet_allows),
		cmocka_unit_test(titles_have_room_for_all_their_lines),
		cmocka_unit_test(empty_lines_take_no_row),
		cmocka_unit_test(a_section_of_a_document_says_all_on_its_sheet),
		cmocka_unit_test(codes_are_not_broken_on_paper),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
