/* The copy that is kept of a store before a newer hentra changes its form: what a downgrade needs. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/inside.h"
#include "store/schema/schema.h"
#include "store/sql.h"

/* A copy is written into an empty file, which must not be readable for others meanwhile. */
static int make_empty(const char *path)
{
	if (unlink(path) < 0 && errno != ENOENT)
		return -errno;
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0)
		return -errno;
	close(file);
	return 0;
}

static int sync_file(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	int result = file < 0 || fsync(file) < 0 ? -errno : 0;
	if (file >= 0)
		close(file);
	return result;
}

/* A copy that was cut short goes again; it has another name until it is whole and on the disk. */
int store_copy_before(
	struct store *store, const char *path, const char *migration, struct error *error)
{
	cleanup(text_free) struct text name = {0}, half = {0};
	text_printf(&name, "%s.before-%s", path, migration);
	text_printf(&half, "%s.half", name.data);
	int result = make_empty(half.data);
	if (result == 0)
		result = sql_copy(store, half.data, true, error);
	if (result == 0)
		result = sync_file(half.data);
	if (result == 0 && rename(half.data, name.data) < 0)
		result = -errno;
	if (result == 0)
		return 0;
	unlink(half.data);
	return error_set(error, result,
		"the store was not brought up, for no copy of it can be kept beside it: %s: %s",
		name.data, strerror(-result));
}
