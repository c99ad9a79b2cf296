/* A server on the test's own loop that speaks by script: so that a test can be any kind of bad peer
 * without a second process. One script a connection, in order of arrival; the last one repeats. */
#ifndef SCRIPTED_SERVER_H
#define SCRIPTED_SERVER_H

#include <arpa/inet.h>
#include <ev.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What the server does when `expect` has come in (NULL: at once): says `say`, then goes on with the
 * next step; `reset` closes with RST, `close` closes; after the last step the connection idles. */
struct step {
	const char *expect;
	const char *say;
	bool close;
	bool reset;
};

struct scripted_server {
	struct ev_loop *loop;
	ev_io accept;
	int port;
	const struct step *scripts[8];
	int script_count;
	int connections;
	char heard[65536]; /* everything every client said */
	size_t heard_length;
};

struct scripted_connection {
	ev_io io;
	struct scripted_server *server;
	const struct step *step;
	char pending[32768];
	size_t pending_length;
};

static void connection_end(struct scripted_connection *connection, bool reset)
{
	struct linger linger = {.l_onoff = 1, .l_linger = 0};

	if (reset)
		setsockopt(connection->io.fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	ev_io_stop(connection->server->loop, &connection->io);
	close(connection->io.fd);
	free(connection);
}

/* Returns false when the connection is gone. */
static bool connection_advance(struct scripted_connection *connection)
{
	for (;;) {
		const struct step *step = connection->step;
		if (!step->expect && !step->say && !step->close && !step->reset)
			return true;
		if (step->expect) {
			char *found = memmem(connection->pending, connection->pending_length,
				step->expect, strlen(step->expect));
			if (!found)
				return true;
			size_t used = (size_t)(found - connection->pending) + strlen(step->expect);
			connection->pending_length -= used;
			memmove(connection->pending, connection->pending + used,
				connection->pending_length);
		}
		if (step->say && write(connection->io.fd, step->say, strlen(step->say)) < 0)
			perror("scripted server");
		if (step->close || step->reset) {
			connection_end(connection, step->reset);
			return false;
		}
		connection->step++;
	}
}

static void on_client_data(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)loop, (void)events;
	struct scripted_connection *connection = watcher->data;
	struct scripted_server *server = connection->server;
	char *at = connection->pending + connection->pending_length;
	ssize_t got =
		read(watcher->fd, at, sizeof(connection->pending) - connection->pending_length);

	if (got <= 0) {
		connection_end(connection, false);
		return;
	}
	if (server->heard_length + (size_t)got < sizeof(server->heard)) {
		memcpy(server->heard + server->heard_length, at, (size_t)got);
		server->heard_length += (size_t)got;
		server->heard[server->heard_length] = '\0';
	}
	connection->pending_length += (size_t)got;
	connection_advance(connection);
}

static void on_client(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)events;
	struct scripted_server *server = watcher->data;
	int fd = accept4(watcher->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (fd < 0)
		return;
	int nth = server->connections++;
	struct scripted_connection *connection = calloc(1, sizeof(*connection));
	if (!connection)
		abort();
	connection->server = server;
	connection->step =
		server->scripts[nth < server->script_count ? nth : server->script_count - 1];
	ev_io_init(&connection->io, on_client_data, fd, EV_READ);
	connection->io.data = connection;
	ev_io_start(loop, &connection->io);
	connection_advance(connection);
}

static inline void server_start(struct scripted_server *server, struct ev_loop *loop)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 64) ||
		getsockname(fd, (struct sockaddr *)&address, &length))
		abort();
	server->loop = loop;
	server->port = ntohs(address.sin_port);
	ev_io_init(&server->accept, on_client, fd, EV_READ);
	server->accept.data = server;
	ev_io_start(loop, &server->accept);
}

static inline void server_stop(struct scripted_server *server)
{
	ev_io_stop(server->loop, &server->accept);
	close(server->accept.fd);
}

#endif
