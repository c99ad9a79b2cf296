#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "report/table.h"
#include "report/width.h"

static void width_counts_what_is_seen(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t width;
	} rows[] = {
		{"", 0},
		{"overdue", 7},
		{"Tiến Thành", 10}, /* composed */
		{"Tie\u0302\u0301n Tha\u0300nh", 10}, /* the same, decomposed */
		{"Phường Ổ Quạ", 12},
		{"漢字", 4},
		{"한글", 4},
		{"ＡＢ", 4}, /* full width */
		{"😀", 2},
		{"a\u200Bb", 2}, /* zero width space */
		{"\xFF\xFE", 2}, /* invalid bytes */
		{"–→≥−“”", 6},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		assert_int_equal(display_width(slice_of(rows[i].text)), rows[i].width);
}

static void what_is_too_wide_is_clipped_between_characters(void **state)
{
	(void)state;
	static const struct {
		const char *text, *clipped;
	} rows[] = {
		{"", ""}, {"sáu chữ", "sáu chữ"}, {"tám chữ.", "tám ch…"},
		{"漢字漢字",
			"漢字漢…"}, /* two columns each: a fourth would end behind the seventh */
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cleanup(text_free) struct text out = {0};
		text_add(&out, "");
		clip_add(&out, slice_of(rows[i].text), 7);
		assert_string_equal(out.data, rows[i].clipped);
	}
}

static void wrapping_keeps_every_word_and_no_line_is_too_wide(void **state)
{
	(void)state;
	const char *words =
		"Đề nghị chỉ đạo giải quyết dứt điểm các hồ sơ dưới đây, thực hiện xin lỗi "
		"và hẹn lại ngày trả kết quả theo quy định.";
	for (size_t most = 10; most < 140; most++) {
		cleanup(text_free) struct text out = {0};
		wrap_add(&out, slice_of(words), most, 0, "  ");
		struct slice rest = text_slice(&out), line;
		while (slice_split(&rest, '\n', &line))
			assert_true(display_width(line) <= most);
		for (size_t i = 0; i + 2 < out.length; i++) {
			if (out.data[i] == '\n') {
				assert_true(strncmp(out.data + i, "\n  ", 3) == 0);
				memmove(out.data + i + 1, out.data + i + 3, out.length - i - 2);
				out.length -= 2;
				out.data[i] = ' ';
			}
		}
		assert_string_equal(out.data, words);
	}
}

static void a_word_longer_than_the_line_stands_alone(void **state)
{
	(void)state;
	cleanup(text_free) struct text out = {0};
	wrap_add(&out, SLICE("a https://example.gov.vn/very/long b"), 10, 0, "");
	assert_string_equal(out.data, "a\nhttps://example.gov.vn/very/long\nb");
	text_clear(&out);
	wrap_add(&out, SLICE("  two   blanks  "), 20, 0, "");
	assert_string_equal(out.data, "two blanks");
}

static struct table *small_table(void)
{
	static const struct table_column columns[] = {
		{"name", "Đơn vị", ALIGN_LEFT, false},
		{"overdue", "Quá hạn", ALIGN_RIGHT, true},
		{"rate", "Đúng hạn", ALIGN_RIGHT, true},
		{"note", "Ghi chú", ALIGN_LEFT, false},
	};
	struct table *table = table_new(columns, ARRAY_SIZE(columns));
	table_add(table, "Phường Tiến Thành");
	table_add_number(table, 30);
	table_add(table, "0.9866");
	table_add(table, "a \"b\", <c>");
	table_add(table, "Tie\u0302\u0301n\nThành");
	table_add_number(table, -1);
	table_add(table, NULL);
	table_add(table, "");
	table_add(table, "=1+1");
	return table; /* its last row is not full */
}

static void text_is_aligned_by_what_is_seen(void **state)
{
	(void)state;
	struct table *table = small_table();
	cleanup(text_free) struct text out = {0};
	assert_int_equal(table_rows(table), 3);
	table_write_text(table, &out);
	assert_string_equal(out.data, "Đơn vị             Quá hạn  Đúng hạn  Ghi chú\n"
				      "Phường Tiến Thành       30    0.9866  a \"b\", <c>\n"
				      "Tie\u0302\u0301n Thành              -1         -\n"
				      "=1+1                     -         -  -\n");
	table_free(table);
}

