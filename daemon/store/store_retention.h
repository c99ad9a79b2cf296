/* How long the outbox remembers: a delivery stays while its episode lives, and so long after it. */
#ifndef STORE_STORE_RETENTION_H
#define STORE_STORE_RETENTION_H

#include "store/store.h"

/* Forgets at most `most` deliveries that were settled before `before` and whose episode, if any, was
 * closed before it, with their attachments and what was told of them; *ret_done: there are no more.
 * What waits, and what an open episode's recipients were told, stays however old it is. */
int store_purge_deliveries(
	struct store *store, instant before, int most, bool *ret_done, struct error *error);

#endif
