/* Channels that are switched off. */
#include "store/sql.h"

static int end(struct store *store, int result, struct error *error)
{
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result;
}

int store_channel_off(struct store *store, const char *channel, const char *answer, instant now,
	struct error *error)
{
	int result = store_begin_own(store, false, error);
	if (result < 0)
		return result;
	sqlite3_stmt *off = sql_use(store, SQL_channel_off);
	sql_bind_text(off, 1, channel);
	sqlite3_bind_int64(off, 2, now);
	sql_bind_text(off, 3, answer);
	return end(store, sql_run(store, off, error), error);
}

int store_channels_on(struct store *store, struct error *error)
{
	int result = store_begin_own(store, false, error);
	if (result < 0)
		return result;
	return end(store, sql_run(store, sql_use(store, SQL_channels_on), error), error);
}

int store_channels_off(
	struct store *store, store_channel_fn *on_channel, void *user, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_channels_off);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		result = on_channel(
			user, sql_text(list, 0), sql_instant(list, 1), sql_text(list, 2));
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}
