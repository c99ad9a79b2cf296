#include "store/store_retention.h"

#include "base/memory.h"
#include "store/sql.h"

static int find_old(struct store *store, instant before, int most, int64_t *ids, int *ret_count,
	struct error *error)
{
	sqlite3_stmt *old = sql_use(store, SQL_deliveries_old);
	int result;
	*ret_count = 0;
	sqlite3_bind_int64(old, 1, before);
	sqlite3_bind_int(old, 2, most);
	while ((result = sql_step(store, old, error)) > 0)
		ids[(*ret_count)++] = sqlite3_column_int64(old, 0);
	return result;
}

static int drop(struct store *store, int64_t id, struct error *error)
{
	static const enum sql parts[] = {SQL_told_drop, SQL_bounces_drop, SQL_attachment_drop,
		SQL_message_drop, SQL_delivery_drop}; /* what refers to it first */
	int result = 0;
	for (size_t i = 0; i < ARRAY_SIZE(parts) && result == 0; i++) {
		sqlite3_stmt *statement = sql_use(store, parts[i]);
		sqlite3_bind_int64(statement, 1, id);
		result = sql_run(store, statement, error);
	}
	return result;
}

int store_purge_deliveries(
	struct store *store, instant before, int most, bool *ret_done, struct error *error)
{
	cleanup(cleanup_free) int64_t *ids = xcalloc((size_t)most, sizeof(*ids));
	int count = 0;
	int result = store_begin_own(store, false, error);
	if (result < 0)
		return result;
	result = find_old(store, before, most, ids, &count, error);
	for (int i = 0; i < count && result == 0; i++)
		result = drop(store, ids[i], error);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	else
		*ret_done = count < most;
	return result;
}
