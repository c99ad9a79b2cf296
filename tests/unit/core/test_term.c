#include <errno.h>
#include <string.h>

#include "core/case/term.h"
#include "unit/core/world_fixture.h"

#define WORKING(n) ((struct term){.unit = TERM_WORKING_DAYS, .amount = (n)})
#define CALENDAR(n) ((struct term){.unit = TERM_CALENDAR_DAYS, .amount = (n)})
#define HOURS(n) ((struct term){.unit = TERM_WORKING_HOURS, .amount = (n)*60})

static struct term_result due_with(const struct world *world, struct term term,
	const char *received, const struct term_pause *pauses, size_t count)
{
	struct term_result result;
	if (term_due(&term, world->calendar, instant_of(received), pauses, count, &result))
		fail_msg("no due date for %s", received);
	if (result.due != INSTANT_NONE)
		assert_int_equal(result.due_date, zone_day(world->zone, result.due));
	return result;
}

static void check(
	const struct world *world, struct term term, const char *received, const char *due)
{
	struct term_result result = due_with(world, term, received, NULL, 0);
	assert_instant(world->zone, result.due, due);
	assert_true(result.first_due == result.due && result.paused_since == INSTANT_NONE);
}

static void the_official_vectors_hold_and_end_when_the_office_closes(void **state)
{
	const struct world *world = *state;
	check(world, WORKING(3), "2026-11-20T09:00:00+07:00", "2026-11-26T17:00:00+07:00");
	check(world, WORKING(3), "2026-01-08T09:00:00+07:00", "2026-01-12T17:00:00+07:00");
	check(world, WORKING(5), "2026-08-21T09:00:00+07:00", "2026-08-27T17:00:00+07:00");
	check(world, WORKING(5), "2026-08-26T09:00:00+07:00", "2026-09-07T17:00:00+07:00");
	check(world, WORKING(3), "2026-02-12T09:00:00+07:00", "2026-02-24T17:00:00+07:00");
	check(world, WORKING(2), "2025-04-24T09:00:00+07:00", "2025-04-26T17:00:00+07:00");
}

static void received_after_closing_counts_from_the_next_working_morning(void **state)
{
	const struct world *world = *state;
	/* Friday 18:00 is received on Monday; Tuesday 24/11 is off: one day later is Wednesday */
	check(world, WORKING(1), "2026-11-20T18:00:00+07:00", "2026-11-25T17:00:00+07:00");
	check(world, WORKING(1), "2026-11-20T16:59:59+07:00", "2026-11-23T17:00:00+07:00");
	check(world, WORKING(1), "2026-11-20T17:00:00+07:00", "2026-11-23T17:00:00+07:00");
	check(world, WORKING(1), "2026-11-20T17:00:00.001+07:00", "2026-11-25T17:00:00+07:00");
	check(world, WORKING(1), "2026-11-22T09:00:00+07:00", "2026-11-25T17:00:00+07:00");
	check(world, WORKING(1), "2026-11-23T05:00:00+07:00", "2026-11-25T17:00:00+07:00");
	check(world, HOURS(1), "2026-11-20T18:00:00+07:00", "2026-11-23T08:00:00+07:00");
}

static void received_on_a_worked_saturday_is_received_that_day(void **state)
{
	const struct world *world = *state;
	check(world, WORKING(1), "2026-08-22T10:00:00+07:00", "2026-08-24T17:00:00+07:00");
	check(world, WORKING(1), "2026-08-15T10:00:00+07:00", "2026-08-18T17:00:00+07:00");
}

static void start_same_day_makes_the_day_of_receipt_the_first(void **state)
{
	const struct world *world = *state;
	struct term term = WORKING(1);
	term.start = TERM_START_SAME_DAY;
	check(world, term, "2026-11-20T09:00:00+07:00", "2026-11-20T17:00:00+07:00");
	check(world, term, "2026-11-20T18:00:00+07:00", "2026-11-23T17:00:00+07:00");
	term.amount = 3;
	check(world, term, "2026-11-20T09:00:00+07:00", "2026-11-25T17:00:00+07:00");
	term.amount = 0;
	check(world, term, "2026-11-20T09:00:00+07:00", "2026-11-20T17:00:00+07:00");
}

static void end_same_clock_keeps_the_hour_of_receipt(void **state)
{
	const struct world *world = *state;
	struct term term = WORKING(3);
	term.end = TERM_END_SAME_CLOCK;
	check(world, term, "2026-11-20T09:05:00+07:00", "2026-11-26T09:05:00+07:00");
	check(world, term, "2026-11-20T12:00:00+07:00", "2026-11-26T13:30:00+07:00");
	check(world, term, "2026-11-20T06:00:00+07:00", "2026-11-26T07:00:00+07:00");
	check(world, term, "2026-11-20T19:00:00+07:00", "2026-11-27T07:00:00+07:00");
	/* a day from clock to clock is whole: the day of receipt cannot be the first */
	term.start = TERM_START_SAME_DAY;
	check(world, term, "2026-11-20T09:05:00+07:00", "2026-11-26T09:05:00+07:00");
}

