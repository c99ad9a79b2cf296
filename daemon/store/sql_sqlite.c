#include "store/sql.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "store/cases/dictionary.h"
#include "store/inside.h"
#include "store/witness/mass_rewrites.h"
#include "store/witness/purging.h"

static int errno_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return -EBUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return -EBADMSG;
	case SQLITE_FULL:
		return -ENOSPC;
	case SQLITE_READONLY:
		return -EROFS;
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return -EACCES;
	case SQLITE_CANTOPEN:
		return -ENOENT;
	case SQLITE_TOOBIG:
		return -E2BIG;
	case SQLITE_NOMEM:
		abort();
	default:
		return -EIO;
	}
}

int sql_error(struct store *store, const char *doing, struct error *error)
{
	int code = errno_of(sqlite3_errcode(store->db));
	return error_set(error, code, "the store failed: %s: %s", doing, sqlite3_errmsg(store->db));
}

sqlite3_stmt *sql_use(struct store *store, enum sql name)
{
	sqlite3_reset(store->statements[name]);
	return store->statements[name];
}

int sql_step(struct store *store, sqlite3_stmt *statement, struct error *error)
{
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		return 1;
	int result = 0;
	if (code != SQLITE_DONE) {
		char doing[64];
		snprintf(doing, sizeof(doing), "%.60s", sqlite3_sql(statement));
		result = sql_error(store, doing, error);
	}
	sqlite3_reset(statement);
	return result;
}

int sql_run(struct store *store, sqlite3_stmt *statement, struct error *error)
{
	int result = sql_step(store, statement, error);
	if (result > 0)
		sqlite3_reset(statement);
	return result < 0 ? result : 0;
}

int sql_exec(struct store *store, const char *text, struct error *error)
{
	if (sqlite3_exec(store->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return sql_error(store, text, error);
	return 0;
}

void sql_bind_text(sqlite3_stmt *statement, int place, const char *text)
{
	sqlite3_bind_text(statement, place, text ? text : "", -1, SQLITE_STATIC);
}

void sql_bind_slice(sqlite3_stmt *statement, int place, struct slice text)
{
	sqlite3_bind_text(
		statement, place, text.length ? text.data : "", (int)text.length, SQLITE_STATIC);
}

void sql_bind_instant(sqlite3_stmt *statement, int place, instant at)
{
	if (at == INSTANT_NONE)
		sqlite3_bind_null(statement, place);
	else
		sqlite3_bind_int64(statement, place, at);
}

instant sql_instant(sqlite3_stmt *statement, int column)
{
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return INSTANT_NONE;
	return sqlite3_column_int64(statement, column);
}

const char *sql_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	return text ? text : "";
}

int store_begin(struct store *store, bool durable, struct error *error)
{
	if (store->mode == STORE_READ)
		return error_set(error, -EROFS, "the store was opened for reading only");
	if (durable) {
		int result = sql_exec(store, "PRAGMA synchronous = FULL", error);
		if (result < 0)
			return result;
		store->durable = true;
	}
	int result = sql_exec(store, "BEGIN IMMEDIATE", error);
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
	if (store->durable)
		sqlite3_exec(store->db, "PRAGMA synchronous = NORMAL", NULL, NULL, NULL);
	store->durable = false;
}

int store_commit(struct store *store, struct error *error)
{
	int result = sql_exec(store, "COMMIT", error);
	if (result < 0)
		store_rollback(store);
	else
		transaction_over(store);
	return result;
}

void store_rollback(struct store *store)
{
	if (store->begun) {
		for (int i = 0; i < SQL_COUNT; i++)
			sqlite3_reset(store->statements[i]);
		if (!sqlite3_get_autocommit(store->db))
			sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
		dictionaries_load(store, NULL);
		mass_rewrites_load(store, NULL);
		purge_load(store, NULL);
		portals_reread(store);
	}
	tally_clear(&store->delta);
	store->journaled++; /* a settling may be undone */
	transaction_over(store);
}

int meta_get(struct store *store, const char *key, int64_t *ret_value, struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_meta_get);
	sql_bind_text(get, 1, key);
	int result = sql_step(store, get, error);
	if (result <= 0)
		return result < 0 ? result : -ENOENT;
	*ret_value = sqlite3_column_int64(get, 0);
	sqlite3_reset(get);
	return 0;
}

int meta_put(struct store *store, const char *key, int64_t value, struct error *error)
{
	sqlite3_stmt *put = sql_use(store, SQL_meta_put);
	sql_bind_text(put, 1, key);
	sqlite3_bind_int64(put, 2, value);
	return sql_run(store, put, error);
}
