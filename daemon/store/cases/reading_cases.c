/* Reading cases. */
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"

/* What orders a list: the due second (NONE last), then the key. */
struct listed {
	instant due;
	uint32_t portal;
	size_t length;
	char *key;
};
struct list {
	struct listed *cases;
	size_t count, capacity;
};

static void list_free(struct list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->cases[i].key);
	free(list->cases);
}

/* Adds the row that a statement stands on: due, key, portal. */
static void list_add(struct list *list, const struct sql_row *row)
{
	instant due = sql_instant(row, 0);
	struct slice key = sql_slice(row, 1);
	array_reserve(list->cases, &list->capacity, list->count + 1);
	list->cases[list->count++] = (struct listed){
		.due = due == INSTANT_NONE ? INT64_MAX : due,
		.portal = sql_u32(row, 2),
		.length = key.length,
		.key = xstrndup(key.data, key.length),
	};
}

static int by_due(const void *a, const void *b)
{
	const struct listed *left = a, *right = b;
	if (left->due != right->due)
		return left->due < right->due ? -1 : 1;
	int order = slice_compare(
		(struct slice){left->key, left->length}, (struct slice){right->key, right->length});
	return order ? order : (left->portal > right->portal) - (left->portal < right->portal);
}

static bool wanted_unit(const struct case_filter *filter, uint32_t unit)
{
	if (!filter->units)
		return true;
	for (size_t i = 0; i < filter->unit_count; i++)
		if (filter->units[i] == unit)
			return true;
	return false;
}

static int list_unit(struct store *store, const struct case_filter *filter, enum bucket bucket,
	uint32_t unit, struct list *list, struct error *error)
{
	int result = 0;
	struct sql_row *of_unit = sql_use(store, SQL_cases_of_unit, as_number(unit),
		as_number(bucket), as_number(filter->field),
		as_number(filter->limit > 0 && bucket < BUCKET_PAUSED
				  ? filter->limit
				  : -1)); /* those may lack a due date, which sorts first */
	while (sql_more(store, of_unit, &result, error))
		list_add(list, of_unit);
	return result;
}

static int list_bucket(struct store *store, const struct case_filter *filter, enum bucket bucket,
	struct list *list, struct error *error)
{
	int result = 0;
	if (bucket_open(bucket)) {
		size_t count = filter->units ? filter->unit_count : store->units.count + 1;
		for (size_t i = 0; i < count && result == 0; i++)
			result = list_unit(store, filter, bucket,
				filter->units ? filter->units[i] : (uint32_t)i, list, error);
		return result;
	}
	struct sql_row *of_bucket =
		sql_use(store, SQL_cases_of_bucket, as_number(bucket), as_number(filter->field));
	while (sql_more(store, of_bucket, &result, error))
		if (wanted_unit(filter, sql_u32(of_bucket, 3)))
			list_add(list, of_bucket);
	return result;
}

struct store_case case_of_row(struct store *store, const struct case_row *row)
{
	return (struct store_case){
		.id = row->id,
		.portal = row->portal,
		.unit = row->state.unit,
		.procedure = row->state.procedure,
		.field = row->state.field,
		.code = key_code(row->key, &store->code),
		.officer = dictionary_code(&store->officers, row->officer),
		.facts = row->state.facts,
		.life = row->life,
		.bucket = row->bucket,
		.closed_at = row->closed_at,
		.uncertain = row->uncertain,
		.due_first_seen = row->state.facts.due,
		.absent_sweeps = row->absent,
		.counted = row->counted,
		.frozen_at = row->frozen ? row->frozen_at : INSTANT_NONE,
		.next_change = row->next_change,
		.suspect = row->suspect,
	};
}

static int tell(struct store *store, const struct case_row *row, store_case_fn *on_case, void *user,
	struct error *error)
{
	struct store_case found = case_of_row(store, row);
	int64_t changes = 0;
	int result = 0;
	if (row->changed) /* most cases have no history */
		result = sql_number(
			store, error, &changes, 0, SQL_history_count, as_number(row->id));
	found.changes = (uint32_t)changes;
	if (result == 0 && changes)
		result = sql_number(store, error, &found.due_first_seen, found.due_first_seen,
			SQL_history_first_due, as_number(row->id));
	return result < 0 ? result : on_case(user, &found);
}

