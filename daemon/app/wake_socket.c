#include "app/wake_socket.h"

#include <ev.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/local_socket.h"
#include "base/memory.h"

struct wake_socket {
	struct ground *ground;
	ev_io io;
	char path[SOCKET_PATH_MAX]; /* "" when deaf */
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

struct wake_socket *wake_socket_new(struct ground *ground)
{
	struct wake_socket *wake = xcalloc(1, sizeof(*wake));

	wake->ground = ground;
	int fd = local_socket_listen(
		ground, SOCKET_WAKE, SOCK_DGRAM, "cannot be woken by the tool", wake->path);
	if (fd < 0)
		return wake;
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
