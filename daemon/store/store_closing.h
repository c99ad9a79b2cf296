/* Closing days: what stood in each bucket, by unit and by field, when a day ended (store_day_counts() in
 * store_witness.h reads it). */
#ifndef STORE_STORE_CLOSING_H
#define STORE_STORE_CLOSING_H

#include "store/store.h"

/* Does a day wait to be closed, as far as is known? (true after an opening, until somebody looked) */
bool store_days_wait(const struct store *store, instant now);
/* Closes the days that ended before `now` and are not closed yet, by a piece: at most `most` cases are
 * judged as of the evening, or counts read, or counts written. Returns through *ret_more whether there is
 * more to do. However it is cut, and wherever it was interrupted, the same is written; a day is closed
 * with its last piece. A page or pass before that does the rest of it first, at once: nothing of a new
 * day gets into the one before. */
int store_close_days(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error);

#endif
