/* History and pauses: written, and read by walks. */
#ifndef STORE_CASES_HISTORY_H
#define STORE_CASES_HISTORY_H

#include "store/cases/case_row.h"

/* Between which two instants the case changed: *ret_by is `seen`, the observation under way, but always
 * later than the case's change before (`changed`), though two come in one second or the clock is set back;
 * *ret_after is the last poll that can have seen the case as `row` still says. */
void history_bounds(const struct store *store, const struct case_row *row, instant changed,
	instant seen, instant *ret_after, instant *ret_by);
/* Keeps an earlier value, written later (store/writes.h). An `after` of NONE becomes first_seen. */
int history_add(struct store *store, const struct case_row *row, const struct change *change,
	struct error *error);
/* The histories that a walk asks for, read a block of cases at once: case numbers mostly follow the order
 * of the keys. Nothing is written meanwhile. Zero-initialised is at the beginning. */
#define AHEAD_BLOCKS 4 /* a day's cases came in several batches, and from several portals */
struct ahead {
	struct ahead_block {
		int64_t first, end; /* case numbers */
		int64_t *ids; /* of each change, ascending */
		struct change *changes;
		size_t count, id_capacity, capacity;
		size_t place; /* asked for last */
	} blocks[AHEAD_BLOCKS];
	unsigned next; /* to be read anew */
	int64_t span; /* of the next block */
	size_t read, asked; /* changes of late */
};
/* All changes of a case, as store_changes() tells them; good until the next call. */
int ahead_changes(struct store *store, struct ahead *ahead, int64_t id, struct change **ret_changes,
	size_t *ret_count, struct error *error);
void ahead_free(struct ahead *ahead);
/* Begins and ends pauses where the facts say so, written later; before is NULL when the case is new. */
int pauses_follow(struct store *store, int64_t id, const struct case_facts *before,
	const struct case_facts *facts, instant after, instant by, struct error *error);

#endif
