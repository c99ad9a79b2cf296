#include "site/wake_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool beside_store(const char *store, char ret_path[static WAKE_PATH_MAX])
{
	const char *path = strchr(store, ':');
	if (!path || path[1] != '/')
		return false;
	int length = snprintf(ret_path, WAKE_PATH_MAX, "%s.wake", path + 1);
	return length > 0 && length < WAKE_PATH_MAX;
}

bool wake_path_listen(const char *store, char ret_path[static WAKE_PATH_MAX])
{
	/* several directories are separated by ':'; ours is the first */
	const char *directory = getenv("RUNTIME_DIRECTORY");
	if (!directory || directory[0] != '/')
		return beside_store(store, ret_path);
	int length = snprintf(
		ret_path, WAKE_PATH_MAX, "%.*s/wake", (int)strcspn(directory, ":"), directory);
	return length > 0 && length < WAKE_PATH_MAX;
}

int wake_paths_send(const char *store, char ret_paths[static 2][WAKE_PATH_MAX])
{
	snprintf(ret_paths[0], WAKE_PATH_MAX, "%s", WAKE_PATH);
	return beside_store(store, ret_paths[1]) ? 2 : 1;
}
