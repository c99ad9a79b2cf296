/* The SQLite driver: statements, rows, transactions. The file itself: sql_sqlite_file.c. */
#include "store/sql_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <sys/statvfs.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "store/inside.h"

/* A row and what it is told to are met from within SQLite: this function of ours, in the place of a column,
 * reads them all. In a condition (walks) it lets no row come out but where the walk is to stand. */
#define ROW(columns) "met(" columns ")"
#define WALK(columns, from, where) "SELECT NULL FROM " from " WHERE " where " AND met(" columns ")"
/* The rows of sql_by_keys(). */
#define FROM_KEY(column) column " >= ?1"

static const char *const texts[SQL_COUNT] = {
#define X(name, text) [SQL_##name] = text,
#include "store/statements.def"
#undef X
};

/* --- errors ----------------------------------------------------------------------------------- */

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

#define ROOM_LEAST (64 << 10) /* bytes: less is none */

/* SQLite tells of a file that cannot grow as of a failed disk, when it is one that it maps. */
static bool disk_is_full(sqlite3 *db)
{
	struct statvfs disk;
	const char *path = sqlite3_db_filename(db, "main");
	return path && *path && statvfs(path, &disk) == 0 &&
	       disk.f_bavail * disk.f_frsize < (fsblkcnt_t)ROOM_LEAST;
}

int sqlite_error(const struct sql_connection *sql, const char *doing, struct error *error)
{
	int code = errno_of(sqlite3_errcode(sql->db));
	if (code == -EBUSY)
		return error_set(error, code, "another process holds the store: try again");
	if (code == -ENOSPC || (code == -EIO && disk_is_full(sql->db)))
		return error_set(error, -ENOSPC,
			"the disk is full: no room for the store %s (%.60s)",
			sqlite3_db_filename(sql->db, "main"), doing);
	return error_set(
		error, code, "the store failed: %.60s: %s", doing, sqlite3_errmsg(sql->db));
}

