/* What a complete poll may say, beside what was known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/case/plausibility.h"

static const struct plausibility_bounds bounds = {
	.least = 10, .vanished = 20, .lost = 10, .changed = 50, .ended = 80, .added = 20};

static struct case_state running(void)
{
	return (struct case_state){.facts = {.status = STATUS_PROCESSING,
					   .received = 100 * DAY_MS,
					   .due = 110 * DAY_MS,
					   .submitted = INSTANT_NONE,
					   .finished = INSTANT_NONE},
		.unit = 3};
}

static unsigned of(struct case_state after, bool open)
{
	struct case_state before = running();
	return implausible_change(&before, &after, true, open);
}

static void what_a_life_brings_is_plausible(void **state)
{
	(void)state;
	struct case_state after = running();
	after.facts.status = STATUS_SUPPLEMENT;
	assert_int_equal(of(after, true), 0);
	struct case_facts fresh = {.received = 200 * DAY_MS, .submitted = INSTANT_NONE};
	assert_int_equal(implausible_arrival(&fresh, 200 * DAY_MS), 1u << IMPLAUSIBLE_NEW);
}

static void each_loss_has_its_kind(void **state)
{
	(void)state;
	struct case_state after = running();
	after.facts.due = INSTANT_NONE;
	assert_int_equal(of(after, true), 1u << IMPLAUSIBLE_LOST_DUE);
	after = running();
	after.facts.due += 3000 * DAY_MS;
	assert_int_equal(of(after, true), 1u << IMPLAUSIBLE_FAR_DUE | 1u << IMPLAUSIBLE_OTHER_DATE);
	after = running();
	after.unit = 0;
	assert_int_equal(of(after, true), 1u << IMPLAUSIBLE_LOST_UNIT);
	after.unit = 4;
	assert_int_equal(of(after, true), 1u << IMPLAUSIBLE_OTHER_UNIT);
	after = running();
	after.facts.status = STATUS_UNKNOWN;
	assert_int_equal(of(after, true), 1u << IMPLAUSIBLE_LOST_STATUS);
	after = running();
	after.facts.status = STATUS_RETURNED;
	assert_int_equal(of(after, false), 1u << IMPLAUSIBLE_ENDED);
	struct case_facts old = {.received = 100 * DAY_MS, .submitted = INSTANT_NONE};
	assert_int_equal(implausible_arrival(&old, 200 * DAY_MS),
		1u << IMPLAUSIBLE_NEW | 1u << IMPLAUSIBLE_NEW_CODE);
}

static struct plausibility counted(enum implausible kind, bool open, int64_t count)
{
	struct plausibility plausibility = {.open = 400, .closed = 4000, .control = 300};
	plausibility.count[kind][open] = count;
	return plausibility;
}

/* More of a kind is never less doubtful, none is never doubtful, all always is. */
static void doubts_grow_with_the_count(void **state)
{
	(void)state;
	for (enum implausible kind = 0; kind < IMPLAUSIBLE_COUNT; kind++)
		for (int open = 0; open < 2; open++) {
			bool before = false;
			for (int64_t count = 0; count <= 9000; count += 10) {
				struct plausibility it = counted(kind, open, count);
				unsigned doubts = plausibility_doubts(&it, &bounds);
				assert_true(doubts == 0 || doubts == 1u << kind);
				assert_true(doubts || !before);
				before = doubts;
			}
			assert_true(before);
		}
}

static void few_are_never_doubtful(void **state)
{
	(void)state;
	for (enum implausible kind = 0; kind < IMPLAUSIBLE_COUNT; kind++) {
		struct plausibility few = {.open = 9, .control = 9};
		few.count[kind][1] = 9;
		assert_int_equal(plausibility_doubts(&few, &bounds), 0);
		few.open = few.control = few.count[kind][1] = 5000;
		struct plausibility_bounds off = bounds;
		off.least = 0;
		assert_int_equal(plausibility_doubts(&few, &off), 0);
	}
}

/* What is lost of the open ones is not made small by a long past. */
static void open_and_closed_are_weighed_apart(void **state)
{
	(void)state;
	struct plausibility it = {.open = 100, .closed = 100000, .control = 90};
	it.count[IMPLAUSIBLE_LOST_DUE][1] = 60;
	assert_int_equal(plausibility_doubts(&it, &bounds), 1u << IMPLAUSIBLE_LOST_DUE);
}

static void every_kind_has_a_name_and_words(void **state)
{
	(void)state;
	for (enum implausible kind = 0; kind < IMPLAUSIBLE_COUNT; kind++) {
		assert_true(*implausible_name(kind));
		assert_true(*implausible_words(kind, true) && *implausible_words(kind, false));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_life_brings_is_plausible),
		cmocka_unit_test(each_loss_has_its_kind),
		cmocka_unit_test(doubts_grow_with_the_count),
		cmocka_unit_test(few_are_never_doubtful),
		cmocka_unit_test(open_and_closed_are_weighed_apart),
		cmocka_unit_test(every_kind_has_a_name_and_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
