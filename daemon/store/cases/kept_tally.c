/* The kept tally. */
#include "store/cases/kept_tally.h"

#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/cases/judge_rows.h"
#include "store/cases/row_walk.h"
#include "store/cases/tally_journal.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/purging.h"

static int by_row(const void *a, const void *b)
{
	const struct tally_key *left = &(*(const struct tally_cell *const *)a)->key;
	const struct tally_key *right = &(*(const struct tally_cell *const *)b)->key;
	if (left->month != right->month)
		return left->month < right->month ? -1 : 1;
	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	return (left->field > right->field) - (left->field < right->field);
}

/* Adds the cells of a statement's rows. */
static int add_all(struct store *store, struct sql_row *list, struct tally *tally, int sign,
	struct error *error)
{
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		result = journal_read(sql_blob(list, 0), tally, sign);
		if (result < 0)
			error_set(error, result, "the store is corrupt: the kept tally");
	}
	return result;
}

/* Adds cells, all of them of one row, to that row; `row` and `text` are room to do so. */
static int write_row(struct store *store, const struct tally_cell *const *cells, size_t count,
	struct tally *row, struct text *text, struct error *error)
{
	struct sql_value month = as_number(cells[0]->key.month),
			 unit = as_number(cells[0]->key.unit);
	tally_clear(row);
	text_clear(text);
	int result = add_all(store, sql_use(store, SQL_tally_row, month, unit), row, 1, error);
	if (result < 0)
		return result;
	for (size_t i = 0; i < count; i++)
		tally_add_cell(row, cells[i], 1);
	if (!journal_write(text, row))
		return sql_run(store, error, SQL_tally_drop, month, unit);
	return sql_run(store, error, SQL_tally_put, month, unit, as_blob(text_slice(text)));
}

/* How many cells from the first on are of its row. */
static size_t of_row(const struct tally_cell *const *cells, size_t count)
{
	size_t same = 1;
	while (same < count && cells[same]->key.unit == cells[0]->key.unit &&
		cells[same]->key.month == cells[0]->key.month)
		same++;
	return same;
}

/* Adds a tally to the kept rows, in the order of their keys. */
static int write_rows(struct store *store, const struct tally *delta, struct error *error)
{
	cleanup(cleanup_free) const struct tally_cell **cells =
		xmalloc(delta->used * sizeof(const void *));
	cleanup(tally_free) struct tally row = {0};
	cleanup(text_free) struct text text = {0};
	int result = 0;
	for (size_t i = 0; i < delta->used; i++)
		cells[i] = &delta->cells[i];
	qsort(cells, delta->used, sizeof(const void *), by_row);
	for (size_t i = 0, of; i < delta->used && result == 0; i += of) {
		of = of_row(cells + i, delta->used - i);
		result = write_row(store, cells + i, of, &row, &text, error);
	}
	return result;
}

static int add_journal(struct store *store, struct tally *tally, int sign, struct error *error)
{
	return add_all(store, sql_use(store, SQL_journal), tally, sign, error);
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
		result = sql_run(store, error, SQL_journal_clear);
	if (result == 0)
		store->journaled = 0;
	return result;
}

int tally_unit_now(
	struct store *store, uint32_t unit, struct counts *ret_counts, struct error *error)
{
	cleanup(tally_free) struct tally now = {0};
	int result = add_all(store, sql_use(store, SQL_tally_row, as_number(0), as_number(unit)),
		&now, 1, error);
	*ret_counts = (struct counts){0};
	for (size_t i = 0; i < now.used; i++)
		for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
			ret_counts->bucket[bucket] += now.cells[i].count[bucket];
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
	int result = sql_run(store, error, SQL_journal_add, as_blob(text_slice(&cells)));
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
	struct sql_row *list = sql_use(store, SQL_tally, as_number(month));
	int result = add_all(store, list, tally, sign, error);
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
	struct error *error;
};

static int fold_row(void *user, const struct case_row *row)
{
	struct folding *folding = user;
	return row_tally(folding->store, row, folding->judge, 1, folding->error);
}

/* The tally under way becomes: all cases folded, less the kept tally. */
static int fold_difference(struct store *store, const struct judge *judge, struct error *error)
{
	struct folding folding = {store, judge, error};
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
		result = sql_run(store, error, SQL_cases_count_again);
	if (result == 0)
		result = fold_difference(store, judge, error);
	if (result == 0)
		result = tally_write_delta(store, error);
	if (result == 0)
		result = meta_put(store, "recount", 0, error);
	result = store_finish(store, result, error);
	if (result < 0)
		return result;
	store->recount = false;
	tally_take_delta(store, tally);
	return 0;
}
