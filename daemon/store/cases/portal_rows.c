/* The portals that were ever registered: kept in memory, beside what is known of each. */
#include "store/cases/portal_rows.h"

#include <errno.h>

#include "base/memory.h"
#include "store/inside.h"
#include "store/sql.h"

#define PORTALS_MOST 100000 /* a number beyond comes from a damaged file */

/* Between it and a case's second absence the case left the list, however often the daemon began anew. */
static int load_sweep_before(struct store *store, uint32_t id, struct error *error)
{
	struct portal_entry *entry = &store->portals[id - 1];
	return sql_number(store, error, &entry->sweep_before, INSTANT_NONE, SQL_poll_sweep_before,
		as_number(id), as_number(entry->sweep));
}

int portals_load(struct store *store, struct error *error)
{
	struct sql_row *list = sql_use(store, SQL_portals);
	int result = 0;
	while (sql_more(store, list, &result, error)) {
		size_t id = (size_t)sql_int64(list, 0);
		if (id - 1 >= PORTALS_MOST) {
			result = error_set(
				error, -EBADMSG, "the store is corrupt: no number of a portal");
			continue;
		}
		array_reserve(store->portals, &store->portal_capacity, id);
		while (store->portal_count < id)
			store->portals[store->portal_count++] = (struct portal_entry){
				.place = -1, .complete = INSTANT_NONE, .sweep = INSTANT_NONE};
		struct portal_entry *entry = &store->portals[id - 1];
		entry->name = xstrdup(sql_text(list, 1));
		entry->place = sql_int(list, 2);
		entry->counted = sql_int(list, 3) != 0;
		entry->listed = sql_int64(list, 4);
		entry->returns = sql_int(list, 5) != 0;
		entry->known = sql_instant(list, 6);
		entry->midnight = sql_int(list, 7) != 0;
	}
	for (uint32_t id = 1; result == 0 && id <= store->portal_count; id++) {
		struct store_poll complete, sweep, newest;
		if (store_last_polls(store, id, &complete, &sweep, &newest, error) == 0) {
			store->portals[id - 1].complete = complete.started;
			store->portals[id - 1].sweep = sweep.started;
			result = load_sweep_before(store, id, error);
		}
	}
	return result;
}

void portals_reread(struct store *store)
{
	struct sql_row *list = sql_use(store, SQL_portals);
	int result = 0;
	while (sql_more(store, list, &result, NULL)) {
		size_t id = (size_t)sql_int64(list, 0);
		if (id > store->portal_count)
			continue;
		store->portals[id - 1].listed = sql_int64(list, 4);
		store->portals[id - 1].returns = sql_int(list, 5) != 0;
	}
}

void portals_free(struct store *store)
{
	for (size_t i = 0; i < store->portal_count; i++)
		free(store->portals[i].name);
	free(store->portals);
}

static uint32_t portal_find(const struct store *store, const char *name)
{
	for (uint32_t id = 1; id <= store->portal_count; id++)
		if (store->portals[id - 1].name && strcmp(store->portals[id - 1].name, name) == 0)
			return id;
	return 0;
}

int store_find_portal(struct store *store, const char *name, uint32_t *ret_id, struct error *error)
{
	uint32_t id = portal_find(store, name);
	if (!id)
		return error_set(
			error, -ENOENT, "the store knows no portal of this name: %s", name);
	*ret_id = id;
	return 0;
}

static int portal_add(struct store *store, const struct store_registration *portal, int place,
	struct error *error)
{
	int result = sql_run(store, error, SQL_portal_add, as_text(portal->name), as_number(place),
		as_number(portal->counted));
	if (result < 0)
		return result;
	array_reserve(store->portals, &store->portal_capacity, store->portal_count + 1);
	store->portals[store->portal_count++] = (struct portal_entry){
		.name = xstrdup(portal->name),
		.place = place,
		.named = true,
		.counted = portal->counted,
		.complete = INSTANT_NONE,
		.known = INSTANT_NONE,
		.sweep = INSTANT_NONE,
	};
	return 0;
}

