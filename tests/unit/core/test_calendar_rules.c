/* The rules for years without a notice, against the official tables and against a witness. */
#include "core/time/holiday_rules.h"
#include "unit/core/time_fixture.h"

static const bool weekend[7] = {[SATURDAY] = true, [SUNDAY] = true};

static void with_only_the_declared_swaps_the_rules_reproduce_2022_to_2026(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *noticed = official_calendar(zone, true);
	struct calendar *ruled = official_calendar(zone, false);
	for (day date = date_of("2022-01-01"); date <= date_of("2026-12-31"); date++) {
		char text[11];
		if (calendar_kind(noticed, date) != calendar_kind(ruled, date))
			fail_msg("%s", civil_format_date(date, text));
	}
	for (int year = 2022; year <= 2026; year++)
		assert_true(calendar_provisional(ruled, year) && !calendar_notice(ruled, year));
	calendar_free(noticed);
	calendar_free(ruled);
	zone_free(zone);
}

static void without_the_swaps_exactly_the_swaps_are_missing(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar_plan plan = office_plan(2022, 2026);
	struct calendar *noticed = official_calendar(zone, true);
	struct calendar *bare = build_calendar(&plan, zone);
	int differences = 0, swaps = 0;
	for (day date = date_of("2022-01-01"); date <= date_of("2026-12-31"); date++)
		differences += calendar_worked(noticed, date) != calendar_worked(bare, date);
	for (size_t i = 0; i < OFFICIAL_YEARS; i++)
		for (int j = 0; official_years[i].swapped[j]; j++)
			swaps += 2; /* the day off and the worked Saturday */
	assert_int_equal(differences, swaps);
	assert_int_equal(swaps, 8);
	calendar_free(noticed);
	calendar_free(bare);
	zone_free(zone);
}

static const struct holiday *holiday_on(int year, const char *date)
{
	static struct holiday holidays[HOLIDAYS_MAX];
	size_t count;
	assert_int_equal(holiday_rules(year, weekend, holidays, &count), 0);
	for (size_t i = 0; i < count; i++)
		if (holidays[i].date == date_of(date))
			return &holidays[i];
	return NULL;
}

static void a_holiday_on_a_rest_day_moves_to_the_next_working_day(void **state)
{
	(void)state;
	const struct holiday *moved = holiday_on(2026, "2026-04-27"); /* Hùng Kings on a Sunday */
	assert_non_null(moved);
	assert_true(moved->moved);
	assert_string_equal(moved->name, "Nghỉ bù Giỗ Tổ Hùng Vương");
	/* 30/4 a Saturday and 1/5 a Sunday take Monday and Tuesday */
	assert_true(holiday_on(2022, "2022-05-02")->moved && holiday_on(2022, "2022-05-03")->moved);
	assert_null(holiday_on(2022, "2022-05-04"));
	/* Hùng Kings on Saturday, 30/4 on Sunday, 1/5 on Monday: Monday is taken already */
	assert_false(holiday_on(2023, "2023-05-01")->moved);
	assert_true(holiday_on(2023, "2023-05-02")->moved && holiday_on(2023, "2023-05-03")->moved);
}

static void culture_day_began_in_2026_and_does_not_move(void **state)
{
	(void)state;
	assert_null(holiday_on(2025, "2025-11-24"));
	assert_non_null(holiday_on(2026, "2026-11-24"));
	assert_int_equal(civil_weekday(date_of("2029-11-24")), SATURDAY);
	assert_non_null(holiday_on(2029, "2029-11-24"));
	assert_null(holiday_on(2029, "2029-11-26"));
}

static void every_year_has_its_legal_number_of_days_off(void **state)
{
	(void)state;
	for (int year = 1966; year <= 2100; year++) {
		struct holiday holidays[HOLIDAYS_MAX];
		size_t count;
		assert_int_equal(holiday_rules(year, weekend, holidays, &count), 0);
		int days_off = 0, certain = 0, lost = 0;
		for (size_t i = 0; i < count; i++) {
			assert_true(i == 0 || holidays[i].date > holidays[i - 1].date);
			assert_int_equal(civil_date(holidays[i].date).year, year);
			bool rest = weekend[civil_weekday(holidays[i].date)];
			assert_false(rest && holidays[i].moved);
			days_off += !rest;
			certain += holidays[i].certain && !holidays[i].moved;
			lost += rest && civil_date(holidays[i].date).month == 11;
		}
		int legal = 4 + (year >= 2007) + (year < 2014 ? 4 : 5) + (year >= 2021) +
			    (year >= 2026);
		assert_int_equal(days_off + lost, legal);
		assert_int_equal(certain, 3 + 4 + (year >= 2007) + (year >= 2026));
	}
}

