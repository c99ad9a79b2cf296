/* Mass changes: counted while a poll runs, decided at its end. */
#include "store/witness/mass_changes.h"

#include "base/hash.h"
#include "base/memory.h"
#include "store/cases/case_row.h"
#include "store/cases/kept_tally.h"
#include "store/cases/polls.h"
#include "store/inside.h"
#include "store/sql.h"

/* --- counting --------------------------------------------------------------------------------- */

static struct poll_unit *unit_of(struct poll_changes *changes, uint32_t unit)
{
	struct slice key = {(const char *)&unit, sizeof(unit)};
	if (changes->count && changes->units[changes->last].unit == unit)
		return &changes->units[changes->last];
	uint32_t *place = map_get(&changes->places, key);
	changes->last = place ? *place : changes->count;
	if (place)
		return &changes->units[*place];
	map_put(&changes->places, key, (uint32_t)changes->count);
	array_reserve(changes->units, &changes->capacity, changes->count + 1);
	changes->units[changes->count] = (struct poll_unit){.unit = unit};
	return &changes->units[changes->count++];
}

static bool is_late(enum bucket bucket)
{
	return bucket == BUCKET_OVERDUE || bucket == BUCKET_LATE;
}

static void count_fact(struct poll_changes *changes, struct poll_unit *unit, enum fact fact,
	enum bucket before, bool gained)
{
	struct mass_count *count = &changes->facts[fact];
	count->changed++;
	count->control_open += bucket_open(before) && !is_late(before);
	count->control_closed += bucket_closed(before) && !gained;
	count->units += !(unit->facts & 1u << fact);
	unit->facts |= 1u << fact;
}

static void count_end(struct poll_unit *unit, instant finished, const struct zone *zone)
{
	unit->ended++;
	if (finished == INSTANT_NONE || zone_midnight(zone, zone_day(zone, finished)) == finished)
		return; /* a day says nothing of the moment */
	array_reserve(unit->finishes, &unit->finish_capacity, unit->finish_count + 1);
	unit->finishes[unit->finish_count++] = finished;
}

void changes_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now)
{
	struct poll_changes *changes = &poll->changes;
	const struct case_facts *was = &before->state.facts, *is = &after->state.facts;
	struct poll_unit *unit = unit_of(changes, before->state.unit);
	unsigned rewritten = change_rewrites(was, is, &after->life, last_poll);
	if (!facts_closed(was, &before->life) && facts_closed(is, &after->life) &&
		last_poll != INSTANT_NONE && before->life.first_seen < last_poll - DAY_MS)
		count_end(unit, is->finished, calendar_zone(judge->calendar));
	if (!rewritten)
		return;
	enum bucket stood = verdict_of(was, &before->life, judge, now).bucket;
	bool gained = is_late(stood) && !is_late(verdict_of(is, &after->life, judge, now).bucket);
	unit->late += (rewritten & REWRITES_LATE) && !gained;
	for (enum fact fact = FACT_STATUS; fact < FACT_COUNT; fact++)
		if (rewritten & 1u << fact)
			count_fact(changes, unit, fact, stood, gained);
}

void changes_count_new(
	struct running_poll *poll, const struct case_row *row, instant alive, instant last_poll)
{
	struct poll_unit *unit = unit_of(&poll->changes, row->state.unit);
	unit->arrivals += mass_arrived_late(&row->state.facts, alive, last_poll);
}

void changes_count_missing(struct running_poll *poll, const struct case_row *row)
{
	struct poll_changes *changes = &poll->changes;
	count_fact(changes, unit_of(changes, row->state.unit), FACT_LISTED, row->bucket,
		is_late(row->bucket));
}

void changes_free(struct poll_changes *changes)
{
	for (size_t i = 0; i < changes->count; i++)
		free(changes->units[i].finishes);
	free(changes->units);
	map_free(&changes->places);
}

/* --- deciding --------------------------------------------------------------------------------- */

static void remember(struct store *store, const struct mass_change *change)
{
	array_reserve(
		store->mass_changes, &store->mass_change_capacity, store->mass_change_count + 1);
	store->mass_changes[store->mass_change_count++] = *change;
}

static int put(struct store *store, const struct mass_change *change, struct error *error)
{
	store->mass_changes_known = false;
	return sql_run(store, error, SQL_mass_change_put, as_number(change->portal),
		as_number(change->unit), as_number(change->kind), as_number(change->fact),
		as_number(change->from), as_number(change->to), as_instant(change->since),
		as_number(change->cases));
}

