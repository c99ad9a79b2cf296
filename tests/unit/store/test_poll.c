#include <errno.h>

#include "unit/store/store_fixture.h"

static int take_case(void *user, const struct store_case *found)
{
	*(struct store_case *)user = *found;
	return 0;
}

static struct store_case get(struct world *world, const char *code)
{
	struct store_case found = {0};
	ASSERT_FINE(store_case_by_code(world->store, code, take_case, &found, &world->error));
	return found;
}

/* A complete sweep that lists the cases 1 … 4 of a bit mask. */
static void sweep(struct world *world, unsigned listed, instant now)
{
	static const char *const codes[] = {"A-1", "A-2", "A-3", "A-4"};
	int64_t poll = poll_begin(world, true, now);
	for (int i = 0; i < 4; i++) {
		struct case_record record = record_of(codes[i], open_case(30));
		if (listed >> i & 1)
			batch_add(world->batch, &record);
	}
	put_batch(world, poll, now);
	poll_end(world, poll, now);
}

static int take_listed(void *user, const struct change *change)
{
	struct change **next = user;
	if (change->fact == FACT_LISTED)
		*(*next)++ = *change;
	return 0;
}

static void a_case_missing_from_two_sweeps_has_vanished(void **state)
{
	struct world *world = *state;
	struct change changes[8], *end = changes;
	sweep(world, 15, noon(1));
	assert_int_equal(get(world, "A-2").absent_sweeps, 0);
	sweep(world, 13, noon(2));
	assert_int_equal(get(world, "A-2").absent_sweeps, 1);
	store_close(world->store); /* a daemon that began anew knows the sweeps of the one before */
	ASSERT_FINE(store_open(world->location, STORE_OWN, &world->store, &world->error));
	sweep(world, 13, noon(3));
	assert_int_equal(get(world, "A-2").absent_sweeps, 2);
	sweep(world, 13, noon(4));
	assert_int_equal(get(world, "A-2").absent_sweeps, 2);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 3);
	assert_int_equal(counted(world, BUCKET_VANISHED), 1); /* kept, and counted apart */
	sweep(world, 15, noon(5));
	assert_int_equal(get(world, "A-2").absent_sweeps, 0);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 4);
	ASSERT_FINE(store_changes(
		world->store, get(world, "A-2").id, take_listed, &end, &world->error));
	assert_int_equal(end - changes, 2);
	assert_int_equal(changes[0].value, 1); /* was listed until the second sweep without it */
	assert_int_equal(changes[0].after, noon(1));
	assert_int_equal(changes[0].by, noon(3));
	assert_int_equal(changes[1].value, 0);
	assert_int_equal(changes[1].by, noon(5));
}

static void what_a_sweep_does_not_reach_is_not_missing_from_it(void **state)
{
	struct world *world = *state;
	sweep(world, 1, noon(1)); /* A-1 was received at noon of day 0 */
	for (int i = 2; i < 6; i++) {
		int64_t poll = poll_begin(world, true, noon(i));
		store_poll_reaches(world->store, poll, i < 4 ? noon(0) + 1 : INT64_MAX);
		poll_end(world, poll, noon(i));
		assert_int_equal(get(world, "A-1").absent_sweeps, 0);
	}
	for (int i = 6; i < 8; i++) {
		int64_t poll = poll_begin(world, true, noon(i));
		store_poll_reaches(world->store, poll, noon(0));
		poll_end(world, poll, noon(i));
		assert_int_equal(get(world, "A-1").absent_sweeps, i - 5);
	}
}

static void a_case_that_came_back_can_vanish_again(void **state)
{
	struct world *world = *state;
	static const unsigned listed[] = {15, 7, 7, 15, 7, 7};
	for (int i = 0; i < 6; i++)
		sweep(world, listed[i], noon(i));
	assert_int_equal(get(world, "A-4").absent_sweeps, 2);
}

static void one_missed_sweep_is_forgiven(void **state)
{
	struct world *world = *state;
	sweep(world, 15, noon(1));
	sweep(world, 7, noon(2));
	sweep(world, 15, noon(3));
	sweep(world, 7, noon(4));
	assert_int_equal(get(world, "A-4").absent_sweeps, 1);
}

static void only_complete_sweeps_count_absences(void **state)
{
	struct world *world = *state;
	sweep(world, 15, noon(1));
	for (int i = 2; i < 5; i++) {
		int64_t poll = poll_begin(world, i != 2, noon(i));
		ASSERT_FINE(
			store_poll_end(world->store, poll, i == 2 ? POLL_COMPLETE : POLL_INCOMPLETE,
				0, 0, 0, "", noon(i), &world->error));
	}
	assert_int_equal(get(world, "A-1").absent_sweeps, 0);
}

