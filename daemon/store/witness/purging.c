/* Purging: per-case rows go, their numbers stay. */
#include "store/witness/purging.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_key.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/judge_rows.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/schema/schema.h"
#include "store/sql.h"
#include "store/store_witness.h"
#include "store/witness/detecting.h"
#include "store/witness/siphash.h"

static const char *const key_names[2] = {"purge_key_0", "purge_key_1"};

/* Both halves of the key; made at the first purge. */
static int make_key(struct store *store, struct error *error)
{
	if (store->has_purged)
		return 0;
	for (int i = 0; i < 2; i++) {
		int64_t half;
		int result = store_random(&half, error);
		if (result == 0)
			result = meta_put(store, key_names[i], half, error);
		if (result < 0)
			return result;
		store->purge_key[i] = (uint64_t)half;
	}
	store->has_purged = true;
	return 0;
}

int purge_load(struct store *store, struct error *error)
{
	store->has_purged = false;
	for (int i = 0; i < 2; i++) {
		int64_t half;
		int result = meta_get(store, key_names[i], &half, error);
		if (result < 0)
			return result == -ENOENT ? 0 : result;
		store->purge_key[i] = (uint64_t)half;
	}
	store->has_purged = true;
	return 0;
}

static int64_t hash_of(struct store *store, uint32_t portal, struct slice key)
{
	cleanup(text_free) struct text text = {0};
	text_append(&text, (const char *)&portal, sizeof(portal));
	text_add_slice(&text, key);
	return (int64_t)siphash(store->purge_key, text_slice(&text));
}

int was_purged(struct store *store, uint32_t portal, struct slice key, struct error *error)
{
	if (!store->has_purged)
		return 0;
	struct sql_row *find =
		sql_use(store, SQL_purged_find, as_number(hash_of(store, portal, key)));
	int result = sql_step(store, find, error);
	sql_end(find);
	return result;
}

/* --- one case --------------------------------------------------------------------------------- */

static int run_on_case(struct store *store, enum sql name, int64_t id, struct error *error)
{
	return sql_run(store, error, name, as_number(id));
}

static int drop_marks(struct store *store, int64_t id, bool all, struct error *error)
{
	return sql_run(store, error, SQL_marks_drop, as_number(id), as_number(all));
}

static int drop_rows(struct store *store, const struct case_row *row, bool all, struct error *error)
{
	int result = run_on_case(store, SQL_history_drop, row->id, error);
	if (result == 0)
		result = run_on_case(store, SQL_pauses_drop, row->id, error);
	if (result == 0)
		result = run_on_case(
			store, all ? SQL_suspicions_drop : SQL_suspicions_settled, row->id, error);
	if (result == 0)
		result = drop_marks(store, row->id, all, error);
	if (result == 0)
		result = run_on_case(store, SQL_marks_settled, row->id, error);
	if (result < 0)
		return result;
	return sql_run(store, error, SQL_case_drop, as_slice(row->key), as_number(row->portal));
}

/* In a transaction: path, hash, rows, and the count of what its portal lists. */
static int purge_case(struct store *store, const struct case_row *row, const struct judge *judge,
	bool all, struct error *error)
{
	cleanup(evidence_free) struct evidence evidence = {0};
	struct portal_entry *portal = &store->portals[row->portal - 1];
	int result = make_key(store, error);
	if (result == 0)
		result = evidence_load(store, row, &evidence, error);
	if (result == 0 && row->counted)
		result = past_add_case(store, row, judge, &evidence, error);
	if (result == 0 && row->counted)
		result =
			past_case_add(store, row, calendar_zone(judge->calendar), &evidence, error);
	if (result < 0)
		return result;
	result = sql_run(
		store, error, SQL_purged_add, as_number(hash_of(store, row->portal, row->key)));
	if (result == 0)
		result = drop_rows(store, row, all, error);
	if (result == 0 && row->absent < ABSENT_VANISHED)
		result = portal_write_listed(store, row->portal, --portal->listed, error);
	return result;
}

/* --- by age ----------------------------------------------------------------------------------- */

static bool is_old(const struct store *store, const struct case_row *row, instant before)
{
	instant known = store->portals[row->portal - 1].known;
	if (row->look != INSTANT_NONE && row->look <= known)
		return false; /* detectors have not looked at its last change */
	if (row->bucket == BUCKET_REFUSED)
		return row->life.first_seen < before;
	return bucket_closed(row->bucket) && row->closed_at < before &&
	       row->life.closed_seen < before;
}

