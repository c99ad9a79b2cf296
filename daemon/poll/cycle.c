#include "poll/cycle.h"

#include <errno.h>
#include <stdio.h>

#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "ground/doubts.h"
#include "ground/ground.h"
#include "ground/random.h"
#include "poll/fetch.h"
#include "poll/intake.h"
#include "poll/page_memory.h"
#include "poll/repeats.h"
#include "site/clock.h"
#include "store/store_doubt.h"

#define TRIES 3
#define WAIT_FIRST_MS 1000
#define WAIT_MOST_MS (60 * 1000) /* a longer Retry-After ends the cycle instead */
#define SLACK_MS (60 * 1000)

struct cycle {
	struct store_busy busy;
	struct cycle_options options;
	struct ground *ground;
	struct fetch *fetch;
	struct intake *intake;
	int64_t poll;
	instant started;
	/* where it stands */
	int listing;
	struct listing_read read; /* how far it is read */
	char cursor[sizeof(((struct page_result *)0)->cursor)];
	struct repeats repeats;
	int tries; /* of the page that failed before */
	ev_timer again;
	bool holds; /* the next page waits until the store has caught up */
	bool reading; /* more pages follow */
	int64_t moves_by;
	/* the outcome */
	int64_t pages, records, set_aside;
	int64_t taken; /* at its end, of what was held back */
	enum poll_result result;
	struct error trouble;
	int64_t retry_after_ms;
};

static void run_later(struct cycle *cycle, int64_t wait_ms)
{
	cycle->moves_by = clock_monotonic_ms() + wait_ms + SLACK_MS;
	ev_timer_stop(cycle->ground->loop, &cycle->again);
	ev_timer_set(&cycle->again, (double)wait_ms / 1000., 0.);
	ev_timer_start(cycle->ground->loop, &cycle->again);
}

/* --- ends --------------------------------------------------------------------------------- */

/* on_done never comes from inside a call of the poller's: the loop brings it, when the store has
 * taken what came. */
static void end_reading(struct cycle *cycle, enum poll_result result)
{
	cycle->reading = false;
	cycle->result = result;
	intake_flush(cycle->intake);
	run_later(cycle, 0);
}

/* The cycle goes no further; `trouble` says why. */
static void give_up(struct cycle *cycle)
{
	end_reading(cycle, cycle->pages > 0 ? POLL_INCOMPLETE : POLL_FAILED);
}

/* Records came, but none that says anything: the portal or the profile changed its shape. A few
 * changed cases of an incremental cycle may all be odd without meaning that. */
static bool nothing_understood(const struct cycle *cycle)
{
	bool many = cycle->records >= 20 || cycle->options.kind == CYCLE_SWEEP;

	return many && cycle->records > 0 && cycle->set_aside == cycle->records;
}

/* What cannot be is not taken over: the cycle is not complete then. False: the store is busy. */
static bool weigh(struct cycle *cycle)
{
	struct ground *ground = cycle->ground;
	struct put_result put;
	struct error error = {0};
	unsigned doubts = 0;
	bool complete = cycle->result == POLL_COMPLETE;
	int result = store_poll_settle(ground->store, cycle->poll, complete, &ground->judge,
		clock_now(), &ground->tally, &doubts, &put, &error);

	if (ground_store_busy(ground, &cycle->busy, result))
		return false;
	if (result < 0) {
		cycle->trouble = error;
		cycle->result = POLL_INCOMPLETE;
		return true;
	}
	cycle->taken += put.added + put.changed;
	if (!doubts)
		return true;
	cleanup(text_free) struct text words = {0};
	doubts_say(ground->store, cycle->options.portal->id, true, "; ", &words);
	cycle->result = POLL_DOUBTFUL;
	error_set(&cycle->trouble, 0, "doubtful, and not taken over: %s", words.data);
	return true;
}

