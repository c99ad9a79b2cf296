/* Opening: the one-writer lock, what is kept in memory, and what a daemon that was killed left behind. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_row.h"
#include "store/cases/dictionary.h"
#include "store/cases/history.h"
#include "store/cases/judge_rows.h"
#include "store/cases/kept_tally.h"
#include "store/cases/polls.h"
#include "store/cases/row_walk.h"
#include "store/inside.h"
#include "store/schema/schema.h"
#include "store/schema/store_file.h"
#include "store/sql.h"
#include "store/witness/mass_changes.h"
#include "store/witness/purging.h"
#include "store/witness/suspicion_rows.h"

#define PATIENCE_MS 5000

int store_random(int64_t *ret_number, struct error *error)
{
	if (getrandom(ret_number, sizeof(*ret_number), 0) != sizeof(*ret_number))
		return error_set(error, -EIO, "cannot get random bytes");
	return 0;
}

/* A number that tells this store's deliveries from those of any other store. */
static int give_instance(struct store *store, struct error *error)
{
	int64_t instance;
	int result = store_random(&instance, error);
	return result < 0 ? result : meta_put(store, "instance", instance, error);
}

/* What a daemon that was killed left behind. */
static int recover(struct store *store, struct error *error)
{
	int64_t instance;
	int result = store_begin(store, true, error);
	if (result < 0)
		return result;
	if (meta_get(store, "instance", &instance, error) == -ENOENT)
		result = give_instance(store, error);
	if (result == 0) {
		result = sql_run(store, error, SQL_polls_cut_short,
			as_number(store->newest == INSTANT_NONE ? 0 : store->newest));
	}
	if (result == 0)
		result = sql_run(store, error, SQL_deliveries_free);
	store->journaled = 1; /* perhaps */
	if (result == 0)
		result = tally_settle(store, error);
	if (result == 0)
		return store_commit(store, error);
	store_rollback(store);
	return result;
}

/* A number of `meta` that may not be there yet: then it stays as it is. */
static int maybe(struct store *store, const char *key, int64_t *ret_value, struct error *error)
{
	int result = meta_get(store, key, ret_value, error);
	return result == -ENOENT ? 0 : result;
}

static int load(struct store *store, struct error *error)
{
	int64_t episode = 0, delivery = 0, recount = 0;
	store->newest = store->judged_at = store->day_ends = INSTANT_NONE;
	int result = dictionaries_load(store, error);
	if (result == 0)
		result = portals_load(store, error);
	if (result == 0)
		result = mass_changes_load(store, error);
	if (result == 0)
		result = purge_load(store, error);
	if (result == 0)
		result = maybe(store, "newest", &store->newest, error);
	if (result == 0)
		result = maybe(store, "judged_at", &store->judged_at, error);
	if (result == 0)
		result = maybe(store, "recount", &recount, error);
	if (result == 0)
		result = maybe(store, "last_case", &store->last_case, error);
	if (result == 0)
		result = sql_number(store, error, &episode, 0, SQL_episode_last);
	if (result == 0)
		result = maybe(store, "delivery", &delivery, error);
	store->loaded = result == 0;
	store->recount = recount != 0;
	store->next_episode = episode + 1;
	store->next_delivery = delivery + 1;
	return result;
}

/* SQLite's own words for a place that cannot be written say neither where nor why. It wants to write
 * beside a store that it only reads, too. */
static int blame_place(const struct store *store, const char *path, int result, struct error *error)
{
	if (result != -EROFS && result != -EACCES && result != -ENOENT)
		return result;
	int place = store_file_writable(path, store->mode == STORE_OWN, error);
	return place < 0 ? place : result;
}

static int open_store(struct store *store, const char *path, struct error *error)
{
	bool new = false;
	int version = 0;
	int result = sql_inspect(path, store->mode, &new, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = store_file_lock(path, &store->lock, error);
	if (result == 0)
		result = sql_open(store, path, new, error);
	if (result == 0)
		store_set_patience(store, PATIENCE_MS);
	if (result == 0)
		result = schema_check(store, path, &version, error);
	if (result == 0)
		result = sql_set_up(store, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = schema_migrate(store, path, version, error);
	if (result == 0)
		result = sql_prepare(store, error);
	if (result == 0)
		result = load(store, error);
	if (result == 0 && store->mode == STORE_OWN)
		result = recover(store, error);
	return store->sql ? blame_place(store, path, result, error) : result;
}

int store_open(
	const char *location, enum store_mode mode, struct store **ret_store, struct error *error)
{
	static const char scheme[] = "sqlite:";
	if (strncmp(location, scheme, sizeof(scheme) - 1) != 0 || !location[sizeof(scheme) - 1])
		return error_set(error, -EINVAL, "a store is written sqlite:PATH: %s", location);
	struct store *store = xcalloc(1, sizeof(*store));
	store->mode = mode;
	store->lock = -1;
	int result = open_store(store, location + sizeof(scheme) - 1, error);
	if (result < 0)
		store_close(store);
	else
		*ret_store = store;
	return result;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->begun)
		store_rollback(store);
	sql_close(store->sql);
	writes_free(store);
	if (store->lock >= 0)
		close(store->lock);
	polls_free(store);
	dictionaries_free(store);
	portals_free(store);
	tally_free(&store->delta);
	day_sums_free(&store->since_day);
	day_sums_free(&store->closing.sums);
	text_free(&store->code);
	text_free(&store->suspect);
	walk_free(&store->judged);
	walk_free(&store->purging);
	gaps_free(store->gaps);
	unit_looks_free(store->unit_looks);
	text_free(&store->episode);
	judgings_free(store);
	free(store->mass_changes);
	free(store);
}
