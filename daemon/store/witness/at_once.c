#include "store/witness/at_once.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/case/mass_change.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/suspicion_rows.h"

void at_once_free(struct at_once *at_once)
{
	free(at_once->groups);
}

void at_once_note(struct at_once *at_once, const struct finding *finding)
{
	struct at_once_group group = {
		finding->unit, finding->kind, finding->at / MASS_REWRITTEN_WITHIN_MS};
	if (finding->kind != SUSPICION_MOVED_DUE && finding->kind != SUSPICION_BACK_DATED)
		return;
	for (size_t i = at_once->count; i-- > 0;) /* it is mostly the one noted last */
		if (at_once->groups[i].unit == group.unit &&
			at_once->groups[i].kind == group.kind &&
			at_once->groups[i].hour == group.hour)
			return;
	array_reserve(at_once->groups, &at_once->capacity, at_once->count + 1);
	at_once->groups[at_once->count++] = group;
}

static int note_kept(void *user, const struct store_suspicion *kept)
{
	at_once_note(user, &kept->finding);
	return 0;
}

int at_once_note_kept(
	struct store *store, struct at_once *at_once, int64_t case_id, struct error *error)
{
	struct suspicion_filter filter = {.kind = -1, .case_id = case_id, .since = INSTANT_NONE};
	return store_suspicions(store, &filter, note_kept, at_once, error);
}

/* A row of AT_ONCE_COLUMNS. */
static struct finding read_finding(const struct sql_row *row)
{
	bool moved = sql_int(row, 1) == SUSPICION_MOVED_DUE;
	return (struct finding){.kind = SUSPICION_AT_ONCE,
		.confidence = CONFIDENCE_STRONG,
		.fact = moved ? FACT_DUE : FACT_FINISHED,
		.was = 0,
		.became = sql_int64(row, 2),
		.after = sql_instant(row, 3),
		.by = sql_instant(row, 4),
		.at = sql_instant(row, 5),
		.last = sql_instant(row, 4),
		.unit = sql_u32(row, 0),
		.times = sql_u32(row, 2)};
}

static int write_group(struct store *store, const struct at_once_group *group, struct error *error)
{
	instant from = group->hour * MASS_REWRITTEN_WITHIN_MS;
	struct sql_row *count =
		sql_use(store, SQL_at_once, as_number(group->unit), as_number(group->kind),
			as_number(from), as_number(from + MASS_REWRITTEN_WITHIN_MS - 1));
	int result = sql_step(store, count, error);
	if (result < 0)
		return result;
	struct finding finding = read_finding(count);
	sql_end(count);
	if (finding.times >= MASS_REWRITTEN_LEAST)
		return suspicion_put(store, NULL, &finding, error);
	finding = (struct finding){.kind = SUSPICION_AT_ONCE,
		.fact = group->kind == SUSPICION_MOVED_DUE ? FACT_DUE : FACT_FINISHED,
		.at = from,
		.unit = group->unit};
	return sql_run(store, error, SQL_suspicion_end, as_number(suspicion_id_of_unit(&finding)),
		as_number(SUSPICION_AT_ONCE), as_number(store->newest));
}

int at_once_write(struct store *store, struct at_once *at_once, struct error *error)
{
	int result = 0;
	for (size_t i = 0; i < at_once->count && result == 0; i++)
		result = write_group(store, &at_once->groups[i], error);
	return result;
}

int at_once_all(struct store *store, at_once_fn *on_finding, void *user, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_at_once_all, as_number(MASS_REWRITTEN_WITHIN_MS),
		as_number(MASS_REWRITTEN_LEAST));
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		struct finding finding = read_finding(list);
		on_finding(user, &finding);
	}
	return result;
}
