/* Suspicions as rows, and what people say of them. */
#include "store/witness/suspicion_rows.h"

#include <errno.h>

#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"

/* The columns in the order of the table. */
static void read_suspicion(
	struct store *store, sqlite3_stmt *row, struct store_suspicion *ret_suspicion)
{
	int64_t id = sqlite3_column_int64(row, 0);
	struct slice key = {
		(const char *)sqlite3_column_text(row, 3), (size_t)sqlite3_column_bytes(row, 3)};
	*ret_suspicion = (struct store_suspicion){
		.finding =
			{
				.kind = (enum suspicion)sqlite3_column_int(row, 1),
				.unit = (uint32_t)sqlite3_column_int64(row, 4),
				.field = (uint32_t)sqlite3_column_int64(row, 5),
				.confidence = (enum confidence)sqlite3_column_int(row, 6),
				.doubt = (enum doubt)sqlite3_column_int(row, 7),
				.fact = (enum fact)sqlite3_column_int(row, 8),
				.was = sql_instant(row, 9),
				.became = sql_instant(row, 10),
				.after = sql_instant(row, 11),
				.by = sql_instant(row, 12),
				.at = sql_instant(row, 13),
				.times = (uint32_t)sqlite3_column_int64(row, 14),
				.last = sql_instant(row, 17),
			},
		.case_id = id > 0 ? id : 0,
		.subject = id,
		.portal = (uint32_t)sqlite3_column_int64(row, 2),
		.code = key_code(key, &store->suspect),
		.found = sql_instant(row, 15),
		.explained_at = sql_instant(row, 18),
		.explained = sqlite3_column_type(row, 18) != SQLITE_NULL,
	};
}

/* 31 bits of the unit, 5 of the fact, 26 of the day. */
int64_t unit_suspicion_id(uint32_t unit, enum fact fact, instant after)
{
	return -((int64_t)(unit & INT32_MAX) << 31 | (int64_t)fact << 26 | after / DAY_MS);
}

int suspicion_put(struct store *store, const struct case_row *row, const struct finding *finding,
	struct error *error)
{
	sqlite3_stmt *put = sql_use(store, SQL_suspicion_put);
	sqlite3_bind_int64(put, 1,
		row ? row->id : unit_suspicion_id(finding->unit, finding->fact, finding->after));
	sqlite3_bind_int(put, 2, (int)finding->kind);
	sqlite3_bind_int64(put, 3, row ? row->portal : 0);
	sql_bind_slice(put, 4, row ? row->key : SLICE(""));
	sqlite3_bind_int64(put, 5, finding->unit);
	sqlite3_bind_int64(put, 6, finding->field);
	sqlite3_bind_int(put, 7, (int)finding->confidence);
	sqlite3_bind_int(put, 8, (int)finding->doubt);
	sqlite3_bind_int(put, 9, (int)finding->fact);
	sql_bind_instant(put, 10, finding->was);
	sql_bind_instant(put, 11, finding->became);
	sql_bind_instant(put, 12, finding->after);
	sql_bind_instant(put, 13, finding->by);
	sqlite3_bind_int64(put, 14, finding->at);
	sqlite3_bind_int64(put, 15, finding->times);
	sqlite3_bind_int64(put, 16, store->newest == INSTANT_NONE ? finding->at : store->newest);
	sqlite3_bind_int64(put, 17, finding->last);
	return sql_run(store, put, error);
}

int suspicions_set(struct store *store, const struct case_row *row, const struct finding *findings,
	size_t count, struct error *error)
{
	bool found[SUSPICION_COUNT] = {0};
	int result = 0;
	for (size_t i = 0; i < count && result == 0; i++) {
		found[findings[i].kind] = true;
		result = suspicion_put(store, row, &findings[i], error);
	}
	for (int kind = 0; row->suspect && kind < SUSPICION_COUNT && result == 0; kind++) {
		if (found[kind])
			continue;
		sqlite3_stmt *drop = sql_use(store, SQL_suspicion_drop);
		sqlite3_bind_int64(drop, 1, row->id);
		sqlite3_bind_int(drop, 2, kind);
		result = sql_run(store, drop, error);
	}
	return result;
}

/* Did it stand, as far as rows say: now, or as it was known at an instant? */
static bool stands(sqlite3_stmt *row, struct store_suspicion *suspicion, instant known)
{
	instant ended = sql_instant(row, 16);
	if (known == 0)
		return ended == INSTANT_NONE;
	if (suspicion->explained && suspicion->explained_at > known)
		suspicion->explained = false;
	return suspicion->found <= known && (ended == INSTANT_NONE || ended > known);
}

static bool is_wanted(
	const struct store_suspicion *suspicion, const struct suspicion_filter *filter)
{
	const struct finding *finding = &suspicion->finding;
	return (filter->kind < 0 || (int)finding->kind == filter->kind) &&
	       (!filter->field || finding->field == filter->field) &&
	       (filter->since == INSTANT_NONE || finding->at >= filter->since) &&
	       (!filter->counted || (!finding->doubt && !suspicion->explained));
}

