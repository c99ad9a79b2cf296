/* Purging, forgetting, copies: the cases go, the numbers stay. */
#include <errno.h>
#include <stdlib.h>

#include "store/store_past.h"
#include "store/store_witness.h"
#include "store/witness/siphash.h"
#include "unit/seeded.h"
#include "unit/store/store_fixture.h"

#define CASES 80

static void print_difference(void *user, const char *sentence)
{
	(void)user;
	print_message("%s\n", sentence);
}

static void assert_audit_is_clean(struct world *world, struct store *store)
{
	struct audit_result audit;
	ASSERT_FINE(
		store_audit(store, &world->judge, print_difference, NULL, &audit, &world->error));
	assert_int_equal(audit.differences + audit.misjudged + audit.suspicions, 0);
}

static void judge_at(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

static struct purge_result purge(struct world *world, instant before, bool dry)
{
	struct purge_result result = {0};
	bool done = false;
	while (!done)
		ASSERT_FINE(store_purge_step(world->store, &world->judge, before, 7, dry, &result,
			&done, &world->error));
	return result;
}

static int count_case(void *user, const struct store_case *found)
{
	(void)found;
	++*(int *)user;
	return 0;
}

static int cases_with(struct world *world, const char *code)
{
	int count = 0;
	ASSERT_FINE(store_case_by_code(world->store, code, count_case, &count, &world->error));
	return count;
}

static void siphash_is_the_published_one(void **state)
{
	(void)state;
	/* the vectors of the reference implementation: key 00 01 … 0f, text 00 01 … */
	const uint64_t key[] = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};
	char text[15];
	for (int i = 0; i < 15; i++)
		text[i] = (char)i;
	assert_true(siphash(key, (struct slice){text, 0}) == 0x726fdb47dd0e0e31u);
	assert_true(siphash(key, (struct slice){text, 15}) == 0xa129ca6149be45e5u);
}

static void an_old_case_goes_and_its_numbers_stay(void **state)
{
	struct world *world = *state;
	see(world, "a-1", closed_case(3, 2), noon(3));
	see(world, "a-2", open_case(9), noon(3));
	see(world, "a-3", closed_case(9, 8), noon(9));
	int64_t early = counted(world, BUCKET_EARLY);
	struct purge_result would = purge(world, noon(5), true);
	assert_int_equal(would.cases, 1);
	assert_int_equal(would.left, 2);
	assert_int_equal(cases_with(world, "a-1"), 1);
	assert_int_equal(purge(world, noon(5), false).cases, 1);
	assert_int_equal(cases_with(world, "a-1"), 0);
	assert_int_equal(counted(world, BUCKET_EARLY), early);
	assert_audit_is_clean(world, world->store);
}

static void a_sweep_counts_no_purged_case_again(void **state)
{
	struct world *world = *state;
	see(world, "a-1", closed_case(3, 2), noon(3));
	purge(world, noon(5), false);
	store_close(world->store);
	world_open(world);
	struct put_result result = see(world, "a-1", closed_case(3, 2), noon(20));
	assert_int_equal(result.added, 0);
	assert_int_equal(result.unchanged, 1);
	assert_int_equal(counted(world, TALLY_RECEIVED), 1);
	assert_audit_is_clean(world, world->store);
}

static void open_suspicions_keep_their_evidence(void **state)
{
	struct world *world = *state;
	int64_t suspicions = 0;
	uint32_t unit = 1;
	see(world, "a-1", open_case(1), noon(0));
	for (int days = 1; days < 8; days++)
		see(world, "b-1", open_case(30), noon(days));
	see(world, "a-1", closed_case(1, 1), noon(8)); /* it was seen open all the week */
	judge_at(world, noon(8));
	ASSERT_FINE(store_count_suspicions(world->store, SUSPICION_BACK_DATED, &unit, 1, 0,
		INSTANT_NONE, &suspicions, &world->error));
	assert_int_equal(suspicions, 1);
	assert_int_equal(purge(world, noon(20), false).kept_evidence, 1);
	ASSERT_FINE(store_count_suspicions(world->store, SUSPICION_BACK_DATED, &unit, 1, 0,
		INSTANT_NONE, &suspicions, &world->error));
	assert_int_equal(suspicions, 1);
	assert_int_equal(cases_with(world, "a-1"), 0);
	assert_audit_is_clean(world, world->store);
}

