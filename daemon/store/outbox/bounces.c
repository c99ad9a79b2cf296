/* Letters that came back. */
#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/sql.h"
#include "store/store_bounce.h"
#include "store/transaction.h"

static int find(
	struct store *store, const char *key, struct store_bounce *bounce, struct error *error)
{
	struct sql_row *find = sql_use(store, SQL_delivery_of_key, as_text(key));
	int result = sql_step(store, find, error);
	if (result == 0)
		return error_set(error, -ENOENT, "no letter of this store: %s", key);
	if (result < 0)
		return result;
	bounce->delivery = sql_int64(find, 0);
	snprintf(bounce->channel, sizeof(bounce->channel), "%s", sql_text(find, 1));
	snprintf(bounce->recipient, sizeof(bounce->recipient), "%s", sql_text(find, 2));
	snprintf(bounce->subject, sizeof(bounce->subject), "%s", sql_text(find, 3));
	bool known = sql_int(find, 4);
	sql_end(find);
	if (known)
		return error_set(error, -EALREADY, "that delivery %lld came back is on record",
			(long long)bounce->delivery);
	return 0;
}

static int record(struct store *store, const struct store_bounce *bounce, const char *words,
	instant now, struct error *error)
{
	cleanup(text_free) struct text answer = {0};
	int result = sql_run(store, error, SQL_bounce_add, as_number(bounce->delivery),
		as_text(bounce->recipient), as_number(now), as_text(words));
	if (result < 0)
		return result;
	text_printf(&answer, "came back: %s", words);
	return sql_run(store, error, SQL_delivery_settle, as_number(bounce->delivery),
		as_number(DELIVERY_DEAD), as_number(now), as_number(now), as_text(answer.data));
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
		result = hard ? sql_number(store, error, &bounce.count, 0, SQL_returned_put,
					as_text(bounce.recipient), as_number(now), as_text(words))
			      : sql_number(store, error, &bounce.count, 0, SQL_bounce_count,
					as_text(bounce.recipient));
	result = store_finish(store, result, error);
	if (result == 0)
		*ret_bounce = bounce;
	return result;
}

int store_returned(
	struct store *store, store_returned_fn *on_returned, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_returned);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct store_returned returned = {sql_text(list, 0), sql_instant(list, 1),
			sql_instant(list, 2), sql_int64(list, 3), sql_text(list, 4)};
		result = on_returned(user, &returned);
	}
	return result;
}

int store_clear_returned(struct store *store, const char *recipient, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result < 0)
		return result;
	result = sql_run(store, error, SQL_returned_drop, as_text(recipient));
	if (result == 0 && !sql_changed(store))
		result = error_set(error, -ENOENT, "no letters to %s come back", recipient);
	return store_finish(store, result, error);
}
