/* The national rule (Decision 766), sentence by sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/case/national.h"

#define AT(d, hour) ((instant)(d)*DAY_MS + (instant)(hour)*HOUR_MS)
static const instant from = AT(0, 0), until = AT(100, 0), now = AT(200, 0);

static struct case_facts facts;
static struct case_life life;
static struct pause pauses[3];
static size_t pause_count;
static instant due_by_term;

static int a_processed_case(void **state)
{
	(void)state;
	facts = (struct case_facts){.received = AT(10, 8),
		.submitted = INSTANT_NONE,
		.due = AT(15, 17),
		.finished = AT(15, 16),
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = STATUS_PROCESSED};
	life = (struct case_life){
		.first_seen = AT(10, 9), .closed_seen = AT(15, 18), .was_accepted = true};
	pause_count = 0;
	due_by_term = INSTANT_NONE;
	return 0;
}

static struct national_verdict judged(void)
{
	struct national_case subject = {&facts, &life, pauses, pause_count, due_by_term};
	return national_of(&subject, from, until, now);
}

static struct pause wait_of(instant began, instant ended)
{
	return (struct pause){.status = STATUS_SUPPLEMENT,
		.began_after = began - HOUR_MS,
		.began_by = began,
		.began_said = began,
		.ended_after = ended == INSTANT_NONE ? INSTANT_NONE : ended - HOUR_MS,
		.ended_by = ended,
		.ended_said = ended};
}

static void a_case_finished_at_its_due_instant_is_on_time(void **state)
{
	(void)state;
	facts.finished = facts.due;
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
}

static void a_case_finished_an_hour_later_on_its_due_day_is_overdue(void **state)
{
	(void)state;
	facts.finished = facts.due + 1;
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
}

static void status_9_counts_before_status_10(void **state)
{
	(void)state;
	facts.status = STATUS_RETURNED;
	facts.returned = AT(30, 9);
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	facts.finished = INSTANT_NONE;
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
}

static void a_stopped_case_ends_when_it_was_stopped(void **state)
{
	(void)state;
	facts.status = STATUS_STOPPED;
	facts.finished = INSTANT_NONE;
	pauses[0] = wait_of(AT(14, 9), INSTANT_NONE);
	pauses[0].status = STATUS_STOPPED;
	pause_count = 1;
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().end, AT(14, 9));
}

static void a_withdrawn_case_without_dates_ends_when_it_was_seen_and_says_so(void **state)
{
	(void)state;
	facts.status = STATUS_WITHDRAWN;
	facts.finished = INSTANT_NONE;
	life.closed_seen = AT(14, 9);
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_true(judged().uncertain);
}

static void waiting_for_the_citizen_is_judged_at_the_request(void **state)
{
	(void)state;
	facts.status = STATUS_SUPPLEMENT;
	facts.finished = INSTANT_NONE;
	facts.supplement_asked = AT(14, 9);
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().reason, NATIONAL_BY_REQUEST);
	facts.supplement_asked = AT(16, 9);
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
}

static void a_second_request_is_overdue_whatever_the_dates_say(void **state)
{
	(void)state;
	facts.supplements = 2;
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
	assert_int_equal(judged().reason, NATIONAL_BY_SUPPLEMENTS);
	facts.supplements = 0;
	pauses[0] = wait_of(AT(11, 8), AT(12, 8));
	pauses[1] = wait_of(AT(13, 8), AT(14, 8));
	pause_count = 2;
	assert_int_equal(judged().reason, NATIONAL_BY_SUPPLEMENTS);
}

static void the_supplement_time_is_taken_off_a_finished_case(void **state)
{
	(void)state;
	facts.finished = AT(17, 17);
	pauses[0] = wait_of(AT(12, 8), AT(14, 8));
	pause_count = 1;
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().supplement_ms, 2 * DAY_MS);
	facts.finished = AT(17, 17) + 1;
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
}

static void a_wait_that_no_poll_saw_counts_by_the_portals_stamps(void **state)
{
	(void)state;
	facts.finished = AT(17, 17);
	facts.supplement_asked = AT(12, 8);
	facts.supplement_done = AT(14, 8);
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
}

static void a_past_period_sees_a_case_as_it_stood_at_its_end(void **state)
{
	(void)state;
	facts.due = AT(98, 17);
	facts.finished = AT(150, 0);
	life.closed_seen = AT(150, 1);
	pauses[0] = wait_of(AT(97, 8), AT(120, 8));
	pause_count = 1;
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().reason, NATIONAL_BY_REQUEST);
	assert_int_equal(judged().end, AT(97, 8));
	pauses[0].status = STATUS_STOPPED;
	assert_int_equal(judged().end, AT(97, 8));
	pauses[0] = wait_of(AT(120, 8), AT(130, 8));
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
	assert_int_equal(judged().reason, NATIONAL_BY_PERIOD_END);
}

static void a_request_after_the_period_is_none_of_its_requests(void **state)
{
	(void)state;
	facts.due = AT(101, 0);
	facts.finished = AT(150, 0);
	life.closed_seen = AT(150, 1);
	pauses[0] = wait_of(AT(12, 8), AT(13, 8));
	pauses[1] = wait_of(AT(120, 8), AT(130, 8));
	pause_count = 2;
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().supplements, 1);
}

static void what_was_stopped_before_the_period_is_not_counted(void **state)
{
	(void)state;
	facts.status = STATUS_STOPPED;
	facts.finished = INSTANT_NONE;
	facts.received = AT(-30, 8);
	pauses[0] = wait_of(AT(-2, 9), INSTANT_NONE);
	pauses[0].status = STATUS_STOPPED;
	pause_count = 1;
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
}

static void an_unfinished_case_is_compared_with_the_end_of_the_period(void **state)
{
	(void)state;
	facts.status = STATUS_PROCESSING;
	facts.finished = INSTANT_NONE;
	life.closed_seen = INSTANT_NONE;
	facts.due = until + DAY_MS;
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	facts.due = until - DAY_MS;
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
	assert_int_equal(judged().reason, NATIONAL_BY_PERIOD_END);
}

static void a_finish_that_lies_ahead_counts_from_the_poll_that_saw_it(void **state)
{
	(void)state;
	facts.finished = AT(150, 0); /* after the period; it was seen closed on the 15th */
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
	assert_int_equal(judged().reason, NATIONAL_BY_DUE);
	life.closed_seen = AT(-3, 9);
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
}

