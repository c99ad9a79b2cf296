#include "app/cycle.h"

#include <errno.h>
#include <ev.h>
#include <stdio.h>

#include "app/app.h"
#include "app/intake.h"
#include "app/random.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "portal/decode.h"
#include "site/clock.h"

#define TRIES 3
#define WAIT_FIRST_MS 1000
#define WAIT_MOST_MS (60 * 1000) /* a longer Retry-After ends the cycle instead */
#define TOKEN_ANSWER_MOST (64 << 10)
#define SLACK_MS (60 * 1000)

struct cycle {
	struct cycle_options options;
	struct app *app;
	struct intake *intake;
	int64_t poll;
	instant started;
	/* where it stands */
	int listing;
	int64_t page_index; /* of the listing */
	int64_t listing_records;
	char cursor[sizeof(((struct page_result *)0)->cursor)];
	/* the request under way */
	struct transfer *transfer;
	struct decoder *decoder;
	struct text token_answer;
	bool undecodable; /* the page is not what the profile says: see `trouble` */
	int tries;
	bool signed_in_again; /* a fresh token was fetched for this request already */
	ev_timer again;
	bool holds; /* the next page waits until the store has caught up */
	bool reading; /* more pages follow */
	int64_t moves_by;
	/* the outcome */
	int64_t pages, records, set_aside;
	enum poll_result result;
	struct error trouble;
	int64_t retry_after_ms;
};

static void ask(struct cycle *cycle);
static void settle(struct cycle *cycle);

static void moves_within(struct cycle *cycle, int64_t ms)
{
	cycle->moves_by = clock_monotonic_ms() + ms + SLACK_MS;
}

/* --- ends --------------------------------------------------------------------------------- */

static void end_reading(struct cycle *cycle, enum poll_result result)
{
	cycle->reading = false;
	cycle->result = result;
	intake_flush(cycle->intake);
	/* on_done never comes from inside a call of the poller's: always by the loop. */
	moves_within(cycle, 0);
	ev_timer_set(&cycle->again, 0., 0.);
	ev_timer_start(cycle->app->loop, &cycle->again);
}

/* The cycle goes no further; `trouble` says why. */
static void give_up(struct cycle *cycle)
{
	end_reading(cycle, cycle->pages > 0 ? POLL_INCOMPLETE : POLL_FAILED);
}

/* The request failed in a way that may pass: once more, later, or no more. */
static void try_again(struct cycle *cycle, int64_t retry_after_ms)
{
	int64_t wait_ms = (int64_t)WAIT_FIRST_MS << (2 * cycle->tries); /* 1 s, 4 s */

	wait_ms += (int64_t)((double)wait_ms * 0.2 * (random_share() - 0.5));
	if (retry_after_ms > wait_ms)
		wait_ms = retry_after_ms;
	cycle->tries++;
	if (cycle->tries >= TRIES || retry_after_ms > WAIT_MOST_MS) {
		cycle->retry_after_ms = retry_after_ms;
		give_up(cycle);
		return;
	}
	log_line(LOG_DETAIL, cycle->options.settings->name, "%s; asking again in %lld ms",
		cycle->trouble.text, (long long)wait_ms);
	moves_within(cycle, wait_ms);
	ev_timer_set(&cycle->again, (double)wait_ms / 1000., 0.);
	ev_timer_start(cycle->app->loop, &cycle->again);
}

static void settle(struct cycle *cycle)
{
	struct app *app = cycle->app;
	struct error store_error = {0};

	if (intake_failed(cycle->intake, &cycle->trouble) < 0)
		cycle->result = cycle->pages > 0 ? POLL_INCOMPLETE : POLL_FAILED;
	if (store_poll_end(app->store, cycle->poll, cycle->result, cycle->pages, cycle->records,
		    cycle->set_aside, cycle->trouble.text, clock_now(), &store_error) < 0) {
		cycle->trouble = store_error;
		if (cycle->result == POLL_COMPLETE)
			cycle->result = POLL_INCOMPLETE;
	}
	struct cycle_report report = {
		.result = cycle->result,
		.sweep = cycle->options.kind == CYCLE_SWEEP,
		.started = cycle->started,
		.pages = cycle->pages,
		.records = cycle->records,
		.set_aside = cycle->set_aside,
		.changed = intake_changed(cycle->intake),
		.trouble = cycle->trouble.text,
		.retry_after_ms = cycle->retry_after_ms,
	};
	cycle->options.on_done(cycle->options.user, &report);
}

