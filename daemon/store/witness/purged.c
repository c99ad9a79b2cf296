/* What is left of purged cases: their paths, added up by day, as they were known from day to day.
 *
 * What a case gives to reports changes with what is known of it. Its path as known on each evening is
 * written as the difference to the evening before, with the day from which it was known; so the sum of
 * what was known by an earlier day is what a report of that day counted. Most things are known on the
 * day on which they happen, and need no such day: a report of an earlier day does not ask for them. */
#include <errno.h>

#include "base/memory.h"
#include "core/case/known.h"
#include "core/time/period.h"
#include "store/cases/case_row.h"
#include "store/cases/judge_rows.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/detecting.h"
#include "store/witness/purging.h"

struct entry {
	int column;
	day date;
	uint32_t unit, field, procedure;
	int64_t known;
	int amount;
};
struct entries {
	struct entry *list;
	size_t count, capacity;
};

static void entries_free(struct entries *entries)
{
	free(entries->list);
}

static void put(struct entries *entries, struct entry entry)
{
	for (size_t i = 0; i < entries->count; i++) {
		struct entry *other = &entries->list[i];
		if (other->column == entry.column && other->date == entry.date &&
			other->unit == entry.unit && other->field == entry.field &&
			other->procedure == entry.procedure && other->known == entry.known) {
			other->amount += entry.amount;
			return;
		}
	}
	array_reserve(entries->list, &entries->capacity, entries->count + 1);
	entries->list[entries->count++] = entry;
}

static int write_all(struct store *store, const struct entries *entries, struct error *error)
{
	int result = 0;
	for (size_t i = 0; i < entries->count && result == 0; i++) {
		const struct entry *entry = &entries->list[i];
		if (!entry->amount)
			continue;
		result = sql_run(store, error, SQL_past_add, as_number(entry->column),
			as_number(entry->date), as_number(entry->unit), as_number(entry->field),
			as_number(entry->procedure), as_number(entry->known),
			as_number(entry->amount));
	}
	return result;
}

/* --- what a case gave, as known on an evening ----------------------------------------------------- */

/* A case that is to be purged. */
struct leaving {
	struct store *store;
	const struct case_row *row;
	const struct judge *judge; /* today's */
	const struct evidence *evidence;
	const struct zone *zone;
};

/* What was known, and judged, on an evening. */
struct version {
	struct known_case known;
	const struct judge *judge;
	struct verdict verdict; /* in force */
	bool closed;
};

static void add(
	struct entries *entries, const struct version *version, int column, day date, int amount)
{
	const struct case_state *state = &version->known.state;
	put(entries, (struct entry){column, date, state->unit, state->field, state->procedure,
			     KNOWN_IN_TIME, amount});
}

/* Enters (1) or leaves (-1) a bucket. */
static void step(struct entries *entries, const struct version *version, int bucket, day date,
	int amount, const struct zone *zone)
{
	add(entries, version, bucket, date, amount);
	if (bucket == BUCKET_OVERDUE)
		add(entries, version, PAST_DUE + zone_day(zone, version->known.judged.facts.due),
			date, amount);
}

/* The day on which reports count the closing: none is closed before it is received. */
static day closing_day(const struct version *version, const struct zone *zone)
{
	instant at = version->verdict.closed_at, received = version->known.judged.facts.received;
	return zone_day(zone, received != INSTANT_NONE && received > at ? received : at);
}

/* The steps of the path as the evenings of days see them; up to the closing. */
static void add_steps(struct entries *entries, const struct version *version,
	const struct path_step *steps, size_t count, const struct zone *zone)
{
	int standing = -1;
	for (size_t i = 0; i < count; i++) {
		day date = zone_day(zone, steps[i].at);
		bool closed = bucket_closed(steps[i].bucket);
		if (i + 1 < count && zone_day(zone, steps[i + 1].at) == date)
			continue;
		if (standing >= 0)
			step(entries, version, standing, date, -1, zone);
		standing = closed ? -1 : (int)steps[i].bucket;
		if (closed)
			break;
		step(entries, version, standing, date, 1, zone);
	}
	if (standing >= 0 && version->closed)
		step(entries, version, standing, closing_day(version, zone), -1, zone);
}

static void add_receipt(
	struct entries *entries, const struct version *version, const struct zone *zone)
{
	const struct case_facts *facts = &version->known.judged.facts;
	if (facts->received == INSTANT_NONE || version->verdict.bucket >= BUCKET_COUNTED)
		return;
	day date = zone_day(zone, facts->received);
	add(entries, version, PAST_RECEIVED, date, 1);
	if (facts->channel == CHANNEL_ONLINE)
		add(entries, version, PAST_RECEIVED_ONLINE, date, 1);
}

