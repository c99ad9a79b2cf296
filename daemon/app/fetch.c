#include "app/fetch.h"

#include <errno.h>
#include <stdio.h>

#include "app/app.h"
#include "app/page_memory.h"
#include "base/memory.h"
#include "base/text.h"
#include "site/clock.h"

#define TOKEN_ANSWER_MOST (64 << 10)

struct fetch {
	struct fetch_options options;
	struct fetch_page page; /* as asked; the cursor points to `cursor` */
	char *cursor;
	struct transfer *transfer;
	ev_timer failure; /* tells a failure to ask, from the loop */
	struct decoder *decoder;
	struct text token_answer;
	struct request request; /* for the page */
	bool conditional; /* only if it has changed */
	bool signed_in_again;
	bool token_is_new; /* no page came whole with it yet */
	bool undecodable; /* the page is not what the profile says: see trouble */
	struct fetch_result result;
};

static void ask(struct fetch *fetch);

static void finish(struct fetch *fetch)
{
	decoder_free(fetch->decoder);
	fetch->decoder = NULL;
	fetch->options.on_done(fetch->options.user, &fetch->result);
}

static void on_failure(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	finish(watcher->data);
}

/* It cannot even be asked for: the trouble is set. */
static void fail(struct fetch *fetch)
{
	ev_timer_start(fetch->options.app->loop, &fetch->failure);
}

/* --- requests ----------------------------------------------------------------------------- */

static struct transfer *send_request(struct fetch *fetch, const struct request *request,
	transfer_header_fn *on_header, transfer_data_fn *on_data, transfer_done_fn *on_done)
{
	const struct portal_settings *settings = fetch->options.settings;
	bool absolute = strncmp(request->path_query, "http://", 7) == 0 ||
			strncmp(request->path_query, "https://", 8) == 0;
	cleanup(text_free) struct text url = {0};
	struct tls_settings tls = {
		.ca_file = settings->ca_file[0] ? settings->ca_file : NULL,
		.client_cert = settings->client_cert[0] ? settings->client_cert : NULL,
		.client_key = settings->client_key[0] ? settings->client_key : NULL,
	};

	text_printf(&url, "%s%s", absolute ? "" : settings->url, request->path_query);
	return transfer_http(fetch->options.app->portal_transfers,
		&(struct http_request){
			.method = request->method,
			.url = url.data,
			.headers = (const char *const *)request->headers,
			.body = slice_of(request->body),
			.tls = &tls,
			.proxy = settings->proxy[0] ? settings->proxy : NULL,
			.connect_ms = settings->connect_timeout_ms,
			.total_ms = settings->total_timeout_ms,
			.low_speed_ms = settings->low_speed_timeout_ms,
			.follow_same_host = true,
			.on_header = on_header,
			.on_data = on_data,
			.on_done = on_done,
			.user = fetch,
		});
}

static bool may_pass(const struct transfer_result *result)
{
	if (result->tls_failure)
		return false;
	return result->outcome != TRANSFER_ANSWERED || result->status >= 500 ||
	       result->status == 408 || result->status == 425 || result->status == 429;
}

/* The request itself failed. */
static void end_failed(struct fetch *fetch, const struct transfer_result *result)
{
	fetch->result.may_pass = may_pass(result);
	fetch->result.retry_after_ms = result->retry_after_ms;
	error_set(&fetch->result.trouble, -EIO, "%s", result->answer);
	finish(fetch);
}

/* --- signing in --------------------------------------------------------------------------- */

static void on_token_header(void *user, struct slice name, struct slice value)
{
	struct fetch *fetch = user;

	sign_in_answer_header(fetch->options.sign_in, name, value);
}

static bool on_token_data(void *user, const char *data, size_t length)
{
	struct fetch *fetch = user;

	if (fetch->token_answer.length + length > TOKEN_ANSWER_MOST)
		return false;
	text_append(&fetch->token_answer, data, length);
	return true;
}

static void on_token(void *user, const struct transfer_result *result)
{
	struct fetch *fetch = user;
	struct error *trouble = &fetch->result.trouble;
	int failed;

	fetch->transfer = NULL;
	if (result->outcome == TRANSFER_STOPPED)
		failed = error_set(
			trouble, -EBADMSG, "the answer is longer than %d bytes", TOKEN_ANSWER_MOST);
	else if (result->outcome != TRANSFER_ANSWERED || may_pass(result))
		failed = error_set(trouble, -EIO, "%s", result->answer);
	else /* token lifetimes run in real time, whatever the domain's clock says */
		failed = sign_in_answer(fetch->options.sign_in, result->status,
			text_slice(&fetch->token_answer), clock_real(), trouble);
	text_clear(&fetch->token_answer);
	if (failed == 0) {
		fetch->token_is_new = true;
		ask(fetch);
		return;
	}
	error_prefix(trouble, "signing in");
	fetch->result.may_pass = result->outcome != TRANSFER_STOPPED && may_pass(result);
	fetch->result.retry_after_ms = result->retry_after_ms;
	finish(fetch);
}

