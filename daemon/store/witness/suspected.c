/* What was suspected at an earlier instant, found again. */
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "core/case/detector.h"
#include "core/case/known.h"
#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/cases/histories.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/witness/detecting.h"
#include "store/witness/mass_changes.h"

struct portal_then {
	bool returns;
	instant known;
};

struct suspecting {
	struct store *store;
	const struct judge *judge;
	instant at;
	const struct suspicion_filter *filter;
	struct portal_then *portals;
	struct mass_change *mass_changes;
	size_t mass_change_count;
	struct map cases; /* the numbers of those that are not purged */
	struct store_suspicion *list; /* codes are the list's own */
	size_t count, capacity;
	struct evidence evidence; /* of the case under way */
	struct pause *pauses; /* of these, known then */
	size_t pause_capacity;
	struct error *error;
};

static void suspecting_free(struct suspecting *suspecting)
{
	for (size_t i = 0; i < suspecting->count; i++)
		free((char *)suspecting->list[i].code);
	free(suspecting->list);
	free(suspecting->portals);
	free(suspecting->mass_changes);
	free(suspecting->pauses);
	map_free(&suspecting->cases);
	evidence_free(&suspecting->evidence);
}

/* --- what was known of portals ---------------------------------------------------------------- */

static int load_portals(struct suspecting *suspecting)
{
	struct store *store = suspecting->store;
	int result = 0;
	suspecting->portals = xcalloc(store->portal_count + 1, sizeof(*suspecting->portals));
	for (uint32_t id = 1; id <= store->portal_count && result >= 0; id++) {
		struct portal_then *then = &suspecting->portals[id];
		struct sql_row *get =
			sql_use(store, SQL_portal_then, as_number(id), as_number(suspecting->at));
		result = sql_step(store, get, suspecting->error);
		if (result > 0) {
			then->returns = sql_int(get, 0) != 0;
			/* polls of long ago are kept no more */
			then->known = sql_instant(get, 1);
			if (then->known == INSTANT_NONE)
				then->known = suspecting->at;
		}
		sql_end(get);
	}
	return result < 0 ? result : 0;
}

static int load_mass_changes(struct suspecting *suspecting)
{
	struct store *store = suspecting->store;
	int result = mass_changes_load(store, suspecting->error);
	suspecting->mass_changes =
		xcalloc(store->mass_change_count + 1, sizeof(*suspecting->mass_changes));
	for (size_t i = 0; i < store->mass_change_count; i++)
		if (store->mass_changes[i].from <= suspecting->at)
			suspecting->mass_changes[suspecting->mass_change_count++] =
				store->mass_changes[i];
	return result;
}

/* --- one case --------------------------------------------------------------------------------- */

/* By a mark that was recorded by then. */
struct explaining {
	struct store_suspicion *suspicion;
	instant at;
};

static int meet_mark(void *user, const struct mark *mark)
{
	struct explaining *explaining = user;
	struct store_suspicion *suspicion = explaining->suspicion;
	const struct finding *finding = &suspicion->finding;
	bool explains = mark->kind == MARK_EXPLAINED && mark->suspicion == (int)finding->kind &&
			mark->covers >= finding->last;
	explains |= mark->kind == MARK_APOLOGY && finding->kind == SUSPICION_NO_APOLOGY &&
		    mark->letter_ends <= finding->was;
	if (!explains || mark->at > explaining->at || suspicion->explained)
		return 0;
	suspicion->explained = true;
	suspicion->explained_at = mark->at;
	return 0;
}

static bool is_wanted(const struct suspicion_filter *filter, const struct finding *finding)
{
	bool of_unit = !filter->units;
	for (size_t i = 0; i < filter->unit_count && !of_unit; i++)
		of_unit = filter->units[i] == finding->unit;
	return of_unit && (filter->kind < 0 || filter->kind == (int)finding->kind) &&
	       (!filter->field || filter->field == finding->field) &&
	       (filter->since == INSTANT_NONE || finding->at >= filter->since);
}

static void take(struct suspecting *suspecting, const struct store_suspicion *suspicion)
{
	if (suspecting->filter->counted && (suspicion->finding.doubt || suspicion->explained))
		return;
	array_reserve(suspecting->list, &suspecting->capacity, suspecting->count + 1);
	struct store_suspicion *kept = &suspecting->list[suspecting->count++];
	*kept = *suspicion;
	kept->code = xstrdup(suspicion->code);
}

static int take_finding(
	struct suspecting *suspecting, const struct case_row *row, const struct finding *finding)
{
	struct store_suspicion suspicion = {.finding = *finding,
		.case_id = row->id,
		.subject = row->id,
		.portal = row->portal,
		.code = "",
		.explained_at = INSTANT_NONE,
		.found = finding->at};
	struct explaining explaining = {&suspicion, suspecting->at};
	if (!is_wanted(suspecting->filter, finding))
		return 0;
	int result =
		store_marks(suspecting->store, row->id, meet_mark, &explaining, suspecting->error);
	suspicion.code = key_code(row->key, &suspecting->store->suspect);
	if (result >= 0)
		take(suspecting, &suspicion);
	return result;
}

