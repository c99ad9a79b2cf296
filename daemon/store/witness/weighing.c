/* Weighing a poll at its end, and what is in doubt as rows (store/store_doubt.h). */
#include "store/witness/weighing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "store/cases/gate.h"
#include "store/cases/polls.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/store_doubt.h"
#include "store/transaction.h"

#define WALK_STEP 4096

/* --- weighing --------------------------------------------------------------------------------- */

/* What was known of the portal, by the live tally; of a part of the list: a part of it. */
static void weigh_stock(struct store *store, const struct running_poll *poll,
	const struct tally *tally, struct plausibility *sum)
{
	int64_t open = 0, overdue = 0, listed = store->portals[poll->portal - 1].listed;
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		uint32_t unit = cell->key.unit;
		if (cell->key.month || unit > store->units.count ||
			(unit && store->units.units[unit - 1].portal != poll->portal))
			continue;
		for (enum bucket bucket = 0; bucket < BUCKET_COUNT; bucket++)
			open += bucket_open(bucket) ? cell->count[bucket] : 0;
		overdue += cell->count[BUCKET_OVERDUE];
	}
	sum->open = open;
	sum->control = open - overdue;
	sum->closed = listed > open ? listed - open : 0;
}

/* Open cases that vanished long ago can be changed by no poll: a portal that was renumbered has many. They are
 * counted by an index, but only when it may matter. */
static int weigh_vanished(struct store *store, const struct running_poll *poll,
	struct plausibility *sum, struct error *error)
{
	struct plausibility fewer = *sum;
	int64_t vanished = 0;
	fewer.open /= 4;
	fewer.control /= 4;
	if (!plausibility_doubts(&fewer, &poll->gate.bounds))
		return 0;
	int result =
		sql_number(store, error, &vanished, 0, SQL_vanished_open, as_number(poll->portal));
	sum->open = sum->open > vanished ? sum->open - vanished : 0;
	sum->control = sum->control > vanished ? sum->control - vanished : 0;
	return result;
}

/* The open cases that the sweep did not list, and the one before did. */
static int count_vanished(struct store *store, struct running_poll *poll, struct error *error)
{
	cleanup(walk_free) struct walk walk = {0};
	struct gate *gate = &poll->gate;
	int result = 0;
	gate->sum.count[IMPLAUSIBLE_VANISHED][1] = 0;
	while (!walk.over && result == 0) {
		result = walk_step(store, &walk, WALK_STEP, error);
		for (size_t i = 0; i < walk.count && result == 0; i++) {
			const struct walked *walked = &walk.cases[i];
			if (walked->portal != poll->portal || !bucket_open(walked->bucket) ||
				traits_absent(walked->traits) > 0 ||
				seen_has(&poll->seen, walked->id))
				continue;
			gate->sum.count[IMPLAUSIBLE_VANISHED][1]++;
			gate_add_code(gate, IMPLAUSIBLE_VANISHED, walk_key(&walk, i));
		}
	}
	return result;
}

/* Only when so many are missing that it can matter: it costs a walk. */
static int weigh_absences(struct store *store, struct running_poll *poll, struct error *error)
{
	const struct gate *gate = &poll->gate;
	int64_t missing = store->portals[poll->portal - 1].listed - poll->distinct;
	if (!poll->sweep || poll->reaches != INSTANT_NONE || missing < gate->bounds.least ||
		missing * 100 <= gate->sum.open * gate->bounds.vanished)
		return 0;
	return count_vanished(store, poll, error);
}

static int let_go(struct store *store, struct running_poll *poll, const struct judge *judge,
	instant now, struct tally *tally, struct put_result *ret_put, struct error *error)
{
	struct batch *held = poll->gate.held;
	int result = 0;
	if (!batch_count(held))
		return 0;
	poll->gate.on = false;
	poll->gate.letting_go = true;
	poll->gate.held = batch_new();
	result = store_put_page(store, poll->id, held, judge, now, tally, ret_put, error);
	poll->gate.letting_go = false;
	poll->gate.on = true;
	if (result < 0) { /* the store may be busy: it is tried again */
		batch_free(poll->gate.held);
		poll->gate.held = held;
		return result;
	}
	batch_free(held);
	return 0;
}

int gate_relieve(struct store *store, int64_t poll, const struct judge *judge, instant now,
	struct tally *tally, struct error *error)
{
	struct running_poll *running = poll_running(store, poll);
	struct gate *gate = &running->gate;
	struct put_result put;
	if (!gate->on || gate->doubts || batch_count(gate->held) < GATE_HELD_MOST)
		return 0;
	weigh_stock(store, running, tally, &gate->sum);
	struct plausibility part = gate->sum;
	int64_t listed = store->portals[running->portal - 1].listed;
	int64_t so_far = running->distinct;
	if (running->sweep && listed > so_far) { /* of a part of the list, a part */
		part.open = part.open * so_far / listed;
		part.control = part.control * so_far / listed;
		part.closed = part.closed * so_far / listed;
	}
	gate->doubts = plausibility_doubts(&part, &gate->bounds) & ~gate->accepted;
	if (gate->doubts) {
		batch_clear(gate->held);
		return 0;
	}
	int result = let_go(store, running, judge, now, tally, &put, error);
	return result == -EBUSY ? 0 : result; /* with the next page */
}

