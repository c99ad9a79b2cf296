#include "app/wake_socket.h"

#include <errno.h>
#include <ev.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "ground/ground.h"
#include "site/wake_path.h"

struct wake_socket {
	struct ground *ground;
	ev_io io;
	char path[WAKE_PATH_MAX]; /* "" when deaf */
};

static void on_datagram(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)loop, (void)events;
	struct wake_socket *wake = watcher->data;
	char bytes[64];

	while (recv(watcher->fd, bytes, sizeof(bytes), 0) >= 0)
		;
	wake->ground->calls->woken(wake->ground->user);
}

/* A socket left behind by a killed daemon is replaced: the store's lock says that we are alone. */
static int listen_at(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -errno;
	memcpy(address.sun_path, path, strlen(path) + 1);
	unlink(path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
		chmod(path, S_IRUSR | S_IWUSR) < 0) {
		int result = -errno;
		close(fd);
		return result;
	}
	return fd;
}

struct wake_socket *wake_socket_new(struct ground *ground)
{
	struct wake_socket *wake = xcalloc(1, sizeof(*wake));

	wake->ground = ground;
	if (!wake_path_listen(ground_settings(ground)->hentra.store, wake->path)) {
		wake->path[0] = '\0';
		return wake;
	}
	int fd = listen_at(wake->path);
	if (fd < 0) {
		log_line(LOG_CAUTION, NULL, "the tool cannot wake the daemon: %s: %s", wake->path,
			strerror(-fd));
		wake->path[0] = '\0';
		return wake;
	}
	ev_io_init(&wake->io, on_datagram, fd, EV_READ);
	wake->io.data = wake;
	ev_io_start(ground->loop, &wake->io);
	return wake;
}

void wake_socket_free(struct wake_socket *wake)
{
	if (!wake)
		return;
	if (wake->path[0]) {
		ev_io_stop(wake->ground->loop, &wake->io);
		close(wake->io.fd);
		unlink(wake->path);
	}
	free(wake);
}
