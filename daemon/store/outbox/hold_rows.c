/* Holds, and whether hentra is armed: what operators say about telling. */
#include <errno.h>

#include <string.h>

#include "store/inside.h"
#include "store/outbox/outbox.h"
#include "store/sql.h"
#include "store/store_acknowledge.h"

int holds_follow(struct store *store, const struct alert_news *news, struct error *error)
{
	if (news->kind != NEWS_CLOSED && news->kind != NEWS_RAISED)
		return 0;
	sqlite3_stmt *end = sql_use(store, SQL_holds_end);
	sqlite3_bind_int64(end, 1, news->episode);
	sqlite3_bind_int64(end, 2, news->at);
	sqlite3_bind_int(end, 3, news->kind == NEWS_CLOSED);
	sqlite3_bind_int(end, 4, (int)news->severity);
	return sql_run(store, end, error);
}

static int add_hold(struct store *store, struct hold *hold, struct error *error)
{
	sqlite3_stmt *add = sql_use(store, SQL_hold_add);
	sqlite3_bind_int(add, 1, (int)hold->kind);
	sqlite3_bind_int64(add, 2, hold->episode);
	sql_bind_text(add, 3, hold->rule);
	sqlite3_bind_int(add, 4, hold->scope);
	sql_bind_text(add, 5, hold->subject);
	sqlite3_bind_int(add, 6, (int)hold->severity);
	sqlite3_bind_int64(add, 7, hold->starts);
	sqlite3_bind_int64(add, 8, hold->until);
	sql_bind_text(add, 9, hold->by);
	sql_bind_text(add, 10, hold->why);
	if (hold->token && hold->token[0])
		sql_bind_text(add, 11, hold->token);
	else
		sqlite3_bind_null(add, 11);
	int result = sql_run(store, add, error);
	if (result == 0)
		hold->id = sqlite3_last_insert_rowid(store->db);
	return result;
}

static int end_hold(struct store *store, int64_t id, instant now, struct error *error)
{
	sqlite3_stmt *end = sql_use(store, SQL_hold_end);
	sqlite3_bind_int64(end, 1, id);
	sqlite3_bind_int64(end, 2, now);
	int result = sql_run(store, end, error);
	if (result == 0 && sqlite3_changes(store->db) == 0)
		return error_set(error, -ENOENT, "no hold %lld is in force", (long long)id);
	return result;
}

static int finish(struct store *store, int result, struct error *error)
{
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result;
}

int store_add_hold(struct store *store, struct hold *hold, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = add_hold(store, hold, error);
	return finish(store, result, error);
}

int store_link_used(struct store *store, const char *token, bool *ret_used, struct error *error)
{
	sqlite3_stmt *used = sql_use(store, SQL_hold_of_token);
	sql_bind_text(used, 1, token);
	int result = sql_step(store, used, error);
	sqlite3_reset(used);
	if (result < 0)
		return result;
	*ret_used = result > 0;
	return 0;
}

/* Whether a link may still acknowledge: its alert is open, and it was not used. */
static int may_acknowledge(struct store *store, const struct hold *hold, struct error *error)
{
	struct store_episode episode;
	bool used = false;
	int result = store_link_used(store, hold->token, &used, error);
	if (used)
		return error_set(error, -EALREADY, "the link was used already");
	if (result == 0)
		result = store_episode(store, hold->episode, &episode, error);
	if (result == 0 || (result > 0 && episode.closed != INSTANT_NONE))
		return error_set(error, -ENOENT, "the alert is over");
	return result < 0 ? result : 0;
}

int store_acknowledge(struct store *store, struct hold *hold, struct error *error)
{
	if (hold->kind != HOLD_ACKNOWLEDGEMENT || !hold->token || !hold->token[0])
		return error_set(error, -EINVAL, "not an acknowledgement by a link");
	int result = store_begin(store, true, error);
	if (result == 0)
		result = may_acknowledge(store, hold, error);
	if (result == 0)
		result = add_hold(store, hold, error);
	return finish(store, result, error);
}

int store_link_key(struct store *store, const unsigned char fresh[static LINK_KEY_BYTES],
	unsigned char ret_key[static LINK_KEY_BYTES], struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0) {
		sqlite3_stmt *keep = sql_use(store, SQL_link_key_keep);
		sqlite3_bind_blob(keep, 1, fresh, LINK_KEY_BYTES, SQLITE_STATIC);
		result = sql_run(store, keep, error);
	}
	result = finish(store, result, error);
	return result < 0 ? result : store_read_link_key(store, ret_key, error);
}

int store_read_link_key(
	struct store *store, unsigned char ret_key[static LINK_KEY_BYTES], struct error *error)
{
	sqlite3_stmt *key = sql_use(store, SQL_link_key);
	int result = sql_step(store, key, error);
	bool whole = result > 0 && sqlite3_column_bytes(key, 0) == LINK_KEY_BYTES;
	if (whole)
		memcpy(ret_key, sqlite3_column_blob(key, 0), LINK_KEY_BYTES);
	sqlite3_reset(key);
	if (result < 0 || whole)
		return result < 0 ? result : 0;
	return error_set(error, -ENOENT, "no link was signed yet");
}

int store_end_hold(struct store *store, int64_t id, instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = end_hold(store, id, now, error);
	return finish(store, result, error);
}

int store_holds(struct store *store, bool all, instant now, store_hold_fn *on_hold, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_holds);
	int result;
	sqlite3_bind_int(list, 1, all);
	sqlite3_bind_int64(list, 2, now);
	while ((result = sql_step(store, list, error)) > 0) {
		struct hold hold = {
			.id = sqlite3_column_int64(list, 0),
			.kind = (enum hold_kind)sqlite3_column_int(list, 1),
			.episode = sqlite3_column_int64(list, 2),
			.rule = sql_text(list, 3),
			.scope = sqlite3_column_int(list, 4),
			.subject = sql_text(list, 5),
			.severity = (enum severity)sqlite3_column_int(list, 6),
			.starts = sqlite3_column_int64(list, 7),
			.until = sqlite3_column_int64(list, 8),
			.by = sql_text(list, 9),
			.why = sql_text(list, 10),
			.ended = sql_instant(list, 11),
			.token = sql_text(list, 12),
		};
		result = on_hold(user, &hold);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

static int when(struct store *store, const char *key, instant *ret_at, struct error *error)
{
	int64_t at = INSTANT_NONE;
	int result = meta_get(store, key, &at, error);
	if (result < 0 && result != -ENOENT)
		return result;
	*ret_at = result == 0 ? at : INSTANT_NONE;
	return 0;
}

int store_armed(struct store *store, instant *ret_at, struct error *error)
{
	return when(store, "armed", ret_at, error);
}

int store_summarised(struct store *store, instant *ret_at, struct error *error)
{
	return when(store, "summarised", ret_at, error);
}

int store_arm(struct store *store, instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = meta_put(store, "armed", now, error);
	return finish(store, result, error);
}
