/* Mass rewrites: what one poll rewrote in bulk is counted as it runs, and kept as one thing that happened. */
#include "store/witness/mass_rewrites.h"

#include "base/hash.h"
#include "base/memory.h"
#include "core/case/detector.h"
#include "store/cases/case_row.h"
#include "store/cases/polls.h"
#include "store/inside.h"
#include "store/sql.h"

static struct rewrites_unit *rewrites_unit(struct rewrites *rewrites, uint32_t unit)
{
	struct slice key = {(const char *)&unit, sizeof(unit)};
	uint32_t *place = map_get(&rewrites->places, key);
	if (place)
		return &rewrites->units[*place];
	map_put(&rewrites->places, key, (uint32_t)rewrites->count);
	array_reserve(rewrites->units, &rewrites->capacity, rewrites->count + 1);
	rewrites->units[rewrites->count] = (struct rewrites_unit){.unit = unit};
	return &rewrites->units[rewrites->count++];
}

static void rewrites_add(struct rewrites *rewrites, uint32_t unit, bool gained)
{
	struct rewrites_unit *of_unit = rewrites_unit(rewrites, unit);
	of_unit->rewritten++;
	of_unit->gained += gained;
	rewrites->rewritten++;
	rewrites->gained += gained;
}

static bool is_late(enum bucket bucket)
{
	return bucket == BUCKET_OVERDUE || bucket == BUCKET_LATE;
}

void rewrites_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now)
{
	const struct case_facts *was = &before->state.facts, *is = &after->state.facts;
	if (!change_rewrites(was, is, &after->life, last_poll))
		return;
	bool gained = is_late(verdict_of(was, &before->life, judge, now).bucket) &&
		      !is_late(verdict_of(is, &after->life, judge, now).bucket);
	rewrites_add(&poll->rewrites, before->state.unit, gained);
}

void rewrites_count_new(struct running_poll *poll, const struct case_row *row, instant last_poll)
{
	const struct case_facts *facts = &row->state.facts;
	instant received = facts->received != INSTANT_NONE ? facts->received : facts->submitted;
	if (last_poll != INSTANT_NONE && received != INSTANT_NONE && received < last_poll - DAY_MS)
		rewrites_unit(&poll->rewrites, row->state.unit)->arrivals++;
}

void rewrites_missing(struct running_poll *poll, const struct case_row *row)
{
	rewrites_add(&poll->rewrites, row->state.unit, is_late(row->bucket));
}

void rewrites_free(struct rewrites *rewrites)
{
	free(rewrites->units);
	map_free(&rewrites->places);
}

static void keep_mass_rewrite(struct store *store, const struct mass_rewrite *mass_rewrite)
{
	for (size_t i = store->mass_rewrite_count; i-- > 0;) {
		struct mass_rewrite *kept = &store->mass_rewrites[i];
		if (kept->portal == mass_rewrite->portal && kept->unit == mass_rewrite->unit &&
			kept->from == mass_rewrite->from) {
			*kept = *mass_rewrite;
			return;
		}
	}
	array_reserve(
		store->mass_rewrites, &store->mass_rewrite_capacity, store->mass_rewrite_count + 1);
	store->mass_rewrites[store->mass_rewrite_count++] = *mass_rewrite;
}

static void forget_mass_rewrite(struct store *store, const struct mass_rewrite *mass_rewrite)
{
	for (size_t i = 0; i < store->mass_rewrite_count; i++) {
		struct mass_rewrite *kept = &store->mass_rewrites[i];
		if (kept->portal == mass_rewrite->portal && kept->unit == mass_rewrite->unit &&
			kept->from == mass_rewrite->from) {
			*kept = store->mass_rewrites[--store->mass_rewrite_count];
			return;
		}
	}
}

/* Writes, moves on or takes back one mass rewrite of a poll. */
static int follow(struct store *store, const struct mass_rewrite *mass_rewrite, bool is,
	bool *written, struct error *error)
{
	if (!is && !*written)
		return 0;
	struct sql_value portal = as_number(mass_rewrite->portal),
			 unit = as_number(mass_rewrite->unit), from = as_number(mass_rewrite->from);
	int result = is ? sql_run(store, error, SQL_mass_rewrite_put, portal, unit, from,
				  as_number(mass_rewrite->to))
			: sql_run(store, error, SQL_mass_rewrite_drop, portal, unit, from);
	if (result < 0)
		return result;
	*written = is;
	if (is)
		keep_mass_rewrite(store, mass_rewrite);
	else
		forget_mass_rewrite(store, mass_rewrite);
	return 0;
}

int rewrites_write(struct store *store, struct running_poll *poll, instant now, struct error *error)
{
	struct rewrites *rewrites = &poll->rewrites;
	struct mass_rewrite mass_rewrite = {
		.portal = poll->portal, .from = poll->started, .to = now};
	bool is = mass_rewrite_is(
		rewrites->rewritten, rewrites->gained, (int64_t)rewrites->count, true);
	int result = follow(store, &mass_rewrite, is, &rewrites->written, error);
	for (size_t i = 0; i < rewrites->count && result == 0; i++) {
		struct rewrites_unit *unit = &rewrites->units[i];
		mass_rewrite.unit = unit->unit;
		is = mass_rewrite_is_late_news(unit->arrivals, unit->rewritten, unit->gained) ||
		     mass_rewrite_is(unit->rewritten, unit->gained, 1, false);
		result = follow(store, &mass_rewrite, is, &unit->written, error);
	}
	return result;
}

int mass_rewrites_load(struct store *store, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_mass_rewrites);
	int result = 0;
	store->mass_rewrite_count = 0;
	while (sql_more(store, list, &result, error)) {
		struct mass_rewrite mass_rewrite = {
			.portal = sql_u32(list, 0),
			.unit = sql_u32(list, 1),
			.from = sql_instant(list, 2),
			.to = sql_instant(list, 3),
		};
		array_reserve(store->mass_rewrites, &store->mass_rewrite_capacity,
			store->mass_rewrite_count + 1);
		store->mass_rewrites[store->mass_rewrite_count++] = mass_rewrite;
	}
	return result;
}
