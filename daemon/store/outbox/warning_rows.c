/* Warnings before due dates: which cases want one, and which had one. */
#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/outbox/outbox.h"
#include "store/sql.h"

/* The rows are read before the callback is called: it gets whole cases. */
struct to_warn {
	size_t begin, length; /* of the key */
	uint32_t portal;
	struct store_warned last;
};
struct to_warn_list {
	struct to_warn *items;
	size_t count, capacity;
	struct text keys;
};

static void list_free(struct to_warn_list *list)
{
	free(list->items);
	text_free(&list->keys);
}

static int list_unit(struct store *store, const char *rule, uint32_t unit, instant from,
	instant until, struct to_warn_list *list, struct error *error)
{
	sqlite3_stmt *rows = sql_use(store, SQL_cases_to_warn);
	int result;
	sql_bind_text(rows, 1, rule);
	sqlite3_bind_int64(rows, 2, unit);
	sqlite3_bind_int64(rows, 3, from / SECOND_MS);
	sqlite3_bind_int64(rows, 4, until / SECOND_MS);
	while ((result = sql_step(store, rows, error)) > 0) {
		array_reserve(list->items, &list->capacity, list->count + 1);
		struct to_warn *item = &list->items[list->count++];
		*item = (struct to_warn){
			.begin = list->keys.length,
			.length = (size_t)sqlite3_column_bytes(rows, 0),
			.portal = (uint32_t)sqlite3_column_int64(rows, 1),
			.last = {.step = sqlite3_column_int(rows, 3),
				.due = sqlite3_column_int64(rows, 2) * SECOND_MS,
				.day = sqlite3_column_int(rows, 4)},
		};
		text_append(&list->keys, sql_text(rows, 0), item->length);
	}
	return result;
}

int store_cases_to_warn(struct store *store, const char *rule, const uint32_t *units,
	size_t unit_count, instant from, instant until, store_to_warn_fn *on_case, void *user,
	struct error *error)
{
	cleanup(list_free) struct to_warn_list list = {0};
	int result = 0;
	for (size_t i = 0; i < unit_count && result == 0; i++)
		result = list_unit(store, rule, units[i], from, until, &list, error);
	for (size_t i = 0; i < list.count && result == 0; i++) {
		struct slice key = {list.keys.data + list.items[i].begin, list.items[i].length};
		struct case_row row;
		result = row_get(store, list.items[i].portal, key, &row, error);
		if (result <= 0)
			continue;
		struct store_case found = case_of_row(store, &row);
		result = on_case(user, &found, &list.items[i].last);
	}
	return result;
}

int warning_put(struct store *store, const struct warning *warning, struct error *error)
{
	int result = 0;
	for (size_t i = 0; i < warning->count && result == 0; i++) {
		sqlite3_stmt *put = sql_use(store, SQL_warned_put);
		sql_bind_text(put, 1, warning->rule);
		sqlite3_bind_int64(put, 2, warning->cases[i].id);
		sqlite3_bind_int64(put, 3, warning->cases[i].due / SECOND_MS);
		sqlite3_bind_int(put, 4, warning->cases[i].step);
		sqlite3_bind_int(put, 5, warning->day);
		result = sql_run(store, put, error);
	}
	if (result == 0 && warning->count > 0) { /* what is long due is warned of no more */
		sqlite3_stmt *purge = sql_use(store, SQL_warned_purge);
		sqlite3_bind_int64(purge, 1, (int64_t)(warning->day - 60) * (DAY_MS / SECOND_MS));
		result = sql_run(store, purge, error);
	}
	if (result < 0)
		return result;
	sqlite3_stmt *put = sql_use(store, SQL_warning_put);
	sql_bind_text(put, 1, warning->rule);
	sql_bind_text(put, 2, warning->subject);
	sqlite3_bind_int(put, 3, warning->day);
	sqlite3_bind_int64(put, 4, (int64_t)warning->count);
	return sql_run(store, put, error);
}

int store_warnings(
	struct store *store, store_warning_fn *on_warning, void *user, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_warnings);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		result = on_warning(user, sql_text(list, 0), sql_text(list, 1),
			sqlite3_column_int(list, 2), sqlite3_column_int64(list, 3));
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}
