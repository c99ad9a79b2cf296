/* By which settings and which calendar cases were judged since when. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "core/time/calendar_kept.h"
#include "store/cases/judge_rows.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_past.h"

#define PAUSE_ON_LOCK (1 << 16)

void judgings_free(struct store *store)
{
	for (size_t i = 0; i < store->calendar_count; i++)
		calendar_free(store->calendars[i]);
	free(store->calendars);
	free(store->judgings);
}

int calendar_keep(struct store *store, const struct calendar *calendar, struct error *error)
{
	cleanup(text_free) struct text days = {0};
	calendar_write(calendar, &days);
	return sql_run(store, error, SQL_calendar_keep,
		as_number((int64_t)calendar_version(calendar)), as_slice(text_slice(&days)));
}

int judging_keep(struct store *store, const struct judge *judge, instant since, struct error *error)
{
	int pauses = judge->pause_on_lock ? PAUSE_ON_LOCK : 0;
	for (int status = 0; status < STATUS_COUNT; status++)
		pauses |= judge->pause_on[status] << status;
	int result = calendar_keep(store, judge->calendar, error);
	if (result < 0)
		return result;
	return sql_run(store, error, SQL_judging_put, as_number(since), as_number(judge->compare),
		as_number(judge->due_moves_off_day_off), as_number(judge->due_soon_days),
		as_number(pauses), as_number((int64_t)calendar_version(judge->calendar)));
}

static const struct calendar *built(const struct store *store, uint64_t version)
{
	for (size_t i = 0; i < store->calendar_count; i++)
		if (calendar_version(store->calendars[i]) == version)
			return store->calendars[i];
	return NULL;
}

int calendar_kept(struct store *store, uint64_t version, const struct zone *zone,
	const struct calendar **ret_calendar, struct error *error)
{
	struct calendar *calendar = NULL;
	*ret_calendar = built(store, version);
	if (*ret_calendar)
		return 0;
	struct sql_row *get = sql_use(store, SQL_calendar_get, as_number((int64_t)version));
	int result = sql_step(store, get, error);
	if (result > 0)
		result = calendar_read(sql_text(get, 0), zone, &calendar, error);
	sql_end(get);
	if (!calendar)
		return result;
	array_reserve(store->calendars, &store->calendar_capacity, store->calendar_count + 1);
	store->calendars[store->calendar_count++] = calendar;
	/* in another time zone its days begin otherwise: it is not the one of then */
	*ret_calendar = calendar_version(calendar) == version ? calendar : NULL;
	return 0;
}

static struct judge read_judge(struct sql_row *row)
{
	int pauses = sql_int(row, 4);
	struct judge judge = {
		.compare = sql_int(row, 1) ? COMPARE_INSTANT : COMPARE_DATE,
		.due_moves_off_day_off = sql_int(row, 2) != 0,
		.due_soon_days = sql_int(row, 3),
		.pause_on_lock = pauses & PAUSE_ON_LOCK,
	};
	for (int status = 0; status < STATUS_COUNT; status++)
		judge.pause_on[status] = pauses >> status & 1;
	return judge;
}

static int read_judgings(struct store *store, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_judgings);
	int result = 0;
	store->judging_count = 0;
	while (sql_more(store, list, &result, error)) {
		array_reserve(store->judgings, &store->judging_capacity, store->judging_count + 1);
		store->judgings[store->judging_count++] = (struct judging){
			.since = sql_instant(list, 0),
			.judge = read_judge(list),
			.calendar = (uint64_t)sql_int64(list, 5),
		};
	}
	return result;
}

int judgings_load(struct store *store, const struct calendar *usual, struct error *error)
{
	int result = read_judgings(store, error);
	for (size_t i = 0; i < store->judging_count && result == 0; i++) {
		struct judging *judging = &store->judgings[i];
		judging->judge.calendar = usual;
		if (judging->calendar == calendar_version(usual))
			continue;
		const struct calendar *kept = NULL;
		result =
			calendar_kept(store, judging->calendar, calendar_zone(usual), &kept, error);
		if (kept)
			judging->judge.calendar = kept;
	}
	return result;
}

const struct judge *judging_at(const struct store *store, instant at)
{
	const struct judge *found = NULL;
	for (size_t i = 0; i < store->judging_count && store->judgings[i].since <= at; i++)
		found = &store->judgings[i].judge;
	return found;
}

int store_judge_at(struct store *store, instant at, struct judge *judge, struct error *error)
{
	int result = judgings_load(store, judge->calendar, error);
	const struct judge *found = result == 0 ? judging_at(store, at) : NULL;
	if (found)
		*judge = *found;
	return result;
}
