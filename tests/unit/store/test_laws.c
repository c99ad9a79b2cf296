/* Laws over made-up portal lives: honest days, rewrites, reopenings, pauses, double pages. */
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "unit/seeded.h"
#include "unit/store/store_fixture.h"

#define CASES 60
#define POLLS 120

/* What the portal says of a case now. */
struct portal_case {
	bool exists;
	struct case_facts facts;
	int unit, field;
};

/* What the store must have known of a case after a poll that listed it. */
struct snapshot {
	instant at;
	int which;
	struct portal_case said;
};

struct life {
	struct portal_case portal[CASES];
	struct portal_case stored[CASES]; /* as last listed */
	struct snapshot *snapshots;
	size_t count, capacity;
	bool clock_errs; /* it is set back now and then, and polls come in one second */
};

static instant some_time(instant now)
{
	return now - random_below(20) * DAY_MS - random_below(2) * random_below(86400) * SECOND_MS -
	       (random_below(4) == 0);
}

static void begin_case(struct portal_case *said, instant now)
{
	said->exists = true;
	said->facts = no_facts();
	said->facts.status = random_below(4) ? STATUS_PROCESSING : STATUS_REGISTERED;
	said->facts.channel = (uint8_t)(1 + random_below(3));
	said->facts.received =
		said->facts.status == STATUS_REGISTERED ? INSTANT_NONE : some_time(now);
	if (random_below(8))
		said->facts.due = now + random_below(10) * DAY_MS;
	said->unit = random_below(3);
	said->field = random_below(3);
}

static void live(struct portal_case *said, instant now)
{
	struct case_facts *facts = &said->facts;
	if (!said->exists) {
		begin_case(said, now);
		return;
	}
	if (facts->received == INSTANT_NONE)
		facts->received = now;
	switch (random_below(12)) {
	case 0:
		facts->status = STATUS_SUPPLEMENT;
		facts->supplement_asked = random_below(2) ? now : INSTANT_NONE;
		break;
	case 1:
		facts->status = STATUS_PROCESSING;
		facts->finished = random_below(2) ? INSTANT_NONE : facts->finished;
		break;
	case 2:
		facts->status = STATUS_PROCESSED;
		facts->finished = random_below(5) ? some_time(now) : INSTANT_NONE;
		break;
	case 3:
		facts->status = STATUS_RETURNED;
		facts->returned = now;
		break;
	case 4:
		facts->due = random_below(6) ? now + (random_below(10) - 3) * DAY_MS : INSTANT_NONE;
		break;
	case 5:
		said->unit = random_below(4);
		break;
	case 6:
		facts->locked = !facts->locked;
		break;
	case 7:
		facts->status = random_below(3) ? STATUS_WITHDRAWN : STATUS_REFUSED;
		break;
	case 8:
		facts->finished = some_time(now); /* set back */
		break;
	case 9:
		facts->status = STATUS_UNKNOWN;
		break;
	case 10:
		facts->supplements++;
		facts->term = random_below(30);
		facts->term_unit = TERM_WORKING_DAYS;
		break;
	default:
		said->field = random_below(4);
	}
}

static struct case_record record_said(int which, const struct portal_case *said)
{
	static char codes[CASES][16], units[4][8] = {"U-0", "U-1", "U-2", ""},
				      fields[4][8] = {"F-0", "F-1", "", "F-3"};
	sprintf(codes[which], "C-%05d", which * 7919 % CASES);
	struct case_record record = record_of(codes[which], said->facts);
	record.unit = slice_of(units[said->unit]);
	record.field = slice_of(fields[said->field]);
	return record;
}

static void print_difference(void *user, const char *sentence)
{
	(void)user;
	print_message("%s\n", sentence);
}

static void assert_audit_is_clean(struct world *world)
{
	struct audit_result audit;
	ASSERT_FINE(store_audit(
		world->store, &world->judge, print_difference, NULL, &audit, &world->error));
	assert_int_equal(audit.differences, 0);
	assert_int_equal(audit.misjudged, 0);
	assert_int_equal(audit.suspicions, 0);
}

static void assert_tally_is_kept(struct world *world)
{
	struct tally kept = {0};
	ASSERT_FINE(store_load_tally(world->store, &kept, &world->error));
	for (size_t i = 0; i < world->tally.used; i++) {
		const struct tally_cell *mine = &world->tally.cells[i];
		const struct tally_cell *theirs = tally_find(&kept, mine->key);
		for (int column = 0; column < TALLY_COLUMNS; column++)
			assert_int_equal(theirs ? theirs->count[column] : 0, mine->count[column]);
	}
	tally_free(&kept);
}