/* False: the store is busy, the end is to be noted later. */
static bool settle(struct cycle *cycle)
{
	struct ground *ground = cycle->ground;
	struct error store_error = {0};

	if (intake_failed(cycle->intake, &cycle->trouble) < 0)
		cycle->result = cycle->pages > 0 ? POLL_INCOMPLETE : POLL_FAILED;
	if (cycle->result == POLL_COMPLETE && nothing_understood(cycle)) {
		cycle->result = POLL_INCOMPLETE;
		error_set(&cycle->trouble, 0, "none of %lld record(s) could be understood",
			(long long)cycle->records);
	}
	if (!weigh(cycle))
		return false;
	int ended = store_poll_end(ground->store, cycle->poll, cycle->result, cycle->pages,
		cycle->records, cycle->set_aside, cycle->trouble.text, clock_now(), &store_error);
	if (ground_store_busy(ground, &cycle->busy, ended))
		return false;
	if (ended < 0) {
		cycle->trouble = store_error;
		cycle->result = POLL_INCOMPLETE;
	}
	if (cycle->result != POLL_COMPLETE)
		page_memory_forget(cycle->options.memory);
	struct cycle_report report = {
		.result = cycle->result,
		.sweep = cycle->options.kind == CYCLE_SWEEP,
		.started = cycle->started,
		.pages = cycle->pages,
		.records = cycle->records,
		.set_aside = cycle->set_aside,
		.conflicting = intake_conflicting(cycle->intake),
		.changed = intake_changed(cycle->intake) + cycle->taken,
		.trouble = cycle->trouble.text,
		.retry_after_ms = cycle->retry_after_ms,
	};
	cycle->options.on_done(cycle->options.user, &report);
	return true;
}

static void cycle_free(struct cycle *cycle)
{
	ev_timer_stop(cycle->ground->loop, &cycle->again);
	fetch_free(cycle->fetch);
	intake_free(cycle->intake);
	repeats_free(&cycle->repeats);
	free(cycle);
}

/* --- pages -------------------------------------------------------------------------------- */

static void begin_listing(struct cycle *cycle)
{
	int64_t said = cycle->options.portal->settings->page_size;

	cycle->read = (struct listing_read){
		.page_size = said > 0 ? said
				      : profile_default_page_size(cycle->options.portal->profile)};
	cycle->cursor[0] = '\0';
	repeats_begin(&cycle->repeats);
}

static void ask(struct cycle *cycle)
{
	repeats_page(&cycle->repeats);
	cycle->moves_by = clock_monotonic_ms() +
			  2 * cycle->options.portal->settings->total_timeout_ms + SLACK_MS;
	fetch_page(cycle->fetch, &(struct fetch_page){
					 .kind = cycle->options.kind,
					 .listing = cycle->listing,
					 .values =
						 {
							 .page_index = cycle->read.pages,
							 .start = cycle->read.listed,
							 .page_size = cycle->read.page_size,
							 .cursor = slice_of(cycle->cursor),
							 .from = cycle->options.since,
							 .to = cycle->started,
						 },
					 .now = cycle->started,
				 });
}

static void next_listing(struct cycle *cycle)
{
	begin_listing(cycle);
	if (++cycle->listing >=
		profile_listing_count(cycle->options.portal->profile, cycle->options.kind))
		end_reading(cycle, POLL_COMPLETE);
}

/* Everything known lies behind this page: it holds only what changed before the window. */
static bool nothing_newer(const struct cycle *cycle, const struct page_result *page)
{
	const struct cycle_options *options = &cycle->options;

	return profile_listing_newest_first(
		       options->portal->profile, options->kind, cycle->listing) &&
	       page->newest_updated != INSTANT_NONE && options->since != INSTANT_NONE &&
	       page->newest_updated < options->since;
}

static const char *listing_name(const struct cycle *cycle)
{
	return profile_listing_name(
		cycle->options.portal->profile, cycle->options.kind, cycle->listing);
}

static void follow(struct cycle *cycle, enum page_next next)
{
	if (next == PAGE_INCOMPLETE)
		end_reading(cycle, POLL_INCOMPLETE);
	else if (next == PAGE_END)
		next_listing(cycle);
	if (!cycle->reading)
		return;
	if (intake_full(cycle->intake))
		cycle->holds = true;
	else
		ask(cycle);
}

