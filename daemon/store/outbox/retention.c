#include "store/store_retention.h"

#include "base/memory.h"
#include "store/sql.h"
#include "store/transaction.h"

static int find_old(struct store *store, instant before, int most, int64_t *ids, int *ret_count,
	struct error *error)
{
	int result = 0;
	*ret_count = 0;
	struct sql_row *old =
		sql_use(store, SQL_deliveries_old, as_number(before), as_number(most));
	while (sql_more(store, old, &result, error))
		ids[(*ret_count)++] = sql_int64(old, 0);
	return result;
}

static int drop(struct store *store, int64_t id, struct error *error)
{
	static const enum sql parts[] = {SQL_told_drop, SQL_bounces_drop, SQL_attachment_drop,
		SQL_message_drop, SQL_delivery_drop}; /* what refers to it first */
	int result = 0;
	for (size_t i = 0; i < ARRAY_SIZE(parts) && result == 0; i++)
		result = sql_run(store, error, parts[i], as_number(id));
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
	result = store_finish(store, result, error);
	if (result == 0)
		*ret_done = count < most;
	return result;
}
