/* Who was inspected when. */
#include "store/sql.h"
#include "store/store_inspection.h"

int store_add_inspection(
	struct store *store, const struct store_inspection *inspection, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0) {
		sqlite3_stmt *add = sql_use(store, SQL_inspection_add);
		sql_bind_text(add, 1, inspection->commune);
		sqlite3_bind_int(add, 2, inspection->on);
		sqlite3_bind_int64(add, 3, inspection->at);
		sql_bind_text(add, 4, inspection->by);
		sql_bind_text(add, 5, inspection->note);
		result = sql_run(store, add, error);
	}
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result;
}

int store_inspections(
	struct store *store, store_inspection_fn *on_inspection, void *user, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_inspections);
	int result;
	while ((result = sql_step(store, list, error)) > 0) {
		struct store_inspection inspection = {.commune = sql_text(list, 0),
			.on = sqlite3_column_int(list, 1),
			.at = sql_instant(list, 2),
			.by = sql_text(list, 3),
			.note = sql_text(list, 4)};
		result = on_inspection(user, &inspection);
		if (result) {
			sqlite3_reset(list);
			break;
		}
	}
	return result;
}
