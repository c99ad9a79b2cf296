/* Letters about many episodes: the day's, and the summary of trial mode. */
#include "evaluate/notify_parts.h"

#include <stdlib.h>

static bool same_letter(const struct notify_line *a, const struct notify_line *b)
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
	struct notify *notify, struct news_view *views, size_t count, struct error *error)
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
				notify->subjects, view->news->scope, view->subject_code, &subject))
			continue;
		result = news_cases_list(notify->ground, notify->subjects, view->rule, &subject,
			notify->now, each, &notify->arena, &listed, error);
		view->cases = listed.items;
		view->case_count = listed.count;
		view->more = listed.more;
	}
	return result;
}

/* The day's letter to whom `first` is for: all lines with the same channel and recipient, of one rule or
 * of several. */
static int write_digest(
	struct notify *notify, size_t first, struct findings *findings, struct error *error)
{
	const struct telling *telling = &notify->lines[first].change.telling;
	const struct channel_settings *channel =
		settings_channel(ground_settings(notify->ground), telling->channel);
	struct news_view *views = arena_alloc(&notify->arena, notify->line_count, sizeof(*views));
	size_t count = 0;

	for (size_t i = first; i < notify->line_count; i++) {
		if (notify->lines[i].written ||
			!same_letter(&notify->lines[first], &notify->lines[i]))
			continue;
		views[count] = notify->lines[i].view;
		views[count++].english = channel->language == LANGUAGE_EN;
	}
	qsort(views, count, sizeof(*views), worst_first);
	int result = list_cases(notify, views, count, error);
	if (result < 0)
		return result;
	int delivery = digest_write(
		DIGEST_DAY, views, count, channel, telling->recipient, &findings->deliveries);
	for (size_t i = notify->line_count; i-- > first;) {
		struct notify_line *line = &notify->lines[i];
		if (line->written || !same_letter(&notify->lines[first], line))
			continue;
		line->written = true;
		line->change.delivery = delivery;
		findings_add_telling(findings, &line->change);
	}
	return 0;
}

/* The summary goes to who is named by an address, not by being a commune's chair. */
static void summarise(struct notify *notify, struct findings *findings)
{
	const struct settings *settings = ground_settings(notify->ground);
	struct news_view *views = arena_alloc(&notify->arena, notify->line_count, sizeof(*views));

	recipients_clear(&notify->recipients);
	for (size_t i = 0; i < settings->rule_count; i++)
		recipients_of(&notify->recipients, settings, &settings->rules[i], NULL);
	for (size_t i = 0; i < notify->recipients.count; i++) {
		const struct recipient *recipient = &notify->recipients.items[i];
		const struct channel_settings *channel =
			settings_channel(settings, recipient->channel);
		if (channel->type != CHANNEL_EMAIL)
			continue;
		for (size_t l = 0; l < notify->line_count; l++) {
			views[l] = notify->lines[l].view;
			views[l].english = channel->language == LANGUAGE_EN;
		}
		qsort(views, notify->line_count, sizeof(*views), worst_first);
		digest_write(DIGEST_TRIAL, views, notify->line_count, channel, recipient->address,
			&findings->deliveries);
		findings->summary = true;
	}
}

int notify_digests(struct notify *notify, struct findings *findings, struct error *error)
{
	int result = 0;

	if (notify->trial) {
		if (!notify->summarised && notify->line_count > 0)
			summarise(notify, findings);
		return 0;
	}
	for (size_t i = 0; i < notify->line_count && result == 0; i++)
		if (!notify->lines[i].written)
			result = write_digest(notify, i, findings, error);
	return result;
}
