/* Walks over all cases with their histories. Most cases of a store have changed once and were never
 * paused: which ones have a history or a pause is read beforehand, so that the others cost nothing. */
#include "store/cases/histories.h"

#include <errno.h>

#include "base/memory.h"
#include "store/cases/case_row.h"
#include "store/cases/history.h"
#include "store/cases/judge_rows.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_past.h"

int id_read(struct store *store, enum sql which, struct id_set *set, struct error *error)
{
	struct sql_row *list = sql_use(store, which);
	size_t capacity = 0;
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		int64_t id = sql_int64(list, 0);
		size_t word = (size_t)id / 64;
		if (id < 0)
			continue; /* a damaged file */
		array_reserve(set->words, &capacity, word + 1);
		for (; set->count <= word; set->count++)
			set->words[set->count] = 0;
		set->words[word] |= UINT64_C(1) << (id % 64);
	}
	return result;
}

int row_counted_at(struct store *store, const struct case_row *row, instant at, bool *ret_counted,
	struct error *error)
{
	bool counted = row->counted || store->portals[row->portal - 1].counted;
	for (uint32_t id = 1; !row->counted && counted && id <= store->portal_count; id++) {
		struct case_row rival;
		if (id == row->portal || !store->portals[id - 1].counted ||
			!portal_precedes(store, id, row->portal))
			continue;
		int result = row_get(store, id, row->key, &rival, error);
		if (result < 0)
			return result;
		counted = result == 0 || rival.life.first_seen > at;
	}
	*ret_counted = counted;
	return 0;
}

struct past_walk {
	struct store *store;
	struct id_set changed, paused;
	struct ahead ahead;
	struct change *changes;
	size_t change_count;
	struct pause *pauses, *known; /* all, and those known at `at` */
	size_t pause_count, pause_capacity, known_capacity;
	instant at; /* NONE: now */
	store_past_case_fn *on_past;
	store_history_fn *on_history; /* instead of on_past */
	void *user;
	struct error *error;
};

static int keep_pause(void *user, const struct pause *pause)
{
	struct past_walk *walk = user;
	array_reserve(walk->pauses, &walk->pause_capacity, walk->pause_count + 1);
	walk->pauses[walk->pause_count++] = *pause;
	return 0;
}

/* As things are now rows say whether their history is needed: the whole of it is not looked through. */
static bool is_now(const struct past_walk *walk)
{
	return walk->at == INSTANT_NONE && walk->on_past;
}

static int load_history(struct past_walk *walk, const struct case_row *row, bool changes)
{
	int result = 0;
	walk->change_count = walk->pause_count = 0;
	if (changes && (is_now(walk) || id_has(&walk->changed, row->id)))
		result = ahead_changes(walk->store, &walk->ahead, row->id, &walk->changes,
			&walk->change_count, walk->error);
	if (result == 0 && id_has(&walk->paused, row->id))
		result = store_pauses(walk->store, row->id, keep_pause, walk, walk->error);
	return result;
}

/* Now: the row says it all, but what was known when a verdict froze that was rewritten since. */
static int tell_now(struct past_walk *walk, const struct case_row *row)
{
	int result = load_history(walk, row, row->rewritten);
	if (result < 0)
		return result;
	struct store_case found = case_of_row(walk->store, row);
	struct store_past past = {.found = &found,
		.known = {.state = row->state,
			.life = row->life,
			.judged = row->state,
			.judged_life = row->life,
			.frozen_at = found.frozen_at},
		.pauses = walk->pauses,
		.pause_count = walk->pause_count,
		.frozen = row->frozen ? (int)row->bucket : -1};
	if (row->rewritten)
		witness_at(&row->state, &row->life, walk->changes, walk->change_count,
			row->frozen_at, &past.known.judged, &past.known.judged_life);
	return walk->on_past(walk->user, &past);
}

/* A verdict that froze and was opened again since: by the rules of the day on which it froze. */
static void judge_frozen(const struct store *store, struct store_past *past)
{
	const struct known_case *known = &past->known;
	const struct judge *judge =
		known->frozen_at == INSTANT_NONE ? NULL : judging_at(store, known->frozen_at);
	if (past->frozen < 0 && judge)
		past->frozen = (int)verdict_of(
			&known->judged.facts, &known->judged_life, judge, known->frozen_at)
				       .bucket;
}