static void cycle_free(struct cycle *cycle)
{
	transfer_cancel(cycle->transfer);
	ev_timer_stop(cycle->app->loop, &cycle->again);
	decoder_free(cycle->decoder);
	text_free(&cycle->token_answer);
	intake_free(cycle->intake);
	free(cycle);
}

/* --- requests ----------------------------------------------------------------------------- */

static struct transfer *send_request(struct cycle *cycle, const struct request *request,
	transfer_header_fn *on_header, transfer_data_fn *on_data, transfer_done_fn *on_done)
{
	const struct portal_settings *settings = cycle->options.settings;
	bool absolute = strncmp(request->path_query, "http://", 7) == 0 ||
			strncmp(request->path_query, "https://", 8) == 0;
	cleanup(text_free) struct text url = {0};
	struct tls_settings tls = {
		.ca_file = settings->ca_file[0] ? settings->ca_file : NULL,
		.client_cert = settings->client_cert[0] ? settings->client_cert : NULL,
		.client_key = settings->client_key[0] ? settings->client_key : NULL,
	};

	text_printf(&url, "%s%s", absolute ? "" : settings->url, request->path_query);
	moves_within(cycle, settings->total_timeout_ms);
	return transfer_http(cycle->app->portal_transfers,
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
			.user = cycle,
		});
}

static bool may_pass(const struct transfer_result *result)
{
	return result->outcome != TRANSFER_ANSWERED || result->status >= 500 ||
	       result->status == 408 || result->status == 425 || result->status == 429;
}

static void request_failed(
	struct cycle *cycle, const char *what, const struct transfer_result *result)
{
	error_set(&cycle->trouble, -EIO, "%s: %s", what, result->answer);
	if (may_pass(result) && !result->tls_failure)
		try_again(cycle, result->retry_after_ms);
	else
		give_up(cycle);
}

/* --- signing in --------------------------------------------------------------------------- */

static void on_token_header(void *user, struct slice name, struct slice value)
{
	struct cycle *cycle = user;

	sign_in_answer_header(cycle->options.sign_in, name, value);
}

static bool on_token_data(void *user, const char *data, size_t length)
{
	struct cycle *cycle = user;

	if (cycle->token_answer.length + length > TOKEN_ANSWER_MOST)
		return false;
	text_append(&cycle->token_answer, data, length);
	return true;
}

static void on_token(void *user, const struct transfer_result *result)
{
	struct cycle *cycle = user;

	cycle->transfer = NULL;
	if (result->outcome == TRANSFER_STOPPED) {
		error_set(&cycle->trouble, -EBADMSG,
			"signing in: the answer is longer than %d bytes", TOKEN_ANSWER_MOST);
		give_up(cycle);
		return;
	}
	if (result->outcome != TRANSFER_ANSWERED || may_pass(result)) {
		request_failed(cycle, "signing in", result);
		return;
	}
	/* Token lifetimes run in real time, whatever the domain's clock says. */
	if (sign_in_answer(cycle->options.sign_in, result->status, text_slice(&cycle->token_answer),
		    clock_real(), &cycle->trouble) < 0) {
		error_prefix(&cycle->trouble, "signing in");
		give_up(cycle);
		return;
	}
	ask(cycle);
}

static void ask_token(struct cycle *cycle)
{
	struct request request = {0};

	if (sign_in_request(cycle->options.sign_in, &request, &cycle->trouble) < 0) {
		give_up(cycle);
		return;
	}
	text_clear(&cycle->token_answer);
	cycle->transfer = send_request(cycle, &request, on_token_header, on_token_data, on_token);
	request_free(&request);
}

/* --- pages -------------------------------------------------------------------------------- */

