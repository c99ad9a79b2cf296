/* All counted cases, each with its pauses: for folds over a past period. */
#ifndef COMMAND_CASE_WALK_H
#define COMMAND_CASE_WALK_H

#include "command/view.h"

/* Strings and pauses are good during the call. Its non-zero return stops and comes back. */
typedef int case_walk_fn(
	void *user, const struct store_case *found, const struct pause *pauses, size_t count);

/* In one reading of the store, so that a page which the daemon writes meanwhile tears nothing.
 * Leaves out what was received and closed before `from`. ret_first_seen (may be NULL): the first
 * observation of any counted case, left out or not; NONE: there is no case. */
int case_walk(struct tool *tool, instant from, case_walk_fn *on_case, void *user,
	instant *ret_first_seen, struct error *error);

/* The state in which a case is judged: as it was known when its verdict froze, else as said last. */
int case_in_force(struct tool *tool, const struct store_case *found, struct case_facts *ret_facts,
	struct case_life *ret_life, struct error *error);

#endif
