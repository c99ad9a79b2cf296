/* Who was inspected when. */
#include "store/sql.h"
#include "store/store_inspection.h"
#include "store/transaction.h"

int store_add_inspection(
	struct store *store, const struct store_inspection *inspection, struct error *error)
{
	int result = store_begin(store, true, error);
	if (result == 0) {
		result = sql_run(store, error, SQL_inspection_add, as_text(inspection->commune),
			as_number(inspection->on), as_number(inspection->at),
			as_text(inspection->by), as_text(inspection->note));
	}
	return store_finish(store, result, error);
}

int store_inspections(
	struct store *store, store_inspection_fn *on_inspection, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_inspections);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct store_inspection inspection = {.commune = sql_text(list, 0),
			.on = sql_int(list, 1),
			.at = sql_instant(list, 2),
			.by = sql_text(list, 3),
			.note = sql_text(list, 4)};
		result = on_inspection(user, &inspection);
	}
	return result;
}
