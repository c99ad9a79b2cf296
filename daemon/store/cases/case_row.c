/* A case's row: as the table has it, read and written. */
#include "store/cases/case_row.h"

#include <errno.h>

#include "base/memory.h"
#include "store/cases/packed.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"

/* The column `traits`. */
#define TRAIT_STATUS 0 /* 4 bits */
#define TRAIT_CHANNEL 4 /* 2 bits */
#define TRAIT_TERM_UNIT 6 /* 2 bits */
#define TRAIT_LOCKED (1 << 8)
#define TRAIT_ACCEPTED (1 << 9)
#define TRAIT_COUNTED (1 << 10)
#define TRAIT_FROZEN (1 << 11)
#define TRAIT_UNCERTAIN (1 << 12)
#define TRAIT_REWRITTEN (1 << 13)
#define TRAIT_ABSENT 14 /* 2 bits */
#define TRAIT_CHANGED (1 << 16)
#define TRAIT_SUSPECT (1 << 17)
#define TRAIT_RETURNED (1 << 18) /* the portal says when it was handed over */

static int64_t seconds_of(instant at)
{
	return at == INSTANT_NONE ? INSTANT_NONE : whole_second(at) / SECOND_MS;
}

static uint16_t ms_of(instant at)
{
	return at == INSTANT_NONE ? 0 : (uint16_t)(at - whole_second(at));
}

#define SECONDS_MOST (INT64_C(1) << 50) /* what is more comes from a damaged file */

static instant from_seconds(int64_t seconds, uint16_t ms)
{
	if (seconds < -SECONDS_MOST || seconds > SECONDS_MOST) /* or none */
		return INSTANT_NONE;
	return seconds * SECOND_MS + ms;
}

/* What closed_at is when no earlier belief was frozen. */
static instant closed_by_facts(const struct case_row *row)
{
	const struct case_facts *facts = &row->state.facts;
	if (facts->finished != INSTANT_NONE)
		return facts->finished;
	return facts->returned != INSTANT_NONE ? facts->returned : row->life.closed_seen;
}

bool traits_frozen(int traits)
{
	return traits & TRAIT_FROZEN;
}

bool traits_witnessed(int traits)
{
	return traits & (TRAIT_CHANGED | TRAIT_SUSPECT);
}

int traits_absent(int traits)
{
	return traits >> TRAIT_ABSENT & 3;
}

static void read_traits(struct case_row *row, int traits)
{
	row->state.facts.status = traits >> TRAIT_STATUS & 15;
	if (row->state.facts.status >= STATUS_COUNT) /* a damaged file */
		row->state.facts.status = STATUS_UNKNOWN;
	row->state.facts.channel = traits >> TRAIT_CHANNEL & 3;
	row->state.facts.term_unit = traits >> TRAIT_TERM_UNIT & 3;
	row->state.facts.locked = traits & TRAIT_LOCKED;
	row->life.was_accepted = traits & TRAIT_ACCEPTED;
	row->counted = traits & TRAIT_COUNTED;
	row->frozen = traits & TRAIT_FROZEN;
	row->uncertain = traits & TRAIT_UNCERTAIN;
	row->rewritten = traits & TRAIT_REWRITTEN;
	row->absent = (uint8_t)traits_absent(traits);
	row->changed = traits & TRAIT_CHANGED;
	row->suspect = traits & TRAIT_SUSPECT;
}

static int traits_of(const struct case_row *row)
{
	const struct case_facts *facts = &row->state.facts;
	return facts->status << TRAIT_STATUS | facts->channel << TRAIT_CHANNEL |
	       facts->term_unit << TRAIT_TERM_UNIT | (facts->locked ? TRAIT_LOCKED : 0) |
	       (row->life.was_accepted ? TRAIT_ACCEPTED : 0) | (row->counted ? TRAIT_COUNTED : 0) |
	       (row->frozen ? TRAIT_FROZEN : 0) | (row->uncertain ? TRAIT_UNCERTAIN : 0) |
	       (row->rewritten ? TRAIT_REWRITTEN : 0) | row->absent << TRAIT_ABSENT |
	       (row->changed ? TRAIT_CHANGED : 0) | (row->suspect ? TRAIT_SUSPECT : 0) |
	       (facts->returned != INSTANT_NONE ? TRAIT_RETURNED : 0);
}

