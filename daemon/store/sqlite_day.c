/* The closing tally of each day. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/numbers.h"
#include "store/sqlite_dictionary.h"
#include "store/sqlite_judge.h"
#include "store/sqlite_statement.h"
#include "store/sqlite_store.h"
#include "store/sqlite_tally.h"
#include "store/store_witness.h"

/* More days than these were not slept through: the clock was wrong. */
#define DAYS_MOST 400

void day_sums_free(struct day_sums *sums)
{
	free(sums->of[DAY_OF_UNIT]);
	free(sums->of[DAY_OF_FIELD]);
	*sums = (struct day_sums){0};
}

static void add_cell(struct counts *counts, const struct tally_cell *cell)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		counts->bucket[bucket] += cell->count[bucket];
	counts->received += cell->count[TALLY_RECEIVED];
	counts->received_online += cell->count[TALLY_RECEIVED_ONLINE];
}

static void add_counts(struct counts *sum, const struct counts *more)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		sum->bucket[bucket] += more->bucket[bucket];
	sum->received += more->received;
	sum->received_online += more->received_online;
}

static bool is_nothing(const struct counts *counts)
{
	static const struct counts nothing;
	return memcmp(counts, &nothing, sizeof(nothing)) == 0;
}

static struct counts *sum_of(struct day_sums *sums, int scope, uint32_t number)
{
	while (sums->count[scope] <= number) {
		size_t was = sums->count[scope];
		sums->count[scope] = was ? was * 2 : 64;
		sums->of[scope] =
			xrealloc(sums->of[scope], sums->count[scope] * sizeof(struct counts));
		memset(sums->of[scope] + was, 0,
			(sums->count[scope] - was) * sizeof(struct counts));
	}
	return &sums->of[scope][number];
}

void day_sums_add(struct day_sums *sums, const struct tally *tally)
{
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		add_cell(sum_of(sums, DAY_OF_UNIT, cell->key.unit), cell);
		add_cell(sum_of(sums, DAY_OF_FIELD, cell->key.field), cell);
	}
}

static int sum_up(struct store *store, struct day_sums *sums, struct error *error)
{
	cleanup(tally_free) struct tally tally = {0};
	int result = store_load_tally(store, &tally, error);
	if (result == 0)
		day_sums_add(sums, &tally);
	return result;
}

/* The newest counts kept up to a day; zeros when there are none. */
static int kept_counts(struct store *store, enum day_scope scope, uint32_t number, day date,
	struct counts *ret_counts, struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_day_tally);
	sqlite3_bind_int(get, 1, (int)scope);
	sqlite3_bind_int64(get, 2, number);
	sqlite3_bind_int64(get, 3, date);
	int result = sql_step(store, get, error);
	*ret_counts = (struct counts){0};
	if (result > 0)
		counts_read(sql_text(get, 0), ret_counts);
	sqlite3_reset(get);
	return result < 0 ? result : 0;
}

static int keep(struct store *store, enum day_scope scope, uint32_t number, day date,
	const struct counts *counts, struct error *error)
{
	cleanup(text_free) struct text words = {0};
	counts_write(&words, counts);
	sqlite3_stmt *put = sql_use(store, SQL_day_tally_put);
	sqlite3_bind_int(put, 1, (int)scope);
	sqlite3_bind_int64(put, 2, number);
	sqlite3_bind_int64(put, 3, date);
	sql_bind_slice(put, 4, text_slice(&words));
	return sql_run(store, put, error);
}

/* `sum` is all that is counted, or, as soon as a day was closed in this opening, what came to what was
 * kept then. */
static int keep_changed(struct store *store, enum day_scope scope, uint32_t number, day date,
	const struct counts *sum, struct error *error)
{
	struct counts before, counts = *sum;
	if (store->since_day_known && is_nothing(sum))
		return 0;
	int result = kept_counts(store, scope, number, date, &before, error);
	if (store->since_day_known)
		add_counts(&counts, &before);
	if (result < 0 || memcmp(&before, &counts, sizeof(before)) == 0)
		return result;
	return keep(store, scope, number, date, &counts, error);
}

/* Up to when every counted portal had been read that is still configured; NONE: one never was. */
static instant observed_until(const struct store *store)
{
	instant until = INT64_MAX;
	for (size_t i = 0; i < store->portal_count; i++) {
		const struct portal_entry *portal = &store->portals[i];
		if (portal->named && portal->counted && portal->complete < until)
			until = portal->complete;
	}
	return until == INT64_MAX ? INSTANT_NONE : until;
}

