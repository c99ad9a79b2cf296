/* Alerts, episodes and their news; the commit that binds them to their deliveries. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/number_text.h"
#include "store/cases/polls.h"
#include "store/inside.h"
#include "store/outbox/outbox.h"
#include "store/sql.h"

static void read_alert(struct sql_row *list, struct alert *alert)
{
	*alert = (struct alert){
		.rule = sql_text(list, 0),
		.scope = (enum scope)sql_int(list, 1),
		.subject = sql_text(list, 2),
		.state = (enum alert_state)sql_int(list, 3),
		.severity = (enum severity)sql_int(list, 4),
		.episode = sql_int64(list, 5),
		.sequence = sql_int(list, 6),
		.active_at = sql_instant(list, 7),
		.fired_at = sql_instant(list, 8),
		.keep_since = sql_instant(list, 9),
		.lower_since = sql_instant(list, 10),
		.frozen_at = sql_instant(list, 11),
	};
	numbers_read(sql_text(list, 12), alert->value, CONDITIONS_MAX);
}

int store_load_alerts(
	struct store *store, store_alert_fn *on_alert, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_alerts);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct alert alert;
		read_alert(list, &alert);
		result = on_alert(user, &alert);
	}
	return result;
}

static int alert_drop(struct store *store, const struct alert *alert, struct error *error)
{
	return sql_run(store, error, SQL_alert_drop, as_text(alert->rule), as_number(alert->scope),
		as_text(alert->subject));
}

static int alert_put(struct store *store, const struct alert *alert, struct error *error)
{
	cleanup(text_free) struct text measured = {0};
	if (alert->state == ALERT_INACTIVE)
		return alert_drop(store, alert, error);
	numbers_write(&measured, alert->value, CONDITIONS_MAX);
	return sql_run(store, error, SQL_alert_put, as_text(alert->rule), as_number(alert->scope),
		as_text(alert->subject), as_number(alert->state), as_number(alert->severity),
		as_number(alert->episode), as_number(alert->sequence), as_instant(alert->active_at),
		as_instant(alert->fired_at), as_instant(alert->keep_since),
		as_instant(alert->lower_since), as_instant(alert->frozen_at),
		as_text(measured.data));
}

static int episode_put(struct store *store, const struct alert_news *news, struct error *error)
{
	int result = sql_run(store, error, SQL_episode_open, as_number(news->episode),
		as_text(news->rule), as_number(news->scope), as_text(news->subject),
		as_number(news->since == INSTANT_NONE ? news->at : news->since));
	if (result == 0)
		result = holds_follow(store, news, error);
	if (result < 0 || news->kind != NEWS_CLOSED)
		return result;
	return sql_run(
		store, error, SQL_episode_close, as_number(news->episode), as_number(news->at));
}

static int news_add(struct store *store, const struct alert_news *news, struct error *error)
{
	cleanup(text_free) struct text measured = {0}, counts = {0};
	int result = episode_put(store, news, error);
	if (result < 0)
		return result;
	numbers_write(&measured, news->value, CONDITIONS_MAX);
	counts_write(&counts, &news->counts);
	return sql_run(store, error, SQL_news_add, as_number(news->episode),
		as_number(news->sequence), as_number(news->kind), as_number(news->severity),
		as_number(news->at), as_instant(news->since), as_instant(news->held_since),
		as_text(measured.data), as_text(counts.data));
}

/* Episodes that begin in this batch get their numbers, in alerts and news alike. */
static void number_episodes(struct store *store, struct news_batch *batch)
{
	for (size_t i = 0; i < batch->alert_count; i++) {
		struct alert *alert = &batch->alerts[i];
		if (alert->state == ALERT_FIRING && alert->episode == 0)
			alert->episode = store->next_episode++;
		for (size_t j = 0; j < batch->news_count; j++) {
			struct alert_news *news = &batch->news[j];
			if (news->episode == 0 && news->scope == alert->scope &&
				strcmp(news->rule, alert->rule) == 0 &&
				strcmp(news->subject, alert->subject) == 0)
				news->episode = alert->episode;
		}
	}
}

/* An operator's sample may have taken a number since. */
static int follow_numbers(struct store *store, struct error *error)
{
	int64_t last = 0;
	int result = meta_get(store, "delivery", &last, error);
	if (result == 0 && last >= store->next_delivery)
		store->next_delivery = last + 1;
	return result == -ENOENT ? 0 : result;
}

