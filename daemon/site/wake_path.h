/* Where the tool wakes the daemon after an operator wrote something: a datagram socket.
 *
 * The service manager gives the daemon a runtime directory (/run/hentra); a daemon started by hand
 * listens beside its store. The tool does not know which it is and sends to both: a datagram that
 * nobody waits for does no harm, and the daemon looks at the store by itself before long. */
#ifndef SITE_WAKE_PATH_H
#define SITE_WAKE_PATH_H

#include <stdbool.h>

#define WAKE_PATH "/run/hentra/wake"
#define WAKE_PATH_MAX 108 /* sun_path of a Unix socket */

/* Where the daemon listens: $RUNTIME_DIRECTORY/wake, else beside the store ("sqlite:/path" →
 * "/path.wake"). False when the path is too long or there is none: then nobody is woken. */
bool wake_path_listen(const char *store, char ret_path[static WAKE_PATH_MAX]);

/* Where the tool sends: WAKE_PATH, and beside the store. Returns how many. */
int wake_paths_send(const char *store, char ret_paths[static 2][WAKE_PATH_MAX]);

#endif
