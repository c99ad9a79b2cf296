/* The kept tally (kept_tally.c), and its sums by unit and field (day_sums.c). */
#ifndef STORE_CASES_KEPT_TALLY_H
#define STORE_CASES_KEPT_TALLY_H

#include "core/alert/tally.h"
#include "store/store.h"

/* Adds what is journaled to the rows of the kept tally; in a transaction. */
int tally_settle(struct store *store, struct error *error);
/* The open cases of a unit (and those not counted) as the kept tally has them; settled before. */
int tally_unit_now(
	struct store *store, uint32_t unit, struct counts *ret_counts, struct error *error);
/* Adds the tally under way to the kept one (in the transaction) … */
int tally_write_delta(struct store *store, struct error *error);
/* … and, after the commit, to the caller's. */
void tally_take_delta(struct store *store, struct tally *tally);

/* Counts by unit and by field: index = number. */
struct day_sums {
	struct counts *of[2]; /* by enum day_scope */
	size_t count[2];
};

/* What was counted: committed just now, or anything. */
void day_sums_add(struct day_sums *sums, const struct tally *tally);
void day_sums_free(struct day_sums *sums);

#endif
