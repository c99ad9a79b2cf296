#include <errno.h>

#include "core/time/duration.h"
#include "unit/core/time_fixture.h"

static void check(const char *text, enum duration_kind kind, int64_t amount, const char *again)
{
	struct duration duration;
	char buffer[40];
	if (duration_parse(slice_of(text), &duration) < 0)
		fail_msg("not read: %s", text);
	assert_int_equal(duration.kind, kind);
	assert_true(duration.amount == amount);
	assert_string_equal(duration_format(duration, buffer), again);
}

static void every_spelling_is_read_and_written_in_its_largest_unit(void **state)
{
	(void)state;
	check("250ms", DURATION_WALL, 250, "250ms");
	check("30s", DURATION_WALL, 30 * SECOND_MS, "30s");
	check("120s", DURATION_WALL, 2 * MINUTE_MS, "2min");
	check(" 15 min ", DURATION_WALL, 15 * MINUTE_MS, "15min");
	check("2h", DURATION_WALL, 2 * HOUR_MS, "2h");
	check("1d", DURATION_WALL, DAY_MS, "1d");
	check("36h", DURATION_WALL, 36 * HOUR_MS, "36h");
	check("4 working hours", DURATION_WORKING_HOURS, 4 * HOUR_MS, "4 working hours");
	check("1 working hour", DURATION_WORKING_HOURS, HOUR_MS, "1 working hour");
	check("90 working minutes", DURATION_WORKING_HOURS, 90 * MINUTE_MS, "90 working minutes");
	check("2 working days", DURATION_WORKING_DAYS, 2, "2 working days");
	check("1 working day", DURATION_WORKING_DAYS, 1, "1 working day");
	check("0s", DURATION_WALL, 0, "0d");
	check("0 working days", DURATION_WORKING_DAYS, 0, "0 working days");
	char buffer[40];
	struct duration broken = {DURATION_WORKING_HOURS, 1};
	assert_string_equal(duration_format(broken, buffer), "1 working ms");
}

static void what_is_no_duration_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "5", "h", "-5min", "5m", "5 minutes", "1.5h",
		"2 workingdays", "2  working days x", "two days", "working days",
		"99999999999999999999s", "9223372036854775807d", "5min30s", "5 MIN"};
	struct duration duration = {DURATION_WALL, 77};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		if (duration_parse(slice_of(wrong[i]), &duration) != -EINVAL)
			fail_msg("was read: %s", wrong[i]);
	assert_true(duration.amount == 77);
	assert_int_equal(duration_parse((struct slice){NULL, 0}, &duration), -EINVAL);
}

static void what_is_written_is_read_back(void **state)
{
	(void)state;
	seed_random("what_is_written_is_read_back");
	for (int i = 0; i < 100000; i++) {
		struct duration back, duration = {(enum duration_kind)random_between(0, 2),
					      random_between(0, 1000)};
		if (duration.kind == DURATION_WORKING_HOURS)
			duration.amount *= MINUTE_MS;
		char buffer[40];
		duration_format(duration, buffer);
		assert_int_equal(duration_parse(slice_of(buffer), &back), 0);
		assert_true(back.kind == duration.kind && back.amount == duration.amount);
	}
}

static instant after(const char *text, const struct calendar *calendar, const char *start)
{
	struct duration duration;
	instant at;
	assert_int_equal(duration_parse(slice_of(text), &duration), 0);
	if (duration_after(duration, calendar, instant_of(start), &at) < 0)
		fail_msg("%s after %s", text, start);
	return at;
}

static void time_passes_by_the_wall_or_by_the_office(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	static const char friday[] = "2026-11-20T16:30:00+07:00";
	assert_instant(zone, after("2h", calendar, friday), "2026-11-20T18:30:00+07:00");
	assert_instant(
		zone, after("2 working hours", calendar, friday), "2026-11-23T08:30:00+07:00");
	assert_instant(zone, after("1 working day", calendar, friday), "2026-11-23T16:30:00+07:00");
	assert_instant(
		zone, after("2 working days", calendar, friday), "2026-11-25T16:30:00+07:00");
	assert_instant(
		zone, after("0 working days", calendar, friday), "2026-11-20T16:30:00+07:00");
	/* the clock time is kept, even at night and on a Sunday */
	assert_instant(zone, after("1 working day", calendar, "2026-11-22T23:15:00+07:00"),
		"2026-11-23T23:15:00+07:00");
	instant at = 7;
	struct duration far = {DURATION_WORKING_DAYS, 5000}, negative = {DURATION_WALL, -1};
	struct duration farther = {DURATION_WORKING_DAYS, INT64_MAX},
			most = {DURATION_WALL, INT64_MAX};
	assert_int_equal(duration_after(far, calendar, instant_of(friday), &at), -ERANGE);
	assert_int_equal(duration_after(farther, calendar, instant_of(friday), &at), -ERANGE);
	assert_int_equal(duration_after(negative, calendar, instant_of(friday), &at), -EINVAL);
	assert_int_equal(duration_after(most, calendar, instant_of(friday), &at), -ERANGE);
	assert_true(at == 7);
	calendar_free(calendar);
	zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_spelling_is_read_and_written_in_its_largest_unit),
		cmocka_unit_test(what_is_no_duration_is_refused),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(time_passes_by_the_wall_or_by_the_office),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