/* Tells of what the statement lists, as far as the filter wants it. */
static int tell_all(struct store *store, sqlite3_stmt *list, const struct suspicion_filter *filter,
	int *left, store_suspicion_fn *on_suspicion, void *user, struct error *error)
{
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		struct store_suspicion suspicion;
		read_suspicion(store, list, &suspicion);
		if (!stands(list, &suspicion, filter->known) || !is_wanted(&suspicion, filter))
			continue;
		if (*left == 0)
			break;
		--*left;
		result = on_suspicion(user, &suspicion);
		if (result)
			break;
	}
	sqlite3_reset(list);
	return result > 0 && *left == 0 ? 0 : result;
}

int store_suspicions(struct store *store, const struct suspicion_filter *filter,
	store_suspicion_fn *on_suspicion, void *user, struct error *error)
{
	int left = filter->limit > 0 ? filter->limit : -1, result = 0;
	if (filter->case_id) {
		sqlite3_stmt *list = sql_use(store, SQL_suspicions_of_case);
		sqlite3_bind_int64(list, 1, filter->case_id);
		return tell_all(store, list, filter, &left, on_suspicion, user, error);
	}
	if (!filter->units)
		return tell_all(store, sql_use(store, SQL_suspicions), filter, &left, on_suspicion,
			user, error);
	for (size_t i = 0; i < filter->unit_count && result == 0 && left != 0; i++) {
		sqlite3_stmt *list = sql_use(store, SQL_suspicions_of_unit);
		sqlite3_bind_int64(list, 1, filter->units[i]);
		result = tell_all(store, list, filter, &left, on_suspicion, user, error);
	}
	return result;
}

int suspicions_of_units(
	struct store *store, store_suspicion_fn *on_suspicion, void *user, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_suspicions_of_units);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		struct store_suspicion suspicion;
		read_suspicion(store, list, &suspicion);
		result = on_suspicion(user, &suspicion);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}

int store_count_suspicions(struct store *store, enum suspicion kind, const uint32_t *units,
	size_t unit_count, uint32_t field, instant since, int64_t *ret_count, struct error *error)
{
	int64_t sum = 0;
	for (size_t i = 0; i < unit_count; i++) {
		sqlite3_stmt *count = sql_use(store, SQL_suspicion_count);
		sqlite3_bind_int64(count, 1, units[i]);
		sqlite3_bind_int(count, 2, (int)kind);
		sqlite3_bind_int64(count, 3, field);
		sqlite3_bind_int64(count, 4, since);
		int result = sql_step(store, count, error);
		if (result < 0)
			return result;
		sum += result ? sqlite3_column_int64(count, 0) : 0;
		sqlite3_reset(count);
	}
	*ret_count = sum;
	return 0;
}

/* --- marks ------------------------------------------------------------------------------------ */

static void bind_day(sqlite3_stmt *statement, int place, day date)
{
	if (date == DAY_NONE)
		sqlite3_bind_null(statement, place);
	else
		sqlite3_bind_int64(statement, place, date);
}

static day read_day(sqlite3_stmt *statement, int column)
{
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return DAY_NONE;
	return (day)sqlite3_column_int64(statement, column);
}

static int insert_mark(struct store *store, const struct mark *mark, struct error *error)
{
	sqlite3_stmt *add = sql_use(store, SQL_mark_add);
	sqlite3_bind_int64(add, 1, mark->case_id);
	sqlite3_bind_int(add, 2, (int)mark->kind);
	if (mark->suspicion < 0)
		sqlite3_bind_null(add, 3);
	else
		sqlite3_bind_int(add, 3, mark->suspicion);
	sqlite3_bind_int64(add, 4, mark->at);
	sql_bind_text(add, 5, mark->by);
	sql_bind_text(add, 6, mark->note);
	bind_day(add, 7, mark->letter);
	bind_day(add, 8, mark->new_due);
	if (mark->letter == DAY_NONE)
		sqlite3_bind_null(add, 9);
	else
		sqlite3_bind_int64(add, 9, mark->letter_ends);
	return sql_run(store, add, error);
}

int store_add_mark(struct store *store, struct mark *mark, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0)
		result = insert_mark(store, mark, error);
	int64_t id = sqlite3_last_insert_rowid(store->db);
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0) {
		store_rollback(store);
		return result;
	}
	mark->id = id;
	return 0;
}

int store_marks(struct store *store, int64_t case_id, store_mark_fn *on_mark, void *user,
	struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_marks);
	int result;
	sqlite3_bind_int64(list, 1, case_id);
	while ((result = sql_step(store, list, error)) > 0) {
		struct mark mark = {
			.id = sqlite3_column_int64(list, 0),
			.case_id = sqlite3_column_int64(list, 1),
			.kind = (enum mark_kind)sqlite3_column_int(list, 2),
			.suspicion = sqlite3_column_type(list, 3) == SQLITE_NULL
					     ? -1
					     : sqlite3_column_int(list, 3),
			.at = sql_instant(list, 4),
			.by = sql_text(list, 5),
			.note = sql_text(list, 6),
			.letter = read_day(list, 7),
			.new_due = read_day(list, 8),
			.letter_ends = sql_instant(list, 9),
			.covers = sql_instant(list, 10),
		};
		result = on_mark(user, &mark);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}
