#include <errno.h>
#include <string.h>

#include "unit/core/world_fixture.h"

static void start_day_is_not_counted(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *received;
		int days;
		const char *due;
	} vector[] = {
		{"2026-11-20", 3, "2026-11-26"}, /* Tuesday 24/11 is off */
		{"2026-01-08", 3, "2026-01-12"}, /* Saturday 10/1 is worked */
		{"2026-08-21", 5, "2026-08-27"}, /* Saturday 22/8 is worked */
		{"2026-08-26", 5, "2026-09-07"}, /* three days of 2/9 */
		{"2026-02-12", 3, "2026-02-24"}, /* Tết */
		{"2025-04-24", 2, "2025-04-26"}, /* ends on a worked Saturday */
	};
	for (size_t i = 0; i < ARRAY_SIZE(vector); i++) {
		day due, received = date_of(vector[i].received);
		int counted;
		assert_int_equal(
			calendar_add_days(world->calendar, received, vector[i].days, &due), 0);
		assert_date(due, vector[i].due);
		assert_int_equal(calendar_count(world->calendar, received, due, &counted), 0);
		assert_int_equal(counted, vector[i].days);
	}
}

static void every_day_of_the_official_years_is_as_announced(void **state)
{
	struct world *world = *state;
	for (size_t i = 0; i < OFFICIAL_YEARS; i++) {
		const struct official_year *year = &official_years[i];
		const char *const *off = year->off, *const *worked = year->worked;
		for (day date = civil_day(year->year, 1, 1); date < civil_day(year->year + 1, 1, 1);
			date++) {
			bool weekday = civil_weekday(date) <= FRIDAY;
			enum day_kind kind = weekday ? DAY_WORKED : DAY_WEEKLY_REST;
			if (*off && date_of(*off) == date) {
				kind = DAY_OFF;
				off++;
			} else if (*worked && date_of(*worked) == date) {
				kind = DAY_WORKED_EXTRA;
				worked++;
			}
			assert_int_equal(calendar_kind(world->calendar, date), kind);
			bool open = kind == DAY_WORKED || kind == DAY_WORKED_EXTRA;
			assert_int_equal(calendar_worked(world->calendar, date), open);
			assert_int_equal(calendar_hours(world->calendar, date).count, open ? 2 : 0);
		}
		assert_null(*off);
		assert_null(*worked);
		assert_false(calendar_provisional(world->calendar, year->year));
	}
}

static void a_day_says_why_it_is_off_or_worked(void **state)
{
	struct world *world = *state;
	assert_string_equal(calendar_reason(world->calendar, date_of("2026-11-24")), "Nghỉ lễ");
	assert_string_equal(calendar_reason(world->calendar, date_of("2026-08-22")), "Làm bù");
	assert_string_equal(calendar_reason(world->calendar, date_of("2026-11-25")), "");
	assert_string_equal(calendar_reason(world->calendar, date_of("2026-11-22")), "");
	assert_string_equal(calendar_notice(world->calendar, 2026), "Thông báo");
}

static void counting_backwards_is_negative(void **state)
{
	struct world *world = *state;
	int days;
	day monday = date_of("2026-11-23"), friday = date_of("2026-11-27");
	assert_int_equal(calendar_count(world->calendar, monday, friday, &days), 0);
	assert_int_equal(days, 3);
	assert_int_equal(calendar_count(world->calendar, friday, monday, &days), 0);
	assert_int_equal(days, -3);
	assert_int_equal(calendar_count(world->calendar, monday, monday, &days), 0);
	assert_int_equal(days, 0);
}

static void adding_zero_days_finds_the_next_worked_day(void **state)
{
	struct world *world = *state;
	day date;
	assert_int_equal(calendar_add_days(world->calendar, date_of("2026-11-23"), 0, &date), 0);
	assert_date(date, "2026-11-23");
	assert_int_equal(calendar_add_days(world->calendar, date_of("2026-11-21"), 0, &date), 0);
	assert_date(date, "2026-11-23");
	assert_int_equal(calendar_add_days(world->calendar, date_of("2026-11-24"), -1, &date), 0);
	assert_date(date, "2026-11-23");
	assert_int_equal(calendar_add_days(world->calendar, date_of("2026-11-23"), -1, &date), 0);
	assert_date(date, "2026-11-20");
}

