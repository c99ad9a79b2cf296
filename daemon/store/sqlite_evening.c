/* The closing tallies of some evenings, unit by unit. */
#include "store/numbers.h"
#include "store/sqlite_store.h"
#include "store/store_witness.h"

struct evenings {
	day from, to;
	store_evening_fn *on_evening;
	void *user;
};

static int read_unit(
	struct store *store, const struct evenings *evenings, uint32_t unit, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_evenings);
	int result;
	sqlite3_bind_int64(list, 1, unit);
	sqlite3_bind_int64(list, 2, evenings->from);
	sqlite3_bind_int64(list, 3, evenings->to);
	while ((result = sql_step(store, list, error)) > 0) {
		day evening = (day)sqlite3_column_int64(list, 0);
		struct counts counts;
		counts_read(sql_text(list, 1), &counts);
		if (evening < evenings->from)
			evening = evenings->from;
		evenings->on_evening(evenings->user, unit, evening, &counts);
	}
	return result;
}

int store_evenings(struct store *store, day from, day to, int most, uint32_t *cursor,
	store_evening_fn *on_evening, void *user, struct error *error)
{
	struct evenings evenings = {from, to, on_evening, user};
	size_t count;
	uint32_t unit = *cursor;
	int result = 0;
	store_units(store, &count);
	for (; most > 0 && unit < count && result == 0; most--)
		result = read_unit(store, &evenings, ++unit, error);
	if (result == 0)
		*cursor = unit < count ? unit : 0;
	return result;
}
