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
	COLUMN_RULING,
	COLUMN_LOOK,
	COLUMN_COUNT
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
#define TRAIT_CHANGED (1 << 16)
#define TRAIT_SUSPECT (1 << 17)

/* Seconds in the column, the ms in 10 bits of `fraction`. */
#define FRACTION_DUE 0
#define FRACTION_FINISHED 10
#define FRACTION_RECEIVED 20
#define FRACTION_RETURNED 30

static int64_t fraction_of(instant at, int shift)
{
	return at == INSTANT_NONE ? 0 : (at - whole_second(at)) << shift;
}

static int64_t seconds_of(instant at)
{
	return at == INSTANT_NONE ? INSTANT_NONE : whole_second(at) / SECOND_MS;
}

#define SECONDS_MOST (INT64_C(1) << 50) /* what is more comes from a damaged file */

static instant read_instant(sqlite3_value *value)
{
	int64_t at = sqlite3_value_int64(value);
	return at || sqlite3_value_type(value) != SQLITE_NULL ? at : INSTANT_NONE;
}

static instant read_seconds(sqlite3_value *value, int64_t fraction, int shift)
{
	int64_t seconds = read_instant(value);
	if (seconds < -SECONDS_MOST || seconds > SECONDS_MOST) /* or none */
		return INSTANT_NONE;
	return seconds * SECOND_MS + (fraction >> shift & 1023);
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
	       (row->changed ? TRAIT_CHANGED : 0) | (row->suspect ? TRAIT_SUSPECT : 0);
}

static void read_facts(sqlite3_value **of, struct case_facts *facts)
{
	int64_t odd = sqlite3_value_int64(of[COLUMN_ODD]);
	int64_t fraction = sqlite3_value_int64(of[COLUMN_FRACTION]);
	facts->received = read_seconds(of[COLUMN_RECEIVED], fraction, FRACTION_RECEIVED);
	facts->due = read_seconds(of[COLUMN_DUE], fraction, FRACTION_DUE);
	facts->finished = read_seconds(of[COLUMN_FINISHED], fraction, FRACTION_FINISHED);
	facts->returned = read_seconds(of[COLUMN_RETURNED], fraction, FRACTION_RETURNED);
	facts->submitted = read_seconds(of[COLUMN_SUBMITTED], 0, 0);
	facts->supplement_asked = read_seconds(of[COLUMN_SUPPLEMENT_ASKED], 0, 0);
	facts->supplement_done = read_seconds(of[COLUMN_SUPPLEMENT_DONE], 0, 0);
	facts->odd = (uint16_t)(odd & 0xffff);
	facts->supplements = (uint16_t)(odd >> 16);
	facts->term = (int32_t)sqlite3_value_int64(of[COLUMN_TERM]);
}

static void read_row(sqlite3_value **of, struct case_row *row)
{
	row->id = sqlite3_value_int64(of[COLUMN_ID]);
	row->portal = (uint32_t)sqlite3_value_int64(of[COLUMN_PORTAL]);
	row->key.data = (const char *)sqlite3_value_text(of[COLUMN_KEY]);
	row->key.length = (size_t)sqlite3_value_bytes(of[COLUMN_KEY]);
	row->hash = (uint64_t)sqlite3_value_int64(of[COLUMN_HASH]);
	row->state.unit = (uint32_t)sqlite3_value_int64(of[COLUMN_UNIT]);
	row->state.procedure = (uint32_t)sqlite3_value_int64(of[COLUMN_PROCEDURE]);
	row->state.field = (uint32_t)sqlite3_value_int64(of[COLUMN_FIELD]);
	row->officer = (uint32_t)sqlite3_value_int64(of[COLUMN_OFFICER]);
	int bucket = sqlite3_value_int(of[COLUMN_BUCKET]);
	row->bucket = bucket >= 0 && bucket < BUCKET_COUNT ? (enum bucket)bucket : BUCKET_INVALID;
	read_facts(of, &row->state.facts);
	read_traits(row, sqlite3_value_int(of[COLUMN_TRAITS]));
	row->life.first_seen = read_seconds(of[COLUMN_FIRST_SEEN], 0, 0);
	row->life.closed_seen = read_seconds(of[COLUMN_CLOSED_SEEN], 0, 0);
	if (row->life.closed_seen == INSTANT_NONE && bucket_closed(row->bucket))
		row->life.closed_seen = row->life.first_seen;
	row->next_change = read_instant(of[COLUMN_NEXT_CHANGE]);
	row->closed_at = read_instant(of[COLUMN_CLOSED_AT]);
	if (row->closed_at == INSTANT_NONE && bucket_closed(row->bucket))
		row->closed_at = closed_by_facts(row);
	row->frozen_at = read_seconds(of[COLUMN_FROZEN_AT], 0, 0);
	if (row->frozen_at == INSTANT_NONE && row->frozen)
		row->frozen_at = row->life.closed_seen;
	row->ruling = sqlite3_value_int64(of[COLUMN_RULING]);
	row->look = read_seconds(of[COLUMN_LOOK], 0, 0);
}

/* case_row(CASE_COLUMNS): reads a row from within SQLite, where a column costs a fraction of what it
 * costs from outside: walks over all cases are made of this. It is the one of this connection, so
 * each is read (row_read) before the next step of any statement that uses it. */
static void case_row(sqlite3_context *context, int count, sqlite3_value **of)
{
	struct case_row *row = sqlite3_user_data(context);
	(void)count;
	read_row(of, row);
	sqlite3_result_pointer(context, row, "case_row", NULL);
}

