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
	int result = 0;
	struct sql_row *rows = sql_use(store, SQL_cases_to_warn, as_text(rule), as_number(unit),
		as_number(from / SECOND_MS), as_number(until / SECOND_MS));
	while (sql_more(store, rows, &result, error)) {
		array_reserve(list->items, &list->capacity, list->count + 1);
		struct to_warn *item = &list->items[list->count++];
		*item = (struct to_warn){
			.begin = list->keys.length,
			.length = sql_slice(rows, 0).length,
			.portal = sql_u32(rows, 1),
			.last = {.step = sql_int(rows, 3),
				.due = sql_int64(rows, 2) * SECOND_MS,
				.day = sql_int(rows, 4)},
		};
		text_add_slice(&list->keys, sql_slice(rows, 0));
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
	for (size_t i = 0; i < warning->count && result == 0; i++)
		result = sql_run(store, error, SQL_warned_put, as_text(warning->rule),
			as_number(warning->cases[i].id),
			as_number(warning->cases[i].due / SECOND_MS),
			as_number(warning->cases[i].step), as_number(warning->day));
	if (result == 0 && warning->count > 0) /* what is long due is warned of no more */
		result = sql_run(store, error, SQL_warned_purge,
			as_number((int64_t)(warning->day - 60) * (DAY_MS / SECOND_MS)));
	if (result < 0)
		return result;
	return sql_run(store, error, SQL_warning_put, as_text(warning->rule),
		as_text(warning->subject), as_number(warning->day),
		as_number((int64_t)warning->count));
}

int store_warnings(
	struct store *store, store_warning_fn *on_warning, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_warnings);
	int result = 0;
	while (sql_more(store, list, &result, error))
		result = on_warning(user, sql_text(list, 0), sql_text(list, 1), sql_int(list, 2),
			sql_int64(list, 3));
	return result;
}
