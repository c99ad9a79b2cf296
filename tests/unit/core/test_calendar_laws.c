/* Laws of the working-time calculus over random calendars, with a day-by-day walker as the oracle. */
#include <errno.h>

#include "core/time/calendar_kept.h"
#include "unit/core/walker.h"

static void check_counting(const struct walker *walker)
{
	const struct calendar *calendar = walker->calendar;
	day a = random_day(walker, 0), b = a + (day)random_between(0, 40),
	    c = random_day(walker, 0);
	int ab, bc, ac;
	if (b >= walker->first + WALKER_DAYS)
		b = a;
	assert_int_equal(calendar_count(calendar, a, b, &ab), 0);
	assert_int_equal(calendar_count(calendar, b, c, &bc), 0);
	assert_int_equal(calendar_count(calendar, a, c, &ac), 0);
	assert_int_equal(ab, walker_count(walker, a, b));
	assert_int_equal(ab + bc, ac);
	assert_int_equal(calendar_worked(calendar, a), walker_worked(walker, a));
}

/* The n-th working day after, before, or the first from a day on, found by walking. */
static day walk(const struct walker *walker, day date, int n)
{
	int step = n < 0 ? -1 : 1, left = n < 0 ? -n : n;
	if (n == 0)
		for (; !walker_worked(walker, date);)
			date++;
	while (left > 0)
		left -= walker_worked(walker, date += step);
	return date;
}

static void check_adding_days(const struct walker *walker)
{
	const struct calendar *calendar = walker->calendar;
	day there, back, from = random_day(walker, 500);
	int counted, n = (int)random_between(-30, 30);
	assert_int_equal(calendar_add_days(calendar, from, n, &there), 0);
	assert_int_equal(there, walk(walker, from, n));
	assert_true(walker_worked(walker, there));
	if (n > 0) { /* inverse: counting gives back what was added, and so does going back */
		assert_int_equal(calendar_count(calendar, from, there, &counted), 0);
		assert_int_equal(counted, n);
		assert_int_equal(calendar_add_days(calendar, there, -n, &back), 0);
		assert_int_equal(back, walker_worked(walker, from) ? from : walk(walker, from, -1));
	}
}

static void check_working_time(const struct walker *walker)
{
	const struct calendar *calendar = walker->calendar;
	instant a = random_instant(walker, 30), b = a + random_between(0, 12 * DAY_MS);
	instant c = b + random_between(0, 12 * DAY_MS);
	int64_t ab, bc, ac;
	assert_int_equal(calendar_work(calendar, a, b, &ab), 0);
	assert_int_equal(calendar_work(calendar, b, c, &bc), 0);
	assert_int_equal(calendar_work(calendar, a, c, &ac), 0);
	assert_true(ab == walker_work(walker, a, b));
	assert_true(ab + bc == ac);
	assert_int_equal(calendar_open(calendar, a), walker_work(walker, a, a + 1) == 1);
}

static void check_adding_time(const struct walker *walker)
{
	const struct calendar *calendar = walker->calendar;
	instant first, second, both, at = random_instant(walker, 500);
	int64_t work, x = random_between(0, 4) * HOUR_MS +
			  random_between(0, 1) * random_between(0, HOUR_MS);
	int64_t y = random_between(1, 40 * HOUR_MS);
	assert_int_equal(calendar_add_work(calendar, at, x, &first), 0);
	assert_true(first >= at);
	assert_true(walker_work(walker, at, first) == x);
	if (x == 0) { /* the first working instant from here on */
		assert_true(calendar_open(calendar, first));
	} else { /* the least instant, and never inside closed time */
		assert_true(walker_work(walker, at, first - 1) == x - 1);
		assert_true(calendar_open(calendar, first - 1));
	}
	assert_int_equal(calendar_add_work(calendar, first, y, &second), 0);
	assert_int_equal(calendar_add_work(calendar, at, x + y, &both), 0);
	assert_true(second == both); /* additivity */
	assert_true(second > first); /* monotonicity in the amount … */
	assert_int_equal(calendar_work(calendar, at, second, &work), 0);
	assert_true(work == x + y);
	instant later;
	assert_int_equal(calendar_add_work(calendar, at + random_between(0, DAY_MS), x, &later), 0);
	assert_true(later >= first); /* … and in the start */
}

static void check_keeping(const struct walker *walker)
{
	const struct calendar *calendar = walker->calendar;
	struct text kept = {0}, again = {0};
	struct calendar *read = NULL;
	struct error error;
	calendar_write(calendar, &kept);
	if (calendar_read(kept.data, calendar_zone(calendar), &read, &error) < 0)
		fail_msg("%s: %s", error.text, kept.data);
	calendar_write(read, &again);
	assert_string_equal(kept.data, again.data);
	assert_true(calendar_version(read) == calendar_version(calendar));
	for (int i = 0; i < WALKER_DAYS; i += 7)
		assert_int_equal(calendar_worked(read, walker->first + i),
			walker_worked(walker, walker->first + i));
	calendar_free(read);
	size_t cut = (size_t)random_between(0, (int64_t)kept.length - 2);
	kept.data[cut] = 'x';
	assert_int_equal(calendar_read(kept.data, calendar_zone(calendar), &read, &error), -EINVAL);
	text_free(&kept);
	text_free(&again);
}

static void over_random_calendars(void (*check)(const struct walker *walker))
{
	int wanted = tuples(), done = 0;
	while (done < wanted) {
		struct walker walker;
		open_walker(&walker);
		for (int i = 0; i < TUPLES_A_CALENDAR && done < wanted; i++, done++)
			check(&walker);
		close_walker(&walker);
	}
	print_message("%d tuples\n", done);
}

static void counting_is_additive_and_what_a_walker_counts(void **state)
{
	(void)state;
	seed_random("counting_is_additive_and_what_a_walker_counts");
	over_random_calendars(check_counting);
}

static void adding_days_is_the_inverse_of_counting(void **state)
{
	(void)state;
	seed_random("adding_days_is_the_inverse_of_counting");
	over_random_calendars(check_adding_days);
}

static void working_time_is_additive_and_what_a_walker_sums(void **state)
{
	(void)state;
	seed_random("working_time_is_additive_and_what_a_walker_sums");
	over_random_calendars(check_working_time);
}

static void adding_time_gives_the_least_instant_never_inside_closed_time(void **state)
{
	(void)state;
	seed_random("adding_time_gives_the_least_instant_never_inside_closed_time");
	over_random_calendars(check_adding_time);
}

static void a_kept_calendar_is_read_as_the_same_again(void **state)
{
	(void)state;
	seed_random("a_kept_calendar_is_read_as_the_same_again");
	for (int i = 0; i < 20; i++) {
		struct walker walker;
		open_walker(&walker);
		check_keeping(&walker);
		close_walker(&walker);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counting_is_additive_and_what_a_walker_counts),
		cmocka_unit_test(adding_days_is_the_inverse_of_counting),
		cmocka_unit_test(working_time_is_additive_and_what_a_walker_sums),
		cmocka_unit_test(adding_time_gives_the_least_instant_never_inside_closed_time),
		cmocka_unit_test(a_kept_calendar_is_read_as_the_same_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
