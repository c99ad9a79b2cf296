#include "core/case/known.h"

#include "base/memory.h"

/* Does a verdict of these facts freeze: closed, and the portal states when? */
static bool facts_freeze(const struct case_facts *facts, const struct case_life *life)
{
	return facts_closed(facts, life) && !life->settled && facts->received != INSTANT_NONE &&
	       (facts->finished != INSTANT_NONE || facts->returned != INSTANT_NONE);
}

/* One more observation: what is frozen stands while the case is closed. */
static void observe(struct known_case *known, const struct case_state *state, instant seen)
{
	known->state = *state;
	life_observe(&known->life, &state->facts, seen);
	if (known->frozen_at != INSTANT_NONE && facts_closed(&state->facts, &known->life))
		return;
	known->judged = *state;
	known->judged_life = known->life;
	known->frozen_at = facts_freeze(&state->facts, &known->life) ? seen : INSTANT_NONE;
}

/* Rewinds everything: `state` becomes the first one seen, values[i] what change i made of its fact. */
static void rewind_all(
	struct case_state *state, const struct change *changes, size_t count, int64_t *values)
{
	for (size_t i = count; i-- > 0;) {
		values[i] = state_value(state, changes[i].fact);
		state_set(state, changes[i].fact, changes[i].value);
	}
}

bool known_at(const struct case_state *state, const struct case_life *life,
	const struct change *changes, size_t count, instant at, struct known_case *ret_known)
{
	if (at < life->first_seen)
		return false;
	cleanup(cleanup_free) int64_t *values = count ? xcalloc(count, sizeof(*values)) : NULL;
	struct case_state then = *state;
	struct known_case known = {
		.life = {.first_seen = life->first_seen, .closed_seen = INSTANT_NONE},
		.frozen_at = INSTANT_NONE};
	rewind_all(&then, changes, count, values);
	observe(&known, &then, life->first_seen);
	for (size_t i = 0; i < count && changes[i].by <= at;) {
		instant seen = changes[i].by;
		for (; i < count && changes[i].by == seen; i++) {
			state_set(&then, changes[i].fact, values[i]);
			if (changes[i].fact == FACT_LISTED)
				life_listed(&known.life, life, changes, count, i);
		}
		observe(&known, &then, seen);
	}
	*ret_known = known;
	return true;
}

size_t pauses_known_at(
	const struct pause *pauses, size_t count, instant at, struct pause *ret_pauses)
{
	size_t kept = 0;
	for (size_t i = 0; i < count; i++)
		kept += pause_known_at(&pauses[i], at, &ret_pauses[kept]);
	return kept;
}
