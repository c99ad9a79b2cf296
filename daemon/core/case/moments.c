#include "core/case/moments.h"

#include "base/memory.h"

/* Rewinds to the first state; values[i]: what change i set its fact to. */
static struct case_state first_state(
	const struct case_state *state, const struct change *changes, size_t count, int64_t *values)
{
	struct case_state first = *state;
	for (size_t i = count; i-- > 0;) {
		values[i] = state_value(&first, changes[i].fact);
		state_set(&first, changes[i].fact, changes[i].value);
	}
	return first;
}

static void add_moment(struct moments *moments, const struct case_state *state,
	struct case_life *life, const struct judge *judge, instant after, instant by)
{
	struct moment *moment = &moments->list[moments->count++];
	life_observe(life, &state->facts, by);
	*moment = (struct moment){
		.state = *state,
		.after = after,
		.by = by,
		.closed = facts_closed(&state->facts, life),
		.paused = facts_paused(&state->facts, judge),
	};
}

struct moments moments_of(const struct case_state *state, const struct case_life *life,
	const struct change *changes, size_t count, const struct judge *judge, instant at)
{
	cleanup(cleanup_free) int64_t *values = xcalloc(count + 1, sizeof(*values));
	struct moments moments = {.list = xcalloc(count + 1, sizeof(*moments.list))};
	struct case_life lived = {.first_seen = life->first_seen, .closed_seen = INSTANT_NONE};
	struct case_state then = first_state(state, changes, count, values);
	add_moment(&moments, &then, &lived, judge, INSTANT_NONE, life->first_seen);
	for (size_t i = 0; i < count;) {
		instant by = changes[i].by, after = changes[i].after;
		bool listing = true;
		for (; i < count && changes[i].by == by; i++) {
			state_set(&then, changes[i].fact, values[i]);
			listing &= changes[i].fact == FACT_LISTED;
		}
		if (listing)
			continue;
		moments.list[moments.count - 1].until = after;
		add_moment(&moments, &then, &lived, judge, after, by);
	}
	struct moment *last = &moments.list[moments.count - 1];
	last->until = at > last->by ? at : last->by;
	return moments;
}

void moments_free(struct moments *moments)
{
	free(moments->list);
}
