/* CSV in, however it was saved and cut; CSV out that a spreadsheet shows and never runs. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/csv.h"

static int on_record(void *user, int line, const struct slice *cells, int count)
{
	struct text *trace = user;
	text_printf(trace, "%d:", line);
	for (int i = 0; i < count; i++)
		text_printf(trace, "<%.*s>", SLICE_ARGS(cells[i]));
	text_add(trace, "\n");
	return 0;
}

static int read_in(char separator, struct slice csv, size_t step, size_t most, struct text *trace,
	struct error *error)
{
	struct csv_reader *reader = csv_reader_new(separator, most, on_record, trace);
	int status = 0;
	for (size_t i = 0; i < csv.length && !status; i += step) {
		size_t length = csv.length - i < step ? csv.length - i : step;
		status = csv_feed(reader, csv.data + i, length, error);
	}
	if (!status)
		status = csv_end(reader, error);
	csv_reader_free(reader);
	return status;
}

/* Reads in every cut and compares. */
static void reads(char separator, const char *csv, const char *want)
{
	for (size_t step = 1; step <= strlen(csv) + 1; step++) {
		struct text trace = {0};
		struct error error = {""};
		assert_int_equal(read_in(separator, slice_of(csv), step, 0, &trace, &error), 0);
		assert_string_equal(text_slice(&trace).data, want);
		text_free(&trace);
	}
}

static int fails(const char *csv, size_t most, struct error *error)
{
	struct text trace = {0};
	int status = read_in(',', slice_of(csv), 3, most, &trace, error);
	text_free(&trace);
	return status;
}

static void every_kind_of_line_end_ends_a_record(void **state)
{
	(void)state;
	reads(',', "a,b\r\nc,d\ne,f\rg,h", "1:<a><b>\n2:<c><d>\n3:<e><f>\n4:<g><h>\n");
}

static void quotes_hold_separators_line_ends_and_quotes(void **state)
{
	(void)state;
	reads(',', "\"a,\"\"b\"\"\r\nc\",d\n\"\",x\n", "1:<a,\"b\"\r\nc><d>\n3:<><x>\n");
}

static void empty_lines_are_passed_over_but_empty_cells_are_not(void **state)
{
	(void)state;
	reads(',', "\n\na,,\n\r\n\"\"\n,\n", "3:<a><><>\n5:<>\n6:<><>\n");
}

static void a_byte_order_mark_is_not_part_of_the_first_cell(void **state)
{
	(void)state;
	reads(',',
		"\xEF\xBB\xBF"
		"code,name\n",
		"1:<code><name>\n");
	reads(0,
		"\xEF\xBB\xBF"
		"code;name\n",
		"1:<code><name>\n");
	reads(',', "\xEF\xBBx\n", "1:<\xEF\xBBx>\n");
	reads(',', "\xEF\xBB", "1:<\xEF\xBB>\n");
}

static void the_separator_is_the_one_the_first_record_holds_most(void **state)
{
	(void)state;
	reads(0, "a;b,c;d\n1;2;3\n", "1:<a><b,c><d>\n2:<1><2><3>\n");
	reads(0, "a\tb\n1\t2\n", "1:<a><b>\n2:<1><2>\n");
	reads(0, "\r\n\"x;y;z\",b,c\n", "2:<x;y;z><b><c>\n");
	reads(0, "only", "1:<only>\n");
}

static void a_quote_inside_a_cell_stands_for_itself(void **state)
{
	(void)state;
	reads(',', "5\" pipe,b\"c\"\n", "1:<5\" pipe><b\"c\">\n");
}

static void wrong_quotes_are_named_with_their_line(void **state)
{
	(void)state;
	struct error error;
	assert_int_equal(fails("a,b\n\"c\"d,e\n", 0, &error), -EBADMSG);
	assert_string_equal(error.text, "line 2: text after a closing quote");
	assert_int_equal(fails("a\n\nb,\"c\nd", 0, &error), -EBADMSG);
	assert_string_equal(error.text, "line 3: a quote is not closed");
}

