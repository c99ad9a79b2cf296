/* All counted cases as they were known at an instant: for folds over a past period. */
#ifndef COMMAND_REPORT_CASE_WALK_H
#define COMMAND_REPORT_CASE_WALK_H

#include "command/tool/view.h"
#include "store/store_past.h"

/* Leaves out what was received and closed before `from`. `seen`: as known then; NONE: now.
 * ret_first_seen (may be NULL): the first observation of any counted case, left out, purged or not; NONE:
 * there is no case. Rules as of store_walk_past(). */
int case_walk(struct tool *tool, instant seen, instant from, store_past_case_fn *on_case,
	void *user, instant *ret_first_seen, struct error *error);

/* The state in which a case is judged: as it was known when its verdict froze, else as said last. */
int case_in_force(struct tool *tool, const struct store_case *found, struct case_facts *ret_facts,
	struct case_life *ret_life, struct error *error);

#endif
