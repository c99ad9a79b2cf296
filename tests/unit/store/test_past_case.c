/* What is left of purged cases for the national score: both rules tell of it what they told of the cases. */
#include <errno.h>
#include <stdlib.h>

#include "core/case/national.h"
#include "core/case/term_audit.h"
#include "store/store_witness.h"
#include "store/witness/purged_case.h"
#include "unit/seeded.h"
#include "unit/store/store_fixture.h"

#define CASES 90
#define DAYS 60
#define UNITS 4
#define PERIODS 14

/* --- a score ------------------------------------------------------------------------------------ */

/* How both rules tell of cases, and why, apart by unit. */
enum local { LOCAL_CLOSED_NOT, LOCAL_ON_TIME, LOCAL_LATE, LOCAL_STOPPED, LOCALS };
struct score {
	int64_t cases[UNITS + 1][4][6][2][2][LOCALS];
};
struct scoring {
	struct judge judge;
	instant from, until, as_of;
	struct score *score;
};

static enum local local_of(const struct scoring *scoring, const struct store_past *past, int bucket)
{
	bool in_period = bucket_closed((enum bucket)bucket) &&
			 store_past_closed_at(past, &scoring->judge) >= scoring->from;
	if (bucket == BUCKET_PAUSED || bucket == BUCKET_WITHDRAWN)
		return LOCAL_STOPPED;
	if (!in_period || bucket > BUCKET_LATE)
		return LOCAL_CLOSED_NOT;
	return bucket == BUCKET_LATE ? LOCAL_LATE : LOCAL_ON_TIME;
}

static instant due_by_term(const struct scoring *scoring, const struct store_past *past)
{
	const struct case_facts *facts = &past->known.judged.facts;
	struct term term = {.unit = past->known.state.procedure % 2 ? TERM_WORKING_DAYS : TERM_NONE,
		.amount = 4}; /* as a list of procedures would say */
	struct term_pause stops[64];
	if (facts->term_unit != TERM_NONE)
		term = (struct term){
			.unit = (enum term_unit)facts->term_unit, .amount = facts->term};
	if (facts->due != INSTANT_NONE || term.unit == TERM_NONE)
		return INSTANT_NONE;
	assert_true(past->pause_count <= 64);
	size_t count = term_pauses_of(past->pauses, past->pause_count, &scoring->judge, stops);
	struct term_audit_result audit = term_audit_of(
		&term, scoring->judge.calendar, facts->received, INSTANT_NONE, stops, count);
	return audit.computed ? audit.due.due : INSTANT_NONE;
}

static int add_cases(void *user, const struct store_past *past, int64_t cases)
{
	struct scoring *scoring = user;
	int bucket = store_past_bucket(past, &scoring->judge, scoring->as_of);
	if (!past->found->counted || bucket < 0)
		return 0;
	struct national_case subject = {&past->known.judged.facts, &past->known.judged_life,
		past->pauses, past->pause_count, due_by_term(scoring, past)};
	struct national_verdict national =
		national_of(&subject, scoring->from, scoring->until, scoring->as_of);
	enum local local = local_of(scoring, past, bucket);
	bool settled = national.reason != NATIONAL_BY_DUE && national.reason != NATIONAL_BY_TERM;
	if (local == LOCAL_STOPPED && (settled || national.verdict == NATIONAL_NOT_COUNTED))
		local = LOCAL_CLOSED_NOT; /* no reason to part: another is given */
	if (national.verdict == NATIONAL_NOT_COUNTED && local == LOCAL_CLOSED_NOT)
		return 0;
	uint32_t unit = past->known.state.unit;
	assert_true(unit <= UNITS);
	scoring->score->cases[unit][national.verdict][national.reason][national.uncertain]
			     [national.supplement_ms > 0][local] += cases;
	return 0;
}

static int add_case(void *user, const struct store_past *past)
{
	return add_cases(user, past, 1);
}

