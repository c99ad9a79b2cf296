/* Suspicions as they are kept: bad input, one of a kind, what explains them. */
#include "store/store_witness.h"
#include "unit/store/store_fixture.h"

static void judge_at(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

/* Seen by a complete poll, and judged. */
static void show(struct world *world, const char *code, struct case_facts facts, instant now)
{
	see(world, code, facts, now);
	judge_at(world, now + MINUTE_MS);
}

struct found {
	struct store_suspicion all[40];
	size_t count;
};

static int take(void *user, const struct store_suspicion *suspicion)
{
	struct found *found = user;
	found->all[found->count++] = *suspicion;
	return 0;
}

static struct found all_of(struct world *world, int kind)
{
	struct found found = {0};
	struct suspicion_filter filter = {.kind = kind, .since = INSTANT_NONE};
	ASSERT_FINE(store_suspicions(world->store, &filter, take, &found, &world->error));
	return found;
}

static void assert_audit_is_clean(struct world *world)
{
	struct audit_result audit;
	ASSERT_FINE(store_audit(world->store, &world->judge, NULL, NULL, &audit, &world->error));
	assert_int_equal(audit.differences + audit.misjudged + audit.suspicions, 0);
}

static void a_due_date_that_flips_fifty_times_is_one_suspicion(void **state)
{
	struct world *world = *state;
	show(world, "a-1", open_case(2), noon(0));
	for (int i = 0; i < 50; i++)
		show(world, "a-1", open_case(i % 2 ? 2 : 60), noon(4) + i * HOUR_MS);
	struct found found = all_of(world, SUSPICION_MOVED_DUE);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.all[0].finding.doubt, DOUBT_CAME_BACK);
	assert_int_equal(found.all[0].finding.times, 25);
	assert_audit_is_clean(world);
}

static void a_case_that_changes_its_commune_daily_is_suspected_of_nothing(void **state)
{
	struct world *world = *state;
	static const char *const units[] = {"U-1", "U-2", "U-3"};
	for (int days = 0; days < 20; days++) {
		struct case_record record = record_of("a-1", open_case(30));
		record.unit = slice_of(units[days % 3]);
		int64_t poll = poll_begin(world, true, noon(days));
		batch_add(world->batch, &record);
		put_batch(world, poll, noon(days));
		poll_end(world, poll, noon(days));
		judge_at(world, noon(days) + MINUTE_MS);
	}
	assert_int_equal(all_of(world, -1).count, 0);
	assert_int_equal(counted(world, BUCKET_IN_TIME), 1);
	assert_audit_is_clean(world);
}

/* What is open is judged anew by the next pass: until then it is not wrong. */
static void new_settings_are_no_difference_before_their_pass(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(4);
	bool changed;
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	facts.due -= 7 * HOUR_MS; /* by the hour it is overdue in the evening already */
	show(world, "a-1", facts, noon(0));
	judge_at(world, facts.due + HOUR_MS);
	assert_audit_is_clean(world);
	world->judge.compare =
		world->judge.compare == COMPARE_DATE ? COMPARE_INSTANT : COMPARE_DATE;
	world->judge.due_soon_days += 3;
	assert_audit_is_clean(world);
}

static void a_portal_whose_clock_is_ahead_is_told_apart(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(20);
	facts.received = noon(3) + 5 * HOUR_MS;
	facts.odd = ODD_RECEIVED_IN_FUTURE;
	show(world, "a-1", facts, noon(3));
	facts.received = noon(60); /* no clock is so wrong */
	show(world, "a-2", facts, noon(3));
	struct found found = all_of(world, SUSPICION_UNDATED);
	assert_int_equal(found.count, 2);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(found.all[i].finding.doubt,
			found.all[i].case_id == 1 ? DOUBT_CLOCK : DOUBT_NONE);
	assert_audit_is_clean(world);
}

/* Another calendar, as when a notice arrives: day 5 (a Saturday) and day 6 are worked. */
static struct calendar *with_a_worked_weekend(const struct zone *zone)
{
	struct calendar_year years[20];
	struct calendar_override overrides[] = {
		{civil_day(2026, 11, 7), DAY_WORKED_EXTRA, {0}, "swap"},
		{civil_day(2026, 11, 8), DAY_WORKED_EXTRA, {0}, "swap"}};
	struct calendar_plan plan = {.years = years,
		.year_count = 20,
		.overrides = overrides,
		.override_count = 2,
		.first_year = 2015,
		.last_year = 2034};
	struct calendar *calendar = NULL;
	struct error error;
	for (int i = 0; i < 20; i++)
		years[i] = (struct calendar_year){2015 + i, "made up"};
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	if (calendar_new(&plan, zone, &calendar, &error) < 0)
		fail_msg("%s", error.text);
	return calendar;
}

