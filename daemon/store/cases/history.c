/* History and pauses: what was said before, and between which two polls it changed. */
#include "store/cases/history.h"

#include "base/memory.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/inside.h"
#include "store/sql.h"

static instant later(instant a, instant b)
{
	return a > b ? a : b;
}

void history_bounds(const struct store *store, const struct case_row *row, instant changed,
	instant seen, instant *ret_after, instant *ret_by)
{
	const struct portal_entry *portal = &store->portals[row->portal - 1];
	/* polls between sweeps need not ask for closed cases */
	instant covered = bucket_closed(row->bucket) ? portal->sweep : portal->complete;
	changed = later(changed, row->life.first_seen);
	instant after = later(covered, changed);
	*ret_by = later(seen, changed + SECOND_MS);
	*ret_after = after < *ret_by ? after : *ret_by;
}

int history_add(struct store *store, const struct case_row *row, const struct change *change,
	struct error *error)
{
	bool absent = fact_is_instant(change->fact) && change->value == INSTANT_NONE;
	return write_later(store, error, LANE_HISTORY, as_number(row->id), as_number(change->by),
		as_number(change->fact), as_instant(absent ? INSTANT_NONE : change->value),
		as_number(later(change->after, row->life.first_seen)));
}

static int pause_begin(struct store *store, int64_t id, uint8_t status,
	const struct case_facts *facts, instant after, instant by, struct error *error)
{
	return write_later(store, error, LANE_PAUSES_BEGUN, as_number(id), as_number(by),
		as_number(status), as_instant(after),
		as_instant(status == STATUS_SUPPLEMENT ? facts->supplement_asked : INSTANT_NONE));
}

static int pause_end(struct store *store, int64_t id, uint8_t status,
	const struct case_facts *facts, instant after, instant by, struct error *error)
{
	return write_later(store, error, LANE_PAUSES_ENDED, as_number(id), as_number(status),
		as_number(after), as_number(by),
		as_instant(status == STATUS_SUPPLEMENT ? facts->supplement_done : INSTANT_NONE));
}

/* The status that stops the clock, whatever the settings say of it; -1: none. */
static int stopping(const struct case_facts *facts)
{
	return facts && status_pauses(facts->status) ? facts->status : -1;
}

int pauses_follow(struct store *store, int64_t id, const struct case_facts *before,
	const struct case_facts *facts, instant after, instant by, struct error *error)
{
	int old = stopping(before), new = stopping(facts), result = 0;
	bool was_locked = before && before->locked;
	if (old != new &&old >= 0)
		result = pause_end(store, id, (uint8_t)old, facts, after, by, error);
	if (result == 0 && old != new &&new >= 0)
		result = pause_begin(store, id, (uint8_t) new, facts, after, by, error);
	if (result == 0 && was_locked && !facts->locked)
		result = pause_end(store, id, 0, facts, after, by, error);
	if (result == 0 && !was_locked && facts->locked)
		result = pause_begin(store, id, 0, facts, after, by, error);
	return result;
}

/* False: a damaged file. */
static bool change_of(int fact, struct change *change)
{
	if (fact < FACT_STATUS || fact >= FACT_COUNT)
		return false;
	change->fact = (enum fact)fact;
	if (fact == FACT_STATUS && (change->value < 0 || change->value >= STATUS_COUNT))
		change->value = STATUS_UNKNOWN;
	return true;
}

int store_changes(struct store *store, int64_t case_id, store_change_fn *on_change, void *user,
	struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_history, as_number(case_id));
	while (sql_more(store, list, &result, error)) {
		struct change change = {
			.value = sql_instant(list, 1),
			.after = sql_instant(list, 2),
			.by = sql_instant(list, 3),
		};
		if (!change_of(sql_int(list, 0), &change))
			continue;
		result = on_change(user, &change);
	}
	return result;
}

