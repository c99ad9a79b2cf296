#include "command/report/case_walk.h"

#include "base/memory.h"

struct walk {
	struct judge judge;
	instant from, first_seen;
	store_past_case_fn *on_case;
	void *user;
};

static int meet(void *user, const struct store_past *past)
{
	struct walk *walk = user;
	if (!past->found->counted)
		return 0;
	instant first_seen = past->known.life.first_seen;
	if (walk->first_seen == INSTANT_NONE || first_seen < walk->first_seen)
		walk->first_seen = first_seen;
	if (past->known.judged.facts.received < walk->from) {
		/* most cases are of this kind: they change nothing */
		instant closed_at = store_past_closed_at(past, &walk->judge);
		if (closed_at != INSTANT_NONE && closed_at < walk->from)
			return 0;
	}
	return walk->on_case(walk->user, past);
}

int case_walk(struct tool *tool, instant seen, instant from, store_past_case_fn *on_case,
	void *user, instant *ret_first_seen, struct error *error)
{
	struct walk walk = {.judge = tool_judge(tool),
		.from = from,
		.first_seen = INSTANT_NONE,
		.on_case = on_case,
		.user = user};
	int result = store_walk_past(tool->store, seen, meet, &walk, error);
	instant purged = INSTANT_NONE;
	if (result == 0)
		result = store_first_purged(tool->store, &purged, error);
	if (purged != INSTANT_NONE && (seen == INSTANT_NONE || purged <= seen) &&
		(walk.first_seen == INSTANT_NONE || purged < walk.first_seen))
		walk.first_seen = purged;
	if (result == 0 && ret_first_seen)
		*ret_first_seen = walk.first_seen;
	return result;
}

struct changes {
	struct change *list;
	size_t count, capacity;
};

static int keep_change(void *user, const struct change *change)
{
	struct changes *changes = user;
	array_reserve(changes->list, &changes->capacity, changes->count + 1);
	changes->list[changes->count++] = *change;
	return 0;
}

int case_in_force(struct tool *tool, const struct store_case *found, struct case_facts *ret_facts,
	struct case_life *ret_life, struct error *error)
{
	struct changes changes = {0};
	struct case_state now = {.facts = found->facts}, then = now;
	struct case_life life = found->life;
	int result = 0;
	if (found->changes && found->frozen_at != INSTANT_NONE) {
		result = store_changes(tool->store, found->id, keep_change, &changes, error);
		if (result == 0)
			witness_at(&now, &found->life, changes.list, changes.count,
				found->frozen_at, &then, &life);
	}
	free(changes.list);
	*ret_facts = then.facts;
	*ret_life = life;
	return result;
}
