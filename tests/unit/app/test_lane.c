/* Lanes: the attempts of one channel at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "deliver/lane.h"
#include "ground/ground.h"

static struct ground
	ground; /* only its loop is looked at, to stop a timer that was never started */

static struct attempt *attempt(int64_t id)
{
	struct delivery delivery = {
		.id = id,
		.channel = "hotline",
		.recipient = "https://1022.example/hook",
		.type = "webhook",
		.body = "{}",
		.html = "",
		.headers = "",
		.attempts = 1,
	};

	return attempt_new(&ground, &delivery, NULL, NULL);
}

static int setup(void **state)
{
	(void)state;
	ground.loop = ev_loop_new(EVFLAG_AUTO);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	ev_loop_destroy(ground.loop);
	return 0;
}

static void a_channel_has_one_lane(void **state)
{
	(void)state;
	struct lanes lanes = {0};
	struct lane *hotline = lanes_of(&lanes, "hotline");

	assert_ptr_not_equal(hotline, lanes_of(&lanes, "office"));
	assert_ptr_equal(hotline, lanes_of(&lanes, "hotline"));
	assert_int_equal(lanes.count, 2);
	lanes_free(&lanes);
}

static void attempts_start_in_the_order_they_came_and_only_so_many_at_once(void **state)
{
	(void)state;
	struct lanes lanes = {0};
	struct lane *lane = lanes_of(&lanes, "hotline");
	struct attempt *next;

	for (int64_t id = 1; id <= LANE_MOST + 3; id++)
		lane_add(lane, attempt(id));
	for (int64_t id = 1; id <= LANE_MOST; id++) {
		next = lane_next(lane);
		assert_non_null(next);
		assert_int_equal(attempt_delivery_id(next), id);
	}
	assert_null(lane_next(lane));
	assert_int_equal(lanes_under_way(&lanes), LANE_MOST);
	assert_int_equal(lanes_waiting(&lanes), 3);
	lane_done(lane, next);
	attempt_cancel(next);
	next = lane_next(lane);
	assert_int_equal(attempt_delivery_id(next), LANE_MOST + 1);
	lanes_free(&lanes);
}

static void a_lane_knows_what_it_holds_waiting_or_under_way(void **state)
{
	(void)state;
	struct lanes lanes = {0};
	struct lane *lane = lanes_of(&lanes, "hotline");

	lane_add(lane, attempt(7));
	lane_add(lane, attempt(8));
	lane_next(lane);
	assert_true(lane_has(lane, 7));
	assert_true(lane_has(lane, 8));
	assert_false(lane_has(lane, 9));
	struct attempt *back = lane_give_back(lane);
	assert_int_equal(attempt_delivery_id(back), 8);
	attempt_cancel(back);
	assert_false(lane_has(lane, 8));
	lanes_free(&lanes);
}

static void a_lane_is_full_before_it_holds_the_whole_outbox(void **state)
{
	(void)state;
	struct lanes lanes = {0};
	struct lane *lane = lanes_of(&lanes, "hotline");

	for (int64_t id = 1; id <= LANE_WAITING; id++) {
		assert_false(lane_full(lane));
		lane_add(lane, attempt(id));
	}
	assert_true(lane_full(lane));
	lanes_free(&lanes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_channel_has_one_lane),
		cmocka_unit_test(attempts_start_in_the_order_they_came_and_only_so_many_at_once),
		cmocka_unit_test(a_lane_knows_what_it_holds_waiting_or_under_way),
		cmocka_unit_test(a_lane_is_full_before_it_holds_the_whole_outbox),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
