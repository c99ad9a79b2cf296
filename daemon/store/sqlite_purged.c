/* What is left of purged cases: their paths, added up by day. */
#include <errno.h>

#include "base/memory.h"
#include "core/period.h"
#include "store/sqlite_store.h"

/* Columns of `past`. Numbers of buckets are levels: open and uncounted ones are entered and left, closed
 * ones only entered, on the day of closing. */
enum past_column { /* stored */
	PAST_RECEIVED = BUCKET_COUNT,
	PAST_RECEIVED_ONLINE,
	PAST_TALLY_RECEIVED, /* what the kept tally counts otherwise, by dates said since */
	PAST_TALLY_RECEIVED_ONLINE,
	PAST_COLUMNS
};

static int add(struct store *store, int column, day date, const struct case_row *row, int amount,
	struct error *error)
{
	sqlite3_stmt *past = sql_use(store, SQL_past_add);
	sqlite3_bind_int(past, 1, column);
	sqlite3_bind_int64(past, 2, date);
	sqlite3_bind_int64(past, 3, row->state.unit);
	sqlite3_bind_int64(past, 4, row->state.field);
	sqlite3_bind_int(past, 5, amount);
	return sql_run(store, past, error);
}

/* A receipt on the days that the report and the kept tally count it. */
static int add_receipt(struct store *store, const struct case_row *row, const struct zone *zone,
	const struct case_facts *in_force, bool online, struct error *error)
{
	const struct case_facts *now = &row->state.facts;
	bool was = !online || in_force->channel == CHANNEL_ONLINE;
	bool is = !online || now->channel == CHANNEL_ONLINE;
	day then =
		in_force->received == INSTANT_NONE ? DAY_NONE : zone_day(zone, in_force->received);
	day today = now->received == INSTANT_NONE ? DAY_NONE : zone_day(zone, now->received);
	int report = online ? PAST_RECEIVED_ONLINE : PAST_RECEIVED, tally = report + 2, result = 0;
	if (was && then != DAY_NONE)
		result = add(store, report, then, row, 1, error);
	if (then == today && was == is)
		return result;
	if (result == 0 && was && then != DAY_NONE)
		result = add(store, tally, then, row, -1, error);
	if (result == 0 && is && today != DAY_NONE)
		result = add(store, tally, today, row, 1, error);
	return result;
}

/* The steps of the path as the evenings of days see them; up to the closing. */
static int add_steps(struct store *store, const struct case_row *row, const struct zone *zone,
	const struct path_step *steps, size_t count, struct error *error)
{
	int standing = -1, result = 0;
	for (size_t i = 0; i < count && result == 0; i++) {
		day date = zone_day(zone, steps[i].at);
		bool closed = bucket_closed(steps[i].bucket);
		if (i + 1 < count && zone_day(zone, steps[i + 1].at) == date)
			continue;
		if (standing >= 0)
			result = add(store, standing, date, row, -1, error);
		standing = closed ? -1 : (int)steps[i].bucket;
		if (result == 0 && !closed)
			result = add(store, standing, date, row, 1, error);
		if (closed)
			break;
	}
	if (result == 0 && standing >= 0 && bucket_closed(row->bucket))
		result = add(store, standing, zone_day(zone, row->closed_at), row, -1, error);
	return result;
}

/* A report says since when hentra has watched, also when the first cases are kept no more. */
static int keep_first_seen(struct store *store, const struct case_row *row, struct error *error)
{
	int64_t first;
	if (!row->counted)
		return 0;
	int result = meta_get(store, "first_purged", &first, error);
	if (result == -ENOENT || (result == 0 && row->life.first_seen < first))
		return meta_put(store, "first_purged", row->life.first_seen, error);
	return result;
}

int past_add_case(struct store *store, const struct case_row *row, const struct judge *judge,
	const struct evidence *evidence, struct error *error)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	struct case_state state = row->state;
	struct case_life life = row->life;
	if (row->frozen && row->rewritten)
		witness_at(&row->state, &row->life, evidence->changes, evidence->change_count,
			row->frozen_at, &state, &life);
	size_t room = PATH_STEPS(evidence->pause_count);
	cleanup(cleanup_free) struct path_step *steps = xcalloc(room, sizeof(*steps));
	size_t count =
		path_of(&state.facts, &life, evidence->pauses, evidence->pause_count, judge, steps);
	int result = keep_first_seen(store, row, error);
	if (result == 0)
		result = add_steps(store, row, zone, steps, count, error);
	if (result < 0 || !bucket_closed(row->bucket))
		return result;
	result = add(store, (int)row->bucket, zone_day(zone, row->closed_at), row, 1, error);
	if (result == 0)
		result = add_receipt(store, row, zone, &state.facts, false, error);
	if (result == 0)
		result = add_receipt(store, row, zone, &state.facts, true, error);
	return result;
}

/* Calls for each row of a column in [from, to]. */
static int walk(struct store *store, int column, day from, day to, store_purged_fn *on_past,
	void *user, int tally_column, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_past);
	int result;
	sqlite3_bind_int(list, 1, column);
	sqlite3_bind_int64(list, 2, from);
	sqlite3_bind_int64(list, 3, to);
	while ((result = sql_step(store, list, error)) > 0) {
		result = on_past(user, (uint32_t)sqlite3_column_int64(list, 2),
			(uint32_t)sqlite3_column_int64(list, 3), (day)sqlite3_column_int64(list, 1),
			tally_column, sqlite3_column_int64(list, 4));
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

int store_purged(struct store *store, day from, day to, store_purged_fn *on_past, void *user,
	struct error *error)
{
	int result = 0;
	for (int column = 0; column <= PAST_RECEIVED_ONLINE && result == 0; column++) {
		bool level = column < BUCKET_COUNT && !bucket_closed((enum bucket)column);
		result = walk(
			store, column, level ? DAY_NONE : from, to, on_past, user, column, error);
	}
	return result;
}

static int add_to_tally(
	void *user, uint32_t unit, uint32_t field, day date, int column, int64_t amount)
{
	bool dated = column >= BUCKET_COUNT || bucket_closed((enum bucket)column);
	tally_add(user, (struct tally_key){unit, field, dated ? period_month_of(date) : 0}, column,
		amount);
	return 0;
}

int past_add_tally(struct store *store, struct tally *tally, struct error *error)
{
	int result = store_purged(store, DAY_NONE, INT32_MAX, add_to_tally, tally, error);
	for (int i = 0; i < 2 && result == 0; i++)
		result = walk(store, PAST_TALLY_RECEIVED + i, DAY_NONE, INT32_MAX, add_to_tally,
			tally, TALLY_RECEIVED + i, error);
	return result;
}
