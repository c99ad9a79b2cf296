#include "unit/core/world_fixture.h"

#include "core/case/case_record.h"
#include "core/case/verdict.h"

/* The week of the tests: Monday 2026-11-09 … Sunday 15; Tuesday 2026-11-24 is a holiday. */
/* "2026-11-13 16:00" in Vietnam; a date alone is its last ms, as a date-only due is kept. */
static instant at(const char *text)
{
	int year, month, mday, hour, minute;
	int read = sscanf(text, "%d-%d-%d %d:%d", &year, &month, &mday, &hour, &minute);
	instant midnight = (instant)civil_day(year, month, mday) * DAY_MS - 7 * HOUR_MS;
	return read == 5 ? midnight + hour * HOUR_MS + minute * MINUTE_MS : midnight + DAY_MS - 1;
}

static struct case_facts open_case(const char *due)
{
	return (struct case_facts){
		.submitted = INSTANT_NONE,
		.received = at("2026-11-02 08:00"),
		.due = due ? at(due) : INSTANT_NONE,
		.finished = INSTANT_NONE,
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = STATUS_PROCESSING,
		.channel = CHANNEL_IN_PERSON,
	};
}

static struct case_facts closed_case(const char *due, const char *finished)
{
	struct case_facts facts = open_case(due);
	facts.status = STATUS_PROCESSED;
	facts.finished = at(finished);
	return facts;
}

static struct case_life accepted(void)
{
	return (struct case_life){.first_seen = at("2026-11-02 09:00"),
		.closed_seen = INSTANT_NONE,
		.was_accepted = true};
}

static struct verdict judged(struct world *world, struct case_facts facts, const char *now)
{
	struct case_life life = accepted();
	return verdict_of(&facts, &life, &world->judge, at(now));
}

#define assert_bucket(verdict, wanted)                                                             \
	assert_string_equal(bucket_name((verdict).bucket), bucket_name(wanted))

/* --- closed --- */

static void finished_before_the_due_day_is_early(void **state)
{
	struct verdict v =
		judged(*state, closed_case("2026-11-13", "2026-11-12 23:59"), "2026-11-20 08:00");
	assert_bucket(v, BUCKET_EARLY);
	assert_int_equal(v.closed_at, at("2026-11-12 23:59"));
	assert_false(v.uncertain);
	assert_int_equal(v.next_change, INSTANT_NONE);
}

static void finished_at_any_hour_of_the_due_day_is_on_time(void **state)
{
	struct case_facts facts = closed_case("2026-11-13 09:00", "2026-11-13 23:59");
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_ON_TIME);
}

static void finished_the_day_after_is_late(void **state)
{
	struct case_facts facts = closed_case("2026-11-13 09:00", "2026-11-14 00:00");
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_LATE);
}

static void by_instant_a_minute_after_due_is_late(void **state)
{
	struct world *world = *state;
	world->judge.compare = COMPARE_INSTANT;
	assert_bucket(judged(world, closed_case("2026-11-13 09:00", "2026-11-13 09:01"),
			      "2026-11-20 08:00"),
		BUCKET_LATE);
	assert_bucket(judged(world, closed_case("2026-11-13 09:00", "2026-11-13 09:00"),
			      "2026-11-20 08:00"),
		BUCKET_ON_TIME);
	assert_bucket(judged(world, closed_case("2026-11-13 09:00", "2026-11-12 09:00"),
			      "2026-11-20 08:00"),
		BUCKET_EARLY);
}

static void by_instant_a_date_only_due_ends_at_midnight(void **state)
{
	struct world *world = *state;
	world->judge.compare = COMPARE_INSTANT;
	assert_bucket(
		judged(world, closed_case("2026-11-13", "2026-11-13 23:59"), "2026-11-20 08:00"),
		BUCKET_ON_TIME);
	assert_bucket(
		judged(world, closed_case("2026-11-13", "2026-11-14 00:00"), "2026-11-20 08:00"),
		BUCKET_LATE);
}