static void remember(struct life *life, int which, instant at)
{
	life->stored[which] = life->portal[which];
	array_reserve(life->snapshots, &life->capacity, life->count + 1);
	life->snapshots[life->count++] = (struct snapshot){at, which, life->portal[which]};
}

/* One poll: some cases live on, some pages come, in any order, some twice. */
static void poll_once(struct world *world, struct life *life, instant now)
{
	bool sweep = random_below(5) == 0, broken = random_below(6) == 0;
	int64_t poll = poll_begin(world, sweep, now);
	for (int i = 0; i < CASES; i++)
		if (random_below(4) == 0)
			live(&life->portal[i], now);
	for (int page = 0; page < 6; page++) {
		if (broken && page > 3)
			break;
		for (int i = page; i < CASES; i += 6) {
			if (!life->portal[i].exists || random_below(15) == 0)
				continue;
			struct case_record record = record_said(i, &life->portal[i]);
			batch_add(world->batch, &record);
			if (random_below(10) == 0)
				batch_add(world->batch, &record);
			remember(life, i, now);
		}
		put_batch(world, poll, now);
		assert_audit_is_clean(world);
		assert_tally_is_kept(world);
	}
	ASSERT_FINE(store_poll_end(world->store, poll, broken ? POLL_INCOMPLETE : POLL_COMPLETE, 6,
		CASES, 0, "", now, &world->error));
}

static void pass(struct world *world, instant now)
{
	bool more = true;
	while (more)
		ASSERT_FINE(store_judge_due(
			world->store, &world->judge, now, 7, &world->tally, &more, &world->error));
	assert_audit_is_clean(world);
	assert_tally_is_kept(world);
}

static void live_through(struct world *world, struct life *life, instant now)
{
	for (int i = 0; i < POLLS; i++) {
		now += random_below(3) ? random_below(5) * HOUR_MS + random_below(9999)
				       : random_below(3) * DAY_MS + 1000;
		if (!life->clock_errs || random_below(2))
			now += SECOND_MS;
		if (life->clock_errs && random_below(8) == 0)
			now -= random_below(10) * HOUR_MS;
		poll_once(world, life, now);
		if (random_below(2))
			pass(world, now + random_below(1000));
	}
}

static void the_kept_tally_is_the_refold_after_every_page(void **state)
{
	struct world *world = *state;
	struct life *life = xcalloc(1, sizeof(*life));
	seed_random(__func__);
	live_through(world, life, noon(0));
	free(life->snapshots);
	free(life);
}

static void a_clock_set_back_breaks_no_history(void **state)
{
	struct world *world = *state;
	struct life *life = xcalloc(1, sizeof(*life));
	seed_random(__func__);
	life->clock_errs = true;
	live_through(world, life, noon(0));
	free(life->snapshots);
	free(life);
}

struct history {
	struct change changes[4000];
	size_t count;
	struct store_case found;
};

static int take_change(void *user, const struct change *change)
{
	struct history *history = user;
	history->changes[history->count++] = *change;
	return 0;
}

static int take_case(void *user, const struct store_case *found)
{
	struct history *history = user;
	history->found = *found;
	return 0;
}

static void assert_facts_equal(const struct case_facts *a, const struct case_facts *b)
{
	assert_int_equal(a->status, b->status);
	assert_int_equal(a->due, b->due);
	assert_int_equal(a->finished, b->finished);
	assert_int_equal(a->returned, b->returned);
	assert_int_equal(a->received, b->received);
	assert_int_equal(a->channel, b->channel);
	assert_int_equal(a->locked, b->locked);
	assert_int_equal(a->supplements, b->supplements);
	assert_int_equal(a->term, b->term);
	assert_int_equal(a->term_unit, b->term_unit);
}

/* Of two listings in one second the later one counts: skip what was said again at the same time. */
static bool said_again(const struct life *life, size_t i)
{
	const struct snapshot *snapshot = &life->snapshots[i];
	for (size_t j = i + 1; j < life->count; j++)
		if (life->snapshots[j].which == snapshot->which)
			return life->snapshots[j].at / 1000 == snapshot->at / 1000;
	return false;
}

