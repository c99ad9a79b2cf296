#include "poll/fetch.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "ground/ground.h"
#include "poll/page_memory.h"
#include "poll/portal_transfer.h"
#include "poll/session.h"

struct fetch {
	struct fetch_options options;
	struct fetch_page page; /* as asked; the cursor points to `cursor` */
	char *cursor;
	struct text asked; /* path and query, from the host's root, of the newest whole page */
	struct transfer *transfer;
	ev_timer failure; /* tells a failure to ask, from the loop */
	struct decoder *decoder;
	struct session_wait wait;
	uint64_t token; /* the page is asked for with */
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
	ev_timer_start(fetch->options.ground->loop, &fetch->failure);
}

/* What an answer that is no page says of there being one. */
static enum no_page no_page_by(const struct transfer_result *result)
{
	if (result->outcome != TRANSFER_ANSWERED)
		return NO_PAGE_TROUBLE;
	switch (result->status) {
	case 204:
		return NO_PAGE_NOTHING;
	case 400:
	case 404:
	case 410:
	case 416:
		return NO_PAGE_SUCH;
	default:
		return NO_PAGE_TROUBLE;
	}
}

/* The request itself failed. */
static void end_failed(struct fetch *fetch, const struct transfer_result *result)
{
	fetch->result.no_page = no_page_by(result);
	fetch->result.may_pass = portal_may_pass(result);
	fetch->result.retry_after_ms = result->retry_after_ms;
	error_set(&fetch->result.trouble, -EIO, "%s", result->answer);
	finish(fetch);
}

/* --- signing in --------------------------------------------------------------------------- */

static void on_token(void *user, const struct session_answer *answer)
{
	struct fetch *fetch = user;

	if (answer->signed_in) {
		fetch->token_is_new = true;
		ask(fetch);
		return;
	}
	fetch->result.trouble = answer->trouble;
	fetch->result.may_pass = answer->may_pass;
	fetch->result.retry_after_ms = answer->retry_after_ms;
	finish(fetch);
}

/* --- the page ----------------------------------------------------------------------------- */

static void on_header(void *user, struct slice name, struct slice value)
{
	struct fetch *fetch = user;

	decoder_header(fetch->decoder, name, value);
}

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

/* The page came: a link on it is meant from where it came from. */
static void keep_asked(struct fetch *fetch)
{
	const char *host = strstr(fetch->options.settings->url, "://");
	const char *base = host ? strchr(host + 3, '/') : NULL;

	text_clear(&fetch->asked);
	if (base && !fetch->request.from_root)
		text_add(&fetch->asked, base);
	text_add(&fetch->asked, fetch->request.path_query);
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
		if (decoder_list_is_null(fetch->decoder))
			ours->no_page = NO_PAGE_NOTHING;
		if (ours->whole)
			page_memory_keep(fetch->options.memory, &fetch->request, result->etag,
				result->last_modified, &ours->page);
	}
	if (is_unchanged(fetch, result) || ours->whole || fetch->undecodable) {
		if (ours->whole)
			keep_asked(fetch);
		/* Portals send half a page or a login form now and then. The latter, or an error
		 * in an envelope, is how some tell that a session ended: the next try signs in. */
		if (fetch->undecodable && !fetch->token_is_new)
			session_refused(fetch->options.session, fetch->token);
		fetch->token_is_new = fetch->token_is_new && !ours->whole;
		ours->may_pass = true;
		finish(fetch);
	} else if (is_refusal(result) && !fetch->signed_in_again &&
		   session_refused(fetch->options.session, fetch->token)) {
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
	const struct sign_in *sign_in = session_sign_in(options->session);
	fetch->token = session_token_number(options->session);
	values.session = sign_in_session(sign_in);
	values.agency = slice_of(options->settings->agency);
	values.asked = text_slice(&fetch->asked);
	values.zone = ground_zone(options->ground);
	if (profile_request(options->profile, page->kind, page->listing, &values, &fetch->request,
		    &fetch->result.trouble) < 0) {
		fail(fetch);
		return;
	}
	fetch->conditional = page->kind == CYCLE_INCREMENTAL &&
			     page_memory_ask(options->memory, &fetch->request);
	sign_in_apply(sign_in, &fetch->request);
	decoder_free(fetch->decoder);
	fetch->decoder = decoder_new(&(struct decode_options){
		.profile = options->profile,
		.now = page->now,
		.zone = ground_zone(options->ground),
		.keep_officer = options->settings->officers,
		.on_record = options->on_record,
		.on_problem = options->on_problem,
		.user = options->user,
	});
	struct portal_listener listener = {on_header, on_data, on_page, fetch};
	fetch->transfer =
		portal_transfer(options->ground, options->settings, &fetch->request, &listener);
}

static void ask(struct fetch *fetch)
{
	if (session_token_needed(fetch->options.session))
		session_ask(fetch->options.session, &fetch->wait);
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
	fetch->wait = (struct session_wait){.on_answer = on_token, .user = fetch};
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
	session_leave(fetch->options.session, &fetch->wait);
	transfer_cancel(fetch->transfer);
	fetch->transfer = NULL;
	ev_timer_stop(fetch->options.ground->loop, &fetch->failure);
}

void fetch_free(struct fetch *fetch)
{
	if (!fetch)
		return;
	fetch_cancel(fetch);
	decoder_free(fetch->decoder);
	request_free(&fetch->request);
	free(fetch->cursor);
	text_free(&fetch->asked);
	free(fetch);
}
