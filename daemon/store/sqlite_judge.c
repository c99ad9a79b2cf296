/* Judging again: what the passing of time or new settings change. */
#include "base/memory.h"
#include "store/sqlite_store.h"

/* Judges the rows a statement gives and writes what changed. Rows are read before any is written:
 * the statement walks an index that the writing moves. */
static int judge_rows(struct store *store, sqlite3_stmt *list, const struct judge *judge,
	instant now, size_t *ret_count, struct error *error)
{
	cleanup(cleanup_free) struct case_row *rows = NULL;
	size_t count = 0, capacity = 0;
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		array_reserve(rows, &capacity, count + 1);
		row_read(list, &rows[count++]);
	}
	for (size_t i = 0; i < count && result == 0; i++) {
		struct case_row *row = &rows[i], before = rows[i];
		result = row_judge(store, row, judge, now, error);
		if (result < 0 ||
			(row->bucket == before.bucket && row->next_change == before.next_change &&
				row->closed_at == before.closed_at))
			continue;
		row_tally(store, &before, judge, -1);
		row_tally(store, row, judge, 1);
		result = row_write_verdict(store, row, error);
	}
	*ret_count = count;
	return result;
}

/* One transaction over a statement that is bound already. */
static int judge_pass(struct store *store, sqlite3_stmt *list, const struct judge *judge,
	instant now, struct tally *tally, size_t *ret_count, struct error *error)
{
	int result = store_begin(store, false, error);
	if (result == 0)
		result = judge_rows(store, list, judge, now, ret_count, error);
	if (result == 0)
		result = tally_write_delta(store, error);
	if (result == 0 && *ret_count)
		result = newest_write(store, now, error);
	if (result == 0 && *ret_count)
		result = meta_put(store, "judged_at", now, error);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0) {
		store_rollback(store);
		return result;
	}
	tally_take_delta(store, tally);
	newest_take(store, now);
	return 0;
}

int store_judge_due(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error)
{
	size_t count = 0;
	instant next;
	int result = store_recount(store, judge, tally, error);
	if (result == 0)
		result = store_next_change(store, &next, error);
	if (result < 0)
		return result;
	*ret_more = false;
	if (next != INSTANT_NONE && next <= now) {
		sqlite3_stmt *due = sql_use(store, SQL_cases_due);
		sqlite3_bind_int64(due, 1, now);
		sqlite3_bind_int(due, 2, most);
		result = judge_pass(store, due, judge, now, tally, &count, error);
		if (result < 0)
			return result;
		*ret_more = count == (size_t)most;
	}
	if (!*ret_more && now > store->judged_at)
		store->judged_at = now;
	return 0;
}

/* A stretch of numbers is walked whole, closed cases included: they are cheap to pass over. */
#define WALK 8

int store_judge_all_open(struct store *store, const struct judge *judge, instant now, int most,
	int64_t *cursor, struct tally *tally, struct error *error)
{
	size_t count = 0;
	int64_t upto = *cursor + (int64_t)most * WALK;
	int result = store_recount(store, judge, tally, error);
	if (result < 0)
		return result;
	sqlite3_stmt *open = sql_use(store, SQL_cases_open_after);
	sqlite3_bind_int64(open, 1, *cursor);
	sqlite3_bind_int64(open, 2, upto);
	result = judge_pass(store, open, judge, now, tally, &count, error);
	if (result < 0)
		return result;
	*cursor = upto < store->last_case ? upto : 0;
	if (*cursor == 0 && now > store->judged_at)
		store->judged_at = now;
	return 0;
}

int store_next_change(struct store *store, instant *ret_at, struct error *error)
{
	sqlite3_stmt *next = sql_use(store, SQL_next_change);
	int result = sql_step(store, next, error);
	if (result < 0)
		return result;
	*ret_at = result ? sql_instant(next, 0) : INSTANT_NONE;
	sqlite3_reset(next);
	return 0;
}

int store_newest(struct store *store, instant *ret_at, struct error *error)
{
	(void)error;
	*ret_at = store->newest;
	return 0;
}

int store_judged_at(struct store *store, instant *ret_at, struct error *error)
{
	(void)error;
	*ret_at = store->judged_at;
	return 0;
}