static void a_notice_that_arrives_after_cases_closed_unfreezes_nothing(void **state)
{
	struct world *world = *state;
	struct case_facts done = closed_case(9, 3);
	bool changed = false;
	int64_t cursor = 0;
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	show(world, "b-1", open_case(30), noon(0));
	done.status = STATUS_RETURNED;
	done.returned = noon(3);
	show(world, "b-2", done, noon(3)); /* this portal says when results are handed over */
	show(world, "a-1", open_case(9), noon(0) + HOUR_MS);
	show(world, "a-1", closed_case(9, 3), noon(3) + HOUR_MS); /* Thursday */
	for (int days = 4; days < 8; days++)
		show(world, "b-1", open_case(30), noon(days));
	int64_t early = counted(world, BUCKET_EARLY);
	size_t before = all_of(world, SUSPICION_NOT_HANDED_OVER).count;
	struct calendar *calendar = with_a_worked_weekend(world->zone);
	world->judge.calendar = calendar;
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	assert_true(changed);
	do {
		ASSERT_FINE(store_judge_all_open(world->store, &world->judge, noon(8), 10, &cursor,
			&world->tally, &world->error));
	} while (cursor);
	judge_at(world, noon(8));
	assert_int_equal(counted(world, BUCKET_EARLY), early);
	/* the detectors go by the calendar as it is known now */
	assert_true(all_of(world, SUSPICION_NOT_HANDED_OVER).count >= before);
	assert_audit_is_clean(world);
	world->judge.calendar = world->calendar;
	calendar_free(calendar);
}

static void an_explained_suspicion_stays_and_counts_no_more(void **state)
{
	struct world *world = *state;
	uint32_t unit = 1;
	int64_t count;
	show(world, "a-1", open_case(1), noon(0));
	show(world, "b-1", open_case(30), noon(4));
	show(world, "a-1", open_case(9), noon(5));
	struct found found = all_of(world, SUSPICION_MOVED_DUE);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.all[0].finding.confidence, CONFIDENCE_STRONG);
	assert_int_equal(found.all[0].finding.was, end_of(1));
	assert_int_equal(found.all[0].finding.became, end_of(9));
	assert_int_equal(found.all[0].finding.after, noon(4));
	assert_int_equal(found.all[0].finding.by, noon(5));
	struct mark mark = {.case_id = found.all[0].case_id,
		.kind = MARK_EXPLAINED,
		.suspicion = SUSPICION_MOVED_DUE,
		.at = noon(6),
		.by = "Lan",
		.note = "mất điện",
		.letter = DAY_NONE,
		.new_due = DAY_NONE};
	ASSERT_FINE(store_add_mark(world->store, &mark, &world->error));
	assert_int_equal(all_of(world, SUSPICION_MOVED_DUE).count, 1);
	assert_true(all_of(world, SUSPICION_MOVED_DUE).all[0].explained);
	ASSERT_FINE(store_count_suspicions(world->store, SUSPICION_MOVED_DUE, &unit, 1, 0,
		INSTANT_NONE, &count, &world->error));
	assert_int_equal(count, 0);
	ASSERT_FINE(store_count_suspicions(world->store, SUSPICION_NO_APOLOGY, &unit, 1, 0,
		INSTANT_NONE, &count, &world->error));
	assert_int_equal(count, 1);
}

/* The case is due on the evening of day 1: how many are counted of it after a letter of day `letter`? */
static int64_t unexcused_after_letter(struct world *world, int letter)
{
	uint32_t unit = 1;
	int64_t count;
	struct mark mark = {.case_id = 1,
		.kind = MARK_APOLOGY,
		.suspicion = -1,
		.at = noon(6),
		.by = "Lan",
		.note = "xin lỗi",
		.letter = civil_day(2026, 11, 2) + letter,
		.new_due = civil_day(2026, 11, 12),
		.letter_ends = end_of(letter) + 1};
	ASSERT_FINE(store_add_mark(world->store, &mark, &world->error));
	ASSERT_FINE(store_count_suspicions(world->store, SUSPICION_NO_APOLOGY, &unit, 1, 0,
		INSTANT_NONE, &count, &world->error));
	return count;
}

/* The decree: once, and at the latest one day before the due day. */
static void an_apology_explains_when_it_was_written_before_the_due_day(void **state)
{
	struct world *world = *state;
	show(world, "a-1", open_case(1), noon(0));
	show(world, "b-1", open_case(30), noon(4));
	assert_int_equal(all_of(world, SUSPICION_NO_APOLOGY).count, 1);
	assert_int_equal(all_of(world, SUSPICION_NO_APOLOGY).all[0].finding.at, end_of(1) + 1);
	assert_int_equal(unexcused_after_letter(world, 3), 1); /* days later */
	assert_int_equal(unexcused_after_letter(world, 1), 1); /* on the due day */
	assert_int_equal(unexcused_after_letter(world, 0), 0); /* the day before */
	assert_int_equal(all_of(world, SUSPICION_NO_APOLOGY).all[0].explained_at, noon(6));
	assert_audit_is_clean(world);
}

