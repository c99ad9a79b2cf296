#include "app/evaluation.h"

#include "app/app.h"
#include "app/news.h"
#include "base/log.h"
#include "base/memory.h"
#include "site/clock.h"

struct evaluation {
	struct app *app;
	struct alerts *alerts;
	struct subjects *subjects;
	instant now;
	size_t rule, index; /* where it stands */
	bool done;
	/* of the turn */
	struct alert *changed;
	size_t changed_count, changed_capacity;
	struct alert_news *news;
	size_t news_count, news_capacity;
	struct deliveries deliveries;
};

/* --- stepping ----------------------------------------------------------------------------- */

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

static void keep_alert(struct evaluation *evaluation, const struct alert *alert)
{
	array_reserve(
		evaluation->changed, &evaluation->changed_capacity, evaluation->changed_count + 1);
	evaluation->changed[evaluation->changed_count++] = *alert;
}

static int keep_news(struct evaluation *evaluation, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, struct alert_news *news,
	struct error *error)
{
	struct app *app = evaluation->app;
	int oldest_days, result;

	if (news->episode == 0) {
		result = store_next_episode(app->store, &news->episode, error);
		if (result < 0)
			return result;
		alert->episode = news->episode;
	}
	result = subjects_oldest_days(evaluation->subjects, subject, &oldest_days, error);
	if (result == 0)
		result = news_deliveries(
			app, rule, subject, news, oldest_days, &evaluation->deliveries, error);
	if (result < 0)
		return result;
	array_reserve(evaluation->news, &evaluation->news_capacity, evaluation->news_count + 1);
	evaluation->news[evaluation->news_count++] = *news;
	return 0;
}

static int step_subject(struct evaluation *evaluation, const struct rule_settings *rule,
	const struct subject *subject, struct error *error)
{
	const struct alert *kept =
		alerts_find(evaluation->alerts, rule->rule.name, rule->rule.scope, subject->code);
	struct measure_input measured = {.counts = subject->counts};
	struct alert_news news;
	struct alert alert;
	bool changed;

	if (subject->footing == PORTAL_UNSETTLED)
		return 0;
	if (needs_oldest(&rule->rule)) {
		int result = subjects_oldest_days(
			evaluation->subjects, subject, &measured.oldest_overdue_days, error);
		if (result < 0)
			return result;
	}
	if (kept)
		alert = *kept;
	else
		alert_init(&alert, rule->rule.name, rule->rule.scope, subject->code);
	struct alert_input input = {
		.rule = &rule->rule,
		.calendar = evaluation->app->judge.calendar,
		.now = evaluation->now,
		.stale = subject->footing == PORTAL_STALE,
		.stale_since = subject->stale_since,
		.measures = &measured,
	};
	if (alert_step(&alert, &input, &news, &changed)) {
		int result = keep_news(evaluation, rule, subject, &alert, &news, error);
		if (result < 0)
			return result;
	}
	if (changed)
		keep_alert(evaluation, &alert);
	return 0;
}

/* A commune's code may stand in several rows of the directory: that of today is the subject. */
static bool is_subject(struct evaluation *evaluation, const struct subject *subject)
{
	struct subject current;

	if (subject->scope != SCOPE_COMMUNE)
		return true;
	return subjects_find(evaluation->subjects, SCOPE_COMMUNE, subject->code, &current) &&
	       current.index == subject->index;
}

/* Alerts whose rule or subject is gone from the configuration end without a word. */
static void end_orphans(struct evaluation *evaluation)
{
	const struct settings *settings = app_settings(evaluation->app);

	for (size_t i = 0; i < alerts_count(evaluation->alerts); i++) {
		struct alert alert = *alerts_at(evaluation->alerts, i);
		const struct rule_settings *rule = settings_rule(settings, alert.rule);
		struct subject subject;
		if (rule && rule->rule.scope == alert.scope &&
			subjects_find(evaluation->subjects, alert.scope, alert.subject, &subject))
			continue;
		log_line(LOG_NOTABLE, alert.rule,
			"alert on %s ended: its rule or subject is not configured any more",
			alert.subject);
		alert.state = ALERT_INACTIVE;
		keep_alert(evaluation, &alert);
	}
}