static int tell_then(struct past_walk *walk, const struct case_row *row)
{
	struct store_past past;
	if (walk->at < row->life.first_seen)
		return 0;
	int result = load_history(walk, row, true);
	if (result < 0)
		return result;
	struct store_case found = case_of_row(walk->store, row);
	struct store_history history = {
		&found, walk->changes, walk->change_count, walk->pauses, walk->pause_count};
	if (walk->on_history)
		return walk->on_history(walk->user, &history);
	array_reserve(walk->known, &walk->known_capacity, walk->pause_count);
	result = row_counted_at(walk->store, row, walk->at, &found.counted, walk->error);
	if (result < 0 || !store_past_of(&history, walk->at, walk->known, &past))
		return result;
	judge_frozen(walk->store, &past);
	return walk->on_past(walk->user, &past);
}

static int meet(void *user, const struct case_row *row)
{
	struct past_walk *walk = user;
	return is_now(walk) ? tell_now(walk, row) : tell_then(walk, row);
}

static void free_sets(struct past_walk *walk)
{
	free(walk->changed.words);
	free(walk->paused.words);
	ahead_free(&walk->ahead);
	free(walk->pauses);
	free(walk->known);
}

static int walk_in_one_reading(struct past_walk *walk)
{
	struct store *store = walk->store;
	bool begun;
	int result = sql_reading(store, &begun, walk->error);
	if (result < 0)
		return result;
	if (!is_now(walk))
		result = id_read(store, SQL_history_cases, &walk->changed, walk->error);
	if (result == 0)
		result = id_read(store, SQL_pause_cases, &walk->paused, walk->error);
	if (result == 0)
		result = rows_meet_all(store, meet, walk, walk->error);
	if (begun)
		sql_reading_end(store);
	free_sets(walk);
	return result;
}

int store_walk_past(struct store *store, instant at, store_past_case_fn *on_case, void *user,
	struct error *error)
{
	struct past_walk walk = {
		.store = store, .at = at, .on_past = on_case, .user = user, .error = error};
	return walk_in_one_reading(&walk);
}

struct store_past_walk {
	struct past_walk walk;
	struct sql_row *list; /* under way from step to step */
};

int store_past_begin(struct store *store, store_past_case_fn *on_case, void *user,
	struct store_past_walk **ret_walk, struct error *error)
{
	struct store_past_walk *past = xcalloc(1, sizeof(*past));
	past->walk = (struct past_walk){
		.store = store, .at = INSTANT_NONE, .on_past = on_case, .user = user};
	past->walk.error = error;
	bool begun;
	int result = sql_reading(store, &begun, error);
	if (result == 0)
		result = id_read(store, SQL_pause_cases, &past->walk.paused, error);
	if (result < 0) {
		store_past_end(past);
		return result;
	}
	past->list = sql_use(store, SQL_cases_met);
	*ret_walk = past;
	return 0;
}

int store_past_step(struct store_past_walk *past, int most, bool *ret_done, struct error *error)
{
	past->walk.error = error;
	*ret_done = false;
	return rows_meet(past->walk.store, past->list, most, meet, &past->walk, ret_done, error);
}

void store_past_end(struct store_past_walk *past)
{
	if (!past)
		return;
	sql_end(past->list);
	sql_reading_end(past->walk.store);
	free_sets(&past->walk);
	free(past);
}

int store_walk_histories(
	struct store *store, store_history_fn *on_case, void *user, struct error *error)
{
	struct past_walk walk = {.store = store,
		.at = INT64_MAX,
		.on_history = on_case,
		.user = user,
		.error = error};
	return walk_in_one_reading(&walk);
}

int store_complete_by(struct store *store, uint32_t portal, instant at, instant *ret_ended,
	bool *ret_polled, struct error *error)
{
	instant ended, begun = INSTANT_NONE;
	struct sql_value by = as_number(at == INSTANT_NONE ? INT64_MAX : at);
	int result = sql_number(
		store, error, &ended, INSTANT_NONE, SQL_poll_complete_by, as_number(portal), by);
	if (result == 0)
		result = sql_number(store, error, &begun, INSTANT_NONE, SQL_poll_begun_by,
			as_number(portal), by);
	if (result < 0)
		return result;
	*ret_ended = ended;
	*ret_polled = begun != INSTANT_NONE;
	return 0;
}

int store_first_purged(struct store *store, instant *ret_at, struct error *error)
{
	return meta_instant(store, "first_purged", ret_at, error);
}
