#include "unit/core/world_fixture.h"

#include "core/case/path.h"
#include "core/case/witness.h"

/* Noon in Vietnam, `days` after Monday 2026-11-02. */
static instant noon(int days)
{
	return (instant)(date_of("2026-11-02") + days) * DAY_MS + 5 * HOUR_MS;
}

static instant midnight(int days)
{
	return noon(days) - 12 * HOUR_MS;
}

static struct case_facts open_case(int due)
{
	return (struct case_facts){.submitted = INSTANT_NONE,
		.received = noon(0),
		.due = noon(due),
		.finished = INSTANT_NONE,
		.returned = INSTANT_NONE,
		.supplement_asked = INSTANT_NONE,
		.supplement_done = INSTANT_NONE,
		.status = STATUS_PROCESSING,
		.channel = CHANNEL_IN_PERSON};
}

static struct pause pause_of(instant began, instant ended)
{
	return (struct pause){.status = STATUS_SUPPLEMENT,
		.began_after = INSTANT_NONE,
		.began_by = began,
		.began_said = INSTANT_NONE,
		.ended_after = ended,
		.ended_by = ended,
		.ended_said = INSTANT_NONE};
}

static const struct case_life seen = {.closed_seen = INSTANT_NONE, .was_accepted = true};

static void a_late_case_goes_through_every_bucket(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(9); /* Wednesday 11 */
	struct path_step steps[PATH_STEPS(0)];
	facts.submitted = noon(-1);
	facts.status = STATUS_PROCESSED;
	facts.finished = noon(14);
	size_t count = path_of(&facts, &seen, NULL, 0, &world->judge, steps);
	const struct path_step expected[] = {
		{noon(-1), BUCKET_UNACCEPTED},
		{noon(0), BUCKET_IN_TIME},
		{midnight(7), BUCKET_DUE_SOON}, /* Monday 9 */
		{midnight(10), BUCKET_OVERDUE},
		{noon(14), BUCKET_LATE},
	};
	assert_int_equal(count, ARRAY_SIZE(expected));
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(steps[i].at, expected[i].at);
		assert_int_equal(steps[i].bucket, expected[i].bucket);
	}
	assert_int_equal(path_bucket_at(&facts, &seen, NULL, 0, &world->judge, noon(-2)), -1);
}

static void a_pause_stands_in_the_path(void **state)
{
	struct world *world = *state;
	struct case_facts facts = open_case(3);
	struct pause pause = pause_of(noon(2), noon(8));
	struct path_step steps[PATH_STEPS(1)];
	size_t count = path_of(&facts, &seen, &pause, 1, &world->judge, steps);
	assert_int_equal(count, 4);
	assert_int_equal(steps[1].bucket, BUCKET_DUE_SOON);
	assert_int_equal(steps[2].at, noon(2));
	assert_int_equal(steps[2].bucket, BUCKET_PAUSED);
	assert_int_equal(steps[3].bucket, BUCKET_OVERDUE);
	world->judge.pause_on[STATUS_SUPPLEMENT] = false;
	assert_int_equal(
		path_bucket_at(&facts, &seen, &pause, 1, &world->judge, noon(5)), BUCKET_OVERDUE);
}

static void a_stamp_of_the_portal_counts_between_the_polls_that_saw_it(void **state)
{
	(void)state;
	struct pause pause = pause_of(noon(4), noon(8));
	pause.began_after = noon(2);
	pause.began_said = noon(3);
	pause.ended_after = noon(7);
	pause.ended_said = noon(7) + 1;
	struct pause_span span = pause_span_of(&pause);
	assert_int_equal(span.from, noon(3));
	assert_int_equal(span.to, noon(7) + 1);
	assert_false(span.uncertain);
	pause.began_said = noon(1); /* a poll after that saw it running */
	pause.ended_said = noon(9); /* not over yet when it was seen over */
	span = pause_span_of(&pause);
	assert_int_equal(span.from, noon(4));
	assert_int_equal(span.to, noon(7) + 1);
	assert_true(span.uncertain);
}

static void a_pause_is_known_as_far_as_it_was_seen(void **state)
{
	(void)state;
	struct pause pause = pause_of(noon(4), noon(8)), known;
	assert_false(pause_known_at(&pause, noon(4) - 1, &known));
	assert_true(pause_known_at(&pause, noon(4), &known));
	assert_int_equal(known.ended_by, INSTANT_NONE);
	assert_int_equal(pause_span_of(&known).to, INSTANT_NONE);
	assert_true(pause_known_at(&pause, noon(8), &known));
	assert_int_equal(known.ended_by, noon(8));
}

