/* Judging: a row when its facts came, and again what the passing of time or new settings change. */
#include "store/cases/judge_rows.h"

#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/cases/closing.h"
#include "store/cases/dictionary.h"
#include "store/cases/history.h"
#include "store/cases/kept_tally.h"
#include "store/cases/polls.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/detecting.h"

/* The facts that its verdict froze with, of a case that was rewritten since. */
static int facts_when_frozen(struct store *store, const struct case_row *row,
	struct case_facts *ret_facts, struct error *error)
{
	cleanup(ahead_free) struct ahead ahead = {0};
	struct change *changes = NULL;
	struct case_state state = row->state;
	struct case_life life;
	size_t count;
	int result = writes_flush(store, error); /* what is in the row is in the history */
	if (result == 0)
		result = ahead_changes(store, &ahead, row->id, &changes, &count, error);
	if (result < 0)
		return result;
	witness_at(&row->state, &row->life, changes, count, row->frozen_at, &state, &life);
	*ret_facts = state.facts;
	return 0;
}

int row_tally(struct store *store, const struct case_row *row, const struct judge *judge, int sign,
	struct error *error)
{
	struct verdict verdict = {.bucket = row->bucket, .closed_at = row->closed_at};
	const struct case_facts *facts = &row->state.facts;
	struct case_facts frozen;
	int result = 0;
	if (!row->counted)
		return 0;
	if (row->rewritten) {
		result = facts_when_frozen(store, row, &frozen, error);
		facts = &frozen;
	}
	if (result == 0)
		tally_case(&store->delta, row->state.unit, row->state.field, facts, &verdict,
			calendar_zone(judge->calendar), sign);
	return result;
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

/* Judges one case again and writes what changed. */
static int judge_row(struct store *store, struct case_row *row, const struct judge *judge,
	instant now, struct error *error)
{
	struct case_row before = *row;
	int result = row_judge(store, row, judge, now, whole_second(now), error);
	if (result < 0 ||
		(row->bucket == before.bucket && row->next_change == before.next_change &&
			row->closed_at == before.closed_at && row->uncertain == before.uncertain))
		return result;
	result = row_tally(store, &before, judge, -1, error);
	if (result == 0)
		result = row_tally(store, row, judge, 1, error);
	return result < 0 ? result : row_write_verdict(store, row, error);
}

/* Cases whose instant has come. */
static int judge_due(struct store *store, const struct judge *judge, instant now, int most,
	size_t *ret_count, struct error *error)
{
	cleanup(row_list_free) struct row_list due = {0};
	int result = sql_each(
		store, error, row_list_add, &due, SQL_cases_due, as_number(now), as_number(most));
	row_list_settle(&due);
	for (size_t i = 0; i < due.count && result == 0; i++)
		result = judge_row(store, &due.rows[i], judge, now, error);
	*ret_count = due.count;
	return result;
}

/* What a pass ends with: the tally, when it was, the commit. */
static int end_pass(
	struct store *store, instant now, struct tally *tally, int result, struct error *error)
{
	if (result == 0)
		result = tally_write_delta(store, error);
	if (result == 0)
		result = newest_write(store, now, error);
	if (result == 0)
		result = meta_put(store, "judged_at", now, error);
	result = store_finish(store, result, error);
	if (result < 0)
		return result;
	tally_take_delta(store, tally);
	newest_take(store, now);
	return 0;
}

int pass_due(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error)
{
	instant next = INSTANT_NONE;
	size_t count = 0;
	int result = store_next_change(store, &next, error);
	*ret_more = false;
	if (result < 0 || next == INSTANT_NONE || next > now)
		return result;
	result = store_begin_own(store, false, error);
	if (result == 0)
		result = judge_due(store, judge, now, most, &count, error);
	*ret_more = count == (size_t)most;
	return end_pass(store, now, tally, result, error);
}

int store_judge_due(struct store *store, const struct judge *judge, instant now, int most,
	struct tally *tally, bool *ret_more, struct error *error)
{
	int result = store_recount(store, judge, tally, error);
	if (result == 0)
		result = days_follow(store, judge, now, tally, error);
	if (result == 0)
		result = pass_due(store, judge, now, most, tally, ret_more, error);
	if (result == 0 && !*ret_more)
		result = pass_looks(store, judge, most, ret_more, error);
	if (result < 0)
		return result;
	if (!*ret_more && now > store->judged_at)
		store->judged_at = now;
	return 0;
}

static int judge_step(
	struct store *store, const struct judge *judge, instant now, int most, struct error *error)
{
	struct walk *walk = &store->judged;
	int result = walk_step(store, walk, most, error);
	for (size_t i = 0; i < walk->count && result == 0; i++) {
		struct case_row row;
		int traits = walk->cases[i].traits;
		if (traits_frozen(traits) && !traits_witnessed(traits))
			continue;
		result = row_get(store, walk->cases[i].portal, walk_key(walk, i), &row, error);
		if (result <= 0)
			continue;
		row.look = 0; /* detectors go by the calendar too */
		result = row_write_traits(store, &row, error);
		if (result == 0 && !row.frozen)
			result = judge_row(store, &row, judge, now, error);
	}
	return result;
}

/* Most cases are closed, and cheap to pass over: so many are walked for one that is judged. */
#define WALKED_FOR_ONE 8

int store_judge_all_open(struct store *store, const struct judge *judge, instant now, int most,
	int64_t *cursor, struct tally *tally, struct error *error)
{
	int result = store_recount(store, judge, tally, error);
	if (result < 0)
		return result;
	if (*cursor == 0)
		walk_restart(&store->judged);
	result = days_follow(store, judge, now, tally, error);
	if (result < 0)
		return result;
	result = store_begin_own(store, false, error);
	if (result == 0)
		result = judge_step(store, judge, now, most * WALKED_FOR_ONE, error);
	if (result == 0 && store->judged.over)
		result = meta_put(store, "judge", (int64_t)judge_version(judge), error);
	if (result == 0 && store->judged.over)
		result = judging_keep(store, judge, now, error);
	result = end_pass(store, now, tally, result, error);
	if (result < 0)
		return result;
	*cursor += (int64_t)store->judged.count;
	if (!store->judged.over)
		return 0;
	*cursor = 0;
	if (now > store->judged_at)
		store->judged_at = now;
	return 0;
}

int store_judge_changed(
	struct store *store, const struct judge *judge, bool *ret_changed, struct error *error)
{
	int64_t version = (int64_t)judge_version(judge), kept;
	int result = meta_get(store, "judge", &kept, error);
	*ret_changed = result == 0 && kept != version;
	if (result != -ENOENT)
		return result;
	*ret_changed = store->last_case > 0;
	if (*ret_changed)
		return 0;
	result = meta_put(store, "judge", version, error);
	return result < 0 ? result : judging_keep(store, judge, 0, error);
}

int store_next_change(struct store *store, instant *ret_at, struct error *error)
{
	return sql_number(store, error, ret_at, INSTANT_NONE, SQL_next_change);
}

int store_newest(struct store *store, instant *ret_at, struct error *error)
{
	(void)error;
	*ret_at = store->newest;
	return 0;
}

int store_clock_back(struct store *store, instant now, struct error *error)
{
	int64_t ahead = store->newest, kept = INSTANT_NONE;
	int result = meta_get(store, "clock_ahead", &kept, error);
	if (result < 0 && result != -ENOENT)
		return result;
	if (result == 0 && kept > ahead)
		ahead = kept;
	result = store_begin_own(store, false, error);
	if (result == 0)
		result = meta_put(store, "clock_ahead", ahead, error);
	if (result == 0)
		result = meta_put(store, "newest", now, error);
	if (result == 0)
		result = meta_put(store, "judged_at", now, error);
	result = store_finish(store, result, error);
	if (result < 0)
		return result;
	store->newest = store->judged_at = now;
	return 0;
}

int store_clock_ahead(struct store *store, instant *ret_ahead, struct error *error)
{
	return meta_instant(store, "clock_ahead", ret_ahead, error);
}

int store_judged_at(struct store *store, instant *ret_at, struct error *error)
{
	(void)error;
	*ret_at = store->judged_at;
	return 0;
}