int rows_prepare(struct store *store, struct error *error)
{
	struct case_row *row = xcalloc(1, sizeof(*row));
	int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
	if (sqlite3_create_function_v2(store->db, "case_row", COLUMN_COUNT, flags, row, case_row,
		    NULL, NULL, free) != SQLITE_OK)
		return sql_error(store, "case_row", error);
	return 0;
}

void row_read(sqlite3_stmt *statement, struct case_row *row)
{
	*row = *(struct case_row *)sqlite3_value_pointer(
		sqlite3_column_value(statement, 0), "case_row");
}

static void pack_facts(const struct case_facts *facts, int64_t packed[static COLUMN_COUNT])
{
	packed[COLUMN_RECEIVED] = seconds_of(facts->received);
	packed[COLUMN_DUE] = seconds_of(facts->due);
	packed[COLUMN_FINISHED] = seconds_of(facts->finished);
	packed[COLUMN_RETURNED] = seconds_of(facts->returned);
	packed[COLUMN_SUBMITTED] = seconds_of(facts->submitted);
	packed[COLUMN_SUPPLEMENT_ASKED] = seconds_of(facts->supplement_asked);
	packed[COLUMN_SUPPLEMENT_DONE] = seconds_of(facts->supplement_done);
	packed[COLUMN_TERM] = facts->term;
	packed[COLUMN_ODD] = facts->odd | (int64_t)facts->supplements << 16;
	packed[COLUMN_FRACTION] = fraction_of(facts->due, FRACTION_DUE) |
				  fraction_of(facts->finished, FRACTION_FINISHED) |
				  fraction_of(facts->received, FRACTION_RECEIVED) |
				  fraction_of(facts->returned, FRACTION_RETURNED);
}

static int64_t packed_closed_at(const struct case_row *row)
{
	return row->closed_at == closed_by_facts(row) ? INSTANT_NONE : row->closed_at;
}

/* What closed before it was first seen needs no second instant. */
static int64_t packed_closed_seen(const struct case_row *row)
{
	bool derived = bucket_closed(row->bucket) && row->life.closed_seen == row->life.first_seen;
	return derived ? INSTANT_NONE : seconds_of(row->life.closed_seen);
}

static int64_t packed_frozen_at(const struct case_row *row)
{
	bool derived = !row->frozen || row->frozen_at == row->life.closed_seen;
	return derived ? INSTANT_NONE : seconds_of(row->frozen_at);
}

/* All columns but the key as the table has them; INSTANT_NONE stands for NULL. */
static void pack(const struct case_row *row, int64_t packed[static COLUMN_COUNT])
{
	packed[COLUMN_PORTAL] = row->portal;
	packed[COLUMN_ID] = row->id;
	packed[COLUMN_HASH] = (int64_t)row->hash;
	packed[COLUMN_TRAITS] = traits_of(row);
	packed[COLUMN_UNIT] = row->state.unit;
	packed[COLUMN_PROCEDURE] = row->state.procedure;
	packed[COLUMN_FIELD] = row->state.field;
	packed[COLUMN_OFFICER] = row->officer;
	packed[COLUMN_BUCKET] = (int64_t)row->bucket;
	packed[COLUMN_FIRST_SEEN] = seconds_of(row->life.first_seen);
	pack_facts(&row->state.facts, packed);
	packed[COLUMN_CLOSED_SEEN] = packed_closed_seen(row);
	packed[COLUMN_NEXT_CHANGE] = row->next_change;
	packed[COLUMN_CLOSED_AT] = packed_closed_at(row);
	packed[COLUMN_FROZEN_AT] = packed_frozen_at(row);
	packed[COLUMN_RULING] = row->ruling;
	packed[COLUMN_LOOK] = seconds_of(row->look);
}

sqlite3_stmt *row_use(struct store *store, bool add, const struct case_row *row)
{
	struct bound_row *bound = &store->bound[add];
	sqlite3_stmt *statement = sql_use(store, add ? SQL_case_add : SQL_case_set);
	int64_t packed[COLUMN_COUNT];
	_Static_assert(COLUMN_COUNT <= ARRAY_SIZE(bound->values), "struct bound_row is too short");
	sql_bind_slice(statement, COLUMN_KEY + 1, row->key);
	pack(row, packed);
	/* a parameter stays bound: most columns of most cases are as in the case before */
	for (int column = COLUMN_KEY + 1; column < COLUMN_COUNT; column++) {
		if (bound->known && bound->values[column] == packed[column])
			continue;
		sql_bind_instant(statement, column + 1, packed[column]);
		bound->values[column] = packed[column];
	}
	bound->known = true;
	return statement;
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
	sql_bind_instant(set, 4, seconds_of(row->look));
	return sql_run(store, set, error);
}

int row_write_verdict(struct store *store, const struct case_row *row, struct error *error)
{
	sqlite3_stmt *judge = use_on_row(store, SQL_case_judge, row);
	sqlite3_bind_int(judge, 3, traits_of(row));
	sqlite3_bind_int(judge, 4, (int)row->bucket);
	sql_bind_instant(judge, 5, row->next_change);
	sql_bind_instant(judge, 6, packed_closed_at(row));
	sql_bind_instant(judge, 7, packed_frozen_at(row));
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
	instant seen, struct error *error)
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
	row->frozen_at = row->frozen ? seen : INSTANT_NONE;
	row->ruling = 0;
	return row->frozen ? ruling_number(store, judge, now, &row->ruling, error) : 0;
}
