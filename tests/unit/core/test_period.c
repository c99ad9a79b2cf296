#include <errno.h>
#include <string.h>

#include "core/time/period.h"
#include "unit/core/time_fixture.h"

static void check(const char *text, bool calendar, const char *from, const char *to)
{
	struct period period;
	struct error error = {""};
	if (period_parse(slice_of(text), calendar, &period, &error) < 0)
		fail_msg("%s", error.text);
	assert_date(period.from, from);
	assert_date(period.to, to);
}

static void reporting_periods_run_from_the_15th_to_the_14th(void **state)
{
	(void)state;
	check("2026-09", false, "2026-08-15", "2026-09-14");
	check("2026-01", false, "2025-12-15", "2026-01-14");
	check("2026-03", false, "2026-02-15", "2026-03-14");
	check("2026-Q1", false, "2025-12-15", "2026-03-14");
	check("2026-Q3", false, "2026-06-15", "2026-09-14");
	check("2026-Q4", false, "2026-09-15", "2026-12-14");
	check("2026", false, "2025-12-15", "2026-12-14");
}

static void calendar_periods_run_from_the_first_to_the_last(void **state)
{
	(void)state;
	check("2026-09", true, "2026-09-01", "2026-09-30");
	check("2024-02", true, "2024-02-01", "2024-02-29");
	check("2026-12", true, "2026-12-01", "2026-12-31");
	check("2026-Q1", true, "2026-01-01", "2026-03-31");
	check("2026-q4", true, "2026-10-01", "2026-12-31");
	check("2026", true, "2026-01-01", "2026-12-31");
}

static void a_range_is_what_it_says_in_either_way(void **state)
{
	(void)state;
	check("2026-10-01..2026-10-31", false, "2026-10-01", "2026-10-31");
	check("2026-10-01..2026-10-31", true, "2026-10-01", "2026-10-31");
	check(" 2026-10-01..2026-10-01 ", true, "2026-10-01", "2026-10-01");
}

static void what_is_no_period_is_refused_with_a_sentence(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "26", "2026-", "2026-13", "2026-00", "2026-Q0",
		"2026-Q5", "2026-9", "2026-10-01", "2026-10-01..", "2026-10-01..2026-10-32",
		"2026-10-01...2026-10-2", "0000", "2026/09", "2026-Q33", "20x6"};
	struct period period = {7, 7};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct error error = {""};
		if (period_parse(slice_of(wrong[i]), false, &period, &error) != -EINVAL)
			fail_msg("was read: %s", wrong[i]);
		assert_non_null(strstr(error.text, "is not a period such as"));
	}
	struct error error = {""};
	assert_int_equal(
		period_parse(SLICE("2026-10-02..2026-10-01"), false, &period, &error), -EINVAL);
	assert_string_equal(error.text, "the period 2026-10-02..2026-10-01 ends before it begins");
	assert_int_equal(period.from, 7);
}

static void every_day_lies_in_exactly_its_month_quarter_and_year(void **state)
{
	(void)state;
	for (day date = date_of("2019-12-15"); date <= date_of("2031-12-14"); date++) {
		int32_t number = period_month_of(date);
		struct period month = period_month(number, false);
		assert_true(month.from <= date && date <= month.to);
		assert_int_equal(period_month(number + 1, false).from, month.to + 1);
		struct period quarter = period_quarter(number / 12, number % 12 / 3 + 1, false);
		assert_true(quarter.from <= month.from && month.to <= quarter.to);
		struct period year = period_year(period_year_of(date), false);
		assert_true(year.from <= quarter.from && quarter.to <= year.to);
		assert_int_equal(period_year(period_year_of(date) + 1, false).from, year.to + 1);
	}
	assert_int_equal(period_year_of(date_of("2026-12-14")), 2026);
	assert_int_equal(period_year_of(date_of("2026-12-15")), 2027);
	assert_int_equal(period_month_of(date_of("2026-11-15")), 2026 * 12 + 11);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reporting_periods_run_from_the_15th_to_the_14th),
		cmocka_unit_test(calendar_periods_run_from_the_first_to_the_last),
		cmocka_unit_test(a_range_is_what_it_says_in_either_way),
		cmocka_unit_test(what_is_no_period_is_refused_with_a_sentence),
		cmocka_unit_test(every_day_lies_in_exactly_its_month_quarter_and_year),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
