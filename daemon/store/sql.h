/* The seam to the database: what every engine gives. All that is kept is read and written through these calls;
 * an engine's types stand in its driver alone (sql_sqlite.c), its texts in statements.def.
 *
 * A statement is used with its values, in the order of its parameters:
 *
 *	sql_run(store, error, SQL_alert_drop, as_text(rule), as_number(scope), as_text(subject))
 *
 * and rows are read by column, from 0. What is bound is not copied: it lives until the statement is used
 * again or at its end. One use of a statement at a time. */
#ifndef STORE_SQL_H
#define STORE_SQL_H

#include <limits.h>

#include "base/text.h"
#include "store/store.h"

enum sql {
#define X(name, text) SQL_##name,
#include "store/statements.def"
#undef X
	SQL_COUNT
};

struct sql_connection; /* a connection */
struct sql_row; /* a statement under way, and the row it stands on */

/* --- values --------------------------------------------------------------------------------- */

enum sql_kind { SQL_NULL, SQL_NUMBER, SQL_TEXT, SQL_KEY, SQL_BLOB };
struct sql_value {
	enum sql_kind kind;
	union {
		int64_t number;
		struct slice bytes;
	};
};

static inline struct sql_value as_null(void)
{
	return (struct sql_value){.kind = SQL_NULL};
}

static inline struct sql_value as_number(int64_t number)
{
	return (struct sql_value){.kind = SQL_NUMBER, .number = number};
}

/* NONE: null. */
static inline struct sql_value as_instant(instant at)
{
	return at == INSTANT_NONE ? as_null() : as_number(at);
}

/* Text that is not UTF-8 is bound with U+FFFD where it is not: engines refuse it, or should. */
static inline struct sql_value as_slice(struct slice text)
{
	return (struct sql_value){.kind = SQL_TEXT, .bytes = text};
}

/* NULL: "" */
static inline struct sql_value as_text(const char *text)
{
	return as_slice(slice_of(text ? text : ""));
}

/* Text that was looked at already: the key of a case. */
static inline struct sql_value as_key(struct slice key)
{
	return (struct sql_value){.kind = SQL_KEY, .bytes = key};
}

static inline struct sql_value as_blob(struct slice bytes)
{
	return (struct sql_value){.kind = SQL_BLOB, .bytes = bytes};
}

/* --- statements ----------------------------------------------------------------------------- */

/* The values of a call: [0] stands before the first. */
#define SQL_VALUES(...) ((const struct sql_value[]){{.kind = SQL_NULL}, ##__VA_ARGS__})
#define SQL_VALUE_COUNT(...) (sizeof(SQL_VALUES(__VA_ARGS__)) / sizeof(struct sql_value) - 1)

/* Runs a statement that gives no rows. */
#define sql_run(store, error, name, ...)                                                           \
	sql_run_values(store, error, name, SQL_VALUES(__VA_ARGS__), SQL_VALUE_COUNT(__VA_ARGS__))
int sql_run_values(struct store *store, struct error *error, enum sql name,
	const struct sql_value *values, size_t count);
/* How many rows the last statement changed. */
int sql_changed(struct store *store);

/* Is there a row? 1: yes; 0: no. */
#define sql_is(store, error, name, ...)                                                            \
	sql_is_values(store, error, name, SQL_VALUES(__VA_ARGS__), SQL_VALUE_COUNT(__VA_ARGS__))
int sql_is_values(struct store *store, struct error *error, enum sql name,
	const struct sql_value *values, size_t count);

/* The first column of the first row; `none` when there is no row, or it is null. */
#define sql_number(store, error, ret_number, none, name, ...)                                      \
	sql_number_values(store, error, ret_number, none, name, SQL_VALUES(__VA_ARGS__),           \
		SQL_VALUE_COUNT(__VA_ARGS__))
int sql_number_values(struct store *store, struct error *error, int64_t *ret_number, int64_t none,
	enum sql name, const struct sql_value *values, size_t count);

/* A statement that gives rows: stepped by sql_step() or sql_more() until there are no more, or to sql_end(). */
#define sql_use(store, name, ...)                                                                  \
	sql_use_values(store, name, SQL_VALUES(__VA_ARGS__), SQL_VALUE_COUNT(__VA_ARGS__))
struct sql_row *sql_use_values(
	struct store *store, enum sql name, const struct sql_value *values, size_t count);
