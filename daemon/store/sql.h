/* Statements: bound, stepped, their errors; transactions; single numbers by name. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <sqlite3.h>

#include "base/text.h"
#include "store/store.h"

enum sql {
#define X(name, text) SQL_##name,
#include "store/statements.def"
#undef X
	SQL_COUNT
};

/* Turns the last SQLite error into a negative errno and a sentence. */
int sql_error(struct store *store, const char *doing, struct error *error);
/* The statement, ready to be bound. */
sqlite3_stmt *sql_use(struct store *store, enum sql name);
/* 1: a row; 0: no more (and reset); negative: failed (and reset). */
int sql_step(struct store *store, sqlite3_stmt *statement, struct error *error);
/* Steps a statement that gives no rows. */
int sql_run(struct store *store, sqlite3_stmt *statement, struct error *error);
int sql_exec(struct store *store, const char *text, struct error *error);

void sql_bind_text(
	sqlite3_stmt *statement, int place, const char *text); /* NULL: "" ; not copied */
void sql_bind_slice(sqlite3_stmt *statement, int place, struct slice text);
void sql_bind_instant(sqlite3_stmt *statement, int place, instant at); /* NONE: NULL */
instant sql_instant(sqlite3_stmt *statement, int column);
const char *sql_text(
	sqlite3_stmt *statement, int column); /* never NULL; good until the next step */

/* One write transaction at a time. `durable`: synchronous FULL. */
int store_begin(struct store *store, bool durable, struct error *error);
/* For what only STORE_OWN may write: everything but operator rows. -EPERM otherwise. */
int store_begin_own(struct store *store, bool durable, struct error *error);
int store_commit(struct store *store, struct error *error);
/* Also brings what is kept in memory back to what the file says. Does nothing when none is open. */
void store_rollback(struct store *store);

int meta_get(struct store *store, const char *key, int64_t *ret_value, struct error *error);
int meta_put(struct store *store, const char *key, int64_t value, struct error *error);

#endif