static void closed_without_due_is_undated(void **state)
{
	struct case_facts facts = closed_case(NULL, "2026-11-13 09:00");
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_UNDATED_CLOSED);
}

static void without_finish_the_return_decides(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2026-11-13 09:00");
	facts.status = STATUS_RETURNED;
	facts.finished = INSTANT_NONE;
	facts.returned = at("2026-11-16 09:00");
	struct verdict v = judged(*state, facts, "2026-11-20 08:00");
	assert_bucket(v, BUCKET_LATE);
	assert_int_equal(v.closed_at, facts.returned);
	assert_false(v.uncertain);
}

static void without_both_the_first_sight_decides_and_is_marked(void **state)
{
	struct world *world = *state;
	struct case_facts facts = closed_case("2026-11-13", "2026-11-13 09:00");
	struct case_life life = accepted();
	facts.finished = INSTANT_NONE;
	life.closed_seen = at("2026-11-12 10:00");
	struct verdict v = verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00"));
	assert_bucket(v, BUCKET_EARLY);
	assert_int_equal(v.closed_at, life.closed_seen);
	assert_true(v.uncertain);
}

static void the_return_is_not_used_when_the_finish_is_known(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2026-11-13 09:00");
	facts.status = STATUS_RETURNED;
	facts.returned = at("2026-11-30 09:00");
	assert_bucket(judged(*state, facts, "2026-11-30 10:00"), BUCKET_ON_TIME);
}

static void an_unknown_status_is_no_verdict(void **state)
{
	struct world *world = *state;
	struct case_facts facts = closed_case("2026-11-13", "2026-11-13 09:00");
	struct case_life life = accepted();
	facts.status = STATUS_UNKNOWN;
	life.closed_seen = INSTANT_NONE;
	for (int finished = 1; finished >= 0; finished--) {
		struct verdict v = verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00"));
		assert_bucket(v, BUCKET_UNCLEAR);
		assert_int_equal(v.next_change, INSTANT_NONE);
		facts.finished = INSTANT_NONE;
	}
	/* what was closed by a word that is known stays so while its finish is said */
	facts.finished = at("2026-11-13 09:00");
	life.closed_seen = at("2026-11-13 12:00");
	assert_bucket(
		verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00")), BUCKET_ON_TIME);
}

static void a_case_that_is_listed_no_more_has_vanished_from_then_on(void **state)
{
	struct world *world = *state;
	struct case_facts facts = closed_case("2026-11-13", "2026-11-13 09:00");
	struct case_life life = accepted();
	facts.status = STATUS_PROCESSING;
	life.closed_seen = INSTANT_NONE;
	life.vanished = at("2026-11-12 12:00");
	struct verdict v = verdict_of(&facts, &life, &world->judge, life.vanished - 1);
	assert_bucket(v, BUCKET_DUE_SOON);
	assert_int_equal(v.next_change, life.vanished);
	v = verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00"));
	assert_bucket(v, BUCKET_VANISHED);
	assert_int_equal(v.next_change, INSTANT_NONE);
	life.settled = life.closed_seen = at("2026-11-18 10:00");
	v = verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00"));
	assert_bucket(v, BUCKET_WITHDRAWN);
	assert_int_equal(v.closed_at, life.settled);
	assert_true(v.uncertain);
}

static void a_known_open_status_wins_over_a_finish(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2026-11-12 09:00");
	facts.status = STATUS_PROCESSING;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_OVERDUE);
}

/* --- open --- */

static void an_open_case_is_overdue_from_the_day_after_due(void **state)
{
	struct case_facts facts = open_case("2026-11-13 09:00");
	assert_bucket(judged(*state, facts, "2026-11-13 23:59"), BUCKET_DUE_SOON);
	assert_bucket(judged(*state, facts, "2026-11-14 00:00"), BUCKET_OVERDUE);
}

