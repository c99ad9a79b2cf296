#include "store/transaction.h"

#include <errno.h>

#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/mass_changes.h"
#include "store/witness/purging.h"

int store_begin(struct store *store, bool durable, struct error *error)
{
	if (store->mode == STORE_READ)
		return error_set(error, -EROFS, "the store was opened for reading only");
	store->durable = durable;
	int result = sql_begin(store, durable, error);
	if (result == 0)
		store->begun = true;
	else
		store_rollback(store);
	return result;
}

int store_begin_own(struct store *store, bool durable, struct error *error)
{
	/* the daemon keeps counts and numbers in memory: nobody moves them behind its back */
	if (store->mode != STORE_OWN)
		return error_set(error, -EPERM, "only the store's owner writes cases");
	return store_begin(store, durable, error);
}

static void transaction_over(struct store *store)
{
	store->begun = false;
	sql_over(store, store->durable);
	store->durable = false;
}

int store_commit(struct store *store, struct error *error)
{
	int result = writes_flush(store, error);
	if (result == 0)
		result = sql_commit(store, error);
	if (result < 0)
		store_rollback(store);
	else
		transaction_over(store);
	return result;
}

void store_rollback(struct store *store)
{
	writes_forget(store);
	if (store->begun) {
		sql_rollback(store);
		if (store->loaded) {
			dictionaries_load(store, NULL);
			mass_changes_load(store, NULL);
			purge_load(store, NULL);
			portals_reread(store);
		}
	}
	tally_clear(&store->delta);
	store->journaled++; /* a settling may be undone */
	transaction_over(store);
}

int store_finish(struct store *store, int result, struct error *error)
{
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result;
}

int meta_get(struct store *store, const char *key, int64_t *ret_value, struct error *error)
{
	struct sql_row *get = sql_use(store, SQL_meta_get, as_text(key));
	int result = sql_step(store, get, error);
	if (result <= 0)
		return result < 0 ? result : -ENOENT;
	*ret_value = sql_int64(get, 0);
	sql_end(get);
	return 0;
}

int meta_put(struct store *store, const char *key, int64_t value, struct error *error)
{
	return sql_run(store, error, SQL_meta_put, as_text(key), as_number(value));
}

int meta_instant(struct store *store, const char *key, instant *ret_at, struct error *error)
{
	return sql_number(store, error, ret_at, INSTANT_NONE, SQL_meta_get, as_text(key));
}
