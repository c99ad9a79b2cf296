/* Suspicions as rows (suspicion_rows.c): of cases, of whole units (unit_looks.c) and of the numbers
 * of their cases (number_gaps.c). */
#ifndef STORE_WITNESS_SUSPICION_ROWS_H
#define STORE_WITNESS_SUSPICION_ROWS_H

#include "core/case/detector_unit.h"
#include "store/cases/case_row.h"
#include "store/store_witness.h"

/* Writes a suspicion over what was kept of its kind. `row` NULL: of the finding's unit itself. */
int suspicion_put(struct store *store, const struct case_row *row, const struct finding *finding,
	struct error *error);
/* The number in place of a case's that a suspicion of a unit has: one a unit, fact and day of `after`,
 * negative, falling with the day. */
int64_t unit_suspicion_id(uint32_t unit, enum fact fact, instant after);
/* The number of a finding of a unit; those of SUSPICION_AT_ONCE: one an hour of `at` instead. */
int64_t suspicion_id_of_unit(const struct finding *finding);
/* All that was ever suspected of units, also what was taken back; the call may not use the store. */
int suspicions_of_units(
	struct store *store, store_suspicion_fn *on_suspicion, void *user, struct error *error);
/* Makes a case's suspicions these and no others. */
int suspicions_set(struct store *store, const struct case_row *row, const struct finding *findings,
	size_t count, struct error *error);

struct unit_looks;
void unit_looks_free(struct unit_looks *looks);
/* The mass changes are those loaded last. */
struct unit_place unit_place_of(const struct store *store, uint32_t unit);

struct gaps;
void gaps_free(struct gaps *gaps);
/* A sum of the suspicions of numbers left out. Whoever changes one adds the difference to what is kept of
 * it (meta gap_seal), in the same transaction. */
int gap_seal(struct store *store, int64_t *ret_seal, struct error *error);

#endif
