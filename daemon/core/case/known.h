/* A case as it was known, and judged, at an earlier instant.
 *
 * "As it read on a date" is a fold of what was known then: the facts as said last by that instant, and
 * those in force: a verdict froze with the observation in which the portal stated the finish, and
 * stands, whatever the portal said later, until the case is open again. Which observation that was
 * depends on facts alone, so it can be found again from the history, also when the case was opened and
 * closed anew since. Pure. */
#ifndef CORE_CASE_KNOWN_H
#define CORE_CASE_KNOWN_H

#include "core/case/path.h"
#include "core/case/witness.h"

struct known_case {
	struct case_state state; /* as said last */
	struct case_life life;
	struct case_state judged; /* in force: as known when the verdict froze, else as said last */
	struct case_life judged_life;
	instant frozen_at; /* the observation it froze with; NONE: it was not frozen */
};

/* What was known at `at`, from the state of today and all changes (ascending by `by`). False, result
 * untouched: the case was not known yet. */
bool known_at(const struct case_state *state, const struct case_life *life,
	const struct change *changes, size_t count, instant at, struct known_case *ret_known);

/* Keeps of `count` pauses what was known at `at`, in their order; returns how many. */
size_t pauses_known_at(
	const struct pause *pauses, size_t count, instant at, struct pause *ret_pauses);

#endif
