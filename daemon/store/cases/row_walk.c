/* Walks over all cases: each met where it stands, or a step of them copied so that they may be written. */
#include "store/cases/row_walk.h"

#include <limits.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/inside.h"
#include "store/sql.h"

int rows_meet(struct store *store, sqlite3_stmt *list, int most, row_fn *on_row, void *user,
	bool *ret_over, struct error *error)
{
	struct meeting meeting = {.on_row = on_row, .user = user, .left = most};
	struct meeting *outer = store->meeting;
	store->meeting = &meeting;
	int result = sql_step(store, list, error);
	store->meeting = outer;
	if (meeting.result) {
		sqlite3_reset(list);
		return meeting.result;
	}
	*ret_over = result == 0;
	return result < 0 ? result : 0;
}

int rows_meet_all(struct store *store, row_fn *on_row, void *user, struct error *error)
{
	bool over;
	return rows_meet(store, sql_use(store, SQL_cases_met), INT_MAX, on_row, user, &over, error);
}

static int read_step(struct store *store, struct walk *walk, int most, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_cases_walk);
	int result;
	sql_bind_slice(list, 1, text_slice(&walk->key));
	sqlite3_bind_int64(list, 2, walk->portal);
	sqlite3_bind_int(list, 3, most);
	while ((result = sql_step(store, list, error)) > 0) {
		array_reserve(walk->cases, &walk->capacity, walk->count + 1);
		struct walked *walked = &walk->cases[walk->count++];
		walked->begin = walk->keys.length;
		text_append(&walk->keys, (const char *)sqlite3_column_text(list, 0),
			(size_t)sqlite3_column_bytes(list, 0));
		walked->length = walk->keys.length - walked->begin;
		walked->portal = (uint32_t)sqlite3_column_int64(list, 1);
		walked->id = sqlite3_column_int64(list, 2);
		walked->traits = sqlite3_column_int(list, 3);
		walked->bucket = (enum bucket)sqlite3_column_int(list, 4);
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
