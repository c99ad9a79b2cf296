#include "conf/recipients.h"

#include <string.h>

#include "base/memory.h"
#include "conf/office.h"

void recipients_clear(struct recipients *recipients)
{
	recipients->count = 0;
}

void recipients_free(struct recipients *recipients)
{
	free(recipients->items);
	*recipients = (struct recipients){0};
}

const struct recipient *recipients_find(
	const struct recipients *recipients, const char *channel, const char *address)
{
	for (size_t i = 0; i < recipients->count; i++)
		if (strcmp(recipients->items[i].channel, channel) == 0 &&
			strcmp(recipients->items[i].address, address) == 0)
			return &recipients->items[i];
	return NULL;
}

static void add(struct recipients *recipients, const char *channel, const char *address,
	struct duration after)
{
	if (recipients_find(recipients, channel, address))
		return;
	array_reserve(recipients->items, &recipients->capacity, recipients->count + 1);
	recipients->items[recipients->count++] = (struct recipient){channel, address, after};
}

static bool comes_back(const struct recipients *recipients, const char *address)
{
	for (const char *const *one = recipients->returned; one && *one; one++)
		if (strcmp(*one, address) == 0)
			return true;
	return false;
}

/* False: the channel writes to communes and no address of this one takes letters. */
static bool add_channel(struct recipients *recipients, const struct channel_settings *channel,
	const struct commune *commune, struct duration after)
{
	if (channel->type == CHANNEL_WEBHOOK) {
		add(recipients, channel->name, channel->url, after);
		return true;
	}
	for (const char *const *to = channel->to; to && *to; to++)
		add(recipients, channel->name, *to, after);
	if (!channel->to_commune || !commune)
		return true;
	bool reached = false;
	for (const char *const *to = commune->emails; to && *to; to++) {
		add(recipients, channel->name, *to, after);
		reached |= !comes_back(recipients, *to);
	}
	return reached;
}

/* Does the rule write to anybody by an address of their own? */
static bool writes_to_office(const struct settings *settings, const struct rule_settings *rule)
{
	for (const char *const *name = rule->rule.notify; name && *name; name++) {
		const struct channel_settings *channel = settings_channel(settings, *name);
		if (channel && channel->type == CHANNEL_EMAIL && channel->to && channel->to[0])
			return true;
	}
	return false;
}

static void add_office(void *user, const struct channel_settings *channel, const char *address)
{
	add(user, channel->name, address, (struct duration){DURATION_WALL, 0});
}

void recipients_of(struct recipients *recipients, const struct settings *settings,
	const struct rule_settings *rule, const struct commune *commune)
{
	const struct duration at_once = {DURATION_WALL, 0};
	bool reached = true;

	for (const char *const *name = rule->rule.notify; name && *name; name++) {
		const struct channel_settings *channel = settings_channel(settings, *name);
		if (channel)
			reached &= add_channel(recipients, channel, commune, at_once);
	}
	for (int i = 0; i < rule->escalate_count; i++) {
		const struct escalation *rung = &rule->escalate[i];
		const struct channel_settings *channel = settings_channel(settings, rung->channel);
		if (channel)
			add_channel(recipients, channel, commune,
				i == 0 && !reached ? at_once : rung->after);
	}
	if (!reached && rule->escalate_count == 0 && rule->warn_count == 0 &&
		!writes_to_office(settings, rule))
		office_each(settings, add_office, recipients);
}
