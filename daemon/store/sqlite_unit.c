/* Looking at whole units, by their closing tallies. */
#include <errno.h>

#include "core/detector_unit.h"
#include "store/numbers.h"
#include "store/sqlite_store.h"

#define ROWS_MOST (UNIT_LOOKS_BACK_DAYS + 1)

static int load_days(struct store *store, uint32_t unit, day today, struct unit_day *ret_days,
	size_t *ret_count, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_day_tallies);
	size_t count = 0;
	int result;
	sqlite3_bind_int64(list, 1, unit);
	sqlite3_bind_int64(list, 2, today - UNIT_LOOKS_BACK_DAYS);
	sqlite3_bind_int64(list, 3, today);
	while (count < ROWS_MOST && (result = sql_step(store, list, error)) > 0) {
		struct counts counts;
		counts_read(sql_text(list, 1), &counts);
		ret_days[count++] = (struct unit_day){
			.day = (day)sqlite3_column_int64(list, 0),
			.received = counts.received,
			.closed = counts_closed(&counts),
		};
	}
	sqlite3_reset(list);
	*ret_count = count;
	return result < 0 ? result : 0;
}

static int look_at_unit(struct store *store, const struct judge *judge, uint32_t unit, day today,
	struct error *error)
{
	struct unit_day days[ROWS_MOST];
	struct finding finding;
	size_t count = 0;
	int result = load_days(store, unit, today, days, &count, error);
	if (result < 0 || !detect_unit(days, count, today, judge->calendar, &finding))
		return result;
	finding.unit = unit;
	finding.field = 0;
	return suspicion_put(store, NULL, &finding, error);
}

int store_look_at_units(struct store *store, const struct judge *judge, int most, uint32_t *cursor,
	struct error *error)
{
	int64_t closed;
	int result = meta_get(store, "closed_day", &closed, error);
	if (result < 0 || *cursor >= store->units.count) {
		*cursor = 0;
		return result == -ENOENT ? 0 : result;
	}
	result = store_begin_own(store, false, error);
	for (; most > 0 && *cursor < store->units.count && result == 0; most--)
		result = look_at_unit(store, judge, ++*cursor, (day)closed, error);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	if (*cursor >= store->units.count)
		*cursor = 0;
	return result;
}
