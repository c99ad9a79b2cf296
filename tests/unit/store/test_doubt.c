/* What cannot be is not taken over: nothing closes, opens or doubles by it, until it is accepted or over. */
#include <errno.h>

#include "store/store_doubt.h"
#include "unit/store/store_fixture.h"

#define OPEN 40
#define CLOSED 60
#define CASES (OPEN + CLOSED)

static const struct plausibility_bounds bounds = {
	.least = 10, .vanished = 20, .lost = 10, .changed = 50, .ended = 80, .added = 20};

/* What the portal says of case i on a day; with a lie. */
enum lie {
	TRUTH,
	EMPTY,
	HALF,
	NO_DUE,
	FAR_DUE,
	NO_UNIT,
	OTHER_UNIT,
	NO_STATUS,
	ALL_DONE,
	OTHER_CODES,
	CODES_TWICE,
	LIES
};

static struct case_facts truth(int i)
{
	if (i < OPEN) /* some are overdue, some due soon */
		return open_case(i % 4 ? 8 + i % 20 : 2);
	return closed_case(6, 1 + i % 3);
}

static void tell(struct world *world, int i, enum lie lie)
{
	char code[40];
	sprintf(code, lie == OTHER_CODES ? "X19-%03d" : "H19-%03d", i);
	struct case_facts facts = truth(i);
	if (lie == NO_DUE)
		facts.due = INSTANT_NONE;
	if (lie == FAR_DUE)
		facts.due = end_of(6000);
	if (lie == NO_STATUS)
		facts.status = STATUS_UNKNOWN;
	if (lie == ALL_DONE)
		facts = closed_case(8, 3);
	struct case_record record = record_of(code, facts);
	if (lie == NO_UNIT)
		record.unit = SLICE("");
	if (lie == OTHER_UNIT)
		record.unit = SLICE("H19.99");
	batch_add(world->batch, &record);
	if (lie == CODES_TWICE) {
		sprintf(code, "H19\xc3\xaf-%03d", i);
		record.code = slice_of(code);
		batch_add(world->batch, &record);
	}
}

/* A sweep; returns its doubts. */
static unsigned sweep(struct world *world, enum lie lie, instant now)
{
	unsigned doubts = 0;
	struct put_result put;
	int64_t poll = poll_begin(world, true, now);
	store_poll_weigh(world->store, poll, &bounds);
	for (int i = 0; i < CASES && lie != EMPTY; i++) {
		if (lie == HALF && i % 2)
			continue;
		tell(world, i, lie);
		if (i % 7 == 6)
			put_batch(world, poll, now);
	}
	put_batch(world, poll, now);
	ASSERT_FINE(store_poll_settle(world->store, poll, true, &world->judge, now, &world->tally,
		&doubts, &put, &world->error));
	ASSERT_FINE(store_poll_end(world->store, poll, doubts ? POLL_DOUBTFUL : POLL_COMPLETE, 1, 1,
		0, "", now, &world->error));
	return doubts;
}

struct stand {
	int64_t columns[TALLY_COLUMNS];
};

static struct stand stands(const struct world *world)
{
	struct stand stand;
	for (int column = 0; column < TALLY_COLUMNS; column++)
		stand.columns[column] = counted(world, column);
	return stand;
}

static void assert_audit_is_clean(struct world *world)
{
	struct audit_result audit;
	ASSERT_FINE(store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error));
	assert_int_equal(audit.differences + audit.misjudged + audit.suspicions, 0);
}

static bool in_doubt(struct world *world)
{
	instant since;
	bool accepted;
	ASSERT_FINE(store_doubtful(world->store, world->portal, &since, &accepted, &world->error));
	return since != INSTANT_NONE;
}

static int count_history(void *user, const struct change *change)
{
	(void)change;
	++*(int *)user;
	return 0;
}

static int history_of_all(struct world *world)
{
	int changes = 0;
	for (int id = 1; id <= CASES; id++)
		ASSERT_FINE(
			store_changes(world->store, id, count_history, &changes, &world->error));
	return changes;
}

static void no_lie_moves_anything_and_the_truth_settles_it(void **state)
{
	struct world *world = *state;
	int on = 3;
	assert_int_equal(sweep(world, TRUTH, noon(on++)), 0);
	assert_int_equal(sweep(world, TRUTH, noon(on)), 0);
	struct stand before = stands(world);
	for (enum lie lie = EMPTY; lie < LIES; lie++) {
		for (int i = 1; i < 4; i++) { /* it goes on for three sweeps */
			assert_int_not_equal(sweep(world, lie, noon(on) + i * HOUR_MS), 0);
			assert_true(in_doubt(world));
			struct stand now = stands(world);
			assert_memory_equal(&now, &before, sizeof(now));
		}
		assert_int_equal(sweep(world, TRUTH, noon(on) + 5 * HOUR_MS), 0);
		assert_false(in_doubt(world));
		struct stand after = stands(world);
		assert_memory_equal(&after, &before, sizeof(after));
		assert_int_equal(history_of_all(world), 0);
	}
	assert_audit_is_clean(world);
}

