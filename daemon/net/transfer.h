/* Transfers: the only place where libcurl meets libev. HTTP requests and SMTP messages are both
 * transfers: started, fed, finished once. Nothing blocks the loop.
 *
 * Callbacks run on the loop, never inside transfer_start(). on_done is called exactly once for each
 * started transfer unless it is cancelled first; it may start and cancel other transfers and free
 * anything of its own but the pool. (libcurl refuses calls from inside its callbacks: bodies are
 * therefore handed over as they come by on_data, which must not start or cancel transfers; it may
 * return false to stop.) */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

struct ev_loop;
struct transfers; /* a pool: one multi handle bound to one loop, with its own connection cache */
struct transfer; /* one under way */

struct transfers_options {
	struct ev_loop *loop;
	const char *user_agent; /* names hentra and a contact */
	int most_per_host; /* requests at once per host; others queue in the multi handle */
	bool refuse_private; /* webhook pool: refuse private, loopback, link-local, mapped and
				   * shared (100.64/10) addresses by the address actually connected to */
};
struct transfers *transfers_new(const struct transfers_options *options);
void transfers_free(struct transfers *pool); /* cancels what is under way */
int transfers_running(const struct transfers *pool); /* how many are under way (tests ask) */

enum transfer_outcome {
	TRANSFER_ANSWERED, /* HTTP: `status` is set, whatever it is; SMTP: accepted */
	TRANSFER_REFUSED, /* SMTP: the relay said no (`status` = the 4xx/5xx code, `answer` its words) */
	TRANSFER_FAILED, /* no usable answer: DNS, connect, TLS, reset, timeout, truncated … */
	TRANSFER_STOPPED /* on_data returned false */
};

/* At what an SMTP relay said no: whose fault it is follows from that, not from the code alone. */
enum mail_stage {
	MAIL_STAGE_RELAY, /* greeting, EHLO, STARTTLS, AUTH: its own, or ours */
	MAIL_STAGE_SENDER, /* MAIL FROM */
	MAIL_STAGE_RECIPIENT, /* RCPT TO */
	MAIL_STAGE_CONTENT /* DATA and the message itself */
};

struct transfer_result {
	enum transfer_outcome outcome;
	enum mail_stage stage; /* of mail that was refused */
	int status;
	int64_t retry_after_ms; /* 0: not said */
	int64_t bytes;
	double seconds;
	const char *content_type; /* "" when not said */
	const char *etag; /* "" when not said */
	const char *last_modified;
	/* One line: what an HTTP status means, the relay's words or the failure's own. */
	const char *answer;
	bool tls_failure; /* certificate or handshake: named in `answer` */
	const char *address; /* peer connected to, "" when none */
};

/* The body as it comes, decoded (gzip …). It comes whatever the status is: see transfer_status(). */
typedef bool transfer_data_fn(void *user, const char *data, size_t length);
/* A header line of the answer, trimmed; good during the call. Not of answers that are redirects. */
typedef void transfer_header_fn(void *user, struct slice name, struct slice value);
typedef void transfer_done_fn(void *user, const struct transfer_result *result);

struct tls_settings { /* borrowed until done; NULL members: the system's defaults */
	const char *ca_file;
	const char *client_cert;
	const char *client_key;
};

struct http_request {
	const char *method;
	const char *url; /* http:// or https:// only */
	const char *const *headers; /* "Name: value", NULL-terminated; may be NULL */
	struct slice body; /* copied, unless it stays */
	bool body_stays; /* it is there until on_done or transfer_cancel() */
	bool few_words; /* the answer is short: not to be packed, and read by the piece of 2 KB */
	const struct tls_settings *tls; /* may be NULL */
	const char *proxy; /* NULL: none (environment proxies are not used) */
	int64_t connect_ms, total_ms; /* 0: 10 s / 10 min */
	int64_t low_speed_ms; /* abort when below 100 B/s for so long; 0: 60 s */
	bool follow_same_host; /* redirects: refused, or followed within scheme+host+port (≤ 3) */
	transfer_header_fn *on_header; /* NULL: not told */
	transfer_data_fn *on_data; /* NULL: the body is dropped */
	transfer_done_fn *on_done;
	void *user;
};
struct transfer *transfer_http(struct transfers *pool, const struct http_request *request);
/* The status of the answer under way, for on_data: 0 before the status line came. */
int transfer_status(const struct transfer *transfer);

struct mail_attachment {
	const char *name; /* UTF-8 */
	const char *type; /* "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" */
	struct slice data;
};
struct mail_message {
	const char *relay; /* smtp://host:port or smtps://host:port */
	bool starttls; /* required when true */
	const char *login, *password; /* NULL: no AUTH */
	const struct tls_settings *tls;
	const char *envelope_from; /* "" = null sender */
	const char
		*recipient; /* one per message; NULL: only greet the relay (sign in, NOOP, QUIT) */
	const char *const *headers; /* complete, encoded header lines, NULL-terminated */
	struct slice text; /* UTF-8 text part */
	struct slice html; /* UTF-8 HTML part; length 0: none */
	const struct mail_attachment *attachments;
	size_t attachment_count;
	int64_t connect_ms, total_ms; /* 0: 10 s / 2 min */
	transfer_done_fn *on_done;
	void *user;
};
/* Builds multipart/alternative (in multipart/mixed with attachments) by libcurl's MIME API. Strings
 * and data are copied. */
struct transfer *transfer_mail(struct transfers *pool, const struct mail_message *message);

/* Ends a transfer without on_done. Not from inside on_data. */
void transfer_cancel(struct transfer *transfer);

#endif