static void ask_token(struct fetch *fetch)
{
	struct request request = {0};

	if (sign_in_request(fetch->options.sign_in, &request, &fetch->result.trouble) < 0) {
		error_prefix(&fetch->result.trouble, "signing in");
		fail(fetch);
		return;
	}
	text_clear(&fetch->token_answer);
	fetch->transfer = send_request(fetch, &request, on_token_header, on_token_data, on_token);
	request_free(&request);
}

/* --- the page ----------------------------------------------------------------------------- */

static bool on_data(void *user, const char *data, size_t length)
{
	struct fetch *fetch = user;

	if (transfer_status(fetch->transfer) != 200)
		return true; /* an error page: its status says enough */
	if (decoder_feed(fetch->decoder, data, length, &fetch->result.trouble) == 0)
		return true;
	fetch->undecodable = true;
	return false;
}

/* The page has not changed since it last came whole: its records are in the store. */
static bool is_unchanged(struct fetch *fetch, const struct transfer_result *result)
{
	const struct page_result *page = page_memory_page(fetch->options.memory, &fetch->request);

	if (!fetch->conditional || !page || result->outcome != TRANSFER_ANSWERED ||
		result->status != 304)
		return false;
	fetch->result.whole = true;
	fetch->result.page = *page;
	return true;
}

static bool is_refusal(const struct transfer_result *result)
{
	return result->outcome == TRANSFER_ANSWERED &&
	       (result->status == 401 || result->status == 403);
}

static void on_page(void *user, const struct transfer_result *result)
{
	struct fetch *fetch = user;
	struct fetch_result *ours = &fetch->result;

	fetch->transfer = NULL;
	if (!fetch->undecodable && result->outcome == TRANSFER_ANSWERED && result->status == 200) {
		ours->whole = decoder_end(fetch->decoder, &ours->page, &ours->trouble) == 0;
		fetch->undecodable = !ours->whole;
		if (ours->whole)
			page_memory_keep(fetch->options.memory, &fetch->request, result->etag,
				result->last_modified, &ours->page);
	}
	if (is_unchanged(fetch, result) || ours->whole || fetch->undecodable) {
		/* Portals send half a page or a login form now and then. The latter, or an error
		 * in an envelope, is how some tell that a session ended: the next try signs in. */
		if (fetch->undecodable && !fetch->token_is_new)
			sign_in_refused(fetch->options.sign_in);
		fetch->token_is_new = fetch->token_is_new && !ours->whole;
		ours->may_pass = true;
		finish(fetch);
	} else if (is_refusal(result) && !fetch->signed_in_again &&
		   sign_in_refused(fetch->options.sign_in)) {
		fetch->signed_in_again = true;
		ask(fetch);
	} else {
		end_failed(fetch, result);
	}
}

static void ask_page(struct fetch *fetch)
{
	const struct fetch_options *options = &fetch->options;
	const struct fetch_page *page = &fetch->page;
	struct request_values values = page->values;

	request_free(&fetch->request);
	values.session = sign_in_session(options->sign_in);
	values.agency = slice_of(options->settings->agency);
	values.zone = app_zone(options->app);
	if (profile_request(options->profile, page->kind, page->listing, &values, &fetch->request,
		    &fetch->result.trouble) < 0) {
		fail(fetch);
		return;
	}
	fetch->conditional = page->kind == CYCLE_INCREMENTAL &&
			     page_memory_ask(options->memory, &fetch->request);
	sign_in_apply(options->sign_in, &fetch->request);
	decoder_free(fetch->decoder);
	fetch->decoder = decoder_new(&(struct decode_options){
		.profile = options->profile,
		.now = page->now,
		.zone = app_zone(options->app),
		.keep_officer = options->settings->officers,
		.on_record = options->on_record,
		.on_problem = options->on_problem,
		.user = options->user,
	});
	fetch->transfer = send_request(fetch, &fetch->request, NULL, on_data, on_page);
}

static void ask(struct fetch *fetch)
{
	if (sign_in_needed(fetch->options.sign_in, clock_real()))
		ask_token(fetch);
	else
		ask_page(fetch);
}

/* --- from outside ------------------------------------------------------------------------- */

struct fetch *fetch_new(const struct fetch_options *options)
{
	struct fetch *fetch = xcalloc(1, sizeof(*fetch));

	fetch->options = *options;
	ev_timer_init(&fetch->failure, on_failure, 0., 0.);
	fetch->failure.data = fetch;
	return fetch;
}

void fetch_page(struct fetch *fetch, const struct fetch_page *page)
{
	free(fetch->cursor);
	fetch->cursor = xstrndup(page->values.cursor.data, page->values.cursor.length);
	fetch->page = *page;
	fetch->page.values.cursor.data = fetch->cursor;
	fetch->result = (struct fetch_result){0};
	fetch->undecodable = fetch->signed_in_again = false;
	ask(fetch);
}

void fetch_cancel(struct fetch *fetch)
{
	transfer_cancel(fetch->transfer);
	fetch->transfer = NULL;
	ev_timer_stop(fetch->options.app->loop, &fetch->failure);
}

void fetch_free(struct fetch *fetch)
{
	if (!fetch)
		return;
	fetch_cancel(fetch);
	decoder_free(fetch->decoder);
	text_free(&fetch->token_answer);
	request_free(&fetch->request);
	free(fetch->cursor);
	free(fetch);
}
