/* Where the tool and the daemon meet: sockets in the daemon's runtime directory.
 *
 * The service manager gives the daemon that directory (/run/hentra); a daemon started by hand listens beside
 * its store. The tool does not know which it is and tries both: a place where nobody listens does no harm. */
#ifndef SITE_SOCKET_PATH_H
#define SITE_SOCKET_PATH_H

#include <stdbool.h>

#define SOCKET_WAKE "wake" /* datagrams: an operator wrote something, look at the store */
#define SOCKET_CONTROL "control" /* a stream: asked for one word, it answers (app/control.h) */
#define SOCKET_PATH_MAX 108 /* sun_path of a Unix socket */

/* Where the daemon listens: $RUNTIME_DIRECTORY/NAME, else beside the store ("sqlite:/path" →
 * "/path.NAME"). False when the path is too long or there is none. */
bool socket_path_listen(const char *store, const char *name, char ret_path[static SOCKET_PATH_MAX]);

/* Where the tool tries: /run/hentra/NAME, and beside the store. Returns how many. */
int socket_paths_try(
	const char *store, const char *name, char ret_paths[static 2][SOCKET_PATH_MAX]);

#endif
