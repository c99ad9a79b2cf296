/* "As seen on": what a fold of the whole store gave at an instant is found again later. */
#include <stdlib.h>

#include "base/text.h"
#include "store/store_past.h"
#include "unit/seeded.h"
#include "unit/store/store_fixture.h"

#define CASES 40
#define POLLS 60

struct said {
	struct case_facts facts;
	int unit;
};

/* One step of a case's life: closed, opened anew, rewritten, paused, moved to another unit … */
static void live(struct said *said, instant now)
{
	struct case_facts *facts = &said->facts;
	switch (random_below(10)) {
	case 0:
		facts->status = STATUS_SUPPLEMENT;
		break;
	case 1:
	case 2:
		facts->status = STATUS_PROCESSING;
		facts->finished = facts->returned = INSTANT_NONE;
		break;
	case 3:
	case 4:
		facts->status = STATUS_PROCESSED;
		facts->finished = now - random_below(5) * DAY_MS;
		facts->returned = random_below(3) ? INSTANT_NONE : now;
		break;
	case 5:
		facts->status = STATUS_PROCESSED; /* the portal does not say when */
		facts->finished = facts->returned = INSTANT_NONE;
		break;
	case 6:
		facts->due = random_below(5) ? now + (random_below(12) - 4) * DAY_MS : INSTANT_NONE;
		break;
	case 7:
		facts->finished = facts->finished == INSTANT_NONE ? INSTANT_NONE : facts->due;
		break;
	case 8:
		said->unit = random_below(4);
		break;
	default:
		facts->status = random_below(2) ? STATUS_WITHDRAWN : STATUS_REGISTERED;
	}
}

static void put(struct world *world, struct said *said, instant now)
{
	static const char *const units[] = {"U-0", "U-1", "U-2", ""};
	int64_t poll = poll_begin(world, false, now);
	for (int i = 0; i < CASES; i++) {
		char code[16];
		if (random_below(4))
			continue;
		if (said[i].facts.received == 0) {
			said[i].facts = open_case(0);
			said[i].facts.due = now + (random_below(10) - 2) * DAY_MS;
		} else {
			live(&said[i], now);
		}
		sprintf(code, "C-%05d", i);
		struct case_record record = record_of(code, said[i].facts);
		record.unit = slice_of(units[said[i].unit]);
		batch_add(world->batch, &record);
	}
	put_batch(world, poll, now);
	poll_end(world, poll, now);
}

/* --- what a fold gave ----------------------------------------------------------------------- */

struct reading {
	const struct judge *judge;
	instant at;
	struct text out;
};

static int write_case(void *user, const struct store_past *past)
{
	struct reading *reading = user;
	const struct known_case *known = &past->known;
	const struct case_facts *facts = &known->judged.facts;
	text_printf(&reading->out, "%s u%u s%d due %lld finished %lld closed %lld frozen %lld",
		past->found->code, known->state.unit, known->state.facts.status,
		(long long)facts->due, (long long)facts->finished,
		(long long)store_past_closed_at(past, reading->judge), (long long)known->frozen_at);
	for (instant at = reading->at; at > reading->at - 40 * DAY_MS; at -= 10 * DAY_MS)
		text_printf(&reading->out, " %d", store_past_bucket(past, reading->judge, at));
	for (size_t i = 0; i < past->pause_count; i++)
		text_printf(&reading->out, " pause %lld-%lld", (long long)past->pauses[i].began_by,
			(long long)past->pauses[i].ended_by);
	text_add_char(&reading->out, '\n');
	return 0;
}

static char *read_past(struct world *world, instant judged_at, instant at)
{
	struct reading reading = {.judge = &world->judge, .at = judged_at};
	ASSERT_FINE(store_walk_past(world->store, at, write_case, &reading, &world->error));
	return text_take(&reading.out);
}

static void what_was_folded_at_an_instant_is_folded_again_later(void **state)
{
	struct world *world = *state;
	struct said said[CASES] = {0};
	char *then[POLLS];
	seed_random(__func__);
	for (int i = 0; i < POLLS; i++) {
		put(world, said, noon(i));
		then[i] = read_past(world, noon(i), INSTANT_NONE);
	}
	for (int i = 0; i < POLLS; i++) {
		char *again = read_past(world, noon(i), noon(i) + HOUR_MS);
		assert_string_equal(again, then[i]);
		free(again);
		free(then[i]);
	}
}

struct histories {
	struct reading reading;
	size_t cases;
};

static int fold_history(void *user, const struct store_history *history)
{
	struct histories *histories = user;
	struct pause pauses[POLLS];
	struct store_past past;
	histories->cases++;
	assert_true(history->pause_count <= POLLS);
	if (store_past_of(history, histories->reading.at, pauses, &past))
		write_case(&histories->reading, &past);
	return 0;
}

static void a_walk_over_histories_gives_every_instant(void **state)
{
	struct world *world = *state;
	struct said said[CASES] = {0};
	seed_random(__func__);
	for (int i = 0; i < POLLS; i++)
		put(world, said, noon(i));
	for (int i = 0; i < POLLS; i += 7) {
		struct histories histories = {.reading = {&world->judge, noon(i), {0}}};
		char *then = read_past(world, noon(i), noon(i));
		ASSERT_FINE(store_walk_histories(
			world->store, fold_history, &histories, &world->error));
		assert_string_equal(histories.reading.out.data, then);
		assert_int_equal(histories.cases, CASES);
		text_free(&histories.reading.out);
		free(then);
	}
}

