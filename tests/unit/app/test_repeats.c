/* Listings that go round in circles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/memory.h"
#include "poll/repeats.h"

static struct repeats repeats;

static int begin(void **state)
{
	(void)state;
	repeats_begin(&repeats);
	return 0;
}

static int end(void **state)
{
	(void)state;
	repeats_free(&repeats);
	return 0;
}

/* A page with these codes, a letter each: the second in a row that brought nothing new? */
static bool page(const char *codes)
{
	repeats_page(&repeats);
	for (size_t i = 0; codes[i]; i++)
		repeats_code(&repeats, (struct slice){codes + i, 1});
	return repeats_end(&repeats, (int64_t)strlen(codes)) >= 2;
}

static void pages_with_new_cases_are_no_circle(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("cde")); /* a list that moved */
	assert_false(page("efg"));
	assert_false(page("abd"));
}

static void the_same_page_again_and_again_is_a_circle_at_its_third_time(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("abc"));
	assert_true(page("cab")); /* in whatever order */
}

static void pages_of_records_without_a_code_are_no_circle(void **state)
{
	(void)state;
	for (int i = 0; i < 4; i++) {
		repeats_page(&repeats);
		repeats_code(&repeats, (struct slice){"", 0});
		repeats_code(&repeats, (struct slice){"", 0});
		assert_false(repeats_end(&repeats, 2));
	}
}

static void beginning_again_after_the_last_page_is_a_circle_at_the_second_page(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("def"));
	assert_false(page("ghi"));
	assert_false(page("abc"));
	assert_true(page("def"));
}

static void one_page_seen_twice_is_an_accident(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("abc"));
	assert_false(page("def"));
	assert_false(page("def"));
	assert_false(page("ghi"));
}

static void what_came_of_a_broken_page_is_forgotten(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("abc"));
	repeats_page(&repeats);
	repeats_code(&repeats, (struct slice){"x", 1}); /* and then it broke off */
	assert_true(page("abc"));
}

static void a_page_that_had_not_changed_tells_nothing(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("abc"));
	repeats_page(&repeats);
	assert_false(repeats_end(&repeats, 3)); /* 304: no records came */
	assert_false(page("abc"));
	assert_true(page("abc"));
}

static void another_listing_may_show_the_same(void **state)
{
	(void)state;
	assert_false(page("abc"));
	assert_false(page("abc"));
	repeats_begin(&repeats);
	assert_false(page("abc"));
	assert_false(page(""));
	assert_false(page(""));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		TEST(pages_with_new_cases_are_no_circle),
		TEST(the_same_page_again_and_again_is_a_circle_at_its_third_time),
		TEST(pages_of_records_without_a_code_are_no_circle),
		TEST(beginning_again_after_the_last_page_is_a_circle_at_the_second_page),
		TEST(one_page_seen_twice_is_an_accident),
		TEST(what_came_of_a_broken_page_is_forgotten),
		TEST(a_page_that_had_not_changed_tells_nothing),
		TEST(another_listing_may_show_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