static void the_cases_of_other_portals_are_not_missed(void **state)
{
	struct world *world = *state;
	uint32_t first = world->portal, second;
	second = world_portals(world, "dongnai", true, "tinh", true);
	sweep(world, 3, noon(1));
	world->portal = second;
	for (int i = 1; i < 4; i++)
		sweep(world, 12, noon(i));
	world->portal = first;
	assert_int_equal(get(world, "A-1").absent_sweeps, 0);
	sweep(world, 2, noon(4));
	assert_int_equal(get(world, "A-1").absent_sweeps, 1);
	assert_int_equal(get(world, "A-3").absent_sweeps, 0);
}

static void many_cases_vanish_at_once(void **state)
{
	struct world *world = *state;
	for (int round = 0; round < 3; round++) {
		int64_t poll = poll_begin(world, true, noon(round));
		for (int i = 0; i < 10000; i++) {
			char code[32];
			sprintf(code, "A-%d", i);
			struct case_record record = record_of(code, open_case(30));
			if (round == 0 || i % 3 == 0)
				batch_add(world->batch, &record);
		}
		put_batch(world, poll, noon(round));
		poll_end(world, poll, noon(round));
	}
	assert_int_equal(get(world, "A-9999").absent_sweeps, 0);
	assert_int_equal(get(world, "A-9998").absent_sweeps, 2);
	store_close(world->store);
	world_open(world); /* how many are listed is remembered */
	int64_t poll = poll_begin(world, true, noon(5));
	poll_end(world, poll, noon(5));
	assert_int_equal(get(world, "A-9999").absent_sweeps, 1);
	assert_int_equal(get(world, "A-9998").absent_sweeps, 2);
}

static void the_last_polls_are_told_apart(void **state)
{
	struct world *world = *state;
	struct store_poll complete, full, newest;
	assert_int_equal(store_last_polls(world->store, world->portal, &complete, &full, &newest,
				 &world->error),
		-ENOENT);
	sweep(world, 1, noon(1));
	int64_t poll = poll_begin(world, false, noon(2));
	ASSERT_FINE(store_poll_end(
		world->store, poll, POLL_COMPLETE, 3, 40, 2, "", noon(2) + 5, &world->error));
	poll = poll_begin(world, false, noon(3));
	ASSERT_FINE(store_poll_end(world->store, poll, POLL_FAILED, 1, 20, 0,
		"connection reset on page 2", noon(3), &world->error));
	for (int again = 0; again < 2; again++) {
		ASSERT_FINE(store_last_polls(
			world->store, world->portal, &complete, &full, &newest, &world->error));
		assert_int_equal(full.started, noon(1));
		assert_true(full.sweep);
		assert_int_equal(full.changed, 1);
		assert_int_equal(complete.started, noon(2));
		assert_int_equal(complete.ended, noon(2) + 5);
		assert_int_equal(complete.pages, 3);
		assert_int_equal(complete.records, 40);
		assert_int_equal(complete.set_aside, 2);
		assert_string_equal(complete.trouble, "");
		assert_int_equal(newest.result, POLL_FAILED);
		assert_string_equal(newest.trouble, "connection reset on page 2");
		store_close(world->store);
		world_open(world);
	}
}

static void a_poll_that_is_not_under_way_is_refused(void **state)
{
	struct world *world = *state;
	struct put_result result;
	int64_t poll = poll_begin(world, false, noon(1));
	poll_end(world, poll, noon(1));
	assert_int_equal(store_put_page(world->store, poll, world->batch, &world->judge, noon(1),
				 &world->tally, &result, &world->error),
		-EINVAL);
	assert_int_equal(store_poll_end(world->store, poll, POLL_COMPLETE, 0, 0, 0, "", noon(1),
				 &world->error),
		-EINVAL);
	assert_int_equal(store_set_aside(world->store, poll, SLICE("A"), RECORD_NO_CODE, "",
				 noon(1), &world->error),
		-EINVAL);
}

static void two_portals_are_polled_at_once(void **state)
{
	struct world *world = *state;
	uint32_t first = world->portal, second;
	second = world_portals(world, "dongnai", true, "tinh", true);
	int64_t a = poll_begin(world, true, noon(1));
	world->portal = second;
	int64_t b = poll_begin(world, true, noon(1));
	world->portal = first;
	struct case_record record = record_of("A-1", open_case(30));
	batch_add(world->batch, &record);
	put_batch(world, a, noon(1));
	record = record_of("B-1", open_case(30));
	batch_add(world->batch, &record);
	put_batch(world, b, noon(1));
	poll_end(world, a, noon(1));
	record = record_of("B-2", open_case(30));
	batch_add(world->batch, &record);
	put_batch(world, b, noon(1));
	poll_end(world, b, noon(1));
	assert_int_equal(get(world, "A-1").portal, first);
	assert_int_equal(get(world, "B-2").portal, second);
	assert_int_equal(get(world, "A-1").absent_sweeps, 0);
}

