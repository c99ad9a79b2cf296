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
	struct store *store, struct sql_row *row, struct store_suspicion *ret_suspicion)
{
	int64_t id = sql_int64(row, 0);
	struct slice key = sql_slice(row, 3);
	*ret_suspicion = (struct store_suspicion){
		.finding =
			{
				.kind = (enum suspicion)sql_int(row, 1),
				.unit = sql_u32(row, 4),
				.field = sql_u32(row, 5),
				.confidence = (enum confidence)sql_int(row, 6),
				.doubt = (enum doubt)sql_int(row, 7),
				.fact = (enum fact)sql_int(row, 8),
				.was = sql_instant(row, 9),
				.became = sql_instant(row, 10),
				.after = sql_instant(row, 11),
				.by = sql_instant(row, 12),
				.at = sql_instant(row, 13),
				.times = sql_u32(row, 14),
				.last = sql_instant(row, 17),
			},
		.case_id = id > 0 ? id : 0,
		.subject = id,
		.portal = sql_u32(row, 2),
		.code = key_code(key, &store->suspect),
		.found = sql_instant(row, 15),
		.ended = !sql_null(row, 16),
		.explained_at = sql_instant(row, 18),
		.explained = !sql_null(row, 18),
	};
}

/* 31 bits of the unit, 5 of the fact, 26 of the day. */
int64_t unit_suspicion_id(uint32_t unit, enum fact fact, instant after)
{
	return -((int64_t)(unit & INT32_MAX) << 31 | (int64_t)fact << 26 | after / DAY_MS);
}

int64_t suspicion_id_of_unit(const struct finding *finding)
{
	if (finding->kind != SUSPICION_AT_ONCE)
		return unit_suspicion_id(finding->unit, finding->fact, finding->after);
	return unit_suspicion_id(
		finding->unit, finding->fact, finding->at / MASS_REWRITTEN_WITHIN_MS * DAY_MS);
}

int suspicion_put(struct store *store, const struct case_row *row, const struct finding *finding,
	struct error *error)
{
	return sql_run(store, error, SQL_suspicion_put,
		as_number(row ? row->id : suspicion_id_of_unit(finding)), as_number(finding->kind),
		as_number(row ? row->portal : 0), as_slice(row ? row->key : SLICE("")),
		as_number(finding->unit), as_number(finding->field), as_number(finding->confidence),
		as_number(finding->doubt), as_number(finding->fact), as_instant(finding->was),
		as_instant(finding->became), as_instant(finding->after), as_instant(finding->by),
		as_number(finding->at), as_number(finding->times),
		as_number(store->newest == INSTANT_NONE ? finding->at : store->newest),
		as_number(finding->last));
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
		result = sql_run(
			store, error, SQL_suspicion_drop, as_number(row->id), as_number(kind));
	}
	return result;
}

/* Did it stand, as far as rows say: now, or as it was known at an instant? */
static bool stands(struct sql_row *row, struct store_suspicion *suspicion, instant known)
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
	       (!filter->until || finding->at <= filter->until) &&
	       (!filter->counted || (!finding->doubt && !suspicion->explained));
}

/* Tells of what the statement lists, as far as the filter wants it. */
static int tell_all(struct store *store, struct sql_row *list,
	const struct suspicion_filter *filter, int *left, store_suspicion_fn *on_suspicion,
	void *user, struct error *error)
{
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct store_suspicion suspicion;
		read_suspicion(store, list, &suspicion);
		if (!stands(list, &suspicion, filter->known) || !is_wanted(&suspicion, filter))
			continue;
		if (*left == 0) {
			sql_end(list);
			return 0;
		}
		--*left;
		result = on_suspicion(user, &suspicion);
	}
	return result;
}

int store_suspicions(struct store *store, const struct suspicion_filter *filter,
	store_suspicion_fn *on_suspicion, void *user, struct error *error)
{
	int left = filter->limit > 0 ? filter->limit : -1, result = 0;
	if (filter->case_id) {
		struct sql_row *list =
			sql_use(store, SQL_suspicions_of_case, as_number(filter->case_id));
		return tell_all(store, list, filter, &left, on_suspicion, user, error);
	}
	if (!filter->units)
		return tell_all(store, sql_use(store, SQL_suspicions), filter, &left, on_suspicion,
			user, error);
	for (size_t i = 0; i < filter->unit_count && result == 0 && left != 0; i++) {
		struct sql_row *list =
			sql_use(store, SQL_suspicions_of_unit, as_number(filter->units[i]));
		result = tell_all(store, list, filter, &left, on_suspicion, user, error);
	}
	return result;
}

int suspicions_of_units(
	struct store *store, store_suspicion_fn *on_suspicion, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_suspicions_of_units);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct store_suspicion suspicion;
		read_suspicion(store, list, &suspicion);
		result = on_suspicion(user, &suspicion);
	}
	return result;
}

int store_count_suspicions(struct store *store, enum suspicion kind, const uint32_t *units,
	size_t unit_count, uint32_t field, instant since, int64_t *ret_count, struct error *error)
{
	int64_t sum = 0;
	for (size_t i = 0; i < unit_count; i++) {
		int64_t count;
		int result = sql_number(store, error, &count, 0, SQL_suspicion_count,
			as_number(units[i]), as_number(kind), as_number(field), as_number(since));
		if (result < 0)
			return result;
		sum += count;
	}
	*ret_count = sum;
	return 0;
}

/* --- marks ------------------------------------------------------------------------------------ */

static struct sql_value as_day(day date)
{
	return date == DAY_NONE ? as_null() : as_number(date);
}

static day read_day(struct sql_row *statement, int column)
{
	if (sql_null(statement, column))
		return DAY_NONE;
	return (day)sql_int64(statement, column);
}

static int insert_mark(
	struct store *store, const struct mark *mark, int64_t *ret_id, struct error *error)
{
	return sql_number(store, error, ret_id, 0, SQL_mark_add, as_number(mark->case_id),
		as_number(mark->kind), mark->suspicion < 0 ? as_null() : as_number(mark->suspicion),
		as_number(mark->at), as_text(mark->by), as_text(mark->note), as_day(mark->letter),
		as_day(mark->new_due),
		mark->letter == DAY_NONE ? as_null() : as_number(mark->letter_ends));
}

int store_add_mark(struct store *store, struct mark *mark, struct error *error)
{
	int64_t id = 0;
	int result = store_begin(store, true, error);
	if (result == 0)
		result = insert_mark(store, mark, &id, error);
	result = store_finish(store, result, error);
	if (result == 0)
		mark->id = id;
	return result;
}

int store_marks(struct store *store, int64_t case_id, store_mark_fn *on_mark, void *user,
	struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_marks, as_number(case_id));
	while (sql_more(store, list, &result, error)) {
		struct mark mark = {
			.id = sql_int64(list, 0),
			.case_id = sql_int64(list, 1),
			.kind = (enum mark_kind)sql_int(list, 2),
			.suspicion = sql_null(list, 3) ? -1 : sql_int(list, 3),
			.at = sql_instant(list, 4),
			.by = sql_text(list, 5),
			.note = sql_text(list, 6),
			.letter = read_day(list, 7),
			.new_due = read_day(list, 8),
			.letter_ends = sql_instant(list, 9),
			.covers = sql_instant(list, 10),
		};
		result = on_mark(user, &mark);
	}
	return result;
}
