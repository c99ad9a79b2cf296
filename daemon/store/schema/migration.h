/* The migrations of a backend, compiled in from store/schema/BACKEND/NNNN_*.sql (cmake/sql.cmake):
 * number N brings a store from version N - 1 to N. One that was released never changes. */
#ifndef STORE_SCHEMA_MIGRATION_H
#define STORE_SCHEMA_MIGRATION_H

struct migration {
	const char *name; /* "0001_facts" */
	const char *sql;
};

extern const struct migration migrations_sqlite[];
extern const int migrations_sqlite_count;

#endif
