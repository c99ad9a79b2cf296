/* The HTTP server of the page: the only place where libmicrohttpd meets libev. Requests are small and
 * answered at once, from memory, by one function; nothing blocks the loop.
 *
 * Bounds, so that strangers cannot hold the daemon up: SERVER_CONNECTIONS at once (others wait in the
 * kernel's queue), from SERVER_WAITING on each newcomer takes the place of the one that has waited longest
 * without a request, SERVER_IDLE_S without a byte and SERVER_REQUEST_S a connection in all, headers of
 * SERVER_HEAD_BYTES and bodies of SERVER_BODY_BYTES. */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "base/error.h"
#include "base/text.h"

#define SERVER_CONNECTIONS 256 /* 16 KiB each, as soon as it says something */
#define SERVER_WAITING 224
#define SERVER_IDLE_S 10
#define SERVER_REQUEST_S 20
#define SERVER_HEAD_BYTES 16384
#define SERVER_BODY_BYTES 4096

struct ev_loop;
struct server;

enum server_method { SERVER_GET, SERVER_POST };

struct server_request { /* good during the call */
	enum server_method method; /* HEAD is asked as GET, its body is not sent */
	const char *path; /* decoded, without the query */
	const char *host; /* header Host; "" when not there */
	const char *authorization; /* header Authorization; "" when not there */
	const char *accept;
	struct slice body; /* of a POST */
	void *connection; /* the server's own: for server_query() */
};
/* A value of the query, decoded: "?commune=22954"; "" when it is not there. */
const char *server_query(const struct server_request *request, const char *name);

struct server_answer { /* begins as zeroes */
	int status;
	const char *type; /* Content-Type */
	const char *allow; /* header Allow, for 405; NULL: none */
	const char *challenge; /* header WWW-Authenticate, for 401; NULL: none */
	struct text body; /* taken over */
};
typedef void server_fn(
	void *user, const struct server_request *request, struct server_answer *answer);

struct server_options {
	struct ev_loop *loop;
	int fd; /* listens already; the server takes it over, also when it fails */
	server_fn *on_request;
	void *user;
};
int server_new(
	const struct server_options *options, struct server **ret_server, struct error *error);
/* Closes the listener and every connection. NULL is allowed. */
void server_free(struct server *server);

#endif
