/* What many changes at once say of each: nothing, but by two forms. */
#include "core/case/mass_change.h"
#include "unit/core/week_fixture.h"

static const struct mass_stock portal = {.open = 1000, .closed = 9000, .units = 40};

static void what_only_gains_is_never_a_technical_event(void **state)
{
	(void)state;
	struct mass_count rewritten = {.changed = 300, .units = 40};
	assert_false(mass_is_technical(&rewritten, &portal));
	rewritten.control_open = 200; /* honest extensions beside */
	assert_false(mass_is_technical(&rewritten, &portal));
}

static void what_changes_all_alike_is_a_technical_event(void **state)
{
	(void)state;
	struct mass_count open = {.changed = 1100, .control_open = 990, .units = 39};
	struct mass_count closed = {.changed = 8000, .control_closed = 7000, .units = 30};
	assert_true(mass_is_technical(&open, &portal));
	assert_true(mass_is_technical(&closed, &portal));
}

static void what_one_unit_does_is_never_a_technical_event(void **state)
{
	(void)state;
	struct mass_count alone = {.changed = 900, .control_open = 800, .units = 1};
	struct mass_stock its_own = {.open = 900, .units = 1};
	assert_false(mass_is_technical(&alone, &portal));
	assert_false(mass_is_technical(&alone, &its_own));
	alone.units = 19; /* fewer than half */
	assert_false(mass_is_technical(&alone, &portal));
}

/* More of the control changed is never less technical; and few are never. */
static void technical_events_grow_with_the_control(void **state)
{
	(void)state;
	bool before = false;
	for (int64_t control = 0; control <= portal.open; control++) {
		struct mass_count count = {
			.changed = control + 50, .control_open = control, .units = 40};
		bool is = mass_is_technical(&count, &portal);
		assert_true(is || !before);
		before = is;
	}
	assert_true(before);
	struct mass_stock small = {.open = 12, .units = 3};
	struct mass_count few = {.changed = 12, .control_open = 12, .units = 3};
	assert_false(mass_is_technical(&few, &small));
}

static void late_news_needs_days_without_a_sign_of_life(void **state)
{
	(void)state;
	instant poll = 1000 * DAY_MS;
	assert_true(mass_is_late_news(1, 1, poll - 5 * DAY_MS, poll));
	assert_false(mass_is_late_news(50, 50, poll - DAY_MS / 2, poll));
	assert_false(mass_is_late_news(0, 50, poll - 5 * DAY_MS, poll)); /* nothing new came */
	assert_false(mass_is_late_news(1, 1, INSTANT_NONE, poll));
	struct case_facts facts = {.received = poll - 3 * DAY_MS, .submitted = INSTANT_NONE};
	assert_true(mass_arrived_late(&facts, poll - 5 * DAY_MS, poll));
	/* received before the unit was last alive: it was kept back, the systems did not stand still */
	assert_false(mass_arrived_late(&facts, poll - 2 * DAY_MS, poll));
}

static void endings_are_at_once_within_minutes(void **state)
{
	(void)state;
	instant finishes[30];
	for (int i = 0; i < 30; i++) /* an afternoon's work, in no order */
		finishes[i] = (i * 7 % 30) * 8 * MINUTE_MS;
	assert_int_equal(mass_ended(finishes, 30), 2);
	for (int i = 0; i < 30; i++)
		finishes[i] = i < 18 ? 4 * HOUR_MS + i * SECOND_MS : i * HOUR_MS;
	assert_int_equal(mass_ended(finishes, 30), 18);
	assert_int_equal(mass_ended(finishes, 0), 0);
}

static void a_mass_change_covers_its_poll_its_portal_and_its_units(void **state)
{
	(void)state;
	const struct mass_change list[] = {
		{1, 0, MASS_TECHNICAL, FACT_DUE, 100, 200, INSTANT_NONE, 500},
		{1, 7, MASS_LATE_NEWS, 0, 300, 400, 50, 5},
	};
	assert_non_null(mass_change_find(list, 2, 1, 3, MASS_TECHNICAL, FACT_DUE, 150));
	assert_null(mass_change_find(list, 2, 1, 3, MASS_TECHNICAL, FACT_FINISHED, 150));
	assert_null(mass_change_find(list, 2, 1, 3, MASS_TECHNICAL, FACT_DUE, 201));
	assert_null(mass_change_find(list, 2, 2, 3, MASS_TECHNICAL, FACT_DUE, 150));
	assert_null(mass_change_find(list, 2, 1, 3, MASS_TECHNICAL, FACT_DUE, INSTANT_NONE));
	assert_non_null(mass_change_find(list, 2, 1, 7, MASS_LATE_NEWS, 0, 300));
	assert_null(mass_change_find(list, 2, 1, 8, MASS_LATE_NEWS, 0, 300));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_only_gains_is_never_a_technical_event),
		cmocka_unit_test(what_changes_all_alike_is_a_technical_event),
		cmocka_unit_test(what_one_unit_does_is_never_a_technical_event),
		cmocka_unit_test(technical_events_grow_with_the_control),
		cmocka_unit_test(late_news_needs_days_without_a_sign_of_life),
		cmocka_unit_test(endings_are_at_once_within_minutes),
		cmocka_unit_test(a_mass_change_covers_its_poll_its_portal_and_its_units),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
