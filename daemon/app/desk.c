#include "app/desk.h"

#include <errno.h>
#include <ev.h>

#include "app/app.h"
#include "app/portal_transfer.h"
#include "base/memory.h"
#include "base/text.h"
#include "site/clock.h"

#define ANSWER_MOST (64 << 10)

struct desk {
	struct desk_options options;
	int sharers;
	struct sign_in *sign_in;
	uint64_t token_number;
	struct transfer *transfer; /* asking for a token */
	ev_timer failure; /* tells a failure to ask, from the loop */
	struct text body;
	struct desk_answer answer;
	struct visit *visits; /* who waits */
	struct visit *answering; /* who is being answered */
};

static void on_failure(struct ev_loop *loop, ev_timer *watcher, int events);

/* --- who shares it ------------------------------------------------------------------------ */

struct desk *desk_new(const struct desk_options *options)
{
	struct desk *desk = xcalloc(1, sizeof(*desk));

	desk->options = *options;
	desk->sharers = 1;
	desk->sign_in = sign_in_new(options->profile, options->sign_in);
	ev_timer_init(&desk->failure, on_failure, 0., 0.);
	desk->failure.data = desk;
	return desk;
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

bool desk_serves(const struct desk *desk, const struct desk_options *options)
{
	const struct portal_settings *a = desk->options.settings, *b = options->settings;
	const struct sign_in_settings *c = desk->options.sign_in, *d = options->sign_in;

	return same(a->profile, b->profile) && same(a->url, b->url) &&
	       same(a->ca_file, b->ca_file) && same(a->client_cert, b->client_cert) &&
	       same(a->client_key, b->client_key) && same(a->proxy, b->proxy) &&
	       c->kind == d->kind && same(c->user, d->user) && same(c->password, d->password) &&
	       same(c->token, d->token) && same(c->client_id, d->client_id) &&
	       same(c->client_secret, d->client_secret) && same(c->token_url, d->token_url) &&
	       same(c->scope, d->scope) && same_headers(c->headers, d->headers);
}

struct desk *desk_share(struct desk *desk)
{
	desk->sharers++;
	return desk;
}

static void stop_asking(struct desk *desk)
{
	if (desk->transfer)
		transfer_cancel(desk->transfer);
	desk->transfer = NULL;
	ev_timer_stop(desk->options.app->loop, &desk->failure);
}

void desk_free(struct desk *desk)
{
	if (!desk || --desk->sharers > 0)
		return;
	stop_asking(desk);
	sign_in_free(desk->sign_in);
	text_free(&desk->body);
	free(desk);
}

/* --- the token ---------------------------------------------------------------------------- */

const struct sign_in *desk_sign_in(const struct desk *desk)
{
	return desk->sign_in;
}

/* Token lifetimes run in real time, whatever the domain's clock says. */
bool desk_token_needed(const struct desk *desk)
{
	return sign_in_needed(desk->sign_in, clock_real());
}

uint64_t desk_token_number(const struct desk *desk)
{
	return desk->token_number;
}

bool desk_refused(struct desk *desk, uint64_t number)
{
	if (number != desk->token_number)
		return true;
	return sign_in_refused(desk->sign_in);
}

/* --- asking for one ----------------------------------------------------------------------- */

/* Who is answered may come again, or leave for good with the desk. */
static void answer_all(struct desk *desk)
{
	struct desk_answer answer = desk->answer;

	desk_share(desk);
	desk->answering = desk->visits;
	desk->visits = NULL;
	while (desk->answering) {
		struct visit *visit = desk->answering;
		desk->answering = visit->next;
		visit->next = NULL;
		visit->on_answer(visit->user, &answer);
	}
	desk_free(desk);
}

static void on_failure(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	answer_all(watcher->data);
}

static void on_header(void *user, struct slice name, struct slice value)
{
	struct desk *desk = user;

	sign_in_answer_header(desk->sign_in, name, value);
}

static bool on_data(void *user, const char *data, size_t length)
{
	struct desk *desk = user;

	if (desk->body.length + length > ANSWER_MOST)
		return false;
	text_append(&desk->body, data, length);
	return true;
}

static void on_done(void *user, const struct transfer_result *result)
{
	struct desk *desk = user;
	struct error *trouble = &desk->answer.trouble;
	int failed;

	desk->transfer = NULL;
	if (result->outcome == TRANSFER_STOPPED)
		failed = error_set(
			trouble, -EBADMSG, "the answer is longer than %d bytes", ANSWER_MOST);
	else if (result->outcome != TRANSFER_ANSWERED || portal_may_pass(result))
		failed = error_set(trouble, -EIO, "%s", result->answer);
	else
		failed = sign_in_answer(desk->sign_in, result->status, text_slice(&desk->body),
			clock_real(), trouble);
	text_clear(&desk->body);
	desk->answer.signed_in = failed == 0;
	if (failed == 0) {
		desk->token_number++;
	} else {
		error_prefix(trouble, "signing in");
		desk->answer.may_pass =
			result->outcome != TRANSFER_STOPPED && portal_may_pass(result);
		desk->answer.retry_after_ms = result->retry_after_ms;
	}
	answer_all(desk);
}

void desk_ask(struct desk *desk, struct visit *visit)
{
	bool asking = desk->visits != NULL;
	struct request request = {0};

	visit->next = desk->visits;
	desk->visits = visit;
	if (asking)
		return;
	desk->answer = (struct desk_answer){0};
	if (sign_in_request(desk->sign_in, &request, &desk->answer.trouble) < 0) {
		error_prefix(&desk->answer.trouble, "signing in");
		ev_timer_start(desk->options.app->loop, &desk->failure);
		return;
	}
	text_clear(&desk->body);
	struct portal_listener listener = {on_header, on_data, on_done, desk};
	desk->transfer =
		portal_transfer(desk->options.app, desk->options.settings, &request, &listener);
	request_free(&request);
}

static bool take_out(struct visit **list, struct visit *visit)
{
	while (*list && *list != visit)
		list = &(*list)->next;
	if (!*list)
		return false;
	*list = visit->next;
	visit->next = NULL;
	return true;
}

void desk_leave(struct desk *desk, struct visit *visit)
{
	take_out(&desk->answering, visit);
	if (take_out(&desk->visits, visit) && !desk->visits)
		stop_asking(desk);
}
