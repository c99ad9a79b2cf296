/* Who would have been told: core/alert/telling.h over the episodes of a replay. */
#include <string.h>

#include "base/memory.h"
#include "command/explain/replay_parts.h"

/* Does the recipient know of an open episode of a wider subject by the same measure? */
static bool is_covered(const struct replay *replay, const struct rule *rule, enum scope scope,
	const struct telling *telling)
{
	for (size_t i = 0; scope <= SCOPE_FIELD && i < replay->settings->rule_count; i++) {
		const struct rule *wide = &replay->settings->rules[i].rule;
		if (wide->scope <= SCOPE_FIELD || wide->fire_count == 0 ||
			wide->fire[0].measure != rule->fire[0].measure)
			continue;
		for (size_t s = 0; s < replay->subject_count[wide->scope]; s++) {
			const struct replay_alert *alert = &replay->alerts[i][s];
			for (size_t t = 0; t < alert->telling_count; t++)
				if (alert->tellings[t].offered.open &&
					strcmp(alert->tellings[t].recipient, telling->recipient) ==
						0 &&
					strcmp(alert->tellings[t].channel, telling->channel) == 0)
					return true;
		}
	}
	return false;
}

static struct telling_input input_of(const struct replay *replay, const struct rule_settings *rule,
	const struct replay_subject *subject, const struct replay_alert *kept, bool open,
	const struct telling *telling, const struct alert_news *sample)
{
	const struct recipient *recipient =
		recipients_find(&replay->recipients, telling->channel, telling->recipient);
	const struct channel_settings *channel =
		settings_channel(replay->settings, telling->channel);
	return (struct telling_input){
		.calendar = replay->fold.judge.calendar,
		.now = replay->now,
		.open = open,
		.severity = sample->severity,
		.opened = sample->since,
		.stale = open && subject->stale,
		.holding = kept->alert.keep_since != INSTANT_NONE,
		.addressed = recipient != NULL,
		.after = recipient ? recipient->after : (struct duration){0},
		.office_hours = channel && channel->working_hours_only,
		.digest_minute = rule->digest_minute,
		.repeat = rule->rule.repeat,
		.repeat_count = rule->rule.repeat_count,
		.held = {INSTANT_NONE, INSTANT_NONE},
		.covered = is_covered(replay, &rule->rule, rule->rule.scope, telling),
	};
}

static void tell_one(struct replay *replay, const struct rule_settings *rule,
	const struct replay_subject *subject, struct replay_alert *kept, bool open,
	struct telling *telling, const struct alert_news *sample)
{
	struct telling_input input = input_of(replay, rule, subject, kept, open, telling, sample);
	enum news_kind kind = NEWS_OPENED;
	if (telling_step(telling, &input, &kind) != TELL_NEWS)
		return;
	telling_offered(telling, &input, kind, ++kept->alert.sequence, &subject->sum.counts);
	struct knowledge told = telling->offered;
	telling_accepted(telling, &told);
	struct replayed line = {
		.at = replay->now,
		.kind = kind,
		.severity = sample->severity,
		.episode = sample->episode,
		.rule = rule,
		.subject = subject->code,
		.name = subject->name,
		.channel = telling->channel,
		.recipient = telling->recipient,
	};
	memcpy(line.value, sample->value, sizeof(line.value));
	replay->on_told(replay->user, &line);
}

static bool has_telling(const struct replay_alert *kept, const struct recipient *recipient)
{
	for (size_t i = 0; i < kept->telling_count; i++)
		if (strcmp(kept->tellings[i].channel, recipient->channel) == 0 &&
			strcmp(kept->tellings[i].recipient, recipient->address) == 0)
			return true;
	return false;
}

static void add_tellings(struct replay *replay, struct replay_alert *kept, int64_t episode)
{
	for (size_t i = 0; i < replay->recipients.count; i++) {
		const struct recipient *recipient = &replay->recipients.items[i];
		if (has_telling(kept, recipient))
			continue;
		array_reserve(kept->tellings, &kept->telling_capacity, kept->telling_count + 1);
		telling_init(&kept->tellings[kept->telling_count++], episode, recipient->channel,
			recipient->address);
	}
}

void replay_tell(struct replay *replay, const struct rule_settings *rule,
	const struct replay_subject *subject, struct replay_alert *kept,
	const struct alert_news *news)
{
	bool open = kept->alert.state == ALERT_FIRING;
	struct alert_news sample = {
		.episode = kept->alert.episode,
		.severity = kept->alert.severity,
		.since = kept->alert.fired_at,
	};
	memcpy(sample.value, kept->alert.value, sizeof(sample.value));
	if (news)
		sample = *news;
	recipients_clear(&replay->recipients);
	recipients_of(&replay->recipients, replay->settings, rule, subject->commune);
	if (open)
		add_tellings(replay, kept, sample.episode);
	for (size_t i = 0; i < kept->telling_count; i++)
		tell_one(replay, rule, subject, kept, open, &kept->tellings[i], &sample);
	if (news && news->kind == NEWS_CLOSED && replay_next_telling(kept) == INSTANT_NONE)
		kept->telling_count = 0;
}

instant replay_next_telling(const struct replay_alert *kept)
{
	instant next = INSTANT_NONE;
	for (size_t i = 0; i < kept->telling_count; i++) {
		instant at = kept->tellings[i].next_at;
		if (at != INSTANT_NONE && (next == INSTANT_NONE || at < next))
			next = at;
	}
	return next;
}