int sqlite_exec(const struct sql_connection *sql, const char *text, struct error *error)
{
	if (sqlite3_exec(sql->db, text, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_error(sql, text, error);
	return 0;
}

/* --- statements ------------------------------------------------------------------------------- */

static void bind_mended(sqlite3_stmt *statement, int place, struct slice text)
{
	cleanup(text_free) struct text mended = {0};
	while (text.length) {
		size_t step = utf8_step(text.data, text.length);
		if (step)
			text_append(&mended, text.data, step);
		else
			text_add(&mended, UTF8_REPLACEMENT);
		text.data += step ? step : 1;
		text.length -= step ? step : 1;
	}
	sqlite3_bind_text(statement, place, mended.data, (int)mended.length, SQLITE_TRANSIENT);
}

static void bind(sqlite3_stmt *statement, int place, const struct sql_value *value)
{
	const char *data = value->bytes.length ? value->bytes.data : "";
	switch (value->kind) {
	case SQL_NULL:
		sqlite3_bind_null(statement, place);
		break;
	case SQL_NUMBER:
		sqlite3_bind_int64(statement, place, value->number);
		break;
	case SQL_TEXT:
	case SQL_KEY:
		if (value->kind == SQL_TEXT && !utf8_valid(value->bytes)) {
			bind_mended(statement, place, value->bytes);
			break;
		}
		sqlite3_bind_text(statement, place, data, (int)value->bytes.length, SQLITE_STATIC);
		break;
	case SQL_BLOB:
		sqlite3_bind_blob64(statement, place, data, value->bytes.length, SQLITE_STATIC);
		break;
	}
}

struct sql_row *sql_use_values(
	struct store *store, enum sql name, const struct sql_value *values, size_t count)
{
	struct sql_row *row = &store->sql->rows[name];
	assert((int)count == sqlite3_bind_parameter_count(row->statement));
	sqlite3_reset(row->statement);
	for (size_t i = 1; i <= count; i++)
		bind(row->statement, (int)i, &values[i]);
	return row;
}

int sql_step(struct store *store, struct sql_row *row, struct error *error)
{
	int code = sqlite3_step(row->statement);
	if (code == SQLITE_ROW)
		return 1;
	int result = code == SQLITE_DONE
			     ? 0
			     : sqlite_error(store->sql, sqlite3_sql(row->statement), error);
	sqlite3_reset(row->statement);
	return result;
}

bool sql_more(struct store *store, struct sql_row *row, int *result, struct error *error)
{
	if (*result) {
		sql_end(row);
		return false;
	}
	int step = sql_step(store, row, error);
	*result = step < 0 ? step : 0;
	return step > 0;
}

void sql_end(struct sql_row *row)
{
	if (row)
		sqlite3_reset(row->statement);
}

int sql_run_values(struct store *store, struct error *error, enum sql name,
	const struct sql_value *values, size_t count)
{
	struct sql_row *row = sql_use_values(store, name, values, count);
	int result = sql_step(store, row, error);
	if (result > 0)
		sql_end(row);
	return result < 0 ? result : 0;
}

int sql_changed(struct store *store)
{
	return sqlite3_changes(store->sql->db);
}

int sql_is_values(struct store *store, struct error *error, enum sql name,
	const struct sql_value *values, size_t count)
{
	struct sql_row *row = sql_use_values(store, name, values, count);
	int result = sql_step(store, row, error);
	if (result > 0)
		sql_end(row);
	return result;
}

int sql_number_values(struct store *store, struct error *error, int64_t *ret_number, int64_t none,
	enum sql name, const struct sql_value *values, size_t count)
{
	struct sql_row *row = sql_use_values(store, name, values, count);
	int result = sql_step(store, row, error);
	if (result < 0)
		return result;
	*ret_number = result == 0 || sql_null(row, 0) ? none : sql_int64(row, 0);
	sql_end(row);
	return 0;
}

/* --- columns ---------------------------------------------------------------------------------- */

int64_t sql_int64(const struct sql_row *row, int column)
{
	return row->met ? sqlite3_value_int64(row->met[column])
			: sqlite3_column_int64(row->statement, column);
}

int sql_int(const struct sql_row *row, int column)
{
	return (int)sql_int64(row, column);
}

uint32_t sql_u32(const struct sql_row *row, int column)
{
	return (uint32_t)sql_int64(row, column);
}

bool sql_null(const struct sql_row *row, int column)
{
	int type = row->met ? sqlite3_value_type(row->met[column])
			    : sqlite3_column_type(row->statement, column);
	return type == SQLITE_NULL;
}

instant sql_instant(const struct sql_row *row, int column)
{
	int64_t at = sql_int64(row, column);
	return at || !sql_null(row, column) ? at : INSTANT_NONE;
}

void sql_numbers(const struct sql_row *row, int first, int count, int64_t *numbers)
{
	for (int i = 0; i < count; i++)
		numbers[i] = sql_instant(row, first + i);
}

struct slice sql_slice(const struct sql_row *row, int column)
{
	struct slice text;
	if (row->met) {
		text.data = (const char *)sqlite3_value_text(row->met[column]);
		text.length = (size_t)sqlite3_value_bytes(row->met[column]);
	} else {
		text.data = (const char *)sqlite3_column_text(row->statement, column);
		text.length = (size_t)sqlite3_column_bytes(row->statement, column);
	}
	return text.data ? text : SLICE("");
}

const char *sql_text(const struct sql_row *row, int column)
{
	return sql_slice(row, column).data;
}

struct slice sql_blob(const struct sql_row *row, int column)
{
	struct slice bytes;
	if (row->met) {
		bytes.data = sqlite3_value_blob(row->met[column]);
		bytes.length = (size_t)sqlite3_value_bytes(row->met[column]);
	} else {
		bytes.data = sqlite3_column_blob(row->statement, column);
		bytes.length = (size_t)sqlite3_column_bytes(row->statement, column);
	}
	return bytes;
}

/* --- many rows at once ------------------------------------------------------------------------ */

static void met(sqlite3_context *context, int count, sqlite3_value **of)
{
	struct meeting *meeting = ((struct sql_connection *)sqlite3_user_data(context))->meeting;
	struct sql_row row = {.met = of};
	(void)count;
	meeting->met = true;
	meeting->result = meeting->on_row(meeting->user, &row, meeting->error);
	sqlite3_result_int(context, meeting->result != 0 || --meeting->left <= 0);
}

int sql_walk(struct store *store, struct sql_row *row, int most, sql_row_fn *on_row, void *user,
	bool *ret_over, struct error *error)
{
	struct meeting *outer = store->sql->meeting;
	struct meeting meeting = {.on_row = on_row, .user = user, .error = error, .left = most};
	int step = 1;
	while (step > 0 && !meeting.result && meeting.left > 0) {
		meeting.met = false;
		store->sql->meeting = &meeting;
		step = sql_step(store, row, error);
		store->sql->meeting = outer;
		if (step <= 0 || meeting.met)
			continue;
		meeting.result = on_row(user, row, error);
		meeting.left--;
	}
	if (meeting.result)
		sql_end(row);
	if (ret_over)
		*ret_over = step == 0;
	return meeting.result ? meeting.result : step < 0 ? step : 0;
}

static int compare(const struct sql_row *row, int column, const struct sql_value *key)
{
	if (key->kind == SQL_NUMBER) {
		int64_t number = sql_int64(row, column);
		return number < key->number ? -1 : number > key->number;
	}
	return slice_compare(sql_slice(row, column), key->bytes);
}

/* Steps over so many rows that nobody asked for; for more it leaps to the next key. */
#define STEPPED_OVER 4

/* From the key at *index on; moves it to the key to leap to, or to the end. */
static int read_from(struct store *store, struct error *error, enum sql name, int column,
	const struct sql_value *keys, size_t count, size_t *index, sql_key_fn *on_row, void *user)
{
	struct sql_row *row = sql_use(store, name, keys[*index]);
	int result = 0;
	for (int strangers = 0; strangers <= STEPPED_OVER;) {
		if (!sql_more(store, row, &result, error)) {
			*index = count;
			return result;
		}
		int order = compare(row, column, &keys[*index]);
		while (order > 0 && ++*index < count)
			order = compare(row, column, &keys[*index]);
		if (*index == count)
			break;
		strangers = order == 0 ? 0 : strangers + 1;
		if (order == 0)
			result = on_row(user, *index, row, error);
	}
	sql_end(row);
	return result;
}

int sql_by_keys(struct store *store, struct error *error, enum sql name, int column,
	const struct sql_value *keys, size_t count, sql_key_fn *on_row, void *user)
{
	int result = 0;
	for (size_t i = 0; i < count && result == 0;)
		result = read_from(store, error, name, column, keys, count, &i, on_row, user);
	return result;
}

/* A parameter stays bound: most columns of most rows are as in the row before. */
static void bind_row(sqlite3_stmt *statement, const struct sql_value *values,
	const struct sql_value *before, size_t width)
{
	sqlite3_reset(statement);
	for (size_t i = 0; i < width; i++) {
		bool same = before && values[i].kind <= SQL_NUMBER &&
			    values[i].kind == before[i].kind &&
			    values[i].number == before[i].number;
		if (!same)
			bind(statement, (int)i + 1, &values[i]);
	}
}

int sql_write(struct store *store, struct error *error, enum sql name,
	const struct sql_value *values, size_t width, size_t count)
{
	sqlite3_stmt *statement = store->sql->rows[name].statement;
	const struct sql_value *before = NULL;
	int result = 0;
	assert((int)width == sqlite3_bind_parameter_count(statement));
	for (; count > 0 && result == 0; count--, before = values, values += width) {
		bind_row(statement, values, before, width);
		if (sqlite3_step(statement) != SQLITE_DONE)
			result = sqlite_error(store->sql, sqlite3_sql(statement), error);
	}
	sqlite3_reset(statement);
	return result;
}

/* --- transactions ----------------------------------------------------------------------------- */

int sql_begin(struct store *store, bool durable, struct error *error)
{
	int result = durable ? sqlite_exec(store->sql, "PRAGMA synchronous = FULL", error) : 0;
	return result < 0 ? result : sqlite_exec(store->sql, "BEGIN IMMEDIATE", error);
}

int sql_commit(struct store *store, struct error *error)
{
	return sqlite_exec(store->sql, "COMMIT", error);
}

void sql_rollback(struct store *store)
{
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_reset(store->sql->rows[i].statement);
	if (!sqlite3_get_autocommit(store->sql->db))
		sqlite_exec(store->sql, "ROLLBACK", NULL);
}

void sql_over(struct store *store, bool durable)
{
	if (durable)
		sqlite_exec(store->sql, "PRAGMA synchronous = NORMAL", NULL);
}

int sql_reading(struct store *store, bool *ret_begun, struct error *error)
{
	*ret_begun = false;
	if (!sqlite3_get_autocommit(store->sql->db))
		return 0;
	int result = sqlite_exec(store->sql, "BEGIN", error);
	*ret_begun = result == 0;
	return result;
}

void sql_reading_end(struct store *store)
{
	if (!sqlite3_get_autocommit(store->sql->db))
		sqlite_exec(store->sql, "COMMIT", NULL);
}

void store_set_patience(struct store *store, int ms)
{
	sqlite3_busy_timeout(store->sql->db, ms);
}

int sql_prepare(struct store *store, struct error *error)
{
	struct sql_connection *sql = store->sql;
	if (sqlite3_create_function_v2(sql->db, "met", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, sql,
		    met, NULL, NULL, NULL) != SQLITE_OK)
		return sqlite_error(sql, "the function of rows", error);
	for (int i = 0; i < SQL_COUNT; i++)
		if (sqlite3_prepare_v3(sql->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT,
			    &sql->rows[i].statement, NULL) != SQLITE_OK)
			return sqlite_error(sql, texts[i], error);
	return 0;
}

void sql_close(struct sql_connection *sql)
{
	if (!sql)
		return;
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(sql->rows[i].statement);
	sqlite3_close_v2(sql->db);
	free(sql);
}