static void a_record_is_bounded_by_bytes_and_by_cells(void **state)
{
	(void)state;
	struct error error;
	assert_int_equal(fails("short\nlonger than ten\n", 10, &error), -EBADMSG);
	assert_string_equal(error.text, "line 2: the record is too long");
	assert_int_equal(fails(",,,,,,,,,,,,,,,,,,\n", 10, &error), -EBADMSG);
	assert_int_equal(fails("ten bytes!\nten bytes!\n", 11, &error), 0);
}

static int stop(void *user, int line, const struct slice *cells, int count)
{
	(void)line, (void)cells, (void)count;
	++*(int *)user;
	return -ECANCELED;
}

static void a_callback_that_refuses_ends_the_reading(void **state)
{
	(void)state;
	int calls = 0;
	struct error error;
	struct csv_reader *reader = csv_reader_new(',', 0, stop, &calls);
	assert_int_equal(csv_feed(reader, "a\nb\n", 4, &error), -ECANCELED);
	assert_int_equal(csv_end(reader, &error), -ECANCELED);
	assert_int_equal(calls, 1);
	csv_reader_free(reader);
}

static void writes(const char *cell, const char *want)
{
	struct text out = {0};
	csv_add_cell(&out, slice_of(cell), true);
	assert_string_equal(text_slice(&out).data, want);
	text_free(&out);
}

static void a_cell_that_would_run_as_a_formula_does_not(void **state)
{
	(void)state;
	writes("=1+1", "\"'=1+1\"");
	writes("+cmd", "\"'+cmd\"");
	writes("@SUM(A1)", "\"'@SUM(A1)\"");
	writes("-x", "\"'-x\"");
	writes("\tx", "\"'\tx\"");
	writes("-12", "-12");
	writes("-12.5", "-12.5");
	writes("+842513822888", "+842513822888");
	writes("-1-2", "\"'-1-2\"");
}

static void a_cell_is_quoted_only_when_it_must_be(void **state)
{
	(void)state;
	writes("Tiến Thành", "Tiến Thành");
	writes("a,b", "\"a,b\"");
	writes("say \"hi\"", "\"say \"\"hi\"\"\"");
	writes("two\nlines", "\"two\nlines\"");
	writes("", "");
	writes(" x", "\" x\"");
}

static void what_is_written_reads_back(void **state)
{
	(void)state;
	unsigned seed = 404;
	print_message("seed %u\n", seed);
	srand(seed);
	static const char alphabet[] = "ab\",;\n\r\t 1";
	for (int round = 0; round < 2000; round++) {
		struct text csv = {0}, want = {0}, trace = {0};
		text_add(&want, "1:");
		for (int cell = 0; cell < 3; cell++) {
			char bytes[6];
			size_t length = (size_t)rand() % sizeof(bytes);
			for (size_t i = 0; i < length; i++)
				bytes[i] = alphabet[(size_t)rand() % (sizeof(alphabet) - 1)];
			if (length && (bytes[0] == '\t' || bytes[0] == '\r'))
				bytes[0] = 'x'; /* those get an apostrophe */
			struct slice slice = {bytes, length};
			csv_add_cell(&csv, slice, cell == 0);
			text_printf(&want, "<%.*s>", SLICE_ARGS(slice));
		}
		csv_end_record(&csv);
		text_add(&want, "\n");
		struct error error;
		assert_int_equal(read_in(',', text_slice(&csv), 2, 0, &trace, &error), 0);
		assert_string_equal(trace.data, want.data);
		text_free(&csv);
		text_free(&want);
		text_free(&trace);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_line_end_ends_a_record),
		cmocka_unit_test(quotes_hold_separators_line_ends_and_quotes),
		cmocka_unit_test(empty_lines_are_passed_over_but_empty_cells_are_not),
		cmocka_unit_test(a_byte_order_mark_is_not_part_of_the_first_cell),
		cmocka_unit_test(the_separator_is_the_one_the_first_record_holds_most),
		cmocka_unit_test(a_quote_inside_a_cell_stands_for_itself),
		cmocka_unit_test(wrong_quotes_are_named_with_their_line),
		cmocka_unit_test(a_record_is_bounded_by_bytes_and_by_cells),
		cmocka_unit_test(a_callback_that_refuses_ends_the_reading),
		cmocka_unit_test(a_cell_that_would_run_as_a_formula_does_not),
		cmocka_unit_test(a_cell_is_quoted_only_when_it_must_be),
		cmocka_unit_test(what_is_written_reads_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
