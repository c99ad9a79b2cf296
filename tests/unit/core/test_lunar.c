#include <errno.h>

#include "core/time/lunar.h"
#include "unit/core/time_fixture.h"

static void tet_is_viet_nams_where_china_differs(void **state)
{
	(void)state;
	static const char *const tet[] = {"1968-01-29", "1969-02-16", "1985-01-21", "2007-02-17",
		"2030-02-02", "2053-02-18", "2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29",
		"2026-02-17", "2027-02-06", "2050-01-23", "2083-02-17"};
	for (size_t i = 0; i < ARRAY_SIZE(tet); i++) {
		day date;
		assert_int_equal(lunar_tet(atoi(tet[i]), &date), 0);
		assert_date(date, tet[i]);
	}
}

static void the_hung_kings_are_on_the_tenth_of_the_third_month(void **state)
{
	(void)state;
	static const char *const hung_kings[] = {"2022-04-10", "2023-04-29", "2024-04-18",
		"2025-04-07", "2026-04-26", "2050-04-01", "2083-04-26", "1985-04-29"};
	for (size_t i = 0; i < ARRAY_SIZE(hung_kings); i++) {
		day date;
		assert_int_equal(lunar_hung_kings(atoi(hung_kings[i]), &date), 0);
		assert_date(date, hung_kings[i]);
	}
}

/* Leap months of the Vietnamese calendar, as the printed almanacs of Viet Nam have them. */
static void leap_months_stand_where_no_major_term_falls(void **state)
{
	(void)state;
	static const int leap_month[][2] = {{1984, 0}, {1985, 2}, {1987, 7}, {2001, 4}, {2004, 2},
		{2006, 7}, {2009, 5}, {2012, 4}, {2014, 9}, {2017, 6}, {2020, 4}, {2023, 2},
		{2025, 6}, {2028, 5}, {2031, 3}, {2033, 11}, {2036, 6}};
	for (size_t i = 0; i < ARRAY_SIZE(leap_month); i++) {
		int found = 0;
		for (int month = 1; month <= 12; month++) {
			day date;
			struct lunar_date leap = {leap_month[i][0], month, 1, true};
			if (lunar_to_day(leap, &date) == 0) {
				assert_int_equal(found, 0);
				found = month;
			}
		}
		assert_int_equal(found, leap_month[i][1]);
	}
}

/* The days of a month, 0 for one that is not: a month ends on its 29th or 30th. */
static int month_from(struct lunar_date month, day *ret_first)
{
	day last;
	month.mday = 1;
	if (lunar_to_day(month, ret_first) < 0)
		return 0;
	for (month.mday = 31; lunar_to_day(month, &last) < 0; month.mday--)
		;
	assert_true(month.mday == 29 || month.mday == 30);
	assert_int_equal(last, *ret_first + month.mday - 1);
	return month.mday;
}

static void every_month_of_two_centuries_follows_the_one_before(void **state)
{
	(void)state;
	day next = date_of("1900-01-31");
	for (int year = LUNAR_FIRST_YEAR; year <= LUNAR_LAST_YEAR; year++) {
		for (int i = 0; i < 24; i++) {
			struct lunar_date month = {year, i / 2 + 1, 1, i % 2};
			day first;
			int length = month_from(month, &first);
			if (length == 0) {
				assert_true(month.leap);
				continue;
			}
			assert_int_equal(first, next);
			next += length;
		}
	}
	assert_true(next > date_of("2100-12-31"));
}

static void dates_that_are_not_in_the_lunar_calendar_are_refused(void **state)
{
	(void)state;
	day date = 5;
	static const struct lunar_date missing[] = {{2026, 1, 31, false}, {2026, 13, 1, false},
		{2026, 0, 1, false}, {2026, 1, 0, false}, {2026, 5, 1, true}};
	for (size_t i = 0; i < ARRAY_SIZE(missing); i++)
		assert_int_equal(lunar_to_day(missing[i], &date), -EINVAL);
	assert_int_equal(lunar_tet(1899, &date), -ERANGE);
	assert_int_equal(lunar_tet(2101, &date), -ERANGE);
	assert_int_equal(date, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tet_is_viet_nams_where_china_differs),
		cmocka_unit_test(the_hung_kings_are_on_the_tenth_of_the_third_month),
		cmocka_unit_test(leap_months_stand_where_no_major_term_falls),
		cmocka_unit_test(every_month_of_two_centuries_follows_the_one_before),
		cmocka_unit_test(dates_that_are_not_in_the_lunar_calendar_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
