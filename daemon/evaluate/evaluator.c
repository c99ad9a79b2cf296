#include "evaluate/evaluator.h"

#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "evaluate/evaluation.h"
#include "ground/event_ids.h"
#include "ground/ground.h"
#include "ground/wall_timer.h"
#include "site/clock.h"
#include "store/store_closing.h"

#define TURN_MS 20 /* of work in one turn of the loop */
#define JUDGE_AT_ONCE 250 /* a few ms: looked at the clock between */
#define RETRY_S 30.0 /* after the store failed */
#define SLACK_MS (60 * SECOND_MS)
#define CLOCK_SLACK_MS MINUTE_MS /* a clock that is corrected now and then was not wrong */

enum phase { RESTING, CLOSING, REJUDGING, JUDGING, SURVEYING, EVALUATING };

struct evaluator {
	struct store_busy busy;
	struct ground *ground;
	struct subjects *subjects;
	struct evaluation *evaluation;
	ev_timer turn;
	struct wall_timer wake; /* when something changes by time alone */
	enum phase phase;
	bool again; /* something changed during the pass */
	bool rejudge;
	int64_t rejudge_cursor;
	instant now; /* of the pass */
	int64_t moves_by;
	bool broken; /* the store failed: said once */
};

/* --- when --------------------------------------------------------------------------------- */

static void run_soon(struct evaluator *evaluator, double seconds)
{
	struct ev_loop *loop = evaluator->ground->loop;

	evaluator->moves_by = clock_monotonic_ms() + (int64_t)(seconds * 1000.) + SLACK_MS;
	ev_timer_stop(loop, &evaluator->turn);
	ev_timer_set(&evaluator->turn, seconds, 0.);
	ev_timer_start(loop, &evaluator->turn);
}

static instant earlier(instant a, instant b)
{
	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return a == INSTANT_NONE ? b : a;
	return a < b ? a : b;
}