static void a_case_whose_due_date_was_moved_in_time_needs_no_apology(void **state)
{
	struct world *world = *state;
	show(world, "a-1", open_case(3), noon(0));
	show(world, "a-1", open_case(8), noon(2)); /* the day before */
	show(world, "b-1", open_case(30), noon(12));
	assert_int_equal(all_of(world, SUSPICION_NO_APOLOGY).count, 0);
	show(world, "c-1", open_case(14), noon(12) + HOUR_MS);
	show(world, "c-1", open_case(14), end_of(14) + HOUR_MS); /* it had passed */
	show(world, "c-1", open_case(20), end_of(14) + 2 * HOUR_MS);
	show(world, "b-2", open_case(30), noon(22));
	assert_int_equal(all_of(world, SUSPICION_NO_APOLOGY).count, 1);
}

static void what_happened_while_the_portal_could_not_be_read_is_in_doubt(void **state)
{
	struct world *world = *state;
	show(world, "a-1", open_case(3), noon(0));
	show(world, "a-1", open_case(9), noon(7)); /* in time, perhaps: nobody looked */
	struct found found = all_of(world, SUSPICION_MOVED_DUE);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.all[0].finding.doubt, DOUBT_STALE);
	assert_int_equal(found.all[0].finding.confidence, CONFIDENCE_WEAK);
}

/* --- what was explained happens again --- */

static void explain(struct world *world, const struct store_suspicion *suspicion, instant at)
{
	struct mark mark = {.case_id = suspicion->subject,
		.kind = MARK_EXPLAINED,
		.suspicion = (int)suspicion->finding.kind,
		.at = at,
		.by = "Lan",
		.note = "mất điện",
		.letter = DAY_NONE,
		.new_due = DAY_NONE};
	ASSERT_FINE(store_add_mark(world->store, &mark, &world->error));
}

static bool explained_then(struct world *world, instant at)
{
	struct found found = {0};
	struct suspicion_filter filter = {.kind = SUSPICION_MOVED_DUE, .since = INSTANT_NONE};
	ASSERT_FINE(store_suspicions_at(
		world->store, &world->judge, at, &filter, take, &found, &world->error));
	assert_int_equal(found.count, 1);
	return found.all[0].explained;
}

static void an_explanation_does_not_cover_what_is_done_again(void **state)
{
	struct world *world = *state;
	int64_t count;
	show(world, "a-1", open_case(2), noon(0));
	show(world, "a-1", open_case(2), noon(4));
	show(world, "a-1", open_case(10), noon(5));
	explain(world, &all_of(world, SUSPICION_MOVED_DUE).all[0], noon(6));
	assert_true(all_of(world, SUSPICION_MOVED_DUE).all[0].explained);
	show(world, "a-1", open_case(10), noon(14));
	assert_true(all_of(world, SUSPICION_MOVED_DUE).all[0].explained);
	show(world, "a-1", open_case(20), noon(15));
	struct found found = all_of(world, SUSPICION_MOVED_DUE);
	assert_int_equal(found.count, 1);
	assert_false(found.all[0].explained);
	ASSERT_FINE(store_count_suspicions(world->store, SUSPICION_MOVED_DUE,
		&found.all[0].finding.unit, 1, 0, INSTANT_NONE, &count, &world->error));
	assert_int_equal(count, 1);
	explain(world, &found.all[0], noon(16));
	assert_true(all_of(world, SUSPICION_MOVED_DUE).all[0].explained);
	assert_audit_is_clean(world);
	/* and so it was seen on each of these days */
	assert_false(explained_then(world, noon(5)));
	assert_true(explained_then(world, noon(14)));
	assert_false(explained_then(world, noon(15)));
	assert_true(explained_then(world, noon(17)));
}

static void a_doubtful_repetition_asks_for_no_new_explanation(void **state)
{
	struct world *world = *state;
	show(world, "a-1", open_case(2), noon(0));
	show(world, "a-1", open_case(2), noon(4));
	show(world, "a-1", open_case(10), noon(5));
	explain(world, &all_of(world, SUSPICION_MOVED_DUE).all[0], noon(6));
	show(world, "a-1", open_case(10), noon(14));
	show(world, "a-1", open_case(30), noon(15)); /* and back: a slip of the systems */
	show(world, "a-1", open_case(10), noon(15) + HOUR_MS);
	struct found found = all_of(world, SUSPICION_MOVED_DUE);
	assert_int_equal(found.count, 1);
	assert_int_equal(found.all[0].finding.times, 2);
	assert_true(found.all[0].explained);
	assert_audit_is_clean(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		T(a_due_date_that_flips_fifty_times_is_one_suspicion),
		T(a_case_that_changes_its_commune_daily_is_suspected_of_nothing),
		T(new_settings_are_no_difference_before_their_pass),
		T(a_portal_whose_clock_is_ahead_is_told_apart),
		T(a_notice_that_arrives_after_cases_closed_unfreezes_nothing),
		T(an_explained_suspicion_stays_and_counts_no_more),
		T(an_apology_explains_when_it_was_written_before_the_due_day),
		T(a_case_whose_due_date_was_moved_in_time_needs_no_apology),
		T(an_explanation_does_not_cover_what_is_done_again),
		T(a_doubtful_repetition_asks_for_no_new_explanation),
		T(what_happened_while_the_portal_could_not_be_read_is_in_doubt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