static int write_day(struct store *store, day date, instant now, struct error *error)
{
	sqlite3_stmt *put = sql_use(store, SQL_day_put);
	sqlite3_bind_int64(put, 1, date);
	sqlite3_bind_int64(put, 2, now);
	sql_bind_instant(put, 3, observed_until(store));
	return sql_run(store, put, error);
}

static int keep_sums(
	struct store *store, const struct day_sums *sums, day date, struct error *error)
{
	int result = 0;
	for (int scope = 0; scope < 2; scope++)
		for (size_t i = 0; i < sums->count[scope] && result == 0; i++)
			result = keep_changed(store, (enum day_scope)scope, (uint32_t)i, date,
				&sums->of[scope][i], error);
	return result;
}

/* One transaction: the day's row and what differs from the day before. */
static int close_day(struct store *store, day date, instant now, struct error *error)
{
	cleanup(day_sums_free) struct day_sums all = {0};
	int result = store_begin_own(store, false, error);
	if (result == 0 && !store->since_day_known)
		result = sum_up(store, &all, error);
	if (result == 0)
		result = keep_sums(
			store, store->since_day_known ? &store->since_day : &all, date, error);
	if (result == 0)
		result = write_day(store, date, now, error);
	if (result == 0)
		result = meta_put(store, "closed_day", date, error);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0) {
		store_rollback(store);
		return result;
	}
	day_sums_free(&store->since_day);
	store->since_day_known = true;
	return 0;
}

/* The first instant after which a day waits to be closed. */
static void wait_for(struct store *store, day closed, const struct zone *zone)
{
	store->day_ends = zone_midnight(zone, closed + 2);
}

/* The open cases as they stood when the day ended, by what is known. */
static int judge_evening(struct store *store, const struct judge *judge, day date,
	struct tally *tally, struct error *error)
{
	instant evening = zone_midnight(calendar_zone(judge->calendar), date + 1) - 1;
	bool more = true;
	int result = 0;
	while (more && result == 0)
		result = pass_due(store, judge, evening, 1000, tally, &more, error);
	return result;
}

int days_follow(struct store *store, const struct judge *judge, instant now, struct tally *tally,
	struct error *error)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	int64_t closed;
	if (now < store->day_ends)
		return 0;
	day today = zone_day(zone, now);
	int result = meta_get(store, "closed_day", &closed, error);
	if (result == -ENOENT || (result == 0 && today - closed > DAYS_MOST)) {
		closed = today - 1;
		result =
			store->mode == STORE_OWN ? meta_put(store, "closed_day", closed, error) : 0;
	}
	while (result == 0 && closed < today - 1) {
		result = judge_evening(store, judge, (day)closed + 1, tally, error);
		if (result == 0)
			result = close_day(store, (day)closed + 1, now, error);
		closed++;
	}
	if (result == 0)
		wait_for(store, (day)closed, zone);
	return result;
}

static int is_closed(struct store *store, day date, struct error *error)
{
	sqlite3_stmt *get = sql_use(store, SQL_days);
	sqlite3_bind_int64(get, 1, date);
	sqlite3_bind_int64(get, 2, date);
	int result = sql_step(store, get, error);
	sqlite3_reset(get);
	return result;
}

int store_day_counts(struct store *store, enum day_scope scope, const uint32_t *numbers,
	size_t count, day date, struct counts *ret_counts, struct error *error)
{
	struct counts sum = {0};
	int result = is_closed(store, date, error);
	if (result == 0)
		return -ENOENT;
	for (size_t i = 0; i < count && result >= 0; i++) {
		struct counts one;
		result = kept_counts(store, scope, numbers[i], date, &one, error);
		add_counts(&sum, &one);
	}
	if (result < 0)
		return result;
	*ret_counts = sum;
	return 0;
}

int store_days(struct store *store, day from, day to, store_day_fn *on_day, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_days);
	int result;
	sqlite3_bind_int64(list, 1, from);
	sqlite3_bind_int64(list, 2, to);
	while ((result = sql_step(store, list, error)) > 0) {
		struct store_day found = {
			.day = (day)sqlite3_column_int64(list, 0),
			.closed = sql_instant(list, 1),
			.observed = sql_instant(list, 2),
		};
		result = on_day(user, &found);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}