static void a_week_of_six_days_moves_holidays_off_sundays_only(void **state)
{
	(void)state;
	static const bool sundays[7] = {[SUNDAY] = true};
	struct holiday holidays[HOLIDAYS_MAX];
	size_t count;
	assert_int_equal(holiday_rules(2022, sundays, holidays, &count), 0);
	int moved = 0;
	for (size_t i = 0; i < count; i++)
		moved += holidays[i].moved;
	assert_int_equal(moved, 3); /* 30 January, 10 April, 1 May */
}

/* What the notices of these years gave beyond the rules: `off` or not. Announced swaps, longer Tết,
 * bridge days; in 2021 the day beside 2/9 was the 3rd. */
static const struct {
	const char *date;
	bool off;
} announced[] = {
	{"2010-02-19", true},
	{"2010-09-03", true},
	{"2011-01-31", true},
	{"2011-02-01", true},
	{"2011-04-11", true},
	{"2012-01-27", true},
	{"2012-12-31", true},
	{"2013-02-15", true},
	{"2013-04-29", true},
	{"2014-01-28", true},
	{"2014-02-05", true},
	{"2014-05-02", true},
	{"2014-09-01", true},
	{"2015-01-02", true},
	{"2015-02-16", true},
	{"2015-04-29", true},
	{"2018-12-31", true},
	{"2019-04-29", true},
	{"2021-09-01", false},
	{"2021-09-03", true},
	{"2024-04-29", true},
	{"2025-05-02", true},
	{"2026-01-02", true},
};

static void the_stock_exchange_was_closed_on_exactly_these_weekdays(void **state)
{
	(void)state;
	FILE *file =
		fopen("../shared/data/holidays/exchange_closed_weekdays_2010_2026-07.csv", "r");
	if (!file) {
		print_message("skipped: real data is not here\n");
		skip();
	}
	struct zone *zone = vietnam();
	struct calendar_override overrides[ARRAY_SIZE(announced)];
	struct calendar_plan plan = office_plan(2010, 2026);
	plan.overrides = overrides;
	plan.override_count = ARRAY_SIZE(announced);
	for (size_t i = 0; i < ARRAY_SIZE(announced); i++)
		overrides[i] = (struct calendar_override){.date = date_of(announced[i].date),
			.kind = announced[i].off ? DAY_OFF : DAY_WORKED};
	struct calendar *calendar = build_calendar(&plan, zone);
	char line[64];
	day date = date_of("2010-01-01"), closed;
	int days_off = 0;
	for (bool more = true; more;) {
		more = fgets(line, sizeof(line), file);
		if (!more)
			closed = date_of("2026-07-01"); /* the quotes end here */
		else if (!civil_parse_date((struct slice){line, 10}, &closed))
			continue;
		for (; date < closed;
			date++) /* between two closed weekdays every weekday is worked */
			if (calendar_worked(calendar, date) != (civil_weekday(date) <= FRIDAY))
				fail_msg("the calendar has a day off too many: %s",
					civil_format_date(date, line));
		if (more && calendar_kind(calendar, date++) != DAY_OFF)
			fail_msg("not off: %s", line);
		days_off += more;
	}
	fclose(file);
	assert_int_equal(days_off, 191);
	calendar_free(calendar);
	zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_only_the_declared_swaps_the_rules_reproduce_2022_to_2026),
		cmocka_unit_test(without_the_swaps_exactly_the_swaps_are_missing),
		cmocka_unit_test(a_holiday_on_a_rest_day_moves_to_the_next_working_day),
		cmocka_unit_test(culture_day_began_in_2026_and_does_not_move),
		cmocka_unit_test(every_year_has_its_legal_number_of_days_off),
		cmocka_unit_test(a_week_of_six_days_moves_holidays_off_sundays_only),
		cmocka_unit_test(the_stock_exchange_was_closed_on_exactly_these_weekdays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
