/* The dictionaries of units, fields, procedures and officers: kept in memory, because every record names
 * four of them. Rulings too. */
#include "store/cases/dictionary.h"

#include <errno.h>

#include "base/hash.h"
#include "base/memory.h"
#include "store/inside.h"
#include "store/sql.h"

static void forget(struct dictionary *dictionary)
{
	for (size_t i = 0; i < dictionary->count; i++) {
		free((char *)dictionary->entries[i].code);
		free((char *)dictionary->entries[i].name);
	}
	dictionary->count = 0;
	map_free(&dictionary->numbers);
}

/* The key of the map: 4 bytes of the portal's number, then the code. */
#define KEY_MAX 260
static struct slice key_of(uint32_t portal, struct slice code, char buffer[static KEY_MAX])
{
	size_t length = code.length < KEY_MAX - 4 ? code.length : KEY_MAX - 4;
	memcpy(buffer, &portal, 4);
	memcpy(buffer + 4, code.data, length);
	return (struct slice){buffer, length + 4};
}

static void remember(struct dictionary *dictionary, uint32_t portal, struct slice code,
	struct slice name, instant alive)
{
	char key[KEY_MAX];
	array_reserve(dictionary->entries, &dictionary->capacity, dictionary->count + 1);
	struct store_name *entry = &dictionary->entries[dictionary->count++];
	entry->id = (uint32_t)dictionary->count;
	entry->code = xstrndup(code.data, code.length);
	entry->name = xstrndup(name.data, name.length);
	map_put(&dictionary->numbers, key_of(portal, code, key), entry->id);
	if (dictionary->shared)
		return;
	array_reserve(dictionary->units, &dictionary->unit_capacity, dictionary->count);
	dictionary->units[dictionary->count - 1] =
		(struct store_unit){entry->id, portal, entry->code, entry->name, alive};
}

static int dictionary_load(struct store *store, struct dictionary *dictionary, struct error *error)
{
	struct sql_row *list = sql_use(store, dictionary->list);
	int result = 0;
	forget(dictionary);
	while (sql_more(store, list, &result, error)) {
		if (sql_int64(list, 0) != (int64_t)dictionary->count + 1) {
			result = error_set(error, -EBADMSG,
				"the store is corrupt: a number is missing: %lld",
				(long long)dictionary->count + 1);
			continue;
		}
		remember(dictionary, sql_u32(list, 1), slice_of(sql_text(list, 2)),
			slice_of(sql_text(list, 3)),
			dictionary->shared ? INSTANT_NONE : sql_instant(list, 4));
	}
	return result;
}

int dictionaries_load(struct store *store, struct error *error)
{
#define DICTIONARY(plural, singular, lane_of, same)                                                \
	store->plural.list = SQL_##plural, store->plural.lane = lane_of,                           \
	store->plural.rename = SQL_##singular##_rename, store->plural.shared = same
	DICTIONARY(units, unit, LANE_UNITS, false);
	DICTIONARY(fields, field, LANE_FIELDS, true);
	DICTIONARY(procedures, procedure, LANE_PROCEDURES, true);
	DICTIONARY(officers, officer, LANE_OFFICERS, true);
#undef DICTIONARY
	store->ruling = (struct ruling){0};
	int result = dictionary_load(store, &store->units, error);
	if (result == 0)
		result = dictionary_load(store, &store->fields, error);
	if (result == 0)
		result = dictionary_load(store, &store->procedures, error);
	if (result == 0)
		result = dictionary_load(store, &store->officers, error);
	return result;
}

void dictionaries_free(struct store *store)
{
	struct dictionary *all[] = {
		&store->units, &store->fields, &store->procedures, &store->officers};
	for (size_t i = 0; i < ARRAY_SIZE(all); i++) {
		forget(all[i]);
		free(all[i]->entries);
		free(all[i]->units);
	}
}

static int rename_entry(struct store *store, struct dictionary *dictionary,
	struct store_name *entry, struct slice name, struct error *error)
{
	int result = writes_flush(store, error); /* it may be new */
	if (result == 0)
		result = sql_run(
			store, error, dictionary->rename, as_number(entry->id), as_slice(name));
	if (result < 0)
		return result;
	free((char *)entry->name);
	entry->name = xstrndup(name.data, name.length);
	if (!dictionary->shared)
		dictionary->units[entry->id - 1].name = entry->name;
	return 0;
}

int dictionary_number(struct store *store, struct dictionary *dictionary, uint32_t portal,
	struct slice code, struct slice name, uint32_t *ret_number, struct error *error)
{
	char key[KEY_MAX];
	*ret_number = 0;
	if (!code.length)
		return 0;
	if (dictionary->shared)
		portal = 0;
	uint32_t *known = map_get(&dictionary->numbers, key_of(portal, code, key));
	if (known) {
		struct store_name *entry = &dictionary->entries[*known - 1];
		*ret_number = *known;
		if (!name.length || slice_is(name, entry->name))
			return 0;
		return rename_entry(store, dictionary, entry, name, error);
	}
	int result = write_later(store, error, dictionary->lane,
		as_number((int64_t)dictionary->count + 1), as_number(portal), as_slice(code),
		as_slice(name));
	if (result < 0)
		return result;
	remember(dictionary, portal, code, name, INSTANT_NONE);
	*ret_number = (uint32_t)dictionary->count;
	return 0;
}

const char *dictionary_code(const struct dictionary *dictionary, uint32_t number)
{
	return number >= 1 && number <= dictionary->count ? dictionary->entries[number - 1].code
							  : "";
}

instant unit_alive(const struct store *store, uint32_t unit)
{
	return unit >= 1 && unit <= store->units.count ? store->units.units[unit - 1].alive
						       : INSTANT_NONE;
}

const struct store_unit *store_units(struct store *store, size_t *ret_count)
{
	*ret_count = store->units.count;
	return store->units.units;
}

const struct store_name *store_fields(struct store *store, size_t *ret_count)
{
	*ret_count = store->fields.count;
	return store->fields.entries;
}

const struct store_name *store_procedures(struct store *store, size_t *ret_count)
{
	*ret_count = store->procedures.count;
	return store->procedures.entries;
}

/* --- rulings --- */

static int ruling_add(struct store *store, const struct ruling *ruling, instant now,
	int64_t *ret_id, struct error *error)
{
	struct sql_value compare = as_number(ruling->compare), moves = as_number(ruling->due_moves),
			 calendar = as_number((int64_t)ruling->calendar);
	int result = sql_number(store, error, ret_id, 0, SQL_ruling_find, compare, moves, calendar);
	if (result < 0 || *ret_id)
		return result;
	return sql_number(
		store, error, ret_id, 0, SQL_ruling_add, compare, moves, calendar, as_number(now));
}

int ruling_number(struct store *store, const struct judge *judge, instant now, int64_t *ret_id,
	struct error *error)
{
	struct ruling *cached = &store->ruling;
	struct ruling wanted = {
		.compare = (int)judge->compare,
		.due_moves = judge->due_moves_off_day_off,
		.calendar = calendar_version(judge->calendar),
	};
	if (!cached->id || cached->compare != wanted.compare ||
		cached->due_moves != wanted.due_moves || cached->calendar != wanted.calendar) {
		int result = ruling_add(store, &wanted, now, &wanted.id, error);
		if (result < 0)
			return result;
		*cached = wanted;
	}
	*ret_id = cached->id;
	return 0;
}
