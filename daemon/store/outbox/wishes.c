/* What operators ask of the daemon: it owns the cases. */
#include <stdio.h>

#include "base/text.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"

#define KEPT_MS DAY_MS /* an answer that nobody waits for any more */

int store_wish(struct store *store, enum wish_kind kind, const char *code, instant now,
	int64_t *ret_id, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result < 0)
		return result;
	sqlite3_stmt *drop = sql_use(store, SQL_wish_drop);
	sqlite3_bind_int64(drop, 1, 0);
	sqlite3_bind_int64(drop, 2, now - KEPT_MS);
	result = sql_run(store, drop, error);
	sqlite3_stmt *add = sql_use(store, SQL_wish_add);
	sqlite3_bind_int(add, 1, (int)kind);
	sql_bind_text(add, 2, code);
	sqlite3_bind_int64(add, 3, now);
	if (result == 0)
		result = sql_run(store, add, error);
	int64_t id = sqlite3_last_insert_rowid(store->db);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0) {
		store_rollback(store);
		return result;
	}
	*ret_id = id;
	return 0;
}

int store_next_wish(struct store *store, int64_t *ret_id, enum wish_kind *ret_kind,
	const char **ret_code, struct error *error)
{
	sqlite3_stmt *next = sql_use(store, SQL_wish_next);
	int result = sql_step(store, next, error);
	if (result <= 0)
		return result;
	*ret_id = sqlite3_column_int64(next, 0);
	*ret_kind = (enum wish_kind)sqlite3_column_int(next, 1);
	text_clear(&store->code);
	text_add(&store->code, sql_text(next, 2));
	*ret_code = store->code.data;
	sqlite3_reset(next);
	return 1;
}

int store_answer_wish(struct store *store, int64_t id, const char *answer, struct error *error)
{
	sqlite3_stmt *write = sql_use(store, SQL_wish_answer);
	sqlite3_bind_int64(write, 1, id);
	sql_bind_text(write, 2, answer);
	return sql_run(store, write, error);
}

int store_wish_answer(struct store *store, int64_t id, char answer[static 512], struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_wish_answered);
	sqlite3_bind_int64(get, 1, id);
	int result = sql_step(store, get, error);
	if (result <= 0)
		return result;
	bool answered = sqlite3_column_type(get, 0) != SQLITE_NULL;
	snprintf(answer, 512, "%s", sql_text(get, 0));
	sqlite3_reset(get);
	if (!answered)
		return 0;
	sqlite3_stmt *drop = sql_use(store, SQL_wish_drop);
	sqlite3_bind_int64(drop, 1, id);
	sqlite3_bind_int64(drop, 2, 0);
	result = sql_run(store, drop, error);
	return result < 0 ? result : 1;
}