static void a_case_finished_after_the_period_is_unfinished_in_it(void **state)
{
	(void)state;
	facts.due = AT(101, 0);
	facts.finished = AT(150, 0);
	life.closed_seen = AT(150, 1);
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().reason, NATIONAL_BY_PERIOD_END);
}

static void only_accepted_cases_of_the_period_count(void **state)
{
	(void)state;
	life.was_accepted = false;
	facts.status = STATUS_REFUSED;
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
	a_processed_case(NULL);
	facts.received = until;
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
	a_processed_case(NULL);
	facts.received = AT(-20, 8);
	facts.finished = AT(-1, 8);
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
}

static void what_nobody_can_say_is_not_counted(void **state)
{
	(void)state;
	facts.status = STATUS_UNKNOWN;
	life.closed_seen = INSTANT_NONE;
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
	facts.status = STATUS_PROCESSING;
	facts.finished = facts.returned = INSTANT_NONE;
	assert_int_equal(judged().reason, NATIONAL_BY_PERIOD_END);
	life.vanished = life.first_seen;
	assert_int_equal(judged().verdict, NATIONAL_NOT_COUNTED);
}

static void without_a_due_date_the_term_decides_and_without_both_it_is_never_on_time(void **state)
{
	(void)state;
	facts.due = INSTANT_NONE;
	assert_int_equal(judged().verdict, NATIONAL_NO_DEADLINE);
	due_by_term = AT(15, 17);
	assert_int_equal(judged().verdict, NATIONAL_ON_TIME);
	assert_int_equal(judged().reason, NATIONAL_BY_TERM);
	due_by_term = AT(14, 17);
	assert_int_equal(judged().verdict, NATIONAL_OVERDUE);
}

static void the_score_is_twenty_times_the_share_on_time(void **state)
{
	(void)state;
	struct national_score score = {0};
	assert_int_equal(national_score_points(&score), -1);
	struct national_verdict on_time = {.verdict = NATIONAL_ON_TIME};
	struct national_verdict overdue = {.verdict = NATIONAL_OVERDUE};
	struct national_verdict outside = {.verdict = NATIONAL_NOT_COUNTED};
	national_score_add(&score, &on_time, 1);
	national_score_add(&score, &on_time, 1);
	national_score_add(&score, &overdue, 1);
	national_score_add(&score, &outside, 1);
	assert_int_equal(national_score_points(&score), 1333);
}

#define SENTENCE(name) cmocka_unit_test_setup(name, a_processed_case)

int main(void)
{
	const struct CMUnitTest tests[] = {
		SENTENCE(a_case_finished_at_its_due_instant_is_on_time),
		SENTENCE(a_case_finished_an_hour_later_on_its_due_day_is_overdue),
		SENTENCE(status_9_counts_before_status_10),
		SENTENCE(a_stopped_case_ends_when_it_was_stopped),
		SENTENCE(a_withdrawn_case_without_dates_ends_when_it_was_seen_and_says_so),
		SENTENCE(waiting_for_the_citizen_is_judged_at_the_request),
		SENTENCE(a_second_request_is_overdue_whatever_the_dates_say),
		SENTENCE(the_supplement_time_is_taken_off_a_finished_case),
		SENTENCE(a_wait_that_no_poll_saw_counts_by_the_portals_stamps),
		SENTENCE(a_past_period_sees_a_case_as_it_stood_at_its_end),
		SENTENCE(a_request_after_the_period_is_none_of_its_requests),
		SENTENCE(what_was_stopped_before_the_period_is_not_counted),
		SENTENCE(an_unfinished_case_is_compared_with_the_end_of_the_period),
		SENTENCE(a_finish_that_lies_ahead_counts_from_the_poll_that_saw_it),
		SENTENCE(a_case_finished_after_the_period_is_unfinished_in_it),
		SENTENCE(only_accepted_cases_of_the_period_count),
		SENTENCE(what_nobody_can_say_is_not_counted),
		SENTENCE(without_a_due_date_the_term_decides_and_without_both_it_is_never_on_time),
		SENTENCE(the_score_is_twenty_times_the_share_on_time),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
