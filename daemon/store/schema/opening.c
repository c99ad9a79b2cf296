/* Opening: the one-writer lock, what is kept in memory, and what a daemon that was killed left behind. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/history.h"
#include "store/cases/judge_rows.h"
#include "store/cases/kept_tally.h"
#include "store/cases/polls.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/schema/schema.h"
#include "store/schema/store_file.h"
#include "store/sql.h"
#include "store/witness/mass_rewrites.h"
#include "store/witness/purging.h"
#include "store/witness/suspicion_rows.h"

static const char *const statement_texts[SQL_COUNT] = {
#define X(name, text) [SQL_##name] = text,
#include "store/statements.def"
#undef X
};

static void cleanup_close(int *file)
{
	if (*file >= 0)
		close(*file);
}

static int prepare_all(struct store *store, struct error *error)
{
	for (int i = 0; i < SQL_COUNT; i++)
		if (sqlite3_prepare_v3(store->db, statement_texts[i], -1, SQLITE_PREPARE_PERSISTENT,
			    &store->statements[i], NULL) != SQLITE_OK)
			return sql_error(store, statement_texts[i], error);
	return 0;
}

/* A number that tells this store's deliveries from those of any other store. */
static int give_instance(struct store *store, struct error *error)
{
	int64_t instance;
	if (getrandom(&instance, sizeof(instance), 0) != sizeof(instance))
		return error_set(error, -EIO, "cannot get random bytes");
	return meta_put(store, "instance", instance, error);
}

/* What a daemon that was killed left behind. */
static int recover(struct store *store, struct error *error)
{
	int64_t instance;
	int result = store_begin(store, true, error);
	if (result < 0)
		return result;
	if (meta_get(store, "instance", &instance, error) == -ENOENT)
		result = give_instance(store, error);
	if (result == 0) {
		sqlite3_stmt *polls = sql_use(store, SQL_polls_cut_short);
		sqlite3_bind_int64(polls, 1, store->newest == INSTANT_NONE ? 0 : store->newest);
		result = sql_run(store, polls, error);
	}
	if (result == 0)
		result = sql_run(store, sql_use(store, SQL_deliveries_free), error);
	store->journaled = 1; /* perhaps */
	if (result == 0)
		result = tally_settle(store, error);
	if (result == 0)
		return store_commit(store, error);
	store_rollback(store);
	return result;
}

/* max(id) of a table and so on: one number, 0 when there is none. */
static int one_number(struct store *store, enum sql which, int64_t *ret_number, struct error *error)
{
	sqlite3_stmt *statement = sql_use(store, which);
	int result = sql_step(store, statement, error);
	if (result > 0)
		*ret_number = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return result < 0 ? result : 0;
}

/* A number of `meta` that may not be there yet. */
static int maybe(struct store *store, const char *key, int64_t *ret_value, struct error *error)
{
	int result = meta_get(store, key, ret_value, error);
	return result == -ENOENT ? 0 : result;
}

static int load(struct store *store, struct error *error)
{
	int64_t episode = 0, delivery = 0, recount = 0;
	store->newest = store->judged_at = store->day_ends = INSTANT_NONE;
	int result = dictionaries_load(store, error);
	if (result == 0)
		result = portals_load(store, error);
	if (result == 0)
		result = mass_rewrites_load(store, error);
	if (result == 0)
		result = purge_load(store, error);
	if (result == 0)
		result = maybe(store, "newest", &store->newest, error);
	if (result == 0)
		result = maybe(store, "judged_at", &store->judged_at, error);
	if (result == 0)
		result = maybe(store, "recount", &recount, error);
	if (result == 0)
		result = maybe(store, "last_case", &store->last_case, error);
	if (result == 0)
		result = one_number(store, SQL_episode_last, &episode, error);
	if (result == 0)
		result = maybe(store, "delivery", &delivery, error);
	store->recount = recount != 0;
	store->next_episode = episode + 1;
	store->next_delivery = delivery + 1;
	return result;
}

void store_set_patience(struct store *store, int ms)
{
	sqlite3_busy_timeout(store->db, ms);
}

static int open_database(struct store *store, const char *path, bool new, struct error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	flags |= store->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (new) { /* ours alone to read: SQLite itself would create it for everybody */
		cleanup(cleanup_close) int file = store_file_open(path);
		if (file < 0)
			return store_file_refused(path, file, true, error);
	}
	if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
		return error_set(error, store->db ? -ENOENT : -ENOMEM,
			"cannot open the store: %s: %s", path, sqlite3_errmsg(store->db));
	store_set_patience(store, 5000);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (!new)
		return 0;
	char sql[96];
	snprintf(sql, sizeof(sql), "PRAGMA page_size = 4096; PRAGMA application_id = %d",
		SCHEMA_APPLICATION_ID);
	return sql_exec(store, sql, error);
}

/* SQLite's own words for a place that cannot be written say neither where nor why. It wants to write
 * beside a store that it only reads, too. */
static int blame_place(const struct store *store, const char *path, int result, struct error *error)
{
	if (result != -EROFS && result != -EACCES && result != -ENOENT)
		return result;
	int place = store_file_writable(path, store->mode == STORE_OWN, error);
	return place < 0 ? place : result;
}

static int open_store(struct store *store, const char *path, struct error *error)
{
	bool new = false;
	int version = 0;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused after the first store: no matter */
	int result = schema_inspect(path, store->mode, &new, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = store_file_lock(path, &store->lock, error);
	if (result == 0)
		result = open_database(store, path, new, error);
	if (result == 0)
		result = schema_check(store, path, &version, error);
	if (result == 0)
		result = schema_set_pragmas(store, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = schema_migrate(store, path, version, error);
	if (result == 0)
		result = rows_prepare(store, error);
	if (result == 0)
		result = history_prepare(store, error);
	if (result == 0)
		result = prepare_all(store, error);
	if (result == 0)
		result = load(store, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = recover(store, error);
	return store->db ? blame_place(store, path, result, error) : result;
}

int store_open(
	const char *location, enum store_mode mode, struct store **ret_store, struct error *error)
{
	static const char scheme[] = "sqlite:";
	if (strncmp(location, scheme, sizeof(scheme) - 1) != 0 || !location[sizeof(scheme) - 1])
		return error_set(error, -EINVAL, "a store is written sqlite:PATH: %s", location);
	struct store *store = xcalloc(1, sizeof(*store));
	store->mode = mode;
	store->lock = -1;
	int result = open_store(store, location + sizeof(scheme) - 1, error);
	if (result < 0)
		store_close(store);
	else
		*ret_store = store;
	return result;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->begun)
		store_rollback(store);
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(store->statements[i]);
	sqlite3_close_v2(store->db);
	if (store->lock >= 0)
		close(store->lock);
	polls_free(store);
	dictionaries_free(store);
	portals_free(store);
	tally_free(&store->delta);
	day_sums_free(&store->since_day);
	day_sums_free(&store->closing.sums);
	text_free(&store->code);
	text_free(&store->suspect);
	walk_free(&store->judged);
	walk_free(&store->purging);
	gaps_free(store->gaps);
	unit_looks_free(store->unit_looks);
	text_free(&store->episode);
	judgings_free(store);
	free(store->mass_rewrites);
	free(store);
}
