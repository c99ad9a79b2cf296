#include "evaluate/evaluation.h"

#include "base/log.h"
#include "base/memory.h"
#include "evaluate/notify.h"
#include "evaluate/warnings.h"
#include "ground/ground.h"
#include "ground/readings.h"
#include "site/clock.h"

struct evaluation {
	struct ground *ground;
	struct subjects *subjects;
	struct notify *notify;
	struct readings *readings;
	instant now;
	bool begun;
	bool narrow; /* rules on provinces and portals come first: their episodes cover others */
	size_t rule, index; /* where it stands */
	bool done;
	/* of the turn */
	struct alert *changed;
	size_t changed_count, changed_capacity;
	struct findings findings;
};

/* --- stepping ----------------------------------------------------------------------------- */

static void keep_alert(struct evaluation *evaluation, const struct alert *alert)
{
	array_reserve(
		evaluation->changed, &evaluation->changed_capacity, evaluation->changed_count + 1);
	evaluation->changed[evaluation->changed_count++] = *alert;
}

/* The alert moved, or somebody's moment to be told has come. */
static int tell(struct evaluation *evaluation, const struct rule_settings *rule,
	const struct subject *subject, struct alert *alert, struct alert_news *news, bool *changed,
	struct error *error)
{
	int sequence = alert->sequence;

	if (news && news->episode == 0) {
		int result = store_next_episode(evaluation->ground->store, &news->episode, error);
		if (result < 0)
			return result;
		alert->episode = news->episode;
	}
	int result = notify_episode(
		evaluation->notify, rule, subject, alert, news, &evaluation->findings, error);
	*changed |= alert->sequence != sequence;
	return result;
}

/* A commune without units rests on every portal: that it has no case is known only when all were read. */
static void keep_reading(struct evaluation *evaluation, const struct subject *subject,
	const struct measure_input *measured)
{
	enum portal_footing footing = subject->footing;
	struct subject province;

	if (subject->scope == SCOPE_COMMUNE && subject->unit_count == 0) {
		subjects_get(evaluation->subjects, SCOPE_PROVINCE, 0, &province);
		footing = province.footing;
	}
	if (footing != PORTAL_UNSETTLED)
		readings_keep(evaluation->readings, evaluation->rule, subject->index, measured,
			footing == PORTAL_STALE, evaluation->now);
}

static int step_subject(struct evaluation *evaluation, const struct rule_settings *rule,
	const struct subject *subject, struct error *error)
{
	const struct alert *kept = alerts_find(
		evaluation->ground->alerts, rule->rule.name, rule->rule.scope, subject->code);
	struct measure_input measured;
	struct alert_news news;
	struct alert alert;
	bool changed;

	if (subject->footing == PORTAL_UNSETTLED)
		return 0;
	int result = subjects_measure(
		evaluation->subjects, subject, rule_needs(&rule->rule), &measured, error);
	if (result < 0)
		return result;
	if (kept)
		alert = *kept;
	else
		alert_init(&alert, rule->rule.name, rule->rule.scope, subject->code);
	struct alert_input input = {
		.rule = &rule->rule,
		.calendar = evaluation->ground->judge.calendar,
		.now = evaluation->now,
		.stale = subject->footing == PORTAL_STALE || measured.unknown,
		.stale_since = subject->footing == PORTAL_STALE ? subject->stale_since : 0,
		.measures = &measured,
	};
	keep_reading(evaluation, subject, &measured);
	bool told = alert_step(&alert, &input, &news, &changed);
	if (told || (alert.state == ALERT_FIRING &&
			    (changed || notify_wants(evaluation->notify, alert.episode)))) {
		result = tell(
			evaluation, rule, subject, &alert, told ? &news : NULL, &changed, error);
		if (result < 0)
			return result;
	}
	if (changed)
		keep_alert(evaluation, &alert);
	return 0;
}