static void what_is_accepted_is_taken_over_with_the_next_poll(void **state)
{
	struct world *world = *state;
	instant since;
	bool accepted;
	sweep(world, TRUTH, noon(3));
	assert_int_not_equal(sweep(world, OTHER_UNIT, noon(4)), 0);
	ASSERT_FINE(store_decide_doubt(
		world->store, world->portal, DOUBT_ACCEPTED, "Lan", noon(4) + 1, &world->error));
	ASSERT_FINE(store_doubtful(world->store, world->portal, &since, &accepted, &world->error));
	assert_true(accepted && since == noon(4));
	/* another kind is asked about, all the same */
	assert_int_equal(sweep(world, NO_DUE, noon(4) + 2), 1u << IMPLAUSIBLE_LOST_DUE);
	assert_int_equal(sweep(world, OTHER_UNIT, noon(4) + HOUR_MS), 0);
	assert_false(in_doubt(world));
	assert_int_equal(history_of_all(world), CASES);
	assert_int_equal(sweep(world, OTHER_UNIT, noon(5)), 0);
	assert_audit_is_clean(world);
	assert_int_equal(store_decide_doubt(world->store, world->portal, DOUBT_ACCEPTED, "Lan",
				 noon(5), &world->error),
		-ENOENT);
}

static void what_is_rejected_is_refused_without_asking_again(void **state)
{
	struct world *world = *state;
	sweep(world, TRUTH, noon(3));
	struct stand before = stands(world);
	assert_int_not_equal(sweep(world, NO_DUE, noon(4)), 0);
	ASSERT_FINE(store_decide_doubt(
		world->store, world->portal, DOUBT_REJECTED, "Lan", noon(4), &world->error));
	assert_int_not_equal(sweep(world, NO_DUE, noon(5)), 0);
	struct stand now = stands(world);
	assert_memory_equal(&now, &before, sizeof(now));
	assert_int_equal(sweep(world, TRUTH, noon(6)), 0);
	assert_false(in_doubt(world));
}

/* The life of cases goes on beside: closings of a day, extensions, new cases. */
static void a_working_day_is_plausible_and_taken_over(void **state)
{
	struct world *world = *state;
	unsigned doubts;
	struct put_result put;
	sweep(world, TRUTH, noon(3));
	int64_t poll = poll_begin(world, false, noon(4));
	store_poll_weigh(world->store, poll, &bounds);
	for (int i = 0; i < 30; i++) {
		char code[20];
		struct case_facts facts = i < 12 ? closed_case(9, 4) : open_case(30);
		sprintf(code, "H19-%03d", i < 20 ? i : CASES + i);
		if (i >= 20) {
			facts.received = noon(4);
			facts.due = end_of(12);
		}
		struct case_record record = record_of(code, facts);
		batch_add(world->batch, &record);
	}
	put_batch(world, poll, noon(4));
	ASSERT_FINE(store_poll_settle(world->store, poll, true, &world->judge, noon(4),
		&world->tally, &doubts, &put, &world->error));
	assert_int_equal(doubts, 0);
	assert_int_equal(put.added, 10);
	assert_int_equal(put.changed, 20);
	assert_int_equal(put.conflicting, 0);
	poll_end(world, poll, noon(4));
	assert_false(in_doubt(world));
	assert_audit_is_clean(world);
}

/* New cases without end: cut by their number, and none is counted. */
static void codes_without_end_are_doubted_in_bounded_memory(void **state)
{
	struct world *world = *state;
	unsigned doubts;
	struct put_result put;
	sweep(world, TRUTH, noon(3));
	struct stand before = stands(world);
	int64_t poll = poll_begin(world, true, noon(4));
	store_poll_weigh(world->store, poll, &bounds);
	for (int i = 0; i < CASES; i++)
		tell(world, i, TRUTH);
	for (int i = 0; i < 9000; i++) {
		char code[20];
		sprintf(code, "NEW-%05d", i);
		struct case_facts facts = open_case(20);
		facts.received = noon(4);
		struct case_record record = record_of(code, facts);
		batch_add(world->batch, &record);
		if (i % 500 == 499)
			put_batch(world, poll, noon(4));
	}
	ASSERT_FINE(store_poll_settle(world->store, poll, true, &world->judge, noon(4),
		&world->tally, &doubts, &put, &world->error));
	assert_int_equal(doubts, 1u << IMPLAUSIBLE_NEW);
	ASSERT_FINE(store_poll_end(
		world->store, poll, POLL_DOUBTFUL, 1, 1, 0, "", noon(4), &world->error));
	struct stand now = stands(world);
	assert_memory_equal(&now, &before, sizeof(now));
	assert_audit_is_clean(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CASE(test) cmocka_unit_test_setup_teardown(test, world_new, world_free)
		CASE(no_lie_moves_anything_and_the_truth_settles_it),
		CASE(what_is_accepted_is_taken_over_with_the_next_poll),
		CASE(what_is_rejected_is_refused_without_asking_again),
		CASE(a_working_day_is_plausible_and_taken_over),
		CASE(codes_without_end_are_doubted_in_bounded_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
