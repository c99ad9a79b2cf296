/* What the national score needs of purged cases, as it was known from day to day (past_case.h). */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/cases/judge_rows.h"
#include "store/sql.h"
#include "store/witness/detecting.h"
#include "store/witness/purged_case.h"
#include "store/witness/purging.h"

#define STILL_OPEN INT32_MAX

/* What was known from the evening of a day on. */
struct version {
	struct past_case facts;
	bool counted;
	day from;
	uint32_t unit, field, procedure;
};
struct versions {
	struct version *list; /* by day */
	size_t count, capacity;
};

static void versions_free(struct versions *versions)
{
	for (size_t i = 0; i < versions->count; i++)
		past_case_free(&versions->list[i].facts);
	free(versions->list);
}

/* A case that is to be purged. */
struct leaving {
	struct store *store;
	const struct case_row *row;
	const struct evidence *evidence;
	const struct zone *zone;
};

/* --- what was known on an evening --------------------------------------------------------------- */

/* The next day after `last` on which something became known; DAY_NONE: none. */
static day next_day_known(const struct leaving *leaving, day last)
{
	const struct evidence *evidence = leaving->evidence;
	day next = DAY_NONE;
	for (size_t i = 0; i < evidence->change_count; i++) {
		day date = zone_day(leaving->zone, evidence->changes[i].by);
		if (date > last && (next == DAY_NONE || date < next))
			next = date;
	}
	return next;
}

/* The bucket that froze, as walks over cases know it. */
static int frozen_of(const struct leaving *leaving, const struct known_case *known)
{
	const struct case_row *row = leaving->row;
	if (known->frozen_at == INSTANT_NONE)
		return -1;
	if (row->frozen && known->frozen_at == row->frozen_at)
		return (int)row->bucket;
	const struct judge *judge = judging_at(leaving->store, known->frozen_at);
	return judge ? (int)verdict_of(
			       &known->judged.facts, &known->judged_life, judge, known->frozen_at)
			       .bucket
		     : -1;
}

static void add_version(
	const struct leaving *leaving, day from, instant evening, struct versions *versions)
{
	const struct evidence *evidence = leaving->evidence;
	const struct case_row *row = leaving->row;
	struct version version = {.from = from};
	struct known_case known;
	if (!known_at(&row->state, &row->life, evidence->changes, evidence->change_count, evening,
		    &known))
		return;
	cleanup(cleanup_free) struct pause *pauses =
		xcalloc(evidence->pause_count + 1, sizeof(*pauses));
	size_t paused = pauses_known_at(evidence->pauses, evidence->pause_count, evening, pauses);
	version.unit = known.state.unit;
	version.field = known.state.field;
	version.procedure = known.state.procedure;
	version.counted =
		past_case_of(&known, pauses, paused, frozen_of(leaving, &known), &version.facts);
	array_reserve(versions->list, &versions->capacity, versions->count + 1);
	versions->list[versions->count++] = version;
}

static void find_versions(const struct leaving *leaving, struct versions *versions)
{
	day from = zone_day(leaving->zone, leaving->row->life.first_seen), next;
	for (; from != DAY_NONE; from = next) {
		next = next_day_known(leaving, from);
		add_version(leaving, from,
			next == DAY_NONE ? INT64_MAX : zone_midnight(leaving->zone, from + 1) - 1,
			versions);
	}
}

/* --- as few as possible ------------------------------------------------------------------------- */

static struct past_case copy_of(const struct past_case *facts)
{
	struct past_case copy = *facts;
	copy.pauses = NULL;
	copy.pause_capacity = 0;
	array_reserve(copy.pauses, &copy.pause_capacity, copy.pause_count);
	for (size_t i = 0; i < copy.pause_count; i++)
		copy.pauses[i] = facts->pauses[i];
	return copy;
}

/* The bytes of what evenings before the day `until` see of it (DAY_NONE: all do). */
static void write_seen(
	const struct version *version, day until, const struct zone *zone, struct text *out)
{
	struct past_case copy = copy_of(&version->facts);
	if (until != DAY_NONE)
		past_case_before(&copy, zone_midnight(zone, until));
	past_case_round(&copy, zone);
	past_case_write(&copy, out);
	past_case_free(&copy);
}

