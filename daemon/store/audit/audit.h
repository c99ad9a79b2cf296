/* The audit's parts: each folds again what it is named for, and says what differs from what is kept. */
#ifndef STORE_AUDIT_AUDIT_H
#define STORE_AUDIT_AUDIT_H

#include "store/store_witness.h"

/* Holds the kept tally against the folded one: a sentence a cell that differs. */
int audit_tally(struct store *store, const struct tally *folded, audit_difference_fn *on_difference,
	void *user, int64_t *differences, struct error *error);

struct kept_suspicions {
	struct kept_case *cases; /* ascending by id */
	size_t count, capacity;
};
int kept_suspicions_load(struct store *store, struct kept_suspicions *kept, struct error *error);
/* Are those of a case these, in any order? */
bool kept_suspicions_are(const struct kept_suspicions *kept, int64_t id,
	const struct finding *findings, size_t count);
void kept_suspicions_free(struct kept_suspicions *kept);

/* Finds what is suspected of units again, and says what is not as kept; adds to *ret_differences. */
int audit_units(struct store *store, const struct judge *judge, audit_difference_fn *on_difference,
	void *user, int64_t *ret_differences, struct error *error);

/* Holds what is left of purged cases for the score beside what is left for forms: they were received and
 * closed as often. */
int audit_past(struct store *store, const struct zone *zone, audit_difference_fn *on_difference,
	void *user, int64_t *ret_differences, struct error *error);

#endif
