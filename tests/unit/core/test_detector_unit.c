/* Silent units, and closings in a mass before a report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/detector_unit.h"

static struct zone *zone;
static struct calendar *calendar;

static int setup(void **state)
{
	(void)state;
	struct calendar_year years[6];
	struct calendar_plan plan = {
		.years = years, .year_count = 6, .first_year = 2022, .last_year = 2027};
	for (int i = 0; i < 6; i++)
		years[i] = (struct calendar_year){2022 + i, "made up"};
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	zone = zone_fixed(7 * 3600);
	return calendar_new(&plan, zone, &calendar, NULL);
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(calendar);
	zone_free(zone);
	return 0;
}

/* Each `gap` days, `received` cases come and as many go; returns how many days were written. */
static size_t busy(struct unit_day *days, day first, int spans, int gap, int64_t received)
{
	for (int i = 0; i < spans; i++)
		days[i] = (struct unit_day){first + i * gap, i * received, i * received};
	return (size_t)spans;
}

static const day monday = 20486; /* 2026-02-02 */

static void a_busy_unit_that_falls_silent_is_told_of(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding finding;
	size_t count = busy(days, monday, 40, 1, 3);
	day last = days[count - 1].day; /* 39 days later: a Friday */
	assert_false(detect_unit(days, count, last + 6, calendar, &finding));
	assert_true(detect_unit(days, count, last + 7, calendar, &finding));
	assert_int_equal(finding.fact, FACT_RECEIVED);
	instant first = finding.at;
	assert_true(detect_unit(days, count, last + 9, calendar, &finding));
	assert_int_equal(finding.at, first);
}

static void a_small_unit_may_be_silent_for_a_week(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding finding;
	size_t count = busy(days, monday, 10, 7, 1);
	assert_false(detect_unit(days, count, days[count - 1].day + 14, calendar, &finding));
	assert_true(detect_unit(days, count, days[count - 1].day + 50, calendar, &finding));
}

static void a_unit_hardly_known_is_not_judged(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding finding;
	size_t count = busy(days, monday, 4, 1, 3);
	assert_false(detect_unit(days, count, monday + 60, calendar, &finding));
	assert_false(detect_unit(days, 0, monday, calendar, &finding));
}

static void a_mass_of_closings_before_the_report_is_told_of(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding finding;
	size_t count = busy(days, monday, 37, 1, 2);
	day friday = civil_day(2026, 3, 13); /* the 14th is a Saturday */
	assert_false(detect_unit(days, count, days[count - 1].day, calendar, &finding));
	days[count] = (struct unit_day){
		friday, days[count - 1].received + 2, days[count - 1].closed + 40};
	assert_true(detect_unit(days, count + 1, friday, calendar, &finding));
	assert_int_equal(finding.fact, FACT_FINISHED);
	assert_int_equal(finding.became - finding.was, 40);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_busy_unit_that_falls_silent_is_told_of),
		cmocka_unit_test(a_small_unit_may_be_silent_for_a_week),
		cmocka_unit_test(a_unit_hardly_known_is_not_judged),
		cmocka_unit_test(a_mass_of_closings_before_the_report_is_told_of),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
