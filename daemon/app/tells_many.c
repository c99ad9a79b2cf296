/* Letters about many episodes: the day's, and the summary of trial mode. */
#include "app/tells_parts.h"

static bool same_letter(const struct tells_line *a, const struct tells_line *b)
{
	return strcmp(a->change.telling.channel, b->change.telling.channel) == 0 &&
	       strcmp(a->change.telling.recipient, b->change.telling.recipient) == 0 &&
	       a->view.rule == b->view.rule;
}

/* The day's letter to whom `first` is for: all lines with the same rule, channel and recipient. */
static void write_digest(struct tells *tells, size_t first, struct tidings *tidings)
{
	const struct telling *telling = &tells->lines[first].change.telling;
	const struct channel_settings *channel =
		settings_channel(app_settings(tells->app), telling->channel);
	struct news_view *views = arena_alloc(&tells->arena, tells->line_count, sizeof(*views));
	size_t count = 0;

	for (size_t i = first; i < tells->line_count; i++) {
		if (tells->lines[i].written || !same_letter(&tells->lines[first], &tells->lines[i]))
			continue;
		views[count] = tells->lines[i].view;
		views[count++].english = channel->language == LANGUAGE_EN;
	}
	int delivery = digest_write(
		DIGEST_DAY, views, count, channel, telling->recipient, &tidings->deliveries);
	for (size_t i = tells->line_count; i-- > first;) {
		struct tells_line *line = &tells->lines[i];
		if (line->written || !same_letter(&tells->lines[first], line))
			continue;
		line->written = true;
		line->change.delivery = delivery;
		tidings_add_telling(tidings, &line->change);
	}
}

/* The summary goes to who is named by an address, not by being a commune's chair. */
static void summarise(struct tells *tells, struct tidings *tidings)
{
	const struct settings *settings = app_settings(tells->app);
	struct news_view *views = arena_alloc(&tells->arena, tells->line_count, sizeof(*views));

	recipients_clear(&tells->recipients);
	for (size_t i = 0; i < settings->rule_count; i++)
		recipients_of(&tells->recipients, settings, &settings->rules[i], NULL);
	for (size_t i = 0; i < tells->recipients.count; i++) {
		const struct recipient *recipient = &tells->recipients.items[i];
		const struct channel_settings *channel =
			settings_channel(settings, recipient->channel);
		if (channel->type != CHANNEL_EMAIL)
			continue;
		for (size_t l = 0; l < tells->line_count; l++) {
			views[l] = tells->lines[l].view;
			views[l].english = channel->language == LANGUAGE_EN;
		}
		digest_write(DIGEST_TRIAL, views, tells->line_count, channel, recipient->address,
			&tidings->deliveries);
		tidings->summary = true;
	}
}

void tells_digests(struct tells *tells, struct tidings *tidings)
{
	if (tells->trial) {
		if (!tells->summarised && tells->line_count > 0)
			summarise(tells, tidings);
		return;
	}
	for (size_t i = 0; i < tells->line_count; i++)
		if (!tells->lines[i].written)
			write_digest(tells, i, tidings);
}
