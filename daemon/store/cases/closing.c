/* Closing days, piece by piece. What is written of a day before its last piece is seen by nobody: a day is
 * closed when it has its row. After a kill the closing begins again, and finds equal what it kept. */
#include "store/cases/closing.h"

#include <errno.h>
#include <limits.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/dictionary.h"
#include "store/cases/judge_rows.h"
#include "store/cases/number_text.h"
#include "store/cases/polls.h"
#include "store/cases/tally_journal.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_closing.h"

/* More days than these were not slept through: the clock was wrong. */
#define DAYS_MOST 400
#define AT_ONCE 1000 /* in a piece, when nobody waits between them */

/* --- summing up --------------------------------------------------------------------------- */

static void begin_sums(struct store *store)
{
	struct closing *closing = &store->closing;
	day_sums_free(&closing->sums);
	day_sums_free(&store->since_day);
	store->since_day_known = true; /* from here on */
	closing->month = closing->unit = closing->journal = INT64_MIN;
	closing->journaled = store->journaled;
	closing->whole = true;
	closing->step = CLOSING_SUMS;
}

/* Was anything counted, or the journal added to the rows, since the summing began? */
static bool sums_disturbed(const struct store *store)
{
	return store->since_day.count[DAY_OF_UNIT] > 0 ||
	       store->journaled != store->closing.journaled;
}

static int add_cells(struct sql_row *row, struct tally *piece, struct error *error)
{
	struct slice cells = sql_blob(row, 2);
	int result = journal_read(cells, piece, 1);
	return result < 0 ? error_set(error, result, "the store is corrupt: the kept tally") : 0;
}

/* Rows of the kept tally behind the one read last. */
static int read_rows(struct store *store, struct tally *piece, size_t most, struct error *error)
{
	struct closing *closing = &store->closing;
	int result = 0;
	struct sql_row *list = sql_use(
		store, SQL_tally_after, as_number(closing->month), as_number(closing->unit));
	while (piece->used < most && sql_more(store, list, &result, error)) {
		closing->month = sql_int64(list, 0);
		closing->unit = sql_int64(list, 1);
		result = add_cells(list, piece, error);
	}
	sql_end(list);
	return result;
}

static int read_journal(struct store *store, struct tally *piece, size_t most, struct error *error)
{
	struct closing *closing = &store->closing;
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_journal_after, as_number(closing->journal));
	while (piece->used < most && sql_more(store, list, &result, error)) {
		closing->journal = sql_int64(list, 0);
		result = add_cells(list, piece, error);
	}
	sql_end(list);
	return result;
}

static int sum_some(struct store *store, size_t most, struct error *error)
{
	cleanup(tally_free) struct tally piece = {0};
	if (sums_disturbed(store))
		begin_sums(store);
	int result = read_rows(store, &piece, most, error);
	if (result == 0 && piece.used < most)
		result = read_journal(store, &piece, most, error);
	if (result < 0) {
		begin_sums(store);
		return result;
	}
	day_sums_add(&store->closing.sums, &piece);
	if (piece.used < most)
		store->closing.step = CLOSING_KEEPS;
	return 0;
}

/* --- keeping ------------------------------------------------------------------------------ */

static bool is_nothing(const struct counts *counts)
{
	static const struct counts nothing;
	return memcmp(counts, &nothing, sizeof(nothing)) == 0;
}

static int keep(struct store *store, enum day_scope scope, uint32_t number, day date,
	const struct counts *counts, struct error *error)
{
	cleanup(text_free) struct text words = {0};
	counts_write(&words, counts);
	return sql_run(store, error, SQL_day_tally_put, as_number(scope), as_number(number),
		as_number(date), as_slice(text_slice(&words)));
}

static int keep_changed(
	struct store *store, enum day_scope scope, uint32_t number, struct error *error)
{
	const struct closing *closing = &store->closing;
	struct counts before, counts = closing->sums.of[scope][number];
	int result = day_kept_counts(store, scope, number, closing->date, &before, error);
	if (!closing->whole)
		day_counts_add(&counts, &before);
	if (result < 0 || memcmp(&before, &counts, sizeof(before)) == 0)
		return result;
	return keep(store, scope, number, closing->date, &counts, error);
}