/* --- doubts as rows ----------------------------------------------------------------------------- */

static int put_doubts(
	struct store *store, struct running_poll *poll, unsigned doubts, struct error *error)
{
	const struct gate *gate = &poll->gate;
	int result = store_begin_own(store, true, error);
	for (enum implausible kind = 0; kind < IMPLAUSIBLE_COUNT && result == 0; kind++) {
		int64_t open = gate->sum.count[kind][1], closed = gate->sum.count[kind][0];
		bool of_open = open * (plausibility_of(&gate->sum, kind, false) + 1) >=
			       closed * (plausibility_of(&gate->sum, kind, true) + 1);
		if (!(doubts & 1u << kind))
			continue;
		result = sql_run(store, error, SQL_doubt_put, as_number(poll->portal),
			as_number(kind), as_number(poll->sweep), as_number(poll->started),
			as_number(of_open ? open : closed),
			as_number(plausibility_of(&gate->sum, kind, of_open)),
			as_text(gate->codes[kind]));
	}
	return store_finish(store, result, error);
}

/* --- the calls ---------------------------------------------------------------------------------- */

struct asking {
	uint32_t portal;
	instant since;
	unsigned accepted;
	bool all_accepted;
};

static int ask(void *user, const struct store_doubt *doubt)
{
	struct asking *asking = user;
	if (doubt->portal != asking->portal)
		return 0;
	if (asking->since == INSTANT_NONE || doubt->since < asking->since)
		asking->since = doubt->since;
	if (doubt->decided == DOUBT_ACCEPTED)
		asking->accepted |= 1u << doubt->kind;
	else
		asking->all_accepted = false;
	return 0;
}

void store_poll_weigh(struct store *store, int64_t poll, const struct plausibility_bounds *bounds)
{
	struct running_poll *running = poll_running(store, poll);
	struct error error;
	if (!running)
		return;
	const struct portal_entry *portal = &store->portals[running->portal - 1];
	struct asking asking = {.portal = running->portal, .since = INSTANT_NONE};
	struct gate *gate = &running->gate;
	gate->on = bounds->least > 0 && portal->counted && portal->sweep != INSTANT_NONE &&
		   portal->listed >= bounds->least;
	gate->bounds = *bounds;
	if (gate->on && !gate->held)
		gate->held = batch_new();
	if (gate->on && store_doubts(store, ask, &asking, &error) == 0)
		gate->accepted = asking.accepted;
}

int store_poll_settle(struct store *store, int64_t poll, bool complete, const struct judge *judge,
	instant now, struct tally *tally, unsigned *ret_doubts, struct put_result *ret_put,
	struct error *error)
{
	struct running_poll *running = poll_running(store, poll);
	int result = 0;
	*ret_doubts = 0;
	*ret_put = (struct put_result){0};
	if (!running || !running->gate.on)
		return 0;
	struct gate *gate = &running->gate;
	weigh_stock(store, running, tally, &gate->sum);
	if (complete && !gate->doubts)
		result = weigh_absences(store, running, error);
	if (result == 0)
		result = weigh_vanished(store, running, &gate->sum, error);
	if (result < 0)
		return result;
	gate->doubts |= plausibility_doubts(&gate->sum, &gate->bounds) & ~gate->accepted;
	*ret_doubts = gate->doubts;
	if (gate->doubts)
		return put_doubts(store, running, gate->doubts, error);
	return let_go(store, running, judge, now, tally, ret_put, error);
}

int store_doubts(struct store *store, store_doubt_fn *on_doubt, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_doubts);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct store_doubt doubt = {
			.portal = sql_u32(list, 0),
			.kind = (enum implausible)sql_int(list, 1),
			.sweep = sql_int(list, 2) != 0,
			.since = sql_instant(list, 3),
			.seen = sql_instant(list, 4),
			.cases = sql_int64(list, 5),
			.of = sql_int64(list, 6),
			.codes = sql_text(list, 7),
			.decided = (enum doubt_decision)sql_int(list, 8),
			.decided_at = sql_instant(list, 9),
			.by = sql_text(list, 10),
		};
		result = on_doubt(user, &doubt);
	}
	return result;
}

int store_doubtful(struct store *store, uint32_t portal, instant *ret_since, bool *ret_accepted,
	struct error *error)
{
	struct asking asking = {.portal = portal, .since = INSTANT_NONE, .all_accepted = true};
	int result = store_doubts(store, ask, &asking, error);
	*ret_since = asking.since;
	*ret_accepted = asking.since != INSTANT_NONE && asking.all_accepted;
	return result;
}

int store_decide_doubt(struct store *store, uint32_t portal, enum doubt_decision decision,
	const char *by, instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = sql_run(store, error, SQL_doubt_decide, as_number(portal),
			as_number(decision), as_number(now), as_text(by));
	bool any = result == 0 && sql_changed(store) > 0;
	result = store_finish(store, result, error);
	if (result == 0 && !any)
		return error_set(error, -ENOENT, "nothing of this portal is in doubt");
	return result;
}
