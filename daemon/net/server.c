#include "net/server.h"

#include <errno.h>
#include <ev.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/memory.h"

#define MOST_WAIT_S 1.0 /* between two looks at what is too slow */
#define JUST_CAME_S 1.0 /* within which a reader's request is here */

/* A connection: cut off when it has lasted too long, however lively it is. */
struct guest {
	struct MHD_Connection *connection;
	ev_tstamp since;
	ev_tstamp waits; /* since when for (the rest of) a request */
	bool asked; /* it sent a whole request already */
	bool answered; /* is being, at the moment */
	bool shown_out; /* about to be closed */
	struct guest *next;
	struct guest **before;
};

struct server {
	struct server_options options;
	struct MHD_Daemon *daemon;
	struct guest *guests;
	size_t guest_count;
	bool was_full; /* and somebody left: libmicrohttpd listens again from its next run on */
	ev_io ready;
	ev_timer wait;
	ev_prepare prepare;
};

/* --- one request ------------------------------------------------------------------------------ */

struct exchange { /* a request as its parts come */
	struct text body;
	bool too_big;
};

static void add_headers(struct MHD_Response *response, const struct server_answer *answer)
{
	static const char *const always[][2] = {
		{"Cache-Control", "no-store"},
		{"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; "
					    "form-action 'self'; frame-ancestors 'none'; "
					    "base-uri 'none'"},
		{"X-Content-Type-Options", "nosniff"},
		{"X-Frame-Options", "DENY"},
		{"Referrer-Policy", "no-referrer"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"X-Robots-Tag", "noindex"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(always); i++)
		MHD_add_response_header(response, always[i][0], always[i][1]);
	MHD_add_response_header(response, "Content-Type", answer->type);
	if (answer->allow)
		MHD_add_response_header(response, "Allow", answer->allow);
	if (answer->challenge)
		MHD_add_response_header(response, "WWW-Authenticate", answer->challenge);
}

static enum MHD_Result send_answer(struct MHD_Connection *connection, struct server_answer *answer)
{
	size_t length = answer->body.length;
	char *body = text_take(&answer->body);
	struct MHD_Response *response =
		MHD_create_response_from_buffer(length, body, MHD_RESPMEM_MUST_FREE);

	if (!response) {
		free(body);
		return MHD_NO;
	}
	add_headers(response, answer);
	enum MHD_Result result =
		MHD_queue_response(connection, (unsigned int)answer->status, response);
	MHD_destroy_response(response);
	return result;
}

static void refuse(
	struct server_answer *answer, int status, const char *sentence, const char *allow)
{
	answer->status = status;
	answer->type = "text/plain; charset=utf-8";
	answer->allow = allow;
	text_add(&answer->body, sentence);
}

static const char *header_of(struct MHD_Connection *connection, const char *name)
{
	const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
	return value ? value : "";
}

const char *server_query(const struct server_request *request, const char *name)
{
	const char *value =
		MHD_lookup_connection_value(request->connection, MHD_GET_ARGUMENT_KIND, name);
	return value ? value : "";
}

static struct guest *guest_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)
		->socket_context;
}

static enum MHD_Result answer_request(struct server *server, struct MHD_Connection *connection,
	const char *path, const char *method, const struct exchange *exchange)
{
	struct guest *guest = guest_of(connection);
	struct server_answer answer = {0};
	struct server_request request = {
		.path = path,
		.host = header_of(connection, "Host"),
		.authorization = header_of(connection, "Authorization"),
		.accept = header_of(connection, "Accept"),
		.body = text_slice(&exchange->body),
		.connection = connection,
	};
	bool post = strcmp(method, "POST") == 0;

	guest->asked = guest->answered = true;
	request.method = post ? SERVER_POST : SERVER_GET;
	if (exchange->too_big)
		refuse(&answer, 413, "The request is too big.\n", NULL);
	else if (!post && strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		refuse(&answer, 405, "Only GET, HEAD and POST are known.\n", "GET, HEAD, POST");
	else
		server->options.on_request(server->options.user, &request, &answer);
	return send_answer(connection, &answer);
}

/* Called once when the headers are there, then for each part of the body, then once more. */
static enum MHD_Result on_request(void *user, struct MHD_Connection *connection, const char *path,
	const char *method, const char *version, const char *data, size_t *length, void **state)
{
	(void)version;
	struct exchange *exchange = *state;

	if (!exchange) {
		*state = xcalloc(1, sizeof(*exchange));
		return MHD_YES;
	}
	if (*length == 0)
		return answer_request(user, connection, path, method, exchange);
	if (exchange->body.length + *length > SERVER_BODY_BYTES)
		exchange->too_big = true;
	else
		text_append(&exchange->body, data, *length);
	*length = 0;
	return MHD_YES;
}

static void on_completed(void *user, struct MHD_Connection *connection, void **state,
	enum MHD_RequestTerminationCode why)
{
	(void)why;
	struct server *server = user;
	struct guest *guest = guest_of(connection);
	struct exchange *exchange = *state;

	guest->answered = false;
	guest->waits = ev_now(server->options.loop);

	if (!exchange)
		return;
	text_free(&exchange->body);
	free(exchange);
	*state = NULL;
}

/* --- connections ------------------------------------------------------------------------------ */

/* The socket is shut; libmicrohttpd then closes the connection by itself. */
static void show_out(struct guest *guest)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(guest->connection, MHD_CONNECTION_INFO_CONNECTION_FD);

	if (info)
		shutdown(info->connect_fd, SHUT_RDWR);
	guest->shown_out = true;
}