static void history_gives_back_what_was_known_at_every_poll(void **state)
{
	struct world *world = *state;
	struct life *life = xcalloc(1, sizeof(*life));
	struct history *history = xcalloc(1, sizeof(*history));
	seed_random(__func__);
	live_through(world, life, noon(0));
	for (size_t i = 0; i < life->count; i++) {
		const struct snapshot *snapshot = &life->snapshots[i];
		struct case_record record = record_said(snapshot->which, &snapshot->said);
		if (said_again(life, i))
			continue;
		history->count = 0;
		ASSERT_FINE(store_case_by_code(
			world->store, record.code.data, take_case, history, &world->error));
		ASSERT_FINE(store_changes(
			world->store, history->found.id, take_change, history, &world->error));
		struct case_state now = {.facts = history->found.facts,
			.unit = history->found.unit,
			.field = history->found.field,
			.procedure = history->found.procedure};
		struct case_state then;
		struct case_life lived;
		assert_true(witness_at(&now, &history->found.life, history->changes, history->count,
			snapshot->at, &then, &lived));
		assert_facts_equal(&then.facts, &snapshot->said.facts);
	}
	free(history);
	free(life->snapshots);
	free(life);
}

/* Puts the same cases in another order and cut into other pages. */
static void put_shuffled(struct world *world, const struct portal_case *cases)
{
	int order[CASES];
	int64_t poll = poll_begin(world, true, noon(30));
	for (int i = 0; i < CASES; i++) {
		int other = random_below(i + 1);
		order[i] = order[other];
		order[other] = i;
	}
	for (int i = 0; i < CASES; i++) {
		struct case_record record = record_said(order[i], &cases[order[i]]);
		batch_add(world->batch, &record);
		if (random_below(5) == 0)
			put_batch(world, poll, noon(30));
	}
	put_batch(world, poll, noon(30));
	poll_end(world, poll, noon(30));
}

/* The sums over units and fields by their codes: numbers are given in the order of appearance. */
static void sum_up(struct world *world, int64_t sums[static 10 * 10 * TALLY_COLUMNS])
{
	size_t units, fields;
	const struct store_unit *unit = store_units(world->store, &units);
	const struct store_name *field = store_fields(world->store, &fields);
	memset(sums, 0, 10 * 10 * TALLY_COLUMNS * sizeof(*sums));
	for (size_t i = 0; i < world->tally.used; i++) {
		const struct tally_cell *cell = &world->tally.cells[i];
		int u = cell->key.unit ? unit[cell->key.unit - 1].code[2] - '0' : 9;
		int f = cell->key.field ? field[cell->key.field - 1].code[2] - '0' : 9;
		for (int column = 0; column < TALLY_COLUMNS; column++)
			sums[(u * 10 + f) * TALLY_COLUMNS + column] += cell->count[column];
	}
}

static void the_order_of_pages_does_not_matter(void **state)
{
	struct world *world = *state;
	static int64_t first[10 * 10 * TALLY_COLUMNS], again[10 * 10 * TALLY_COLUMNS];
	struct portal_case cases[CASES] = {0};
	seed_random(__func__);
	for (int i = 0; i < CASES; i++)
		for (int days = 0; days < 8; days++)
			live(&cases[i], noon(days));
	for (int round = 0; round < 10; round++) {
		char command[160];
		put_shuffled(world, cases);
		assert_audit_is_clean(world);
		sum_up(world, round ? again : first);
		if (round)
			assert_memory_equal(first, again, sizeof(first));
		store_close(world->store);
		sprintf(command, "rm %s/store.db*", world->folder);
		assert_int_equal(system(command), 0);
		world_open(world);
	}
}

/* Killed at any moment, whatever it was writing. */
static void a_kill_at_any_moment_loses_no_more_than_a_page(void **state)
{
	struct world *world = *state;
	seed_random(__func__);
	for (int round = 0; round < 15; round++) {
		store_close(world->store);
		world->store = NULL;
		uint64_t chance = random_number();
		pid_t child = fork();
		if (child == 0) {
			static struct life life;
			random_state = chance;
			world_open(world);
			live_through(world, &life, noon(round * 1000));
			_exit(0);
		}
		usleep((useconds_t)(10000 + random_below(300000)));
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, NULL, 0), child);
		world_open(world);
		assert_audit_is_clean(world);
		assert_tally_is_kept(world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_new, world_free)
		TEST(the_kept_tally_is_the_refold_after_every_page),
		TEST(a_clock_set_back_breaks_no_history),
		TEST(the_order_of_pages_does_not_matter),
		TEST(a_kill_at_any_moment_loses_no_more_than_a_page),
		TEST(history_gives_back_what_was_known_at_every_poll),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
