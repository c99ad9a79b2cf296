/* The INI dialect: what is read, and that one wrong line never hides the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/ini.h"
#include "base/text.h"

static void on_line(void *user, const struct ini_line *line)
{
	struct text *trace = user;
	if (line->key.length)
		text_printf(trace, "%d %.*s/%.*s %.*s=<%.*s>\n", line->line, SLICE_ARGS(line->kind),
			SLICE_ARGS(line->name), SLICE_ARGS(line->key), SLICE_ARGS(line->value));
	else
		text_printf(trace, "%d [%.*s/%.*s]\n", line->line, SLICE_ARGS(line->kind),
			SLICE_ARGS(line->name));
}

static void on_problem(void *user, const char *file, int line, const char *sentence)
{
	assert_string_equal(file, "x.conf");
	text_printf(user, "%d !%s\n", line, sentence);
}

static void reads_slice(struct slice content, const char *want)
{
	struct text trace = {0};
	/* an exact copy lets the sanitizer see a read past the end */
	char *copy = malloc(content.length ? content.length : 1);
	memcpy(copy, content.data, content.length);
	ini_read("x.conf", (struct slice){copy, content.length}, on_line, on_problem, &trace);
	assert_string_equal(text_slice(&trace).data, want);
	free(copy);
	text_free(&trace);
}

static void reads(const char *content, const char *want)
{
	reads_slice(slice_of(content), want);
}

static void sections_and_keys_come_with_their_lines(void **state)
{
	(void)state;
	reads("# head\n[hentra]\nprovince = 75\n\n[portal dong nai]\nurl=https://x\n",
		"2 [hentra/]\n3 hentra/ province=<75>\n5 [portal/dong nai]\n"
		"6 portal/dong nai url=<https://x>\n");
}

static void a_comment_begins_a_line_or_follows_white_space(void **state)
{
	(void)state;
	reads("[a] # section\nk = v # comment\nl = v#not\nm = # nothing\n\t# indented\nn =\n",
		"1 [a/]\n2 a/ k=<v>\n3 a/ l=<v#not>\n4 a/ m=<>\n6 a/ n=<>\n");
}

static void quotes_keep_blanks_and_signs(void **state)
{
	(void)state;
	reads("[a]\nk = \" x # y \" # c\nl = \"say \\\"hi\\\" \\\\ o\"\nm = \"\"\nn = a \"b\"\n",
		"1 [a/]\n2 a/ k=< x # y >\n3 a/ l=<say \"hi\" \\ o>\n4 a/ m=<>\n5 a/ n=<a "
		"\"b\">\n");
}

static void a_line_with_white_space_first_goes_on_with_the_value(void **state)
{
	(void)state;
	reads("[a]\nk = one # 1\n  two # 2\n# between\n\tthree\nl =\n  x\n",
		"1 [a/]\n2 a/ k=<one two three>\n6 a/ l=<x>\n");
	reads("[a]\nk = one\n\n  two\n",
		"1 [a/]\n2 a/ k=<one>\n4 !the line begins with white space, but there is no value "
		"before it to go on with\n");
}

static void crlf_a_byte_order_mark_and_a_missing_last_line_end_are_fine(void **state)
{
	(void)state;
	reads("\xEF\xBB\xBF[a]\r\nk = v\r\n\r\n[b]", "1 [a/]\n2 a/ k=<v>\n4 [b/]\n");
	reads("", "");
	reads("\n", "");
}

static void a_wrong_line_is_named_and_the_rest_is_read(void **state)
{
	(void)state;
	reads("[a]\nnonsense\n= v\nk = \"open\nl = \"x\" y\nm = \"\\n\"\nn = v\n",
		"1 [a/]\n2 !the line is neither [section] nor key = value\n"
		"3 !the line is neither [section] nor key = value\n"
		"4 !a quote is not closed on its line\n5 !text after the closing quote\n"
		"6 !only \\\" and \\\\ are escapes inside quotes\n7 a/ n=<v>\n");
}

static void keys_of_a_wrong_section_are_passed_over(void **state)
{
	(void)state;
	reads("[a\nk = v\n  more\n[]\nl = v\n[b]x\n[[c]]\nm = v\n[d]\nn = v\n",
		"1 !a section line must end with ]\n4 !a section line is [section] or [kind name]\n"
		"6 !a section line must end with ]\n7 !a section line is [section] or [kind name]\n"
		"9 [d/]\n10 d/ n=<v>\n");
}

static void a_key_before_any_section_has_no_section(void **state)
{
	(void)state;
	reads("k = v\n", "1 / k=<v>\n");
}

static void bytes_that_no_text_has_are_named(void **state)
{
	(void)state;
	reads_slice(SLICE("[a]\nk = v\0w\nl = \x01\nm = \xC3(\nn = \xC3\xA0\n"),
		"1 [a/]\n2 !the line holds a NUL byte\n3 !the line holds a control character\n"
		"4 !the line is not UTF-8: save the file as UTF-8\n5 a/ n=<à>\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_and_keys_come_with_their_lines),
		cmocka_unit_test(a_comment_begins_a_line_or_follows_white_space),
		cmocka_unit_test(quotes_keep_blanks_and_signs),
		cmocka_unit_test(a_line_with_white_space_first_goes_on_with_the_value),
		cmocka_unit_test(crlf_a_byte_order_mark_and_a_missing_last_line_end_are_fine),
		cmocka_unit_test(a_wrong_line_is_named_and_the_rest_is_read),
		cmocka_unit_test(keys_of_a_wrong_section_are_passed_over),
		cmocka_unit_test(a_key_before_any_section_has_no_section),
		cmocka_unit_test(bytes_that_no_text_has_are_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
