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

int history_bounds(struct store *store, const struct case_row *row, instant seen,
	instant *ret_after, instant *ret_by, struct error *error)
{
	const struct portal_entry *portal = &store->portals[row->portal - 1];
	sqlite3_stmt *last = sql_use(store, SQL_history_last);
	sqlite3_bind_int64(last, 1, row->id);
	int result = sql_step(store, last, error);
	if (result < 0)
		return result;
	instant changed = later(result ? sql_instant(last, 0) : INSTANT_NONE, row->life.first_seen);
	sqlite3_reset(last);
	/* polls between sweeps need not ask for closed cases */
	instant covered = bucket_closed(row->bucket) ? portal->sweep : portal->complete;
	instant after = later(covered, changed);
	*ret_by = later(seen, changed + SECOND_MS);
	*ret_after = after < *ret_by ? after : *ret_by;
	return 0;
}

int history_add(struct store *store, const struct case_row *row, const struct change *change,
	struct error *error)
{
	sqlite3_stmt *add = sql_use(store, SQL_history_add);
	bool absent = fact_is_instant(change->fact) && change->value == INSTANT_NONE;
	sqlite3_bind_int64(add, 1, row->id);
	sqlite3_bind_int64(add, 2, change->by);
	sqlite3_bind_int(add, 3, (int)change->fact);
	sql_bind_instant(add, 4, absent ? INSTANT_NONE : change->value);
	sqlite3_bind_int64(add, 5, later(change->after, row->life.first_seen));
	return sql_run(store, add, error);
}

static int pause_begin(struct store *store, int64_t id, uint8_t status,
	const struct case_facts *facts, instant after, instant by, struct error *error)
{
	sqlite3_stmt *begin = sql_use(store, SQL_pause_begin);
	sqlite3_bind_int64(begin, 1, id);
	sqlite3_bind_int64(begin, 2, by);
	sqlite3_bind_int(begin, 3, status);
	sql_bind_instant(begin, 4, after);
	sql_bind_instant(
		begin, 5, status == STATUS_SUPPLEMENT ? facts->supplement_asked : INSTANT_NONE);
	return sql_run(store, begin, error);
}

static int pause_end(struct store *store, int64_t id, uint8_t status,
	const struct case_facts *facts, instant after, instant by, struct error *error)
{
	sqlite3_stmt *end = sql_use(store, SQL_pause_end);
	sqlite3_bind_int64(end, 1, id);
	sqlite3_bind_int(end, 2, status);
	sqlite3_bind_int64(end, 3, after);
	sqlite3_bind_int64(end, 4, by);
	sql_bind_instant(
		end, 5, status == STATUS_SUPPLEMENT ? facts->supplement_done : INSTANT_NONE);
	return sql_run(store, end, error);
}

/* The status that stops the clock, whatever the settings say of it; -1: none. */
static int stopping(const struct case_facts *facts)
{
	if (facts && (facts->status == STATUS_SUPPLEMENT || facts->status == STATUS_FEE ||
			     facts->status == STATUS_STOPPED))
		return facts->status;
	return -1;
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
	sqlite3_stmt *list = sql_use(store, SQL_history);
	int result;
	sqlite3_bind_int64(list, 1, case_id);
	while ((result = sql_step(store, list, error)) > 0) {
		struct change change = {
			.value = sql_instant(list, 1),
			.after = sql_instant(list, 2),
			.by = sql_instant(list, 3),
		};
		if (!change_of(sqlite3_column_int(list, 0), &change))
			continue;
		result = on_change(user, &change);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

int store_pauses(struct store *store, int64_t case_id, store_pause_fn *on_pause, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_pauses);
	int result;
	sqlite3_bind_int64(list, 1, case_id);
	while ((result = sql_step(store, list, error)) > 0) {
		struct pause pause = {
			.status = (uint8_t)sqlite3_column_int(list, 0),
			.began_after = sql_instant(list, 1),
			.began_by = sql_instant(list, 2),
			.began_said = sql_instant(list, 3),
			.ended_after = sql_instant(list, 4),
			.ended_by = sql_instant(list, 5),
			.ended_said = sql_instant(list, 6),
		};
		result = on_pause(user, &pause);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

/* --- ahead of a walk ---------------------------------------------------------------------------- */

static instant value_instant(sqlite3_value *value)
{
	return sqlite3_value_type(value) == SQLITE_NULL ? INSTANT_NONE : sqlite3_value_int64(value);
}

/* change_met(after, value, fact, "by", "case"), the last column first: keeps the row in the block that is
 * being read; no row comes out. */
static void change_met(sqlite3_context *context, int count, sqlite3_value **of)
{
	struct ahead_block *block = ((struct store *)sqlite3_user_data(context))->reading_ahead;
	struct change change = {.value = value_instant(of[1]),
		.after = value_instant(of[0]),
		.by = value_instant(of[3])};
	(void)count;
	sqlite3_result_int(context, 0);
	if (!change_of(sqlite3_value_int(of[2]), &change))
		return;
	array_reserve(block->ids, &block->id_capacity, block->count + 1);
	array_reserve(block->changes, &block->capacity, block->count + 1);
	block->ids[block->count] = sqlite3_value_int64(of[4]);
	block->changes[block->count++] = change;
}

int history_prepare(struct store *store, struct error *error)
{
	if (sqlite3_create_function_v2(store->db, "change_met", 5, SQLITE_UTF8 | SQLITE_DIRECTONLY,
		    store, change_met, NULL, NULL, NULL) != SQLITE_OK)
		return sql_error(store, "the function of changes", error);
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
	sqlite3_stmt *list = sql_use(store, SQL_history_ahead);
	adapt_span(ahead);
	block->first = id - id % ahead->span;
	block->end = block->first + ahead->span;
	block->count = block->place = 0;
	sqlite3_bind_int64(list, 1, block->first);
	sqlite3_bind_int64(list, 2, block->end - 1);
	store->reading_ahead = block;
	int result = sql_run(store, list, error);
	store->reading_ahead = NULL;
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
