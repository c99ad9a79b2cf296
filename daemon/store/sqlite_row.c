/* A case's row: packing, judging, tallying. */
#include "base/memory.h"
#include "store/sqlite_store.h"

/* The order of CASE_COLUMNS in statements_sqlite.def. */
enum case_column {
	COLUMN_KEY,
	COLUMN_PORTAL,
	COLUMN_ID,
	COLUMN_HASH,
	COLUMN_TRAITS,
	COLUMN_UNIT,
	COLUMN_PROCEDURE,
	COLUMN_FIELD,
	COLUMN_OFFICER,
	COLUMN_BUCKET,
	COLUMN_FIRST_SEEN,
	COLUMN_RECEIVED,
	COLUMN_DUE,
	COLUMN_FINISHED,
	COLUMN_RETURNED,
	COLUMN_SUBMITTED,
	COLUMN_CLOSED_SEEN,
	COLUMN_SUPPLEMENT_ASKED,
	COLUMN_SUPPLEMENT_DONE,
	COLUMN_TERM,
	COLUMN_ODD,
	COLUMN_FRACTION,
	COLUMN_NEXT_CHANGE,
	COLUMN_CLOSED_AT,
	COLUMN_FROZEN_AT,
	COLUMN_RULING
};

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

/* Seconds in the column, the ms in 10 bits of `fraction`. */
#define FRACTION_DUE 0
#define FRACTION_FINISHED 10
#define FRACTION_RECEIVED 20
#define FRACTION_RETURNED 30

static int64_t fraction_of(instant at, int shift)
{
	return at == INSTANT_NONE ? 0 : (at - whole_second(at)) << shift;
}

static void bind_seconds(sqlite3_stmt *statement, int place, instant at)
{
	if (at == INSTANT_NONE)
		sqlite3_bind_null(statement, place);
	else
		sqlite3_bind_int64(statement, place, whole_second(at) / SECOND_MS);
}

