/* The kept tally. */
#include <errno.h>

#include "base/memory.h"
#include "store/journal.h"
#include "store/sqlite_store.h"

static bool cell_is_zero(const struct tally_cell *cell)
{
	for (int column = 0; column < TALLY_COLUMNS; column++)
		if (cell->count[column])
			return false;
	return true;
}

static int by_key(const void *a, const void *b)
{
	const struct tally_key *left = &(*(const struct tally_cell *const *)a)->key;
	const struct tally_key *right = &(*(const struct tally_cell *const *)b)->key;
	if (left->month != right->month)
		return left->month < right->month ? -1 : 1;
	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	return (left->field > right->field) - (left->field < right->field);
}

static int write_cell(struct store *store, const struct tally_cell *cell, struct error *error)
{
	sqlite3_stmt *add = sql_use(store, SQL_tally_add);
	sqlite3_bind_int64(add, 1, cell->key.unit);
	sqlite3_bind_int64(add, 2, cell->key.field);
	sqlite3_bind_int64(add, 3, cell->key.month);
	for (int column = 0; column < TALLY_COLUMNS; column++)
		sqlite3_bind_int64(add, 4 + column, cell->count[column]);
	return sql_run(store, add, error);
}

/* Adds a tally to the kept rows, in the order of their keys. */
static int write_rows(struct store *store, const struct tally *delta, struct error *error)
{
	cleanup(cleanup_free) const struct tally_cell **cells =
		xmalloc(delta->used * sizeof(const void *));
	int result = 0;
	for (size_t i = 0; i < delta->used; i++)
		cells[i] = &delta->cells[i];
	qsort(cells, delta->used, sizeof(const void *), by_key);
	for (size_t i = 0; i < delta->used && result == 0; i++)
		if (!cell_is_zero(cells[i]))
			result = write_cell(store, cells[i], error);
	return result;
}

static int add_journal(struct store *store, struct tally *tally, int sign, struct error *error)
{
	sqlite3_stmt *journal = sql_use(store, SQL_journal);
	int result;
	while ((result = sql_step(store, journal, error)) > 0) {
		struct slice cells = {
			sqlite3_column_blob(journal, 0), (size_t)sqlite3_column_bytes(journal, 0)};
		result = journal_read(cells, tally, sign);
		if (result < 0) {
			sqlite3_reset(journal);
			return error_set(
				error, result, "the store is corrupt: the tally's journal");
		}
	}
	return result;
}

int tally_settle(struct store *store, struct error *error)
{
	cleanup(tally_free) struct tally delta = {0};
	if (!store->journaled)
		return 0;
	int result = add_journal(store, &delta, 1, error);
	if (result == 0)
		result = write_rows(store, &delta, error);
	if (result == 0)
		result = sql_run(store, sql_use(store, SQL_journal_clear), error);
	if (result == 0)
		store->journaled = 0;
	return result;
}

/* So few cells are written as rows at once; so many journaled ones (a megabyte) settle without
 * waiting for the end of the poll. The longer they wait, the more of them are of the same row. */
#define CELLS_DIRECT 64
#define CELLS_JOURNALED 120000

int tally_write_delta(struct store *store, struct error *error)
{
	cleanup(text_free) struct text cells = {0};
	if (store->delta.used <= CELLS_DIRECT)
		return write_rows(store, &store->delta, error);
	size_t written = journal_write(&cells, &store->delta);
	if (!written)
		return 0;
	sqlite3_stmt *add = sql_use(store, SQL_journal_add);
	sqlite3_bind_blob(add, 1, cells.data, (int)cells.length, SQLITE_STATIC);
	int result = sql_run(store, add, error);
	store->journaled += written;
	if (result == 0 && store->journaled > CELLS_JOURNALED)
		result = tally_settle(store, error);
	return result;
}

void tally_take_delta(struct store *store, struct tally *tally)
{
	if (tally)
		tally_merge(tally, &store->delta);
	if (store->since_day_known)
		day_sums_add(&store->since_day, &store->delta);
	tally_clear(&store->delta);
}

/* Adds the kept tally from a month on, `sign` times, to a tally. */
static int add_kept(
	struct store *store, int32_t month, struct tally *tally, int sign, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_tally);
	int result;
	sqlite3_bind_int(list, 1, month);
	while ((result = sql_step(store, list, error)) > 0) {
		struct tally_cell cell = {
			.key.unit = (uint32_t)sqlite3_column_int64(list, 0),
			.key.field = (uint32_t)sqlite3_column_int64(list, 1),
			.key.month = (int32_t)sqlite3_column_int64(list, 2),
		};
		for (int column = 0; column < TALLY_COLUMNS; column++)
			cell.count[column] = sqlite3_column_int(list, 3 + column);
		tally_add_cell(tally, &cell, sign);
	}
	return result < 0 ? result : add_journal(store, tally, sign, error);
}

int store_load_tally(struct store *store, struct tally *tally, struct error *error)
{
	return store_load_tally_since(store, INT32_MIN, tally, error);
}

int store_load_tally_since(
	struct store *store, int32_t month, struct tally *tally, struct error *error)
{
	tally_clear(tally);
	return add_kept(store, month, tally, 1, error);
}

struct folding {
	struct store *store;
	const struct judge *judge;
};

static int fold_row(void *user, const struct case_row *row)
{
	struct folding *folding = user;
	row_tally(folding->store, row, folding->judge, 1);
	return 0;
}

/* The tally under way becomes: all cases folded, less the kept tally. */
static int fold_difference(struct store *store, const struct judge *judge, struct error *error)
{
	struct folding folding = {store, judge};
	int result = rows_meet_all(store, fold_row, &folding, error);
	if (result == 0)
		result = past_add_tally(store, &store->delta, error);
	return result < 0 ? result : add_kept(store, INT32_MIN, &store->delta, -1, error);
}

int store_recount(
	struct store *store, const struct judge *judge, struct tally *tally, struct error *error)
{
	if (!store->recount)
		return 0;
	int result = store_begin_own(store, true, error);
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
