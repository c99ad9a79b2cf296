/* What ended before the pass, or with its rule or subject: who knows of it hears of its end. */
#include "evaluate/notify_parts.h"

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
static int tell_the_end(struct notify *notify, struct alert *alert, const struct alert_news *last,
	bool counted, struct findings *findings, struct error *error)
{
	const struct rule_settings *rule =
		settings_rule(ground_settings(notify->ground), alert->rule);
	struct rule_settings bare;
	struct subject subject;

	bool found = subjects_find(notify->subjects, alert->scope, alert->subject, &subject);

	if (!found)
		subjects_former(notify->subjects, alert->scope, alert->subject, &subject);
	struct notify_account account = {.notify = notify,
		.rule = rule ? rule : stand_in(&bare, alert->rule),
		.subject = &subject,
		.alert = alert,
		.retired = !rule || rule->rule.scope != alert->scope || !found,
		.sample = *last,
		.findings = findings};
	account.sample.kind = NEWS_CLOSED;
	account.sample.at = notify->now;
	account.sequences[NEWS_CLOSED] = counted ? last->sequence : 0;
	if (subject.units)
		account.sample.counts = *subject.counts;
	return notify_tell(&account, error);
}

int notify_orphan(
	struct notify *notify, struct alert *alert, struct findings *findings, struct error *error)
{
	struct alert_news last = {
		.kind = NEWS_CLOSED,
		.episode = alert->episode,
		.sequence = ++alert->sequence,
		.rule = alert->rule,
		.scope = alert->scope,
		.subject = alert->subject,
		.severity = alert->severity,
		.at = notify->now,
		.since = alert->fired_at,
		.held_since = alert->active_at,
		.told_before_at = INSTANT_NONE,
	};

	memcpy(last.value, alert->value, sizeof(alert->value));
	findings_add_news(findings, &last);
	return tell_the_end(notify, alert, &last, true, findings, error);
}

int notify_ended(struct notify *notify, struct findings *findings, struct error *error)
{
	for (size_t i = 0; i < notify->due_count; i++) {
		struct store_episode episode;
		if (notify->seen[i])
			continue;
		notify->seen[i] = true;
		int result = store_episode(notify->ground->store, notify->due[i], &episode, error);
		if (result < 0)
			return result;
		if (result == 0 || episode.closed == INSTANT_NONE)
			continue; /* an open one waits for its subject to settle */
		struct alert alert;
		alert_init(&alert, notify_keep(notify, episode.rule), episode.scope,
			notify_keep(notify, episode.subject));
		alert.episode = episode.id;
		alert.sequence = episode.last.sequence;
		alert.severity = episode.last.severity;
		struct alert_news last = episode.last;
		last.rule = alert.rule;
		last.subject = alert.subject;
		result = tell_the_end(notify, &alert, &last, false, findings, error);
		if (result < 0)
			return result;
	}
	return 0;
}
