#include "site/service_user.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROUPS_MOST 256

/* ProtectHome= of the unit. */
static bool is_hidden(const char *path)
{
	static const char *const folders[] = {"/home/", "/root/", "/run/user/"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (strncmp(path, folders[i], strlen(folders[i])) == 0)
			return true;
	}
	return false;
}

static bool may(const struct passwd *user, const char *path, int mode)
{
	gid_t groups[GROUPS_MOST], own = getegid();
	int count = getgroups(GROUPS_MOST, groups);
	bool can = true;

	if (count < 0)
		return true;
	/* The user last and back first: only root may change the others. */
	if (initgroups(user->pw_name, user->pw_gid) == 0 && setegid(user->pw_gid) == 0 &&
		seteuid(user->pw_uid) == 0)
		can = faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0;
	/* Half of another user's rights is no state to go on in. */
	if (seteuid(0) < 0 || setegid(own) < 0 || setgroups((size_t)count, groups) < 0)
		abort();
	return can;
}

const char *service_barred(const char *path, int mode)
{
	const struct passwd *user = geteuid() == 0 ? getpwnam(SERVICE_USER) : NULL;

	if (!user)
		return NULL;
	if (is_hidden(path))
		return "the service sees neither /home nor /root";
	return may(user, path, mode) ? NULL : "the service's user " SERVICE_USER " may not use it";
}
