#include "store/schema/store_file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/store.h"

#define LOOKS 5
#define LOOK_MS 10

static void add_lock(const char *path, struct text *out)
{
	text_printf(out, "%s.lock", path);
}

static void add_folder(const char *path, struct text *out)
{
	const char *slash = strrchr(path, '/');
	text_append(out, slash ? path : ".", slash > path ? (size_t)(slash - path) : 1);
}

/* --- what is refused ------------------------------------------------------------------------ */

static void add_user(struct text *out)
{
	struct passwd entry, *found = NULL;
	char buffer[1024];
	if (getpwuid_r(geteuid(), &entry, buffer, sizeof(buffer), &found) == 0 && found)
		text_printf(out, "user %s", entry.pw_name);
	else
		text_printf(out, "user number %u", (unsigned)geteuid());
}

static void add_remedy(const char *folder, int code, bool owner, struct text *out)
{
	if (code == -EROFS)
		text_printf(out,
			"; mount the file system of %s for writing; for the service, a folder "
			"other "
			"than /var/lib/hentra also needs ReadWritePaths=%s (systemctl edit hentra)",
			folder, folder);
	else if (code == -EACCES && !owner)
		text_add(out, geteuid() ? "; try it as root (sudo)" : "");
	else if (code == -EACCES)
		text_printf(out,
			"; %s and what lies in it must belong to the service: chown -R hentra: %s",
			folder, folder);
}

int store_file_refused(const char *path, int code, bool owner, struct error *error)
{
	cleanup(text_free) struct text folder = {0}, user = {0}, remedy = {0};
	add_folder(path, &folder);
	add_user(&user);
	add_remedy(folder.data, code, owner, &remedy);
	return error_set(error, code, "cannot open the store: %s: %s (as %s)%s", path,
		strerror(-code), user.data, remedy.data ? remedy.data : "");
}

int store_file_writable(const char *path, bool owner, struct error *error)
{
	cleanup(text_free) struct text folder = {0};
	add_folder(path, &folder);
	if (access(folder.data, W_OK) < 0 || access(path, W_OK) < 0)
		return store_file_refused(path, -errno, owner, error);
	return 0;
}

int store_file_missing(const char *path, bool may_make, struct error *error)
{
	cleanup(text_free) struct text folder = {0};
	struct stat status;
	add_folder(path, &folder);
	if (!may_make)
		return error_set(error, -ENOENT,
			"no store yet at %s: hentra has not run; start it (systemctl start hentra) "
			"and ask again, or look why it did not start (journalctl -xu hentra)",
			path);
	if (stat(folder.data, &status) < 0 || !S_ISDIR(status.st_mode))
		return error_set(error, -ENOENT,
			"the store's folder is not there: %s; the service makes /var/lib/hentra "
			"itself, any other must be made by hand and belong to the user hentra",
			folder.data);
	return 0;
}

/* --- making it --------------------------------------------------------------------------------- */

static int give(int file, const char *path)
{
	cleanup(text_free) struct text folder = {0};
	struct stat owner;
	add_folder(path, &folder);
	if (geteuid() == 0 &&
		(stat(folder.data, &owner) < 0 || fchown(file, owner.st_uid, owner.st_gid) < 0))
		return -errno;
	return 0;
}

int store_file_open(const char *path)
{
	/* only what is new is given away: what lies there may be a link to somebody else's file */
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	if (file < 0 && errno == EEXIST)
		file = open(path, O_RDWR | O_CLOEXEC);
	else if (file >= 0 && give(file, path) < 0) {
		int code = -errno;
		close(file);
		unlink(path);
		return code;
	}
	return file < 0 ? -errno : file;
}

/* --- the lock --------------------------------------------------------------------------------- */

/* Whoever asks for the owner holds the lock shared for a moment, hence the second look. */
static int lock_alone(int file)
{
	for (int looks = 0; flock(file, LOCK_EX | LOCK_NB) < 0; looks++) {
		if (errno != EWOULDBLOCK || looks == LOOKS)
			return errno == EWOULDBLOCK ? -EBUSY : -errno;
		poll(NULL, 0, LOOK_MS);
	}
	return 0;
}

int store_file_lock(const char *path, int *ret_lock, struct error *error)
{
	cleanup(text_free) struct text name = {0};
	add_lock(path, &name);
	int file = store_file_open(name.data);
	if (file < 0)
		return store_file_refused(path, file, true, error);
	int result = lock_alone(file);
	if (result == 0) {
		*ret_lock = file;
		return 0;
	}
	close(file);
	if (result == -EBUSY)
		return error_set(error, result, "the store is in use by another hentrad: %s", path);
	return error_set(error, result, "cannot lock the store: %s: %s", path, strerror(-result));
}

enum store_owner store_owner(const char *location)
{
	const char *path = strchr(location, ':');
	cleanup(text_free) struct text name = {0};
	add_lock(path ? path + 1 : location, &name);
	int file = open(name.data, O_RDONLY | O_CLOEXEC);
	if (file < 0)
		return errno == ENOENT ? STORE_OWNER_NONE : STORE_OWNER_UNKNOWN;
	enum store_owner owner = STORE_OWNER_NONE;
	if (flock(file, LOCK_SH | LOCK_NB) < 0)
		owner = errno == EWOULDBLOCK ? STORE_OWNER_RUNS : STORE_OWNER_UNKNOWN;
	close(file);
	return owner;
}
