/* What a portal's pages were: asked for again only if they have changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/memory.h"
#include "poll/page_memory.h"

static struct request asked(const char *path)
{
	return (struct request){.method = xstrdup("GET"), .path_query = xstrdup(path)};
}

static const char *header_of(const struct request *request)
{
	return request->headers ? request->headers[0] : "";
}

static void keep(struct page_memory *memory, const char *path, const char *etag,
	const char *last_modified, int64_t records)
{
	struct request request = asked(path);
	struct page_result page = {.records = records};
	page_memory_keep(memory, &request, etag, last_modified, &page);
	request_free(&request);
}

/* What is asked of a path, and how many records its page had (-1: not known). */
static int64_t ask(struct page_memory *memory, const char *path, char header[static 300])
{
	struct request request = asked(path);
	bool known = page_memory_ask(memory, &request);
	const struct page_result *page = page_memory_page(memory, &request);
	int64_t records = known ? page->records : -1;
	assert_true(known == (page != NULL));
	snprintf(header, 300, "%s", header_of(&request));
	request_free(&request);
	return records;
}

static void a_page_is_asked_for_by_the_validator_it_came_with(void **state)
{
	(void)state;
	struct page_memory *memory = page_memory_new();
	char header[300];
	assert_int_equal(ask(memory, "/a", header), -1);
	keep(memory, "/a", "\"1\"", "Sat, 01 Jan 2022 00:00:00 GMT", 7);
	keep(memory, "/b", "", "Sun, 02 Jan 2022 00:00:00 GMT", 8);
	keep(memory, "/c", "", "", 9);
	assert_int_equal(ask(memory, "/a", header), 7);
	assert_string_equal(header, "If-None-Match: \"1\"");
	assert_int_equal(ask(memory, "/b", header), 8);
	assert_string_equal(header, "If-Modified-Since: Sun, 02 Jan 2022 00:00:00 GMT");
	assert_int_equal(ask(memory, "/c", header), -1);
	keep(memory, "/a", "\"2\"", "", 6); /* it changed */
	assert_int_equal(ask(memory, "/a", header), 6);
	assert_string_equal(header, "If-None-Match: \"2\"");
	keep(memory, "/a", "", "", 5); /* and offers nothing any more */
	assert_int_equal(ask(memory, "/a", header), -1);
	page_memory_forget(memory);
	assert_int_equal(ask(memory, "/b", header), -1);
	page_memory_free(memory);
}

static void a_validator_that_is_no_header_is_not_sent_back(void **state)
{
	(void)state;
	struct page_memory *memory = page_memory_new();
	char header[300], longest[400];
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	keep(memory, "/a", "\"1\"\r\nX: y", "", 1);
	keep(memory, "/b", longest, "", 1);
	assert_int_equal(ask(memory, "/a", header), -1);
	assert_int_equal(ask(memory, "/b", header), -1);
	page_memory_free(memory);
}

static void only_a_get_is_asked_so(void **state)
{
	(void)state;
	struct page_memory *memory = page_memory_new();
	struct request request = {
		.method = xstrdup("POST"), .path_query = xstrdup("/a"), .body = xstrdup("{}")};
	struct page_result page = {.records = 1};
	page_memory_keep(memory, &request, "\"1\"", "", &page);
	assert_false(page_memory_ask(memory, &request));
	keep(memory, "/a", "\"1\"", "", 1);
	assert_false(page_memory_ask(memory, &request));
	request_free(&request);
	page_memory_free(memory);
}

static void the_page_not_asked_for_longest_gives_way(void **state)
{
	(void)state;
	struct page_memory *memory = page_memory_new();
	char path[32], header[300];
	for (int i = 0; i < PAGE_MEMORY_MOST; i++) {
		snprintf(path, sizeof(path), "/%d", i);
		keep(memory, path, "\"e\"", "", i);
	}
	assert_int_equal(ask(memory, "/0", header), 0);
	keep(memory, "/new", "\"e\"", "", 1);
	assert_int_equal(ask(memory, "/0", header), 0);
	assert_int_equal(ask(memory, "/new", header), 1);
	assert_int_equal(ask(memory, "/1", header), -1);
	assert_int_equal(ask(memory, "/2", header), 2);
	page_memory_free(memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_asked_for_by_the_validator_it_came_with),
		cmocka_unit_test(a_validator_that_is_no_header_is_not_sent_back),
		cmocka_unit_test(only_a_get_is_asked_so),
		cmocka_unit_test(the_page_not_asked_for_longest_gives_way),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