static int64_t page_size(const struct cycle *cycle)
{
	int64_t said = cycle->options.settings->page_size;

	return said > 0 ? said : profile_default_page_size(cycle->options.profile);
}

static int on_record(void *user, const struct case_record *record)
{
	struct cycle *cycle = user;

	intake_record(cycle->intake, record);
	return intake_failed(cycle->intake, NULL);
}

static void on_problem(void *user, int64_t index, struct slice code, enum record_problem problem,
	const char *detail)
{
	struct cycle *cycle = user;
	struct error error;

	if (store_set_aside(
		    cycle->app->store, cycle->poll, code, problem, detail, clock_now(), &error) < 0)
		log_line(LOG_CAUTION, cycle->options.settings->name,
			"record %lld could not be set aside: %s", (long long)index, error.text);
}

static bool on_page_data(void *user, const char *data, size_t length)
{
	struct cycle *cycle = user;

	if (transfer_status(cycle->transfer) != 200)
		return true; /* an error page: its status says enough */
	if (decoder_feed(cycle->decoder, data, length, &cycle->trouble) == 0)
		return true;
	cycle->undecodable = true;
	return false;
}

static void next_listing(struct cycle *cycle)
{
	cycle->page_index = 0;
	cycle->listing_records = 0;
	cycle->cursor[0] = '\0';
	if (++cycle->listing >= profile_listing_count(cycle->options.profile, cycle->options.kind))
		end_reading(cycle, POLL_COMPLETE);
}

/* Everything known lies behind this page: it holds only what changed before the window. */
static bool nothing_newer(const struct cycle *cycle, const struct page_result *page)
{
	const struct cycle_options *options = &cycle->options;

	return profile_listing_newest_first(options->profile, options->kind, cycle->listing) &&
	       page->newest_updated != INSTANT_NONE && options->since != INSTANT_NONE &&
	       page->newest_updated < options->since;
}

static void page_came_whole(struct cycle *cycle, const struct page_result *page)
{
	cycle->pages++;
	cycle->records += page->records;
	cycle->set_aside += page->set_aside;
	cycle->listing_records += page->records;
	cycle->tries = 0;
	cycle->signed_in_again = false;
	intake_page_whole(cycle->intake);

	enum page_next next = profile_page_next(cycle->options.profile, page, cycle->page_index,
		cycle->listing_records, page_size(cycle), &cycle->trouble);
	snprintf(cycle->cursor, sizeof(cycle->cursor), "%s", page->cursor);
	cycle->page_index++;
	if (next == PAGE_INCOMPLETE) {
		end_reading(cycle, POLL_INCOMPLETE);
		return;
	}
	if (next == PAGE_END || nothing_newer(cycle, page))
		next_listing(cycle);
	if (!cycle->reading)
		return;
	if (intake_full(cycle->intake))
		cycle->holds = true;
	else
		ask(cycle);
}

static void page_broke(struct cycle *cycle, const struct transfer_result *result)
{
	intake_page_broken(cycle->intake);
	if (intake_failed(cycle->intake, &cycle->trouble) < 0) {
		give_up(cycle);
		return;
	}
	char what[80];
	snprintf(what, sizeof(what), "page %lld of %s", (long long)cycle->page_index + 1,
		profile_listing_name(cycle->options.profile, cycle->options.kind, cycle->listing));
	if (cycle->undecodable) {
		error_prefix(&cycle->trouble, "%s", what);
		try_again(cycle, 0);
		return;
	}
	if (result->outcome == TRANSFER_ANSWERED &&
		(result->status == 401 || result->status == 403) && !cycle->signed_in_again &&
		sign_in_refused(cycle->options.sign_in)) {
		cycle->signed_in_again = true;
		ask(cycle);
		return;
	}
	request_failed(cycle, what, result);
}

static void on_page(void *user, const struct transfer_result *result)
{
	struct cycle *cycle = user;
	struct page_result page = {0};

	cycle->transfer = NULL;
	bool whole = result->outcome == TRANSFER_ANSWERED && result->status == 200;
	if (whole && decoder_end(cycle->decoder, &page, &cycle->trouble) < 0) {
		cycle->undecodable = true;
		whole = false;
	}
	decoder_free(cycle->decoder);
	cycle->decoder = NULL;
	if (whole)
		page_came_whole(cycle, &page);
	else
		page_broke(cycle, result);
}

