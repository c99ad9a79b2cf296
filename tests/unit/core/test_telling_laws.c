/* Laws of telling over random episodes, holds, channels, receivers and restarts. */
#include "core/alert/telling.h"
#include "unit/core/alert_fixture.h"

/* A recipient of one episode, the outbox in between, and what they read. */
struct world {
	struct telling telling;
	struct telling_input input;
	struct duration repeat[2];
	int sequence;
	struct knowledge waiting; /* in the outbox, replaced by newer news; sequence 0: nothing */
	struct knowledge under_way; /* sent, not known yet whether it was taken */
	enum news_kind waiting_kind, under_way_kind;
	/* what the recipient has read */
	bool knows_open;
	enum severity severity;
	int last_sequence;
	int closings, openings;
	bool cannot_take; /* dead: nothing is taken */
};

static void world_begin(struct world *world, const struct calendar *calendar, instant now)
{
	static const char *const repeats[] = {"6h", "1 working day", "2 working days"};
	static const char *const rungs[] = {NULL, NULL, "1 working day", "5h"};
	*world = (struct world){0};
	telling_init(&world->telling, 7, "chair", "chutich@example.gov.vn");
	world->repeat[0] = duration_of(repeats[random_between(0, 2)]);
	world->repeat[1] = duration_of(repeats[random_between(0, 2)]);
	world->input = (struct telling_input){
		.calendar = calendar,
		.now = now,
		.open = true,
		.opened = now,
		.addressed = true,
		.after = duration_of(rungs[random_between(0, 3)]),
		.office_hours = random_between(0, 1),
		.digest_minute = random_between(0, 2) ? -1 : 450,
		.repeat = world->repeat,
		.repeat_count = (int)random_between(0, 2),
		.held = {INSTANT_NONE, INSTANT_NONE},
	};
}

static instant some_hold(const struct world *world)
{
	return random_between(0, 5) ? INSTANT_NONE
				    : world->input.now + random_between(1, 40) * HOUR_MS;
}

/* The world turns: the episode, the holds, the configuration. */
static void turn(struct world *world, bool may_close)
{
	struct telling_input *input = &world->input;
	input->now += random_between(1, random_between(0, 9) ? 5 * HOUR_MS : 3 * DAY_MS);
	if (input->open && may_close && random_between(0, 20) == 0)
		input->open = false;
	if (random_between(0, 6) == 0)
		input->severity = (enum severity)random_between(0, 1);
	input->stale = input->open && random_between(0, 15) == 0;
	input->holding = input->open && random_between(0, 15) == 0;
	input->addressed = random_between(0, 15) > 0;
	input->covered = random_between(0, 15) == 0;
	input->trial = random_between(0, 40) == 0;
	input->held.silenced_until = some_hold(world);
	input->held.acknowledged_until = some_hold(world);
}

/* The recipient reads a message: the laws of what may follow on what. */
static void reads(struct world *world, const struct knowledge *told, enum news_kind kind)
{
	assert_true(told->sequence > world->last_sequence);
	world->last_sequence = told->sequence;
	if (kind == NEWS_CLOSED) {
		assert_true(world->knows_open);
		world->closings++;
		assert_int_equal(world->closings, 1);
	} else if (kind == NEWS_OPENED) {
		world->openings++;
	} else {
		assert_true(world->knows_open);
	}
	if (kind == NEWS_REMINDER)
		assert_int_equal(world->severity, told->severity);
	world->knows_open = told->open;
	world->severity = told->severity;
}

static void settle(struct world *world, bool taken)
{
	if (world->under_way.sequence == 0)
		return;
	struct knowledge told = world->under_way;
	world->under_way = (struct knowledge){0};
	if (taken) {
		reads(world, &told, world->under_way_kind);
		telling_accepted(&world->telling, &told);
	} else if (world->waiting.sequence == 0 &&
		   world->telling.offered.sequence == told.sequence) {
		world->waiting = told; /* to be tried again; else newer news took its place */
		world->waiting_kind = world->under_way_kind;
	}
}

static void look(struct world *world)
{
	enum news_kind kind;
	struct counts counts = {.received = world->sequence};
	switch (telling_step(&world->telling, &world->input, &kind)) {
	case TELL_NOTHING:
		break;
	case TELL_TAKE_BACK:
		world->waiting = (struct knowledge){0};
		break;
	case TELL_NEWS:
		telling_offered(&world->telling, &world->input, kind, ++world->sequence, &counts);
		world->waiting = world->telling.offered;
		world->waiting_kind = kind;
	}
}

static void work_outbox(struct world *world)
{
	settle(world, !world->cannot_take && random_between(0, 3) > 0);
	if (random_between(0, 2) == 0 || world->under_way.sequence > 0)
		return;
	world->under_way = world->waiting;
	world->under_way_kind = world->waiting_kind;
	world->waiting = (struct knowledge){0};
	if (random_between(0, 2))
		settle(world, !world->cannot_take && random_between(0, 3) > 0);
}

