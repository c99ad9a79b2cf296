#include "unit/core/time_fixture.h"

static void days_are_counted_from_1970(void **state)
{
	(void)state;
	assert_int_equal(civil_day(1970, 1, 1), 0);
	assert_int_equal(civil_day(1969, 12, 31), -1);
	assert_int_equal(civil_day(2000, 3, 1), 11017);
	assert_int_equal(civil_day(2026, 11, 24), 20781);
	assert_int_equal(civil_day(1, 1, 1), -719162);
}

static void every_day_of_four_centuries_follows_the_one_before(void **state)
{
	(void)state;
	struct civil_date before = civil_date(civil_day(1799, 12, 31));
	for (day date = civil_day(1800, 1, 1); date <= civil_day(2200, 12, 31); date++) {
		struct civil_date civil = civil_date(date);
		assert_true(civil_exists(civil.year, civil.month, civil.mday));
		assert_int_equal(civil_day(civil.year, civil.month, civil.mday), date);
		bool same_month = civil.year == before.year && civil.month == before.month;
		if (same_month)
			assert_int_equal(civil.mday, before.mday + 1);
		else
			assert_int_equal(civil.mday, 1);
		assert_false(
			!same_month && civil_exists(before.year, before.month, before.mday + 1));
		assert_int_equal(civil_weekday(date), ((int)civil_weekday(date - 1) + 1) % 7);
		before = civil;
	}
}

static void dates_far_from_today_come_back(void **state)
{
	(void)state;
	seed_random("dates_far_from_today_come_back");
	for (int i = 0; i < 200000; i++) {
		day date = (day)random_between(INT32_MIN + 1, INT32_MAX - 366);
		struct civil_date civil = civil_date(date);
		assert_int_equal(civil_day(civil.year, civil.month, civil.mday), date);
		assert_true((int)civil_weekday(date) >= 0 && civil_weekday(date) <= SUNDAY);
	}
}

static void weekdays_are_the_real_ones(void **state)
{
	(void)state;
	assert_int_equal(civil_weekday(date_of("2026-11-20")), FRIDAY);
	assert_int_equal(civil_weekday(date_of("2026-11-24")), TUESDAY);
	assert_int_equal(civil_weekday(date_of("2025-04-26")), SATURDAY);
	assert_int_equal(civil_weekday(date_of("1945-09-02")), SUNDAY);
	assert_int_equal(civil_weekday(date_of("1969-12-31")), WEDNESDAY);
}

static void only_dates_that_exist_are_read(void **state)
{
	(void)state;
	static const char *const wrong[] = {"2026-02-29", "2100-02-29", "2026-04-31", "2026-13-01",
		"2026-00-10", "2026-01-00", "0000-01-01", "2026-1-01", "2026-01-1", "2026/01/01",
		"26-01-01", " 2026-01-01", "2026-01-01 ", "2026-01-0x", "-026-01-01", ""};
	day date = 77;
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_false(civil_parse_date(slice_of(wrong[i]), &date));
		assert_int_equal(date, 77);
	}
	assert_true(civil_parse_date(SLICE("2000-02-29"), &date));
	assert_true(civil_parse_date(SLICE("0001-01-01"), &date));
	assert_int_equal(date, civil_day(1, 1, 1));
	assert_true(civil_parse_date(SLICE("9999-12-31"), &date));
	assert_false(civil_parse_date((struct slice){NULL, 0}, &date));
}

static void dates_are_written_as_the_world_and_as_viet_nam_write_them(void **state)
{
	(void)state;
	char buffer[11];
	assert_string_equal(civil_format_date(civil_day(2026, 9, 2), buffer), "2026-09-02");
	assert_string_equal(civil_format_date_vi(civil_day(2026, 9, 2), buffer), "02/09/2026");
	assert_string_equal(civil_format_date(civil_day(1, 1, 1), buffer), "0001-01-01");
	assert_string_equal(civil_format_date(DAY_NONE, buffer), "-");
	assert_string_equal(civil_format_date_vi(INT32_MAX, buffer), "-");
	assert_string_equal(civil_weekday_name(SATURDAY), "Saturday");
	assert_string_equal(civil_weekday_name_vi(SUNDAY), "Chủ nhật");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(every_day_of_four_centuries_follows_the_one_before),
		cmocka_unit_test(dates_far_from_today_come_back),
		cmocka_unit_test(weekdays_are_the_real_ones),
		cmocka_unit_test(only_dates_that_exist_are_read),
		cmocka_unit_test(dates_are_written_as_the_world_and_as_viet_nam_write_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
