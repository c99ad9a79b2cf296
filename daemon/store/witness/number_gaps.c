/* Looking at the running numbers of the days' case codes (core/case/detector_numbers.h). The key of a case
 * begins with its date (store/cases/case_key.h): the cases of the days looked at are neighbours, in the order of
 * their numbers. */
#include <errno.h>
#include <stdio.h>

#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/case/detector_numbers.h"
#include "store/cases/case_key.h"
#include "store/cases/dictionary.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/witness/purging.h"
#include "store/witness/suspicion_rows.h"

#define DATE_DIGITS 6 /* YYMMDD */
#define NUMBER_DIGITS_MOST 6

/* The numbers that a portal gives under one prefix. Who else decides some of these cases is outvoted;
 * numbers that several units share say nothing. */
struct numbered {
	uint32_t portal;
	uint32_t unit; /* of most cases */
	int64_t votes, listed;
	struct numbered_day days[NUMBERED_DAYS_MOST];
};

struct gaps {
	day from, to;
	struct text key; /* the walk stands behind this case */
	int64_t portal;
	struct numbered *list;
	struct map places; /* portal + prefix -> its place in the list */
	size_t count, capacity;
};

void gaps_free(struct gaps *gaps)
{
	if (!gaps)
		return;
	text_free(&gaps->key);
	map_free(&gaps->places);
	free(gaps->list);
	free(gaps);
}

/* --- one case ------------------------------------------------------------------------------- */

/* YYMMDD-NUMBER <tab> PREFIX */
struct numbered_key {
	day date;
	int number, digits;
	struct slice prefix;
};

static bool read_key(struct slice key, struct numbered_key *ret_key)
{
	const char *number = key.data + DATE_DIGITS + 1;
	int year, month, mday, digits = 0;
	if (key.length < DATE_DIGITS + 4 || key.data[DATE_DIGITS] != '-' ||
		!civil_parse_digits(key.data, 2, &year) ||
		!civil_parse_digits(key.data + 2, 2, &month) ||
		!civil_parse_digits(key.data + 4, 2, &mday) ||
		!civil_exists(2000 + year, month, mday))
		return false;
	size_t rest = key.length - DATE_DIGITS - 1;
	while ((size_t)digits < rest && number[digits] >= '0' && number[digits] <= '9')
		digits++;
	if (digits < 1 || digits > NUMBER_DIGITS_MOST || (size_t)digits + 1 >= rest ||
		number[digits] != '\t')
		return false;
	ret_key->date = civil_day(2000 + year, month, mday);
	ret_key->digits = digits;
	ret_key->prefix = (struct slice){number + digits + 1, rest - (size_t)digits - 1};
	return civil_parse_digits(number, digits, &ret_key->number);
}

static struct numbered *numbered_of(struct gaps *gaps, uint32_t portal, struct slice prefix)
{
	cleanup(text_free) struct text name = {0};
	text_append(&name, (const char *)&portal, sizeof(portal));
	text_add_slice(&name, prefix);
	uint32_t *place = map_get(&gaps->places, text_slice(&name));
	if (place)
		return &gaps->list[*place];
	map_put(&gaps->places, text_slice(&name), (uint32_t)gaps->count);
	array_reserve(gaps->list, &gaps->capacity, gaps->count + 1);
	gaps->list[gaps->count] = (struct numbered){.portal = portal};
	return &gaps->list[gaps->count++];
}

static void vote(struct numbered *numbered, uint32_t unit)
{
	if (numbered->votes == 0)
		numbered->unit = unit;
	numbered->votes += numbered->unit == unit ? 1 : -1;
	numbered->listed++;
}

/* What was purged had been listed: its numbers up to this case's are no gap. */
static int add_purged(struct store *store, uint32_t portal, struct slice key,
	const struct numbered_key *read, struct numbered_day *numbered, struct error *error)
{
	cleanup(text_free) struct text other = {0};
	int first = numbered->highest + 1, result = 0;
	if (!store->has_purged || read->number - first >= HOLE_MOST)
		return 0;
	for (int number = first; number < read->number && result >= 0; number++) {
		text_clear(&other);
		text_append(&other, key.data, DATE_DIGITS + 1);
		text_printf(&other, "%0*d\t", read->digits, number);
		text_add_slice(&other, read->prefix);
		result = was_purged(store, portal, text_slice(&other), error);
		if (result > 0)
			numbered_day_add(numbered, number);
	}
	return result < 0 ? result : 0;
}

static int add_case(
	struct store *store, struct gaps *gaps, struct sql_row *row, struct error *error)
{
	struct slice key = sql_slice(row, 0);
	uint32_t portal = sql_u32(row, 1);
	struct numbered_key read;
	text_clear(&gaps->key);
	text_add_slice(&gaps->key, key);
	gaps->portal = portal;
	if (!read_key(key, &read) || read.date < gaps->from || read.date > gaps->to)
		return 0;
	struct numbered *numbered = numbered_of(gaps, portal, read.prefix);
	struct numbered_day *of_day = &numbered->days[read.date - gaps->from];
	vote(numbered, sql_u32(row, 2));
	int result = add_purged(store, portal, key, &read, of_day, error);
	numbered_day_add(of_day, read.number);
	return result;
}

/* --- all cases of the days -------------------------------------------------------------------- */

static void date_key(day date, int more, char buffer[static 16])
{
	struct civil_date civil = civil_date(date);
	snprintf(buffer, 16, "%02d%02d%02d%c", civil.year % 100, civil.month, civil.mday,
		'-' + more);
}