static void by_instant_an_open_case_is_overdue_from_the_next_ms(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2026-11-13 09:00");
	struct case_life life = accepted();
	world->judge.compare = COMPARE_INSTANT;
	assert_bucket(verdict_of(&facts, &life, &world->judge, facts.due), BUCKET_DUE_SOON);
	assert_bucket(verdict_of(&facts, &life, &world->judge, facts.due + 1), BUCKET_OVERDUE);
}

static void due_soon_begins_so_many_working_days_before(void **state)
{
	/* due Monday 16: two working days lead there from Thursday 12 */
	struct case_facts facts = open_case("2026-11-16");
	assert_bucket(judged(*state, facts, "2026-11-11 23:59"), BUCKET_IN_TIME);
	assert_bucket(judged(*state, facts, "2026-11-12 00:00"), BUCKET_DUE_SOON);
	assert_bucket(judged(*state, facts, "2026-11-16 23:59"), BUCKET_DUE_SOON);
}

static void due_soon_passes_over_a_holiday(void **state)
{
	/* due Wednesday 25: Tuesday 24 is off, so from Friday 20 */
	struct case_facts facts = open_case("2026-11-25");
	assert_bucket(judged(*state, facts, "2026-11-19 23:59"), BUCKET_IN_TIME);
	assert_bucket(judged(*state, facts, "2026-11-20 00:00"), BUCKET_DUE_SOON);
}

static void due_soon_of_no_days_is_the_due_day(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2026-11-15"); /* a Sunday */
	world->judge.due_soon_days = 0;
	assert_bucket(judged(world, facts, "2026-11-14 23:59"), BUCKET_IN_TIME);
	assert_bucket(judged(world, facts, "2026-11-15 00:00"), BUCKET_DUE_SOON);
	assert_bucket(judged(world, facts, "2026-11-16 00:00"), BUCKET_OVERDUE);
}

static void a_promise_on_a_day_off_stands(void **state)
{
	struct case_facts facts = open_case("2026-11-24"); /* the holiday */
	assert_bucket(judged(*state, facts, "2026-11-24 12:00"), BUCKET_DUE_SOON);
	assert_bucket(judged(*state, facts, "2026-11-25 00:00"), BUCKET_OVERDUE);
}

static void a_promise_on_a_day_off_moves_when_so_configured(void **state)
{
	struct world *world = *state;
	world->judge.due_moves_off_day_off = true;
	struct case_facts facts = open_case("2026-11-24 09:00");
	assert_bucket(judged(world, facts, "2026-11-25 23:59"), BUCKET_DUE_SOON);
	assert_bucket(judged(world, facts, "2026-11-26 00:00"), BUCKET_OVERDUE);
	assert_bucket(
		judged(world, closed_case("2026-11-24", "2026-11-25 10:00"), "2026-11-30 08:00"),
		BUCKET_ON_TIME);
	world->judge.compare = COMPARE_INSTANT; /* the clock time moves along */
	assert_bucket(judged(world, closed_case("2026-11-24 09:00", "2026-11-25 09:00"),
			      "2026-11-30 08:00"),
		BUCKET_ON_TIME);
	assert_bucket(judged(world, closed_case("2026-11-24 09:00", "2026-11-25 09:01"),
			      "2026-11-30 08:00"),
		BUCKET_LATE);
}

static void an_open_case_without_due_is_undated(void **state)
{
	struct verdict v = judged(*state, open_case(NULL), "2026-11-20 08:00");
	assert_bucket(v, BUCKET_UNDATED_OPEN);
	assert_int_equal(v.next_change, INSTANT_NONE);
}

static void overdue_on_saturday_after_a_friday_due_is_zero_days_late(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2026-11-13");
	assert_bucket(judged(world, facts, "2026-11-14 10:00"), BUCKET_OVERDUE);
	assert_int_equal(verdict_overdue_days(&facts, &world->judge, at("2026-11-14 10:00")), 0);
	assert_int_equal(verdict_overdue_days(&facts, &world->judge, at("2026-11-16 10:00")), 1);
	assert_int_equal(verdict_overdue_days(&facts, &world->judge, at("2026-11-25 10:00")), 7);
	assert_int_equal(verdict_overdue_days(&facts, &world->judge, at("2026-11-13 10:00")), 0);
}