static int evaluate_some(struct evaluation *evaluation, int64_t until_ms, struct error *error)
{
	const struct settings *settings = app_settings(evaluation->app);

	for (; evaluation->rule < settings->rule_count; evaluation->rule++, evaluation->index = 0) {
		const struct rule_settings *rule = &settings->rules[evaluation->rule];
		size_t count = subjects_count(evaluation->subjects, rule->rule.scope);
		while (evaluation->index < count) {
			struct subject subject;
			subjects_get(evaluation->subjects, rule->rule.scope, evaluation->index++,
				&subject);
			if (!is_subject(evaluation, &subject))
				continue;
			int result = step_subject(evaluation, rule, &subject, error);
			if (result < 0)
				return result;
			if (evaluation->news_count > 0 && clock_monotonic_ms() >= until_ms)
				return 0;
		}
	}
	evaluation->done = true;
	end_orphans(evaluation);
	return 0;
}

/* --- the turn ----------------------------------------------------------------------------- */

static int commit(struct evaluation *evaluation, struct error *error)
{
	struct news_batch batch = {
		.alerts = evaluation->changed,
		.alert_count = evaluation->changed_count,
		.news = evaluation->news,
		.news_count = evaluation->news_count,
		.deliveries = evaluation->deliveries.items,
		.delivery_count = evaluation->deliveries.count,
	};
	int result = 0;

	if (batch.alert_count > 0 || batch.news_count > 0)
		result = store_commit_news(evaluation->app->store, &batch, evaluation->now, error);
	for (size_t i = 0; result == 0 && i < batch.alert_count; i++)
		alerts_set(evaluation->alerts, &batch.alerts[i]);
	if (result < 0)
		return result;
	for (size_t i = 0; i < batch.news_count; i++)
		log_line(LOG_NOTABLE, batch.news[i].rule, "%s: %s (episode %lld, %lld overdue)",
			news_kind_name(batch.news[i].kind), batch.news[i].subject,
			(long long)batch.news[i].episode,
			(long long)batch.news[i].counts.bucket[BUCKET_OVERDUE]);
	if (batch.delivery_count > 0)
		app_news_written(evaluation->app);
	return 0;
}

static void forget_turn(struct evaluation *evaluation)
{
	evaluation->changed_count = evaluation->news_count = 0;
	deliveries_clear(&evaluation->deliveries);
}

/* --- from outside ------------------------------------------------------------------------- */

struct evaluation *evaluation_new(struct app *app, struct alerts *alerts, struct subjects *subjects)
{
	struct evaluation *evaluation = xcalloc(1, sizeof(*evaluation));

	evaluation->app = app;
	evaluation->alerts = alerts;
	evaluation->subjects = subjects;
	return evaluation;
}

void evaluation_free(struct evaluation *evaluation)
{
	if (!evaluation)
		return;
	deliveries_free(&evaluation->deliveries);
	free(evaluation->changed);
	free(evaluation->news);
	free(evaluation);
}

void evaluation_begin(struct evaluation *evaluation, instant now)
{
	evaluation->now = now;
	evaluation->rule = evaluation->index = 0;
	evaluation->done = false;
}

int evaluation_go_on(
	struct evaluation *evaluation, int64_t until_ms, bool *ret_done, struct error *error)
{
	int result = evaluate_some(evaluation, until_ms, error);

	if (result == 0)
		result = commit(evaluation, error);
	forget_turn(evaluation);
	if (result == 0)
		*ret_done = evaluation->done;
	return result;
}

instant evaluation_next(struct evaluation *evaluation)
{
	struct app *app = evaluation->app;
	instant next = INSTANT_NONE;

	for (size_t i = 0; i < alerts_count(evaluation->alerts); i++) {
		const struct alert *alert = alerts_at(evaluation->alerts, i);
		const struct rule_settings *rule = settings_rule(app_settings(app), alert->rule);
		struct alert_input input = {
			.calendar = app->judge.calendar, .now = evaluation->now};
		struct subject subject;
		/* One whose portals do not allow a step waits for their next complete cycle. */
		if (!rule ||
			!subjects_find(
				evaluation->subjects, alert->scope, alert->subject, &subject) ||
			subject.footing != PORTAL_SETTLED)
			continue;
		input.rule = &rule->rule;
		instant at = alert_next_at(alert, &input);
		if (at != INSTANT_NONE && (next == INSTANT_NONE || at < next))
			next = at;
	}
	return next;
}