/* Is it of a pass of the rules? An operator's sample is not. */
static bool passed(const struct news_batch *batch)
{
	return batch->alert_count > 0 || batch->news_count > 0 || batch->telling_count > 0 ||
	       batch->warning_count > 0;
}

static int commit_news(
	struct store *store, struct news_batch *batch, instant now, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0 && batch->delivery_count > 0)
		result = follow_numbers(store, error);
	for (size_t i = 0; i < batch->alert_count && result == 0; i++)
		result = alert_put(store, &batch->alerts[i], error);
	for (size_t i = 0; i < batch->news_count && result == 0; i++)
		result = news_add(store, &batch->news[i], error);
	for (size_t i = 0; i < batch->delivery_count && result == 0; i++)
		result = delivery_add(store, &batch->deliveries[i],
			batch->deliveries[i].closing ||
				delivery_closes(&batch->deliveries[i], batch),
			now, error);
	for (size_t i = 0; i < batch->telling_count && result == 0; i++)
		result = telling_follow(store, &batch->tellings[i], batch, now, error);
	for (size_t i = 0; i < batch->warning_count && result == 0; i++)
		result = warning_put(store, &batch->warnings[i], error);
	if (result == 0 && batch->summary)
		result = meta_put(store, "summarised", now, error);
	if (result == 0 && passed(batch))
		result = newest_write(store, now, error);
	return store_finish(store, result, error);
}

int store_commit_news(
	struct store *store, struct news_batch *batch, instant now, struct error *error)
{
	number_episodes(store, batch);
	int result = commit_news(store, batch, now, error);
	if (result == 0 && passed(batch))
		newest_take(store, now);
	return result;
}

int store_next_episode(struct store *store, int64_t *ret_episode, struct error *error)
{
	(void)error;
	*ret_episode = store->next_episode++;
	return 0;
}

int store_news(struct store *store, int64_t episode, store_news_fn *on_news, void *user,
	struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_news, as_number(episode));
	while (sql_more(store, list, &result, error)) {
		struct alert_news news = {
			.episode = sql_int64(list, 0),
			.rule = sql_text(list, 1),
			.scope = (enum scope)sql_int(list, 2),
			.subject = sql_text(list, 3),
			.sequence = sql_int(list, 4),
			.kind = (enum news_kind)sql_int(list, 5),
			.severity = (enum severity)sql_int(list, 6),
			.at = sql_instant(list, 7),
			.since = sql_instant(list, 8),
			.held_since = sql_instant(list, 9),
			.told_before_at = INSTANT_NONE,
		};
		numbers_read(sql_text(list, 10), news.value, CONDITIONS_MAX);
		counts_read(sql_text(list, 11), &news.counts);
		result = on_news(user, &news);
	}
	return result;
}

int store_episode(
	struct store *store, int64_t id, struct store_episode *ret_episode, struct error *error)
{
	struct sql_row *row = sql_use(store, SQL_episode, as_number(id));
	int result = sql_step(store, row, error);
	if (result <= 0)
		return result;
	const char *rule = sql_text(row, 1), *subject = sql_text(row, 3);
	size_t length = strlen(rule) + 1;
	/* copied: a row that stayed open would hold the store at what it was, for who wrote since */
	text_clear(&store->episode);
	text_append(&store->episode, rule, length);
	text_add(&store->episode, subject);
	*ret_episode = (struct store_episode){
		.id = id,
		.rule = store->episode.data,
		.scope = (enum scope)sql_int(row, 2),
		.subject = store->episode.data + length,
		.opened = sql_instant(row, 4),
		.closed = sql_instant(row, 5),
	};
	struct alert_news *last = &ret_episode->last;
	*last = (struct alert_news){
		.kind = (enum news_kind)sql_int(row, 12),
		.episode = id,
		.sequence = sql_int(row, 6),
		.rule = ret_episode->rule,
		.scope = ret_episode->scope,
		.subject = ret_episode->subject,
		.severity = (enum severity)sql_int(row, 7),
		.since = sql_instant(row, 8),
		.held_since = sql_instant(row, 9),
		.told_before_at = INSTANT_NONE,
	};
	numbers_read(sql_text(row, 10), last->value, CONDITIONS_MAX);
	counts_read(sql_text(row, 11), &last->counts);
	sql_end(row);
	return 1;
}