/* Whoever trickles byte after byte would never be idle. */
static void show_out_lasting(struct server *server)
{
	for (struct guest *guest = server->guests; guest; guest = guest->next)
		if (guest->since + SERVER_REQUEST_S <= ev_now(server->options.loop))
			show_out(guest);
}

/* Who goes first: who came and asked nothing; then who asked once and only keeps the connection; last
 * who has just come, for that is what readers do. */
static int rank(const struct server *server, const struct guest *guest)
{
	bool just_came = ev_now(server->options.loop) - guest->since < JUST_CAME_S;

	return guest->asked ? 1 : just_came ? 2 : 0;
}

static bool goes_before(
	const struct server *server, const struct guest *guest, const struct guest *other)
{
	int mine = rank(server, guest), its = rank(server, other);

	return mine != its ? mine < its
			   : guest->waits <= other->waits; /* the list begins with the newest */
}

/* Places are getting scarce: a newcomer is likelier to be a reader than who has said nothing for longest.
 * Nobody is interrupted who is being answered. */
static void make_room(struct server *server)
{
	struct guest *first = NULL;

	for (struct guest *guest = server->guests; guest; guest = guest->next)
		if (!guest->answered && !guest->shown_out &&
			(!first || goes_before(server, guest, first)))
			first = guest;
	if (first)
		show_out(first);
}

static void welcome(struct server *server, struct guest *guest)
{
	guest->since = guest->waits = ev_now(server->options.loop);
	guest->next = server->guests;
	guest->before = &server->guests;
	if (guest->next)
		guest->next->before = &guest->next;
	server->guests = guest;
	if (++server->guest_count > SERVER_WAITING)
		make_room(server);
}

static void on_connection(void *user, struct MHD_Connection *connection, void **state,
	enum MHD_ConnectionNotificationCode what)
{
	struct server *server = user;
	struct guest *guest = *state;

	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*state = guest = xcalloc(1, sizeof(*guest));
		guest->connection = connection;
		welcome(server, guest);
	} else if (guest) {
		*guest->before = guest->next;
		if (guest->next)
			guest->next->before = guest->before;
		server->was_full |= server->guest_count-- == SERVER_CONNECTIONS;
		free(guest);
		*state = NULL;
	}
}

/* --- on the loop ------------------------------------------------------------------------------ */

static void on_ready(struct ev_loop *loop, ev_io *watcher, int events)
{
	(void)loop, (void)events;
	struct server *server = watcher->data;

	MHD_run(server->daemon);
}

static void on_wait(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct server *server = watcher->data;

	show_out_lasting(server);
	MHD_run(server->daemon);
}

/* Before the loop sleeps: how long may it? */
static void on_prepare(struct ev_loop *loop, ev_prepare *watcher, int events)
{
	(void)events;
	struct server *server = watcher->data;
	MHD_UNSIGNED_LONG_LONG wait_ms;
	double wait = MOST_WAIT_S;

	if (MHD_get_timeout(server->daemon, &wait_ms) == MHD_YES &&
		(double)wait_ms / 1e3 < MOST_WAIT_S)
		wait = (double)wait_ms / 1e3;
	if (server->was_full)
		wait = 0;
	server->was_full = false;
	if (!server->guests && wait >= MOST_WAIT_S) {
		ev_timer_stop(loop, &server->wait);
	} else if (!ev_is_active(&server->wait) || ev_timer_remaining(loop, &server->wait) > wait) {
		ev_timer_stop(loop, &server->wait);
		ev_timer_set(&server->wait, wait, 0.);
		ev_timer_start(loop, &server->wait);
	}
}

/* --- from outside ----------------------------------------------------------------------------- */

static struct MHD_Daemon *start(struct server *server)
{
	return MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, server,
		MHD_OPTION_LISTEN_SOCKET, server->options.fd, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, server, MHD_OPTION_NOTIFY_CONNECTION, on_connection, server,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned int)SERVER_CONNECTIONS,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int)SERVER_IDLE_S,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVER_HEAD_BYTES, MHD_OPTION_END);
}

int server_new(
	const struct server_options *options, struct server **ret_server, struct error *error)
{
	struct server *server = xcalloc(1, sizeof(*server));

	server->options = *options;
	fcntl(options->fd, F_SETFD, FD_CLOEXEC);
	fcntl(options->fd, F_SETFL, fcntl(options->fd, F_GETFL) | O_NONBLOCK);
	server->daemon = start(server);
	if (!server->daemon) {
		close(options->fd);
		free(server);
		return error_set(error, -EIO, "libmicrohttpd did not start");
	}
	int fd = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
	ev_io_init(&server->ready, on_ready, fd, EV_READ);
	ev_timer_init(&server->wait, on_wait, MOST_WAIT_S, 0.);
	ev_prepare_init(&server->prepare, on_prepare);
	server->ready.data = server->wait.data = server->prepare.data = server;
	ev_io_start(options->loop, &server->ready);
	ev_prepare_start(options->loop, &server->prepare);
	*ret_server = server;
	return 0;
}

void server_free(struct server *server)
{
	if (!server)
		return;
	ev_io_stop(server->options.loop, &server->ready);
	ev_timer_stop(server->options.loop, &server->wait);
	ev_prepare_stop(server->options.loop, &server->prepare);
	MHD_stop_daemon(server->daemon);
	free(server);
}
