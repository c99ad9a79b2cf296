#include "poll/session.h"

#include <errno.h>
#include <ev.h>

#include "base/memory.h"
#include "base/text.h"
#include "ground/ground.h"
#include "poll/portal_transfer.h"
#include "site/clock.h"

#define ANSWER_MOST (64 << 10)

struct session {
	struct session_options options;
	int sharers;
	struct sign_in *sign_in;
	uint64_t token_number;
	struct transfer *transfer; /* asking for a token */
	ev_timer failure; /* tells a failure to ask, from the loop */
	struct text body;
	struct session_answer answer;
	struct session_wait *waiting; /* who waits */
	struct session_wait *answering; /* who is being answered */
};

static void on_failure(struct ev_loop *loop, ev_timer *watcher, int events);

/* --- who shares it ------------------------------------------------------------------------ */

struct session *session_new(const struct session_options *options)
{
	struct session *session = xcalloc(1, sizeof(*session));

	session->options = *options;
	session->sharers = 1;
	session->sign_in = sign_in_new(options->profile, options->sign_in);
	ev_timer_init(&session->failure, on_failure, 0., 0.);
	session->failure.data = session;
	return session;
}

static bool same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool same_headers(const char *const *a, const char *const *b)
{
	for (; a && *a && b && *b; a++, b++)
		if (!same(*a, *b))
			return false;
	return !(a && *a) && !(b && *b);
}

bool session_serves(const struct session *session, const struct session_options *options)
{
	const struct portal_settings *a = session->options.settings, *b = options->settings;
	const struct sign_in_settings *c = session->options.sign_in, *d = options->sign_in;

	return same(a->profile, b->profile) && same(a->url, b->url) &&
	       same(a->ca_file, b->ca_file) && same(a->client_cert, b->client_cert) &&
	       same(a->client_key, b->client_key) && same(a->proxy, b->proxy) &&
	       c->kind == d->kind && same(c->user, d->user) && same(c->password, d->password) &&
	       same(c->token, d->token) && same(c->client_id, d->client_id) &&
	       same(c->client_secret, d->client_secret) && same(c->token_url, d->token_url) &&
	       same(c->scope, d->scope) && same_headers(c->headers, d->headers);
}

struct session *session_share(struct session *session)
{
	session->sharers++;
	return session;
}

static void stop_asking(struct session *session)
{
	if (session->transfer)
		transfer_cancel(session->transfer);
	session->transfer = NULL;
	ev_timer_stop(session->options.ground->loop, &session->failure);
}

void session_free(struct session *session)
{
	if (!session || --session->sharers > 0)
		return;
	stop_asking(session);
	sign_in_free(session->sign_in);
	text_free(&session->body);
	free(session);
}

/* --- the token ---------------------------------------------------------------------------- */

const struct sign_in *session_sign_in(const struct session *session)
{
	return session->sign_in;
}

/* Token lifetimes run in real time, whatever the domain's clock says. */
bool session_token_needed(const struct session *session)
{
	return sign_in_needed(session->sign_in, clock_real());
}

uint64_t session_token_number(const struct session *session)
{
	return session->token_number;
}

bool session_refused(struct session *session, uint64_t number)
{
	if (number != session->token_number)
		return true;
	return sign_in_refused(session->sign_in);
}

/* --- asking for one ----------------------------------------------------------------------- */

/* Who is answered may come again, or leave for good with the session. */
static void answer_all(struct session *session)
{
	struct session_answer answer = session->answer;

	session_share(session);
	session->answering = session->waiting;
	session->waiting = NULL;
	while (session->answering) {
		struct session_wait *wait = session->answering;
		session->answering = wait->next;
		wait->next = NULL;
		wait->on_answer(wait->user, &answer);
	}
	session_free(session);
}

static void on_failure(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	answer_all(watcher->data);
}

static void on_header(void *user, struct slice name, struct slice value)
{
	struct session *session = user;

	sign_in_answer_header(session->sign_in, name, value);
}

static bool on_data(void *user, const char *data, size_t length)
{
	struct session *session = user;

	if (session->body.length + length > ANSWER_MOST)
		return false;
	text_append(&session->body, data, length);
	return true;
}

static void on_done(void *user, const struct transfer_result *result)
{
	struct session *session = user;
	struct error *trouble = &session->answer.trouble;
	int failed;

	session->transfer = NULL;
	if (result->outcome == TRANSFER_STOPPED)
		failed = error_set(
			trouble, -EBADMSG, "the answer is longer than %d bytes", ANSWER_MOST);
	else if (result->outcome != TRANSFER_ANSWERED || portal_may_pass(result))
		failed = error_set(trouble, -EIO, "%s", result->answer);
	else
		failed = sign_in_answer(session->sign_in, result->status,
			text_slice(&session->body), clock_real(), trouble);
	text_clear(&session->body);
	session->answer.signed_in = failed == 0;
	if (failed == 0) {
		session->token_number++;
	} else {
		error_prefix(trouble, "signing in");
		session->answer.may_pass =
			result->outcome != TRANSFER_STOPPED && portal_may_pass(result);
		session->answer.retry_after_ms = result->retry_after_ms;
	}
	answer_all(session);
}

void session_ask(struct session *session, struct session_wait *wait)
{
	bool asking = session->waiting != NULL;
	struct request request = {0};

	wait->next = session->waiting;
	session->waiting = wait;
	if (asking)
		return;
	session->answer = (struct session_answer){0};
	if (sign_in_request(session->sign_in, &request, &session->answer.trouble) < 0) {
		error_prefix(&session->answer.trouble, "signing in");
		ev_timer_start(session->options.ground->loop, &session->failure);
		return;
	}
	text_clear(&session->body);
	struct portal_listener listener = {on_header, on_data, on_done, session};
	session->transfer = portal_transfer(
		session->options.ground, session->options.settings, &request, &listener);
	request_free(&request);
}

static bool take_out(struct session_wait **list, struct session_wait *wait)
{
	while (*list && *list != wait)
		list = &(*list)->next;
	if (!*list)
		return false;
	*list = wait->next;
	wait->next = NULL;
	return true;
}

void session_leave(struct session *session, struct session_wait *wait)
{
	take_out(&session->answering, wait);
	if (take_out(&session->waiting, wait) && !session->waiting)
		stop_asking(session);
}