static void a_case_overdue_since_before_the_calendar_counts_what_is_known(void **state)
{
	struct world *world = *state;
	instant first = at("2022-01-05 10:00");
	assert_int_equal(verdict_days_late(at("1999-12-31"), &world->judge, first),
		verdict_days_late(at("2021-12-31"), &world->judge, first));
	assert_true(verdict_days_late(at("1999-12-31"), &world->judge, first) > 0);
	assert_true(verdict_days_late(at("2026-12-01"), &world->judge, at("2099-01-01 10:00")) > 0);
}

static void a_due_far_beyond_the_calendar_counts_in_time(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2199-06-01");
	struct verdict v = judged(world, facts, "2026-11-14 10:00");
	assert_bucket(v, BUCKET_IN_TIME);
	assert_int_equal(v.next_change, facts.due + 1);
	world->judge.due_moves_off_day_off = true;
	v = judged(world, facts, "2199-06-02 00:00");
	assert_bucket(v, BUCKET_OVERDUE);
}

/* --- paused, unaccepted, refused, withdrawn --- */

static void waiting_for_the_citizen_is_paused(void **state)
{
	static const uint8_t stopping[] = {STATUS_SUPPLEMENT, STATUS_FEE, STATUS_STOPPED};
	for (size_t i = 0; i < ARRAY_SIZE(stopping); i++) {
		struct case_facts facts = open_case("2026-11-13");
		facts.status = stopping[i];
		struct verdict v = judged(*state, facts, "2026-11-20 08:00");
		assert_bucket(v, BUCKET_PAUSED);
		assert_int_equal(v.next_change, INSTANT_NONE);
	}
}

static void a_status_switched_off_does_not_pause(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2026-11-13");
	facts.status = STATUS_FEE;
	world->judge.pause_on[STATUS_FEE] = false;
	assert_bucket(judged(world, facts, "2026-11-20 08:00"), BUCKET_OVERDUE);
}

static void a_lock_pauses_unless_switched_off(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2026-11-13");
	facts.locked = true;
	assert_bucket(judged(world, facts, "2026-11-20 08:00"), BUCKET_PAUSED);
	assert_int_equal(verdict_overdue_days(&facts, &world->judge, at("2026-11-20 08:00")), 0);
	world->judge.pause_on_lock = false;
	assert_bucket(judged(world, facts, "2026-11-20 08:00"), BUCKET_OVERDUE);
}

static void a_lock_does_not_reopen_a_closed_case(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2026-11-12 09:00");
	facts.locked = true;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_EARLY);
}

static void a_registered_case_is_unaccepted(void **state)
{
	struct case_facts facts = open_case("2026-11-13");
	facts.status = STATUS_REGISTERED;
	facts.received = INSTANT_NONE;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_UNACCEPTED);
}