/* 1: a row; 0: no more (and ended); negative: failed (and ended). */
int sql_step(struct store *store, struct sql_row *row, struct error *error);
/* The loop over rows. `*result` is 0 before it and for as long as it is to go on; what else the loop's body
 * makes of it ends the loop, as the end and a failure do:
 *
 *	int result = 0;
 *	while (sql_more(store, row, &result, error))
 *		result = on_row(user, sql_text(row, 0));
 *	return result; */
bool sql_more(struct store *store, struct sql_row *row, int *result, struct error *error);
void sql_end(struct sql_row *row);

int sql_int(const struct sql_row *row, int column);
uint32_t sql_u32(const struct sql_row *row, int column);
int64_t sql_int64(const struct sql_row *row, int column);
instant sql_instant(const struct sql_row *row, int column); /* null: NONE */
bool sql_null(const struct sql_row *row, int column);
/* Good until the next step; never NULL. */
const char *sql_text(const struct sql_row *row, int column);
struct slice sql_slice(const struct sql_row *row, int column);
struct slice sql_blob(const struct sql_row *row, int column);
/* Columns from `first` on, as numbers; null: INT64_MIN (INSTANT_NONE). */
void sql_numbers(const struct sql_row *row, int first, int count, int64_t *numbers);

/* --- many rows at once ---------------------------------------------------------------------- */

/* Called with each row, where the engine has it at hand: good during the call. Non-zero ends and comes back.
 * It may use other statements. */
typedef int sql_row_fn(void *user, const struct sql_row *row, struct error *error);

/* Every row of a statement. */
#define sql_each(store, error, on_row, user, name, ...)                                            \
	sql_walk(store, sql_use(store, name, ##__VA_ARGS__), INT_MAX, on_row, user, NULL, error)
/* A walk in chunks: up to `most` more rows. The statement stands where it is between the calls; *ret_over:
 * there was no more row. */
int sql_walk(struct store *store, struct sql_row *row, int most, sql_row_fn *on_row, void *user,
	bool *ret_over, struct error *error);

/* Rows by keys, which ascend and have their kind in common; those that are not there are passed over. The
 * statement gives rows by FROM_KEY() alone, ascending by the key, which is its column `column`. */
typedef int sql_key_fn(void *user, size_t index, const struct sql_row *row, struct error *error);
int sql_by_keys(struct store *store, struct error *error, enum sql name, int column,
	const struct sql_value *keys, size_t count, sql_key_fn *on_row, void *user);

/* Writes rows in bulk: the statement once for each `width` of the values. */
int sql_write(struct store *store, struct error *error, enum sql name,
	const struct sql_value *values, size_t width, size_t count);

/* --- transactions --------------------------------------------------------------------------- */

/* Writers one at a time. `durable`: on the disk before the commit returns. -EBUSY: another writer is at it. */
int sql_begin(struct store *store, bool durable, struct error *error);
int sql_commit(struct store *store, struct error *error);
void sql_rollback(struct store *store); /* also after a commit that failed */
void sql_over(struct store *store, bool durable);
/* One reading of the store for all that follows; *ret_begun: none was under way, and it is to be ended. */
int sql_reading(struct store *store, bool *ret_begun, struct error *error);
void sql_reading_end(struct store *store);

/* --- the engine's own ----------------------------------------------------------------------- */

/* Looks at what lies at `path` before the engine does, so that a foreign or broken file is not touched.
 * *ret_new: there is none yet, or an empty one. Errors as of store_open(). */
int sql_inspect(const char *path, enum store_mode mode, bool *ret_new, struct error *error);
int sql_open(struct store *store, const char *path, bool new, struct error *error);
/* Which migration brought it last; -EBADMSG: another program's. */
int sql_version(struct store *store, const char *path, int *ret_version, struct error *error);
int sql_set_up(struct store *store, struct error *error);
struct migration;
const struct migration *sql_migrations(int *ret_count);
/* In a transaction: runs a migration, which brings it to `version`. */
int sql_migrate(struct store *store, const char *script, int version, struct error *error);
void sql_migrated(struct store *store); /* after the last one */
int sql_prepare(struct store *store, struct error *error);
void sql_close(struct sql_connection *sql);
/* Copies all of it into an empty file, as it is in one reading; `compact`: without what is unused. */
int sql_copy(struct store *store, const char *file, bool compact, struct error *error);
void sql_give_back_memory(struct store *store);

#endif
