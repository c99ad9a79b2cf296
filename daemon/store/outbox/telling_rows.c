/* What each recipient knows of each episode: core/alert/telling.h says what it means, this keeps it. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/number_text.h"
#include "store/outbox/outbox.h"
#include "store/sql.h"

#define TOLD_COLUMNS 9

/* --- reading ------------------------------------------------------------------------------ */

static void read_said(sqlite3_stmt *row, int column, struct knowledge *told)
{
	*told = (struct knowledge){
		.sequence = sqlite3_column_int(row, column),
		.open = sqlite3_column_int(row, column + 1) != 0,
		.severity = (enum severity)sqlite3_column_int(row, column + 2),
		.at = sql_instant(row, column + 3),
		.reminders = sqlite3_column_int(row, column + 4),
	};
	counts_read(sql_text(row, column + 5), &told->counts);
}

int store_tellings(struct store *store, int64_t episode, store_telling_fn *on_telling, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_tellings);
	int result;
	sqlite3_bind_int64(list, 1, episode);
	while ((result = sql_step(store, list, error)) > 0) {
		struct telling telling = {
			.episode = sqlite3_column_int64(list, 0),
			.channel = sql_text(list, 1),
			.recipient = sql_text(list, 2),
			.owed_since = sql_instant(list, 15),
			.next_at = sql_instant(list, 16),
			.wait = (enum telling_wait)sqlite3_column_int(list, 17),
		};
		read_said(list, 3, &telling.accepted);
		read_said(list, 9, &telling.offered);
		result = on_telling(user, &telling);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

static int each_episode(struct store *store, sqlite3_stmt *list, store_episode_fn *on_episode,
	void *user, struct error *error)
{
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		result = on_episode(user, sqlite3_column_int64(list, 0));
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

int store_tellings_due(struct store *store, instant now, store_episode_fn *on_episode, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_tellings_due);
	sqlite3_bind_int64(list, 1, now);
	return each_episode(store, list, on_episode, user, error);
}

int store_tellings_over(
	struct store *store, store_episode_fn *on_episode, void *user, struct error *error)
{
	return each_episode(store, sql_use(store, SQL_tellings_over), on_episode, user, error);
}

int store_next_telling(struct store *store, instant *ret_at, struct error *error)
{
	sqlite3_stmt *next = sql_use(store, SQL_telling_next);
	int result = sql_step(store, next, error);
	if (result < 0)
		return result;
	*ret_at = result ? sql_instant(next, 0) : INSTANT_NONE;
	sqlite3_reset(next);
	return 0;
}

int store_tellings_wide(
	struct store *store, store_wide_fn *on_wide, void *user, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_tellings_wide);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		result = on_wide(user, sql_text(list, 0), sql_text(list, 1), sql_text(list, 2));
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

/* --- writing ------------------------------------------------------------------------------ */

static void bind_thread(sqlite3_stmt *statement, const struct telling *telling)
{
	sqlite3_bind_int64(statement, 1, telling->episode);
	sql_bind_text(statement, 2, telling->channel);
	sql_bind_text(statement, 3, telling->recipient);
}

static void bind_said(
	sqlite3_stmt *statement, int place, const struct knowledge *told, struct text *counts)
{
	counts_write(counts, &told->counts);
	sqlite3_bind_int(statement, place, told->sequence);
	sqlite3_bind_int(statement, place + 1, told->open);
	sqlite3_bind_int(statement, place + 2, (int)told->severity);
	sql_bind_instant(statement, place + 3, told->at);
	sqlite3_bind_int(statement, place + 4, told->reminders);
	sql_bind_text(statement, place + 5, counts->data);
}

static int telling_put(struct store *store, const struct telling *telling, struct error *error)
{
	cleanup(text_free) struct text accepted = {0}, offered = {0};
	sqlite3_stmt *put = sql_use(store, SQL_telling_put);
	bind_thread(put, telling);
	bind_said(put, 4, &telling->accepted, &accepted);
	bind_said(put, 10, &telling->offered, &offered);
	sql_bind_instant(put, 16, telling->owed_since);
	sql_bind_instant(put, 17, telling->next_at);
	sqlite3_bind_int(put, 18, (int)telling->wait);
	return sql_run(store, put, error);
}

static int told_add(
	struct store *store, int64_t delivery, const struct telling *telling, struct error *error)
{
	cleanup(text_free) struct text counts = {0};
	sqlite3_stmt *add = sql_use(store, SQL_told_add);
	sqlite3_bind_int64(add, 1, delivery);
	sqlite3_bind_int64(add, 2, telling->episode);
	bind_said(add, 3, &telling->offered, &counts);
	return sql_run(store, add, error);
}

int telling_follow(struct store *store, const struct telling_change *change,
	const struct news_batch *batch, instant now, struct error *error)
{
	int result = 0;
	if (change->take_back) {
		sqlite3_stmt *take = sql_use(store, SQL_delivery_take_back);
		bind_thread(take, &change->telling);
		sqlite3_bind_int64(take, 4, now);
		result = sql_run(store, take, error);
	}
	if (result == 0 && change->delivery >= 0)
		result = told_add(
			store, batch->deliveries[change->delivery].id, &change->telling, error);
	if (result < 0)
		return result;
	if (!change->over)
		return telling_put(store, &change->telling, error);
	sqlite3_stmt *drop = sql_use(store, SQL_telling_drop);
	bind_thread(drop, &change->telling);
	return sql_run(store, drop, error);
}

/* `told`: a row of what the delivery says, in the order in which the telling takes it. */
static int accept_one(struct store *store, sqlite3_stmt *told, instant now, struct error *error)
{
	sqlite3_stmt *accept = sql_use(store, SQL_telling_accept);
	for (int column = 0; column < TOLD_COLUMNS; column++)
		sqlite3_bind_value(accept, column + 1, sqlite3_column_value(told, column));
	sqlite3_bind_int64(accept, TOLD_COLUMNS + 1, now);
	return sql_run(store, accept, error);
}

int tellings_accept(struct store *store, int64_t delivery, instant now, struct error *error)
{
	sqlite3_stmt *told = sql_use(store, SQL_told_of);
	int result;
	sqlite3_bind_int64(told, 1, delivery);
	while ((result = sql_step(store, told, error)) > 0) {
		result = accept_one(store, told, now, error);
		if (result < 0)
			break;
	}
	sqlite3_reset(told);
	return result;
}

int telling_moved_on(struct store *store, int64_t delivery, struct error *error)
{
	sqlite3_stmt *moved = sql_use(store, SQL_telling_moved_on);
	sqlite3_bind_int64(moved, 1, delivery);
	int result = sql_step(store, moved, error);
	sqlite3_reset(moved);
	return result;
}
