/* A case's row: as the table has it, read and written. */
#include "store/cases/case_row.h"

#include "base/memory.h"
#include "store/cases/packed.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"

/* The order of CASE_COLUMNS in statements.def. `facts` is the last column of the table and the
 * first asked for: SQLite then finds all columns of a row in one go. */
enum case_column {
	COLUMN_FACTS,
	COLUMN_KEY,
	COLUMN_PORTAL,
	COLUMN_ID,
	COLUMN_TRAITS,
	COLUMN_UNIT,
	COLUMN_FIELD,
	COLUMN_BUCKET,
	COLUMN_DUE,
	COLUMN_SUBMITTED,
	COLUMN_ODD,
	COLUMN_NEXT_CHANGE,
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

static instant read_instant(sqlite3_value *value)
{
	int64_t at = sqlite3_value_int64(value);
	return at || sqlite3_value_type(value) != SQLITE_NULL ? at : INSTANT_NONE;
}

static instant read_seconds(sqlite3_value *value, uint16_t ms)
{
	int64_t seconds = read_instant(value);
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

static void read_facts(sqlite3_value **of, const struct packed *packed, struct case_facts *facts)
{
	facts->submitted = read_seconds(of[COLUMN_SUBMITTED], packed->submitted_ms);
	facts->received = packed->received;
	facts->due = read_seconds(of[COLUMN_DUE], packed->due_ms);
	facts->finished = packed->finished;
	facts->returned = packed->returned;
	facts->supplement_asked = packed->supplement_asked;
	facts->supplement_done = packed->supplement_done;
	facts->odd = (uint16_t)sqlite3_value_int(of[COLUMN_ODD]);
	facts->supplements = packed->supplements;
	facts->term = packed->term;
}

/* What packed instants leave out follows from the others. */
static void read_life(const struct packed *packed, struct case_row *row)
{
	bool closed = bucket_closed(row->bucket);
	row->life.first_seen = packed->first_seen;
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

static void read_columns(sqlite3_value **of, const struct packed *packed, struct case_row *row)
{
	row->id = sqlite3_value_int64(of[COLUMN_ID]);
	row->portal = (uint32_t)sqlite3_value_int64(of[COLUMN_PORTAL]);
	row->key.data = (const char *)sqlite3_value_text(of[COLUMN_KEY]);
	row->key.length = (size_t)sqlite3_value_bytes(of[COLUMN_KEY]);
	row->hash = packed->hash;
	row->state.unit = (uint32_t)sqlite3_value_int64(of[COLUMN_UNIT]);
	row->state.procedure = packed->procedure;
	row->state.field = (uint32_t)sqlite3_value_int64(of[COLUMN_FIELD]);
	row->officer = packed->officer;
	int bucket = sqlite3_value_int(of[COLUMN_BUCKET]);
	row->bucket = bucket >= 0 && bucket < BUCKET_COUNT ? (enum bucket)bucket : BUCKET_INVALID;
	read_facts(of, packed, &row->state.facts);
	read_traits(row, sqlite3_value_int(of[COLUMN_TRAITS]));
	row->next_change = read_instant(of[COLUMN_NEXT_CHANGE]);
	row->ruling = packed->ruling;
	row->look = read_seconds(of[COLUMN_LOOK], 0);
	read_life(packed, row);
}

/* False: the file is damaged, and the statement fails saying so. */
static bool read_row(sqlite3_context *context, sqlite3_value **of, struct case_row *row)
{
	struct packed packed;
	struct slice facts;
	facts.data = sqlite3_value_blob(of[COLUMN_FACTS]);
	facts.length = (size_t)sqlite3_value_bytes(of[COLUMN_FACTS]);
	if (packed_read(facts, &packed) < 0) {
		sqlite3_result_error(context, "the facts of a case are damaged", -1);
		sqlite3_result_error_code(context, SQLITE_CORRUPT);
		return false;
	}
	read_columns(of, &packed, row);
	return true;
}

/* case_row(CASE_COLUMNS): reads a row from within SQLite, where a column costs a fraction of what it
 * costs from outside. It is the one of this connection, so each is read (row_read) before the next step
 * of any statement that uses it. */
static void case_row(sqlite3_context *context, int count, sqlite3_value **of)
{
	struct store *store = sqlite3_user_data(context);
	(void)count;
	if (read_row(context, of, &store->row))
		sqlite3_result_pointer(context, &store->row, "case_row", NULL);
}

/* case_met(CASE_COLUMNS): gives a row to the walk under way; true where the walk is to stand still. */
static void case_met(sqlite3_context *context, int count, sqlite3_value **of)
{
	struct meeting *meeting = ((struct store *)sqlite3_user_data(context))->meeting;
	struct case_row row;
	(void)count;
	if (!read_row(context, of, &row))
		return;
	meeting->result = meeting->on_row(meeting->user, &row);
	sqlite3_result_int(context, meeting->result != 0 || --meeting->left <= 0);
}

int rows_prepare(struct store *store, struct error *error)
{
	int flags = SQLITE_UTF8 | SQLITE_DIRECTONLY;
	if (sqlite3_create_function_v2(store->db, "case_row", COLUMN_COUNT, flags, store, case_row,
		    NULL, NULL, NULL) != SQLITE_OK ||
		sqlite3_create_function_v2(store->db, "case_met", COLUMN_COUNT, flags, store,
			case_met, NULL, NULL, NULL) != SQLITE_OK)
		return sql_error(store, "the functions of rows", error);
	return 0;
}

void row_read(sqlite3_stmt *statement, struct case_row *row)
{
	*row = *(struct case_row *)sqlite3_value_pointer(
		sqlite3_column_value(statement, 0), "case_row");
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
		.term = facts->term,
		.supplements = facts->supplements,
		.due_ms = ms_of(facts->due),
		.submitted_ms = ms_of(facts->submitted),
	};
	return packed_write(&packed, bytes);
}

/* The columns of numbers as the table has them; INSTANT_NONE stands for NULL. */
static void numbers_of(const struct case_row *row, int64_t numbers[static COLUMN_COUNT])
{
	numbers[COLUMN_PORTAL] = row->portal;
	numbers[COLUMN_ID] = row->id;
	numbers[COLUMN_TRAITS] = traits_of(row);
	numbers[COLUMN_UNIT] = row->state.unit;
	numbers[COLUMN_FIELD] = row->state.field;
	numbers[COLUMN_BUCKET] = (int64_t)row->bucket;
	numbers[COLUMN_DUE] = seconds_of(row->state.facts.due);
	numbers[COLUMN_SUBMITTED] = seconds_of(row->state.facts.submitted);
	numbers[COLUMN_ODD] = row->state.facts.odd;
	numbers[COLUMN_NEXT_CHANGE] = row->next_change;
	numbers[COLUMN_LOOK] = seconds_of(row->look);
}

static void bind_facts(
	struct store *store, sqlite3_stmt *statement, int place, const struct case_row *row)
{
	size_t length = pack_facts(row, store->packed);
	sqlite3_bind_blob(statement, place, store->packed, (int)length, SQLITE_STATIC);
}

sqlite3_stmt *row_use(struct store *store, bool add, const struct case_row *row)
{
	struct bound_row *bound = &store->bound[add];
	sqlite3_stmt *statement = sql_use(store, add ? SQL_case_add : SQL_case_set);
	int64_t numbers[COLUMN_COUNT];
	_Static_assert(COLUMN_COUNT <= ARRAY_SIZE(bound->values), "struct bound_row is too short");
	bind_facts(store, statement, COLUMN_FACTS + 1, row);
	sql_bind_slice(statement, COLUMN_KEY + 1, row->key);
	numbers_of(row, numbers);
	/* a parameter stays bound: most columns of most cases are as in the case before */
	for (int column = COLUMN_KEY + 1; column < COLUMN_COUNT; column++) {
		if (bound->known && bound->values[column] == numbers[column])
			continue;
		sql_bind_instant(statement, column + 1, numbers[column]);
		bound->values[column] = numbers[column];
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
	bind_facts(store, judge, 6, row);
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
