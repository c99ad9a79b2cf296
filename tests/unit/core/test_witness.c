#include "unit/core/time_fixture.h"

#include "core/case/witness.h"

static struct case_state some_state(void)
{
	struct case_state state = {.unit = 3, .procedure = 4, .field = 5};
	state.facts = (struct case_facts){.submitted = INSTANT_NONE,
		.received = 1000,
		.due = 9000,
		.finished = INSTANT_NONE,
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = STATUS_PROCESSING,
		.channel = CHANNEL_ONLINE,
		.term = -7,
		.term_unit = TERM_WORKING_HOURS};
	return state;
}

static void every_fact_can_be_read_and_set(void **state)
{
	(void)state;
	for (enum fact fact = FACT_STATUS; fact < FACT_LISTED; fact++) {
		struct case_state before = some_state(), after = some_state();
		enum fact changed[FACT_COUNT];
		int64_t value = state_value(&before, fact) == 1 ? 0 : 1;
		if (fact == FACT_TERM)
			value = fact_term(-3, TERM_CALENDAR_DAYS);
		state_set(&after, fact, value);
		assert_int_equal(state_value(&after, fact), value);
		assert_int_equal(state_diff(&before, &after, changed), 1);
		assert_int_equal(changed[0], fact);
		state_set(&after, fact, state_value(&before, fact));
		assert_int_equal(state_diff(&before, &after, changed), 0);
		assert_true(fact_name(fact)[0]);
	}
}

static void an_absent_instant_is_a_value_like_others(void **state)
{
	(void)state;
	struct case_state before = some_state(), after = some_state();
	enum fact changed[FACT_COUNT];
	state_set(&after, FACT_DUE, INSTANT_NONE);
	assert_int_equal(state_diff(&before, &after, changed), 1);
	assert_int_equal(state_value(&after, FACT_DUE), INSTANT_NONE);
	assert_true(fact_is_instant(FACT_DUE));
	assert_false(fact_is_instant(FACT_STATUS));
}

static void what_was_not_seen_yet_was_not_known(void **state)
{
	(void)state;
	struct case_state now = some_state(), then;
	struct case_life life = {.first_seen = 5000, .closed_seen = INSTANT_NONE}, lived;
	assert_false(witness_at(&now, &life, NULL, 0, 4999, &then, &lived));
	assert_true(witness_at(&now, &life, NULL, 0, 5000, &then, &lived));
	assert_true(lived.was_accepted);
}

static void a_date_that_nobody_can_read_does_not_replace_one_that_could_be_read(void **state)
{
	(void)state;
	struct case_state before = some_state(), after = some_state();
	before.facts.finished = 8000;
	before.facts.odd = ODD_DATE_ONLY_DUE;
	after.facts.due = INSTANT_NONE;
	after.facts.odd = ODD_DUE_UNUSABLE | ODD_FINISHED_UNUSABLE;
	state_keep_readable(&before, &after);
	assert_int_equal(after.facts.due, 9000);
	assert_int_equal(after.facts.finished, 8000);
	assert_int_equal(
		after.facts.odd, ODD_DUE_UNUSABLE | ODD_FINISHED_UNUSABLE | ODD_DATE_ONLY_DUE);
	after.facts.received = after.facts.due = INSTANT_NONE;
	after.facts.odd = ODD_DUE_FAR | ODD_RECEIVED_UNUSABLE;
	state_keep_readable(&before, &after);
	assert_int_equal(after.facts.received, 1000);
	assert_int_equal(after.facts.due, 9000);
}

static void a_date_that_the_portal_takes_back_is_gone(void **state)
{
	(void)state;
	struct case_state before = some_state(), after = some_state();
	before.facts.finished = 8000;
	after.facts.due = INSTANT_NONE;
	state_keep_readable(&before, &after);
	assert_int_equal(after.facts.due, INSTANT_NONE);
	assert_int_equal(after.facts.finished, INSTANT_NONE);
}