static void refused_before_acceptance_is_refused_after_it_withdrawn(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case("2026-11-13");
	struct case_life life = accepted();
	facts.status = STATUS_REFUSED;
	life.was_accepted = false;
	assert_bucket(
		verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00")), BUCKET_REFUSED);
	life.was_accepted = true;
	life.closed_seen = at("2026-11-12 10:00");
	struct verdict v = verdict_of(&facts, &life, &world->judge, at("2026-11-20 08:00"));
	assert_bucket(v, BUCKET_WITHDRAWN);
	assert_int_equal(v.closed_at, life.closed_seen);
}

static void a_finish_that_lies_ahead_counts_from_when_it_was_seen(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2033-11-19 09:00");
	struct case_life life = accepted();
	life.closed_seen = at("2026-11-12 10:00");
	struct verdict v =
		verdict_of(&facts, &life, &((struct world *)*state)->judge, at("2026-11-20 08:00"));
	assert_bucket(v, BUCKET_LATE); /* as the portal says it */
	assert_int_equal(v.closed_at, life.closed_seen);
	assert_false(v.uncertain);
}

static void a_finish_before_the_receipt_counts_from_the_receipt(void **state)
{
	const struct judge *judge = &((struct world *)*state)->judge;
	struct case_facts facts = closed_case("2026-12-20", "2026-11-12 23:59");
	struct case_life life = accepted();
	facts.received = at("2026-12-16 09:00");
	struct verdict v = verdict_of(&facts, &life, judge, at("2026-12-17 08:00"));
	assert_bucket(v, BUCKET_EARLY);
	assert_int_equal(v.closed_at, facts.received);
	facts.finished = at("2026-12-16 00:00"); /* a date alone: the same day */
	v = verdict_of(&facts, &life, judge, at("2026-12-17 08:00"));
	assert_int_equal(v.closed_at, facts.finished);
}

static void taken_back_by_the_citizen_is_withdrawn_however_late(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2026-11-19 09:00");
	facts.status = STATUS_WITHDRAWN;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_WITHDRAWN);
}

static void taken_back_before_receipt_is_not_counted(void **state)
{
	struct case_facts facts = open_case("2026-11-13");
	facts.status = STATUS_WITHDRAWN;
	facts.received = INSTANT_NONE;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_REFUSED);
}

static void without_a_received_date_a_case_is_invalid(void **state)
{
	struct case_facts facts = closed_case("2026-11-13", "2026-11-12 09:00");
	facts.received = INSTANT_NONE;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_INVALID);
	facts.status = STATUS_PROCESSING;
	assert_bucket(judged(*state, facts, "2026-11-20 08:00"), BUCKET_INVALID);
}

/* --- laws --- */

static struct case_facts random_facts(void)
{
	instant base = at("2026-11-02 00:00");
	struct case_facts facts = open_case(NULL);
	facts.status = (uint8_t)random_between(0, STATUS_COUNT - 1);
	facts.locked = random_between(0, 9) == 0;
	if (random_between(0, 5))
		facts.due = base + random_between(0, 40 * DAY_MS);
	if (random_between(0, 2) == 0)
		facts.finished = base + random_between(0, 40 * DAY_MS);
	if (random_between(0, 3) == 0)
		facts.returned = base + random_between(0, 40 * DAY_MS);
	if (random_between(0, 9) == 0)
		facts.received = INSTANT_NONE;
	return facts;
}

static struct judge random_judge(const struct world *world)
{
	struct judge judge = world->judge;
	judge.compare = random_between(0, 1) ? COMPARE_DATE : COMPARE_INSTANT;
	judge.due_soon_days = (int)random_between(0, 5);
	judge.due_moves_off_day_off = random_between(0, 1);
	return judge;
}

/* Between two changes by time the bucket stands, and at next_change it is another one. */
static void a_bucket_changes_by_time_exactly_at_next_change(void **state)
{
	struct world *world = *state;
	seed_random(__func__);
	for (int i = 0; i < 20000; i++) {
		struct case_facts facts = random_facts();
		struct judge judge = random_judge(world);
		struct case_life life = accepted();
		life.closed_seen = at("2026-11-09 08:00");
		instant now = at("2026-11-02 00:00") + random_between(0, 40 * DAY_MS);
		struct verdict v = verdict_of(&facts, &life, &judge, now);
		instant later = now + random_between(0, 40 * DAY_MS);
		struct verdict w = verdict_of(&facts, &life, &judge, later);
		if (v.next_change == INSTANT_NONE) {
			assert_int_equal(w.bucket, v.bucket);
			continue;
		}
		assert_true(v.next_change > now);
		assert_int_equal(
			verdict_of(&facts, &life, &judge, v.next_change - 1).bucket, v.bucket);
		assert_true(verdict_of(&facts, &life, &judge, v.next_change).bucket != v.bucket);
		if (later < v.next_change)
			assert_int_equal(w.bucket, v.bucket);
	}
}

