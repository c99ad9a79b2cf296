#include "app/evaluator.h"

#include <errno.h>
#include <ev.h>

#include "app/alerts.h"
#include "app/app.h"
#include "app/event_ids.h"
#include "app/news.h"
#include "app/subjects.h"
#include "base/log.h"
#include "base/memory.h"
#include "site/clock.h"

#define TURN_MS 20 /* of work in one turn of the loop */
#define JUDGE_AT_ONCE 1000
#define RETRY_S 30.0 /* after the store failed */
#define SLACK_MS (60 * SECOND_MS)

enum phase { RESTING, REJUDGING, JUDGING, EVALUATING, ORPHANS };

struct evaluator {
	struct app *app;
	struct alerts *alerts;
	struct subjects *subjects;
	ev_timer turn;
	ev_periodic wake; /* at a wall-clock instant: survives clock jumps */
	enum phase phase;
	bool again; /* something changed during the pass */
	bool rejudge;
	int64_t rejudge_cursor;
	instant now; /* of the pass */
	size_t rule, index; /* where the evaluation stands */
	int64_t moves_by;
	bool broken; /* the store failed: said once */
	bool stale_said[64]; /* by poller: its staleness was logged */
	/* of the turn */
	struct alert *changed;
	size_t changed_count, changed_capacity;
	struct alert_news *news;
	size_t news_count, news_capacity;
	struct deliveries deliveries;
	bool told; /* by the pass so far */
};

/* --- when --------------------------------------------------------------------------------- */

static void run_soon(struct evaluator *evaluator, double seconds)
{
	struct ev_loop *loop = evaluator->app->loop;

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
	struct app *app = evaluator->app;
	instant next = INSTANT_NONE;
	struct error error;

	if (store_next_change(app->store, &next, &error) < 0)
		log_line(LOG_FAILURE, NULL, "%s", error.text);
	for (size_t i = 0; i < alerts_count(evaluator->alerts); i++) {
		const struct alert *alert = alerts_at(evaluator->alerts, i);
		const struct rule_settings *rule = settings_rule(app_settings(app), alert->rule);
		struct subject subject;
		struct alert_input input = {.calendar = app->judge.calendar, .now = evaluator->now};
		/* One whose portals do not allow a step waits for their next complete cycle. */
		if (!rule ||
			!subjects_find(
				evaluator->subjects, alert->scope, alert->subject, &subject) ||
			subject.footing != PORTAL_SETTLED)
			continue;
		input.rule = &rule->rule;
		next = earlier(next, alert_next_at(alert, &input));
	}
	for (size_t i = 0; i < app->poller_count; i++) {
		instant stale_at = poller_stale_at(app->pollers[i]);
		if (stale_at > evaluator->now)
			next = earlier(next, stale_at);
	}
	return next;
}

static void plan_wake(struct evaluator *evaluator)
{
	struct ev_loop *loop = evaluator->app->loop;
	instant next = next_instant(evaluator);

	ev_periodic_stop(loop, &evaluator->wake);
	evaluator->moves_by = INT64_MAX;
	if (next == INSTANT_NONE || clock_is_set())
		return;
	/* What should have changed already and did not is looked at again, but not at once. */
	if (next <= evaluator->now)
		next = evaluator->now + MINUTE_MS;
	evaluator->moves_by = clock_monotonic_ms() + (next - evaluator->now) + SLACK_MS;
	ev_periodic_set(&evaluator->wake, (double)next / 1000. + 0.001, 0., NULL);
	ev_periodic_start(loop, &evaluator->wake);
}

/* --- steps of a pass ---------------------------------------------------------------------- */

static int rejudge_some(struct evaluator *evaluator, struct error *error)
{
	struct app *app = evaluator->app;
	int result = store_judge_all_open(app->store, &app->judge, evaluator->now, JUDGE_AT_ONCE,
		&evaluator->rejudge_cursor, &app->tally, error);

	if (result == 0 && evaluator->rejudge_cursor == 0) {
		evaluator->rejudge = false;
		evaluator->phase = JUDGING;
	}
	return result;
}