static void beyond_what_is_known_is_an_error_and_never_a_guess(void **state)
{
	struct world *world = *state;
	const struct calendar *calendar = world->calendar;
	day date = 7, last = date_of("2026-12-31"), first = date_of("2022-01-01");
	int days = 7;
	int64_t ms = 7;
	instant at = 7, end = zone_midnight(world->zone, last + 1);
	assert_int_equal(calendar_count(calendar, last, last + 1, &days), -ERANGE);
	assert_int_equal(calendar_count(calendar, first - 2, last, &days), -ERANGE);
	assert_int_equal(calendar_count(calendar, INT32_MIN, INT32_MAX, &days), -ERANGE);
	assert_int_equal(calendar_add_days(calendar, last, 1, &date), -ERANGE);
	assert_int_equal(calendar_add_days(calendar, first, -1, &date), -ERANGE);
	assert_int_equal(calendar_add_days(calendar, first, INT32_MAX, &date), -ERANGE);
	assert_int_equal(calendar_add_days(calendar, last, INT32_MIN, &date), -ERANGE);
	assert_int_equal(calendar_add_days(calendar, last + 1, -1, &date), -ERANGE);
	assert_int_equal(calendar_work(calendar, end - 1, end + 1, &ms), -ERANGE);
	assert_int_equal(calendar_work(calendar, INSTANT_NONE, end, &ms), -ERANGE);
	assert_int_equal(calendar_work(calendar, 5, 4, &ms), -EINVAL);
	assert_int_equal(calendar_add_work(calendar, end - 1, 1, &at), -ERANGE);
	assert_int_equal(calendar_add_work(calendar, end - 1, 0, &at), -ERANGE);
	assert_int_equal(calendar_add_work(calendar, end - DAY_MS, INT64_MAX, &at), -ERANGE);
	assert_int_equal(calendar_add_work(calendar, end - DAY_MS, -1, &at), -EINVAL);
	assert_int_equal(calendar_opening(calendar, last + 1, &at), -ERANGE);
	assert_int_equal(calendar_closing(calendar, date_of("2026-11-22"), &at), -EINVAL);
	assert_true(date == 7 && days == 7 && ms == 7 && at == 7);
	assert_false(calendar_knows(calendar, last + 1) || calendar_worked(calendar, last + 1));
	assert_false(calendar_open(calendar, INSTANT_NONE) || calendar_open(calendar, end));
	assert_string_equal(calendar_reason(calendar, first - 1), "");
	assert_int_equal(calendar_count(calendar, first - 1, last, &days), 0);
	assert_int_equal(days, 1248);
	assert_int_equal(calendar_work(calendar, zone_midnight(world->zone, first), end, &ms), 0);
	assert_true(ms == 1248 * WORKING_DAY_MS);
}

static void working_time_runs_in_office_hours_only(void **state)
{
	struct world *world = *state;
	int64_t ms;
	assert_int_equal(calendar_work(world->calendar, instant_of("2026-11-23T10:00:00+07:00"),
				 instant_of("2026-11-25T14:00:00+07:00"), &ms),
		0);
	assert_true(ms ==
		    (90 + 210 + 270 + 30) * MINUTE_MS); /* Monday 5 h, Tuesday off, Wednesday 5 h */
	assert_true(calendar_open(world->calendar, instant_of("2026-11-23T07:00:00+07:00")));
	assert_false(calendar_open(world->calendar, instant_of("2026-11-23T11:30:00+07:00")));
	assert_false(calendar_open(world->calendar, instant_of("2026-11-24T10:00:00+07:00")));
	assert_true(calendar_open(world->calendar, instant_of("2026-08-22T16:59:59.999+07:00")));
}

