/* The closing tally of each day. */
#include <errno.h>

#include "base/memory.h"
#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

static day date_of(int days)
{
	return civil_day(2026, 11, 2) + days;
}

static void judge_at(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

static int unit_counts(struct world *world, int days, struct counts *ret_counts)
{
	uint32_t unit = 1;
	return store_day_counts(
		world->store, DAY_OF_UNIT, &unit, 1, date_of(days), ret_counts, &world->error);
}

static void a_day_is_closed_by_the_first_pass_after_it(void **state)
{
	struct world *world = *state;
	struct counts counts;
	see(world, "a-1", open_case(1), noon(0));
	assert_int_equal(unit_counts(world, 0, &counts), -ENOENT);
	judge_at(world, noon(1));
	ASSERT_FINE(unit_counts(world, 0, &counts));
	assert_int_equal(counts.bucket[BUCKET_DUE_SOON], 1);
	assert_int_equal(counts.received, 1);
	assert_int_equal(unit_counts(world, 1, &counts), -ENOENT);
}

static void what_comes_after_midnight_is_not_in_the_day_before(void **state)
{
	struct world *world = *state;
	struct counts counts;
	see(world, "a-1", open_case(1), noon(0));
	see(world, "a-2", open_case(5), noon(1) - 11 * HOUR_MS);
	ASSERT_FINE(unit_counts(world, 0, &counts));
	assert_int_equal(counts.received, 1);
	judge_at(world, noon(2));
	ASSERT_FINE(unit_counts(world, 1, &counts));
	assert_int_equal(counts.received, 2);
}

static void days_without_a_daemon_are_closed_by_what_was_known(void **state)
{
	struct world *world = *state;
	struct counts counts;
	see(world, "a-1", open_case(3), noon(0));
	see(world, "a-1", closed_case(3, 6), noon(7));
	ASSERT_FINE(unit_counts(world, 3, &counts)); /* Thursday, the due day */
	assert_int_equal(counts.bucket[BUCKET_DUE_SOON], 1);
	ASSERT_FINE(unit_counts(world, 4, &counts));
	assert_int_equal(counts.bucket[BUCKET_OVERDUE], 1);
	ASSERT_FINE(unit_counts(world, 6, &counts)); /* nobody had seen it closed */
	assert_int_equal(counts.bucket[BUCKET_OVERDUE], 1);
	judge_at(world, noon(8));
	ASSERT_FINE(unit_counts(world, 7, &counts));
	assert_int_equal(counts.bucket[BUCKET_OVERDUE], 0);
	assert_int_equal(counts.bucket[BUCKET_LATE], 1);
}

static int take_day(void *user, const struct store_day *found)
{
	struct store_day **next = user;
	*(*next)++ = *found;
	return 0;
}

static void a_day_says_what_it_rests_on(void **state)
{
	struct world *world = *state;
	struct store_day days[8] = {0}, *next = days;
	see(world, "a-1", open_case(3), noon(0));
	judge_at(world, noon(2));
	ASSERT_FINE(
		store_days(world->store, date_of(-9), date_of(9), take_day, &next, &world->error));
	assert_int_equal(next - days, 2);
	assert_int_equal(days[1].day, date_of(1));
	assert_int_equal(days[1].closed, noon(2));
	assert_int_equal(days[1].observed, noon(0));
}

static void a_clock_of_another_century_closes_no_thousand_days(void **state)
{
	struct world *world = *state;
	struct store_day days[8] = {0}, *next = days;
	see(world, "a-1", open_case(3), noon(0));
	judge_at(world, noon(1));
	judge_at(world, noon(7000));
	ASSERT_FINE(store_days(
		world->store, date_of(-9), date_of(9999), take_day, &next, &world->error));
	assert_int_equal(next - days, 1);
}

static void the_counts_of_a_field_are_kept_too(void **state)
{
	struct world *world = *state;
	struct counts counts;
	uint32_t field = 1;
	see(world, "a-1", open_case(3), noon(0));
	judge_at(world, noon(1));
	ASSERT_FINE(store_day_counts(
		world->store, DAY_OF_FIELD, &field, 1, date_of(0), &counts, &world->error));
	assert_int_equal(counts.received, 1);
}

struct evening_seen {
	day evening;
	uint32_t unit;
	int64_t received;
};

static void take_evening(void *user, uint32_t unit, day evening, const struct counts *counts)
{
	struct evening_seen **next = user;
	*(*next)++ = (struct evening_seen){evening, unit, counts->received};
}

static void evenings_tell_what_changed_and_what_was_so_before(void **state)
{
	struct world *world = *state;
	struct evening_seen seen[8] = {0}, *next = seen;
	uint32_t cursor = 0;
	see(world, "a-1", open_case(9), noon(0));
	see(world, "a-2", open_case(9), noon(2));
	see(world, "a-3", open_case(9), noon(6));
	judge_at(world, noon(7));
	ASSERT_FINE(store_day_tallies(world->store, date_of(1), date_of(6), 1, &cursor,
		take_evening, &next, &world->error));
	assert_int_equal(cursor, 0);
	struct evening_seen wanted[] = {
		{date_of(1), 1, 1}, /* as on the evening before */
		{date_of(2), 1, 2},
		{date_of(6), 1, 3},
	};
	assert_int_equal(next - seen, ARRAY_SIZE(wanted));
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++) {
		assert_int_equal(seen[i].evening, wanted[i].evening);
		assert_int_equal(seen[i].unit, wanted[i].unit);
		assert_int_equal(seen[i].received, wanted[i].received);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		T(a_day_is_closed_by_the_first_pass_after_it),
		T(what_comes_after_midnight_is_not_in_the_day_before),
		T(days_without_a_daemon_are_closed_by_what_was_known),
		T(a_day_says_what_it_rests_on),
		T(a_clock_of_another_century_closes_no_thousand_days),
		T(the_counts_of_a_field_are_kept_too),
		T(evenings_tell_what_changed_and_what_was_so_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