static void ask_page(struct cycle *cycle)
{
	const struct cycle_options *options = &cycle->options;
	struct request request = {0};
	struct request_values values = {
		.page_index = cycle->page_index,
		.page_size = page_size(cycle),
		.cursor = slice_of(cycle->cursor),
		.from = options->since,
		.to = cycle->started,
		.session = sign_in_session(options->sign_in),
		.agency = slice_of(options->settings->agency),
		.zone = app_zone(cycle->app),
	};

	if (profile_request(options->profile, options->kind, cycle->listing, &values, &request,
		    &cycle->trouble) < 0) {
		give_up(cycle);
		return;
	}
	sign_in_apply(options->sign_in, &request);
	cycle->undecodable = false;
	cycle->decoder = decoder_new(&(struct decode_options){
		.profile = options->profile,
		.now = cycle->started,
		.zone = app_zone(cycle->app),
		.keep_officer = options->settings->officers,
		.on_record = on_record,
		.on_problem = on_problem,
		.user = cycle,
	});
	cycle->transfer = send_request(cycle, &request, NULL, on_page_data, on_page);
	request_free(&request);
}

static void ask(struct cycle *cycle)
{
	if (sign_in_needed(cycle->options.sign_in, clock_real()))
		ask_token(cycle);
	else
		ask_page(cycle);
}

/* --- the loop's side ---------------------------------------------------------------------- */

/* The store took a batch: ask on, or end when it took everything. */
static void on_progress(void *user)
{
	struct cycle *cycle = user;

	if (!cycle->reading) {
		moves_within(cycle, 0);
		ev_timer_set(&cycle->again, 0., 0.);
		ev_timer_start(cycle->app->loop, &cycle->again);
		return;
	}
	if (intake_failed(cycle->intake, &cycle->trouble) < 0) {
		transfer_cancel(cycle->transfer);
		cycle->transfer = NULL;
		ev_timer_stop(cycle->app->loop, &cycle->again);
		give_up(cycle);
		return;
	}
	if (cycle->holds && !intake_full(cycle->intake)) {
		cycle->holds = false;
		ask(cycle);
	}
}

static void on_again(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct cycle *cycle = watcher->data;

	if (cycle->reading) {
		ask(cycle);
	} else if (intake_empty(cycle->intake)) {
		settle(cycle);
		cycle_free(cycle);
	}
}

int cycle_start(const struct cycle_options *options, struct cycle **ret_cycle, struct error *error)
{
	struct app *app = options->app;
	instant now = clock_now();
	int64_t poll;
	int result = store_poll_begin(
		app->store, options->portal, options->kind == CYCLE_SWEEP, now, &poll, error);
	if (result < 0)
		return result;

	struct cycle *cycle = xcalloc(1, sizeof(*cycle));
	cycle->options = *options;
	cycle->app = app;
	cycle->poll = poll;
	cycle->started = now;
	cycle->reading = true;
	cycle->intake = intake_new(app, on_progress, cycle);
	intake_begin(cycle->intake, poll);
	ev_timer_init(&cycle->again, on_again, 0., 0.);
	cycle->again.data = cycle;
	ev_timer_start(app->loop, &cycle->again);
	moves_within(cycle, 0);
	*ret_cycle = cycle;
	return 0;
}

void cycle_stop(struct cycle *cycle)
{
	if (!cycle)
		return;
	struct app *app = cycle->app;
	struct error error;

	transfer_cancel(cycle->transfer);
	cycle->transfer = NULL;
	intake_finish(cycle->intake);
	if (store_poll_end(app->store, cycle->poll, POLL_CUT_SHORT, cycle->pages, cycle->records,
		    cycle->set_aside, "hentrad stopped or reloaded", clock_now(), &error) < 0)
		log_line(LOG_CAUTION, cycle->options.settings->name, "%s", error.text);
	cycle_free(cycle);
}

int64_t cycle_moves_by(const struct cycle *cycle)
{
	return cycle->moves_by;
}
