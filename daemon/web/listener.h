/* Sockets the page listens at: opened here, or handed over by the service manager. */
#ifndef WEB_LISTENER_H
#define WEB_LISTENER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* Opens what `listen` of [page] says ("host:port", "[v6]:port", "unix:/path"). A socket file left
 * behind is replaced; the new one is for the daemon's user and group. */
int listener_open(const char *listen, int *ret_fd, struct error *error);
/* Removes the file of a "unix:/path"; nothing for others. */
void listener_remove(const char *listen);

/* The n-th socket the service manager handed over, a copy to be closed; -1: there are no more. */
int listener_handed(size_t index);

/* Can only this machine reach it? By the address it is bound to. */
bool listener_is_local(int fd);
/* Is it a unix socket? No browser comes that way, whatever name a page has. */
bool listener_is_unix(int fd);

#endif