/* As known on the evening of `seen`; DAY_NONE: now. */
static void print_score(struct world *world, day from, day to, day seen, struct score *ret_score)
{
	struct scoring scoring = {.judge = world->judge, .score = ret_score};
	instant evening = INSTANT_NONE;
	if (seen != DAY_NONE) {
		evening = zone_midnight(world->zone, seen + 1) - 1;
		ASSERT_FINE(store_judge_at(world->store, evening, &scoring.judge, &world->error));
	}
	scoring.from = zone_midnight(world->zone, from);
	scoring.until = zone_midnight(world->zone, to + 1);
	scoring.as_of = scoring.until - 1;
	if (seen != DAY_NONE && scoring.as_of > evening)
		scoring.as_of = evening;
	memset(ret_score, 0, sizeof(*ret_score));
	ASSERT_FINE(store_walk_past(world->store, evening, add_case, &scoring, &world->error));
	ASSERT_FINE(
		store_walk_purged(world->store, from, seen, add_cases, &scoring, &world->error));
}

static int64_t told(const struct score *score)
{
	const int64_t *cases = &score->cases[0][0][0][0][0][0];
	int64_t sum = 0;
	for (size_t i = 0; i < sizeof(*score) / sizeof(*cases); i++)
		sum += cases[i];
	return sum;
}

static void assert_same(const struct score *before, const struct score *after)
{
	const int64_t *was = &before->cases[0][0][0][0][0][0];
	const int64_t *is = &after->cases[0][0][0][0][0][0];
	for (size_t i = 0; i < sizeof(*before) / sizeof(*was); i++)
		if (was[i] != is[i])
			fail_msg("unit %zu verdict %zu reason %zu uncertain %zu waited %zu local "
				 "%zu: %lld became %lld",
				i / (4 * 6 * 4 * LOCALS), i / (6 * 4 * LOCALS) % 4,
				i / (4 * LOCALS) % 6, i / (2 * LOCALS) % 2, i / LOCALS % 2,
				i % LOCALS, (long long)was[i], (long long)is[i]);
}

/* --- lives ---------------------------------------------------------------------------------------- */

static instant some_hour(instant now)
{
	return now - random_below(random_below(4) ? 3 : 30) * DAY_MS - random_below(20) * HOUR_MS +
	       random_below(6) * HOUR_MS;
}

static void ask_or_stop(struct case_facts *facts, instant now)
{
	static const uint8_t stops[] = {
		STATUS_SUPPLEMENT, STATUS_SUPPLEMENT, STATUS_FEE, STATUS_STOPPED};
	facts->status = stops[random_below(4)];
	if (facts->status != STATUS_SUPPLEMENT || random_below(2))
		return;
	facts->supplement_asked = some_hour(now);
	facts->supplement_done = random_below(2)
					 ? INSTANT_NONE
					 : facts->supplement_asked + random_below(60) * HOUR_MS;
	facts->supplements = (uint16_t)random_below(4);
}

static void close_it(struct case_facts *facts, instant now)
{
	static const uint8_t ends[] = {STATUS_PROCESSED, STATUS_PROCESSED, STATUS_RETURNED,
		STATUS_WITHDRAWN, STATUS_REFUSED, STATUS_UNKNOWN};
	facts->status = ends[random_below(6)];
	facts->finished = random_below(5) ? some_hour(now) : INSTANT_NONE;
	facts->returned = random_below(5) ? INSTANT_NONE : now;
	if (random_below(20) == 0)
		facts->finished = now + random_below(60) * HOUR_MS;
}

static void live(struct case_facts *facts, instant now)
{
	if (facts->received == INSTANT_NONE)
		facts->received = random_below(3) ? some_hour(now) : INSTANT_NONE;
	switch (random_below(9)) {
	case 0:
	case 1:
		ask_or_stop(facts, now);
		break;
	case 2:
		facts->status = STATUS_PROCESSING;
		break;
	case 3:
	case 4:
	case 5:
		close_it(facts, now);
		break;
	case 6:
		facts->due =
			random_below(5) ? some_hour(now) + random_below(9) * DAY_MS : INSTANT_NONE;
		break;
	case 7:
		facts->locked = !facts->locked;
		break;
	default:
		facts->received = random_below(4) ? some_hour(now) : INSTANT_NONE;
		facts->status = random_below(6) ? facts->status : STATUS_REGISTERED;
	}
}

