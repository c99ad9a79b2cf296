/* The kept tally. */
#include <errno.h>

#include "store/sqlite_store.h"

static bool cell_is_zero(const struct tally_cell *cell)
{
	for (int column = 0; column < TALLY_COLUMNS; column++)
		if (cell->count[column])
			return false;
	return true;
}

int tally_write_delta(struct store *store, struct error *error)
{
	for (size_t i = 0; i < store->delta.used; i++) {
		const struct tally_cell *cell = &store->delta.cells[i];
		if (cell_is_zero(cell))
			continue;
		sqlite3_stmt *add = sql_use(store, SQL_tally_add);
		sqlite3_bind_int64(add, 1, cell->key.unit);
		sqlite3_bind_int64(add, 2, cell->key.field);
		sqlite3_bind_int64(add, 3, cell->key.month);
		for (int column = 0; column < TALLY_COLUMNS; column++)
			sqlite3_bind_int64(add, 4 + column, cell->count[column]);
		int result = sql_run(store, add, error);
		if (result < 0)
			return result;
	}
	return 0;
}

void tally_take_delta(struct store *store, struct tally *tally)
{
	if (tally)
		tally_merge(tally, &store->delta);
	tally_clear(&store->delta);
}

/* Adds the kept tally, `sign` times, to a tally. */
static int add_kept(struct store *store, struct tally *tally, int sign, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_tally);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		struct tally_key key = {
			.unit = (uint32_t)sqlite3_column_int64(list, 0),
			.field = (uint32_t)sqlite3_column_int64(list, 1),
			.month = (int32_t)sqlite3_column_int64(list, 2),
		};
		for (int column = 0; column < TALLY_COLUMNS; column++) {
			int64_t count = sqlite3_column_int64(list, 3 + column);
			if (count)
				tally_add(tally, key, column, sign * count);
		}
	}
	return result;
}

int store_load_tally(struct store *store, struct tally *tally, struct error *error)
{
	tally_clear(tally);
	return add_kept(store, tally, 1, error);
}

/* The tally under way becomes: all cases folded, less the kept tally. */
static int fold_difference(struct store *store, const struct judge *judge, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_cases);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		struct case_row row;
		row_read(list, &row);
		row_tally(store, &row, judge, 1);
	}
	return result < 0 ? result : add_kept(store, &store->delta, -1, error);
}

int store_recount(
	struct store *store, const struct judge *judge, struct tally *tally, struct error *error)
{
	if (!store->recount)
		return 0;
	int result = store_begin(store, true, error);
	if (result == 0)
		result = sql_run(store, sql_use(store, SQL_cases_count_again), error);
	if (result == 0)
		result = fold_difference(store, judge, error);
	if (result == 0)
		result = tally_write_delta(store, error);
	if (result == 0)
		result = meta_put(store, "recount", 0, error);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0) {
		store_rollback(store);
		return result;
	}
	store->recount = false;
	tally_take_delta(store, tally);
	return 0;
}