static int judge_some(struct evaluator *evaluator, struct error *error)
{
	struct app *app = evaluator->app;
	bool more = false;
	int result = store_judge_due(
		app->store, &app->judge, evaluator->now, JUDGE_AT_ONCE, &app->tally, &more, error);

	if (result == 0 && !more) {
		subjects_sum(evaluator->subjects, evaluator->now);
		evaluator->rule = evaluator->index = 0;
		evaluator->phase = EVALUATING;
	}
	return result;
}

static bool uses_oldest(const struct condition *conditions, int count)
{
	for (int i = 0; i < count; i++)
		if (conditions[i].measure == MEASURE_OLDEST_OVERDUE)
			return true;
	return false;
}

static bool needs_oldest(const struct rule *rule)
{
	return uses_oldest(rule->fire, rule->fire_count) ||
	       uses_oldest(rule->clear, rule->clear_count) ||
	       uses_oldest(rule->critical, rule->critical_count);
}

static int keep_news(struct evaluator *evaluator, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, struct alert_news *news,
	struct error *error)
{
	struct app *app = evaluator->app;
	int oldest_days, result;

	if (news->episode == 0) {
		result = store_next_episode(app->store, &news->episode, error);
		if (result < 0)
			return result;
		alert->episode = news->episode;
	}
	result = subjects_oldest_days(evaluator->subjects, subject, &oldest_days, error);
	if (result == 0)
		result = news_deliveries(
			app, rule, subject, news, oldest_days, &evaluator->deliveries, error);
	if (result < 0)
		return result;
	array_reserve(evaluator->news, &evaluator->news_capacity, evaluator->news_count + 1);
	evaluator->news[evaluator->news_count++] = *news;
	log_line(LOG_NOTABLE, alert->rule, "%s: %s %s (episode %lld, %lld overdue)",
		news_kind_name(news->kind), subject->code, subject->name, (long long)news->episode,
		(long long)subject->counts->bucket[BUCKET_OVERDUE]);
	return 0;
}

static int step_subject(struct evaluator *evaluator, const struct rule_settings *rule,
	const struct subject *subject, struct error *error)
{
	const struct alert *kept =
		alerts_find(evaluator->alerts, rule->rule.name, rule->rule.scope, subject->code);
	struct measure_input measured = {.counts = subject->counts};
	struct alert_news news;
	struct alert alert;
	bool changed;

	if (subject->footing == PORTAL_UNSETTLED)
		return 0;
	if (needs_oldest(&rule->rule)) {
		int result = subjects_oldest_days(
			evaluator->subjects, subject, &measured.oldest_overdue_days, error);
		if (result < 0)
			return result;
	}
	if (kept)
		alert = *kept;
	else
		alert_init(&alert, rule->rule.name, rule->rule.scope, subject->code);
	struct alert_input input = {
		.rule = &rule->rule,
		.calendar = evaluator->app->judge.calendar,
		.now = evaluator->now,
		.stale = subject->footing == PORTAL_STALE,
		.stale_since = subject->stale_since,
		.measures = &measured,
	};
	if (alert_step(&alert, &input, &news, &changed)) {
		int result = keep_news(evaluator, rule, subject, &alert, &news, error);
		if (result < 0)
			return result;
	}
	if (changed) {
		array_reserve(evaluator->changed, &evaluator->changed_capacity,
			evaluator->changed_count + 1);
		evaluator->changed[evaluator->changed_count++] = alert;
	}
	return 0;
}

/* A commune's code may stand in several rows of the directory: that of today is the subject. */
static bool is_subject(struct evaluator *evaluator, const struct subject *subject)
{
	struct subject current;

	if (subject->scope != SCOPE_COMMUNE)
		return true;
	return subjects_find(evaluator->subjects, SCOPE_COMMUNE, subject->code, &current) &&
	       current.index == subject->index;
}

