/* Which cases have a history, or pauses: asked once for a walk. */
#ifndef STORE_CASES_HISTORIES_H
#define STORE_CASES_HISTORIES_H

#include "store/cases/case_row.h"
#include "store/sql.h"

/* A set of case numbers, which the store gives in order. */
struct id_set {
	uint64_t *words;
	size_t count;
};
static inline bool id_has(const struct id_set *set, int64_t id)
{
	size_t word = (size_t)id / 64;
	return word < set->count && set->words[word] >> (id % 64) & 1;
}
/* Reads what history_cases or pause_cases gives. The words are the caller's to free. */
int id_read(struct store *store, enum sql which, struct id_set *set, struct error *error);

/* Did this case count at an instant? Of the portals that had listed its code by then, the first one's
 * does: what is listed since by one that stands before it takes nothing from an earlier day. */
int row_counted_at(struct store *store, const struct case_row *row, instant at, bool *ret_counted,
	struct error *error);

#endif
