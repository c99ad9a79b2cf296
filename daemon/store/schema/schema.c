/* What form a store's file has: its header, read before SQLite reads it, pragmas, migrations. */
#include "store/schema/schema.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/inside.h"
#include "store/schema/migration.h"
#include "store/schema/store_file.h"
#include "store/sql.h"

#define HEADER_SIZE 100 /* https://www.sqlite.org/fileformat.html 1.3 */

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

int schema_inspect(const char *path, enum store_mode mode, bool *ret_new, struct error *error)
{
	struct stat status;
	unsigned char header[HEADER_SIZE];
	bool there = stat(path, &status) == 0;
	if ((!there && errno != ENOENT) || (there && access(path, R_OK) < 0))
		return store_file_refused(path, -errno, mode == STORE_OWN, error);
	*ret_new = !there || status.st_size == 0;
	if (*ret_new)
		return store_file_missing(path, mode == STORE_OWN, error);
	if (!read_header(path, header) || memcmp(header, "SQLite format 3", 16) != 0)
		return error_set(error, -EBADMSG, "not a hentra store: %s", path);
	/* ours is in the file itself since before it had a log */
	if (big_endian(header + 68) != SCHEMA_APPLICATION_ID)
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

int schema_set_pragmas(struct store *store, struct error *error)
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

int schema_migrate(struct store *store, const char *path, int version, struct error *error)
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

int schema_check(struct store *store, const char *path, int *ret_version, struct error *error)
{
	char application[64] = "", version[64] = "";
	int result = pragma_text(store, "PRAGMA application_id", application, error);
	if (result == 0)
		result = pragma_text(store, "PRAGMA user_version", version, error);
	if (result < 0)
		return result;
	if (atoi(application) != SCHEMA_APPLICATION_ID)
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
