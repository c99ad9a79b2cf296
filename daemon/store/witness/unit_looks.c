/* Looking at whole units, by their closing tallies, evening by evening. */
#include <errno.h>

#include "base/memory.h"
#include "core/case/detector_unit.h"
#include "store/cases/judge_rows.h"
#include "store/cases/number_text.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/witness/suspicion_rows.h"

#define ROWS_MOST (UNIT_LOOKS_BACK_DAYS + 1)

/* An evening that is looked at. */
struct unit_looks {
	day date;
	uint64_t calendar; /* its version */
	uint32_t unit; /* looked at last */
	struct finding *findings;
	size_t count, capacity;
};

static int load_days(struct store *store, uint32_t unit, day today, struct unit_day *ret_days,
	size_t *ret_count, struct error *error)
{
	size_t count = 0;
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_day_tallies, as_number(unit),
		as_number(today - UNIT_LOOKS_BACK_DAYS), as_number(today));
	while (count < ROWS_MOST && sql_more(store, list, &result, error)) {
		struct counts counts;
		counts_read(sql_text(list, 1), &counts);
		ret_days[count++] = (struct unit_day){
			.day = (day)sql_int64(list, 0),
			.received = counts.received,
			.closed = counts_closed(&counts),
		};
	}
	sql_end(list);
	*ret_count = count;
	return result < 0 ? result : 0;
}

struct unit_place unit_place_of(const struct store *store, uint32_t unit)
{
	uint32_t portal =
		unit >= 1 && unit <= store->units.count ? store->units.units[unit - 1].portal : 0;
	return (struct unit_place){portal, unit, store->mass_changes, store->mass_change_count};
}

void unit_looks_free(struct unit_looks *looks)
{
	if (!looks)
		return;
	free(looks->findings);
	free(looks);
}

/* The next closed day whose evening was not looked at (at first the last one) and on which every portal was
 * read: of the others is not known who was silent. DAY_NONE: none is left. */
static int next_evening(
	struct store *store, const struct zone *zone, day *ret_date, struct error *error)
{
	int64_t looked, closed;
	int result = meta_get(store, "closed_day", &closed, error);
	*ret_date = DAY_NONE;
	if (result < 0)
		return result == -ENOENT ? 0 : result;
	result = meta_get(store, "looked_day", &looked, error);
	if (result < 0 && result != -ENOENT)
		return result;
	struct sql_row *next =
		sql_use(store, SQL_day_next, as_number(result == 0 ? looked : closed - 1));
	result = 0;
	while (*ret_date == DAY_NONE && sql_more(store, next, &result, error)) {
		day date = (day)sql_int64(next, 0);
		instant observed = sql_instant(next, 1);
		if (observed != INSTANT_NONE && observed >= zone_midnight(zone, date))
			*ret_date = date;
	}
	sql_end(next);
	return result;
}

/* The calendar is kept when it is first looked by, not when it first judges. */
static int begin(struct store *store, const struct judge *judge, struct error *error)
{
	day date;
	int result = next_evening(store, calendar_zone(judge->calendar), &date, error);
	if (result < 0 || date == DAY_NONE)
		return result;
	store->unit_looks = xcalloc(1, sizeof(*store->unit_looks));
	store->unit_looks->date = date;
	store->unit_looks->calendar = calendar_version(judge->calendar);
	result = store_begin_own(store, false, error);
	if (result == 0)
		result = calendar_keep(store, judge->calendar, error);
	return store_finish(store, result, error);
}

static int look_at_unit(
	struct store *store, const struct judge *judge, uint32_t unit, struct error *error)
{
	struct unit_looks *looks = store->unit_looks;
	struct unit_day days[ROWS_MOST];
	struct finding findings[UNIT_FINDINGS];
	size_t count = 0;
	int result = load_days(store, unit, looks->date, days, &count, error);
	struct unit_place place = unit_place_of(store, unit);
	if (result < 0)
		return result;
	size_t found = detect_unit(days, count, looks->date, &place, judge->calendar, findings);
	for (size_t i = 0; i < found; i++) {
		findings[i].unit = unit;
		findings[i].field = 0;
		array_reserve(looks->findings, &looks->capacity, looks->count + 1);
		looks->findings[looks->count++] = findings[i];
	}
	return 0;
}

/* All of an evening in one transaction, so that what was looked at can be looked at again. */
static int write_looks(struct store *store, struct error *error)
{
	struct unit_looks *looks = store->unit_looks;
	int result = store_begin_own(store, false, error);
	for (size_t i = 0; i < looks->count && result == 0; i++)
		result = suspicion_put(store, NULL, &looks->findings[i], error);
	if (result == 0) {
		result = sql_run(store, error, SQL_day_looked, as_number(looks->date),
			as_number((int64_t)looks->calendar));
	}
	if (result == 0)
		result = meta_put(store, "looked_day", looks->date, error);
	return store_finish(store, result, error);
}

static void end(struct store *store)
{
	unit_looks_free(store->unit_looks);
	store->unit_looks = NULL;
}

/* Up to `most` units of one evening; *ret_over when it was the last. */
static int look_step(struct store *store, const struct judge *judge, int most, bool *ret_over,
	struct error *error)
{
	struct unit_looks *looks = store->unit_looks;
	int result = 0;
	for (; most > 0 && looks->unit < store->units.count && result == 0; most--)
		result = look_at_unit(store, judge, ++looks->unit, error);
	*ret_over = result < 0 || looks->unit >= store->units.count;
	if (result == 0 && *ret_over)
		result = write_looks(store, error);
	return result;
}

int store_look_at_units(struct store *store, const struct judge *judge, int most, uint32_t *cursor,
	struct error *error)
{
	bool over = false;
	int result = 0;
	if (store->unit_looks && store->unit_looks->calendar != calendar_version(judge->calendar))
		end(store); /* the calendar was changed meanwhile: the evening again */
	if (!store->unit_looks)
		result = begin(store, judge, error);
	*cursor = 0;
	if (result < 0 || !store->unit_looks)
		return result;
	result = look_step(store, judge, most, &over, error);
	if (over)
		end(store);
	*cursor = result < 0 ? 0 : 1;
	return result;
}
