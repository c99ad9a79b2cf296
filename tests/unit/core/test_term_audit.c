/* The audit of promised dates and the acceptance clock, sentence by sentence. */
#include "core/case/term_audit.h"
#include "time_fixture.h"

static struct zone *zone;
static struct calendar *calendar;
static const struct term three_days = {.unit = TERM_WORKING_DAYS, .amount = 3};

static int the_official_years(void **state)
{
	(void)state;
	zone = vietnam();
	calendar = official_calendar(zone, true);
	return 0;
}

static int no_years(void **state)
{
	(void)state;
	calendar_free(calendar);
	zone_free(zone);
	return 0;
}

/* Received on Friday 2026-11-20 at 10:00 with three working days: due on Thursday the 26th. */
static struct term_audit_result audited(
	const char *promised, const struct term_pause *pauses, size_t count)
{
	return term_audit_of(&three_days, calendar, instant_of("2026-11-20T10:00:00+07:00"),
		promised ? instant_of(promised) : INSTANT_NONE, pauses, count);
}

static void a_promise_on_the_terms_last_day_agrees_at_any_hour(void **state)
{
	(void)state;
	assert_int_equal(audited("2026-11-26T17:00:00+07:00", NULL, 0).word, TERM_AUDIT_AGREES);
	assert_int_equal(audited("2026-11-26T00:00:00+07:00", NULL, 0).word, TERM_AUDIT_AGREES);
	assert_int_equal(audited("2026-11-26T23:59:59.999+07:00", NULL, 0).word, TERM_AUDIT_AGREES);
}

static void a_portal_that_does_not_know_culture_day_differs_by_a_day(void **state)
{
	(void)state;
	struct term_audit_result result = audited("2026-11-25T17:00:00+07:00", NULL, 0);
	assert_int_equal(result.word, TERM_AUDIT_ONE_DAY);
	assert_int_equal(result.apart, -1);
	/* a promise on the rest day after the last day is no other working day */
	const struct term_audit_result saturday =
		term_audit_of(&three_days, calendar, instant_of("2026-11-03T10:00:00+07:00"),
			instant_of("2026-11-08T17:00:00+07:00"), NULL, 0);
	assert_int_equal(saturday.word, TERM_AUDIT_ONE_DAY);
	assert_int_equal(saturday.apart, 0);
}

static void a_promise_that_no_calendar_explains_is_wrong(void **state)
{
	(void)state;
	struct term_audit_result result = audited("2026-12-01T17:00:00+07:00", NULL, 0);
	assert_int_equal(result.word, TERM_AUDIT_WRONG);
	assert_int_equal(result.apart, 3);
}

static void a_portal_that_gives_a_pause_not_back_is_told_apart(void **state)
{
	(void)state;
	const struct term_pause pause = {
		instant_of("2026-11-23T09:00:00+07:00"), instant_of("2026-11-30T09:00:00+07:00")};
	assert_int_equal(audited("2026-11-26T17:00:00+07:00", &pause, 1).word,
		TERM_AUDIT_AGREES_WITHOUT_PAUSES);
	/* 4 whole working days passed in it: Mon 23 (from 09:00), Wed, Thu, Fri, Mon (to 09:00) */
	assert_int_equal(audited("2026-12-02T17:00:00+07:00", &pause, 1).word, TERM_AUDIT_AGREES);
}

static void a_paused_case_is_audited_as_if_the_pause_ended_at_once(void **state)
{
	(void)state;
	const struct term_pause pause = {instant_of("2026-11-23T09:00:00+07:00"), INSTANT_NONE};
	assert_int_equal(audited("2026-11-26T17:00:00+07:00", &pause, 1).word, TERM_AUDIT_AGREES);
}

static void without_term_promise_or_calendar_nothing_is_said(void **state)
{
	(void)state;
	const struct term none = {.unit = TERM_NONE};
	instant received = instant_of("2026-11-20T10:00:00+07:00");
	assert_int_equal(term_audit_of(&none, calendar, received, received, NULL, 0).word,
		TERM_AUDIT_NO_TERM);
	assert_int_equal(audited(NULL, NULL, 0).word, TERM_AUDIT_NO_DUE);
	assert_true(audited(NULL, NULL, 0).computed);
	assert_int_equal(term_audit_of(&three_days, calendar, INSTANT_NONE, received, NULL, 0).word,
		TERM_AUDIT_UNKNOWN);
	assert_int_equal(term_audit_of(&three_days, calendar,
				 instant_of("2031-01-06T10:00:00+07:00"), received, NULL, 0)
				 .word,
		TERM_AUDIT_UNKNOWN);
	assert_int_equal(audited("0001-01-01T00:00:00+07:00", NULL, 0).word, TERM_AUDIT_UNKNOWN);
	assert_int_equal(audited("9999-12-31T00:00:00+07:00", NULL, 0).word, TERM_AUDIT_UNKNOWN);
}