/* What it was before stands in the counts of cases: they are to be decided anew. */
static int portal_change(
	struct store *store, uint32_t id, int place, bool counted, struct error *error)
{
	struct portal_entry *entry = &store->portals[id - 1];
	if (entry->place == place && entry->counted == counted)
		return 0;
	int result = sql_run(
		store, error, SQL_portal_set, as_number(id), as_number(place), as_number(counted));
	if (result == 0)
		result = meta_put(store, "recount", 1, error);
	entry->place = place;
	entry->counted = counted;
	store->recount = true;
	return result;
}

static int register_all(struct store *store, const struct store_registration *portals, size_t count,
	uint32_t *ret_ids, struct error *error)
{
	int result = 0;
	for (size_t i = 0; i < store->portal_count; i++)
		store->portals[i].named = false;
	for (size_t i = 0; i < count && result == 0; i++) {
		uint32_t id = portal_find(store, portals[i].name);
		result = id ? portal_change(store, id, (int)i, portals[i].counted, error)
			    : portal_add(store, &portals[i], (int)i, error);
		ret_ids[i] = id ? id : (uint32_t)store->portal_count;
		if (result == 0)
			store->portals[ret_ids[i] - 1].named = true;
	}
	for (uint32_t id = 1; id <= store->portal_count && result == 0; id++) {
		const struct portal_entry *entry = &store->portals[id - 1];
		if (entry->name && !entry->named)
			result = portal_change(store, id, PLACE_BEHIND, entry->counted, error);
	}
	return result;
}

/* Is all as it is to be? Then there is nothing to write, and nobody to wait for. */
static bool is_registered(
	const struct store *store, const struct store_registration *portals, size_t count)
{
	size_t behind = 0;
	for (size_t i = 0; i < count; i++) {
		uint32_t id = portal_find(store, portals[i].name);
		if (!id || store->portals[id - 1].place != (int)i ||
			store->portals[id - 1].counted != portals[i].counted)
			return false;
	}
	for (size_t i = 0; i < store->portal_count; i++)
		behind += !store->portals[i].name || store->portals[i].place == PLACE_BEHIND;
	return behind + count == store->portal_count;
}

int store_register_portals(struct store *store, const struct store_registration *portals,
	size_t count, uint32_t *ret_ids, struct error *error)
{
	bool recount = store->recount, nothing = is_registered(store, portals, count);
	size_t before_count = store->portal_count;
	cleanup(cleanup_free) uint32_t *ids = xcalloc(count + 1, sizeof(*ids));
	cleanup(cleanup_free) struct portal_entry *before =
		xmalloc((before_count + 1) * sizeof(*before));
	for (size_t i = 0; i < before_count; i++)
		before[i] = store->portals[i];
	int result = nothing ? 0 : store_begin_own(store, true, error);
	if (result == 0)
		result = register_all(store, portals, count, ids, error);
	if (result == 0 && !nothing)
		result = store_commit(store, error);
	if (result == 0) {
		for (size_t i = 0; i < count; i++)
			ret_ids[i] = ids[i];
		return 0;
	}
	/* memory follows the store: what was not committed is not there */
	while (store->portal_count > before_count)
		free(store->portals[--store->portal_count].name);
	for (size_t i = 0; i < before_count; i++)
		store->portals[i] = before[i];
	store->recount = recount;
	store_rollback(store);
	return result;
}

bool portal_precedes(const struct store *store, uint32_t a, uint32_t b)
{
	int place_a = store->portals[a - 1].place, place_b = store->portals[b - 1].place;
	return place_a != place_b ? place_a < place_b : a < b;
}

const char *store_portal_name(struct store *store, uint32_t id)
{
	return id >= 1 && id <= store->portal_count ? store->portals[id - 1].name : "";
}

int portal_write_listed(struct store *store, uint32_t portal, int64_t listed, struct error *error)
{
	return sql_run(store, error, SQL_portal_listed, as_number(portal), as_number(listed));
}