/* Does the later one tell evenings before it what the one before it tells? Most cases only close: what is
 * known of them last tells all evenings. */
static bool tells_the_same(
	const struct version *before, const struct version *later, const struct zone *zone)
{
	cleanup(text_free) struct text was = {0}, is = {0};
	if (before->counted != later->counted)
		return false;
	if (!before->counted)
		return true;
	if (before->unit != later->unit || before->field != later->field ||
		before->procedure != later->procedure)
		return false;
	write_seen(before, later->from, zone, &was);
	write_seen(later, later->from, zone, &is);
	return slice_equal(text_slice(&was), text_slice(&is));
}

static int put(const struct leaving *leaving, const struct version *version, day known, int amount,
	struct error *error)
{
	cleanup(text_free) struct text facts = {0};
	instant last = past_case_last(&version->facts);
	write_seen(version, DAY_NONE, leaving->zone, &facts);
	return sql_run(leaving->store, error, SQL_past_case_add,
		as_number(last == INSTANT_NONE ? STILL_OPEN : zone_day(leaving->zone, last)),
		as_number(version->unit), as_number(version->field), as_number(version->procedure),
		as_blob(text_slice(&facts)), as_number(known), as_number(amount));
}

/* A case is counted by no evening before it was received: it need not be known from a day after that. */
static int put_from(const struct leaving *leaving, const struct version *version, day until,
	struct error *error)
{
	if (!version->counted)
		return 0;
	bool in_time = zone_day(leaving->zone, version->facts.received) >= version->from;
	int result = put(leaving, version, in_time ? KNOWN_IN_TIME : version->from, 1, error);
	if (result == 0 && until != DAY_NONE)
		result = put(leaving, version, until, -1, error);
	return result;
}

int past_case_add(struct store *store, const struct case_row *row, const struct zone *zone,
	const struct evidence *evidence, struct error *error)
{
	cleanup(versions_free) struct versions versions = {0};
	struct leaving leaving = {store, row, evidence, zone};
	day until = DAY_NONE;
	int result = 0;
	find_versions(&leaving, &versions);
	for (size_t i = versions.count; i-- > 0 && result == 0;) {
		struct version *version = &versions.list[i];
		if (i > 0 && tells_the_same(&versions.list[i - 1], version, leaving.zone)) {
			/* it takes the place of the one before */
			day from = versions.list[i - 1].from;
			past_case_free(&versions.list[i - 1].facts);
			versions.list[i - 1] = *version;
			versions.list[i - 1].from = from;
			version->facts.pauses = NULL;
			continue;
		}
		result = put_from(&leaving, version, until, error);
		until = version->from;
	}
	return result;
}

/* --- reading ------------------------------------------------------------------------------------- */

struct walking {
	struct store *store;
	struct pause *pauses;
	size_t capacity;
	store_past_cases_fn *on_cases;
	void *user;
};

static int tell(struct walking *walking, struct sql_row *row, struct error *error)
{
	struct store_past told;
	struct past_case past;
	struct store_case found = {
		.unit = sql_u32(row, 0), .field = sql_u32(row, 1), .procedure = sql_u32(row, 2)};
	struct slice bytes = sql_blob(row, 3);
	if (past_case_read(bytes, &past) < 0)
		return error_set(error, -EBADMSG,
			"the store is damaged: what is left of purged cases cannot be read");
	array_reserve(walking->pauses, &walking->capacity, past.pause_count + 1);
	past_case_tell(&past, &found, walking->pauses, &told);
	int result = walking->on_cases(walking->user, &told, sql_int64(row, 4));
	past_case_free(&past);
	return result;
}

int store_walk_purged(struct store *store, day from, day known, store_past_cases_fn *on_cases,
	void *user, struct error *error)
{
	struct walking walking = {.store = store, .on_cases = on_cases, .user = user};
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_past_cases, as_number(from),
		as_number(known == DAY_NONE ? INT32_MAX : known));
	while (sql_more(store, list, &result, error))
		result = tell(&walking, list, error);
	free(walking.pauses);
	return result;
}
