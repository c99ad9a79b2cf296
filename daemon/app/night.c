#include "app/night.h"

#include <ev.h>
#include <stdio.h>

#include "app/app.h"
#include "app/event_ids.h"
#include "app/wall_timer.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/plural.h"
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

struct night {
	struct app *app;
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

static void run_soon(struct night *night)
{
	ev_timer_stop(night->app->loop, &night->slice);
	ev_timer_set(&night->slice, PAUSE_S, 0.);
	ev_timer_start(night->app->loop, &night->slice);
}

static void rest(struct night *night)
{
	if (night->audit)
		store_audit_end(night->audit, NULL);
	store_close(night->reader);
	night->audit = NULL;
	night->reader = NULL;
	night->task = RESTING;
}

static void fail(struct night *night, const struct error *error)
{
	log_line(LOG_FAILURE, NULL, "the night's work failed, again next night: %s", error->text);
	rest(night);
}

/* --- the audit ---------------------------------------------------------------------------- */

static void on_difference(void *user, const char *sentence)
{
	struct night *night = user;

	if (night->said++ < SENTENCES_MOST)
		log_line(LOG_FAILURE, NULL, "audit: %s", sentence);
}

static void begin_audit(struct night *night)
{
	struct app *app = night->app;
	struct error error;

	night->said = 0;
	night->task = AUDITING;
	if (store_open(app_settings(app)->hentra.store, STORE_READ, &night->reader, &error) < 0 ||
		store_audit_begin(night->reader, &app->judge, on_difference, night, &night->audit,
			&error) < 0)
		fail(night, &error);
}

static void end_audit(struct night *night)
{
	struct audit_result result = {0};
	struct error error;

	store_audit_end(night->audit, &result);
	night->audit = NULL;
	int64_t differences = result.differences + result.misjudged + result.suspicions;
	if (differences)
		log_event(LOG_FAILURE, EVENT_AUDIT_FAILED, NULL,
			"audit: %lld case(s) refolded, %lld difference(s): run hentractl audit",
			(long long)result.cases, (long long)differences);
	else
		log_line(LOG_NOTABLE, NULL, "audit: %lld case(s) refolded, no difference",
			(long long)result.cases);
	if (store_note_audit(night->app->store, clock_now(), &result, &error) < 0)
		fail(night, &error);
	rest(night);
}

/* --- the purge ---------------------------------------------------------------------------- */

static void answer(struct night *night, const char *words)
{
	struct error error;

	if (night->wish && store_answer_wish(night->app->store, night->wish, words, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	night->wish = 0;
}

static void end_purge(struct night *night)
{
	char words[160];
	bool asked = night->wish != 0;

	snprintf(words, sizeof(words),
		"%lld case(s) purged, evidence kept of %lld; %lld case(s) stay",
		(long long)night->purged.cases, (long long)night->purged.kept_evidence,
		(long long)night->purged.left);
	plural(words);
	if (night->purged.cases)
		log_line(LOG_NOTABLE, NULL, "%s", words);
	answer(night, words);
	night->task = RESTING;
	if (!asked)
		night->task = LOOKING;
}

static void begin_purge(struct night *night, int64_t wish)
{
	night->wish = wish;
	night->purged = (struct purge_result){0};
	night->task = PURGING;
	run_soon(night);
}

/* --- what was asked for ------------------------------------------------------------------- */

static void forget(struct night *night, int64_t id, const char *code)
{
	struct app *app = night->app;
	struct error error;
	char words[sizeof(error.text) + 1];

	night->wish = id;
	if (store_forget(app->store, &app->judge, code, &error) < 0) {
		snprintf(words, sizeof(words), "!%s", error.text);
		answer(night, words);
	} else {
		log_line(LOG_NOTABLE, NULL, "a case was forgotten at an operator's word");
		answer(night, "forgotten; the totals are as they were");
	}
}

static void take_wishes(struct night *night)
{
	struct error error;
	enum wish_kind kind;
	const char *code;
	int64_t id;
	int result;

	while (night->task == RESTING &&
		(result = store_next_wish(night->app->store, &id, &kind, &code, &error)) != 0) {
		if (result < 0) {
			fail(night, &error);
			return;
		}
		if (kind == WISH_FORGET)
			forget(night, id, code);
		else
			begin_purge(night, id);
	}
}

/* --- slices ------------------------------------------------------------------------------- */

static int work(struct night *night, bool *ret_done, struct error *error)
{
	struct app *app = night->app;

	if (night->task == AUDITING)
		return store_audit_step(night->audit, AUDITED_AT_ONCE, ret_done, error);
	if (night->task == NUMBERING)
		return store_look_at_numbers(
			app->store, &app->judge, NUMBERS_AT_ONCE, ret_done, error);
	if (night->task == LOOKING) {
		int result = store_look_at_units(
			app->store, &app->judge, UNITS_AT_ONCE, &night->unit, error);
		*ret_done = night->unit == 0;
		return result;
	}
	instant before = clock_now() - app_settings(app)->hentra.retention_ms;
	int result = store_purge_step(app->store, &app->judge, before, PURGED_AT_ONCE, false,
		&night->purged, ret_done, error);
	if (result == 0 && *ret_done)
		result =
			store_purge_deliveries(app->store, before, PURGED_AT_ONCE, ret_done, error);
	return result;
}

static void on_slice(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct night *night = watcher->data;
	int64_t until_ms = clock_monotonic_ms() + SLICE_MS;
	bool done = false;
	int result = 0;
	struct error error;

	while (night->task != RESTING && result == 0 && !done && clock_monotonic_ms() < until_ms)
		result = work(night, &done, &error);
	if (result < 0)
		fail(night, &error);
	else if (done && night->task == PURGING)
		end_purge(night);
	else if (done && night->task == LOOKING)
		night->task = NUMBERING;
	else if (done && night->task == NUMBERING)
		begin_audit(night);
	else if (done && night->task == AUDITING)
		end_audit(night);
	if (night->task == RESTING)
		take_wishes(night);
	if (night->task != RESTING)
		run_soon(night);
}

/* The next time that it is the hour. */
static void plan(struct night *night)
{
	const struct zone *zone = app_zone(night->app);
	instant now = clock_now();
	day date = zone_day(zone, now);
	instant hour = zone_midnight(zone, date) + HOUR * HOUR_MS;

	if (hour <= now)
		hour = zone_midnight(zone, date + 1) + HOUR * HOUR_MS;
	wall_timer_start(&night->hour, hour);
}

static void on_hour(void *user)
{
	struct night *night = user;

	plan(night);
	if (night->task == RESTING)
		begin_purge(night, 0);
}

/* --- from outside ------------------------------------------------------------------------- */

struct night *night_new(struct app *app)
{
	struct night *night = xcalloc(1, sizeof(*night));

	night->app = app;
	ev_init(&night->slice, on_slice);
	night->slice.data = night;
	wall_timer_init(&night->hour, app->loop, on_hour, night);
	return night;
}

void night_start(struct night *night)
{
	plan(night);
	run_soon(night);
}

void night_kick(struct night *night)
{
	if (night->task == RESTING)
		run_soon(night);
}

void night_free(struct night *night)
{
	if (!night)
		return;
	rest(night);
	ev_timer_stop(night->app->loop, &night->slice);
	wall_timer_stop(&night->hour);
	free(night);
}