static void a_forgotten_case_leaves_its_totals_only(void **state)
{
	struct world *world = *state;
	see(world, "a-forgetme77", closed_case(3, 2), noon(3));
	see(world, "a-2", open_case(9), noon(3));
	assert_int_equal(store_forget(world->store, &world->judge, "a-2", &world->error), -EINVAL);
	assert_int_equal(store_forget(world->store, &world->judge, "a-9", &world->error), -ENOENT);
	ASSERT_FINE(store_forget(world->store, &world->judge, "a-forgetme77", &world->error));
	assert_int_equal(cases_with(world, "a-forgetme77"), 0);
	assert_int_equal(counted(world, BUCKET_EARLY), 1);
	assert_audit_is_clean(world, world->store);
	char command[160];
	sprintf(command, "grep -qa forgetme77 %s/store.db", world->folder);
	store_close(world->store);
	world->store = NULL;
	assert_int_not_equal(system(command), 0); /* not even in free pages */
	world_open(world);
}

/* --- no report changes ------------------------------------------------------------------------ */

struct fold {
	const struct judge *judge;
	instant from, to;
	struct tally *tally;
};

/* The form's fold of one case: judged at the period's end, by the verdicts in force. */
static int fold_case(void *user, const struct store_past *past)
{
	struct fold *fold = user;
	const struct case_state *state = &past->known.state;
	const struct case_facts *facts = &past->known.judged.facts;
	int bucket = store_past_bucket(past, fold->judge, fold->to - 1);
	instant closed_at = store_past_closed_at(past, fold->judge);
	if (!past->found->counted || bucket < 0)
		return 0;
	struct tally_key key = {state->unit, state->field, 0};
	if (!bucket_closed((enum bucket)bucket) ||
		(closed_at >= fold->from && closed_at < fold->to))
		tally_add(fold->tally, key, bucket, 1);
	if (bucket >= BUCKET_COUNTED || facts->received < fold->from || facts->received >= fold->to)
		return 0;
	tally_add(fold->tally, key, TALLY_RECEIVED, 1);
	if (facts->channel == CHANNEL_ONLINE)
		tally_add(fold->tally, key, TALLY_RECEIVED_ONLINE, 1);
	return 0;
}

static int add_past(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount)
{
	(void)date, (void)procedure;
	tally_add(user, (struct tally_key){unit, field, 0}, column, amount);
	return 0;
}

/* As known on the evening of `seen`; DAY_NONE: now. */
static void report_seen(struct world *world, day from, day to, day seen, struct tally *ret_tally)
{
	struct judge judge = world->judge;
	instant evening = INSTANT_NONE;
	if (seen != DAY_NONE) {
		evening = zone_midnight(world->zone, seen + 1) - 1;
		ASSERT_FINE(store_judge_at(world->store, evening, &judge, &world->error));
	}
	struct fold fold = {.judge = &judge,
		.from = zone_midnight(world->zone, from),
		.to = zone_midnight(world->zone, to + 1),
		.tally = ret_tally};
	tally_clear(ret_tally);
	ASSERT_FINE(store_walk_past(world->store, evening, fold_case, &fold, &world->error));
	ASSERT_FINE(store_purged(world->store, from, to, seen, add_past, ret_tally, &world->error));
}

static void report(struct world *world, day from, day to, struct tally *ret_tally)
{
	report_seen(world, from, to, DAY_NONE, ret_tally);
}

static void assert_same(const struct tally *before, const struct tally *after)
{
	for (size_t i = 0; i < before->used; i++) {
		const struct tally_cell *cell = tally_find(after, before->cells[i].key);
		for (int column = 0; column < TALLY_COLUMNS; column++)
			assert_int_equal(
				before->cells[i].count[column], cell ? cell->count[column] : 0);
	}
}

static void live(struct case_facts *facts, instant now)
{
	switch (random_below(9)) {
	case 0:
		facts->status = STATUS_SUPPLEMENT;
		break;
	case 1:
	case 2:
		facts->status = STATUS_PROCESSING;
		facts->received = facts->received == INSTANT_NONE ? now : facts->received;
		break;
	case 3:
	case 4:
		facts->status = STATUS_PROCESSED;
		facts->received = facts->received == INSTANT_NONE ? now : facts->received;
		facts->finished = now - random_below(random_below(5) ? 4 : 90) *
						DAY_MS; /* perhaps before it came */
		break;
	case 5:
		facts->due = random_below(5) ? now + (random_below(9) - 2) * DAY_MS : INSTANT_NONE;
		break;
	case 6:
		facts->status = random_below(2) ? STATUS_WITHDRAWN : STATUS_REFUSED;
		break;
	case 7:
		facts->channel = (uint8_t)(1 + random_below(3));
		break;
	default:
		facts->received = facts->received == INSTANT_NONE ? facts->received
								  : now - random_below(20) * DAY_MS;
	}
}