/* The verdict in force: what froze stands as it froze. */
static struct verdict verdict_in_force(const struct leaving *leaving, const struct version *version)
{
	const struct case_row *row = leaving->row;
	const struct known_case *known = &version->known;
	const struct judge *judge = version->judge;
	if (known->frozen_at != INSTANT_NONE && row->frozen && known->frozen_at == row->frozen_at)
		return (struct verdict){.bucket = row->bucket, .closed_at = row->closed_at};
	if (known->frozen_at != INSTANT_NONE && judging_at(leaving->store, known->frozen_at))
		judge = judging_at(leaving->store, known->frozen_at);
	return verdict_of(&known->judged.facts, &known->judged_life, judge, INSTANT_NONE);
}

/* False: it was not known yet. */
static bool entries_at(const struct leaving *leaving, instant at, const struct judge *judge,
	struct entries *ret_entries)
{
	const struct case_row *row = leaving->row;
	const struct evidence *evidence = leaving->evidence;
	struct version version = {.judge = judge};
	ret_entries->count = 0;
	if (!known_at(&row->state, &row->life, evidence->changes, evidence->change_count, at,
		    &version.known))
		return false;
	cleanup(cleanup_free) struct pause *pauses =
		xcalloc(evidence->pause_count + 1, sizeof(*pauses));
	size_t paused = pauses_known_at(evidence->pauses, evidence->pause_count, at, pauses);
	cleanup(cleanup_free) struct path_step *steps = xcalloc(PATH_STEPS(paused), sizeof(*steps));
	size_t count = path_of(&version.known.judged.facts, &version.known.judged_life, pauses,
		paused, judge, steps);
	version.verdict = verdict_in_force(leaving, &version);
	version.closed = bucket_closed(version.verdict.bucket);
	add_steps(ret_entries, &version, steps, count, leaving->zone);
	if (version.closed)
		add(ret_entries, &version, (int)version.verdict.bucket,
			closing_day(&version, leaving->zone), 1);
	add_receipt(ret_entries, &version, leaving->zone);
	return true;
}

/* --- from evening to evening ------------------------------------------------------------------------ */

/* The next day after `last` on which something became known, or the rules changed; DAY_NONE: none did. */
static day next_day_known(const struct leaving *leaving, day last)
{
	const struct store *store = leaving->store;
	const struct evidence *evidence = leaving->evidence;
	day next = zone_day(leaving->zone, leaving->row->life.first_seen);
	if (last == DAY_NONE)
		return next;
	next = DAY_NONE;
	for (size_t i = 0; i < evidence->change_count; i++) {
		day date = zone_day(leaving->zone, evidence->changes[i].by);
		if (date > last && (next == DAY_NONE || date < next))
			next = date;
	}
	for (size_t i = 0; i < store->judging_count; i++) {
		day date = zone_day(leaving->zone, store->judgings[i].since);
		if (date > last && (next == DAY_NONE || date < next))
			next = date;
	}
	return next;
}

/* Adds (sign 1) or takes back the entries of days before `until` (DAY_NONE: of all), known from `known`. */
static void put_known(
	struct entries *sum, const struct entries *entries, day until, day known, int sign)
{
	for (size_t i = 0; i < entries->count; i++) {
		struct entry entry = entries->list[i];
		if (until != DAY_NONE && entry.date >= until)
			continue;
		entry.known = entry.date >= known ? KNOWN_IN_TIME : known;
		entry.amount *= sign;
		put(sum, entry);
	}
}

static void put_path(const struct leaving *leaving, struct entries *sum)
{
	cleanup(entries_free) struct entries before = {0}, entries = {0};
	for (day from = next_day_known(leaving, DAY_NONE), next; from != DAY_NONE; from = next) {
		instant evening = zone_midnight(leaving->zone, from + 1) - 1;
		const struct judge *judge = judging_at(leaving->store, evening);
		next = next_day_known(leaving, from);
		if (next == DAY_NONE || !judge)
			judge = leaving->judge;
		if (!entries_at(leaving, next == DAY_NONE ? INT64_MAX : evening, judge, &entries))
			continue;
		put_known(sum, &before, from, from, -1);
		put_known(sum, &entries, next, from, 1);
		struct entries swap = before;
		before = entries;
		entries = swap;
	}
}

/* A report says since when hentra has watched, also when the first cases are kept no more. */
static int keep_first_seen(struct store *store, const struct case_row *row, struct error *error)
{
	int64_t first;
	int result = meta_get(store, "first_purged", &first, error);
	if (result == -ENOENT || (result == 0 && row->life.first_seen < first))
		return meta_put(store, "first_purged", row->life.first_seen, error);
	return result;
}

int past_add_case(struct store *store, const struct case_row *row, const struct judge *judge,
	const struct evidence *evidence, struct error *error)
{
	cleanup(entries_free) struct entries sum = {0};
	struct leaving leaving = {store, row, judge, evidence, calendar_zone(judge->calendar)};
	int result = keep_first_seen(store, row, error);
	if (result < 0)
		return result;
	put_path(&leaving, &sum);
	return write_all(store, &sum, error);
}