static void read_facts(
	const int64_t *numbers, const struct packed *packed, struct case_facts *facts)
{
	facts->submitted = from_seconds(numbers[CASE_COLUMN_SUBMITTED], packed->submitted_ms);
	facts->received = packed->received;
	facts->due = from_seconds(numbers[CASE_COLUMN_DUE], packed->due_ms);
	facts->finished = packed->finished;
	facts->returned = packed->returned;
	facts->supplement_asked = packed->supplement_asked;
	facts->supplement_done = packed->supplement_done;
	facts->odd = (uint16_t)numbers[CASE_COLUMN_ODD];
	facts->supplements = packed->supplements;
	facts->term = packed->term;
}

/* What packed instants leave out follows from the others. */
static void read_life(const struct packed *packed, struct case_row *row)
{
	bool closed = bucket_closed(row->bucket);
	row->life.first_seen = packed->first_seen;
	row->life.vanished = packed->vanished;
	row->life.settled = packed->settled;
	row->life.closed_seen = packed->closed_seen;
	if (row->life.closed_seen == INSTANT_NONE && closed)
		row->life.closed_seen = packed->first_seen;
	row->closed_at = packed->closed_at;
	if (row->closed_at == INSTANT_NONE && closed)
		row->closed_at = closed_by_facts(row);
	row->frozen_at = packed->frozen_at;
	if (row->frozen_at == INSTANT_NONE && row->frozen)
		row->frozen_at = row->life.closed_seen;
}

static void read_numbers(const int64_t *numbers, const struct packed *packed, struct case_row *row)
{
	int64_t bucket = numbers[CASE_COLUMN_BUCKET];
	row->id = numbers[CASE_COLUMN_ID];
	row->portal = (uint32_t)numbers[CASE_COLUMN_PORTAL];
	row->hash = packed->hash;
	row->state.unit = (uint32_t)numbers[CASE_COLUMN_UNIT];
	row->state.procedure = packed->procedure;
	row->state.field = (uint32_t)numbers[CASE_COLUMN_FIELD];
	row->officer = packed->officer;
	row->bucket = bucket >= 0 && bucket < BUCKET_COUNT ? (enum bucket)bucket : BUCKET_INVALID;
	read_facts(numbers, packed, &row->state.facts);
	read_traits(row, (int)numbers[CASE_COLUMN_TRAITS]);
	row->next_change = numbers[CASE_COLUMN_NEXT_CHANGE];
	row->ruling = packed->ruling;
	row->look = from_seconds(numbers[CASE_COLUMN_LOOK], 0);
	read_life(packed, row);
}

int row_glance(const struct sql_row *from, struct row_glance *glance, struct error *error)
{
	if (!packed_hash(sql_blob(from, CASE_COLUMN_FACTS), &glance->hash))
		return error_set(error, -EBADMSG, "the store is corrupt: a case's facts");
	glance->portal = sql_u32(from, CASE_COLUMN_PORTAL);
	glance->id = sql_int64(from, CASE_COLUMN_ID);
	glance->absent = traits_absent(sql_int(from, CASE_COLUMN_TRAITS));
	return 0;
}

int row_read(const struct sql_row *from, struct case_row *row, struct error *error)
{
	struct packed packed;
	int64_t numbers[CASE_COLUMN_COUNT];
	if (packed_read(sql_blob(from, CASE_COLUMN_FACTS), &packed) < 0)
		return error_set(
			error, -EBADMSG, "the store is corrupt: the facts of a case are damaged");
	row->key = sql_slice(from, CASE_COLUMN_KEY);
	sql_numbers(from, CASE_COLUMN_PORTAL, CASE_COLUMN_COUNT - CASE_COLUMN_PORTAL,
		numbers + CASE_COLUMN_PORTAL);
	read_numbers(numbers, &packed, row);
	return 0;
}

/* What closed before it was first seen needs no second instant. */
static instant packed_closed_seen(const struct case_row *row)
{
	bool derived = bucket_closed(row->bucket) && row->life.closed_seen == row->life.first_seen;
	return derived ? INSTANT_NONE : row->life.closed_seen;
}

