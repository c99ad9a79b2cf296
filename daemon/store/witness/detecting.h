/* Looking for suspicions of single cases. */
#ifndef STORE_WITNESS_DETECTING_H
#define STORE_WITNESS_DETECTING_H

#include "core/case/suspicion.h"
#include "store/cases/case_row.h"

/* The history of a case, and its pauses. Zero-initialised is empty. */
struct evidence {
	struct change *changes;
	struct pause *pauses;
	size_t change_count, change_capacity, pause_count, pause_capacity;
};
void evidence_free(struct evidence *evidence);
/* Cases that changed, or pause now, are looked at with their pauses. */
bool evidence_has_pauses(const struct case_row *row);
int evidence_load(struct store *store, const struct case_row *row, struct evidence *evidence,
	struct error *error);
/* What the detectors find in a case as stored, by what complete polls saw up to `at`, and when they look
 * again; `evidence`: what evidence_load() loads. */
size_t detect_by(struct store *store, const struct case_row *row, const struct judge *judge,
	instant at, const struct evidence *evidence,
	struct finding ret_findings[static SUSPICION_COUNT], instant *ret_look);
/* When detectors look at a new case first, which was first listed by a poll begun at `started`. */
instant first_look(struct store *store, const struct case_row *row, const struct judge *judge,
	instant started);
/* Looks at up to `most` cases whose look has come; one transaction. */
int pass_looks(struct store *store, const struct judge *judge, int most, bool *ret_more,
	struct error *error);

#endif
