/* Walks over all cases: each met where it stands, or a step of them copied so that they may be written. */
#include "store/cases/row_walk.h"

#include <limits.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/inside.h"
#include "store/sql.h"

struct meeting_rows {
	row_fn *on_row;
	void *user;
};

static int meet(void *user, const struct sql_row *from, struct error *error)
{
	const struct meeting_rows *meeting = user;
	struct case_row row;
	int result = row_read(from, &row, error);
	return result < 0 ? result : meeting->on_row(meeting->user, &row);
}

int rows_meet(struct store *store, struct sql_row *list, int most, row_fn *on_row, void *user,
	bool *ret_over, struct error *error)
{
	struct meeting_rows meeting = {on_row, user};
	return sql_walk(store, list, most, meet, &meeting, ret_over, error);
}

int rows_meet_all(struct store *store, row_fn *on_row, void *user, struct error *error)
{
	struct meeting_rows meeting = {on_row, user};
	return sql_each(store, error, meet, &meeting, SQL_cases_met);
}

int row_list_add(void *user, const struct sql_row *from, struct error *error)
{
	struct row_list *list = user;
	array_reserve(list->rows, &list->capacity, list->count + 1);
	int result = row_read(from, &list->rows[list->count], error);
	if (result < 0)
		return result;
	text_add_slice(&list->keys, list->rows[list->count++].key);
	return 0;
}

void row_list_settle(struct row_list *list)
{
	const char *key = list->keys.data;
	for (size_t i = 0; i < list->count; key += list->rows[i++].key.length)
		list->rows[i].key.data = key;
}

void row_list_free(struct row_list *list)
{
	free(list->rows);
	text_free(&list->keys);
}

static int read_step(struct store *store, struct walk *walk, int most, struct error *error)
{
	int result = 0;
	struct sql_row *list = sql_use(store, SQL_cases_walk, as_slice(text_slice(&walk->key)),
		as_number(walk->portal), as_number(most));
	while (sql_more(store, list, &result, error)) {
		array_reserve(walk->cases, &walk->capacity, walk->count + 1);
		struct walked *walked = &walk->cases[walk->count++];
		walked->begin = walk->keys.length;
		text_add_slice(&walk->keys, sql_slice(list, 0));
		walked->length = walk->keys.length - walked->begin;
		walked->portal = sql_u32(list, 1);
		walked->id = sql_int64(list, 2);
		walked->traits = sql_int(list, 3);
		walked->bucket = (enum bucket)sql_int(list, 4);
	}
	return result;
}

struct slice walk_key(const struct walk *walk, size_t i)
{
	return (struct slice){walk->keys.data + walk->cases[i].begin, walk->cases[i].length};
}

int walk_step(struct store *store, struct walk *walk, int most, struct error *error)
{
	text_clear(&walk->keys);
	walk->count = 0;
	int result = read_step(store, walk, most, error);
	if (result < 0)
		return result;
	if (walk->count) {
		text_clear(&walk->key);
		text_add_slice(&walk->key, walk_key(walk, walk->count - 1));
		walk->portal = walk->cases[walk->count - 1].portal;
	}
	walk->over = walk->count < (size_t)most;
	return 0;
}

void walk_restart(struct walk *walk)
{
	text_clear(&walk->key);
	walk->portal = 0;
	walk->over = false;
}

void walk_free(struct walk *walk)
{
	text_free(&walk->key);
	text_free(&walk->keys);
	free(walk->cases);
}