/* Moves *scope and *number behind what it kept; *ret_over: there are no more. */
static int keep_numbers(struct store *store, int most, size_t *scope, size_t *number,
	bool *ret_over, struct error *error)
{
	const struct closing *closing = &store->closing;
	int result = 0;
	for (; *scope < 2 && result == 0; ++*scope, *number = 0)
		for (; *number < closing->sums.count[*scope] && result == 0; ++*number) {
			if (!closing->whole && is_nothing(&closing->sums.of[*scope][*number]))
				continue;
			if (most-- == 0)
				return 0;
			result = keep_changed(
				store, (enum day_scope) * scope, (uint32_t)*number, error);
		}
	*ret_over = true;
	return result;
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
	int result = sql_run(store, error, SQL_day_put, as_number(date), as_number(now),
		as_instant(observed_until(store)));
	return result < 0 ? result : meta_put(store, "closed_day", date, error);
}

/* One transaction: some numbers, and the day's row after the last one. */
static int keep_some(struct store *store, int most, instant now, struct error *error)
{
	struct closing *closing = &store->closing;
	size_t scope = closing->scope, number = closing->number;
	bool over = false;
	int result = store_begin_own(store, false, error);
	if (result == 0)
		result = keep_numbers(store, most, &scope, &number, &over, error);
	if (result == 0 && over)
		result = write_day(store, closing->date, now, error);
	result = store_finish(store, result, error);
	if (result < 0)
		return result;
	closing->scope = scope;
	closing->number = number;
	if (over) {
		day_sums_free(&closing->sums);
		closing->step = CLOSING_JUDGES;
	}
	return 0;
}

/* --- a day -------------------------------------------------------------------------------- */

/* The open cases as they stood when the day ended, by what is known. */
static int judge_some(struct store *store, const struct judge *judge, int most, struct tally *tally,
	struct error *error)
{
	struct closing *closing = &store->closing;
	instant evening = zone_midnight(calendar_zone(judge->calendar), closing->date + 1) - 1;
	bool more;
	int result = pass_due(store, judge, evening, most, tally, &more, error);
	if (result < 0 || more)
		return result;
	closing->scope = closing->number = 0;
	if (!store->since_day_known) {
		begin_sums(store);
		return 0;
	}
	closing->sums = store->since_day;
	store->since_day = (struct day_sums){0};
	closing->whole = false;
	closing->step = CLOSING_KEEPS;
	return 0;
}

/* Another day than the one that was begun: the clock jumped. What was counted is summed up anew. */
static void begin_day(struct store *store, day date)
{
	struct closing *closing = &store->closing;
	if (closing->step != CLOSING_JUDGES)
		store->since_day_known = false;
	day_sums_free(&closing->sums);
	closing->step = CLOSING_JUDGES;
	closing->date = date;
}

/* 1: a day waits; 0: none does. */
static int next_day(struct store *store, const struct zone *zone, instant now, day *ret_date,
	struct error *error)
{
	int64_t closed;
	if (!store_days_wait(store, now))
		return 0;
	day today = zone_day(zone, now);
	int result = meta_get(store, "closed_day", &closed, error);
	if (result == -ENOENT || (result == 0 && today - closed > DAYS_MOST)) {
		closed = today - 1;
		result =
			store->mode == STORE_OWN ? meta_put(store, "closed_day", closed, error) : 0;
	}
	if (result < 0)
		return result;
	*ret_date = (day)closed + 1;
	if (closed < today - 1)
		return 1;
	store->day_ends = zone_midnight(zone, (day)closed + 2);
	return 0;
}

static int close_some(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error)
{
	struct closing *closing = &store->closing;
	day date;
	int result = next_day(store, calendar_zone(judge->calendar), now, &date, error);
	*ret_more = result > 0;
	if (result <= 0)
		return result;
	if (closing->date != date)
		begin_day(store, date);
	if (closing->step == CLOSING_JUDGES)
		return judge_some(store, judge, most, tally, error);
	if (closing->step == CLOSING_SUMS)
		return sum_some(store, (size_t)most, error);
	return keep_some(store, most, now, error);
}

int days_follow(struct store *store, const struct judge *judge, instant now, struct tally *tally,
	struct error *error)
{
	bool more = true;
	int result = 0;
	while (more && result == 0)
		result = close_some(store, judge, now, AT_ONCE, tally, &more, error);
	return result;
}

bool store_days_wait(const struct store *store, instant now)
{
	return now >= store->day_ends;
}

int store_close_days(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error)
{
	int result = store_recount(store, judge, tally, error);
	*ret_more = false;
	return result < 0 ? result : close_some(store, judge, now, most, tally, ret_more, error);
}