static int evaluate_some(struct evaluator *evaluator, int64_t until_ms, struct error *error)
{
	const struct settings *settings = app_settings(evaluator->app);

	for (; evaluator->rule < settings->rule_count; evaluator->rule++, evaluator->index = 0) {
		const struct rule_settings *rule = &settings->rules[evaluator->rule];
		size_t count = subjects_count(evaluator->subjects, rule->rule.scope);
		while (evaluator->index < count) {
			struct subject subject;
			subjects_get(evaluator->subjects, rule->rule.scope, evaluator->index++,
				&subject);
			if (!is_subject(evaluator, &subject))
				continue;
			int result = step_subject(evaluator, rule, &subject, error);
			if (result < 0)
				return result;
			if (evaluator->news_count > 0 && clock_monotonic_ms() >= until_ms)
				return 0;
		}
	}
	evaluator->phase = ORPHANS;
	return 0;
}

/* Alerts whose rule or subject is gone from the configuration end without a word. */
static void end_orphans(struct evaluator *evaluator)
{
	const struct settings *settings = app_settings(evaluator->app);

	for (size_t i = 0; i < alerts_count(evaluator->alerts); i++) {
		struct alert alert = *alerts_at(evaluator->alerts, i);
		const struct rule_settings *rule = settings_rule(settings, alert.rule);
		struct subject subject;
		if (rule && rule->rule.scope == alert.scope &&
			subjects_find(evaluator->subjects, alert.scope, alert.subject, &subject))
			continue;
		log_line(LOG_NOTABLE, alert.rule,
			"alert on %s ended: its rule or subject is not configured any more",
			alert.subject);
		alert.state = ALERT_INACTIVE;
		array_reserve(evaluator->changed, &evaluator->changed_capacity,
			evaluator->changed_count + 1);
		evaluator->changed[evaluator->changed_count++] = alert;
	}
	evaluator->phase = RESTING;
}

/* --- turns -------------------------------------------------------------------------------- */

/* What the turn found out, in one transaction; memory follows the store, never leads it. */
static int commit(struct evaluator *evaluator, struct error *error)
{
	struct news_batch batch = {
		.alerts = evaluator->changed,
		.alert_count = evaluator->changed_count,
		.news = evaluator->news,
		.news_count = evaluator->news_count,
		.deliveries = evaluator->deliveries.items,
		.delivery_count = evaluator->deliveries.count,
	};
	int result = 0;

	if (batch.alert_count > 0 || batch.news_count > 0)
		result = store_commit_news(evaluator->app->store, &batch, evaluator->now, error);
	for (size_t i = 0; result == 0 && i < batch.alert_count; i++)
		alerts_set(evaluator->alerts, &batch.alerts[i]);
	if (result == 0 && batch.delivery_count > 0)
		app_news_written(evaluator->app);
	return result;
}

static void forget_turn(struct evaluator *evaluator)
{
	evaluator->changed_count = evaluator->news_count = 0;
	deliveries_clear(&evaluator->deliveries);
}

static int do_turn(struct evaluator *evaluator, struct error *error)
{
	int64_t until_ms = clock_monotonic_ms() + TURN_MS;
	int result = 0;

	do {
		if (evaluator->phase == REJUDGING)
			result = rejudge_some(evaluator, error);
		else if (evaluator->phase == JUDGING)
			result = judge_some(evaluator, error);
		else if (evaluator->phase == EVALUATING)
			result = evaluate_some(evaluator, until_ms, error);
		else if (evaluator->phase == ORPHANS)
			end_orphans(evaluator);
	} while (result == 0 && evaluator->phase != RESTING && clock_monotonic_ms() < until_ms);
	if (result == 0)
		result = commit(evaluator, error);
	forget_turn(evaluator);
	return result;
}

