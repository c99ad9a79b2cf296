/* The closing tally of each day: sums by unit and field, and reading what was kept of them. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/closing.h"
#include "store/cases/kept_tally.h"
#include "store/cases/number_text.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"

void day_sums_free(struct day_sums *sums)
{
	free(sums->of[DAY_OF_UNIT]);
	free(sums->of[DAY_OF_FIELD]);
	*sums = (struct day_sums){0};
}

static void add_cell(struct counts *counts, const struct tally_cell *cell)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		counts->bucket[bucket] += cell->count[bucket];
	counts->received += cell->count[TALLY_RECEIVED];
	counts->received_online += cell->count[TALLY_RECEIVED_ONLINE];
}

void day_counts_add(struct counts *sum, const struct counts *more)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		sum->bucket[bucket] += more->bucket[bucket];
	sum->received += more->received;
	sum->received_online += more->received_online;
}

static struct counts *sum_of(struct day_sums *sums, int scope, uint32_t number)
{
	while (sums->count[scope] <= number) {
		size_t was = sums->count[scope];
		sums->count[scope] = was ? was * 2 : 64;
		sums->of[scope] =
			xrealloc(sums->of[scope], sums->count[scope] * sizeof(struct counts));
		memset(sums->of[scope] + was, 0,
			(sums->count[scope] - was) * sizeof(struct counts));
	}
	return &sums->of[scope][number];
}

void day_sums_add(struct day_sums *sums, const struct tally *tally)
{
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		add_cell(sum_of(sums, DAY_OF_UNIT, cell->key.unit), cell);
		add_cell(sum_of(sums, DAY_OF_FIELD, cell->key.field), cell);
	}
}

int day_kept_counts(struct store *store, enum day_scope scope, uint32_t number, day date,
	struct counts *ret_counts, struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_day_tally);
	sqlite3_bind_int(get, 1, (int)scope);
	sqlite3_bind_int64(get, 2, number);
	sqlite3_bind_int64(get, 3, date);
	int result = sql_step(store, get, error);
	*ret_counts = (struct counts){0};
	if (result > 0)
		counts_read(sql_text(get, 0), ret_counts);
	sqlite3_reset(get);
	return result < 0 ? result : 0;
}

static int is_closed(struct store *store, day date, struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_days);
	sqlite3_bind_int64(get, 1, date);
	sqlite3_bind_int64(get, 2, date);
	int result = sql_step(store, get, error);
	sqlite3_reset(get);
	return result;
}

int store_day_counts(struct store *store, enum day_scope scope, const uint32_t *numbers,
	size_t count, day date, struct counts *ret_counts, struct error *error)
{
	struct counts sum = {0};
	int result = is_closed(store, date, error);
	if (result == 0)
		return -ENOENT;
	for (size_t i = 0; i < count && result >= 0; i++) {
		struct counts one;
		result = day_kept_counts(store, scope, numbers[i], date, &one, error);
		day_counts_add(&sum, &one);
	}
	if (result < 0)
		return result;
	*ret_counts = sum;
	return 0;
}

int store_days(struct store *store, day from, day to, store_day_fn *on_day, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_days);
	int result;
	sqlite3_bind_int64(list, 1, from);
	sqlite3_bind_int64(list, 2, to);
	while ((result = sql_step(store, list, error)) > 0) {
		struct store_day found = {
			.day = (day)sqlite3_column_int64(list, 0),
			.closed = sql_instant(list, 1),
			.observed = sql_instant(list, 2),
		};
		result = on_day(user, &found);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}
