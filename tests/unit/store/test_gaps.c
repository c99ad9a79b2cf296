/* Gaps in the days' running numbers, as the store finds and keeps them. */
#include "store/store_retention.h"
#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

#define PREFIX "H56.14"

static struct case_facts received_on(int days)
{
	struct case_facts facts = open_case(40);
	facts.received = noon(days);
	return facts;
}

static void add(struct world *world, const char *prefix, const char *unit, int days, int number)
{
	char code[40];
	struct civil_date date = civil_date(civil_day(2026, 11, 2) + days);
	sprintf(code, "%s-%02d%02d%02d-%04d", prefix, date.year % 100, date.month, date.mday,
		number);
	struct case_record record = record_of(code, received_on(days));
	record.unit = slice_of(unit);
	batch_add(world->batch, &record);
}

static void read_all(struct world *world, instant now)
{
	bool more = true;
	int64_t poll = poll_begin(world, false, now);
	put_batch(world, poll, now);
	poll_end(world, poll, now);
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now + MINUTE_MS, 100,
			&world->tally, &more, &world->error));
}

/* Three weeks of working days with the numbers 1 .. 6, but for `hidden` ones of day 8. */
static void live(struct world *world, int hidden)
{
	for (int days = 0; days < 19; days++)
		for (int number = 1; days % 7 < 5 && number <= 6; number++)
			if (days != 8 || number < 2 || number >= 2 + hidden)
				add(world, PREFIX, "U-14", days, number);
	read_all(world, noon(19));
	read_all(world, noon(20));
}

struct found {
	struct finding last;
	int count;
};

static int take(void *user, const struct store_suspicion *suspicion)
{
	struct found *found = user;
	assert_int_equal(suspicion->case_id, 0);
	found->last = suspicion->finding;
	found->count++;
	return 0;
}

/* A night in small steps. */
static struct found look(struct world *world)
{
	struct found found = {0};
	struct suspicion_filter filter = {.kind = SUSPICION_SILENT, .since = INSTANT_NONE};
	bool done = false;
	while (!done)
		ASSERT_FINE(store_look_at_numbers(
			world->store, &world->judge, 7, &done, &world->error));
	ASSERT_FINE(store_suspicions(world->store, &filter, take, &found, &world->error));
	return found;
}

static void numbers_that_never_came_are_told_once(void **state)
{
	struct world *world = *state;
	live(world, 4);
	struct found found = look(world);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.last.times, 4);
	assert_int_equal(found.last.was, 2);
	assert_int_equal(found.last.became, 5);
	assert_int_equal(found.last.by, zone_midnight(world->zone, civil_day(2026, 11, 11)));
	struct found again = look(world);
	assert_int_equal(again.count, 1);
	assert_memory_equal(&again.last, &found.last, sizeof(found.last));
}

static void whole_numbers_are_no_suspicion(void **state)
{
	struct world *world = *state;
	live(world, 0);
	assert_int_equal(look(world).count, 0);
}

static void a_gap_that_late_cases_close_is_taken_back(void **state)
{
	struct world *world = *state;
	live(world, 4);
	assert_int_equal(look(world).count, 1);
	for (int number = 2; number <= 5; number++)
		add(world, PREFIX, "U-14", 8, number);
	read_all(world, noon(21));
	assert_int_equal(look(world).count, 0);
}

static void purged_cases_leave_no_gap(void **state)
{
	struct world *world = *state;
	live(world, 0);
	for (int number = 2; number <= 5; number++) {
		char code[40];
		sprintf(code, PREFIX "-261110-%04d", number);
		struct case_facts facts = received_on(8);
		facts.status = STATUS_PROCESSED;
		facts.finished = noon(9);
		struct case_record record = record_of(code, facts);
		record.unit = SLICE("U-14");
		batch_add(world->batch, &record);
	}
	read_all(world, noon(21));
	for (int number = 2; number <= 5; number++) {
		char code[40];
		sprintf(code, PREFIX "-261110-%04d", number);
		ASSERT_FINE(store_forget(world->store, &world->judge, code, &world->error));
	}
	assert_int_equal(look(world).count, 0);
}

static void numbers_that_units_share_say_nothing(void **state)
{
	struct world *world = *state;
	for (int days = 0; days < 19; days++)
		for (int number = 1; days % 7 < 5 && number <= 8; number++)
			if (days != 8 || number < 2 || number > 5)
				add(world, PREFIX, number % 2 ? "U-14" : "U-15", days, number);
	read_all(world, noon(20));
	assert_int_equal(look(world).count, 0);
}

static void codes_of_another_shape_say_nothing(void **state)
{
	struct world *world = *state;
	static const char *const codes[] = {"X-2611", "X-261110", "X-261110-", "X-261110-12a",
		"261110", "X-261131-0009", "X-261110-1234567", "-261110-0001", "A-B-261110-0007"};
	live(world, 0);
	for (size_t i = 0; i < ARRAY_SIZE(codes); i++) {
		struct case_record record = record_of(codes[i], received_on(8));
		batch_add(world->batch, &record);
	}
	read_all(world, noon(21));
	assert_int_equal(look(world).count, 0);
}

static void nothing_is_told_before_a_poll_has_read_what_came_late(void **state)
{
	struct world *world = *state;
	for (int days = 0; days < 12; days++)
		for (int number = 1; days % 7 < 5 && number <= 6; number++)
			if (days != 8 || number < 2 || number > 5)
				add(world, PREFIX, "U-14", days, number);
	read_all(world, noon(11)); /* and then the portal is silent */
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, noon(20), 100,
			&world->tally, &more, &world->error));
	assert_int_equal(look(world).count, 0);
	read_all(world, noon(21));
	assert_int_equal(look(world).count, 1);
}

int main(void)
{
#define SENTENCE(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
	const struct CMUnitTest tests[] = {
		SENTENCE(numbers_that_never_came_are_told_once),
		SENTENCE(whole_numbers_are_no_suspicion),
		SENTENCE(a_gap_that_late_cases_close_is_taken_back),
		SENTENCE(purged_cases_leave_no_gap),
		SENTENCE(numbers_that_units_share_say_nothing),
		SENTENCE(codes_of_another_shape_say_nothing),
		SENTENCE(nothing_is_told_before_a_poll_has_read_what_came_late),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
