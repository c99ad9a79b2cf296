/* Counting cases that no tally counts: by their age, for measures, and by what is odd with them. */
#include "store/inside.h"
#include "store/sql.h"

int store_count_before(struct store *store, enum case_age age, const uint32_t *units,
	size_t unit_count, uint32_t field, instant before, int64_t *ret_count, struct error *error)
{
	static const enum sql statements[] = {[AGE_DUE] = SQL_count_due_before,
		[AGE_PAUSED] = SQL_count_paused_before,
		[AGE_SUBMITTED] = SQL_count_submitted_before};
	int64_t sum = 0;
	for (size_t i = 0; i < unit_count; i++) {
		sqlite3_stmt *count = sql_use(store, statements[age]);
		sqlite3_bind_int64(count, 1, units[i]);
		sqlite3_bind_int64(count, 2, whole_second(before) / SECOND_MS);
		sqlite3_bind_int64(count, 3, field);
		int result = sql_step(store, count, error);
		if (result < 0)
			return result;
		sum += result ? sqlite3_column_int64(count, 0) : 0;
		sqlite3_reset(count);
	}
	*ret_count = sum;
	return 0;
}

static int count_of(struct store *store, enum sql which, uint32_t portal, int64_t *ret_count,
	struct error *error)
{
	sqlite3_stmt *count = sql_use(store, which);
	sqlite3_bind_int64(count, 1, portal);
	int result = sql_step(store, count, error);
	if (result < 0)
		return result;
	*ret_count = result ? sqlite3_column_int64(count, 0) : 0;
	sqlite3_reset(count);
	return 0;
}

_Static_assert(ODD_DIRTY == 32511, "as the index cases_odd and the statement have it");

static int count_odd(struct store *store, uint32_t portal, int64_t ret_odd[static ODD_COUNT],
	struct error *error)
{
	int result;
	sqlite3_stmt *count = sql_use(store, SQL_count_odd);
	sqlite3_bind_int64(count, 1, portal);
	while ((result = sql_step(store, count, error)) > 0)
		for (int bit = 0; bit < ODD_COUNT; bit++)
			if (sqlite3_column_int64(count, 0) & ODD_DIRTY & (1 << bit))
				ret_odd[bit] += sqlite3_column_int64(count, 1);
	sqlite3_reset(count);
	return result;
}

int store_oddities(struct store *store, uint32_t portal, struct store_oddities *ret_oddities,
	struct error *error)
{
	*ret_oddities =
		(struct store_oddities){.due_at_midnight = store->portals[portal - 1].midnight};
	int result = count_of(store, SQL_count_vanished, portal, &ret_oddities->vanished, error);
	if (result == 0)
		result = count_of(store, SQL_count_due_unreadable, portal,
			&ret_oddities->due_unreadable, error);
	if (result == 0)
		result = count_odd(store, portal, ret_oddities->odd, error);
	return result;
}
