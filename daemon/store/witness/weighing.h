/* Weighing a poll under way. The store's own. */
#ifndef STORE_WITNESS_WEIGHING_H
#define STORE_WITNESS_WEIGHING_H

#include "core/alert/tally.h"
#include "store/store.h"

/* After a page's commit: when too much is held, it is weighed by what was listed so far, and let go or dropped. */
int gate_relieve(struct store *store, int64_t poll, const struct judge *judge, instant now,
	struct tally *tally, struct error *error);

#endif
