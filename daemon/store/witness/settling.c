/* Settling: what the office says became of cases that a portal lists no more. */
#include <errno.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/cases/history.h"
#include "store/cases/judge_rows.h"
#include "store/cases/kept_tally.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"

/* Gone: withdrawn on the day of settling. Listed again, it is open again, and the history says so. */
static int settle_row(struct store *store, struct case_row *row, const struct judge *judge,
	instant now, struct error *error)
{
	struct change gone = {.fact = FACT_LISTED, .value = LISTED_NOT, .after = now, .by = now};
	int result = row_tally(store, row, judge, -1, error);
	row->life.settled = now;
	row->changed = true;
	life_observe(&row->life, &row->state.facts, now);
	if (result == 0)
		result = row_judge(store, row, judge, now, now, error);
	if (result == 0)
		result = row_tally(store, row, judge, 1, error);
	if (result == 0)
		result = history_add(store, row, &gone, error);
	return result < 0 ? result : row_write(store, false, row, error);
}

static int settle_rows(struct store *store, struct row_list *list, const struct judge *judge,
	instant now, struct error *error)
{
	int result = store_begin_own(store, true, error);
	for (size_t i = 0; i < list->count && result == 0; i++)
		if (list->rows[i].bucket == BUCKET_VANISHED)
			result = settle_row(store, &list->rows[i], judge, whole_second(now), error);
	if (result == 0)
		result = tally_write_delta(store, error);
	return store_finish(store, result, error);
}

int store_settle_gone(struct store *store, const struct judge *judge, const char *code, instant now,
	struct tally *tally, struct error *error)
{
	cleanup(text_free) struct text key = {0};
	cleanup(row_list_free) struct row_list list = {0};
	size_t vanished = 0;
	key_add(&key, slice_of(code));
	int result = store_recount(store, judge, tally, error);
	if (result == 0)
		result = sql_each(store, error, row_list_add, &list, SQL_cases_by_key,
			as_slice(text_slice(&key)));
	row_list_settle(&list);
	for (size_t i = 0; i < list.count; i++)
		vanished += list.rows[i].bucket == BUCKET_VANISHED;
	if (result == 0 && list.count == 0)
		return error_set(error, -ENOENT, "no case has the code %.128s", code);
	if (result == 0 && !vanished)
		return error_set(error, -EINVAL,
			"the case has not vanished, so there is nothing to settle: %.128s", code);
	if (result == 0)
		result = settle_rows(store, &list, judge, now, error);
	if (result == 0)
		tally_take_delta(store, tally);
	return result;
}