/* Alerts whose rule or subject is gone from the configuration end; who knows of one hears of it. */
static int end_orphans(struct evaluation *evaluation, struct error *error)
{
	const struct settings *settings = ground_settings(evaluation->ground);

	for (size_t i = 0; i < alerts_count(evaluation->ground->alerts); i++) {
		struct alert alert = *alerts_at(evaluation->ground->alerts, i);
		const struct rule_settings *rule = settings_rule(settings, alert.rule);
		struct subject subject;
		if (rule && rule->rule.scope == alert.scope &&
			subjects_find(evaluation->subjects, alert.scope, alert.subject, &subject))
			continue;
		int result = alert.state != ALERT_FIRING ? 0
							 : notify_orphan(evaluation->notify, &alert,
								   &evaluation->findings, error);
		if (result < 0)
			return result;
		log_line(LOG_NOTABLE, alert.rule,
			"alert on %s ended: its rule or subject is not configured any more",
			alert.subject);
		alert.state = ALERT_INACTIVE;
		keep_alert(evaluation, &alert);
	}
	return 0;
}

static bool is_narrow(enum scope scope)
{
	return scope == SCOPE_COMMUNE || scope == SCOPE_FIELD;
}

static int evaluate_some(struct evaluation *evaluation, int64_t until_ms, struct error *error)
{
	const struct settings *settings = ground_settings(evaluation->ground);

	for (; evaluation->rule < settings->rule_count; evaluation->rule++, evaluation->index = 0) {
		const struct rule_settings *rule = &settings->rules[evaluation->rule];
		if (is_narrow(rule->rule.scope) != evaluation->narrow || rule->warn_count > 0)
			continue;
		size_t count = subjects_count(evaluation->subjects, rule->rule.scope);
		while (evaluation->index < count) {
			struct subject subject;
			subjects_get(evaluation->subjects, rule->rule.scope, evaluation->index++,
				&subject);
			if (!subjects_current(evaluation->subjects, &subject))
				continue;
			int result = step_subject(evaluation, rule, &subject, error);
			if (result < 0)
				return result;
			if (evaluation->findings.telling_count > 0 &&
				clock_monotonic_ms() >= until_ms)
				return 0;
		}
	}
	if (!evaluation->narrow) {
		evaluation->narrow = true;
		evaluation->rule = evaluation->index = 0;
		return 0;
	}
	evaluation->done = true;
	int result = end_orphans(evaluation, error);
	if (result == 0)
		result = notify_ended(evaluation->notify, &evaluation->findings, error);
	if (result == 0)
		result = notify_digests(evaluation->notify, &evaluation->findings, error);
	if (result == 0)
		result = notify_warnings(evaluation->notify, &evaluation->findings, error);
	return result;
}

/* --- the turn ----------------------------------------------------------------------------- */

static int commit(struct evaluation *evaluation, struct error *error)
{
	struct news_batch batch = {
		.alerts = evaluation->changed,
		.alert_count = evaluation->changed_count,
		.news = evaluation->findings.news,
		.news_count = evaluation->findings.news_count,
		.deliveries = evaluation->findings.deliveries.items,
		.delivery_count = evaluation->findings.deliveries.count,
		.tellings = evaluation->findings.tellings,
		.telling_count = evaluation->findings.telling_count,
		.warnings = evaluation->findings.warnings,
		.warning_count = evaluation->findings.warning_count,
		.summary = evaluation->findings.summary,
	};
	int result = 0;

	if (batch.alert_count > 0 || batch.news_count > 0 || batch.telling_count > 0 ||
		batch.delivery_count > 0 || batch.warning_count > 0)
		result = store_commit_news(
			evaluation->ground->store, &batch, evaluation->now, error);
	if (result < 0)
		return result;
	notify_warned(evaluation->notify, &evaluation->findings);
	for (size_t i = 0; i < batch.news_count; i++)
		log_line(LOG_NOTABLE, batch.news[i].rule, "%s: %s (episode %lld, %lld overdue)",
			news_kind_name(batch.news[i].kind), batch.news[i].subject,
			(long long)batch.news[i].episode,
			(long long)batch.news[i].counts.bucket[BUCKET_OVERDUE]);
	for (size_t i = 0; i < batch.alert_count; i++) /* frees the names that news borrowed */
		alerts_set(evaluation->ground->alerts, &batch.alerts[i]);
	if (batch.delivery_count > 0)
		evaluation->ground->calls->news_written(evaluation->ground->user);
	return 0;
}