/* --- laws over honest lives: what was said of the past stays said --- */

struct story {
	struct case_facts facts;
	struct case_life life;
	struct pause pauses[64];
	size_t pause_count;
	struct observation {
		instant at;
		int bucket;
	} told[200];
	size_t told_count;
};

static bool stops(uint8_t status)
{
	return status == STATUS_SUPPLEMENT || status == STATUS_FEE || status == STATUS_STOPPED;
}

/* Keeps the pauses as the store does, from one poll to the next. */
static void follow_pauses(struct story *story, uint8_t before, instant last, instant now)
{
	uint8_t status = story->facts.status;
	if (status == before)
		return;
	if (stops(before)) {
		struct pause *pause = &story->pauses[story->pause_count - 1];
		pause->ended_after = last;
		pause->ended_by = now;
	}
	if (stops(status))
		story->pauses[story->pause_count++] = (struct pause){.status = status,
			.began_after = last,
			.began_by = now,
			.began_said = INSTANT_NONE,
			.ended_after = INSTANT_NONE,
			.ended_by = INSTANT_NONE,
			.ended_said = INSTANT_NONE};
}

/* A case whose portal only says what happens when it happens, polled every few hours. */
static void live_honestly(struct world *world, struct story *story)
{
	static const uint8_t ways[] = {STATUS_PROCESSING, STATUS_PROCESSING, STATUS_SUPPLEMENT,
		STATUS_FEE, STATUS_STOPPED, STATUS_ACCEPTED};
	*story = (struct story){.facts = open_case((int)random_between(1, 20))};
	story->life = (struct case_life){.closed_seen = INSTANT_NONE};
	if (random_between(0, 5) == 0)
		story->facts.due = INSTANT_NONE;
	instant now = noon(0) + random_between(0, HOUR_MS), last = INSTANT_NONE;
	story->life.first_seen = now;
	for (int poll = 0; poll < 60; poll++) {
		uint8_t before = poll ? story->facts.status : STATUS_PROCESSING;
		bool closed = facts_closed(&story->facts, &story->life);
		if (poll && !closed && random_between(0, 5) == 0)
			story->facts.status = ways[random_between(0, 5)];
		if (poll && !closed && random_between(0, 39) == 0) {
			story->facts.status = STATUS_PROCESSED;
			story->facts.finished = now; /* this very moment */
		}
		follow_pauses(story, before, last, now);
		life_observe(&story->life, &story->facts, now);
		struct verdict v = verdict_of(&story->facts, &story->life, &world->judge, now);
		story->told[story->told_count++] = (struct observation){now, (int)v.bucket};
		last = now;
		now += random_between(1, 24) * HOUR_MS;
	}
}

static void the_path_tells_of_the_past_what_was_said_then(void **state)
{
	struct world *world = *state;
	static struct story story;
	seed_random(__func__);
	for (int i = 0; i < 2000; i++) {
		world->judge.compare = random_between(0, 1) ? COMPARE_DATE : COMPARE_INSTANT;
		live_honestly(world, &story);
		for (size_t told = 0; told < story.told_count; told++)
			assert_int_equal(
				path_bucket_at(&story.facts, &story.life, story.pauses,
					story.pause_count, &world->judge, story.told[told].at),
				story.told[told].bucket);
	}
}

static void steps_and_single_instants_agree(void **state)
{
	struct world *world = *state;
	static struct story story;
	struct path_step steps[PATH_STEPS(64)];
	seed_random(__func__);
	for (int i = 0; i < 500; i++) {
		live_honestly(world, &story);
		size_t count = path_of(&story.facts, &story.life, story.pauses, story.pause_count,
			&world->judge, steps);
		for (int j = 0; j < 50; j++) {
			instant at = noon(0) + random_between(0, 60 * DAY_MS);
			int bucket = -1;
			for (size_t step = 0; step < count && steps[step].at <= at; step++)
				bucket = (int)steps[step].bucket;
			assert_int_equal(path_bucket_at(&story.facts, &story.life, story.pauses,
						 story.pause_count, &world->judge, at),
				bucket);
		}
		for (size_t step = 1; step < count; step++) {
			assert_true(steps[step].at > steps[step - 1].at);
			assert_true(steps[step].bucket != steps[step - 1].bucket);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
		TEST(a_late_case_goes_through_every_bucket),
		TEST(a_pause_stands_in_the_path),
		TEST(a_stamp_of_the_portal_counts_between_the_polls_that_saw_it),
		TEST(a_pause_is_known_as_far_as_it_was_seen),
		TEST(the_path_tells_of_the_past_what_was_said_then),
		TEST(steps_and_single_instants_agree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
