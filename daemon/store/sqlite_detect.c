/* Looking for suspicions: what changed in a complete poll, and what time alone brought. */
#include "base/memory.h"
#include "store/sqlite_store.h"

/* --- upheavals ---------------------------------------------------------------------------- */

static struct turmoil_unit *turmoil_unit(struct turmoil *turmoil, uint32_t unit)
{
	struct slice key = {(const char *)&unit, sizeof(unit)};
	uint32_t *place = map_get(&turmoil->places, key);
	if (place)
		return &turmoil->units[*place];
	map_put(&turmoil->places, key, (uint32_t)turmoil->count);
	array_reserve(turmoil->units, &turmoil->capacity, turmoil->count + 1);
	turmoil->units[turmoil->count] = (struct turmoil_unit){.unit = unit};
	return &turmoil->units[turmoil->count++];
}

static void turmoil_add(struct turmoil *turmoil, uint32_t unit, bool gained)
{
	struct turmoil_unit *of_unit = turmoil_unit(turmoil, unit);
	of_unit->rewritten++;
	of_unit->gained += gained;
	turmoil->rewritten++;
	turmoil->gained += gained;
}

static bool is_late(enum bucket bucket)
{
	return bucket == BUCKET_OVERDUE || bucket == BUCKET_LATE;
}

void turmoil_count(struct running_poll *poll, const struct case_row *before,
	const struct case_row *after, const struct judge *judge, instant last_poll, instant now)
{
	const struct case_facts *was = &before->state.facts, *is = &after->state.facts;
	if (!change_rewrites(was, is, &after->life, last_poll))
		return;
	bool gained = is_late(verdict_of(was, &before->life, judge, now).bucket) &&
		      !is_late(verdict_of(is, &after->life, judge, now).bucket);
	turmoil_add(&poll->turmoil, before->state.unit, gained);
}

void turmoil_count_new(struct running_poll *poll, const struct case_row *row, instant last_poll)
{
	const struct case_facts *facts = &row->state.facts;
	instant received = facts->received != INSTANT_NONE ? facts->received : facts->submitted;
	if (last_poll != INSTANT_NONE && received != INSTANT_NONE && received < last_poll - DAY_MS)
		turmoil_unit(&poll->turmoil, row->state.unit)->arrivals++;
}

void turmoil_missing(struct running_poll *poll, const struct case_row *row)
{
	turmoil_add(&poll->turmoil, row->state.unit, is_late(row->bucket));
}

void turmoil_free(struct turmoil *turmoil)
{
	free(turmoil->units);
	map_free(&turmoil->places);
}

static void keep_upheaval(struct store *store, const struct upheaval *upheaval)
{
	for (size_t i = store->upheaval_count; i-- > 0;) {
		struct upheaval *kept = &store->upheavals[i];
		if (kept->portal == upheaval->portal && kept->unit == upheaval->unit &&
			kept->from == upheaval->from) {
			*kept = *upheaval;
			return;
		}
	}
	array_reserve(store->upheavals, &store->upheaval_capacity, store->upheaval_count + 1);
	store->upheavals[store->upheaval_count++] = *upheaval;
}

static void forget_upheaval(struct store *store, const struct upheaval *upheaval)
{
	for (size_t i = 0; i < store->upheaval_count; i++) {
		struct upheaval *kept = &store->upheavals[i];
		if (kept->portal == upheaval->portal && kept->unit == upheaval->unit &&
			kept->from == upheaval->from) {
			*kept = store->upheavals[--store->upheaval_count];
			return;
		}
	}
}

/* Writes, moves on or takes back one upheaval of a poll. */
static int follow(struct store *store, const struct upheaval *upheaval, bool is, bool *written,
	struct error *error)
{
	if (!is && !*written)
		return 0;
	sqlite3_stmt *write = sql_use(store, is ? SQL_upheaval_put : SQL_upheaval_drop);
	sqlite3_bind_int64(write, 1, upheaval->portal);
	sqlite3_bind_int64(write, 2, upheaval->unit);
	sqlite3_bind_int64(write, 3, upheaval->from);
	if (is)
		sqlite3_bind_int64(write, 4, upheaval->to);
	int result = sql_run(store, write, error);
	if (result < 0)
		return result;
	*written = is;
	if (is)
		keep_upheaval(store, upheaval);
	else
		forget_upheaval(store, upheaval);
	return 0;
}