/* "due ≤ today + N working days", said with the calendar's own addition. */
static void due_soon_is_what_the_definition_says(void **state)
{
	struct world *world = *state;
	struct case_life life = accepted();
	seed_random(__func__);
	for (int i = 0; i < 20000; i++) {
		instant now = at("2026-01-02 00:00") + random_between(0, 300 * DAY_MS);
		struct case_facts facts = open_case(NULL);
		day today = zone_day(world->zone, now), until;
		world->judge.due_soon_days = (int)random_between(1, 9);
		facts.due = now + random_between(0, 20 * DAY_MS);
		day due = zone_day(world->zone, facts.due);
		assert_int_equal(calendar_add_days(world->calendar, today,
					 world->judge.due_soon_days, &until),
			0);
		assert_bucket(verdict_of(&facts, &life, &world->judge, now),
			due <= until ? BUCKET_DUE_SOON : BUCKET_IN_TIME);
	}
}

static void bucket_names_lead_back(void **state)
{
	(void)state;
	for (int i = 0; i < BUCKET_COUNT; i++) {
		assert_int_equal(bucket_from_name(slice_of(bucket_name((enum bucket)i))), i);
		assert_true(bucket_name_vi((enum bucket)i)[0]);
	}
	assert_int_equal(bucket_from_name(SLICE("none")), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
		TEST(finished_before_the_due_day_is_early),
		TEST(finished_at_any_hour_of_the_due_day_is_on_time),
		TEST(finished_the_day_after_is_late),
		TEST(by_instant_a_minute_after_due_is_late),
		TEST(by_instant_a_date_only_due_ends_at_midnight),
		TEST(closed_without_due_is_undated),
		TEST(without_finish_the_return_decides),
		TEST(without_both_the_first_sight_decides_and_is_marked),
		TEST(the_return_is_not_used_when_the_finish_is_known),
		TEST(an_unknown_status_is_no_verdict),
		TEST(a_case_that_is_listed_no_more_has_vanished_from_then_on),
		TEST(a_known_open_status_wins_over_a_finish),
		TEST(an_open_case_is_overdue_from_the_day_after_due),
		TEST(by_instant_an_open_case_is_overdue_from_the_next_ms),
		TEST(due_soon_begins_so_many_working_days_before),
		TEST(due_soon_passes_over_a_holiday),
		TEST(due_soon_of_no_days_is_the_due_day),
		TEST(a_promise_on_a_day_off_stands),
		TEST(a_promise_on_a_day_off_moves_when_so_configured),
		TEST(an_open_case_without_due_is_undated),
		TEST(overdue_on_saturday_after_a_friday_due_is_zero_days_late),
		TEST(a_case_overdue_since_before_the_calendar_counts_what_is_known),
		TEST(a_due_far_beyond_the_calendar_counts_in_time),
		TEST(waiting_for_the_citizen_is_paused),
		TEST(a_status_switched_off_does_not_pause),
		TEST(a_lock_pauses_unless_switched_off),
		TEST(a_lock_does_not_reopen_a_closed_case),
		TEST(a_registered_case_is_unaccepted),
		TEST(refused_before_acceptance_is_refused_after_it_withdrawn),
		TEST(a_finish_that_lies_ahead_counts_from_when_it_was_seen),
		TEST(a_finish_before_the_receipt_counts_from_the_receipt),
		TEST(taken_back_by_the_citizen_is_withdrawn_however_late),
		TEST(taken_back_before_receipt_is_not_counted),
		TEST(without_a_received_date_a_case_is_invalid),
		TEST(a_bucket_changes_by_time_exactly_at_next_change),
		TEST(due_soon_is_what_the_definition_says),
		TEST(bucket_names_lead_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
