/* What transfer.c, http.c and mail.c share. Nothing outside this folder includes it. */
#ifndef NET_TRANSFER_INTERNAL_H
#define NET_TRANSFER_INTERNAL_H

#include <curl/curl.h>
#include <ev.h>
#include <pthread.h>
#include <stdatomic.h>

#include "net/transfer.h"

struct transfers {
	struct ev_loop *loop;
	CURLM *multi;
	ev_timer timer; /* libcurl's own next timeout */
	struct transfer *first; /* under way */
	int running;
	CURL **idle; /* handles to use again: making one costs more than a request */
	size_t idle_count, idle_capacity;
	pthread_mutex_t lock; /* of the sockets: mail workers open theirs too */
	int *sockets; /* every open one, so that closing the pool never waits for a peer */
	size_t socket_count, socket_capacity;
	int most_per_host;
	struct mailer *mailer; /* made with the first letter */
	char *user_agent;
	bool refuse_private;
};

struct transfer {
	struct transfers *pool;
	struct transfer *next, *previous;
	CURL *easy;
	char *ca_file; /* NULL: the system's authorities */
	transfer_header_fn *on_header;
	transfer_data_fn *on_data;
	transfer_done_fn *on_done;
	void *user;
	struct curl_slist *headers;
	struct curl_slist *recipients;
	curl_mime *mime;
	int status; /* HTTP: of the answer under way; SMTP: of the last refusal */
	bool mail;
	struct transfer *queued; /* mail: the next in the workers' queue or the list of done ones */
	CURLcode code; /* mail: how it ended */
	enum mail_stage stage; /* mail: by the last command that was sent */
	atomic_bool cancelled; /* mail: nobody waits for it any more */
	bool follow_same_host;
	int redirects;
	bool stopped; /* on_data said so */
	char refused_address[64]; /* the last private address that was not connected to */
	char answer[CURL_ERROR_SIZE + 256];
	char words[512]; /* the relay's refusal */
	char error[CURL_ERROR_SIZE];
};

#define CONNECT_MS_DEFAULT (10 * 1000)

/* An easy handle with what every transfer has in common, in a new struct transfer. */
struct transfer *transfer_new(
	struct transfers *pool, transfer_data_fn *on_data, transfer_done_fn *on_done, void *user);
void transfer_set_tls(struct transfer *transfer, const struct tls_settings *tls);
void transfer_set_limits(struct transfer *transfer, int64_t connect_ms, int64_t total_ms);
/* The pool's multi handle on its loop, and off it. */
void loop_bind(struct transfers *pool);
void loop_unbind(struct transfers *pool);
/* Counts it as under way. */
void transfer_link(struct transfer *transfer);
/* Tells on_done how it ended, and frees it. The handle is out of any multi handle. */
void transfer_settle(struct transfer *transfer, CURLcode code);
void transfer_free(struct transfer *transfer);
/* One line without control characters, as much as fits. */
void transfer_copy_line(char *out, size_t size, const char *text, size_t length);

/* After a handle is done: true when the transfer goes on (a redirect was followed). */
bool http_goes_on(struct transfer *transfer);
void http_fill_result(struct transfer *transfer, CURLcode code, struct transfer_result *result);
/* Mail: hands it to a worker; takes it back if it has not begun; ends all workers. */
void mailer_start(struct transfer *transfer);
void mailer_cancel(struct transfer *transfer);
void mailer_free(struct mailer *mailer);
void mail_fill_result(struct transfer *transfer, CURLcode code, struct transfer_result *result);

/* The options are constants of the program: a refused one is a mistake in it, or no memory. */
#define set_option(easy, option, value)                                                            \
	do {                                                                                       \
		if (curl_easy_setopt((easy), (option), (value)) != CURLE_OK)                       \
			abort();                                                                   \
	} while (0)

#endif
