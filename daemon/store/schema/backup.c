/* A copy of the store while it is in use. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "store/inside.h"
#include "store/store_witness.h"

/* All pages in one step: one reading of the store, which writers do not wait for. */
static int copy(struct store *store, sqlite3 *to, const char *file, struct error *error)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", store->db, "main");
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

int store_backup(struct store *store, const char *file, struct error *error)
{
	sqlite3 *to = NULL;
	int place = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (place < 0)
		return error_set(error, errno == EEXIST ? -EEXIST : -errno,
			"cannot create the copy: %s: %s", file, strerror(errno));
	int result = sqlite3_open_v2(file, &to, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK
			     ? copy(store, to, file, error)
			     : error_set(error, -EIO, "cannot open the copy: %s", file);
	sqlite3_close_v2(to);
	if (result == 0 && fsync(place) < 0)
		result = error_set(
			error, -errno, "cannot write the copy: %s: %s", file, strerror(errno));
	close(place);
	if (result < 0)
		unlink(file);
	return result;
}
