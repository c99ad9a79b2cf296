#include "app/nightly.h"

#include <ev.h>
#include <stdio.h>

#include "base/log.h"
#include "base/memory.h"
#include "base/plural.h"
#include "ground/event_ids.h"
#include "ground/ground.h"
#include "ground/wall_timer.h"
#include "site/clock.h"
#include "store/store_retention.h"
#include "store/store_witness.h"

#define HOUR 2 /* o'clock, local */
#define SLICE_MS 15
#define PAUSE_S 0.01 /* between slices: others go first */
#define PURGED_AT_ONCE 200
#define AUDITED_AT_ONCE 1000
#define UNITS_AT_ONCE 50
#define NUMBERS_AT_ONCE 2000
#define SENTENCES_MOST 20 /* logged a night */

enum task { RESTING, PURGING, LOOKING, NUMBERING, AUDITING };

struct nightly {
	struct ground *ground;
	ev_timer slice;
	struct wall_timer hour;
	enum task task;
	int64_t wish; /* that asked for the purge; 0: the night did */
	struct purge_result purged;
	uint32_t unit; /* looked at so far */
	struct store *reader; /* the audit's own */
	struct store_audit *audit;
	int said; /* sentences of this audit */
};

static void run_soon(struct nightly *nightly)
{
	ev_timer_stop(nightly->ground->loop, &nightly->slice);
	ev_timer_set(&nightly->slice, PAUSE_S, 0.);
	ev_timer_start(nightly->ground->loop, &nightly->slice);
}

static void rest(struct nightly *nightly)
{
	if (nightly->audit)
		store_audit_end(nightly->audit, NULL);
	store_close(nightly->reader);
	nightly->audit = NULL;
	nightly->reader = NULL;
	nightly->task = RESTING;
}

static void fail(struct nightly *nightly, const struct error *error)
{
	log_line(LOG_FAILURE, NULL, "the night's work failed, again next night: %s", error->text);
	rest(nightly);
}

/* --- the audit ---------------------------------------------------------------------------- */

static void on_difference(void *user, const char *sentence)
{
	struct nightly *nightly = user;

	if (nightly->said++ < SENTENCES_MOST)
		log_line(LOG_FAILURE, NULL, "audit: %s", sentence);
}

static void begin_audit(struct nightly *nightly)
{
	struct ground *ground = nightly->ground;
	struct error error;

	nightly->said = 0;
	nightly->task = AUDITING;
	if (store_open(ground_settings(ground)->hentra.store, STORE_READ, &nightly->reader,
		    &error) < 0 ||
		store_audit_begin(nightly->reader, &ground->judge, on_difference, nightly,
			&nightly->audit, &error) < 0)
		fail(nightly, &error);
}

static void end_audit(struct nightly *nightly)
{
	struct audit_result result = {0};
	struct error error;

	store_audit_end(nightly->audit, &result);
	nightly->audit = NULL;
	int64_t differences = result.differences + result.misjudged + result.suspicions;
	if (differences)
		log_event(LOG_FAILURE, EVENT_AUDIT_FAILED, NULL,
			"audit: %lld case(s) refolded, %lld difference(s): run hentractl audit",
			(long long)result.cases, (long long)differences);
	else
		log_line(LOG_NOTABLE, NULL, "audit: %lld case(s) refolded, no difference",
			(long long)result.cases);
	if (store_note_audit(nightly->ground->store, clock_now(), &result, &error) < 0)
		fail(nightly, &error);
	rest(nightly);
}

/* --- the purge ---------------------------------------------------------------------------- */

