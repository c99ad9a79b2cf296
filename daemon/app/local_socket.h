/* A Unix socket of the daemon's, for its own user alone. */
#ifndef APP_LOCAL_SOCKET_H
#define APP_LOCAL_SOCKET_H

#include "ground/ground.h"
#include "site/socket_path.h"

/* Listens at the path of that name (site/socket_path.h), without blocking. -1: it cannot, which was said
 * ("the daemon WHAT"), or there is no place for it; then the path is "". One left behind by a killed daemon
 * is replaced: the store's lock says that we are alone. */
int local_socket_listen(const struct ground *ground, const char *name, int type, const char *what,
	char ret_path[static SOCKET_PATH_MAX]);

#endif