static instant read_seconds(sqlite3_stmt *statement, int column, int64_t fraction, int shift)
{
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return INSTANT_NONE;
	return sqlite3_column_int64(statement, column) * SECOND_MS + (fraction >> shift & 1023);
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

int traits_absent(int traits)
{
	return traits >> TRAIT_ABSENT & 3;
}

static void read_traits(struct case_row *row, int traits)
{
	row->state.facts.status = traits >> TRAIT_STATUS & 15;
	row->state.facts.channel = traits >> TRAIT_CHANNEL & 3;
	row->state.facts.term_unit = traits >> TRAIT_TERM_UNIT & 3;
	row->state.facts.locked = traits & TRAIT_LOCKED;
	row->life.was_accepted = traits & TRAIT_ACCEPTED;
	row->counted = traits & TRAIT_COUNTED;
	row->frozen = traits & TRAIT_FROZEN;
	row->uncertain = traits & TRAIT_UNCERTAIN;
	row->rewritten = traits & TRAIT_REWRITTEN;
	row->absent = (uint8_t)traits_absent(traits);
}

static int traits_of(const struct case_row *row)
{
	const struct case_facts *facts = &row->state.facts;
	return facts->status << TRAIT_STATUS | facts->channel << TRAIT_CHANNEL |
	       facts->term_unit << TRAIT_TERM_UNIT | (facts->locked ? TRAIT_LOCKED : 0) |
	       (row->life.was_accepted ? TRAIT_ACCEPTED : 0) | (row->counted ? TRAIT_COUNTED : 0) |
	       (row->frozen ? TRAIT_FROZEN : 0) | (row->uncertain ? TRAIT_UNCERTAIN : 0) |
	       (row->rewritten ? TRAIT_REWRITTEN : 0) | row->absent << TRAIT_ABSENT;
}

static void read_facts(sqlite3_stmt *s, struct case_facts *facts)
{
	int64_t odd = sqlite3_column_int64(s, COLUMN_ODD);
	int64_t fraction = sqlite3_column_int64(s, COLUMN_FRACTION);
	facts->received = read_seconds(s, COLUMN_RECEIVED, fraction, FRACTION_RECEIVED);
	facts->due = read_seconds(s, COLUMN_DUE, fraction, FRACTION_DUE);
	facts->finished = read_seconds(s, COLUMN_FINISHED, fraction, FRACTION_FINISHED);
	facts->returned = read_seconds(s, COLUMN_RETURNED, fraction, FRACTION_RETURNED);
	facts->submitted = read_seconds(s, COLUMN_SUBMITTED, 0, 0);
	facts->supplement_asked = read_seconds(s, COLUMN_SUPPLEMENT_ASKED, 0, 0);
	facts->supplement_done = read_seconds(s, COLUMN_SUPPLEMENT_DONE, 0, 0);
	facts->odd = (uint16_t)(odd & 0xffff);
	facts->supplements = (uint16_t)(odd >> 16);
	facts->term = (int32_t)sqlite3_column_int64(s, COLUMN_TERM);
}

void row_read(sqlite3_stmt *s, struct case_row *row)
{
	row->id = sqlite3_column_int64(s, COLUMN_ID);
	row->portal = (uint32_t)sqlite3_column_int64(s, COLUMN_PORTAL);
	row->key.data = (const char *)sqlite3_column_text(s, COLUMN_KEY);
	row->key.length = (size_t)sqlite3_column_bytes(s, COLUMN_KEY);
	row->hash = (uint64_t)sqlite3_column_int64(s, COLUMN_HASH);
	row->state.unit = (uint32_t)sqlite3_column_int64(s, COLUMN_UNIT);
	row->state.procedure = (uint32_t)sqlite3_column_int64(s, COLUMN_PROCEDURE);
	row->state.field = (uint32_t)sqlite3_column_int64(s, COLUMN_FIELD);
	row->officer = (uint32_t)sqlite3_column_int64(s, COLUMN_OFFICER);
	row->bucket = (enum bucket)sqlite3_column_int(s, COLUMN_BUCKET);
	read_facts(s, &row->state.facts);
	read_traits(row, sqlite3_column_int(s, COLUMN_TRAITS));
	row->life.first_seen = read_seconds(s, COLUMN_FIRST_SEEN, 0, 0);
	row->life.closed_seen = read_seconds(s, COLUMN_CLOSED_SEEN, 0, 0);
	if (row->life.closed_seen == INSTANT_NONE && bucket_closed(row->bucket))
		row->life.closed_seen = row->life.first_seen;
	row->next_change = sql_instant(s, COLUMN_NEXT_CHANGE);
	row->closed_at = sql_instant(s, COLUMN_CLOSED_AT);
	if (row->closed_at == INSTANT_NONE && bucket_closed(row->bucket))
		row->closed_at = closed_by_facts(row);
	row->frozen_at = read_seconds(s, COLUMN_FROZEN_AT, 0, 0);
	if (row->frozen_at == INSTANT_NONE && row->frozen)
		row->frozen_at = row->life.closed_seen;
	row->ruling = sqlite3_column_int64(s, COLUMN_RULING);
}

static void bind_facts(sqlite3_stmt *s, const struct case_facts *facts)
{
	bind_seconds(s, COLUMN_RECEIVED + 1, facts->received);
	bind_seconds(s, COLUMN_DUE + 1, facts->due);
	bind_seconds(s, COLUMN_FINISHED + 1, facts->finished);
	bind_seconds(s, COLUMN_RETURNED + 1, facts->returned);
	bind_seconds(s, COLUMN_SUBMITTED + 1, facts->submitted);
	bind_seconds(s, COLUMN_SUPPLEMENT_ASKED + 1, facts->supplement_asked);
	bind_seconds(s, COLUMN_SUPPLEMENT_DONE + 1, facts->supplement_done);
	sqlite3_bind_int64(s, COLUMN_TERM + 1, facts->term);
	sqlite3_bind_int64(s, COLUMN_ODD + 1, facts->odd | (int64_t)facts->supplements << 16);
	sqlite3_bind_int64(s, COLUMN_FRACTION + 1,
		fraction_of(facts->due, FRACTION_DUE) |
			fraction_of(facts->finished, FRACTION_FINISHED) |
			fraction_of(facts->received, FRACTION_RECEIVED) |
			fraction_of(facts->returned, FRACTION_RETURNED));
}

static void bind_closed_at(sqlite3_stmt *s, int place, const struct case_row *row)
{
	bool derived = row->closed_at == closed_by_facts(row);
	sql_bind_instant(s, place, derived ? INSTANT_NONE : row->closed_at);
}

/* What closed before it was first seen needs no second instant. */
static instant stored_closed_seen(const struct case_row *row)
{
	bool derived = bucket_closed(row->bucket) && row->life.closed_seen == row->life.first_seen;
	return derived ? INSTANT_NONE : row->life.closed_seen;
}

static instant stored_frozen_at(const struct case_row *row)
{
	bool derived = !row->frozen || row->frozen_at == row->life.closed_seen;
	return derived ? INSTANT_NONE : row->frozen_at;
}

void row_bind(sqlite3_stmt *s, const struct case_row *row)
{
	sql_bind_slice(s, COLUMN_KEY + 1, row->key);
	sqlite3_bind_int64(s, COLUMN_PORTAL + 1, row->portal);
	sqlite3_bind_int64(s, COLUMN_ID + 1, row->id);
	sqlite3_bind_int64(s, COLUMN_HASH + 1, (int64_t)row->hash);
	sqlite3_bind_int(s, COLUMN_TRAITS + 1, traits_of(row));
	sqlite3_bind_int64(s, COLUMN_UNIT + 1, row->state.unit);
	sqlite3_bind_int64(s, COLUMN_PROCEDURE + 1, row->state.procedure);
	sqlite3_bind_int64(s, COLUMN_FIELD + 1, row->state.field);
	sqlite3_bind_int64(s, COLUMN_OFFICER + 1, row->officer);
	sqlite3_bind_int(s, COLUMN_BUCKET + 1, (int)row->bucket);
	bind_seconds(s, COLUMN_FIRST_SEEN + 1, row->life.first_seen);
	bind_facts(s, &row->state.facts);
	bind_seconds(s, COLUMN_CLOSED_SEEN + 1, stored_closed_seen(row));
	sql_bind_instant(s, COLUMN_NEXT_CHANGE + 1, row->next_change);
	bind_closed_at(s, COLUMN_CLOSED_AT + 1, row);
	bind_seconds(s, COLUMN_FROZEN_AT + 1, stored_frozen_at(row));
	sqlite3_bind_int64(s, COLUMN_RULING + 1, row->ruling);
}

/* A statement on this very row: its key are the first two parameters. */
static sqlite3_stmt *use_on_row(struct store *store, enum sql name, const struct case_row *row)
{
	sqlite3_stmt *statement = sql_use(store, name);
	sql_bind_slice(statement, 1, row->key);
	sqlite3_bind_int64(statement, 2, row->portal);
	return statement;
}

int row_write_traits(struct store *store, const struct case_row *row, struct error *error)
{
	sqlite3_stmt *set = use_on_row(store, SQL_case_traits, row);
	sqlite3_bind_int(set, 3, traits_of(row));
	return sql_run(store, set, error);
}

int row_write_verdict(struct store *store, const struct case_row *row, struct error *error)
{
	sqlite3_stmt *judge = use_on_row(store, SQL_case_judge, row);
	sqlite3_bind_int(judge, 3, traits_of(row));
	sqlite3_bind_int(judge, 4, (int)row->bucket);
	sql_bind_instant(judge, 5, row->next_change);
	bind_closed_at(judge, 6, row);
	bind_seconds(judge, 7, stored_frozen_at(row));
	sqlite3_bind_int64(judge, 8, row->ruling);
	return sql_run(store, judge, error);
}

int row_get(struct store *store, uint32_t portal, struct slice key, struct case_row *ret_row,
	struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_case_get);
	sql_bind_slice(get, 1, key);
	sqlite3_bind_int64(get, 2, portal);
	int result = sql_step(store, get, error);
	if (result > 0) {
		row_read(get, ret_row);
		ret_row->key = key;
		sqlite3_reset(get);
	}
	return result;
}

void row_tally(struct store *store, const struct case_row *row, const struct judge *judge, int sign)
{
	struct verdict verdict = {.bucket = row->bucket, .closed_at = row->closed_at};
	if (row->counted)
		tally_case(&store->delta, row->state.unit, row->state.field, &row->state.facts,
			&verdict, calendar_zone(judge->calendar), sign);
}

int row_judge(struct store *store, struct case_row *row, const struct judge *judge, instant now,
	struct error *error)
{
	if (row->frozen && facts_closed(&row->state.facts, &row->life)) {
		row->rewritten = true;
		return 0;
	}
	struct verdict verdict = verdict_of(&row->state.facts, &row->life, judge, now);
	row->bucket = verdict.bucket;
	row->closed_at = verdict.closed_at;
	row->next_change = verdict.next_change;
	row->uncertain = verdict.uncertain;
	row->frozen = bucket_closed(verdict.bucket) && !verdict.uncertain;
	row->rewritten = false;
	row->frozen_at = row->frozen ? whole_second(now) : INSTANT_NONE;
	row->ruling = 0;
	return row->frozen ? ruling_number(store, judge, now, &row->ruling, error) : 0;
}
