#include "web/listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <systemd/sd-daemon.h>
#include <unistd.h>

/* A short one is soon full of connections that say nothing: who finds no place in it tries again after
 * a second (TCP), and readers are among them. */
#define BACKLOG SOMAXCONN
#define UNIX_PREFIX "unix:"

static bool unix_path(const char *listen, const char **ret_path)
{
	if (strncmp(listen, UNIX_PREFIX, strlen(UNIX_PREFIX)) != 0)
		return false;
	*ret_path = listen + strlen(UNIX_PREFIX);
	return true;
}

void listener_remove(const char *listen)
{
	const char *path;
	struct stat found;

	if (unix_path(listen, &path) && lstat(path, &found) == 0 && S_ISSOCK(found.st_mode))
		unlink(path);
}

static int bind_and_listen(int fd, const struct sockaddr *address, socklen_t length)
{
	int yes = 1;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, address, length) == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	int result = -errno;
	close(fd);
	return result;
}

/* A web server of the daemon's group may connect: nobody else. */
static int open_unix(const char *listen, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	memcpy(address.sun_path, path, strlen(path) + 1);
	listener_remove(listen);
	int fd = bind_and_listen(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
		(struct sockaddr *)&address, sizeof(address));
	if (fd >= 0)
		(void)!chmod(path, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP);
	return fd;
}

/* The form of the value was checked when the configuration was read. */
static int open_inet(const char *listen)
{
	struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE}, *found = NULL;
	const char *port = strrchr(listen, ':');
	char host[256];
	int result = -EADDRNOTAVAIL;
	bool bracketed = listen[0] == '[';

	if (!port || (size_t)(port - listen) >= sizeof(host))
		return -EINVAL;
	snprintf(host, sizeof(host), "%.*s", (int)(port - listen) - 2 * bracketed,
		listen + bracketed);
	if (getaddrinfo(host, port + 1, &hints, &found) != 0)
		return -EADDRNOTAVAIL;
	for (struct addrinfo *one = found; one && result < 0; one = one->ai_next)
		result = bind_and_listen(
			socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0),
			one->ai_addr, one->ai_addrlen);
	freeaddrinfo(found);
	return result;
}

int listener_open(const char *listen, int *ret_fd, struct error *error)
{
	const char *path;
	int fd = unix_path(listen, &path) ? open_unix(listen, path) : open_inet(listen);

	if (fd < 0)
		return error_set(
			error, fd, "the page cannot listen: %s: %s", listen, strerror(-fd));
	*ret_fd = fd;
	return 0;
}

int listener_handed(size_t index)
{
	int seen = 0, count = sd_listen_fds(0);

	for (int fd = SD_LISTEN_FDS_START; fd < SD_LISTEN_FDS_START + count; fd++)
		if (sd_is_socket(fd, AF_UNSPEC, SOCK_STREAM, 1) > 0 && (size_t)seen++ == index)
			return fcntl(fd, F_DUPFD_CLOEXEC, 3);
	return -1;
}

bool listener_is_unix(int fd)
{
	struct sockaddr_storage address = {0};
	socklen_t length = sizeof(address);

	return getsockname(fd, (struct sockaddr *)&address, &length) == 0 &&
	       address.ss_family == AF_UNIX;
}

bool listener_is_local(int fd)
{
	union {
		struct sockaddr any;
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
		struct sockaddr_storage room;
	} address = {0};
	socklen_t length = sizeof(address);

	if (getsockname(fd, &address.any, &length) < 0)
		return false;
	switch (address.any.sa_family) {
	case AF_UNIX:
		return true;
	case AF_INET:
		return ntohl(address.v4.sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	case AF_INET6:
		return IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr);
	default:
		return false;
	}
}