static void answer(struct nightly *nightly, const char *words)
{
	struct error error;

	if (nightly->wish &&
		store_answer_wish(nightly->ground->store, nightly->wish, words, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	nightly->wish = 0;
}

static void end_purge(struct nightly *nightly)
{
	char words[160];
	bool asked = nightly->wish != 0;

	snprintf(words, sizeof(words),
		"%lld case(s) purged, evidence kept of %lld; %lld case(s) stay",
		(long long)nightly->purged.cases, (long long)nightly->purged.kept_evidence,
		(long long)nightly->purged.left);
	plural(words);
	if (nightly->purged.cases)
		log_line(LOG_NOTABLE, NULL, "%s", words);
	answer(nightly, words);
	nightly->task = RESTING;
	if (!asked)
		nightly->task = LOOKING;
}

static void begin_purge(struct nightly *nightly, int64_t wish)
{
	nightly->wish = wish;
	nightly->purged = (struct purge_result){0};
	nightly->task = PURGING;
	run_soon(nightly);
}

/* --- what was asked for ------------------------------------------------------------------- */

static void forget(struct nightly *nightly, int64_t id, const char *code)
{
	struct ground *ground = nightly->ground;
	struct error error;
	char words[sizeof(error.text) + 1];

	nightly->wish = id;
	if (store_forget(ground->store, &ground->judge, code, &error) < 0) {
		snprintf(words, sizeof(words), "!%s", error.text);
		answer(nightly, words);
	} else {
		log_line(LOG_NOTABLE, NULL, "a case was forgotten at an operator's word");
		answer(nightly, "forgotten; the totals are as they were");
	}
}

static void settle_gone(struct nightly *nightly, int64_t id, const char *code)
{
	struct ground *ground = nightly->ground;
	struct error error;
	char words[sizeof(error.text) + 1];

	nightly->wish = id;
	if (store_settle_gone(
		    ground->store, &ground->judge, code, clock_now(), &ground->tally, &error) < 0) {
		snprintf(words, sizeof(words), "!%s", error.text);
		answer(nightly, words);
	} else {
		log_line(LOG_NOTABLE, NULL, "a case that vanished was settled as gone");
		answer(nightly, "settled as gone: it counts as withdrawn from today on");
	}
}

static void take_wishes(struct nightly *nightly)
{
	struct error error;
	enum wish_kind kind;
	const char *code;
	int64_t id;
	int result;

	while (nightly->task == RESTING && (result = store_next_wish(nightly->ground->store, &id,
						    &kind, &code, &error)) != 0) {
		if (result < 0) {
			fail(nightly, &error);
			return;
		}
		if (kind == WISH_FORGET)
			forget(nightly, id, code);
		else if (kind == WISH_SETTLE_GONE)
			settle_gone(nightly, id, code);
		else
			begin_purge(nightly, id);
	}
}

/* --- slices ------------------------------------------------------------------------------- */

static int work(struct nightly *nightly, bool *ret_done, struct error *error)
{
	struct ground *ground = nightly->ground;

	if (nightly->task == AUDITING)
		return store_audit_step(nightly->audit, AUDITED_AT_ONCE, ret_done, error);
	if (nightly->task == NUMBERING)
		return store_look_at_numbers(
			ground->store, &ground->judge, NUMBERS_AT_ONCE, ret_done, error);
	if (nightly->task == LOOKING) {
		int result = store_look_at_units(
			ground->store, &ground->judge, UNITS_AT_ONCE, &nightly->unit, error);
		*ret_done = nightly->unit == 0;
		return result;
	}
	instant before = clock_now() - ground_settings(ground)->hentra.retention_ms;
	int result = store_purge_step(ground->store, &ground->judge, before, PURGED_AT_ONCE, false,
		&nightly->purged, ret_done, error);
	if (result == 0 && *ret_done)
		result = store_purge_deliveries(
			ground->store, before, PURGED_AT_ONCE, ret_done, error);
	return result;
}

static void on_slice(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct nightly *nightly = watcher->data;
	int64_t until_ms = clock_monotonic_ms() + SLICE_MS;
	bool done = false;
	int result = 0;
	struct error error;

	while (nightly->task != RESTING && result == 0 && !done && clock_monotonic_ms() < until_ms)
		result = work(nightly, &done, &error);
	if (result < 0)
		fail(nightly, &error);
	else if (done && nightly->task == PURGING)
		end_purge(nightly);
	else if (done && nightly->task == LOOKING)
		nightly->task = NUMBERING;
	else if (done && nightly->task == NUMBERING)
		begin_audit(nightly);
	else if (done && nightly->task == AUDITING)
		end_audit(nightly);
	if (nightly->task == RESTING)
		take_wishes(nightly);
	if (nightly->task != RESTING)
		run_soon(nightly);
}

/* The next time that it is the hour. */
static void plan(struct nightly *nightly)
{
	const struct zone *zone = ground_zone(nightly->ground);
	instant now = clock_now();
	day date = zone_day(zone, now);
	instant hour = zone_midnight(zone, date) + HOUR * HOUR_MS;

	if (hour <= now)
		hour = zone_midnight(zone, date + 1) + HOUR * HOUR_MS;
	wall_timer_start(&nightly->hour, hour);
}

static void on_hour(void *user)
{
	struct nightly *nightly = user;

	plan(nightly);
	if (nightly->task == RESTING)
		begin_purge(nightly, 0);
}

/* --- from outside ------------------------------------------------------------------------- */

struct nightly *nightly_new(struct ground *ground)
{
	struct nightly *nightly = xcalloc(1, sizeof(*nightly));

	nightly->ground = ground;
	ev_init(&nightly->slice, on_slice);
	nightly->slice.data = nightly;
	wall_timer_init(&nightly->hour, ground->loop, on_hour, nightly);
	return nightly;
}

void nightly_start(struct nightly *nightly)
{
	plan(nightly);
	run_soon(nightly);
}

void nightly_kick(struct nightly *nightly)
{
	if (nightly->task == RESTING)
		run_soon(nightly);
}

void nightly_free(struct nightly *nightly)
{
	if (!nightly)
		return;
	rest(nightly);
	ev_timer_stop(nightly->ground->loop, &nightly->slice);
	wall_timer_stop(&nightly->hour);
	free(nightly);
}

const char *nightly_task(const struct nightly *nightly)
{
	static const char *const tasks[] = {
		"resting", "purging", "looking at units", "looking at numbers", "auditing"};

	return tasks[nightly->task];
}