static void what_was_first_seen_later_is_not_known(void **state)
{
	struct world *world = *state;
	see(world, "H-1", open_case(3), noon(1));
	see(world, "H-2", open_case(3), noon(2));
	char *before = read_past(world, noon(0), noon(0)),
	     *one = read_past(world, noon(1), noon(1));
	assert_string_equal(before, "");
	assert_non_null(strstr(one, "H-1"));
	assert_null(strstr(one, "H-2"));
	free(before);
	free(one);
}

static void a_verdict_that_froze_twice_is_the_one_of_then(void **state)
{
	struct world *world = *state;
	see(world, "H-1", open_case(3), noon(0));
	see(world, "H-1", closed_case(3, 5), noon(5)); /* late */
	see(world, "H-1", closed_case(3, 3), noon(6)); /* set back: the frozen one stands */
	see(world, "H-1", open_case(3), noon(7));
	see(world, "H-1", closed_case(9, 8), noon(8)); /* moved and closed: early */
	static const struct {
		int day;
		enum bucket bucket;
	} rows[] = {{0, BUCKET_IN_TIME}, {5, BUCKET_LATE}, {6, BUCKET_LATE}, {7, BUCKET_OVERDUE},
		{8, BUCKET_EARLY}};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char wanted[8];
		char *line = read_past(world, noon(rows[i].day), noon(rows[i].day));
		char *place = strstr(line, " frozen ");
		assert_non_null(place);
		sprintf(wanted, " %d ", (int)rows[i].bucket);
		place = strchr(place + 8, ' ');
		assert_int_equal(strncmp(place, wanted, strlen(wanted)), 0);
		free(line);
	}
}

/* Tuesday 3 November: due on Friday, the 6th, three working days ahead; with Wednesday off, two. */
static void a_notice_that_arrives_later_is_not_known_before(void **state)
{
	struct world *world = *state;
	struct calendar_override off = {.date = civil_day(2026, 11, 4), .kind = DAY_OFF};
	struct calendar_year years[] = {{2026, "n"}};
	struct calendar_plan plan = {.years = years,
		.year_count = 1,
		.overrides = &off,
		.override_count = 1,
		.first_year = 2026,
		.last_year = 2026};
	struct calendar *calendar = NULL;
	struct reading readings[3] = {0};
	int64_t cursor = 0;
	bool changed;
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	ASSERT_FINE(calendar_new(&plan, world->zone, &calendar, &world->error));
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	see(world, "H-1", open_case(4), noon(1));
	see(world, "H-2", closed_case(1, 1), noon(1)); /* frozen: on time */
	world->judge.calendar = calendar;
	ASSERT_FINE(store_judge_changed(world->store, &world->judge, &changed, &world->error));
	assert_true(changed);
	do
		ASSERT_FINE(store_judge_all_open(world->store, &world->judge, noon(2), 10, &cursor,
			&world->tally, &world->error));
	while (cursor);
	struct judge then = world->judge;
	ASSERT_FINE(store_judge_at(world->store, noon(1), &then, &world->error));
	assert_true(calendar_version(then.calendar) == calendar_version(world->calendar));
	readings[0] = (struct reading){.judge = &then, .at = noon(1)};
	readings[1] = (struct reading){.judge = &world->judge, .at = noon(1)};
	for (int i = 0; i < 2; i++)
		ASSERT_FINE(store_walk_past(
			world->store, noon(1), write_case, &readings[i], &world->error));
	char in_time[32], due_soon[32], on_time[32];
	sprintf(in_time, "frozen %lld %d ", (long long)INSTANT_NONE, BUCKET_IN_TIME);
	sprintf(due_soon, "frozen %lld %d ", (long long)INSTANT_NONE, BUCKET_DUE_SOON);
	sprintf(on_time, "frozen %lld %d ", (long long)noon(1), BUCKET_ON_TIME);
	assert_non_null(strstr(readings[0].out.data, in_time));
	assert_non_null(strstr(readings[1].out.data, due_soon));
	for (int i = 0; i < 2; i++) {
		assert_non_null(strstr(readings[i].out.data, on_time));
		text_free(&readings[i].out);
	}
	world->judge.calendar = world->calendar;
	calendar_free(calendar);
}

static void polls_of_then_are_the_ones_that_had_ended(void **state)
{
	struct world *world = *state;
	instant ended;
	bool polled;
	see(world, "H-1", open_case(3), noon(1));
	see(world, "H-1", open_case(3), noon(4));
	ASSERT_FINE(store_complete_by(
		world->store, world->portal, noon(0), &ended, &polled, &world->error));
	assert_true(ended == INSTANT_NONE && !polled);
	ASSERT_FINE(store_complete_by(
		world->store, world->portal, noon(3), &ended, &polled, &world->error));
	assert_true(ended == noon(1) && polled);
	ASSERT_FINE(store_complete_by(
		world->store, world->portal, INSTANT_NONE, &ended, &polled, &world->error));
	assert_true(ended == noon(4));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
	const struct CMUnitTest tests[] = {
		TEST(what_was_folded_at_an_instant_is_folded_again_later),
		TEST(a_walk_over_histories_gives_every_instant),
		TEST(what_was_first_seen_later_is_not_known),
		TEST(a_verdict_that_froze_twice_is_the_one_of_then),
		TEST(a_notice_that_arrives_later_is_not_known_before),
		TEST(polls_of_then_are_the_ones_that_had_ended),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
