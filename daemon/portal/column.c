#include "portal/column.h"

#include "base/letters.h"
#include "base/memory.h"
#include "base/suggest.h"
#include "base/utf8.h"

/* --- names ------------------------------------------------------------------------------- */

/* A hint with one of these makes another column of it. */
static bool changes_meaning(struct slice hint)
{
	static const char *const words[] = {
		"dukien", "thucte", "giahan", "bandau", "dieuchinh", "noibo", "expected", "actual"};
	cleanup(text_free) struct text key = {0};
	letters_key(hint, &key);
	for (size_t i = 0; key.length && i < ARRAY_SIZE(words); i++)
		if (strstr(key.data, words[i]))
			return true;
	return false;
}

/* The key of a name without its hints; nothing when one changes the meaning. */
static void key_without_hints(struct slice name, struct text *out)
{
	cleanup(text_free) struct text bare = {0};
	int depth = 0;
	size_t begin = 0;
	for (size_t i = 0; i < name.length; i++) {
		char byte = name.data[i];
		bool opens = byte == '(' || byte == '[', closes = byte == ')' || byte == ']';
		if (opens && depth++ == 0)
			begin = i;
		else if (!depth)
			text_add_char(&bare, byte);
		else if (closes && --depth == 0 &&
			 changes_meaning((struct slice){name.data + begin, i - begin}))
			return;
	}
	letters_key(text_slice(&bare), out);
}

static int slot_with_key(const struct mapping *mapping, const struct text *key)
{
	cleanup(text_free) struct text column = {0};
	for (int slot = 0; key->length && slot < mapping->slot_count; slot++) {
		text_clear(&column);
		letters_key(slice_of(mapping->column[slot]), &column);
		if (slice_equal(text_slice(key), text_slice(&column)))
			return slot;
	}
	return -1;
}

static bool has_slot(const int *slots, int count, int slot)
{
	for (int i = 0; i < count; i++)
		if (slots[i] == slot)
			return true;
	return false;
}

int columns_match(const struct mapping *mapping, const struct slice *cells, int count, int *slots)
{
	cleanup(text_free) struct text key = {0};
	int known = 0;
	for (int i = 0; i < count; i++) {
		text_clear(&key);
		letters_key(cells[i], &key);
		slots[i] = slot_with_key(mapping, &key);
	}
	for (int i = 0; i < count; i++) {
		text_clear(&key);
		if (slots[i] < 0)
			key_without_hints(cells[i], &key);
		int slot = key.length ? slot_with_key(mapping, &key) : -1;
		if (slot >= 0 && !has_slot(slots, count, slot))
			slots[i] = slot;
		known += slots[i] >= 0;
	}
	return known;
}

/* --- what is missing ---------------------------------------------------------------------- */

bool columns_bring(const struct mapping *mapping, enum field field, const int *slots, int count)
{
	const struct field_map *map = &mapping->field[field];
	for (int i = 0; i < map->count; i++)
		if (map->alternative[i].constant ||
			has_slot(slots, count, map->alternative[i].slot))
			return true;
	return false;
}

int columns_missing(const struct profile *profile, const int *slots, int count)
{
	const struct mapping *mapping = &profile->mapping;
	if (!columns_bring(mapping, FIELD_CODE, slots, count))
		return FIELD_CODE;
	if (!columns_bring(mapping, FIELD_RECEIVED, slots, count))
		return FIELD_RECEIVED;
	for (size_t i = 0; i < profile->required_columns.count; i++) {
		int field = field_from_name(slice_of(profile->required_columns.text[i]));
		if (!columns_bring(mapping, (enum field)field, slots, count))
			return field;
	}
	return -1;
}

/* --- and said ----------------------------------------------------------------------------- */

/* Names have no digits, and a table has some; rows of cases and persons have, titles are alone. */
static bool looks_like_names(const struct slice *cells, int count, int known)
{
	int filled = 0;
	for (int i = 0; i < count; i++) {
		filled += slice_trim(cells[i]).length > 0;
		for (size_t at = 0; at < cells[i].length; at++)
			if (cells[i].data[at] >= '0' && cells[i].data[at] <= '9' && known < 2)
				return false;
	}
	return filled >= 3 || known >= 2;
}

#define NAME_MOST 60
#define NAMES_MOST 260

static void add_name(struct text *out, struct slice name)
{
	size_t length = 0;
	name = slice_trim(name);
	for (size_t step; length < name.length && length < NAME_MOST; length += step) {
		step = utf8_step(name.data + length, name.length - length);
		if (!step)
			break;
	}
	text_printf(out, "%s\"%.*s\"", out->length ? ", " : "", (int)length, name.data);
	for (size_t i = 0; i < out->length; i++)
		if ((unsigned char)out->data[i] < ' ')
			out->data[i] = ' ';
}

static void add_names(struct text *out, const struct slice *cells, int count)
{
	for (int i = 0; i < count; i++) {
		if (!slice_trim(cells[i]).length)
			continue;
		if (out->length > NAMES_MOST) {
			text_add(out, ", …");
			return;
		}
		add_name(out, cells[i]);
	}
}

/* The cell whose name is the least away from one that the field is known by; -1: none is near. */
static int nearest(const struct profile *profile, int field, const struct slice *cells, int count)
{
	const struct field_map *map = &profile->mapping.field[field];
	cleanup(text_free) struct text name = {0}, key = {0};
	size_t best = SIZE_MAX;
	int found = -1;
	for (int i = 0; i < count; i++)
		for (int way = 0; way < map->count; way++) {
			if (map->alternative[way].slot < 0)
				continue;
			text_clear(&name);
			text_clear(&key);
			letters_key(cells[i], &key);
			letters_key(slice_of(profile->mapping.column[map->alternative[way].slot]),
				&name);
			size_t away = suggest_distance(text_slice(&key), text_slice(&name));
			if (key.length && away < best && away * 2 < name.length + 2) {
				best = away;
				found = i;
			}
		}
	return found;
}

void columns_say(const struct profile *profile, int line, const struct slice *cells, int count,
	int known, int missing, struct error *ret_error)
{
	const struct field_map *map = &profile->mapping.field[missing];
	const char *name = profile->mapping.column[map->alternative[0].slot];
	cleanup(text_free) struct text names = {0}, near = {0};
	if (!looks_like_names(cells, count, known)) {
		error_set(ret_error, -1,
			"no row has a column for `%s`: the profile knows \"%s\"%s; line %d has %d "
			"cell(s), none of them a column that it knows",
			field_name((enum field)missing), name, map->count > 1 ? " and others" : "",
			line, count);
		return;
	}
	add_names(&names, cells, count);
	int at = nearest(profile, missing, cells, count);
	if (at >= 0)
		add_name(&near, cells[at]);
	error_set(ret_error, -1,
		"the header row has no column for `%s`: the profile knows \"%s\"%s; line %d has "
		"the "
		"columns %s%s%s",
		field_name((enum field)missing), name, map->count > 1 ? " and others" : "", line,
		names.data, near.data ? "; the nearest is " : "", near.data ? near.data : "");
}