/* Life ends closed_seen when a case is opened again and begins it anew. */
static void a_reopened_case_was_closed_twice(void **state)
{
	(void)state;
	struct case_state now = some_state(), then;
	struct case_life life = {.first_seen = 1000, .closed_seen = 40000}, lived;
	const struct change changes[] = {
		{FACT_STATUS, STATUS_PROCESSING, 10000, 20000},
		{FACT_STATUS, STATUS_PROCESSED, 20000, 30000},
		{FACT_STATUS, STATUS_PROCESSING, 30000, 40000},
	};
	now.facts.status = STATUS_RETURNED;
	assert_true(witness_at(&now, &life, changes, 3, 25000, &then, &lived));
	assert_int_equal(then.facts.status, STATUS_PROCESSED);
	assert_int_equal(lived.closed_seen, 20000);
	assert_true(witness_at(&now, &life, changes, 3, 35000, &then, &lived));
	assert_int_equal(lived.closed_seen, INSTANT_NONE);
	assert_true(witness_at(&now, &life, changes, 3, 40000, &then, &lived));
	assert_int_equal(lived.closed_seen, 40000);
}

/* A case refused after it had been accepted is withdrawn: the witness remembers the acceptance. */
static void acceptance_is_remembered(void **state)
{
	(void)state;
	struct case_state now = some_state(), then;
	struct case_life life = {.first_seen = 1000, .was_accepted = true}, lived;
	const struct change changes[] = {
		{FACT_STATUS, STATUS_REGISTERED, 1000, 2000},
		{FACT_STATUS, STATUS_PROCESSING, 2000, 3000},
	};
	now.facts.status = STATUS_REFUSED;
	assert_true(witness_at(&now, &life, changes, 2, 1500, &then, &lived));
	assert_false(lived.was_accepted);
	assert_true(witness_at(&now, &life, changes, 2, 3000, &then, &lived));
	assert_true(lived.was_accepted);
	assert_true(facts_closed(&then.facts, &lived));
}

#define STEPS 60

/* Keep what was before at every change: rewinding gives every state again. */
static void rewinding_gives_every_state_again(void **state)
{
	(void)state;
	seed_random(__func__);
	for (int round = 0; round < 300; round++) {
		struct case_state known[STEPS], now = some_state(), then;
		struct case_life lives[STEPS], lived;
		struct case_life life = {.first_seen = 0, .closed_seen = INSTANT_NONE};
		struct change changes[STEPS * FACT_COUNT];
		size_t count = 0;
		for (int step = 0; step < STEPS; step++) {
			struct case_state next = now;
			enum fact changed[FACT_COUNT];
			for (int64_t facts = step ? random_between(0, 3) : 0; facts > 0; facts--)
				state_set(&next,
					(enum fact)random_between(FACT_STATUS, FACT_LISTED - 1),
					random_between(0, 3));
			size_t differ = state_diff(&now, &next, changed);
			for (size_t i = 0; i < differ; i++)
				changes[count++] = (struct change){
					changed[i], state_value(&now, changed[i]), step - 1, step};
			now = next;
			life_observe(&life, &now.facts, step);
			known[step] = now;
			lives[step] = life;
		}
		for (int step = 0; step < STEPS; step++) {
			enum fact changed[FACT_COUNT];
			assert_true(witness_at(&now, &life, changes, count, step, &then, &lived));
			assert_int_equal(state_diff(&then, &known[step], changed), 0);
			assert_int_equal(lived.closed_seen, lives[step].closed_seen);
			assert_int_equal(lived.was_accepted, lives[step].was_accepted);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fact_can_be_read_and_set),
		cmocka_unit_test(an_absent_instant_is_a_value_like_others),
		cmocka_unit_test(what_was_not_seen_yet_was_not_known),
		cmocka_unit_test(
			a_date_that_nobody_can_read_does_not_replace_one_that_could_be_read),
		cmocka_unit_test(a_date_that_the_portal_takes_back_is_gone),
		cmocka_unit_test(a_reopened_case_was_closed_twice),
		cmocka_unit_test(acceptance_is_remembered),
		cmocka_unit_test(rewinding_gives_every_state_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
