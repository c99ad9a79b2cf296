#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "sheet/sheet.h"

static const struct table_column columns[] = {
	{"code", "Mã hồ sơ", ALIGN_LEFT, false},
	{"due", "Ngày hẹn trả", ALIGN_LEFT, false, true},
	{"days", "Số ngày quá hạn", ALIGN_RIGHT, true},
	{"share", "Tỷ lệ %", ALIGN_RIGHT, true},
};

static struct table *some_cases(int count)
{
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	for (int i = 0; i < count; i++) {
		table_add(table, i % 2 ? "=1+1" : "H56.14-240823-0001");
		table_add(table, i % 3 ? "2026-11-20" : "20/11/2026");
		table_add_number(table, i);
		table_add(table, i % 5 ? "98.33" : NULL);
	}
	return table;
}

static void write_cases(int count, struct text *out)
{
	const char *const lines[] = {"Phường Tiến Thành", "Tính đến 18:00 20/11/2026"};
	struct sheet_properties properties = {"Hồ sơ quá hạn", "UBND tỉnh", 1795190400000};
	struct table *table = some_cases(count);
	struct error error = {0};
	assert_int_equal(sheet_write_table(table, "Hồ sơ quá hạn", false, "HỒ SƠ QUÁ HẠN", lines, 2,
				 &properties, out, &error),
		0);
	table_free(table);
}

static bool contains(const struct text *text, const char *bytes)
{
	return memmem(text->data, text->length, bytes, strlen(bytes)) != NULL;
}

static void a_workbook_is_a_zip_archive_with_its_parts(void **state)
{
	(void)state;
	cleanup(text_free) struct text out = {0};
	write_cases(7, &out);
	assert_true(out.length > 1000);
	assert_memory_equal(out.data, "PK\x03\x04", 4);
	assert_true(contains(&out, "xl/worksheets/sheet1.xml"));
	assert_true(contains(&out, "xl/sharedStrings.xml"));
}

static void the_same_table_gives_the_same_bytes(void **state)
{
	(void)state;
	for (int count = 0; count < 200; count += 67) {
		cleanup(text_free) struct text first = {0};
		cleanup(text_free) struct text second = {0};
		write_cases(count, &first);
		write_cases(count, &second);
		assert_int_equal(first.length, second.length);
		assert_memory_equal(first.data, second.data, first.length);
	}
}

static void what_was_in_the_text_before_stays(void **state)
{
	(void)state;
	cleanup(text_free) struct text out = {0};
	text_add(&out, "before");
	write_cases(1, &out);
	assert_memory_equal(out.data, "beforePK", 8);
}

static void sheets_of_one_name_are_told_apart(void **state)
{
	(void)state;
	const char *const names[] = {"Trend: [a/b]", "trend   a b ", "", "",
		"Một cái tên rất dài của một trang tính nào đó",
		"Một cái tên rất dài của một trang "
		"tính nào đó"};
	struct grid *grids[ARRAY_SIZE(names)];
	cleanup(text_free) struct text out = {0};
	struct error error = {0};
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		grids[i] = grid_new(names[i], 2, true);
		grid_text(grids[i], 0, 0, GRID_CELL, "\xFF broken \xEF\xBF\xBF bytes \x01");
		grid_span(grids[i], 1, 0, 2, 2, GRID_HEAD, "merged");
	}
	assert_int_equal(sheet_write((const struct grid *const *)grids, ARRAY_SIZE(names),
				 &(struct sheet_properties){0}, &out, &error),
		0);
	assert_true(contains(&out, "xl/worksheets/sheet6.xml"));
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		grid_free(grids[i]);
}

static void more_rows_than_a_sheet_holds_are_refused(void **state)
{
	(void)state;
	struct grid *grid = grid_new("many", 1, true);
	const struct grid *grids[] = {grid};
	cleanup(text_free) struct text out = {0};
	struct error error = {0};
	grid_text(grid, 1048576, 0, GRID_CELL, "one too many");
	assert_true(sheet_write(grids, 1, &(struct sheet_properties){0}, &out, &error) < 0);
	assert_non_null(strstr(error.text, "1048576"));
	assert_int_equal(out.length, 0);
	grid_free(grid);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_workbook_is_a_zip_archive_with_its_parts),
		cmocka_unit_test(the_same_table_gives_the_same_bytes),
		cmocka_unit_test(what_was_in_the_text_before_stays),
		cmocka_unit_test(sheets_of_one_name_are_told_apart),
		cmocka_unit_test(more_rows_than_a_sheet_holds_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
