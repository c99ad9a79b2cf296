/* Reading what is left of purged cases, as purged.c wrote it. */
#include "core/time/period.h"
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/witness/purging.h"

struct reading {
	struct store *store;
	day from, to;
	int64_t known;
	store_purged_fn *on_past;
	void *user;
	struct error *error;
};

/* Calls for each row of a column in [from, to]. */
static int walk(const struct reading *reading, int column, day from)
{
	int result = 0;
	struct sql_row *list = sql_use(reading->store, SQL_past, as_number(column), as_number(from),
		as_number(reading->to), as_number(reading->known));
	while (sql_more(reading->store, list, &result, reading->error))
		result = reading->on_past(reading->user, sql_u32(list, 1), sql_u32(list, 2),
			sql_u32(list, 3), (day)sql_int64(list, 0), column, sql_int64(list, 4));
	return result;
}

static int walk_columns(const struct reading *reading)
{
	int result = 0;
	for (int column = 0; column <= PAST_RECEIVED_ONLINE && result == 0; column++) {
		bool level = column < BUCKET_COUNT && !bucket_closed((enum bucket)column);
		result = walk(reading, column, level ? DAY_NONE : reading->from);
	}
	return result;
}

static int64_t known_by(day known)
{
	return known == DAY_NONE ? INT32_MAX : known;
}

int store_purged_overdue(struct store *store, day on, day known, store_purged_due_fn *on_due,
	void *user, struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_past_overdue, as_number(PAST_DUE / 2),
		as_number(on), as_number(known_by(known)));
	while (sql_more(store, list, &result, error))
		result = on_due(user, sql_u32(list, 1), sql_u32(list, 2), sql_u32(list, 3),
			(day)(sql_int64(list, 0) - PAST_DUE), sql_int64(list, 4));
	return result;
}

int store_purged(struct store *store, day from, day to, day known, store_purged_fn *on_past,
	void *user, struct error *error)
{
	struct reading reading = {store, from, to, known_by(known), on_past, user, error};
	return walk_columns(&reading);
}

static int add_to_tally(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount)
{
	(void)procedure;
	bool dated = column >= BUCKET_COUNT || bucket_closed((enum bucket)column);
	tally_add(user, (struct tally_key){unit, field, dated ? period_month_of(date) : 0}, column,
		amount);
	return 0;
}

int past_add_tally(struct store *store, struct tally *tally, struct error *error)
{
	struct reading reading = {
		store, DAY_NONE, INT32_MAX, INT32_MAX, add_to_tally, tally, error};
	return walk_columns(&reading);
}