static void a_procedure_may_close_its_desk_at_15_00(void **state)
{
	const struct world *world = *state;
	struct term term = WORKING(1);
	term.start = TERM_START_SAME_DAY;
	term.cutoff = 15 * 60;
	check(world, term, "2026-11-19T15:00:00+07:00", "2026-11-19T17:00:00+07:00");
	check(world, term, "2026-11-19T15:00:01+07:00", "2026-11-20T17:00:00+07:00");
	check(world, term, "2026-11-20T15:30:00+07:00", "2026-11-23T17:00:00+07:00");
	term.cutoff = 23 * 60; /* after closing anyway */
	check(world, term, "2026-11-19T17:30:00+07:00", "2026-11-20T17:00:00+07:00");
	struct term hours = HOURS(2);
	hours.cutoff = 15 * 60;
	check(world, hours, "2026-11-19T15:30:00+07:00", "2026-11-20T09:00:00+07:00");
}

static void calendar_days_end_on_a_working_day(void **state)
{
	const struct world *world = *state;
	check(world, CALENDAR(3), "2026-11-16T09:00:00+07:00", "2026-11-19T17:00:00+07:00");
	check(world, CALENDAR(5), "2026-11-16T09:00:00+07:00", "2026-11-23T17:00:00+07:00");
	check(world, CALENDAR(5), "2026-02-12T09:00:00+07:00", "2026-02-23T17:00:00+07:00");
	check(world, CALENDAR(4), "2026-11-20T09:00:00+07:00", "2026-11-25T17:00:00+07:00");
	struct term term = CALENDAR(3);
	term.start = TERM_START_SAME_DAY;
	check(world, term, "2026-11-16T09:00:00+07:00", "2026-11-18T17:00:00+07:00");
	term.end = TERM_END_SAME_CLOCK;
	check(world, term, "2026-11-16T09:00:00+07:00", "2026-11-19T09:00:00+07:00");
}

static void working_hours_end_at_the_least_instant(void **state)
{
	const struct world *world = *state;
	check(world, HOURS(8), "2026-11-20T07:00:00+07:00", "2026-11-20T17:00:00+07:00");
	check(world, HOURS(8), "2026-11-20T10:00:00+07:00", "2026-11-23T10:00:00+07:00");
	check(world, HOURS(40), "2026-11-20T10:00:00+07:00", "2026-11-30T10:00:00+07:00");
	check(world, HOURS(7), "2026-11-20T16:30:00+07:00", "2026-11-23T15:30:00+07:00");
	check(world, TERM_ACCEPTANCE, "2026-11-20T22:00:00+07:00", "2026-11-23T17:00:00+07:00");
	struct term term = HOURS(8);
	term.start = TERM_START_NEXT_DAY;
	check(world, term, "2026-11-20T10:00:00+07:00", "2026-11-23T17:00:00+07:00");
}

static struct term_pause pause_of(const char *from, const char *to)
{
	return (struct term_pause){instant_of(from), to ? instant_of(to) : INSTANT_NONE};
}

static void a_pause_gives_its_working_time_back(void **state)
{
	const struct world *world = *state;
	/* Monday 16/11 15:00 to Wednesday 09:00: 2 + 8 + 2 hours */
	struct term_pause pause =
		pause_of("2026-11-16T15:00:00+07:00", "2026-11-18T09:00:00+07:00");
	struct term_result result =
		due_with(world, HOURS(16), "2026-11-16T07:00:00+07:00", &pause, 1);
	assert_true(result.given_back_ms == 12 * HOUR_MS);
	assert_instant(world->zone, result.first_due, "2026-11-17T17:00:00+07:00");
	assert_instant(world->zone, result.due, "2026-11-19T11:00:00+07:00");
	/* in days the end moves as far, and to the end of that day */
	result = due_with(world, WORKING(3), "2026-11-13T09:00:00+07:00", &pause, 1);
	assert_instant(world->zone, result.first_due, "2026-11-18T17:00:00+07:00");
	assert_instant(world->zone, result.due, "2026-11-20T17:00:00+07:00");
	result = due_with(world, CALENDAR(3), "2026-11-13T09:00:00+07:00", &pause, 1);
	assert_instant(world->zone, result.first_due, "2026-11-16T17:00:00+07:00");
	assert_instant(world->zone, result.due, "2026-11-18T17:00:00+07:00");
}