int store_pauses(struct store *store, int64_t case_id, store_pause_fn *on_pause, void *user,
	struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_pauses, as_number(case_id));
	while (sql_more(store, list, &result, error)) {
		struct pause pause = {
			.status = (uint8_t)sql_int(list, 0),
			.began_after = sql_instant(list, 1),
			.began_by = sql_instant(list, 2),
			.began_said = sql_instant(list, 3),
			.ended_after = sql_instant(list, 4),
			.ended_by = sql_instant(list, 5),
			.ended_said = sql_instant(list, 6),
		};
		result = on_pause(user, &pause);
	}
	return result;
}

/* --- ahead of a walk ---------------------------------------------------------------------------- */

/* Of history_ahead: keeps the change in the block that is being read. */
static int keep_change(void *user, const struct sql_row *from, struct error *error)
{
	struct ahead_block *block = user;
	struct change change = {.value = sql_instant(from, 1),
		.after = sql_instant(from, 0),
		.by = sql_instant(from, 3)};
	(void)error;
	if (!change_of(sql_int(from, 2), &change))
		return 0;
	array_reserve(block->ids, &block->id_capacity, block->count + 1);
	array_reserve(block->changes, &block->capacity, block->count + 1);
	block->ids[block->count] = sql_int64(from, 4);
	block->changes[block->count++] = change;
	return 0;
}

#define SPAN_MOST 512
#define WORTH 4 /* a block is too long when it brings so many times more than was asked for */

/* Blocks get longer while they are used, and end as single cases where a walk leaps to and fro. */
static void adapt_span(struct ahead *ahead)
{
	if (ahead->asked * WORTH < ahead->read)
		ahead->span /= 2;
	else if (ahead->span < SPAN_MOST)
		ahead->span *= 2;
	if (!ahead->span)
		ahead->span = 1;
	ahead->asked /= 2; /* what was long ago counts less */
	ahead->read /= 2;
}

static int read_block(struct store *store, struct ahead *ahead, int64_t id,
	struct ahead_block **ret_block, struct error *error)
{
	struct ahead_block *block = &ahead->blocks[ahead->next++ % AHEAD_BLOCKS];
	adapt_span(ahead);
	block->first = id - id % ahead->span;
	block->end = block->first + ahead->span;
	block->count = block->place = 0;
	int result = sql_each(store, error, keep_change, block, SQL_history_ahead,
		as_number(block->first), as_number(block->end - 1));
	if (result < 0)
		block->end = block->first;
	ahead->read += block->count;
	*ret_block = block;
	return result;
}

static struct ahead_block *find_block(struct ahead *ahead, int64_t id)
{
	for (int i = 0; i < AHEAD_BLOCKS; i++)
		if (id >= ahead->blocks[i].first && id < ahead->blocks[i].end)
			return &ahead->blocks[i];
	return NULL;
}

int ahead_changes(struct store *store, struct ahead *ahead, int64_t id, struct change **ret_changes,
	size_t *ret_count, struct error *error)
{
	struct ahead_block *block = find_block(ahead, id);
	size_t end;
	*ret_count = 0;
	if (id < 0 || id > INT64_MAX - SPAN_MOST) /* a damaged file */
		return 0;
	if (!block) {
		int result = read_block(store, ahead, id, &block, error);
		if (result < 0)
			return result;
	}
	if (block->place == block->count || block->ids[block->place] > id)
		block->place = 0;
	while (block->place < block->count && block->ids[block->place] < id)
		block->place++;
	for (end = block->place; end < block->count && block->ids[end] == id; end++)
		;
	*ret_changes = block->changes + block->place;
	*ret_count = end - block->place;
	ahead->asked += *ret_count;
	return 0;
}

void ahead_free(struct ahead *ahead)
{
	for (int i = 0; i < AHEAD_BLOCKS; i++) {
		free(ahead->blocks[i].ids);
		free(ahead->blocks[i].changes);
	}
}