static void forget_turn(struct evaluation *evaluation)
{
	evaluation->changed_count = 0;
	findings_clear(&evaluation->findings);
}

/* --- from outside ------------------------------------------------------------------------- */

struct evaluation *evaluation_new(struct ground *ground, struct subjects *subjects)
{
	struct evaluation *evaluation = xcalloc(1, sizeof(*evaluation));

	evaluation->ground = ground;
	evaluation->subjects = subjects;
	evaluation->notify = notify_new(ground, subjects);
	evaluation->readings = readings_new(ground_settings(ground));
	ground->readings = evaluation->readings;
	return evaluation;
}

void evaluation_free(struct evaluation *evaluation)
{
	if (!evaluation)
		return;
	notify_free(evaluation->notify);
	evaluation->ground->readings = NULL;
	readings_free(evaluation->readings);
	findings_free(&evaluation->findings);
	free(evaluation->changed);
	free(evaluation);
}

void evaluation_begin(struct evaluation *evaluation, instant now)
{
	evaluation->now = now;
	evaluation->rule = evaluation->index = 0;
	evaluation->begun = evaluation->narrow = evaluation->done = false;
}

int evaluation_go_on(
	struct evaluation *evaluation, int64_t until_ms, bool *ret_done, struct error *error)
{
	int result = 0;

	if (!evaluation->begun)
		result = notify_begin(evaluation->notify, evaluation->now, error);
	evaluation->begun = result == 0;
	if (result == 0)
		result = evaluate_some(evaluation, until_ms, error);
	if (result == 0)
		result = commit(evaluation, error);
	forget_turn(evaluation);
	if (result < 0)
		return result;
	if (evaluation->done)
		notify_committed(evaluation->notify);
	*ret_done = evaluation->done;
	return 0;
}

static instant earlier(instant a, instant b)
{
	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return a == INSTANT_NONE ? b : a;
	return a < b ? a : b;
}

/* A stale portal grows staler by the hour, and no poll of its own would say so. */
static instant next_stale_hour(const struct evaluation *evaluation)
{
	const struct ground *ground = evaluation->ground;
	instant next = INSTANT_NONE;

	for (size_t i = 0; i < ground->portals.count; i++) {
		instant since = ground->portals.items[i].complete;
		if (since == INSTANT_NONE)
			since = portal_stale_at(&ground->portals.items[i]);
		if (portal_footing(&ground->portals.items[i], evaluation->now) == PORTAL_STALE)
			next = earlier(
				next, since + ((evaluation->now - since) / HOUR_MS + 1) * HOUR_MS);
	}
	return next;
}

static bool has_portal_rule(const struct settings *settings)
{
	for (size_t i = 0; i < settings->rule_count; i++)
		if (settings->rules[i].rule.scope == SCOPE_PORTAL)
			return true;
	return false;
}

instant evaluation_next(struct evaluation *evaluation)
{
	struct ground *ground = evaluation->ground;
	instant next =
		earlier(notify_next(evaluation->notify), warnings_next(ground, evaluation->now));

	if (has_portal_rule(ground_settings(ground)))
		next = earlier(next, next_stale_hour(evaluation));

	for (size_t i = 0; i < alerts_count(evaluation->ground->alerts); i++) {
		const struct alert *alert = alerts_at(evaluation->ground->alerts, i);
		const struct rule_settings *rule =
			settings_rule(ground_settings(ground), alert->rule);
		struct alert_input input = {
			.calendar = ground->judge.calendar, .now = evaluation->now};
		struct subject subject;
		/* One whose portals do not allow a step waits for their next complete cycle. */
		if (!rule ||
			!subjects_find(
				evaluation->subjects, alert->scope, alert->subject, &subject) ||
			subject.footing != PORTAL_SETTLED)
			continue;
		input.rule = &rule->rule;
		next = earlier(next, alert_next_at(alert, &input));
	}
	return next;
}