static void csv_html_and_json_hold_the_same_cells(void **state)
{
	(void)state;
	struct table *table = small_table();
	cleanup(text_free) struct text csv = {0}, html = {0}, json = {0};
	table_write_csv(table, &csv);
	assert_string_equal(csv.data, "name,overdue,rate,note\r\n"
				      "Phường Tiến Thành,30,0.9866,\"a \"\"b\"\", <c>\"\r\n"
				      "\"Tie\u0302\u0301n\nThành\",-1,,\r\n"
				      "\"'=1+1\",,,\r\n");
	table_write_html(table, &html);
	assert_non_null(strstr(html.data, "<th scope=\"col\" class=\"number\">Quá hạn</th>"));
	assert_non_null(strstr(html.data, "<td class=\"word\">a &quot;b&quot;, &lt;c&gt;</td>"));
	assert_non_null(strstr(html.data, "<td class=\"number\">30</td>"));
	assert_non_null(strstr(html.data, "<td class=\"number\">–</td>"));
	assert_non_null(strstr(html.data, "<td>Phường Tiến Thành</td>")); /* it may break */
	struct json_writer writer = {.out = &json};
	json_object(&writer, NULL);
	table_write_json(table, &writer, "rows");
	json_object_end(&writer);
	assert_string_equal(json.data,
		"{\"rows\":[{\"name\":\"Phường Tiến Thành\",\"overdue\":30,\"rate\":0.9866,"
		"\"note\":\"a \\\"b\\\", <c>\"},"
		"{\"name\":\"Tie\u0302\u0301n\\nThành\",\"overdue\":-1,\"rate\":null,\"note\":\"\"}"
		","
		"{\"name\":\"=1+1\",\"overdue\":null,\"rate\":null,\"note\":null}]}");
	table_free(table);
}

static void a_number_column_holds_numbers_or_says_otherwise(void **state)
{
	(void)state;
	static const struct table_column columns[] = {{"n", "N", ALIGN_RIGHT, true}};
	static const char *const cells[][2] = {{"0", "0"}, {"-7", "-7"}, {"10.50", "10.50"},
		{"007", "\"007\""}, {"1e5", "\"1e5\""}, {"", "\"\""}, {"-", "\"-\""},
		{"1.", "\"1.\""}, {"57,7%", "\"57,7%\""},
		{"99999999999999999999", "\"99999999999999999999\""}};
	for (size_t i = 0; i < ARRAY_SIZE(cells); i++) {
		struct table *table = table_new(columns, 1);
		cleanup(text_free) struct text json = {0}, expected = {0};
		struct json_writer writer = {.out = &json};
		table_add(table, cells[i][0]);
		table_write_json(table, &writer, NULL);
		text_printf(&expected, "[{\"n\":%s}]", cells[i][1]);
		assert_string_equal(json.data, expected.data);
		table_free(table);
	}
}

static void an_empty_table_is_its_titles(void **state)
{
	(void)state;
	static const struct table_column columns[] = {{"n", "N", ALIGN_RIGHT, true}};
	struct table *table = table_new(columns, 1);
	cleanup(text_free) struct text text = {0}, json = {0};
	struct json_writer writer = {.out = &json};
	table_write_text(table, &text);
	table_write_json(table, &writer, NULL);
	assert_string_equal(text.data, "N\n");
	assert_string_equal(json.data, "[]");
	table_free(table);
	table_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(width_counts_what_is_seen),
		cmocka_unit_test(what_is_too_wide_is_clipped_between_characters),
		cmocka_unit_test(wrapping_keeps_every_word_and_no_line_is_too_wide),
		cmocka_unit_test(a_word_longer_than_the_line_stands_alone),
		cmocka_unit_test(text_is_aligned_by_what_is_seen),
		cmocka_unit_test(csv_html_and_json_hold_the_same_cells),
		cmocka_unit_test(a_number_column_holds_numbers_or_says_otherwise),
		cmocka_unit_test(an_empty_table_is_its_titles),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