static int begin(struct store *store, const struct judge *judge, struct error *error)
{
	char first[16];
	int64_t closed;
	day from, to;
	int result = meta_get(store, "closed_day", &closed, error);
	if (result < 0 || !numbered_span(judge->calendar, (day)closed, &from, &to))
		return result == -ENOENT ? 0 : result;
	store->gaps = xcalloc(1, sizeof(*store->gaps));
	store->gaps->from = from;
	store->gaps->to = to;
	date_key(from, 0, first);
	text_add(&store->gaps->key, first);
	return 0;
}

static int read_cases(struct store *store, int most, int *ret_count, struct error *error)
{
	struct gaps *gaps = store->gaps;
	cleanup(text_free) struct text after = {0};
	char end[16];
	int result = 0, count = 0;
	text_add_slice(&after, text_slice(&gaps->key));
	date_key(gaps->to, 1, end);
	struct sql_row *list = sql_use(store, SQL_cases_of_days, as_slice(text_slice(&after)),
		as_number(gaps->portal), as_text(end), as_number(most));
	while (sql_more(store, list, &result, error)) {
		count++;
		result = add_case(store, gaps, list, error);
	}
	*ret_count = count;
	return result;
}

/* --- what is found ---------------------------------------------------------------------------- */

/* Is any gap of these days kept of a unit? Most have none. */
static int has_kept(
	struct store *store, const struct judge *judge, uint32_t unit, struct error *error)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	instant from = zone_midnight(zone, store->gaps->from),
		to = zone_midnight(zone, store->gaps->to);
	return sql_is(store, error, SQL_suspicions_between,
		as_number(unit_suspicion_id(unit, FACT_LISTED, to)),
		as_number(unit_suspicion_id(unit, FACT_LISTED, from)));
}

/* A gap that late cases closed is none from now on. */
static int take_back(struct store *store, const struct judge *judge, uint32_t unit, day date,
	struct error *error)
{
	instant begins = zone_midnight(calendar_zone(judge->calendar), date);
	return sql_run(store, error, SQL_suspicion_end,
		as_number(unit_suspicion_id(unit, FACT_LISTED, begins)),
		as_number(SUSPICION_SILENT), as_number(store->newest));
}

static int put_gaps_of(struct store *store, const struct judge *judge,
	const struct numbered *numbered, struct error *error)
{
	const struct portal_entry *portal = &store->portals[numbered->portal - 1];
	day from = store->gaps->from;
	size_t count = (size_t)(store->gaps->to - from) + 1;
	struct finding finding;
	int kept = has_kept(store, judge, numbered->unit, error), result = kept;
	for (size_t i = 0; i < count && result >= 0; i++) {
		const struct numbered_day *of_day = &numbered->days[i];
		if (kept && of_day->listed && !of_day->loose && of_day->missing < GAP_LEAST)
			result = take_back(store, judge, numbered->unit, from + (day)i, error);
		/* nothing is told of a day before a complete poll has read what came late */
		if (!detect_gap(numbered->days, count, from, i, judge->calendar, &finding) ||
			portal->known < finding.at)
			continue;
		finding.unit = numbered->unit;
		finding.field = 0;
		result = suspicion_put(store, NULL, &finding, error);
	}
	return result < 0 ? result : 0;
}

static int put_gaps(struct store *store, const struct judge *judge, struct error *error)
{
	const struct gaps *gaps = store->gaps;
	int result = 0;
	for (size_t i = 0; i < gaps->count && result == 0; i++) {
		const struct numbered *numbered = &gaps->list[i];
		if (numbered->portal < 1 || numbered->portal > store->portal_count ||
			!store->portals[numbered->portal - 1].counted || numbered->unit == 0 ||
			numbered->votes * 5 < numbered->listed * 4)
			continue;
		result = put_gaps_of(store, judge, numbered, error);
	}
	return result;
}

static int64_t mix(int64_t hash, int64_t value)
{
	return (int64_t)hash_mix((uint64_t)hash, (uint64_t)value);
}

static int add_seal(void *user, const struct store_suspicion *kept)
{
	const struct finding *finding = &kept->finding;
	int64_t hash = mix(kept->subject, finding->was);
	if (finding->fact != FACT_LISTED)
		return 0;
	hash = mix(mix(mix(hash, finding->became), finding->times), finding->at);
	*(uint64_t *)user += (uint64_t)mix(hash, kept->found);
	return 0;
}

int gap_seal(struct store *store, int64_t *ret_seal, struct error *error)
{
	uint64_t sum = 0;
	int result = suspicions_of_units(store, add_seal, &sum, error);
	if (result == 0)
		*ret_seal = (int64_t)sum;
	return result;
}

static int write_gaps(struct store *store, const struct judge *judge, struct error *error)
{
	int64_t before = 0, after = 0, seal = 0;
	int result = store_begin_own(store, false, error);
	if (result == 0)
		result = gap_seal(store, &before, error);
	if (result == 0)
		result = put_gaps(store, judge, error);
	if (result == 0)
		result = gap_seal(store, &after, error);
	if (result == 0)
		result = meta_get(store, "gap_seal", &seal, error);
	if (result == 0 || result == -ENOENT)
		result = meta_put(store, "gap_seal",
			(int64_t)((uint64_t)seal + (uint64_t)after - (uint64_t)before), error);
	return store_finish(store, result, error);
}

int store_look_at_numbers(struct store *store, const struct judge *judge, int most, bool *ret_done,
	struct error *error)
{
	int count = 0, result = store->gaps ? 0 : begin(store, judge, error);
	if (result == 0 && store->gaps)
		result = read_cases(store, most, &count, error);
	bool done = count < most;
	if (result == 0 && store->gaps && done)
		result = write_gaps(store, judge, error);
	if (result < 0 || done) {
		gaps_free(store->gaps);
		store->gaps = NULL;
	}
	if (result == 0)
		*ret_done = done;
	return result;
}
