/* Write transactions, and single numbers by name. */
#ifndef STORE_TRANSACTION_H
#define STORE_TRANSACTION_H

#include "store/store.h"

/* One write transaction at a time. `durable`: on the disk before its commit returns. */
int store_begin(struct store *store, bool durable, struct error *error);
/* For what only STORE_OWN may write: everything but operator rows. -EPERM otherwise. */
int store_begin_own(struct store *store, bool durable, struct error *error);
int store_commit(struct store *store, struct error *error);
/* Also brings what is kept in memory back to what the store says. Does nothing when none is open. */
void store_rollback(struct store *store);
/* Commits what came out well (0), or else takes it back. Returns how that ended. */
int store_finish(struct store *store, int result, struct error *error);

int meta_get(struct store *store, const char *key, int64_t *ret_value, struct error *error);
int meta_put(struct store *store, const char *key, int64_t value, struct error *error);
/* An instant that may not be there: NONE. */
int meta_instant(struct store *store, const char *key, instant *ret_at, struct error *error);

#endif