static int count_open_suspicion(void *user, const struct store_suspicion *suspicion)
{
	(void)suspicion;
	*(bool *)user = true;
	return 0;
}

static int purge_if_old(struct store *store, const struct case_row *row, const struct judge *judge,
	instant before, bool dry, struct purge_result *result, struct error *error)
{
	bool evidence = false;
	struct suspicion_filter filter = {
		.kind = -1, .case_id = row->id, .since = INSTANT_NONE, .counted = true};
	if (!is_old(store, row, before)) {
		result->left++;
		return 0;
	}
	if (row->suspect) {
		int asked =
			store_suspicions(store, &filter, count_open_suspicion, &evidence, error);
		if (asked < 0)
			return asked;
	}
	result->cases++;
	result->kept_evidence += evidence;
	return dry ? 0 : purge_case(store, row, judge, false, error);
}

static int purge_step(struct store *store, const struct judge *judge, instant before, int most,
	bool dry, struct purge_result *result, struct error *error)
{
	struct walk *walk = &store->purging;
	int done = walk_step(store, walk, most, error);
	for (size_t i = 0; i < walk->count && done == 0; i++) {
		struct case_row row;
		if (!bucket_closed(walk->cases[i].bucket) &&
			walk->cases[i].bucket != BUCKET_REFUSED) {
			result->left++;
			continue;
		}
		done = row_get(store, walk->cases[i].portal, walk_key(walk, i), &row, error);
		if (done > 0)
			done = purge_if_old(store, &row, judge, before, dry, result, error);
	}
	return done;
}

int store_purge_step(struct store *store, const struct judge *judge, instant before, int most,
	bool dry, struct purge_result *result, bool *ret_done, struct error *error)
{
	struct purge_result sum = *result;
	int done = dry ? 0 : store_begin_own(store, false, error);
	if (done == 0 && !dry)
		done = judgings_load(store, judge->calendar, error);
	if (done == 0)
		done = purge_step(store, judge, before, most, dry, &sum, error);
	store->judging_count = 0;
	if (done == 0 && !dry)
		done = store_commit(store, error);
	if (done < 0) {
		if (!dry)
			store_rollback(store);
		walk_restart(&store->purging);
		return done;
	}
	*result = sum;
	*ret_done = store->purging.over;
	if (store->purging.over)
		walk_restart(&store->purging);
	return 0;
}

/* --- by code ---------------------------------------------------------------------------------- */

struct forgetting {
	struct row_list list;
	bool open;
};

static int find_row(void *user, const struct sql_row *from, struct error *error)
{
	struct forgetting *forgetting = user;
	int result = row_list_add(&forgetting->list, from, error);
	if (result < 0)
		return result;
	enum bucket bucket = forgetting->list.rows[forgetting->list.count - 1].bucket;
	forgetting->open |= !bucket_closed(bucket) && bucket != BUCKET_REFUSED;
	return 0;
}

static int forget_rows(struct store *store, const struct judge *judge,
	const struct forgetting *forgetting, struct error *error)
{
	int result = store_begin_own(store, true, error);
	if (result == 0)
		result = judgings_load(store, judge->calendar, error);
	for (size_t i = 0; i < forgetting->list.count && result == 0; i++)
		result = purge_case(store, &forgetting->list.rows[i], judge, true, error);
	store->judging_count = 0;
	return store_finish(store, result, error);
}

int store_forget(
	struct store *store, const struct judge *judge, const char *code, struct error *error)
{
	cleanup(text_free) struct text key = {0};
	struct forgetting forgetting = {0};
	key_add(&key, slice_of(code));
	int result = sql_each(
		store, error, find_row, &forgetting, SQL_cases_by_key, as_slice(text_slice(&key)));
	row_list_settle(&forgetting.list);
	if (result == 0 && forgetting.list.count == 0)
		result = error_set(error, -ENOENT, "no case has the code %.128s", code);
	else if (result == 0 && forgetting.open)
		result = error_set(error, -EINVAL,
			"the case is still open: it is forgotten when it is closed: %.128s", code);
	if (result == 0)
		result = forget_rows(store, judge, &forgetting, error);
	row_list_free(&forgetting.list);
	return result;
}
