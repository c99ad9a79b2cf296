/* Purging (purging.c), and what is left of a purged case: for forms (purged.c, read by
 * purged_sums.c) and for the national score (purged_cases.c). */
#ifndef STORE_WITNESS_PURGING_H
#define STORE_WITNESS_PURGING_H

#include "store/cases/case_row.h"
#include "store/witness/detecting.h"

/* 1: this case was purged. */
int was_purged(struct store *store, uint32_t portal, struct slice key, struct error *error);
int purge_load(struct store *store, struct error *error);

/* Columns of `past`. Numbers of buckets are levels: open and uncounted ones are entered and left, closed
 * ones only entered, on the day of closing. */
enum past_column { /* stored */
	PAST_RECEIVED = BUCKET_COUNT,
	PAST_RECEIVED_ONLINE,
	PAST_DUE = 1 << 20 /* + the day of the due date: overdue with it, a level too */
};
/* From which day on it was known; else one of these. */
#define KNOWN_IN_TIME 0 /* on the day on which it happened */

/* Adds a case's path and receipt, before it is purged; `evidence`: its history and pauses. */
int past_add_case(struct store *store, const struct case_row *row, const struct judge *judge,
	const struct evidence *evidence, struct error *error);
/* Adds what purged cases still count in the kept tally. */
int past_add_tally(struct store *store, struct tally *tally, struct error *error);

/* Adds what the national score needs of a case, before it is purged. */
int past_case_add(struct store *store, const struct case_row *row, const struct zone *zone,
	const struct evidence *evidence, struct error *error);

#endif