/* The case as it was known then. */
static bool witnessed_then(
	struct suspecting *suspecting, const struct case_row *row, struct witnessed *ret_witnessed)
{
	const struct evidence *evidence = &suspecting->evidence;
	const struct portal_then *portal = &suspecting->portals[row->portal];
	size_t changes = 0;
	*ret_witnessed = (struct witnessed){
		.changes = evidence->changes,
		.mass_changes = suspecting->mass_changes,
		.mass_change_count = suspecting->mass_change_count,
		.portal = row->portal,
		.judge = suspecting->judge,
		.tells_returns = portal->returns,
		.at = portal->known,
	};
	if (!witness_at(&row->state, &row->life, evidence->changes, evidence->change_count,
		    suspecting->at, &ret_witnessed->state, &ret_witnessed->life))
		return false;
	while (changes < evidence->change_count && evidence->changes[changes].by <= suspecting->at)
		changes++;
	ret_witnessed->change_count = changes;
	array_reserve(suspecting->pauses, &suspecting->pause_capacity, evidence->pause_count + 1);
	ret_witnessed->pause_count = pauses_known_at(
		evidence->pauses, evidence->pause_count, suspecting->at, suspecting->pauses);
	ret_witnessed->pauses = suspecting->pauses;
	return true;
}

static int look_at(void *user, const struct case_row *row)
{
	struct suspecting *suspecting = user;
	struct finding findings[SUSPICION_COUNT];
	struct witnessed witnessed;
	instant look;
	uint32_t place = 1;
	map_put(&suspecting->cases, (struct slice){(const char *)&row->id, sizeof(row->id)}, place);
	bool counted = false;
	if (row->life.first_seen > suspecting->at || row->portal < 1 ||
		row->portal > suspecting->store->portal_count)
		return 0;
	int result =
		row_counted_at(suspecting->store, row, suspecting->at, &counted, suspecting->error);
	if (result < 0 || !counted)
		return result;
	result = evidence_load(suspecting->store, row, &suspecting->evidence, suspecting->error);
	if (result < 0 || !witnessed_then(suspecting, row, &witnessed))
		return result;
	size_t count = detect(&witnessed, findings, &look);
	for (size_t i = 0; i < count && result >= 0; i++)
		result = take_finding(suspecting, row, &findings[i]);
	return result < 0 ? result : 0;
}

/* --- of units, and of purged cases -------------------------------------------------------------- */

static int take_row(void *user, const struct store_suspicion *suspicion)
{
	struct suspecting *suspecting = user;
	int64_t id = suspicion->case_id;
	if (id == 0 || !map_get(&suspecting->cases, (struct slice){(const char *)&id, sizeof(id)}))
		take(suspecting, suspicion);
	return 0;
}

static int take_rows(struct suspecting *suspecting)
{
	struct suspicion_filter filter = *suspecting->filter;
	filter.known = suspecting->at;
	filter.limit = 0;
	filter.case_id = 0;
	return store_suspicions(
		suspecting->store, &filter, take_row, suspecting, suspecting->error);
}

/* --- all ---------------------------------------------------------------------------------------- */

static const struct suspicion_filter *ordering;

static size_t place_of_unit(uint32_t unit)
{
	size_t place = 0;
	while (place < ordering->unit_count && ordering->units[place] != unit)
		place++;
	return place;
}

/* As store_suspicions() lists them: by unit as asked for, the newest first. */
static int as_listed(const void *a, const void *b)
{
	const struct store_suspicion *x = a, *y = b;
	size_t left = place_of_unit(x->finding.unit), right = place_of_unit(y->finding.unit);
	if (left != right)
		return left < right ? -1 : 1;
	if (x->finding.at != y->finding.at)
		return x->finding.at > y->finding.at ? -1 : 1;
	if (x->subject != y->subject)
		return x->subject < y->subject ? -1 : 1;
	return (int)x->finding.kind - (int)y->finding.kind;
}

static int find_all(struct suspecting *suspecting)
{
	struct store *store = suspecting->store;
	bool begun;
	int result = sql_reading(store, &begun, suspecting->error);
	if (result < 0)
		return result;
	result = load_portals(suspecting);
	if (result == 0)
		result = load_mass_changes(suspecting);
	if (result == 0)
		result = rows_meet_all(store, look_at, suspecting, suspecting->error);
	if (result == 0)
		result = take_rows(suspecting);
	if (begun)
		sql_reading_end(store);
	return result;
}

int store_suspicions_at(struct store *store, const struct judge *judge, instant at,
	const struct suspicion_filter *filter, store_suspicion_fn *on_suspicion, void *user,
	struct error *error)
{
	cleanup(suspecting_free) struct suspecting suspecting = {
		.store = store, .judge = judge, .at = at, .filter = filter, .error = error};
	int result = find_all(&suspecting);
	ordering = filter;
	if (suspecting.count)
		qsort(suspecting.list, suspecting.count, sizeof(*suspecting.list), as_listed);
	for (size_t i = 0; i < suspecting.count && result == 0; i++)
		result = on_suspicion(user, &suspecting.list[i]);
	return result;
}
