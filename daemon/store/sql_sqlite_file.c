/* The SQLite driver: the file. Its header, read before SQLite reads it, opening, pragmas, versions, copies. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/inside.h"
#include "store/schema/migration.h"
#include "store/schema/store_file.h"
#include "store/sql_sqlite.h"

#define APPLICATION_ID 0x48544e52 /* "HTNR" */
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

int sql_inspect(const char *path, enum store_mode mode, bool *ret_new, struct error *error)
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
	struct store *store, const char *text, char value[static 64], struct error *error)
{
	sqlite3_stmt *statement = NULL;
	if (sqlite3_prepare_v2(store->sql->db, text, -1, &statement, NULL) != SQLITE_OK)
		return sqlite_error(store->sql, text, error);
	int code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		snprintf(value, 64, "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return sqlite_error(store->sql, text, error);
	return 0;
}

int sql_set_up(struct store *store, struct error *error)
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

static void cleanup_close(int *file)
{
	if (*file >= 0)
		close(*file);
}

int sql_open(struct store *store, const char *path, bool new, struct error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE;
	flags |= store->mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused after the first store: no matter */
	if (new) { /* ours alone to read: SQLite itself would create it for everybody */
		cleanup(cleanup_close) int file = store_file_open(path);
		if (file < 0)
			return store_file_refused(path, file, true, error);
	}
	store->sql = xcalloc(1, sizeof(*store->sql));
	sqlite3 **db = &store->sql->db;
	if (sqlite3_open_v2(path, db, flags, NULL) != SQLITE_OK)
		return error_set(error, *db ? -ENOENT : -ENOMEM, "cannot open the store: %s: %s",
			path, sqlite3_errmsg(*db));
	sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	if (!new)
		return 0;
	char text[96];
	snprintf(text, sizeof(text), "PRAGMA page_size = 4096; PRAGMA application_id = %d",
		APPLICATION_ID);
	return sqlite_exec(store->sql, text, error);
}

/* A first reader makes the index of the log, a file: where the disk is full there is no room for it. One
 * that is alone with the store keeps it in memory. It may have to be able to write for that, and does
 * not. */
static int open_alone(struct store *store, const char *path)
{
	sqlite3 **db = &store->sql->db;
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE |
		    SQLITE_OPEN_READWRITE;
	sqlite3_close_v2(*db);
	*db = NULL;
	if (sqlite3_open_v2(path, db, flags, NULL) != SQLITE_OK)
		return -EIO;
	sqlite3_db_config(*db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return sqlite_exec(store->sql, "PRAGMA locking_mode = EXCLUSIVE", NULL);
}

static int read_version(struct store *store, char application[static 64], char version[static 64],
	struct error *error)
{
	int result = pragma_text(store, "PRAGMA application_id", application, error);
	return result < 0 ? result : pragma_text(store, "PRAGMA user_version", version, error);
}

int sql_version(struct store *store, const char *path, int *ret_version, struct error *error)
{
	char application[64] = "", version[64] = "";
	int result = read_version(store, application, version, error);
	if (result == -ENOSPC && store->mode == STORE_READ && open_alone(store, path) == 0)
		result = read_version(store, application, version, error);
	if (result < 0)
		return result;
	if (atoi(application) != APPLICATION_ID)
		return error_set(error, -EBADMSG,
			"not a hentra store but another program's database: %s", path);
	*ret_version = atoi(version);
	return 0;
}

const struct migration *sql_migrations(int *ret_count)
{
	*ret_count = migrations_sqlite_count;
	return migrations_sqlite;
}

int sql_migrate(struct store *store, const char *script, int version, struct error *error)
{
	char text[64];
	snprintf(text, sizeof(text), "PRAGMA user_version = %d", version);
	int result = sqlite_exec(store->sql, script, error);
	return result < 0 ? result : sqlite_exec(store->sql, text, error);
}

/* Into the file itself: a package that knows only an older form looks there, without SQLite. */
void sql_migrated(struct store *store)
{
	sqlite3_wal_checkpoint_v2(store->sql->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
}

void sql_give_back_memory(struct store *store)
{
	sqlite3_db_release_memory(store->sql->db);
}

/* --- copies ----------------------------------------------------------------------------------- */

static int compact_into(struct store *store, const char *file, struct error *error)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(store->sql->db, "VACUUM INTO ?1", -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(statement, 1, file, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? 0 : sqlite_error(store->sql, "a copy", error);
}

/* All pages in one step: one reading of the store, which writers do not wait for. */
static int copy_pages(struct store *store, sqlite3 *to, const char *file, struct error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->sql->db, "main");
	int code = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(to);
	if (backup && sqlite3_backup_finish(backup) != SQLITE_OK && code == SQLITE_DONE)
		code = sqlite3_errcode(to);
	if (code != SQLITE_DONE)
		return error_set(
			error, -EIO, "cannot write the copy: %s: %s", file, sqlite3_errstr(code));
	/* one file, without a log beside it */
	if (sqlite3_exec(to, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL) != SQLITE_OK)
		return error_set(
			error, -EIO, "cannot finish the copy: %s: %s", file, sqlite3_errmsg(to));
	return 0;
}

int sql_copy(struct store *store, const char *file, bool compact, struct error *error)
{
	sqlite3 *to = NULL;
	if (compact)
		return compact_into(store, file, error);
	int result = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
			     ? copy_pages(store, to, file, error)
			     : error_set(error, -EIO, "cannot open the copy: %s", file);
	sqlite3_close_v2(to);
	return result;
}