static void a_budget_that_ends_at_closing_time_ends_at_closing_time(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *from;
		int minutes;
		const char *until;
	} vector[] = {
		{"2026-11-23T07:00:00+07:00", 480, "2026-11-23T17:00:00+07:00"},
		{"2026-11-23T07:00:00+07:00", 270, "2026-11-23T11:30:00+07:00"},
		{"2026-11-23T07:00:00+07:00", 271, "2026-11-23T13:31:00+07:00"},
		{"2026-11-20T16:30:00+07:00", 7 * 60, "2026-11-23T15:30:00+07:00"},
		{"2026-11-20T11:30:00+07:00", 60, "2026-11-20T14:30:00+07:00"},
		{"2026-11-21T09:00:00+07:00", 4 * 60, "2026-11-23T11:00:00+07:00"},
		{"2026-11-23T17:00:00+07:00", 1, "2026-11-25T07:01:00+07:00"},
		{"2026-11-23T17:00:00+07:00", 0, "2026-11-25T07:00:00+07:00"},
		{"2026-11-23T12:00:00+07:00", 0, "2026-11-23T13:30:00+07:00"},
		{"2026-11-23T10:00:00+07:00", 0, "2026-11-23T10:00:00+07:00"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(vector); i++) {
		instant until;
		assert_int_equal(calendar_add_work(world->calendar, instant_of(vector[i].from),
					 vector[i].minutes * MINUTE_MS, &until),
			0);
		assert_instant(world->zone, until, vector[i].until);
	}
}

static void a_half_day_is_one_day_and_half_the_hours(void **state)
{
	struct world *world = *state;
	struct calendar_override overrides[] = {
		{date_of("2026-12-24"), DAY_HALF, {1, {{420, 690}}}, "Nghỉ buổi chiều"},
		{date_of("2026-12-26"), DAY_WORKED_EXTRA, {1, {{450, 660}}}, "Làm bù buổi sáng"},
	};
	struct calendar_year year = {2026, "Thông báo"};
	struct calendar_plan plan = office_plan(2026, 2026);
	plan.overrides = overrides;
	plan.override_count = 2;
	plan.years = &year;
	plan.year_count = 1;
	struct calendar *calendar = build_calendar(&plan, world->zone);
	int days;
	int64_t ms;
	assert_int_equal(
		calendar_count(calendar, date_of("2026-12-23"), date_of("2026-12-26"), &days), 0);
	assert_int_equal(days, 3);
	assert_int_equal(calendar_work(calendar, zone_midnight(world->zone, date_of("2026-12-24")),
				 zone_midnight(world->zone, date_of("2026-12-27")), &ms),
		0);
	assert_true(ms == (270 + 480 + 210) * MINUTE_MS);
	assert_int_equal(calendar_kind(calendar, date_of("2026-12-24")), DAY_HALF);
	instant closing;
	assert_int_equal(calendar_closing(calendar, date_of("2026-12-24"), &closing), 0);
	assert_instant(world->zone, closing, "2026-12-24T11:30:00+07:00");
	calendar_free(calendar);
}

static void the_version_moves_when_a_verdict_could(void **state)
{
	struct world *world = *state;
	struct calendar *same = official_calendar(world->zone, true);
	struct calendar *ruled = official_calendar(world->zone, false);
	assert_true(calendar_version(same) == calendar_version(world->calendar));
	/* the rules and the notices of these years name the same days: nothing could move */
	assert_true(calendar_version(ruled) == calendar_version(world->calendar));
	struct calendar_plan plan = office_plan(2022, 2026);
	struct calendar *plain = build_calendar(&plan, world->zone);
	plan.week[FRIDAY].span[1].to += 30;
	struct calendar *longer = build_calendar(&plan, world->zone);
	assert_true(calendar_version(plain) != calendar_version(world->calendar));
	assert_true(calendar_version(plain) != calendar_version(longer));
	calendar_free(same);
	calendar_free(ruled);
	calendar_free(plain);
	calendar_free(longer);
}

