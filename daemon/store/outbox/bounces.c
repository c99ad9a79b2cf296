/* Letters that came back. */
#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/sql.h"
#include "store/store_bounce.h"

static int find(
	struct store *store, const char *key, struct store_bounce *bounce, struct error *error)
{
	sqlite3_stmt *find = sql_use(store, SQL_delivery_of_key);
	sql_bind_text(find, 1, key);
	int result = sql_step(store, find, error);
	if (result == 0)
		return error_set(error, -ENOENT, "no letter of this store: %s", key);
	if (result < 0)
		return result;
	bounce->delivery = sqlite3_column_int64(find, 0);
	snprintf(bounce->channel, sizeof(bounce->channel), "%s", sql_text(find, 1));
	snprintf(bounce->recipient, sizeof(bounce->recipient), "%s", sql_text(find, 2));
	snprintf(bounce->subject, sizeof(bounce->subject), "%s", sql_text(find, 3));
	bool known = sqlite3_column_int(find, 4);
	sqlite3_reset(find);
	if (known)
		return error_set(error, -EALREADY, "that delivery %lld came back is on record",
			(long long)bounce->delivery);
	return 0;
}

static int record(struct store *store, const struct store_bounce *bounce, const char *words,
	instant now, struct error *error)
{
	cleanup(text_free) struct text answer = {0};
	sqlite3_stmt *add = sql_use(store, SQL_bounce_add);
	sqlite3_bind_int64(add, 1, bounce->delivery);
	sql_bind_text(add, 2, bounce->recipient);
	sqlite3_bind_int64(add, 3, now);
	sql_bind_text(add, 4, words);
	int result = sql_run(store, add, error);
	if (result < 0)
		return result;
	text_printf(&answer, "came back: %s", words);
	sqlite3_stmt *settle = sql_use(store, SQL_delivery_settle);
	sqlite3_bind_int64(settle, 1, bounce->delivery);
	sqlite3_bind_int(settle, 2, DELIVERY_DEAD);
	sqlite3_bind_int64(settle, 3, now);
	sqlite3_bind_int64(settle, 4, now);
	sql_bind_text(settle, 5, answer.data);
	return sql_run(store, settle, error);
}

/* One more letter that came back for good. */
static int put_returned(struct store *store, struct store_bounce *bounce, const char *words,
	instant now, struct error *error)
{
	sqlite3_stmt *put = sql_use(store, SQL_returned_put);
	sql_bind_text(put, 1, bounce->recipient);
	sqlite3_bind_int64(put, 2, now);
	sql_bind_text(put, 3, words);
	int result = sql_step(store, put, error);
	if (result > 0)
		bounce->count = sqlite3_column_int64(put, 0);
	sqlite3_reset(put);
	return result < 0 ? result : 0;
}

static int count(struct store *store, struct store_bounce *bounce, struct error *error)
{
	sqlite3_stmt *count = sql_use(store, SQL_bounce_count);
	sql_bind_text(count, 1, bounce->recipient);
	int result = sql_step(store, count, error);
	if (result > 0)
		bounce->count = sqlite3_column_int64(count, 0);
	sqlite3_reset(count);
	return result < 0 ? result : 0;
}

int store_bounce(struct store *store, const char *key, const char *words, bool hard, instant now,
	struct store_bounce *ret_bounce, struct error *error)
{
	struct store_bounce bounce = {.hard = hard};
	int result = store_begin(store, true, error);
	if (result == 0)
		result = find(store, key, &bounce, error);
	if (result == 0)
		result = record(store, &bounce, words, now, error);
	if (result == 0)
		result = hard ? put_returned(store, &bounce, words, now, error)
			      : count(store, &bounce, error);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	else
		*ret_bounce = bounce;
	return result;
}

int store_returned(
	struct store *store, store_returned_fn *on_returned, void *user, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_returned);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		struct store_returned returned = {sql_text(list, 0), sql_instant(list, 1),
			sql_instant(list, 2), sqlite3_column_int64(list, 3), sql_text(list, 4)};
		result = on_returned(user, &returned);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

int store_clear_returned(struct store *store, const char *recipient, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result < 0)
		return result;
	sqlite3_stmt *drop = sql_use(store, SQL_returned_drop);
	sql_bind_text(drop, 1, recipient);
	result = sql_step(store, drop, error);
	sqlite3_reset(drop);
	if (result == 0)
		result = error_set(error, -ENOENT, "no letters to %s come back", recipient);
	if (result > 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result;
}