static struct case_facts some_case(instant now)
{
	struct case_facts facts = no_facts();
	day date = (day)(now / DAY_MS);
	facts.status = random_below(4) ? STATUS_PROCESSING : STATUS_REGISTERED;
	facts.received = facts.status == STATUS_REGISTERED ? INSTANT_NONE : some_hour(now);
	facts.due = random_below(3) ? end_of(date - civil_day(2026, 11, 2) + random_below(8))
				    : now + random_below(9) * DAY_MS;
	if (random_below(5) == 0)
		facts.due = INSTANT_NONE;
	if (random_below(3) == 0) {
		facts.term_unit = TERM_WORKING_DAYS;
		facts.term = 1 + random_below(6);
	}
	return facts;
}

static void judge_at(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(world->store, &world->judge, now, 100, &world->tally,
			&more, &world->error));
}

/* Now and then the settings change, and all is judged again. */
static void change_settings(struct world *world, instant now)
{
	int64_t cursor = 0;
	bool changed;
	world->judge.compare = random_below(2) ? COMPARE_INSTANT : COMPARE_DATE;
	world->judge.due_moves_off_day_off = random_below(2);
	world->judge.pause_on[STATUS_STOPPED] = random_below(2);
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	while (changed) {
		ASSERT_FINE(store_judge_all_open(world->store, &world->judge, now, 100, &cursor,
			&world->tally, &world->error));
		changed = cursor != 0;
	}
}

static void live_a_day(struct world *world, struct case_facts *said, int days)
{
	for (int hour = -4; hour <= 6; hour += 5) {
		instant now = noon(days) + hour * HOUR_MS;
		int64_t poll = poll_begin(world, false, now);
		for (int i = 0; i < CASES && i <= days * 3; i++) {
			char code[12], unit[8], procedure[12];
			if (i > days * 3 - 3 && hour == -4)
				said[i] = some_case(now);
			else if (random_below(16) == 0)
				live(&said[i], now);
			sprintf(code, "p-%04d", i);
			struct case_record record = record_of(code, said[i]);
			sprintf(unit, "U-%d", (i + (random_below(40) == 0)) % UNITS);
			sprintf(procedure, "1.00%d", i % 3);
			record.unit = slice_of(unit);
			record.procedure = slice_of(procedure);
			batch_add(world->batch, &record);
		}
		put_batch(world, poll, now);
		poll_end(world, poll, now);
		judge_at(world, now);
	}
}

static void print_difference(void *user, const char *sentence)
{
	(void)user;
	print_message("%s\n", sentence);
}

static int64_t differences(struct world *world, audit_difference_fn *on_difference)
{
	struct audit_result audit;
	ASSERT_FINE(store_audit(
		world->store, &world->judge, on_difference, NULL, &audit, &world->error));
	return audit.differences + audit.misjudged + audit.suspicions;
}

static int64_t purge(struct world *world, instant before)
{
	struct purge_result result = {0};
	bool done = false;
	while (!done)
		ASSERT_FINE(store_purge_step(world->store, &world->judge, before, 7, false, &result,
			&done, &world->error));
	return result.cases;
}

/* --- sentences ------------------------------------------------------------------------------------ */

static void purging_changes_no_score(void **state)
{
	static struct case_facts said[CASES];
	static struct score before[PERIODS], after;
	struct world *world = *state;
	day first = civil_day(2026, 11, 2), from[PERIODS], to[PERIODS], seen[PERIODS];
	int64_t cases = 0, purged = 0;
	seed_random(__func__);
	for (int days = 0; days < DAYS; days++) {
		live_a_day(world, said, days);
		if (days % 20 == 10)
			change_settings(world, noon(days) + 7 * HOUR_MS);
	}
	for (int i = 0; i < PERIODS; i++) {
		from[i] = first - 10 + random_below(DAYS);
		to[i] = from[i] + random_below(40);
		seen[i] = i % 2 ? from[i] + random_below(60) : DAY_NONE;
		if (seen[i] < first || seen[i] > first + DAYS)
			seen[i] = DAY_NONE;
		print_score(world, from[i], to[i], seen[i], &before[i]);
		cases += told(&before[i]);
	}
	assert_true(cases > CASES);
	for (int step = 15; step <= DAYS + 30; step += 15) {
		purged += purge(world, noon(step));
		assert_int_equal(differences(world, print_difference), 0);
		for (int i = 0; i < PERIODS; i++) {
			print_score(world, from[i], to[i], seen[i], &after);
			assert_same(&before[i], &after);
		}
	}
	assert_true(purged > CASES / 4);
	print_message("purged %lld, counted %lld\n", (long long)purged, (long long)cases);
}

