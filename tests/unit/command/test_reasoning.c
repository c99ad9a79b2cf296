/* Day by day, why a day counts: for people to follow. */
#include <errno.h>

#include "command/reasoning.h"
#include "unit/core/time_fixture.h"

struct seen {
	struct reasoning_day days[400];
	size_t count;
};

static int keep(void *user, const struct reasoning_day *run)
{
	struct seen *seen = user;
	seen->days[seen->count++] = *run;
	return 0;
}

static struct seen walk(
	const struct calendar *calendar, const char *after, const char *upto, int single)
{
	struct seen seen = {0};
	struct error error = {""};
	if (reasoning_walk(calendar, date_of(after), date_of(upto), single, keep, &seen, &error) <
		0)
		fail_msg("%s", error.text);
	return seen;
}

static void the_walk_numbers_working_days_and_says_why_others_do_not_count(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = walk(calendar, "2026-11-20", "2026-11-26", 62);
	assert_int_equal(seen.count, 6);
	assert_int_equal(seen.days[0].kind, DAY_WEEKLY_REST); /* Saturday 21 */
	assert_int_equal(seen.days[0].first, 0);
	assert_int_equal(seen.days[2].first, 1); /* Monday 23 */
	assert_int_equal(seen.days[3].kind, DAY_OFF); /* Tuesday 24 */
	assert_string_equal(seen.days[3].reason, "Nghỉ lễ");
	assert_int_equal(seen.days[4].first, 2);
	assert_int_equal(seen.days[5].first, 3); /* the vector: received Friday + 3 → Thursday */
	calendar_free(calendar);
	zone_free(zone);
}

static void a_worked_saturday_counts_and_says_so(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = walk(calendar, "2026-01-09", "2026-01-10", 62);
	assert_int_equal(seen.days[0].kind, DAY_WORKED_EXTRA);
	assert_int_equal(seen.days[0].first, 1);
	calendar_free(calendar);
	zone_free(zone);
}

static void a_long_stretch_is_told_in_runs(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = walk(calendar, "2026-06-07", "2026-06-21", 5);
	assert_int_equal(seen.count, 4); /* five worked days, a weekend, five, a weekend */
	assert_int_equal(seen.days[0].first, 1);
	assert_int_equal(seen.days[0].last, 5);
	assert_int_equal(seen.days[2].first, 6);
	assert_int_equal(seen.days[2].last, 10);
	calendar_free(calendar);
	zone_free(zone);
}

static void days_the_calendar_does_not_know_are_refused_by_name(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = {0};
	struct error error = {""};
	int result = reasoning_walk(
		calendar, date_of("2026-12-30"), date_of("2027-01-05"), 62, keep, &seen, &error);
	assert_int_equal(result, -ERANGE);
	assert_non_null(strstr(error.text, "2027-01-05"));
	assert_int_equal(seen.count, 0);
	calendar_free(calendar);
	zone_free(zone);
}

/* A law: told one by one or in runs, the last number is the calendar's own count, the days are all
 * there once, and runs are maximal. */
static void the_last_number_is_the_calendars_count(void **state)
{
	(void)state;
	seed_random("the_last_number_is_the_calendars_count");
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	for (int i = 0; i < 2000; i++) {
		day after = civil_day(2022, 1, 1) + (day)random_between(0, 1500);
		day upto = after + (day)random_between(1, 300);
		int expected, last = 0, single = random_between(0, 1) ? 0 : 1000;
		struct seen seen = {0};
		assert_int_equal(
			reasoning_walk(calendar, after, upto, single, keep, &seen, NULL), 0);
		assert_int_equal(calendar_count(calendar, after, upto, &expected), 0);
		day next = after + 1;
		for (size_t j = 0; j < seen.count; j++) {
			const struct reasoning_day *run = &seen.days[j];
			assert_int_equal(run->from, next);
			next = run->to + 1;
			if (run->first)
				assert_int_equal(run->first, last + 1);
			last = run->last ? run->last : last;
			if (single)
				assert_int_equal(run->from, run->to);
		}
		assert_int_equal(next, upto + 1);
		assert_int_equal(last, expected);
	}
	calendar_free(calendar);
	zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_walk_numbers_working_days_and_says_why_others_do_not_count),
		cmocka_unit_test(a_worked_saturday_counts_and_says_so),
		cmocka_unit_test(a_long_stretch_is_told_in_runs),
		cmocka_unit_test(days_the_calendar_does_not_know_are_refused_by_name),
		cmocka_unit_test(the_last_number_is_the_calendars_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
