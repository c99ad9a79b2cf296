/* Channels that are switched off. */
#include "store/sql.h"
#include "store/transaction.h"

int store_channel_off(struct store *store, const char *channel, const char *answer, instant now,
	struct error *error)
{
	int result = store_begin_own(store, false, error);
	if (result < 0)
		return result;
	return store_finish(store,
		sql_run(store, error, SQL_channel_off, as_text(channel), as_number(now),
			as_text(answer)),
		error);
}

int store_channels_on(struct store *store, struct error *error)
{
	int result = store_begin_own(store, false, error);
	if (result < 0)
		return result;
	return store_finish(store, sql_run(store, error, SQL_channels_on), error);
}

int store_channels_off(
	struct store *store, store_channel_fn *on_channel, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_channels_off);
	int result = 0;
	while (sql_more(store, list, &result, error))
		result = on_channel(
			user, sql_text(list, 0), sql_instant(list, 1), sql_text(list, 2));
	return result;
}
