/* Many moved or back-dated dates of one unit at once: a suspicion of the unit itself (mass_change.h). It
 * follows from the suspicions of its cases, and moves with them in the same transaction. */
#ifndef STORE_WITNESS_AT_ONCE_H
#define STORE_WITNESS_AT_ONCE_H

#include "core/case/suspicion.h"
#include "store/store_witness.h"

/* Of which units, kinds and hours the suspicions moved. Zero-initialised: of none. */
struct at_once {
	struct at_once_group {
		uint32_t unit;
		enum suspicion kind;
		int64_t hour;
	} * groups;
	size_t count, capacity;
};
void at_once_free(struct at_once *at_once);
/* A finding of a case was written, or is about to go. */
void at_once_note(struct at_once *at_once, const struct finding *finding);
/* All that is kept of a case. */
int at_once_note_kept(
	struct store *store, struct at_once *at_once, int64_t case_id, struct error *error);
/* Writes what follows for the units; in the transaction. */
int at_once_write(struct store *store, struct at_once *at_once, struct error *error);

/* For the audit: what follows from all suspicions that are kept. */
typedef void at_once_fn(void *user, const struct finding *finding);
int at_once_all(struct store *store, at_once_fn *on_finding, void *user, struct error *error);

#endif
