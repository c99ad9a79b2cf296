#include "core/alert/backoff.h"
#include "unit/core/time_fixture.h"

static double random_share(void)
{
	return (double)random_between(0, 1000000) / 1000000;
}

static void deliveries_follow_the_contract_and_then_die(void **state)
{
	(void)state;
	const int64_t steps[] = {5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS,
		5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS};
	assert_int_equal(backoff_delivery(0, 0, 0.5), 0);
	for (int i = 0; i < 9; i++)
		assert_int_equal(backoff_delivery(i + 1, 0, 0.5), steps[i]);
	assert_int_equal(backoff_delivery(10, 0, 0.5), -1);
	assert_int_equal(backoff_delivery(1000, HOUR_MS, 0.5), -1);
}

static void jitter_stays_within_a_tenth(void **state)
{
	(void)state;
	seed_random("jitter");
	for (int i = 0; i < 1000; i++) {
		int64_t wait = backoff_delivery(4, 0, random_share());
		assert_in_range(wait, 2 * HOUR_MS * 9 / 10, 2 * HOUR_MS * 11 / 10);
	}
	assert_true(backoff_delivery(4, 0, 0) < backoff_delivery(4, 0, 1));
}

static void an_honest_retry_after_is_heeded_and_a_hostile_one_cannot_park_a_delivery(void **state)
{
	(void)state;
	assert_int_equal(backoff_delivery(1, 2 * MINUTE_MS, 0.5), 2 * MINUTE_MS);
	assert_int_equal(backoff_delivery(1, SECOND_MS, 0.5), 5 * SECOND_MS);
	assert_int_equal(backoff_delivery(1, 10 * 365 * DAY_MS, 0.5), HOUR_MS);
	assert_int_equal(backoff_delivery(4, 3 * HOUR_MS, 0.5), 3 * HOUR_MS);
	assert_int_equal(backoff_delivery(4, INT64_MAX, 0.5), 4 * HOUR_MS);
	assert_int_equal(backoff_delivery(4, -1, 0.5), 2 * HOUR_MS);
}

static void polls_double_up_to_the_cap(void **state)
{
	(void)state;
	const int64_t first = 30 * SECOND_MS, cap = 15 * MINUTE_MS;
	const int64_t waits[] = {30, 60, 120, 240, 480, 900, 900};
	for (int i = 0; i < 7; i++)
		assert_int_equal(backoff_poll(i + 1, first, cap, 0, 0.5), waits[i] * SECOND_MS);
	assert_int_equal(backoff_poll(INT32_MAX, first, cap, 0, 0.5), cap);
	assert_int_equal(backoff_poll(1, first, cap, 5 * MINUTE_MS, 0.5), 5 * MINUTE_MS);
	assert_int_equal(backoff_poll(1, first, cap, INT64_MAX, 0.5), cap);
}

static void a_poll_never_waits_longer_than_the_cap_nor_no_time_at_all(void **state)
{
	(void)state;
	seed_random("polls");
	for (int i = 0; i < 10000; i++) {
		int64_t first = random_between(1000, DAY_MS), cap = random_between(1000, DAY_MS);
		int64_t wait = backoff_poll((int)random_between(1, 100), first, cap,
			random_between(0, 2 * DAY_MS), random_share());
		assert_true(wait > 0 && wait <= cap);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deliveries_follow_the_contract_and_then_die),
		cmocka_unit_test(jitter_stays_within_a_tenth),
		cmocka_unit_test(
			an_honest_retry_after_is_heeded_and_a_hostile_one_cannot_park_a_delivery),
		cmocka_unit_test(polls_double_up_to_the_cap),
		cmocka_unit_test(a_poll_never_waits_longer_than_the_cap_nor_no_time_at_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
