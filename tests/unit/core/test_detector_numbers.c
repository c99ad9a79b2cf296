/* Gaps in the running numbers of a day's cases. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/case/detector_numbers.h"
#include "unit/core/week_fixture.h"

#define DAYS 28

static struct numbered_day days[DAYS];
static struct finding finding;
static const day monday = 20486; /* 2026-02-02 */

static void list(int place, int32_t from, int32_t to)
{
	for (int32_t number = from; number <= to; number++)
		numbered_day_add(&days[place], number);
}

/* Four weeks; on each working day the numbers 1 .. 9. */
static int whole_weeks(void **state)
{
	(void)state;
	memset(days, 0, sizeof(days));
	for (int i = 0; i < DAYS; i++)
		if (i % 7 < 5)
			list(i, 1, 9);
	return 0;
}

static void empty(int place)
{
	days[place] = (struct numbered_day){0};
}

static bool is_gap(int place)
{
	return detect_gap(days, DAYS, monday, (size_t)place, calendar, &finding);
}

static void nothing_is_missing_where_all_numbers_are_listed(void **state)
{
	(void)state;
	for (int i = 0; i < DAYS; i++)
		assert_false(is_gap(i));
}

static void missing_numbers_are_told_with_their_day_and_bounds(void **state)
{
	(void)state;
	empty(9);
	list(9, 1, 3);
	list(9, 6, 6);
	list(9, 9, 12);
	assert_true(is_gap(9));
	assert_int_equal(finding.fact, FACT_LISTED);
	assert_int_equal(finding.confidence, CONFIDENCE_WEAK);
	assert_int_equal(finding.times, 4);
	assert_int_equal(finding.was, 4);
	assert_int_equal(finding.became, 8);
	assert_int_equal(finding.after, zone_midnight(zone, monday + 9));
	assert_int_equal(finding.by, zone_midnight(zone, monday + 10));
	assert_int_equal(finding.at, zone_midnight(zone, monday + 15)); /* Wednesday to Monday */
	assert_false(is_gap(8));
}

static void numbers_missing_at_the_beginning_of_a_day_are_missing(void **state)
{
	(void)state;
	empty(9);
	list(9, 5, 6);
	assert_true(is_gap(9));
	assert_int_equal(finding.was, 1);
	assert_int_equal(finding.became, 4);
}

static void a_gap_that_late_cases_close_is_none(void **state)
{
	(void)state;
	empty(9);
	list(9, 1, 2);
	list(9, 7, 9);
	assert_true(is_gap(9));
	empty(9);
	list(9, 1, 9);
	assert_false(is_gap(9));
}

static void one_or_two_missing_numbers_are_nothing(void **state)
{
	(void)state;
	empty(9);
	list(9, 1, 4);
	list(9, 7, 9);
	assert_false(is_gap(9));
}

static void a_unit_whose_numbers_usually_have_holes_is_not_judged(void **state)
{
	(void)state;
	for (int i = 0; i < DAYS; i += 7) {
		empty(i);
		list(i, 2, 9); /* one in five days: still usual enough */
	}
	empty(9);
	list(9, 1, 2);
	list(9, 7, 9);
	assert_false(is_gap(9)); /* 4 of the other 19 */
	empty(0);
	list(0, 1, 9);
	assert_true(is_gap(9)); /* 3 */
}

static void a_unit_hardly_known_is_not_judged(void **state)
{
	(void)state;
	empty(9);
	list(9, 1, 2);
	list(9, 7, 9);
	for (int i = 10; i < DAYS; i++)
		empty(i);
	assert_false(is_gap(9)); /* 7 whole days */
	list(10, 1, 1);
	assert_true(is_gap(9));
}

static void numbers_that_do_not_run_say_nothing(void **state)
{
	(void)state;
	empty(9);
	list(9, 1, 3);
	list(9, 1000, 1001);
	assert_false(is_gap(9));
	empty(9);
	list(9, 7, 9);
	list(9, 3, 3);
	assert_false(is_gap(9));
}

static void the_days_looked_at_have_settled_and_are_bounded(void **state)
{
	(void)state;
	day from, to;
	day friday = civil_day(2026, 3, 13);
	assert_true(numbered_span(calendar, friday, &from, &to));
	assert_int_equal(to, civil_day(2026, 3, 10));
	assert_int_equal(from, civil_day(2026, 2, 11));
	assert_false(numbered_span(calendar, civil_day(2022, 1, 5), &from, &to));
}

int main(void)
{
#define SENTENCE(name) cmocka_unit_test_setup(name, whole_weeks)
	const struct CMUnitTest tests[] = {
		SENTENCE(nothing_is_missing_where_all_numbers_are_listed),
		SENTENCE(missing_numbers_are_told_with_their_day_and_bounds),
		SENTENCE(numbers_missing_at_the_beginning_of_a_day_are_missing),
		SENTENCE(a_gap_that_late_cases_close_is_none),
		SENTENCE(one_or_two_missing_numbers_are_nothing),
		SENTENCE(a_unit_whose_numbers_usually_have_holes_is_not_judged),
		SENTENCE(a_unit_hardly_known_is_not_judged),
		SENTENCE(numbers_that_do_not_run_say_nothing),
		SENTENCE(the_days_looked_at_have_settled_and_are_bounded),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
