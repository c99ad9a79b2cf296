/* Looking for suspicions: what changed in a complete poll, and what time alone brought. */
#include "store/witness/detecting.h"

#include "base/memory.h"
#include "base/text.h"
#include "core/case/detector.h"
#include "store/cases/case_row.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/witness/at_once.h"
#include "store/witness/suspicion_rows.h"

static int take_change(void *user, const struct change *change)
{
	struct evidence *evidence = user;
	array_reserve(evidence->changes, &evidence->change_capacity, evidence->change_count + 1);
	evidence->changes[evidence->change_count++] = *change;
	return 0;
}

static int take_pause(void *user, const struct pause *pause)
{
	struct evidence *evidence = user;
	array_reserve(evidence->pauses, &evidence->pause_capacity, evidence->pause_count + 1);
	evidence->pauses[evidence->pause_count++] = *pause;
	return 0;
}

void evidence_free(struct evidence *evidence)
{
	free(evidence->changes);
	free(evidence->pauses);
}

static bool pauses_now(const struct case_facts *facts)
{
	return facts->locked || facts->status == STATUS_SUPPLEMENT || facts->status == STATUS_FEE ||
	       facts->status == STATUS_STOPPED;
}

bool evidence_has_pauses(const struct case_row *row)
{
	return row->changed || pauses_now(&row->state.facts);
}

int evidence_load(struct store *store, const struct case_row *row, struct evidence *evidence,
	struct error *error)
{
	int result = 0;
	evidence->change_count = evidence->pause_count = 0;
	if (row->changed)
		result = store_changes(store, row->id, take_change, evidence, error);
	if (result == 0 && evidence_has_pauses(row))
		result = store_pauses(store, row->id, take_pause, evidence, error);
	return result;
}

size_t detect_by(struct store *store, const struct case_row *row, const struct judge *judge,
	instant at, const struct evidence *evidence,
	struct finding ret_findings[static SUSPICION_COUNT], instant *ret_look)
{
	*ret_look = INSTANT_NONE;
	/* it is suspected where it counts; and a damaged file names no portal */
	if (!row->counted || row->portal < 1 || row->portal > store->portal_count)
		return 0;
	struct witnessed witnessed = {
		.state = row->state,
		.life = row->life,
		.changes = evidence->changes,
		.change_count = evidence->change_count,
		.pauses = evidence->pauses,
		.pause_count = evidence->pause_count,
		.mass_changes = store->mass_changes,
		.mass_change_count = store->mass_change_count,
		.portal = row->portal,
		.judge = judge,
		.tells_returns = store->portals[row->portal - 1].returns,
		.at = at,
	};
	return detect(&witnessed, ret_findings, ret_look);
}

instant first_look(
	struct store *store, const struct case_row *row, const struct judge *judge, instant started)
{
	struct finding findings[SUSPICION_COUNT];
	instant look;
	if (pauses_now(&row->state.facts))
		return started;
	return detect_by(store, row, judge, started, &(struct evidence){0}, findings, &look)
		       ? started
		       : look;
}

/* Looks at one case and writes what is to be kept of it. */
static int look_at(struct store *store, struct case_row *row, const struct judge *judge,
	struct evidence *evidence, struct at_once *at_once, struct error *error)
{
	struct finding findings[SUSPICION_COUNT];
	instant at = store->portals[row->portal - 1].known;
	size_t count = 0;
	int result = evidence_load(store, row, evidence, error);
	if (result == 0)
		count = detect_by(store, row, judge, at, evidence, findings, &row->look);
	if (result == 0 && row->suspect)
		result = at_once_note_kept(store, at_once, row->id, error);
	if (result == 0 && (count || row->suspect))
		result = suspicions_set(store, row, findings, count, error);
	for (size_t i = 0; i < count; i++)
		at_once_note(at_once, &findings[i]);
	row->suspect = count > 0;
	return result < 0 ? result : row_write_traits(store, row, error);
}

static int look_at_all(
	struct store *store, const struct judge *judge, struct row_list *list, struct error *error)
{
	cleanup(evidence_free) struct evidence evidence = {0};
	cleanup(at_once_free) struct at_once at_once = {0};
	int result = store_begin_own(store, false, error);
	for (size_t i = 0; i < list->count && result == 0; i++)
		result = look_at(store, &list->rows[i], judge, &evidence, &at_once, error);
	if (result == 0)
		result = at_once_write(store, &at_once, error);
	return store_finish(store, result, error);
}

int pass_looks(struct store *store, const struct judge *judge, int most, bool *ret_more,
	struct error *error)
{
	cleanup(row_list_free) struct row_list list = {0};
	int result = 0;
	for (uint32_t portal = 1; portal <= store->portal_count && result == 0; portal++) {
		instant known = store->portals[portal - 1].known;
		if (known != INSTANT_NONE && list.count < (size_t)most)
			result = sql_each(store, error, row_list_add, &list, SQL_cases_to_look_at,
				as_number(portal), as_number(whole_second(known) / SECOND_MS),
				as_number(most - (int)list.count));
	}
	row_list_settle(&list);
	*ret_more = list.count == (size_t)most;
	if (result < 0 || list.count == 0)
		return result;
	return look_at_all(store, judge, &list, error);
}
