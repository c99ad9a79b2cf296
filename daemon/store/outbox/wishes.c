/* What operators ask of the daemon: it owns the cases. */
#include <stdio.h>

#include "base/text.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"

#define KEPT_MS DAY_MS /* an answer that nobody waits for any more */

int store_wish(struct store *store, enum wish_kind kind, const char *code, instant now,
	int64_t *ret_id, struct error *error)
{
	int64_t id = 0;
	int result = store_begin(store, true, error);
	if (result < 0)
		return result;
	result = sql_run(store, error, SQL_wish_drop, as_number(0), as_number(now - KEPT_MS));
	if (result == 0)
		result = sql_number(store, error, &id, 0, SQL_wish_add, as_number(kind),
			as_text(code), as_number(now));
	result = store_finish(store, result, error);
	if (result < 0)
		return result;
	*ret_id = id;
	return 0;
}

int store_next_wish(struct store *store, int64_t *ret_id, enum wish_kind *ret_kind,
	const char **ret_code, struct error *error)
{
	struct sql_row *next = sql_use(store, SQL_wish_next);
	int result = sql_step(store, next, error);
	if (result <= 0)
		return result;
	*ret_id = sql_int64(next, 0);
	*ret_kind = (enum wish_kind)sql_int(next, 1);
	text_clear(&store->code);
	text_add(&store->code, sql_text(next, 2));
	*ret_code = store->code.data;
	sql_end(next);
	return 1;
}

int store_answer_wish(struct store *store, int64_t id, const char *answer, struct error *error)
{
	return sql_run(store, error, SQL_wish_answer, as_number(id), as_text(answer));
}

int store_wish_answer(struct store *store, int64_t id, char answer[static 512], struct error *error)
{
	struct sql_row *get = sql_use(store, SQL_wish_answered, as_number(id));
	int result = sql_step(store, get, error);
	if (result <= 0)
		return result;
	bool answered = !sql_null(get, 0);
	snprintf(answer, 512, "%s", sql_text(get, 0));
	sql_end(get);
	if (!answered)
		return 0;
	result = sql_run(store, error, SQL_wish_drop, as_number(id), as_number(0));
	return result < 0 ? result : 1;
}
