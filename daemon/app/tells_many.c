/* Letters about many episodes: the day's, and the summary of trial mode. */
#include "app/tells_parts.h"

#include <stdlib.h>

static bool same_letter(const struct tells_line *a, const struct tells_line *b)
{
	return strcmp(a->change.telling.channel, b->change.telling.channel) == 0 &&
	       strcmp(a->change.telling.recipient, b->change.telling.recipient) == 0;
}

/* The worst first: by band, then rule by rule, by its first number; ends come last. */
static int worst_first(const void *a, const void *b)
{
	const struct alert_news *left = ((const struct news_view *)a)->news;
	const struct alert_news *right = ((const struct news_view *)b)->news;
	bool left_ends = left->kind == NEWS_CLOSED, right_ends = right->kind == NEWS_CLOSED;

	if (left_ends != right_ends)
		return left_ends ? 1 : -1;
	if (left->severity != right->severity)
		return left->severity < right->severity ? 1 : -1;
	int rules = strcmp(left->rule, right->rule);
	if (rules != 0) /* numbers of one rule are no measure of another's */
		return rules;
	if (left->value[0] != right->value[0])
		return left->value[0] < right->value[0] ? 1 : -1;
	return (left->episode > right->episode) - (left->episode < right->episode);
}

/* The worst cases of the lines that a letter shows. */
static int list_cases(
	struct tells *tells, struct news_view *views, size_t count, struct error *error)
{
	size_t shown = count < DIGEST_LINES_MOST ? count : DIGEST_LINES_MOST;
	size_t each = digest_cases_each(count);
	int result = 0;

	for (size_t i = 0; i < shown && result == 0; i++) {
		struct news_view *view = &views[i];
		struct news_cases listed = {0};
		struct subject subject;
		if (view->news->kind == NEWS_CLOSED ||
			!subjects_find(
				tells->subjects, view->news->scope, view->subject_code, &subject))
			continue;
		result = news_cases_list(tells->app, tells->subjects, view->rule, &subject,
			tells->now, each, &tells->arena, &listed, error);
		view->cases = listed.items;
		view->case_count = listed.count;
		view->more = listed.more;
	}
	return result;
}

/* The day's letter to whom `first` is for: all lines with the same channel and recipient, of one rule or
 * of several. */
static int write_digest(
	struct tells *tells, size_t first, struct tidings *tidings, struct error *error)
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
	qsort(views, count, sizeof(*views), worst_first);
	int result = list_cases(tells, views, count, error);
	if (result < 0)
		return result;
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
	return 0;
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
		qsort(views, tells->line_count, sizeof(*views), worst_first);
		digest_write(DIGEST_TRIAL, views, tells->line_count, channel, recipient->address,
			&tidings->deliveries);
		tidings->summary = true;
	}
}

int tells_digests(struct tells *tells, struct tidings *tidings, struct error *error)
{
	int result = 0;

	if (tells->trial) {
		if (!tells->summarised && tells->line_count > 0)
			summarise(tells, tidings);
		return 0;
	}
	for (size_t i = 0; i < tells->line_count && result == 0; i++)
		if (!tells->lines[i].written)
			result = write_digest(tells, i, tidings, error);
	return result;
}
