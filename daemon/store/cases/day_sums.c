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
	struct sql_row *get =
		sql_use(store, SQL_day_tally, as_number(scope), as_number(number), as_number(date));
	int result = sql_step(store, get, error);
	*ret_counts = (struct counts){0};
	if (result > 0)
		counts_read(sql_text(get, 0), ret_counts);
	sql_end(get);
	return result < 0 ? result : 0;
}

int store_day_counts(struct store *store, enum day_scope scope, const uint32_t *numbers,
	size_t count, day date, struct counts *ret_counts, struct error *error)
{
	struct counts sum = {0};
	int result = sql_is(store, error, SQL_days, as_number(date), as_number(date));
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
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_days, as_number(from), as_number(to));
	while (sql_more(store, list, &result, error)) {
		struct store_day found = {
			.day = (day)sql_int64(list, 0),
			.closed = sql_instant(list, 1),
			.observed = sql_instant(list, 2),
		};
		result = on_day(user, &found);
	}
	return result;
}
