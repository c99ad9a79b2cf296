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
	{.name = "code", .title = "Mã hồ sơ"},
	{.name = "closed", .title = "Đến ngày", .date = true},
	{.name = "note", .title = "Lý do", .optional = true},
};

/* A document of one section: `count` rows, the last of them with a note (NULL: it has none). */
static struct document *some_document(int count, const char *note)
{
	struct document *document = document_new("PHIẾU", false);
	struct table *table = table_new(columns, 3);
	for (int i = 0; i < count; i++) {
		char code[16];
		snprintf(code, sizeof(code), "HS-%02d", i);
		table_add(table, code);
		table_add(table, NULL);
		table_add(table, i + 1 == count ? note : NULL);
	}
	document_section(document, "list", "Danh sách", table, "Không có.");
	return document;
}

struct written {
	struct text text, html, json;
};

static void write_all(struct document *document, struct written *written)
{
	struct json_writer json = {.out = &written->json};
	document_write_text(document, &written->text);
	document_write_html(document, &written->html);
	json_object(&json, NULL);
	document_write_json(document, &json);
	json_object_end(&json);
	text_add_char(&written->json, '\0');
	document_free(document);
}

static void written_free(struct written *written)
{
	text_free(&written->text);
	text_free(&written->html);
	text_free(&written->json);
}

static bool has(const struct text *text, const char *words)
{
	return memmem(text->data, text->length, words, strlen(words)) != NULL;
}

/* Paper has no room for a column that says nothing; programs find every member. A date that is absent
 * says something: it is not over. */
static void a_column_that_may_be_left_out_is_left_out_when_no_row_has_it(void **state)
{
	(void)state;
	cleanup(written_free) struct written without = {0}, with = {0};
	write_all(some_document(3, NULL), &without);
	assert_false(has(&without.text, "Lý do"));
	assert_false(has(&without.html, "Lý do"));
	assert_true(has(&without.text, "Đến ngày") && has(&without.html, "Đến ngày"));
	assert_true(has(&without.json, "\"note\":null"));
	write_all(some_document(3, "chờ đo đạc"), &with);
	assert_true(has(&with.text, "Lý do") && has(&with.text, "chờ đo đạc"));
	assert_true(has(&with.html, "Lý do") && has(&with.html, "chờ đo đạc"));
}

/* A short table moves to the next page as a whole; a long one goes on there under its titles. */
static void short_sections_are_printed_whole(void **state)
{
	(void)state;
	cleanup(written_free) struct written brief = {0}, lengthy = {0};
	write_all(some_document(12, NULL), &brief);
	assert_true(has(&brief.html, "<section class=\"whole\">\n<h2>Danh sách</h2>"));
	write_all(some_document(100, NULL), &lengthy);
	assert_true(has(&lengthy.html, "<section>\n<h2>Danh sách</h2>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_column_that_may_be_left_out_is_left_out_when_no_row_has_it),
		cmocka_unit_test(short_sections_are_printed_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