static void say_stale(struct evaluator *evaluator)
{
	struct app *app = evaluator->app;
	char at[ZONE_TEXT_MAX];

	for (size_t i = 0; i < app->poller_count && i < ARRAY_SIZE(evaluator->stale_said); i++) {
		const struct poller *poller = app->pollers[i];
		bool stale = poller_footing(poller, evaluator->now) == PORTAL_STALE;
		if (stale && !evaluator->stale_said[i])
			log_event(LOG_FAILURE, EVENT_PORTAL_STALE, poller_settings(poller)->name,
				"stale: not read completely since %s; its alerts are frozen",
				poller_complete(poller) == INSTANT_NONE
					? "ever"
					: zone_format(app_zone(app), poller_complete(poller), at));
		evaluator->stale_said[i] = stale;
	}
}

static void pass_ended(struct evaluator *evaluator)
{
	say_stale(evaluator);
	evaluator->broken = false;
	if (evaluator->again) {
		run_soon(evaluator, 0.);
		return;
	}
	plan_wake(evaluator);
	app_pass_done(evaluator->app);
}

static void begin_pass(struct evaluator *evaluator)
{
	evaluator->again = false;
	evaluator->now = clock_now();
	evaluator->phase = evaluator->rejudge ? REJUDGING : JUDGING;
}

static void on_turn(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct evaluator *evaluator = watcher->data;
	struct error error;

	if (evaluator->phase == RESTING)
		begin_pass(evaluator);
	if (do_turn(evaluator, &error) < 0) {
		if (!evaluator->broken)
			log_line(
				LOG_FAILURE, NULL, "cannot evaluate, trying again: %s", error.text);
		evaluator->broken = true;
		evaluator->phase = RESTING;
		run_soon(evaluator, RETRY_S);
		return;
	}
	if (evaluator->phase == RESTING)
		pass_ended(evaluator);
	else
		run_soon(evaluator, 0.);
}

static void on_wake(struct ev_loop *loop, ev_periodic *watcher, int events)
{
	(void)loop, (void)events;
	evaluator_kick(watcher->data);
}

/* --- from outside ------------------------------------------------------------------------- */

int evaluator_new(struct app *app, struct evaluator **ret_evaluator, struct error *error)
{
	struct evaluator *evaluator = xcalloc(1, sizeof(*evaluator));

	evaluator->app = app;
	evaluator->alerts = alerts_new();
	evaluator->subjects = subjects_new(app);
	evaluator->moves_by = INT64_MAX;
	ev_init(&evaluator->turn, on_turn);
	evaluator->turn.data = evaluator;
	ev_init(&evaluator->wake, on_wake);
	evaluator->wake.data = evaluator;
	int result = alerts_load(evaluator->alerts, app->store, error);
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
	ev_timer_stop(evaluator->app->loop, &evaluator->turn);
	ev_periodic_stop(evaluator->app->loop, &evaluator->wake);
	forget_turn(evaluator);
	deliveries_free(&evaluator->deliveries);
	subjects_free(evaluator->subjects);
	alerts_free(evaluator->alerts);
	free(evaluator->changed);
	free(evaluator->news);
	free(evaluator);
}

void evaluator_kick(struct evaluator *evaluator)
{
	if (evaluator->phase != RESTING || (evaluator->broken && ev_is_active(&evaluator->turn)))
		evaluator->again = true;
	else
		run_soon(evaluator, 0.);
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
	subjects_free(evaluator->subjects);
	evaluator->subjects = subjects_new(evaluator->app);
	run_soon(evaluator, 0.);
}

bool evaluator_busy(const struct evaluator *evaluator)
{
	return ev_is_active(&evaluator->turn);
}

int64_t evaluator_moves_by(const struct evaluator *evaluator)
{
	return evaluator->moves_by;
}

size_t evaluator_firing(const struct evaluator *evaluator)
{
	size_t firing = 0;

	for (size_t i = 0; i < alerts_count(evaluator->alerts); i++)
		firing += alerts_at(evaluator->alerts, i)->state == ALERT_FIRING;
	return firing;
}