static void the_missing_notice_is_named_from_october_on(void **state)
{
	struct world *world = *state;
	static const struct {
		const char *today;
		int count, years[2];
	} rows[] = {
		{"2025-12-31", 0, {0}},
		{"2026-09-30", 0, {0}},
		{"2026-10-01", 1, {2027}},
		{"2026-12-31", 1, {2027}},
		{"2027-03-01", 1, {2027}},
		{"2027-10-01", 2, {2027, 2028}},
		{"2021-10-01", 1, {2021}},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int years[2] = {0};
		assert_int_equal(
			calendar_missing_notices(world->calendar, date_of(rows[i].today), years),
			rows[i].count);
		assert_memory_equal(years, rows[i].years, sizeof(years));
	}
}

static void refuse(struct calendar_plan *plan, const char *sentence)
{
	struct zone *zone = vietnam();
	struct calendar *calendar = NULL;
	struct error error = {""};
	assert_int_equal(calendar_new(plan, zone, &calendar, &error), -EINVAL);
	assert_null(calendar);
	if (!strstr(error.text, sentence))
		fail_msg("\"%s\" does not say \"%s\"", error.text, sentence);
	zone_free(zone);
}

static void a_plan_that_cannot_be_is_refused(void **state)
{
	(void)state;
	struct calendar_plan plan = office_plan(2022, 2026),
			     empty = {.first_year = 2022, .last_year = 2026};
	refuse(&empty, "no working day");
	plan.last_year = 2021;
	refuse(&plan, "2022 to 2021");
	plan = office_plan(1899, 2026);
	refuse(&plan, "1900 to 2100");
	plan = office_plan(2022, 2026);
	plan.week[MONDAY] = (struct hours){2, {{420, 700}, {690, 1020}}};
	refuse(&plan, "hours of Monday overlap");
	plan.week[MONDAY] = (struct hours){1, {{420, 1441}}};
	refuse(&plan, "hours of Monday overlap or are not in order");
	plan.week[MONDAY] = (struct hours){1, {{420, 420}}};
	refuse(&plan, "hours of Monday");
	plan.week[MONDAY] = (struct hours){HOURS_MAX + 1, {{420, 421}}};
	refuse(&plan, "at most 6 fit");
	plan = office_plan(2022, 2026);
	struct calendar_override twice[] = {{date_of("2026-01-02"), DAY_OFF, {0}, NULL},
		{date_of("2026-01-02"), DAY_WORKED, {0}, NULL}};
	plan.overrides = twice;
	plan.override_count = 2;
	refuse(&plan, "two entries for 2026-01-02");
	twice[1].date = date_of("2027-01-01");
	refuse(&plan, "2027-01-01, outside 2022 to 2026");
	struct calendar_year year = {2027, "Thông báo"};
	plan = office_plan(2022, 2026);
	plan.years = &year;
	plan.year_count = 1;
	refuse(&plan, "2027, outside 2022 to 2026");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start_day_is_not_counted),
		cmocka_unit_test(every_day_of_the_official_years_is_as_announced),
		cmocka_unit_test(a_day_says_why_it_is_off_or_worked),
		cmocka_unit_test(counting_backwards_is_negative),
		cmocka_unit_test(adding_zero_days_finds_the_next_worked_day),
		cmocka_unit_test(beyond_what_is_known_is_an_error_and_never_a_guess),
		cmocka_unit_test(working_time_runs_in_office_hours_only),
		cmocka_unit_test(a_budget_that_ends_at_closing_time_ends_at_closing_time),
		cmocka_unit_test(a_half_day_is_one_day_and_half_the_hours),
		cmocka_unit_test(the_version_moves_when_a_verdict_could),
		cmocka_unit_test(the_missing_notice_is_named_from_october_on),
		cmocka_unit_test(a_plan_that_cannot_be_is_refused),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