static void live_through(struct world *world, void (*on_evening)(struct world *world, int days))
{
	static struct case_facts said[CASES];
	char codes[CASES][12], unit[8];
	for (int i = 0; i < CASES; i++) {
		sprintf(codes[i], "p-%04d", i);
		said[i] = no_facts();
		said[i].status = random_below(3) ? STATUS_PROCESSING : STATUS_REGISTERED;
		said[i].received = said[i].status == STATUS_REGISTERED ? INSTANT_NONE : noon(0);
		said[i].due = end_of(random_below(20));
	}
	for (int days = 0; days < 60; days++) {
		int64_t poll = poll_begin(world, days % 3 == 0, noon(days));
		for (int i = 0; i < CASES; i++) {
			if (i > days * 3)
				break;
			if (random_below(6) == 0)
				live(&said[i], noon(days));
			struct case_record record = record_of(codes[i], said[i]);
			sprintf(unit, "U-%d", i % 3);
			record.unit = slice_of(unit);
			batch_add(world->batch, &record);
		}
		put_batch(world, poll, noon(days));
		poll_end(world, poll, noon(days));
		judge_at(world, noon(days) + HOUR_MS);
		if (on_evening)
			on_evening(world, days);
	}
}

/* --- as it was seen ----------------------------------------------------------------------------- */

#define SEEN_DAYS 60
static struct seen_report {
	day from, to;
	struct tally tally;
} seen_reports[SEEN_DAYS][3];
static struct calendar *calendars[4];

/* Another calendar: some weekdays are off. */
static struct calendar *some_calendar(const struct zone *zone)
{
	struct calendar_year years[3] = {{2026, "n"}, {2027, "n"}, {2028, "n"}};
	struct calendar_override off[12];
	struct calendar_plan plan = {.years = years,
		.year_count = 3,
		.overrides = off,
		.override_count = 12,
		.first_year = 2026,
		.last_year = 2028};
	struct calendar *calendar = NULL;
	struct error error;
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	for (int i = 0; i < 12; i++)
		off[i] = (struct calendar_override){
			.date = civil_day(2026, 11, 2) + i * 6 + random_below(6), .kind = DAY_OFF};
	if (calendar_new(&plan, zone, &calendar, &error) < 0)
		fail_msg("%s", error.text);
	return calendar;
}

/* Now and then the calendar or a setting is changed, and all is judged again; then reports are printed. */
static void print_reports(struct world *world, int days)
{
	day today = civil_day(2026, 11, 2) + days;
	int64_t cursor = 0;
	bool changed;
	if (days % 17 == 8) {
		world->judge.calendar = calendars[days / 17] = some_calendar(world->zone);
		world->judge.due_soon_days = 1 + random_below(4);
	} else if (days == 30) {
		world->judge.due_moves_off_day_off = true;
	}
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	if (changed)
		do
			ASSERT_FINE(store_judge_all_open(world->store, &world->judge,
				noon(days) + 2 * HOUR_MS, 100, &cursor, &world->tally,
				&world->error));
		while (cursor);
	judge_at(world, end_of(days));
	for (int i = 0; i < 3; i++) {
		struct seen_report *seen = &seen_reports[days][i];
		seen->to = i ? today - random_below(30) : today;
		seen->from = seen->to - random_below(40);
		report(world, seen->from, seen->to, &seen->tally);
	}
}

static void assert_as_seen(struct world *world)
{
	struct tally again = {0};
	for (int days = 0; days < SEEN_DAYS; days++)
		for (int i = 0; i < 3; i++) {
			struct seen_report *seen = &seen_reports[days][i];
			day on = civil_day(2026, 11, 2) + days;
			report_seen(world, seen->from, seen->to, on, &again);
			assert_same(&seen->tally, &again);
			assert_same(&again, &seen->tally);
		}
	tally_free(&again);
}

static void what_was_printed_is_seen_again_after_calendars_changed_and_cases_went(void **state)
{
	struct world *world = *state;
	seed_random(__func__);
	live_through(world, print_reports);
	assert_as_seen(world);
	for (int step = 10; step <= 90; step += 20) {
		print_message("purged: %lld\n", (long long)purge(world, noon(step), false).cases);
		assert_audit_is_clean(world, world->store);
		assert_as_seen(world);
	}
	world->judge.calendar = world->calendar;
	for (int i = 0; i < 4; i++)
		calendar_free(calendars[i]);
	for (int days = 0; days < SEEN_DAYS; days++)
		for (int i = 0; i < 3; i++)
			tally_free(&seen_reports[days][i].tally);
}

