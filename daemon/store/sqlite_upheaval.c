/* Upheavals: what one poll rewrote in bulk is counted as it runs, and kept as one thing that happened. */
#include "store/sqlite_upheaval.h"

#include "base/hash.h"
#include "base/memory.h"
#include "core/case/detector.h"
#include "store/sqlite_poll.h"
#include "store/sqlite_row.h"
#include "store/sqlite_statement.h"
#include "store/sqlite_store.h"

static struct turmoil_unit *turmoil_unit(struct turmoil *turmoil, uint32_t unit)
{
	struct slice key = {(const char *)&unit, sizeof(unit)};
	uint32_t *place = map_get(&turmoil->places, key);
	if (place)
		return &turmoil->units[*place];
	map_put(&turmoil->places, key, (uint32_t)turmoil->count);
	array_reserve(turmoil->units, &turmoil->capacity, turmoil->count + 1);
	turmoil->units[turmoil->count] = (struct turmoil_unit){.unit = unit};
	return &turmoil->units[turmoil->count++];
}

static void turmoil_add(struct turmoil *turmoil, uint32_t unit, bool gained)
{
	struct turmoil_unit *of_unit = turmoil_unit(turmoil, unit);
	of_unit->rewritten++;
	of_unit->gained += gained;
	turmoil->rewritten++;
	turmoil->gained += gained;
}

static bool is_late(enum bucket bucket)
{
	return bucket == BUCKET_OVERDUE || bucket == BUCKET_LATE;
}

void turmoil_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now)
{
	const struct case_facts *was = &before->state.facts, *is = &after->state.facts;
	if (!change_rewrites(was, is, &after->life, last_poll))
		return;
	bool gained = is_late(verdict_of(was, &before->life, judge, now).bucket) &&
		      !is_late(verdict_of(is, &after->life, judge, now).bucket);
	turmoil_add(&poll->turmoil, before->state.unit, gained);
}

void turmoil_count_new(struct running_poll *poll, const struct case_row *row, instant last_poll)
{
	const struct case_facts *facts = &row->state.facts;
	instant received = facts->received != INSTANT_NONE ? facts->received : facts->submitted;
	if (last_poll != INSTANT_NONE && received != INSTANT_NONE && received < last_poll - DAY_MS)
		turmoil_unit(&poll->turmoil, row->state.unit)->arrivals++;
}

void turmoil_missing(struct running_poll *poll, const struct case_row *row)
{
	turmoil_add(&poll->turmoil, row->state.unit, is_late(row->bucket));
}

void turmoil_free(struct turmoil *turmoil)
{
	free(turmoil->units);
	map_free(&turmoil->places);
}

static void keep_upheaval(struct store *store, const struct upheaval *upheaval)
{
	for (size_t i = store->upheaval_count; i-- > 0;) {
		struct upheaval *kept = &store->upheavals[i];
		if (kept->portal == upheaval->portal && kept->unit == upheaval->unit &&
			kept->from == upheaval->from) {
			*kept = *upheaval;
			return;
		}
	}
	array_reserve(store->upheavals, &store->upheaval_capacity, store->upheaval_count + 1);
	store->upheavals[store->upheaval_count++] = *upheaval;
}

static void forget_upheaval(struct store *store, const struct upheaval *upheaval)
{
	for (size_t i = 0; i < store->upheaval_count; i++) {
		struct upheaval *kept = &store->upheavals[i];
		if (kept->portal == upheaval->portal && kept->unit == upheaval->unit &&
			kept->from == upheaval->from) {
			*kept = store->upheavals[--store->upheaval_count];
			return;
		}
	}
}

/* Writes, moves on or takes back one upheaval of a poll. */
static int follow(struct store *store, const struct upheaval *upheaval, bool is, bool *written,
	struct error *error)
{
	if (!is && !*written)
		return 0;
	sqlite3_stmt *write = sql_use(store, is ? SQL_upheaval_put : SQL_upheaval_drop);
	sqlite3_bind_int64(write, 1, upheaval->portal);
	sqlite3_bind_int64(write, 2, upheaval->unit);
	sqlite3_bind_int64(write, 3, upheaval->from);
	if (is)
		sqlite3_bind_int64(write, 4, upheaval->to);
	int result = sql_run(store, write, error);
	if (result < 0)
		return result;
	*written = is;
	if (is)
		keep_upheaval(store, upheaval);
	else
		forget_upheaval(store, upheaval);
	return 0;
}

int turmoil_write(struct store *store, struct running_poll *poll, instant now, struct error *error)
{
	struct turmoil *turmoil = &poll->turmoil;
	struct upheaval upheaval = {.portal = poll->portal, .from = poll->started, .to = now};
	bool is = upheaval_is(turmoil->rewritten, turmoil->gained, (int64_t)turmoil->count, true);
	int result = follow(store, &upheaval, is, &turmoil->written, error);
	for (size_t i = 0; i < turmoil->count && result == 0; i++) {
		struct turmoil_unit *unit = &turmoil->units[i];
		upheaval.unit = unit->unit;
		is = upheaval_is_late_news(unit->arrivals, unit->rewritten, unit->gained) ||
		     upheaval_is(unit->rewritten, unit->gained, 1, false);
		result = follow(store, &upheaval, is, &unit->written, error);
	}
	return result;
}

int upheavals_load(struct store *store, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_upheavals);
	int result;
	store->upheaval_count = 0;
	while ((result = sql_step(store, list, error)) > 0) {
		struct upheaval upheaval = {
			.portal = (uint32_t)sqlite3_column_int64(list, 0),
			.unit = (uint32_t)sqlite3_column_int64(list, 1),
			.from = sql_instant(list, 2),
			.to = sql_instant(list, 3),
		};
		array_reserve(
			store->upheavals, &store->upheaval_capacity, store->upheaval_count + 1);
		store->upheavals[store->upheaval_count++] = upheaval;
	}
	return result;
}