static void a_pause_outside_office_hours_gives_nothing_back(void **state)
{
	const struct world *world = *state;
	struct term_pause pause =
		pause_of("2026-11-20T17:00:00+07:00", "2026-11-23T07:00:00+07:00");
	struct term_result result =
		due_with(world, WORKING(3), "2026-11-19T09:00:00+07:00", &pause, 1);
	assert_true(result.given_back_ms == 0 && result.due == result.first_due);
}

static void a_pause_on_the_day_of_receipt_costs_a_term_of_days_nothing(void **state)
{
	const struct world *world = *state;
	struct term_pause pause =
		pause_of("2026-11-19T10:00:00+07:00", "2026-11-19T16:00:00+07:00");
	struct term_result result =
		due_with(world, WORKING(3), "2026-11-19T09:00:00+07:00", &pause, 1);
	assert_true(result.given_back_ms == 0 && result.due == result.first_due);
	result = due_with(world, HOURS(3), "2026-11-19T09:00:00+07:00", &pause, 1);
	assert_instant(world->zone, result.due, "2026-11-20T08:00:00+07:00");
}

static void a_pause_after_the_end_moves_nothing(void **state)
{
	const struct world *world = *state;
	struct term_pause pause = pause_of("2026-11-26T09:00:00+07:00", NULL);
	struct term_result result =
		due_with(world, WORKING(1), "2026-11-19T09:00:00+07:00", &pause, 1);
	assert_instant(world->zone, result.due, "2026-11-20T17:00:00+07:00");
	assert_true(result.paused_since == INSTANT_NONE);
}

static void overlapping_pauses_count_once(void **state)
{
	const struct world *world = *state;
	struct term_pause pauses[] = {
		pause_of("2026-11-16T08:00:00+07:00", "2026-11-16T10:00:00+07:00"),
		pause_of("2026-11-16T09:00:00+07:00", "2026-11-16T11:00:00+07:00"),
		pause_of("2026-11-16T09:30:00+07:00", "2026-11-16T10:30:00+07:00"),
	};
	struct term_result result =
		due_with(world, HOURS(8), "2026-11-16T07:00:00+07:00", pauses, 3);
	assert_true(result.given_back_ms == 3 * HOUR_MS);
	assert_instant(world->zone, result.due, "2026-11-17T10:00:00+07:00");
}

static void an_open_pause_hides_the_end_and_freezes_what_is_left(void **state)
{
	const struct world *world = *state;
	struct term_pause pauses[] = {
		pause_of("2026-11-16T08:00:00+07:00", "2026-11-16T09:00:00+07:00"),
		pause_of("2026-11-16T16:00:00+07:00", NULL),
	};
	struct term_result result =
		due_with(world, HOURS(8), "2026-11-16T07:00:00+07:00", pauses, 2);
	assert_true(result.due == INSTANT_NONE);
	assert_instant(world->zone, result.paused_since, "2026-11-16T16:00:00+07:00");
	assert_true(result.remaining_ms == 2 * HOUR_MS);
}

static void what_is_no_term_or_beyond_the_calendar_is_an_error(void **state)
{
	const struct world *world = *state;
	struct term_result result = {.due = 5};
	struct term none = {.unit = TERM_NONE, .amount = 3}, negative = WORKING(-1),
		    far = WORKING(900);
	instant at = instant_of("2026-11-20T09:00:00+07:00");
	assert_int_equal(term_due(&none, world->calendar, at, NULL, 0, &result), -EINVAL);
	assert_int_equal(term_due(&negative, world->calendar, at, NULL, 0, &result), -EINVAL);
	assert_int_equal(term_due(&far, world->calendar, at, NULL, 0, &result), -ERANGE);
	far = CALENDAR(INT32_MAX);
	assert_int_equal(term_due(&far, world->calendar, at, NULL, 0, &result), -ERANGE);
	far = HOURS(9000);
	assert_int_equal(term_due(&far, world->calendar, at, NULL, 0, &result), -ERANGE);
	struct term fine = WORKING(1);
	at = instant_of("0001-01-01T00:00:00Z");
	assert_int_equal(term_due(&fine, world->calendar, at, NULL, 0, &result), -ERANGE);
	assert_int_equal(term_due(&fine, world->calendar, INSTANT_NONE, NULL, 0, &result), -ERANGE);
	assert_true(result.due == 5);
}

/* A telling as one line: "20R 21- 22- 23:1 24- 25:2!" */
static bool write_step(void *user, const struct term_step *step)
{
	char *line = user, word[32];
	static const char marks[] = {[TERM_STEP_RECEIVED] = 'R',
		[TERM_STEP_TOO_LATE] = 'L',
		[TERM_STEP_CLOSED] = '-',
		[TERM_STEP_GIVEN_BACK] = '+',
		[TERM_STEP_MOVED_TO] = '>'};
	int mday = civil_date(step->date).mday;
	if (step->kind == TERM_STEP_COUNTED)
		snprintf(word, sizeof(word), "%d:%d", mday, step->ordinal);
	else
		snprintf(word, sizeof(word), "%d%c", mday, marks[step->kind]);
	if (*line)
		strcat(line, " ");
	strcat(line, word);
	if (step->paused_ms)
		strcat(line, "p");
	if (step->last)
		strcat(line, "!");
	return true;
}

