/* A copy of the store while it is in use. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "store/sql.h"
#include "store/store_witness.h"

int store_backup(struct store *store, const char *file, struct error *error)
{
	int place = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (place < 0)
		return error_set(error, errno == EEXIST ? -EEXIST : -errno,
			"cannot create the copy: %s: %s", file, strerror(errno));
	int result = sql_copy(store, file, false, error);
	if (result == 0 && fsync(place) < 0)
		result = error_set(
			error, -errno, "cannot write the copy: %s: %s", file, strerror(errno));
	close(place);
	if (result < 0)
		unlink(file);
	return result;
}