int turmoil_write(struct store *store, struct running_poll *poll, instant now, struct error *error)
{
	struct turmoil *turmoil = &poll->turmoil;
	struct upheaval upheaval = {.portal = poll->portal, .from = poll->started, .to = now};
	bool is = upheaval_is(turmoil->rewritten, turmoil->gained, (int64_t)turmoil->count, true);
	int result = follow(store, &upheaval, is, &turmoil->written, error);
	for (size_t i = 0; i < turmoil->count && result == 0; i++) {
		struct turmoil_unit *unit = &turmoil->units[i];
		upheaval.unit = unit->unit;
		is = upheaval_is_late_news(unit->arrivals, unit->rewritten, unit->gained) ||
		     upheaval_is(unit->rewritten, unit->gained, 1, false);
		result = follow(store, &upheaval, is, &unit->written, error);
	}
	return result;
}

int upheavals_load(struct store *store, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_upheavals);
	int result;
	store->upheaval_count = 0;
	while ((result = sql_step(store, list, error)) > 0) {
		struct upheaval upheaval = {
			.portal = (uint32_t)sqlite3_column_int64(list, 0),
			.unit = (uint32_t)sqlite3_column_int64(list, 1),
			.from = sql_instant(list, 2),
			.to = sql_instant(list, 3),
		};
		array_reserve(
			store->upheavals, &store->upheaval_capacity, store->upheaval_count + 1);
		store->upheavals[store->upheaval_count++] = upheaval;
	}
	return result;
}

/* --- looking ------------------------------------------------------------------------------ */

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
		.upheavals = store->upheavals,
		.upheaval_count = store->upheaval_count,
		.portal = row->portal,
		.judge = judge,
		.tells_returns = store->portals[row->portal - 1].returns,
		.at = at,
	};
	return detect(&witnessed, ret_findings, ret_look);
}

int detect_in(struct store *store, const struct case_row *row, const struct judge *judge,
	instant at, struct evidence *evidence, struct finding ret_findings[static SUSPICION_COUNT],
	size_t *ret_count, instant *ret_look, struct error *error)
{
	int result = evidence_load(store, row, evidence, error);
	if (result == 0)
		*ret_count = detect_by(store, row, judge, at, evidence, ret_findings, ret_look);
	return result;
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
	struct evidence *evidence, struct error *error)
{
	struct finding findings[SUSPICION_COUNT];
	instant at = store->portals[row->portal - 1].known;
	size_t count = 0;
	int result =
		detect_in(store, row, judge, at, evidence, findings, &count, &row->look, error);
	if (result == 0 && (count || row->suspect))
		result = suspicions_set(store, row, findings, count, error);
	row->suspect = count > 0;
	return result < 0 ? result : row_write_traits(store, row, error);
}

/* Rows are read before any is written: the statement walks the index that the writing moves. */
struct looks {
	struct case_row *rows;
	struct text keys;
	size_t count, capacity;
	struct evidence evidence;
};

static void looks_free(struct looks *looks)
{
	free(looks->rows);
	text_free(&looks->keys);
	evidence_free(&looks->evidence);
}

static int read_looks(
	struct store *store, uint32_t portal, int most, struct looks *looks, struct error *error)
{
	sqlite3_stmt *list = sql_use(store, SQL_cases_to_look_at);
	int result;
	sqlite3_bind_int64(list, 1, portal);
	sqlite3_bind_int64(list, 2, whole_second(store->portals[portal - 1].known) / SECOND_MS);
	sqlite3_bind_int(list, 3, most);
	while ((result = sql_step(store, list, error)) > 0) {
		array_reserve(looks->rows, &looks->capacity, looks->count + 1);
		struct case_row *row = &looks->rows[looks->count++];
		row_read(list, row);
		text_add_slice(&looks->keys, row->key);
	}
	return result;
}

static int look_at_all(
	struct store *store, const struct judge *judge, struct looks *looks, struct error *error)
{
	const char *key = looks->keys.data;
	int result = store_begin_own(store, false, error);
	for (size_t i = 0; i < looks->count && result == 0; i++) {
		struct case_row *row = &looks->rows[i];
		row->key.data = key;
		key += row->key.length;
		result = look_at(store, row, judge, &looks->evidence, error);
	}
	if (result == 0)
		result = store_commit(store, error);
	if (result < 0)
		store_rollback(store);
	return result;
}

int pass_looks(struct store *store, const struct judge *judge, int most, bool *ret_more,
	struct error *error)
{
	cleanup(looks_free) struct looks looks = {0};
	int result = 0;
	for (uint32_t portal = 1; portal <= store->portal_count && result == 0; portal++)
		if (store->portals[portal - 1].known != INSTANT_NONE && looks.count < (size_t)most)
			result = read_looks(store, portal, most - (int)looks.count, &looks, error);
	*ret_more = looks.count == (size_t)most;
	if (result < 0 || looks.count == 0)
		return result;
	return look_at_all(store, judge, &looks, error);
}