/* What the portal's cases stand at, by the kept tally; only when something is to be compared with it. */
static int stock_of(
	struct store *store, uint32_t portal, struct mass_stock *ret_stock, struct error *error)
{
	int64_t open = 0;
	*ret_stock = (struct mass_stock){0};
	for (uint32_t unit = 0; unit <= store->units.count; unit++) {
		struct counts counts = {0};
		if (unit && store->units.units[unit - 1].portal != portal)
			continue;
		int result = tally_unit_now(store, unit, &counts, error);
		if (result < 0)
			return result;
		open += counts_open(&counts);
		ret_stock->open += counts_open(&counts) - counts.bucket[BUCKET_OVERDUE];
		ret_stock->units += counts_open(&counts) > 0;
	}
	ret_stock->closed = store->portals[portal - 1].listed - open;
	return 0;
}

static int write_technical(struct store *store, const struct running_poll *poll,
	struct mass_change *change, struct error *error)
{
	struct mass_stock stock = {0};
	bool known = false;
	int result = 0;
	change->kind = MASS_TECHNICAL;
	for (enum fact fact = FACT_STATUS; fact < FACT_COUNT && result == 0; fact++) {
		const struct mass_count *count = &poll->changes.facts[fact];
		if (count->changed < MASS_TECHNICAL_LEAST)
			continue;
		if (!known)
			result = stock_of(store, poll->portal, &stock, error);
		known = true;
		change->fact = fact;
		change->cases = count->changed;
		if (result == 0 && mass_is_technical(count, &stock))
			result = put(store, change, error);
	}
	return result;
}

/* When the portal showed life last: the latest of its units did, those of before this poll. */
static instant portal_alive(const struct store *store, uint32_t portal)
{
	instant alive = INSTANT_NONE;
	for (size_t i = 0; i < store->units.count; i++)
		if (store->units.units[i].portal == portal && store->units.units[i].alive > alive)
			alive = store->units.units[i].alive;
	return alive;
}

static int write_of_units(struct store *store, const struct running_poll *poll,
	struct mass_change *change, struct error *error)
{
	instant last_poll = store->portals[poll->portal - 1].complete;
	bool soon = last_poll != INSTANT_NONE && poll->started - last_poll <= MASS_ENDED_WITHIN_MS;
	int64_t late_units = 0, late = 0;
	int result = 0;
	for (size_t i = 0; i < poll->changes.count && result == 0; i++) {
		struct poll_unit *unit = &poll->changes.units[i];
		change->unit = unit->unit;
		change->fact = 0;
		change->since = unit_alive(store, unit->unit);
		change->kind = MASS_LATE_NEWS;
		change->cases = unit->arrivals + unit->late;
		late_units += unit->arrivals > 0;
		late += change->cases;
		if (mass_is_late_news(unit->arrivals, unit->late, change->since, last_poll))
			result = put(store, change, error);
		change->kind = MASS_ENDED;
		change->cases = soon ? unit->ended : mass_ended(unit->finishes, unit->finish_count);
		change->since = INSTANT_NONE;
		if (result == 0 && change->cases >= MASS_ENDED_LEAST)
			result = put(store, change, error);
	}
	change->unit = 0;
	change->kind = MASS_LATE_NEWS;
	change->cases = late;
	change->since = portal_alive(store, poll->portal);
	if (result == 0 && late_units >= MASS_LATE_NEWS_UNITS &&
		mass_is_late_news(late_units, late, change->since, last_poll))
		result = put(store, change, error);
	return result;
}

static int write_alive(struct store *store, const struct running_poll *poll, struct error *error)
{
	int result = 0;
	for (size_t i = 0; i < poll->changes.count && result == 0; i++)
		result = sql_run(store, error, SQL_unit_alive,
			as_number(poll->changes.units[i].unit), as_number(poll->started));
	return result;
}

int changes_write(struct store *store, struct running_poll *poll, instant now, struct error *error)
{
	struct mass_change change = {.portal = poll->portal,
		.from = poll->started,
		.to = whole_second(now),
		.since = INSTANT_NONE};
	int result = write_technical(store, poll, &change, error);
	if (result == 0)
		result = write_of_units(store, poll, &change, error);
	if (result == 0)
		result = write_alive(store, poll, error);
	return result == 0 && !store->mass_changes_known ? mass_changes_load(store, error) : result;
}

void changes_take(struct store *store, const struct running_poll *poll)
{
	for (size_t i = 0; i < poll->changes.count; i++) {
		uint32_t unit = poll->changes.units[i].unit;
		if (unit >= 1 && unit <= store->units.count)
			store->units.units[unit - 1].alive = poll->started;
	}
}

int mass_changes_load(struct store *store, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_mass_changes);
	int result = 0;
	store->mass_change_count = 0;
	store->mass_changes_known = true;
	while (sql_more(store, list, &result, error))
		remember(store, &(struct mass_change){
					.portal = sql_u32(list, 0),
					.unit = sql_u32(list, 1),
					.kind = (enum mass_kind)sql_int(list, 2),
					.fact = (enum fact)sql_int(list, 3),
					.from = sql_instant(list, 4),
					.to = sql_instant(list, 5),
					.since = sql_instant(list, 6),
					.cases = sql_int64(list, 7),
				});
	return result;
}