/* --- set aside --- */

struct aside {
	int count;
	char code[32], detail[64];
	enum record_problem problem;
	int64_t times;
	instant seen;
};

static int take_aside(void *user, uint32_t portal, const char *code, enum record_problem problem,
	const char *detail, instant seen, int64_t count)
{
	struct aside *aside = user;
	(void)portal;
	if (aside->count++)
		return 0;
	snprintf(aside->code, sizeof(aside->code), "%s", code);
	snprintf(aside->detail, sizeof(aside->detail), "%s", detail);
	aside->problem = problem;
	aside->times = count;
	aside->seen = seen;
	return 0;
}

static void what_could_not_be_used_is_kept_and_counted(void **state)
{
	struct world *world = *state;
	for (int i = 1; i <= 3; i++) {
		struct aside aside = {0};
		int64_t poll = poll_begin(world, false, noon(i));
		ASSERT_FINE(store_set_aside(world->store, poll, SLICE("A-9"), RECORD_NO_RECEIVED,
			i == 3 ? "received: \"\"" : "received: null", noon(i), &world->error));
		if (i == 2)
			put_batch(world, poll, noon(i));
		poll_end(world, poll, noon(i));
		ASSERT_FINE(store_asides(world->store, take_aside, &aside, &world->error));
		assert_int_equal(aside.count, 1);
		assert_string_equal(aside.code, "A-9");
		assert_int_equal(aside.problem, RECORD_NO_RECEIVED);
		assert_int_equal(aside.times, i);
		assert_int_equal(aside.seen, noon(i));
		assert_string_equal(aside.detail, i == 3 ? "received: \"\"" : "received: null");
	}
}

static void a_complete_sweep_forgets_what_it_did_not_meet_again(void **state)
{
	struct world *world = *state;
	for (int at = 1; at <= 3; at++) {
		struct aside aside = {0};
		int64_t poll = poll_begin(world, at > 1, noon(at));
		ASSERT_FINE(store_set_aside(world->store, poll, SLICE("A-9"), RECORD_NO_RECEIVED,
			"", noon(at), &world->error));
		if (at == 1)
			ASSERT_FINE(store_set_aside(world->store, poll, SLICE("A-1"),
				RECORD_NO_RECEIVED, "", noon(at), &world->error));
		ASSERT_FINE(store_poll_end(world->store, poll,
			at == 2 ? POLL_INCOMPLETE : POLL_COMPLETE, 1, 1, 1, "", noon(at),
			&world->error));
		ASSERT_FINE(store_asides(world->store, take_aside, &aside, &world->error));
		assert_int_equal(aside.count, at < 3 ? 2 : 1);
		assert_string_equal(aside.code, at < 3 ? aside.code : "A-9");
	}
}

static void what_is_set_aside_is_bounded_oldest_out(void **state)
{
	struct world *world = *state;
	struct aside aside = {0};
	for (int i = 1; i <= 3; i++) {
		int64_t poll = poll_begin(world, false, noon(i));
		for (int j = 0; j < 800; j++) {
			char code[32];
			sprintf(code, "A-%d-%d", i, j);
			ASSERT_FINE(store_set_aside(world->store, poll, slice_of(code),
				RECORD_NO_RECEIVED, "", noon(i), &world->error));
		}
		poll_end(world, poll, noon(i));
	}
	ASSERT_FINE(store_asides(world->store, take_aside, &aside, &world->error));
	assert_int_equal(aside.count, 1000);
	assert_int_equal(aside.seen, noon(3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(a_case_missing_from_two_sweeps_has_vanished),
		TEST(what_a_sweep_does_not_reach_is_not_missing_from_it),
		TEST(a_case_that_came_back_can_vanish_again),
		TEST(one_missed_sweep_is_forgiven),
		TEST(only_complete_sweeps_count_absences),
		TEST(the_cases_of_other_portals_are_not_missed),
		TEST(many_cases_vanish_at_once),
		TEST(the_last_polls_are_told_apart),
		TEST(a_poll_that_is_not_under_way_is_refused),
		TEST(two_portals_are_polled_at_once),
		TEST(what_could_not_be_used_is_kept_and_counted),
		TEST(what_is_set_aside_is_bounded_oldest_out),
		TEST(a_complete_sweep_forgets_what_it_did_not_meet_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