static instant packed_frozen_at(const struct case_row *row)
{
	bool derived = !row->frozen || row->frozen_at == row->life.closed_seen;
	return derived ? INSTANT_NONE : row->frozen_at;
}

static size_t pack_facts(const struct case_row *row, uint8_t bytes[static PACKED_MOST])
{
	const struct case_facts *facts = &row->state.facts;
	struct packed packed = {
		.hash = row->hash,
		.procedure = row->state.procedure,
		.officer = row->officer,
		.ruling = row->ruling,
		.first_seen = row->life.first_seen,
		.closed_seen = packed_closed_seen(row),
		.frozen_at = packed_frozen_at(row),
		.received = facts->received,
		.finished = facts->finished,
		.returned = facts->returned,
		.supplement_asked = facts->supplement_asked,
		.supplement_done = facts->supplement_done,
		.closed_at = row->closed_at == closed_by_facts(row) ? INSTANT_NONE : row->closed_at,
		.vanished = row->life.vanished,
		.settled = row->life.settled,
		.term = facts->term,
		.supplements = facts->supplements,
		.due_ms = ms_of(facts->due),
		.submitted_ms = ms_of(facts->submitted),
	};
	return packed_write(&packed, bytes);
}

_Static_assert(PACKED_MOST <= WRITE_BYTES, "there is no room for the facts");

int row_write(struct store *store, bool add, const struct case_row *row, struct error *error)
{
	struct sql_value *values;
	uint8_t *packed;
	int result = writes_next(
		store, add ? LANE_CASES_ADDED : LANE_CASES_SET, &values, &packed, error);
	if (result < 0)
		return result;
	const struct case_facts *facts = &row->state.facts;
	values[CASE_COLUMN_FACTS] =
		as_blob((struct slice){(const char *)packed, pack_facts(row, packed)});
	values[CASE_COLUMN_KEY] = as_key(row->key);
	values[CASE_COLUMN_PORTAL] = as_number(row->portal);
	values[CASE_COLUMN_ID] = as_number(row->id);
	values[CASE_COLUMN_TRAITS] = as_number(traits_of(row));
	values[CASE_COLUMN_UNIT] = as_number(row->state.unit);
	values[CASE_COLUMN_FIELD] = as_number(row->state.field);
	values[CASE_COLUMN_BUCKET] = as_number(row->bucket);
	values[CASE_COLUMN_DUE] = as_instant(seconds_of(facts->due));
	values[CASE_COLUMN_SUBMITTED] = as_instant(seconds_of(facts->submitted));
	values[CASE_COLUMN_ODD] = as_number(facts->odd);
	values[CASE_COLUMN_NEXT_CHANGE] = as_instant(row->next_change);
	values[CASE_COLUMN_LOOK] = as_instant(seconds_of(row->look));
	return 0;
}

int row_write_traits(struct store *store, const struct case_row *row, struct error *error)
{
	return sql_run(store, error, SQL_case_traits, as_key(row->key), as_number(row->portal),
		as_number(traits_of(row)), as_instant(seconds_of(row->look)));
}

int row_write_verdict(struct store *store, const struct case_row *row, struct error *error)
{
	uint8_t packed[PACKED_MOST];
	struct slice facts = {(const char *)packed, pack_facts(row, packed)};
	return sql_run(store, error, SQL_case_judge, as_key(row->key), as_number(row->portal),
		as_number(traits_of(row)), as_number(row->bucket), as_instant(row->next_change),
		as_blob(facts));
}

struct getting {
	struct case_row *row;
	bool found;
};

static int get(void *user, const struct sql_row *from, struct error *error)
{
	struct getting *getting = user;
	getting->found = true;
	return row_read(from, getting->row, error);
}

int row_get(struct store *store, uint32_t portal, struct slice key, struct case_row *ret_row,
	struct error *error)
{
	struct getting getting = {ret_row, false};
	int result =
		sql_each(store, error, get, &getting, SQL_case_get, as_key(key), as_number(portal));
	ret_row->key = key;
	return result < 0 ? result : getting.found;
}
