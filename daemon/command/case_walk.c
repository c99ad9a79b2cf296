#include "command/case_walk.h"

#include "base/memory.h"

struct walk {
	struct tool *tool;
	instant from, first_seen;
	case_walk_fn *on_case;
	void *user;
	struct error *error;
	struct pause *pauses;
	size_t pause_count, pause_capacity;
};

static int keep_pause(void *user, const struct pause *pause)
{
	struct walk *walk = user;
	array_reserve(walk->pauses, &walk->pause_capacity, walk->pause_count + 1);
	walk->pauses[walk->pause_count++] = *pause;
	return 0;
}

/* Without a change and running it never had a pause. */
static bool may_have_pauses(const struct store_case *found)
{
	const struct case_facts *facts = &found->facts;
	return found->changes > 0 || facts->locked || facts->status == STATUS_SUPPLEMENT ||
	       facts->status == STATUS_FEE || facts->status == STATUS_STOPPED;
}

static int meet(void *user, const struct store_case *found)
{
	struct walk *walk = user;
	if (!found->counted)
		return 0;
	if (walk->first_seen == INSTANT_NONE || found->life.first_seen < walk->first_seen)
		walk->first_seen = found->life.first_seen;
	/* most cases are of this kind: they change nothing */
	if (found->closed_at != INSTANT_NONE && found->closed_at < walk->from &&
		found->facts.received < walk->from)
		return 0;
	walk->pause_count = 0;
	if (may_have_pauses(found)) {
		int result =
			store_pauses(walk->tool->store, found->id, keep_pause, walk, walk->error);
		if (result < 0)
			return result;
	}
	return walk->on_case(walk->user, found, walk->pauses, walk->pause_count);
}

int case_walk(struct tool *tool, instant from, case_walk_fn *on_case, void *user,
	instant *ret_first_seen, struct error *error)
{
	struct walk walk = {.tool = tool,
		.from = from,
		.first_seen = INSTANT_NONE,
		.on_case = on_case,
		.user = user,
		.error = error};
	int result = store_walk_cases(tool->store, meet, &walk, error);
	free(walk.pauses);
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