static void page_came_whole(struct cycle *cycle, const struct page_result *page)
{
	int64_t asked = cycle->read.page_size;

	cycle->pages++;
	cycle->records += page->records;
	cycle->set_aside += page->set_aside;
	cycle->tries = 0;
	cycle->trouble = (struct error){0};
	cycle->retry_after_ms = 0;
	intake_page_whole(cycle->intake);
	log_line(LOG_DETAIL, cycle->options.portal->subject,
		"page %lld of %s came whole: %lld record(s), %lld set aside",
		(long long)cycle->read.pages + 1, listing_name(cycle), (long long)page->records,
		(long long)page->set_aside);

	enum page_next next = profile_page_next(cycle->options.portal->profile, &cycle->read, page,
		repeats_end(&cycle->repeats, page->records), &cycle->trouble);
	snprintf(cycle->cursor, sizeof(cycle->cursor), "%s", page->cursor);
	if (cycle->read.page_size != asked)
		log_line(LOG_DETAIL, cycle->options.portal->subject,
			"gives %lld record(s) a page where %lld were asked for: asking for so many",
			(long long)page->records, (long long)asked);
	if (next == PAGE_INCOMPLETE)
		error_prefix(&cycle->trouble, "%s", listing_name(cycle));
	else if (nothing_newer(cycle, page))
		next = PAGE_END;
	follow(cycle, next);
}

/* Behind the last page: is what came instead of one the end of the listing? */
static bool ends_without_page(struct cycle *cycle, const struct fetch_result *result)
{
	enum page_next next = profile_no_page(
		cycle->options.portal->profile, &cycle->read, result->no_page, &cycle->trouble);

	if (next == PAGE_NEXT)
		return false;
	cycle->tries = 0;
	follow(cycle, next);
	return true;
}

/* Once more after a wait that grows (1 s, 4 s), or as the portal asks; or no more. */
static void page_broke(struct cycle *cycle, const struct fetch_result *result)
{
	int64_t wait_ms = (int64_t)WAIT_FIRST_MS << (2 * cycle->tries);

	intake_page_broken(cycle->intake);
	cycle->trouble = (struct error){0};
	if (ends_without_page(cycle, result))
		return;
	cycle->trouble = result->trouble;
	cycle->retry_after_ms = result->retry_after_ms;
	error_prefix(&cycle->trouble, "page %lld of %s", (long long)cycle->read.pages + 1,
		listing_name(cycle));
	if (intake_failed(cycle->intake, NULL) < 0 || !result->may_pass ||
		++cycle->tries >= TRIES || result->retry_after_ms > WAIT_MOST_MS) {
		give_up(cycle);
		return;
	}
	wait_ms += (int64_t)((double)wait_ms * 0.2 * (random_share() - 0.5));
	if (result->retry_after_ms > wait_ms)
		wait_ms = result->retry_after_ms;
	log_line(LOG_DETAIL, cycle->options.portal->subject, "%s; asking again in %lld ms",
		cycle->trouble.text, (long long)wait_ms);
	run_later(cycle, wait_ms);
}

static void on_page(void *user, const struct fetch_result *result)
{
	struct cycle *cycle = user;

	if (result->whole)
		page_came_whole(cycle, &result->page);
	else
		page_broke(cycle, result);
}

static int on_record(void *user, const struct case_record *record)
{
	struct cycle *cycle = user;

	repeats_code(&cycle->repeats, record->code);
	intake_record(cycle->intake, record);
	return intake_failed(cycle->intake, NULL);
}

static void on_problem(void *user, int64_t index, struct slice code, enum record_problem problem,
	const char *detail)
{
	struct cycle *cycle = user;
	struct error error;

	repeats_code(&cycle->repeats, code);
	if (store_set_aside(cycle->ground->store, cycle->poll, code, problem, detail, clock_now(),
		    &error) < 0)
		log_line(LOG_CAUTION, cycle->options.portal->subject,
			"record %lld could not be set aside: %s", (long long)index, error.text);
}

/* --- the loop's side ---------------------------------------------------------------------- */

