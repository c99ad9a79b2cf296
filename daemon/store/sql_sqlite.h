/* The SQLite driver's inside: a connection. No other file sees it. */
#ifndef STORE_SQL_SQLITE_H
#define STORE_SQL_SQLITE_H

#include <sqlite3.h>

#include "store/sql.h"

/* Where a row is read: from a statement, or from within SQLite, where a column costs a fraction. */
struct sql_row {
	sqlite3_stmt *statement;
	sqlite3_value **met; /* NULL: the statement's */
};

/* A walk under way: innermost first. */
struct meeting {
	sql_row_fn *on_row;
	void *user;
	struct error *error;
	int left;
	int result;
	bool met; /* the row that came out was told of */
};

struct sql_connection {
	sqlite3 *db;
	struct sql_row rows[SQL_COUNT];
	struct meeting *meeting;
};

/* Turns the last SQLite error into a negative errno and a sentence. */
int sqlite_error(const struct sql_connection *sql, const char *doing, struct error *error);
int sqlite_exec(const struct sql_connection *sql, const char *text, struct error *error);

#endif
