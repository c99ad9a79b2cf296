/* Would a file move the receipts of cases that are known? One whose dates are written in another order,
 * or of another system with the same codes, moves most of them: nobody wants that unasked. */
#ifndef STORE_STORE_RECEIPTS_H
#define STORE_STORE_RECEIPTS_H

#include "store/store.h"

/* How the name of a file in a drop folder begins that is to be taken whatever it moves. */
#define RECEIPTS_INSISTED "import-yes-"

/* Zero-initialised but for the first two. */
struct receipt_check {
	uint32_t portal;
	const struct zone *zone; /* receipts are compared by the day */
	int64_t looked_up, known, moved;
};
/* Looks the case up, as long as not enough have been. A store that fails is no answer: the record counts
 * as unknown, for putting it will tell. */
void receipt_check_record(
	struct receipt_check *check, struct store *store, const struct case_record *record);
/* -EBADMSG with a sentence when most of what is known would move. */
int receipt_check_end(const struct receipt_check *check, struct error *error);

#endif