/* Tells of the listed cases in their order, at most *left of them (negative: all). */
static int tell_list(struct store *store, struct list *list, int *left, store_case_fn *on_case,
	void *user, struct error *error)
{
	if (list->count)
		qsort(list->cases, list->count, sizeof(*list->cases), by_due);
	for (size_t i = 0; i < list->count && *left != 0; i++, --*left) {
		const struct listed *listed = &list->cases[i];
		struct case_row row;
		int result = row_get(store, listed->portal,
			(struct slice){listed->key, listed->length}, &row, error);
		if (result > 0)
			result = tell(store, &row, on_case, user, error);
		if (result)
			return result;
	}
	return 0;
}

int store_cases(struct store *store, const struct case_filter *filter, store_case_fn *on_case,
	void *user, struct error *error)
{
	static const uint16_t worst_first[] = {1 << BUCKET_OVERDUE, 1 << BUCKET_DUE_SOON,
		1 << BUCKET_IN_TIME | 1 << BUCKET_PAUSED | 1 << BUCKET_UNDATED_OPEN |
			1 << BUCKET_UNCLEAR | 1 << BUCKET_VANISHED};
	uint16_t one = (uint16_t)(filter->bucket >= 0 ? 1 << filter->bucket : 0);
	size_t groups = one ? 1 : ARRAY_SIZE(worst_first);
	int left = filter->limit > 0 ? filter->limit : -1, result = 0;
	for (size_t group = 0; group < groups && left != 0 && result == 0; group++) {
		cleanup(list_free) struct list list = {0};
		uint16_t buckets = one ? one : worst_first[group];
		for (int bucket = 0; bucket < BUCKET_COUNT && result == 0; bucket++)
			if (buckets >> bucket & 1)
				result = list_bucket(
					store, filter, (enum bucket)bucket, &list, error);
		if (result == 0)
			result = tell_list(store, &list, &left, on_case, user, error);
	}
	return result;
}

struct telling_walk {
	struct store *store;
	store_case_fn *on_case;
	void *user;
	struct error *error;
};

static int tell_met(void *user, const struct case_row *row)
{
	struct telling_walk *walk = user;
	return tell(walk->store, row, walk->on_case, walk->user, walk->error);
}

int store_walk_cases(struct store *store, store_case_fn *on_case, void *user, struct error *error)
{
	struct telling_walk walk = {store, on_case, user, error};
	return rows_meet_all(store, tell_met, &walk, error);
}

static int tell_read(void *user, const struct sql_row *from, struct error *error)
{
	struct case_row row;
	int result = row_read(from, &row, error);
	return result < 0 ? result : tell_met(user, &row);
}

int store_case_by_code(struct store *store, const char *code, store_case_fn *on_case, void *user,
	struct error *error)
{
	cleanup(text_free) struct text key = {0};
	struct telling_walk walk = {store, on_case, user, error};
	key_add(&key, slice_of(code));
	return sql_each(
		store, error, tell_read, &walk, SQL_cases_by_key, as_slice(text_slice(&key)));
}

int store_oldest_overdue(struct store *store, const uint32_t *units, size_t unit_count,
	uint32_t field, instant *ret_due, struct error *error)
{
	int64_t oldest = INT64_MAX;
	for (size_t i = 0; i < unit_count; i++) {
		int64_t due;
		int result = field ? sql_number(store, error, &due, INT64_MAX,
					     SQL_oldest_overdue_of_field, as_number(units[i]),
					     as_number(field))
				   : sql_number(store, error, &due, INT64_MAX, SQL_oldest_overdue,
					     as_number(units[i]));
		if (result < 0)
			return result;
		if (due < oldest)
			oldest = due;
	}
	*ret_due = oldest == INT64_MAX ? INSTANT_NONE : oldest * SECOND_MS;
	return 0;
}
