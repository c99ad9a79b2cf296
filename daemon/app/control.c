#include "app/control.h"

#include <errno.h>
#include <ev.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/app.h"
#include "app/debug.h"
#include "app/local_socket.h"
#include "app/reload.h"
#include "base/log.h"
#include "base/memory.h"
#include "site/socket_path.h"

#define GUESTS 4
#define GUEST_S 5.0 /* for all of it */

struct guest {
	struct control *control;
	ev_io io;
	ev_timer end;
	char word[32];
	size_t length;
	struct text answer;
	size_t sent;
	bool here;
};

struct control {
	struct app *app;
	ev_io io;
	char path[SOCKET_PATH_MAX]; /* "" when deaf */
	struct guest guests[GUESTS];
};

/* --- a guest -------------------------------------------------------------------------------- */

static void leave(struct guest *guest)
{
	if (!guest->here)
		return;
	struct ev_loop *loop = guest->control->app->ground.loop;
	ev_io_stop(loop, &guest->io);
	ev_timer_stop(loop, &guest->end);
	close(guest->io.fd);
	text_free(&guest->answer);
	guest->here = false;
}

static void on_end(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	leave(watcher->data);
}

static void send_some(struct guest *guest)
{
	ssize_t sent = send(guest->io.fd, guest->answer.data + guest->sent,
		guest->answer.length - guest->sent, MSG_NOSIGNAL);

	if (sent > 0)
		guest->sent += (size_t)sent;
	if (guest->sent == guest->answer.length || (sent < 0 && errno != EAGAIN))
		leave(guest);
}

static void answer(struct guest *guest)
{
	struct app *app = guest->control->app;
	struct ev_loop *loop = app->ground.loop;

	if (strcmp(guest->word, "reload") == 0 && !app->stopping)
		reload(app);
	else if (strcmp(guest->word, "debug") != 0) {
		leave(guest);
		return;
	}
	debug_json(app, &guest->answer);
	ev_io_stop(loop, &guest->io);
	ev_io_set(&guest->io, guest->io.fd, EV_WRITE);
	ev_io_start(loop, &guest->io);
}

static void on_guest(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)loop;
	struct guest *guest = watcher->data;

	if (events & EV_WRITE) {
		send_some(guest);
		return;
	}
	ssize_t got = recv(watcher->fd, guest->word + guest->length,
		sizeof(guest->word) - 1 - guest->length, 0);
	if (got < 0 && errno == EAGAIN)
		return;
	if (got <= 0) {
		leave(guest);
		return;
	}
	guest->length += (size_t)got;
	guest->word[guest->length] = '\0';
	char *end = strchr(guest->word, '\n');
	if (end) {
		*end = '\0';
		answer(guest);
	} else if (guest->length == sizeof(guest->word) - 1) {
		leave(guest);
	}
}

/* --- listening ------------------------------------------------------------------------------ */

static struct guest *free_place(struct control *control)
{
	for (size_t i = 0; i < GUESTS; i++)
		if (!control->guests[i].here)
			return &control->guests[i];
	return NULL;
}

static void on_connect(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)events;
	struct control *control = watcher->data;
	int fd = accept4(watcher->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	struct guest *guest = free_place(control);

	if (fd < 0)
		return;
	if (!guest) {
		close(fd);
		return;
	}
	*guest = (struct guest){.control = control, .here = true};
	ev_io_init(&guest->io, on_guest, fd, EV_READ);
	ev_timer_init(&guest->end, on_end, GUEST_S, 0.);
	guest->io.data = guest->end.data = guest;
	ev_io_start(loop, &guest->io);
	ev_timer_start(loop, &guest->end);
}

struct control *control_new(struct app *app)
{
	struct control *control = xcalloc(1, sizeof(*control));

	control->app = app;
	int fd = local_socket_listen(
		&app->ground, SOCKET_CONTROL, SOCK_STREAM, "cannot be asked", control->path);
	if (fd < 0)
		return control;
	ev_io_init(&control->io, on_connect, fd, EV_READ);
	control->io.data = control;
	ev_io_start(app->ground.loop, &control->io);
	return control;
}

void control_free(struct control *control)
{
	if (!control)
		return;
	for (size_t i = 0; i < GUESTS; i++)
		leave(&control->guests[i]);
	if (control->path[0]) {
		ev_io_stop(control->app->ground.loop, &control->io);
		close(control->io.fd);
		unlink(control->path);
	}
	free(control);
}
