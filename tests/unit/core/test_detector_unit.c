/* Silent units, and closings in a mass before a report. */
#include <stdio.h>

#include "core/case/detector_unit.h"
#include "unit/core/week_fixture.h"

static const struct unit_place alone; /* of no portal: without mass changes */

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
	struct finding findings[UNIT_FINDINGS];
	size_t count = busy(days, monday, 40, 1, 3);
	day last = days[count - 1].day; /* 39 days later: a Friday */
	assert_false(detect_unit(days, count, last + 6, &alone, calendar, findings));
	assert_true(detect_unit(days, count, last + 7, &alone, calendar, findings));
	assert_int_equal(findings[0].fact, FACT_RECEIVED);
	instant first = findings[0].at;
	assert_true(detect_unit(days, count, last + 9, &alone, calendar, findings));
	assert_int_equal(findings[0].at, first);
}

static void a_small_unit_may_be_silent_for_a_week(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding findings[UNIT_FINDINGS];
	size_t count = busy(days, monday, 10, 7, 1);
	assert_false(
		detect_unit(days, count, days[count - 1].day + 14, &alone, calendar, findings));
	assert_true(detect_unit(days, count, days[count - 1].day + 50, &alone, calendar, findings));
}

static void a_unit_hardly_known_is_not_judged(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding findings[UNIT_FINDINGS];
	size_t count = busy(days, monday, 4, 1, 3);
	assert_false(detect_unit(days, count, monday + 60, &alone, calendar, findings));
	assert_false(detect_unit(days, 0, monday, &alone, calendar, findings));
}

static void a_mass_of_closings_before_the_report_is_told_of(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding findings[UNIT_FINDINGS];
	size_t count = busy(days, monday, 37, 1, 2);
	day friday = civil_day(2026, 3, 13); /* the 14th is a Saturday */
	assert_false(detect_unit(days, count, days[count - 1].day, &alone, calendar, findings));
	days[count] = (struct unit_day){
		friday, days[count - 1].received + 2, days[count - 1].closed + 40};
	assert_true(detect_unit(days, count + 1, friday, &alone, calendar, findings));
	assert_int_equal(findings[0].fact, FACT_FINISHED);
	assert_int_equal(findings[0].became - findings[0].was, 40);
}

/* Friday was the last day; on the second Monday after, much comes that is older. */
static void a_silence_that_ends_with_late_news_is_told_apart(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding silent[UNIT_FINDINGS], after[UNIT_FINDINGS];
	size_t count = busy(days, monday, 40, 1, 3);
	day last = days[count - 1].day, back = last + 10;
	instant morning = zone_midnight(calendar_zone(calendar), back) + 9 * HOUR_MS;
	struct mass_change late = {
		1, 7, MASS_LATE_NEWS, 0, morning, morning, morning - 10 * DAY_MS, 5};
	struct unit_place here = {1, 7, &late, 1}, other = {1, 8, &late, 1};
	assert_true(detect_unit(days, count, last + 7, &here, calendar, silent));
	assert_int_equal(silent[0].doubt, DOUBT_NONE);
	days[count] =
		(struct unit_day){back, days[count - 1].received + 20, days[count - 1].closed};
	assert_true(detect_unit(days, count + 1, back, &here, calendar, after));
	assert_int_equal(after[0].doubt, DOUBT_LAG);
	assert_int_equal(after[0].confidence, CONFIDENCE_WEAK);
	assert_int_equal(after[0].after, silent[0].after);
	assert_int_equal(after[0].at, silent[0].at);
	assert_false(detect_unit(days, count + 1, back, &other, calendar, after));
}

static void a_mass_of_closings_that_came_with_late_news_is_told_apart(void **state)
{
	(void)state;
	struct unit_day days[64];
	struct finding findings[UNIT_FINDINGS];
	size_t count = busy(days, monday, 37, 1, 2);
	day friday = civil_day(2026, 3, 13);
	instant noon = zone_midnight(calendar_zone(calendar), friday) + 12 * HOUR_MS;
	struct mass_change late = {1, 0, MASS_LATE_NEWS, 0, noon, noon + MINUTE_MS, noon, 50};
	struct unit_place here = {1, 7, &late, 1};
	days[count] = (struct unit_day){
		friday, days[count - 1].received + 2, days[count - 1].closed + 40};
	assert_true(detect_unit(days, count + 1, friday, &here, calendar, findings));
	assert_int_equal(findings[0].doubt, DOUBT_LATE_NEWS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_busy_unit_that_falls_silent_is_told_of),
		cmocka_unit_test(a_small_unit_may_be_silent_for_a_week),
		cmocka_unit_test(a_unit_hardly_known_is_not_judged),
		cmocka_unit_test(a_mass_of_closings_before_the_report_is_told_of),
		cmocka_unit_test(a_silence_that_ends_with_late_news_is_told_apart),
		cmocka_unit_test(a_mass_of_closings_that_came_with_late_news_is_told_apart),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
