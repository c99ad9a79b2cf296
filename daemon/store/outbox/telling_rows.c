/* What each recipient knows of each episode: core/alert/telling.h says what it means, this keeps it. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/number_text.h"
#include "store/outbox/outbox.h"
#include "store/sql.h"

/* --- reading ------------------------------------------------------------------------------ */

static void read_said(struct sql_row *row, int column, struct knowledge *told)
{
	*told = (struct knowledge){
		.sequence = sql_int(row, column),
		.open = sql_int(row, column + 1) != 0,
		.severity = (enum severity)sql_int(row, column + 2),
		.at = sql_instant(row, column + 3),
		.reminders = sql_int(row, column + 4),
	};
	counts_read(sql_text(row, column + 5), &told->counts);
}

int store_tellings(struct store *store, int64_t episode, store_telling_fn *on_telling, void *user,
	struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_tellings, as_number(episode));
	while (sql_more(store, list, &result, error)) {
		struct telling telling = {
			.episode = sql_int64(list, 0),
			.channel = sql_text(list, 1),
			.recipient = sql_text(list, 2),
			.owed_since = sql_instant(list, 15),
			.next_at = sql_instant(list, 16),
			.wait = (enum telling_wait)sql_int(list, 17),
		};
		read_said(list, 3, &telling.accepted);
		read_said(list, 9, &telling.offered);
		result = on_telling(user, &telling);
	}
	return result;
}

static int each_episode(struct store *store, struct sql_row *list, store_episode_fn *on_episode,
	void *user, struct error *error)
{
	int result = 0;
	while (sql_more(store, list, &result, error))
		result = on_episode(user, sql_int64(list, 0));
	return result;
}

int store_tellings_due(struct store *store, instant now, store_episode_fn *on_episode, void *user,
	struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_tellings_due, as_number(now));
	return each_episode(store, list, on_episode, user, error);
}

int store_tellings_over(
	struct store *store, store_episode_fn *on_episode, void *user, struct error *error)
{
	return each_episode(store, sql_use(store, SQL_tellings_over), on_episode, user, error);
}

int store_next_telling(struct store *store, instant *ret_at, struct error *error)
{
	return sql_number(store, error, ret_at, INSTANT_NONE, SQL_telling_next);
}

int store_tellings_wide(
	struct store *store, store_wide_fn *on_wide, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_tellings_wide);
	int result = 0;
	while (sql_more(store, list, &result, error))
		result = on_wide(user, sql_text(list, 0), sql_text(list, 1), sql_text(list, 2));
	return result;
}

/* --- writing ------------------------------------------------------------------------------ */

/* The values of what a recipient knows; `counts` is written first. */
#define AS_KNOWLEDGE(told, counts)                                                                 \
	as_number((told)->sequence), as_number((told)->open), as_number((told)->severity),         \
		as_instant((told)->at), as_number((told)->reminders), as_text((counts)->data)

static int telling_put(struct store *store, const struct telling *telling, struct error *error)
{
	cleanup(text_free) struct text accepted = {0}, offered = {0};
	counts_write(&accepted, &telling->accepted.counts);
	counts_write(&offered, &telling->offered.counts);
	return sql_run(store, error, SQL_telling_put, AS_THREAD(telling),
		AS_KNOWLEDGE(&telling->accepted, &accepted),
		AS_KNOWLEDGE(&telling->offered, &offered), as_instant(telling->owed_since),
		as_instant(telling->next_at), as_number(telling->wait));
}

static int told_add(
	struct store *store, int64_t delivery, const struct telling *telling, struct error *error)
{
	cleanup(text_free) struct text counts = {0};
	counts_write(&counts, &telling->offered.counts);
	return sql_run(store, error, SQL_told_add, as_number(delivery), as_number(telling->episode),
		AS_KNOWLEDGE(&telling->offered, &counts));
}

int telling_follow(struct store *store, const struct telling_change *change,
	const struct news_batch *batch, instant now, struct error *error)
{
	const struct telling *telling = &change->telling;
	int result = 0;
	if (change->take_back)
		result = sql_run(
			store, error, SQL_delivery_take_back, AS_THREAD(telling), as_number(now));
	if (result == 0 && change->delivery >= 0)
		result = told_add(store, batch->deliveries[change->delivery].id, telling, error);
	if (result < 0)
		return result;
	return change->over ? sql_run(store, error, SQL_telling_drop, AS_THREAD(telling))
			    : telling_put(store, telling, error);
}

/* Columns as told_of gives them, and telling_accept takes them. */
int tellings_accept(struct store *store, int64_t delivery, instant now, struct error *error)
{
	int result = 0;
	struct sql_row *told = sql_use(store, SQL_told_of, as_number(delivery));
	while (sql_more(store, told, &result, error))
		result = sql_run(store, error, SQL_telling_accept, as_number(sql_int64(told, 0)),
			as_text(sql_text(told, 1)), as_text(sql_text(told, 2)),
			as_number(sql_int64(told, 3)), as_number(sql_int64(told, 4)),
			as_number(sql_int64(told, 5)), as_instant(sql_instant(told, 6)),
			as_number(sql_int64(told, 7)), as_text(sql_text(told, 8)), as_number(now));
	return result;
}

int telling_moved_on(struct store *store, int64_t delivery, struct error *error)
{
	return sql_is(store, error, SQL_telling_moved_on, as_number(delivery));
}