static void check_telling(const struct world *world, struct term term, const char *received,
	const struct term_pause *pauses, size_t count, const char *telling)
{
	char line[512] = "";
	assert_true(term_explain(&term, world->calendar, instant_of(received), pauses, count, 30,
			    write_step, line) > 0);
	assert_string_equal(line, telling);
}

static void the_reasoning_names_each_day(void **state)
{
	const struct world *world = *state;
	check_telling(world, WORKING(3), "2026-11-20T09:00:00+07:00", NULL, 0,
		"20R 21- 22- 23:1 24- 25:2 26:3!");
	check_telling(world, WORKING(1), "2026-11-20T18:00:00+07:00", NULL, 0,
		"20L 21- 22- 23R 24- 25:1!");
	struct term same_day = WORKING(2);
	same_day.start = TERM_START_SAME_DAY;
	check_telling(world, same_day, "2026-11-20T09:00:00+07:00", NULL, 0, "20:1 21- 22- 23:2!");
	check_telling(
		world, CALENDAR(2), "2026-11-19T09:00:00+07:00", NULL, 0, "19R 20:1 21:2 22- 23>!");
	check_telling(world, HOURS(8), "2026-11-20T10:00:00+07:00", NULL, 0, "20:1 21- 22- 23:2!");
}

static void the_reasoning_shows_pauses_and_what_they_gave_back(void **state)
{
	const struct world *world = *state;
	struct term_pause pause =
		pause_of("2026-11-17T15:00:00+07:00", "2026-11-18T09:00:00+07:00");
	check_telling(world, WORKING(3), "2026-11-16T09:00:00+07:00", &pause, 1,
		"16R 17:1p 18:2p 19:3 20+!");
	check_telling(world, CALENDAR(3), "2026-11-16T09:00:00+07:00", &pause, 1,
		"16R 17:1p 18:2p 19:3 20+!");
	pause.to = INSTANT_NONE;
	check_telling(world, WORKING(3), "2026-11-16T09:00:00+07:00", &pause, 1, "16R 17:1");
}

static bool stop_at_once(void *user, const struct term_step *step)
{
	(void)step;
	++*(int *)user;
	return false;
}

static void the_telling_is_bounded(void **state)
{
	const struct world *world = *state;
	struct term term = WORKING(100);
	char line[512] = "";
	instant at = instant_of("2026-02-12T09:00:00+07:00");
	assert_int_equal(term_explain(&term, world->calendar, at, NULL, 0, 4, write_step, line), 4);
	assert_string_equal(line, "12R 13:1 14- 15-");
	int calls = 0;
	assert_int_equal(
		term_explain(&term, world->calendar, at, NULL, 0, 9, stop_at_once, &calls), 1);
	assert_int_equal(calls, 1);
	term.unit = TERM_NONE;
	assert_int_equal(term_explain(&term, world->calendar, at, NULL, 0, 9, stop_at_once, &calls),
		-EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_official_vectors_hold_and_end_when_the_office_closes),
		cmocka_unit_test(received_after_closing_counts_from_the_next_working_morning),
		cmocka_unit_test(received_on_a_worked_saturday_is_received_that_day),
		cmocka_unit_test(start_same_day_makes_the_day_of_receipt_the_first),
		cmocka_unit_test(end_same_clock_keeps_the_hour_of_receipt),
		cmocka_unit_test(a_procedure_may_close_its_desk_at_15_00),
		cmocka_unit_test(calendar_days_end_on_a_working_day),
		cmocka_unit_test(working_hours_end_at_the_least_instant),
		cmocka_unit_test(a_pause_gives_its_working_time_back),
		cmocka_unit_test(a_pause_outside_office_hours_gives_nothing_back),
		cmocka_unit_test(a_pause_on_the_day_of_receipt_costs_a_term_of_days_nothing),
		cmocka_unit_test(a_pause_after_the_end_moves_nothing),
		cmocka_unit_test(overlapping_pauses_count_once),
		cmocka_unit_test(an_open_pause_hides_the_end_and_freezes_what_is_left),
		cmocka_unit_test(what_is_no_term_or_beyond_the_calendar_is_an_error),
		cmocka_unit_test(the_reasoning_names_each_day),
		cmocka_unit_test(the_reasoning_shows_pauses_and_what_they_gave_back),
		cmocka_unit_test(the_telling_is_bounded),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