/* The next instant at which anything changes by time alone. */
static instant next_instant(struct evaluator *evaluator)
{
	struct ground *ground = evaluator->ground;
	instant next = INSTANT_NONE;
	struct error error;

	if (store_next_change(ground->store, &next, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	next = earlier(next, evaluation_next(evaluator->evaluation));
	for (size_t i = 0; i < ground->portals.count; i++) {
		instant stale_at = portal_stale_at(&ground->portals.items[i]);
		if (stale_at > evaluator->now)
			next = earlier(next, stale_at);
	}
	return next;
}

static void plan_wake(struct evaluator *evaluator)
{
	instant next = next_instant(evaluator);

	wall_timer_stop(&evaluator->wake);
	evaluator->moves_by = INT64_MAX;
	if (next == INSTANT_NONE || clock_is_set())
		return;
	/* What should have changed already and did not is looked at again, but not at once. */
	if (next <= evaluator->now)
		next = evaluator->now + MINUTE_MS;
	wall_timer_start(&evaluator->wake, next);
}

/* --- a pass ------------------------------------------------------------------------------- */

/* A clock that ran ahead and was set right: what it made overdue is judged again. */
static void heed_clock(struct evaluator *evaluator)
{
	struct ground *ground = evaluator->ground;
	instant newest = INSTANT_NONE;
	struct error error = {0};
	char at[ZONE_TEXT_MAX];

	if (store_newest(ground->store, &newest, &error) < 0 || newest == INSTANT_NONE ||
		newest <= evaluator->now + CLOCK_SLACK_MS)
		return;
	log_line(LOG_CAUTION, NULL,
		"the clock was ahead, until %s: everything open is judged again; what was dated "
		"meanwhile keeps its dates",
		zone_format(ground_zone(ground), newest, at));
	if (store_clock_back(ground->store, evaluator->now, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	evaluator->rejudge = true;
	evaluator->rejudge_cursor = 0;
}

static void begin_pass(struct evaluator *evaluator)
{
	evaluator->again = false;
	evaluator->now = clock_now();
	heed_clock(evaluator);
	evaluator->phase = CLOSING;
}

/* Days that ended are closed first. */
static int close_some(struct evaluator *evaluator, struct error *error)
{
	struct ground *ground = evaluator->ground;
	bool more = false;
	int result = store_close_days(ground->store, &ground->judge, evaluator->now, JUDGE_AT_ONCE,
		&ground->tally, &more, error);

	if (result == 0 && !more)
		evaluator->phase = evaluator->rejudge ? REJUDGING : JUDGING;
	return result;
}

static int rejudge_some(struct evaluator *evaluator, struct error *error)
{
	struct ground *ground = evaluator->ground;
	int result = store_judge_all_open(ground->store, &ground->judge, evaluator->now,
		JUDGE_AT_ONCE, &evaluator->rejudge_cursor, &ground->tally, error);

	if (result == 0 && evaluator->rejudge_cursor == 0) {
		evaluator->rejudge = false;
		evaluator->phase = JUDGING;
	}
	return result;
}

static int judge_some(struct evaluator *evaluator, struct error *error)
{
	struct ground *ground = evaluator->ground;
	bool more = false;
	int result = store_judge_due(ground->store, &ground->judge, evaluator->now, JUDGE_AT_ONCE,
		&ground->tally, &more, error);

	if (result == 0 && !more)
		evaluator->phase = SURVEYING;
	return result;
}

static int survey_some(struct evaluator *evaluator, int64_t until_ms, struct error *error)
{
	bool done = false;
	int result = subjects_survey(evaluator->subjects, evaluator->now, until_ms, &done, error);

	if (result == 0 && done) {
		subjects_sum(evaluator->subjects, evaluator->now);
		evaluation_begin(evaluator->evaluation, evaluator->now);
		evaluator->phase = EVALUATING;
	}
	return result;
}

static int evaluate_some(struct evaluator *evaluator, int64_t until_ms, struct error *error)
{
	bool done = false;
	int result = evaluation_go_on(evaluator->evaluation, until_ms, &done, error);

	if (result == 0 && done)
		evaluator->phase = RESTING;
	return result;
}

static int do_turn(struct evaluator *evaluator, struct error *error)
{
	int64_t until_ms = clock_monotonic_ms() + TURN_MS;
	int result = 0;

	do {
		if (evaluator->phase == CLOSING)
			result = close_some(evaluator, error);
		else if (evaluator->phase == REJUDGING)
			result = rejudge_some(evaluator, error);
		else if (evaluator->phase == JUDGING)
			result = judge_some(evaluator, error);
		else if (evaluator->phase == SURVEYING)
			result = survey_some(evaluator, until_ms, error);
		else if (evaluator->phase == EVALUATING)
			result = evaluate_some(evaluator, until_ms, error);
	} while (result == 0 && evaluator->phase != RESTING && clock_monotonic_ms() < until_ms);
	return result;
}

static void pass_ended(struct evaluator *evaluator)
{
	struct ground *ground = evaluator->ground;

	evaluator->broken = false;
	for (size_t i = 0; i < ground->portals.count; i++)
		portal_say_stale(&ground->portals.items[i], evaluator->now);
	if (evaluator->again) {
		run_soon(evaluator, 0.);
		return;
	}
	plan_wake(evaluator);
	ground->calls->pass_done(ground->user);
}

static void on_turn(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct evaluator *evaluator = watcher->data;
	struct error error;

	if (evaluator->phase == RESTING)
		begin_pass(evaluator);
	int result = do_turn(evaluator, &error);
	if (ground_store_busy(evaluator->ground, &evaluator->busy, result)) {
		evaluator->phase = RESTING;
		run_soon(evaluator, STORE_BUSY_S);
	} else if (result < 0) {
		if (!evaluator->broken)
			log_line(
				LOG_FAILURE, NULL, "cannot evaluate, trying again: %s", error.text);
		evaluator->broken = true;
		evaluator->phase = RESTING;
		run_soon(evaluator, RETRY_S);
		evaluator->ground->calls->pass_failed(evaluator->ground->user);
	} else if (evaluator->phase == RESTING) {
		pass_ended(evaluator);
	} else {
		run_soon(evaluator, 0.);
	}
}

static void on_wake(void *user)
{
	evaluator_kick(user);
}

/* --- from outside ------------------------------------------------------------------------- */

int evaluator_new(struct ground *ground, struct evaluator **ret_evaluator, struct error *error)
{
	struct evaluator *evaluator = xcalloc(1, sizeof(*evaluator));

	evaluator->ground = ground;
	evaluator->subjects = subjects_new(ground);
	evaluator->evaluation = evaluation_new(ground, evaluator->subjects);
	evaluator->moves_by = INT64_MAX;
	ev_init(&evaluator->turn, on_turn);
	evaluator->turn.data = evaluator;
	wall_timer_init(&evaluator->wake, ground->loop, on_wake, evaluator);
	int result = alerts_load(ground->alerts, ground->store, error);
	/* settings or calendar changed while hentrad was down: the first pass judges everything */
	if (result == 0)
		result = store_judge_changed(
			ground->store, &ground->judge, &evaluator->rejudge, error);
	if (result < 0) {
		evaluator_free(evaluator);
		return result;
	}
	*ret_evaluator = evaluator;
	return 0;
}

void evaluator_free(struct evaluator *evaluator)
{
	if (!evaluator)
		return;
	ev_timer_stop(evaluator->ground->loop, &evaluator->turn);
	wall_timer_stop(&evaluator->wake);
	evaluation_free(evaluator->evaluation);
	subjects_free(evaluator->subjects);
	free(evaluator);
}

void evaluator_kick(struct evaluator *evaluator)
{
	/* While the store is broken the next try is planned already. */
	if (evaluator->phase != RESTING || (evaluator->broken && ev_is_active(&evaluator->turn)))
		evaluator->again = true;
	else
		run_soon(evaluator, 0.);
}

bool evaluator_closes_days(struct evaluator *evaluator)
{
	if (!evaluator || evaluator->broken)
		return false;
	if (evaluator->phase != CLOSING)
		evaluator_kick(evaluator);
	return true;
}

void evaluator_rejudge(struct evaluator *evaluator)
{
	evaluator->rejudge = true;
	evaluator->rejudge_cursor = 0;
	evaluator_kick(evaluator);
}

void evaluator_site_changed(struct evaluator *evaluator)
{
	/* A pass under way rests on what is gone: it begins again. */
	evaluator->phase = RESTING;
	evaluation_free(evaluator->evaluation);
	subjects_free(evaluator->subjects);
	evaluator->subjects = subjects_new(evaluator->ground);
	evaluator->evaluation = evaluation_new(evaluator->ground, evaluator->subjects);
	run_soon(evaluator, 0.);
}

bool evaluator_busy(const struct evaluator *evaluator)
{
	return ev_is_active(&evaluator->turn);
}

int64_t evaluator_moves_by(struct evaluator *evaluator)
{
	int64_t wakes_by = wall_timer_moves_by(&evaluator->wake, clock_now(), clock_monotonic_ms());

	return wakes_by < evaluator->moves_by ? wakes_by : evaluator->moves_by;
}

void evaluator_debug(const struct evaluator *evaluator, struct json_writer *json)
{
	static const char *const phases[] = {
		"resting", "closing days", "rejudging", "judging", "surveying", "evaluating"};

	json_string(json, "phase", phases[evaluator->phase]);
	json_bool(json, "store_failed", evaluator->broken);
	json_bool(json, "pass_planned", ev_is_active(&evaluator->turn));
}
