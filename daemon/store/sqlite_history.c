/* History and pauses: what was said before, and between which two polls it changed. */
#include "store/sqlite_store.h"

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

int store_changes(struct store *store, int64_t case_id, store_change_fn *on_change, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_history);
	int result;
	sqlite3_bind_int64(list, 1, case_id);
	while ((result = sql_step(store, list, error)) > 0) {
		int fact = sqlite3_column_int(list, 0);
		struct change change = {
			.fact = (enum fact)fact,
			.value = sql_instant(list, 1),
			.after = sql_instant(list, 2),
			.by = sql_instant(list, 3),
		};
		/* a damaged file */
		if (fact < FACT_STATUS || fact >= FACT_COUNT)
			continue;
		if (fact == FACT_STATUS && (change.value < 0 || change.value >= STATUS_COUNT))
			change.value = STATUS_UNKNOWN;
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
