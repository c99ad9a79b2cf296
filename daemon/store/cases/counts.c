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
		int64_t count;
		int result =
			sql_number(store, error, &count, 0, statements[age], as_number(units[i]),
				as_number(whole_second(before) / SECOND_MS), as_number(field));
		if (result < 0)
			return result;
		sum += count;
	}
	*ret_count = sum;
	return 0;
}

_Static_assert(ODD_DIRTY == 32511, "as the index cases_odd and the statement have it");

static int count_odd(struct store *store, uint32_t portal, int64_t ret_odd[static ODD_COUNT],
	struct error *error)
{
	int result = 0;
	struct sql_row *count = sql_use(store, SQL_count_odd, as_number(portal));
	while (sql_more(store, count, &result, error))
		for (int bit = 0; bit < ODD_COUNT; bit++)
			if (sql_int64(count, 0) & ODD_DIRTY & (1 << bit))
				ret_odd[bit] += sql_int64(count, 1);
	return result;
}

int store_oddities(struct store *store, uint32_t portal, struct store_oddities *ret_oddities,
	struct error *error)
{
	*ret_oddities =
		(struct store_oddities){.due_at_midnight = store->portals[portal - 1].midnight};
	int result = sql_number(
		store, error, &ret_oddities->vanished, 0, SQL_count_vanished, as_number(portal));
	if (result == 0)
		result = sql_number(store, error, &ret_oddities->due_unreadable, 0,
			SQL_count_due_unreadable, as_number(portal));
	if (result == 0)
		result = count_odd(store, portal, ret_oddities->odd, error);
	return result;
}

int store_status_words(struct store *store, uint32_t portal, store_status_word_fn *on_word,
	void *user, struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_status_words, as_number(portal));
	while (sql_more(store, list, &result, error))
		result = on_word(user, sql_text(list, 0), sql_instant(list, 1), sql_int64(list, 2));
	return result;
}