/* The store took a batch, or failed to: ask on, or end when it took everything. */
static void on_progress(void *user)
{
	struct cycle *cycle = user;

	if (!cycle->reading) {
		run_later(cycle, 0);
	} else if (intake_failed(cycle->intake, NULL) < 0) {
		fetch_cancel(cycle->fetch);
		give_up(cycle);
	} else if (cycle->holds && !intake_full(cycle->intake)) {
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
		if (settle(cycle))
			cycle_free(cycle);
		else
			run_later(cycle, (int64_t)(STORE_BUSY_S * 1000));
	}
}

static struct fetch *make_fetch(struct cycle *cycle)
{
	const struct cycle_options *options = &cycle->options;

	return fetch_new(&(struct fetch_options){
		.ground = options->ground,
		.settings = options->portal->settings,
		.profile = options->portal->profile,
		.session = options->session,
		.memory = options->memory,
		.on_record = on_record,
		.on_problem = on_problem,
		.on_done = on_page,
		.user = cycle,
	});
}

/* From when on cases are listed by this cycle; NONE: all are, INT64_MAX: some of whatever age. */
static instant reach_of(const struct cycle_options *options)
{
	const struct profile *profile = options->portal->profile;
	instant reach = INT64_MAX;

	for (int i = 0; i < profile_listing_count(profile, options->kind); i++) {
		if (profile_listing_covers_all(profile, options->kind, i))
			return INSTANT_NONE;
		if (profile_listing_windowed(profile, options->kind, i))
			reach = options->since;
	}
	return reach;
}

int cycle_start(const struct cycle_options *options, struct cycle **ret_cycle, struct error *error)
{
	struct ground *ground = options->ground;
	instant now = clock_now();
	int64_t poll;
	int result = store_poll_begin(ground->store, options->portal->id,
		options->kind == CYCLE_SWEEP, now, &poll, error);
	if (result < 0)
		return result;
	store_poll_reaches(ground->store, poll, reach_of(options));
	store_poll_weigh(ground->store, poll, &options->portal->settings->doubt);

	struct cycle *cycle = xcalloc(1, sizeof(*cycle));
	cycle->options = *options;
	cycle->ground = ground;
	cycle->poll = poll;
	cycle->started = now;
	cycle->reading = true;
	cycle->fetch = make_fetch(cycle);
	cycle->intake = intake_new(ground, on_progress, cycle);
	intake_begin(cycle->intake, poll);
	begin_listing(cycle);
	ev_init(&cycle->again, on_again);
	cycle->again.data = cycle;
	run_later(cycle, 0);
	*ret_cycle = cycle;
	return 0;
}

void cycle_stop(struct cycle *cycle)
{
	struct error error;

	if (!cycle)
		return;
	fetch_cancel(cycle->fetch);
	intake_finish(cycle->intake);
	if (store_poll_end(cycle->ground->store, cycle->poll, POLL_CUT_SHORT, cycle->pages,
		    cycle->records, cycle->set_aside, "hentrad stopped or reloaded", clock_now(),
		    &error) < 0)
		log_line(LOG_CAUTION, cycle->options.portal->subject, "%s", error.text);
	cycle_free(cycle);
}

const char *cycle_report_doubts(const struct cycle_report *report, char buffer[static 64])
{
	buffer[0] = '\0';
	if (report->conflicting > 0)
		snprintf(buffer, 64, ", %lld said twice and differently",
			(long long)report->conflicting);
	return buffer;
}

int64_t cycle_moves_by(const struct cycle *cycle)
{
	return cycle->moves_by;
}

void cycle_debug(const struct cycle *cycle, struct json_writer *json)
{
	json_string(json, "cycle", cycle->options.kind == CYCLE_SWEEP ? "sweep" : "incremental");
	json_number(json, "listing", cycle->listing);
	json_number(json, "pages", cycle->pages);
	json_number(json, "records", cycle->records);
	json_number(json, "tries_of_page", cycle->tries);
	json_bool(json, "waits_for_store", cycle->holds || !intake_empty(cycle->intake));
	json_number(json, "since_ms", clock_now() - cycle->started);
}
