/* Opening: what kind of file it is, the one-writer lock, pragmas, migrations. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/migration.h"
#include "store/place.h"
#include "store/sqlite_before.h"
#include "store/sqlite_dictionary.h"
#include "store/sqlite_history.h"
#include "store/sqlite_judge.h"
#include "store/sqlite_poll.h"
#include "store/sqlite_purge.h"
#include "store/sqlite_row.h"
#include "store/sqlite_statement.h"
#include "store/sqlite_store.h"
#include "store/sqlite_suspicion.h"
#include "store/sqlite_tally.h"
#include "store/sqlite_upheaval.h"
#include "store/sqlite_walk.h"

#define APPLICATION_ID 0x48544e52 /* "HTNR" */
#define HEADER_SIZE 100 /* https://www.sqlite.org/fileformat.html 1.3 */

static const char *const statement_texts[SQL_COUNT] = {
#define X(name, text) [SQL_##name] = text,
#include "store/statements_sqlite.def"
#undef X
};

/* Set at open and read back, for SQLite ignores a pragma it does not know. */
struct pragma {
	const char *name;
	const char *value;
	const char *reads; /* what it reads back as */
	bool writer; /* for the modes that write */
};
static const struct pragma pragmas[] = {
	{"trusted_schema", "OFF", "0", false},
	{"cell_size_check", "ON", "1", false},
	{"foreign_keys", "ON", "1", false},
	{"temp_store", "MEMORY", "2", false},
	{"secure_delete", "ON", "1", true}, /* what is purged or forgotten is overwritten */
	{"mmap_size", "0", "0", false},
	{"cache_size", "-10240", "-10240", false}, /* KiB */
	{"journal_mode", "WAL", "wal", true},
	{"synchronous", "NORMAL", "1", true},
	{"wal_autocheckpoint", "4096", "4096", true},
	{"journal_size_limit", "33554432", "33554432", true},
};

static void cleanup_close(int *file)
{
	if (*file >= 0)
		close(*file);
}

static uint32_t big_endian(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 |
	       bytes[3];
}

static bool has_log(const char *path)
{
	struct stat log;
	cleanup(text_free) struct text name = {0};
	text_printf(&name, "%s-wal", path);
	return stat(name.data, &log) == 0 && log.st_size > 0;
}

/* By SQLite's own file layer, which keeps a file open while the process has locks on it: closing one
 * that we opened would drop the locks of every connection of this process (POSIX), and the next tool
 * to end would take the log away from under a running daemon. */
static bool read_header(const char *path, unsigned char header[static HEADER_SIZE])
{
	sqlite3_vfs *vfs = sqlite3_vfs_find(NULL);
	cleanup(cleanup_free) sqlite3_file *file = xcalloc(1, (size_t)vfs->szOsFile);
	const char *name = sqlite3_create_filename(path, "", "", 0, NULL);
	bool read = false;
	if (name && vfs->xOpen(vfs, name, file, SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB, NULL) ==
			    SQLITE_OK)
		read = file->pMethods->xRead(file, header, HEADER_SIZE, 0) == SQLITE_OK;
	if (file->pMethods)
		file->pMethods->xClose(file);
	sqlite3_free_filename(name);
	return read;
}

/* Looks at the file's header before SQLite does, so that a foreign or broken file is not touched. */
static int inspect(const char *path, enum store_mode mode, bool *ret_new, struct error *error)
{
	struct stat status;
	unsigned char header[HEADER_SIZE];
	bool there = stat(path, &status) == 0;
	if ((!there && errno != ENOENT) || (there && access(path, R_OK) < 0))
		return place_refused(path, -errno, mode == STORE_OWN, error);
	*ret_new = !there || status.st_size == 0;
	if (*ret_new)
		return place_missing(path, mode == STORE_OWN, error);
	if (!read_header(path, header) || memcmp(header, "SQLite format 3", 16) != 0)
		return error_set(error, -EBADMSG, "not a hentra store: %s", path);
	/* ours is in the file itself since before it had a log */
	if (big_endian(header + 68) != APPLICATION_ID)
		return error_set(error, -EBADMSG,
			"not a hentra store but another program's database: %s", path);
	if (big_endian(header + 60) > (uint32_t)migrations_sqlite_count)
		return error_set(error, -EPROTO,
			"the store was written by a newer hentra (version %u, this one knows %d): "
			"%s",
			big_endian(header + 60), migrations_sqlite_count, path);
	uint64_t page_size = (uint64_t)header[16] << 8 | header[17];
	if (page_size == 1)
		page_size = 65536;
	if ((uint64_t)status.st_size < page_size * big_endian(header + 28) && !has_log(path))
		return error_set(error, -EBADMSG, "the store is cut off: %s", path);
	return 0;
}