static void a_case_finished_before_it_came_is_purged_too(void **state)
{
	struct world *world = *state;
	struct case_facts facts = closed_case(5, 3);
	struct tally before[3] = {0}, after = {0};
	day first = civil_day(2026, 11, 2), from[] = {first - 60, first - 60, first - 10},
	    to[] = {first + 9, first - 30, first + 9};
	facts.finished = noon(-40); /* received on day 0, it says */
	facts.odd |= ODD_FINISHED_BEFORE_RECEIVED;
	see(world, "a-1", facts, noon(1));
	see(world, "b-1", open_case(30), noon(2));
	judge_at(world, noon(2) + MINUTE_MS);
	for (int i = 0; i < 3; i++)
		report(world, from[i], to[i], &before[i]);
	assert_int_equal(purge(world, noon(3), false).cases, 1);
	assert_int_equal(cases_with(world, "a-1"), 0);
	for (int i = 0; i < 3; i++) {
		report(world, from[i], to[i], &after);
		assert_same(&before[i], &after);
		assert_same(&after, &before[i]);
		tally_free(&before[i]);
	}
	assert_audit_is_clean(world, world->store);
	tally_free(&after);
}

static void purging_changes_no_report(void **state)
{
	struct world *world = *state;
	struct tally before[12] = {0}, after = {0};
	day first = civil_day(2026, 11, 2), from[12], to[12];
	seed_random(__func__);
	live_through(world, NULL);
	for (int i = 0; i < 12; i++) {
		from[i] = first - 20 + random_below(60);
		to[i] = from[i] + random_below(40);
		report(world, from[i], to[i], &before[i]);
	}
	for (int step = 20; step <= 80; step += 15) {
		print_message("purged: %lld\n", (long long)purge(world, noon(step), false).cases);
		assert_audit_is_clean(world, world->store);
		for (int i = 0; i < 12; i++) {
			report(world, from[i], to[i], &after);
			assert_same(&before[i], &after);
			assert_same(&after, &before[i]);
		}
	}
	for (int i = 0; i < 12; i++)
		tally_free(&before[i]);
	tally_free(&after);
}

/* --- the tally beside reports ------------------------------------------------------------------- */

/* The closed ones and the receipts of a reporting month, as the kept tally has them. */
static void kept_month(const struct world *world, int32_t month, struct tally *ret_tally)
{
	tally_clear(ret_tally);
	for (size_t i = 0; i < world->tally.used; i++) {
		struct tally_cell cell = world->tally.cells[i];
		if (cell.key.month != month)
			continue;
		cell.key.month = 0;
		tally_add_cell(ret_tally, &cell, 1);
	}
}

static void drop_open(struct tally *tally)
{
	for (size_t i = 0; i < tally->used; i++)
		for (int bucket = BUCKET_IN_TIME; bucket < BUCKET_COUNT; bucket++)
			tally->cells[i].count[bucket] = 0;
}

static void the_kept_tally_of_a_month_is_the_report_of_it(void **state)
{
	struct world *world = *state;
	struct tally kept = {0}, reported = {0};
	seed_random(__func__);
	live_through(world, NULL);
	for (int step = 60; step <= 100; step += 20) {
		for (int32_t month = period_month_of(civil_day(2026, 9, 20));
			month <= period_month_of(civil_day(2027, 1, 20)); month++) {
			struct period days = period_month(month, false);
			kept_month(world, month, &kept);
			report(world, days.from, days.to, &reported);
			drop_open(&reported);
			assert_same(&kept, &reported);
			assert_same(&reported, &kept);
		}
		purge(world, noon(step), false); /* the same of those that are gone */
	}
	tally_free(&kept);
	tally_free(&reported);
}

/* --- copies ----------------------------------------------------------------------------------- */

static void a_copy_is_whole_while_pages_are_written(void **state)
{
	struct world *world = *state;
	struct store *reader, *copy;
	char file[96], location[110];
	seed_random(__func__);
	sprintf(file, "%s/copy.db", world->folder);
	sprintf(location, "sqlite:%s", file);
	live_through(world, NULL);
	int64_t poll = poll_begin(world, true, noon(70));
	struct case_record record = record_of("z-1", open_case(90));
	batch_add(world->batch, &record);
	put_batch(world, poll, noon(70));
	ASSERT_FINE(store_open(world->location, STORE_READ, &reader, &world->error));
	ASSERT_FINE(store_backup(reader, file, &world->error));
	assert_int_equal(store_backup(reader, file, &world->error), -EEXIST);
	poll_end(world, poll, noon(70));
	store_close(reader);
	ASSERT_FINE(store_open(location, STORE_READ, &copy, &world->error));
	assert_audit_is_clean(world, copy);
	store_close(copy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		cmocka_unit_test(siphash_is_the_published_one),
		T(an_old_case_goes_and_its_numbers_stay),
		T(a_case_finished_before_it_came_is_purged_too),
		T(a_sweep_counts_no_purged_case_again),
		T(open_suspicions_keep_their_evidence),
		T(a_forgotten_case_leaves_its_totals_only),
		T(purging_changes_no_report),
		T(what_was_printed_is_seen_again_after_calendars_changed_and_cases_went),
		T(the_kept_tally_of_a_month_is_the_report_of_it),
		T(a_copy_is_whole_while_pages_are_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