static void nobody_reads_of_a_closing_who_did_not_read_of_the_opening(void **state)
{
	struct stage *stage = *state;
	seed_random("closing");
	int closings = 0, quiet = 0;
	for (int run = 0; run < 3000; run++) {
		struct world world;
		world_begin(&world, stage->calendar,
			moment("03-02 08:00") + random_between(0, 200) * DAY_MS);
		world.cannot_take = random_between(0, 9) == 0;
		for (int i = 0; i < 60; i++) {
			turn(&world, true);
			look(&world);
			work_outbox(&world);
		}
		/* the end: it is over, everything is delivered, office hours pass */
		world.input.open = world.input.stale = world.input.holding = false;
		for (int i = 0; i < 40; i++) {
			world.input.now += 5 * HOUR_MS;
			look(&world);
			world.under_way_kind = world.under_way.sequence ? world.under_way_kind
									: world.waiting_kind;
			if (world.under_way.sequence == 0)
				world.under_way = world.waiting,
				world.waiting = (struct knowledge){0};
			settle(&world, !world.cannot_take);
		}
		assert_false(world.knows_open); /* everybody who knew knows of the end */
		assert_int_equal(world.closings, world.openings > 0);
		closings += world.closings;
		quiet += world.openings == 0;
	}
	assert_true(closings > 1000);
	assert_true(quiet > 50);
}

/* When nothing changes any more and nothing holds it back, the recipient knows it as it is. */
static void what_is_so_is_told_in_the_end(void **state)
{
	struct stage *stage = *state;
	seed_random("in the end");
	for (int run = 0; run < 2000; run++) {
		struct world world;
		world_begin(&world, stage->calendar,
			moment("03-02 08:00") + random_between(0, 200) * DAY_MS);
		for (int i = 0; i < 30; i++) {
			turn(&world, false);
			look(&world);
			work_outbox(&world);
		}
		struct telling_input *input = &world.input;
		input->stale = input->holding = input->covered = input->trial = false;
		input->addressed = true;
		input->held = (struct hold_effect){INSTANT_NONE, INSTANT_NONE};
		for (int i = 0; i < 60; i++) {
			input->now += 5 * HOUR_MS;
			look(&world);
			if (world.under_way.sequence == 0) {
				world.under_way = world.waiting;
				world.under_way_kind = world.waiting_kind;
				world.waiting = (struct knowledge){0};
			}
			settle(&world, true);
		}
		assert_true(world.knows_open);
		assert_int_equal(world.severity, input->severity);
	}
}

/* The announced instant is the next at which anything is sent while nothing else changes. */
static void nothing_is_sent_before_the_announced_instant(void **state)
{
	struct stage *stage = *state;
	seed_random("announced");
	int sent = 0;
	for (int run = 0; run < 2000; run++) {
		struct world world;
		world_begin(&world, stage->calendar,
			moment("03-02 08:00") + random_between(0, 200) * DAY_MS);
		for (int i = 0; i < 20; i++) {
			turn(&world, false);
			look(&world);
			work_outbox(&world);
		}
		world.input.held = (struct hold_effect){INSTANT_NONE, INSTANT_NONE};
		look(&world); /* what is owed now, or taken back … */
		look(&world); /* … and what follows on it */
		for (int i = 0; i < 5; i++) {
			instant next = world.telling.next_at;
			int before = world.sequence;
			for (int j = 0; j < 4; j++) {
				instant most =
					next == INSTANT_NONE ? world.input.now + DAY_MS : next - 1;
				if (most <= world.input.now)
					break;
				world.input.now = random_between(world.input.now, most);
				look(&world);
				assert_int_equal(world.sequence, before);
				assert_int_equal(world.telling.next_at, next);
			}
			if (next == INSTANT_NONE)
				break;
			world.input.now = next > world.input.now ? next : world.input.now + 1;
			look(&world);
			sent += world.sequence > before;
		}
	}
	assert_true(sent > 1000);
}

/* A row as a store keeps it: numbers only. */
static struct telling restarted(const struct telling *before)
{
	struct telling after;
	telling_init(&after, before->episode, before->channel, before->recipient);
	after.accepted = before->accepted;
	after.offered = before->offered;
	after.owed_since = before->owed_since;
	after.next_at = before->next_at;
	after.wait = before->wait;
	return after;
}

static void a_restart_at_any_point_changes_nothing(void **state)
{
	struct stage *stage = *state;
	seed_random("restart");
	for (int run = 0; run < 1000; run++) {
		struct world lasting, restarting;
		world_begin(&lasting, stage->calendar,
			moment("03-02 08:00") + random_between(0, 200) * DAY_MS);
		restarting = lasting;
		for (int i = 0; i < 60; i++) {
			turn(&lasting, true);
			restarting.input = lasting.input;
			restarting.telling = restarted(&restarting.telling);
			look(&lasting);
			look(&restarting);
			look(&restarting); /* a pass more, as every start makes */
			if (restarting.sequence != lasting.sequence ||
				restarting.telling.next_at != lasting.telling.next_at) {
				/* the second look may only have finished what a taking back began */
				look(&lasting);
			}
			assert_int_equal(restarting.sequence, lasting.sequence);
			assert_int_equal(restarting.telling.next_at, lasting.telling.next_at);
			assert_int_equal(restarting.telling.wait, lasting.telling.wait);
			if (random_between(0, 1)) {
				telling_accepted(&lasting.telling, &lasting.telling.offered);
				telling_accepted(&restarting.telling, &restarting.telling.offered);
			}
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_reads_of_a_closing_who_did_not_read_of_the_opening),
		cmocka_unit_test(what_is_so_is_told_in_the_end),
		cmocka_unit_test(nothing_is_sent_before_the_announced_instant),
		cmocka_unit_test(a_restart_at_any_point_changes_nothing),
	};
	return cmocka_run_group_tests(tests, open_stage, close_stage);
}