/* Reads one value of one pragma as text. */
static int pragma_text(
	struct store *store, const char *sql, char value[static 64], struct error *error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(store->db, sql, -1, &statement, NULL) != SQLITE_OK)
		return sql_error(store, sql, error);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		snprintf(value, 64, "%s", sql_text(statement, 0));
	sqlite3_finalize(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return sql_error(store, sql, error);
	return 0;
}

static int set_pragmas(struct store *store, struct error *error)
{
	for (size_t i = 0; i < ARRAY_SIZE(pragmas); i++) {
		const struct pragma *pragma = &pragmas[i];
		char sql[96], value[64] = "";
		if (pragma->writer && store->mode == STORE_READ)
			continue;
		snprintf(sql, sizeof(sql), "PRAGMA %s = %s", pragma->name, pragma->value);
		int result = pragma_text(store, sql, value, error);
		if (result < 0)
			return result;
		snprintf(sql, sizeof(sql), "PRAGMA %s", pragma->name);
		result = pragma_text(store, sql, value, error);
		if (result < 0)
			return result;
		/* with mmap compiled out or memory for temp_store fixed there is nothing to read */
		if (value[0] && strcmp(value, pragma->reads) != 0)
			return error_set(error, -EIO,
				"the store's %s cannot be set to %s: it is %s", pragma->name,
				pragma->value, value);
	}
	return 0;
}

static int migrate(struct store *store, const char *path, int version, struct error *error)
{
	bool old = version < migrations_sqlite_count;
	if (version > 0 && old) {
		int result = store_copy_before(store, path, migrations_sqlite[version].name, error);
		if (result < 0)
			return result;
	}
	for (; version < migrations_sqlite_count; version++) {
		char sql[64];
		snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", version + 1);
		int result = store_begin(store, true, error);
		if (result == 0)
			result = sql_exec(store, migrations_sqlite[version].sql, error);
		if (result == 0)
			result = sql_exec(store, sql, error);
		if (result == 0)
			result = store_commit(store, error);
		if (result < 0) {
			store_rollback(store);
			error_prefix(
				error, "bringing the store to %s", migrations_sqlite[version].name);
			return result;
		}
	}
	/* into the file itself: a package that knows only an older form looks there, without SQLite */
	if (old)
		sqlite3_wal_checkpoint_v2(store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return 0;
}

/* What the file says it is, read through SQLite (the log included). */
static int check_kind(struct store *store, const char *path, int *ret_version, struct error *error)
{
	char application[64] = "", version[64] = "";
	int result = pragma_text(store, "PRAGMA application_id", application, error);
	if (result == 0)
		result = pragma_text(store, "PRAGMA user_version", version, error);
	if (result < 0)
		return result;
	if (atoi(application) != APPLICATION_ID)
		return error_set(error, -EBADMSG,
			"not a hentra store but another program's database: %s", path);
	*ret_version = atoi(version);
	if (*ret_version > migrations_sqlite_count)
		return error_set(error, -EPROTO,
			"the store was written by a newer hentra (version %d, this one knows %d): "
			"%s",
			*ret_version, migrations_sqlite_count, path);
	if (*ret_version < migrations_sqlite_count && store->mode != STORE_OWN)
		return error_set(error, -EPROTO,
			"the store is of an older hentra: start hentrad once to bring it up: %s",
			path);
	return 0;
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
		result = upheavals_load(store, error);
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

static int open_database(struct store *store, const char *path, bool new, struct error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	flags |= store->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	if (new) { /* ours alone to read: SQLite itself would create it for everybody */
		cleanup(cleanup_close) int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
		if (file < 0)
			return place_refused(path, -errno, true, error);
	}
	if (sqlite3_open_v2(path, &store->db, flags, NULL) != SQLITE_OK)
		return error_set(error, store->db ? -ENOENT : -ENOMEM,
			"cannot open the store: %s: %s", path, sqlite3_errmsg(store->db));
	sqlite3_busy_timeout(store->db, 5000);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (!new)
		return 0;
	char sql[96];
	snprintf(sql, sizeof(sql), "PRAGMA page_size = 4096; PRAGMA application_id = %d",
		APPLICATION_ID);
	return sql_exec(store, sql, error);
}

/* SQLite's own words for a place that cannot be written say neither where nor why. It wants to write
 * beside a store that it only reads, too. */
static int blame_place(const struct store *store, const char *path, int result, struct error *error)
{
	if (result != -EROFS && result != -EACCES && result != -ENOENT)
		return result;
	int place = place_writable(path, store->mode == STORE_OWN, error);
	return place < 0 ? place : result;
}

static int open_store(struct store *store, const char *path, struct error *error)
{
	bool new = false;
	int version = 0;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused after the first store: no matter */
	int result = inspect(path, store->mode, &new, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = place_lock(path, &store->lock, error);
	if (result == 0)
		result = open_database(store, path, new, error);
	if (result == 0)
		result = check_kind(store, path, &version, error);
	if (result == 0)
		result = set_pragmas(store, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = migrate(store, path, version, error);
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
	free(store->upheavals);
	free(store);
}
