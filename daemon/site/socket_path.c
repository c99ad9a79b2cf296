#include "site/socket_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool beside_store(const char *store, const char *name, char ret_path[static SOCKET_PATH_MAX])
{
	const char *path = strchr(store, ':');
	if (!path || path[1] != '/')
		return false;
	int length = snprintf(ret_path, SOCKET_PATH_MAX, "%s.%s", path + 1, name);
	return length > 0 && length < SOCKET_PATH_MAX;
}

bool socket_path_listen(const char *store, const char *name, char ret_path[static SOCKET_PATH_MAX])
{
	/* several directories are separated by ':'; ours is the first */
	const char *directory = getenv("RUNTIME_DIRECTORY");
	if (!directory || directory[0] != '/')
		return beside_store(store, name, ret_path);
	int length = snprintf(ret_path, SOCKET_PATH_MAX, "%.*s/%s", (int)strcspn(directory, ":"),
		directory, name);
	return length > 0 && length < SOCKET_PATH_MAX;
}

int socket_paths_try(const char *store, const char *name, char ret_paths[static 2][SOCKET_PATH_MAX])
{
	snprintf(ret_paths[0], SOCKET_PATH_MAX, "/run/hentra/%s", name);
	return beside_store(store, name, ret_paths[1]) ? 2 : 1;
}
