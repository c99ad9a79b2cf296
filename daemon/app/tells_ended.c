/* What ended before the pass, or with its rule or subject: who knows of it hears of its end. */
#include "app/tells_parts.h"

/* What stands in for a rule that the configuration has no more. */
static const struct rule_settings *stand_in(struct rule_settings *bare, const char *name)
{
	*bare = (struct rule_settings){
		.rule = {.name = name, .fire = {{MEASURE_OVERDUE, AT_LEAST, 1}}, .fire_count = 1},
		.digest_minute = -1,
	};
	return bare;
}

/* `last` is the closing, or what was said last of an episode whose closing was counted before. */
static int tell_the_end(struct tells *tells, struct alert *alert, const struct alert_news *last,
	bool counted, struct tidings *tidings, struct error *error)
{
	const struct rule_settings *rule = settings_rule(app_settings(tells->app), alert->rule);
	struct rule_settings bare;
	struct subject subject;

	bool found = subjects_find(tells->subjects, alert->scope, alert->subject, &subject);

	if (!found)
		subjects_former(tells->subjects, alert->scope, alert->subject, &subject);
	struct tells_account account = {.tells = tells,
		.rule = rule ? rule : stand_in(&bare, alert->rule),
		.subject = &subject,
		.alert = alert,
		.retired = !rule || rule->rule.scope != alert->scope || !found,
		.sample = *last,
		.tidings = tidings};
	account.sample.kind = NEWS_CLOSED;
	account.sample.at = tells->now;
	account.sequences[NEWS_CLOSED] = counted ? last->sequence : 0;
	if (subject.units)
		account.sample.counts = *subject.counts;
	return tells_tell(&account, error);
}

int tells_orphan(
	struct tells *tells, struct alert *alert, struct tidings *tidings, struct error *error)
{
	struct alert_news last = {
		.kind = NEWS_CLOSED,
		.episode = alert->episode,
		.sequence = ++alert->sequence,
		.rule = alert->rule,
		.scope = alert->scope,
		.subject = alert->subject,
		.severity = alert->severity,
		.at = tells->now,
		.since = alert->fired_at,
		.held_since = alert->active_at,
		.told_before_at = INSTANT_NONE,
	};

	memcpy(last.value, alert->value, sizeof(alert->value));
	tidings_add_news(tidings, &last);
	return tell_the_end(tells, alert, &last, true, tidings, error);
}

int tells_ended(struct tells *tells, struct tidings *tidings, struct error *error)
{
	for (size_t i = 0; i < tells->due_count; i++) {
		struct store_episode episode;
		if (tells->seen[i])
			continue;
		tells->seen[i] = true;
		int result = store_episode(tells->app->store, tells->due[i], &episode, error);
		if (result < 0)
			return result;
		if (result == 0 || episode.closed == INSTANT_NONE)
			continue; /* an open one waits for its subject to settle */
		struct alert alert;
		alert_init(&alert, tells_keep(tells, episode.rule), episode.scope,
			tells_keep(tells, episode.subject));
		alert.episode = episode.id;
		alert.sequence = episode.last.sequence;
		alert.severity = episode.last.severity;
		struct alert_news last = episode.last;
		last.rule = alert.rule;
		last.subject = alert.subject;
		result = tell_the_end(tells, &alert, &last, false, tidings, error);
		if (result < 0)
			return result;
	}
	return 0;
}