struct rows {
	int rows;
	int64_t cases;
};

static int count_rows(void *user, const struct store_past *past, int64_t cases)
{
	struct rows *rows = user;
	assert_string_equal(past->found->code, "");
	rows->rows++;
	rows->cases += cases;
	return 0;
}

static void alike_cases_are_one_row_without_their_hours(void **state)
{
	struct world *world = *state;
	struct rows all = {0}, later = {0};
	char code[8];
	for (int i = 0; i < 9; i++) {
		struct case_facts facts = open_case(4);
		facts.received += i * MINUTE_MS;
		sprintf(code, "a-%d", i);
		see(world, code, facts, noon(0) + HOUR_MS);
	}
	for (int i = 0; i < 9; i++) {
		struct case_facts facts = closed_case(4, i < 6 ? 3 : 6);
		facts.received += i * MINUTE_MS;
		facts.finished += i * MINUTE_MS;
		sprintf(code, "a-%d", i);
		see(world, code, facts, noon(7));
	}
	judge_at(world, noon(8));
	assert_int_equal(purge(world, noon(20)), 9);
	ASSERT_FINE(store_walk_purged(
		world->store, DAY_NONE, DAY_NONE, count_rows, &all, &world->error));
	assert_int_equal(all.rows, 2);
	assert_int_equal(all.cases, 9);
	ASSERT_FINE(store_walk_purged(world->store, civil_day(2026, 11, 2) + 5, DAY_NONE,
		count_rows, &later, &world->error));
	assert_int_equal(later.rows, 1);
	assert_int_equal(later.cases, 3);
}

static void the_audit_finds_what_the_score_lost(void **state)
{
	struct world *world = *state;
	char command[160];
	see(world, "a-1", closed_case(3, 2), noon(3));
	purge(world, noon(5));
	assert_int_equal(differences(world, print_difference), 0);
	store_close(world->store);
	sprintf(command, "sqlite3 %s/store.db 'DELETE FROM past_case'", world->folder);
	if (system(command) != 0) {
		world_open(world);
		print_message("skipped: sqlite3 is not installed\n");
		skip();
	}
	world_open(world);
	assert_int_equal(differences(world, NULL), 1);
}

static void bytes_cut_off_are_refused(void **state)
{
	(void)state;
	cleanup(text_free) struct text bytes = {0}, again = {0};
	struct past_pause pauses[] = {{STATUS_SUPPLEMENT, true, noon(1), noon(2)},
		{STATUS_STOPPED, false, noon(3), INSTANT_NONE}};
	struct past_case past = {.status = STATUS_PROCESSED,
		.frozen = BUCKET_LATE,
		.received = noon(0) + 17,
		.due = end_of(4),
		.closing = noon(-3),
		.asked = noon(1),
		.done = INSTANT_NONE,
		.supplements = 2,
		.pauses = pauses,
		.pause_count = 2};
	past_case_write(&past, &bytes);
	for (size_t length = 0; length <= bytes.length; length++) {
		struct past_case read;
		text_clear(&again);
		if (past_case_read((struct slice){bytes.data, length}, &read) < 0)
			continue;
		past_case_write(&read, &again);
		past_case_free(&read);
		assert_int_equal(again.length, length); /* a whole one, with fewer pauses perhaps */
		assert_memory_equal(again.data, bytes.data, length);
	}
	assert_int_equal(again.length, bytes.length);
	assert_int_equal(
		past_case_read((struct slice){bytes.data, bytes.length - 1}, &past), -EBADMSG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		T(purging_changes_no_score),
		T(alike_cases_are_one_row_without_their_hours),
		T(the_audit_finds_what_the_score_lost),
		cmocka_unit_test(bytes_cut_off_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