static void only_pauses_that_are_switched_on_stop_the_term(void **state)
{
	(void)state;
	instant from = instant_of("2026-11-23T09:00:00+07:00");
	const struct pause pauses[] = {
		{.status = STATUS_FEE,
			.began_by = from,
			.began_said = INSTANT_NONE,
			.ended_by = INSTANT_NONE,
			.ended_said = INSTANT_NONE},
		{.status = 0,
			.began_by = from + 1,
			.began_said = INSTANT_NONE,
			.ended_by = INSTANT_NONE,
			.ended_said = INSTANT_NONE},
		/* seen last, but by the portal's own stamp the first */
		{.status = STATUS_SUPPLEMENT,
			.began_after = from - DAY_MS,
			.began_by = from + 2,
			.began_said = from - 1,
			.ended_by = INSTANT_NONE,
			.ended_said = INSTANT_NONE},
	};
	struct judge judge = {.calendar = calendar};
	struct term_pause kept[3];
	assert_int_equal(term_pauses_of(pauses, 3, &judge, kept), 0);
	judge.pause_on[STATUS_FEE] = judge.pause_on_lock = true;
	assert_int_equal(term_pauses_of(pauses, 3, &judge, kept), 2);
	assert_true(kept[0].from == from && kept[1].from == from + 1);
	judge.pause_on[STATUS_SUPPLEMENT] = true;
	assert_int_equal(term_pauses_of(pauses, 3, &judge, kept), 3);
	assert_true(kept[0].from == from - 1 && kept[2].from == from + 1);
}

static struct case_facts online_case(const char *submitted)
{
	return (struct case_facts){.submitted = instant_of(submitted),
		.received = INSTANT_NONE,
		.due = INSTANT_NONE,
		.status = STATUS_REGISTERED,
		.channel = CHANNEL_ONLINE};
}

static void an_online_case_must_be_accepted_within_eight_working_hours(void **state)
{
	(void)state;
	struct case_facts facts = online_case("2026-11-20T16:00:00+07:00");
	struct acceptance found;
	instant due = instant_of("2026-11-23T16:00:00+07:00");
	assert_true(acceptance_of(&facts, calendar, due, &found));
	assert_instant(zone, found.due, "2026-11-23T16:00:00+07:00");
	assert_false(found.late);
	assert_true(acceptance_of(&facts, calendar, due + 1, &found));
	assert_true(found.late);
	/* Tuesday the 24th is off: until Wednesday 08:00 one hour of Monday and one of Wednesday */
	assert_true(
		acceptance_of(&facts, calendar, instant_of("2026-11-25T08:00:00+07:00"), &found));
	assert_int_equal(found.over_ms, 2 * HOUR_MS);
	assert_true(found.accepted == INSTANT_NONE);
}

static void an_accepted_case_is_judged_when_it_was_accepted(void **state)
{
	(void)state;
	struct case_facts facts = online_case("2026-11-20T16:00:00+07:00");
	struct acceptance found;
	facts.status = STATUS_PROCESSING;
	facts.received = instant_of("2026-11-23T16:00:00+07:00");
	instant much_later = instant_of("2026-12-23T16:00:00+07:00");
	assert_true(acceptance_of(&facts, calendar, much_later, &found));
	assert_false(found.late);
	facts.received += MINUTE_MS;
	assert_true(acceptance_of(&facts, calendar, much_later, &found));
	assert_true(found.late);
	assert_int_equal(found.over_ms, MINUTE_MS);
}

static void submitted_at_night_the_clock_starts_in_the_morning(void **state)
{
	(void)state;
	struct case_facts facts = online_case("2026-11-20T23:10:00+07:00");
	struct acceptance found;
	assert_true(acceptance_of(&facts, calendar, facts.submitted, &found));
	assert_instant(zone, found.due, "2026-11-23T17:00:00+07:00");
}

static void the_clock_does_not_run_at_the_desk_or_without_a_time_of_submission(void **state)
{
	(void)state;
	struct case_facts facts = online_case("2026-11-20T10:00:00+07:00");
	struct acceptance found;
	facts.channel = CHANNEL_IN_PERSON;
	assert_false(acceptance_of(&facts, calendar, facts.submitted, &found));
	facts.channel = CHANNEL_ONLINE;
	facts.submitted = INSTANT_NONE;
	assert_false(acceptance_of(&facts, calendar, 0, &found));
	facts = online_case("2026-11-20T10:00:00+07:00");
	facts.status = STATUS_REFUSED;
	assert_false(acceptance_of(&facts, calendar, facts.submitted, &found));
	facts = online_case("2031-11-20T10:00:00+07:00");
	assert_false(acceptance_of(&facts, calendar, facts.submitted, &found));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_promise_on_the_terms_last_day_agrees_at_any_hour),
		cmocka_unit_test(a_portal_that_does_not_know_culture_day_differs_by_a_day),
		cmocka_unit_test(a_promise_that_no_calendar_explains_is_wrong),
		cmocka_unit_test(a_portal_that_gives_a_pause_not_back_is_told_apart),
		cmocka_unit_test(a_paused_case_is_audited_as_if_the_pause_ended_at_once),
		cmocka_unit_test(without_term_promise_or_calendar_nothing_is_said),
		cmocka_unit_test(only_pauses_that_are_switched_on_stop_the_term),
		cmocka_unit_test(an_online_case_must_be_accepted_within_eight_working_hours),
		cmocka_unit_test(an_accepted_case_is_judged_when_it_was_accepted),
		cmocka_unit_test(submitted_at_night_the_clock_starts_in_the_morning),
		cmocka_unit_test(
			the_clock_does_not_run_at_the_desk_or_without_a_time_of_submission),
	};
	return cmocka_run_group_tests(tests, the_official_years, no_years);
}
