#include "portal/mapping.h"

#include <errno.h>

#include "base/memory.h"
#include "portal/alternatives.h"

static const char *const field_names[FIELD_COUNT] = {
	[FIELD_CODE] = "code",
	[FIELD_FORMER_CODE] = "former-code",
	[FIELD_STATUS] = "status",
	[FIELD_LOCK] = "lock",
	[FIELD_UNIT] = "unit",
	[FIELD_UNIT_NAME] = "unit-name",
	[FIELD_PROCEDURE] = "procedure",
	[FIELD_PROCEDURE_NAME] = "procedure-name",
	[FIELD_FIELD] = "field",
	[FIELD_FIELD_NAME] = "field-name",
	[FIELD_CHANNEL] = "channel",
	[FIELD_ONLINE_SERVICE] = "online-service",
	[FIELD_SUBMITTED] = "submitted",
	[FIELD_RECEIVED] = "received",
	[FIELD_DUE] = "due",
	[FIELD_FINISHED] = "finished",
	[FIELD_RETURNED] = "returned",
	[FIELD_TERM] = "term",
	[FIELD_TERM_UNIT] = "term-unit",
	[FIELD_SUPPLEMENT_ASKED] = "supplement-asked",
	[FIELD_SUPPLEMENT_DONE] = "supplement-done",
	[FIELD_SUPPLEMENTS] = "supplements",
	[FIELD_OFFICER] = "officer",
	[FIELD_UPDATED] = "updated",
};

const char *field_name(enum field field)
{
	return field_names[field];
}

int field_from_name(struct slice name)
{
	for (int field = 0; field < FIELD_COUNT; field++)
		if (slice_is(name, field_names[field]))
			return field;
	return -1;
}

static int column_slot(struct mapping *mapping, struct slice column)
{
	for (int slot = 0; slot < mapping->slot_count; slot++)
		if (slice_is(column, mapping->column[slot]))
			return slot;
	if (mapping->slot_count == SLOTS_MAX)
		return -1;
	mapping->column[mapping->slot_count] = xstrndup(column.data, column.length);
	return mapping->slot_count++;
}

static int place_slot(struct mapping *mapping, struct slice place, struct error *error)
{
	struct pointer_node *node;
	if (!place.length)
		return error_set(error, -EINVAL, "an alternative is empty");
	if (mapping->csv) {
		int slot = column_slot(mapping, place);
		return slot >= 0 ? slot : error_set(error, -EINVAL, "too many columns");
	}
	int r = pointer_add(&mapping->record, place, &node, error);
	if (r < 0)
		return r;
	if (node->slot == POINTER_NONE) {
		if (mapping->slot_count == SLOTS_MAX)
			return error_set(error, -EINVAL, "too many pointers");
		node->slot = mapping->slot_count++;
	}
	return node->slot;
}

/* `PLACE before 'text'`: cuts the ending off *place. */
static struct slice cut_before(struct slice *place)
{
	struct slice inside = {0};
	const char *word = memmem(place->data, place->length, " before '", 9);
	if (!word)
		return inside;
	size_t used = (size_t)(word - place->data);
	struct slice quoted = {word + 8, place->length - used - 8};
	if (alternative_unquote(quoted, &inside) && inside.length)
		*place = slice_trim((struct slice){place->data, used});
	return inside;
}

static int add_alternative(
	struct mapping *mapping, struct field_map *map, struct slice piece, struct error *error)
{
	struct alternative *alternative = &map->alternative[map->count];
	struct slice constant;
	if (map->count == ALTERNATIVES_MAX)
		return error_set(error, -EINVAL, "more than %d alternatives", ALTERNATIVES_MAX);
	*alternative = (struct alternative){.slot = -1};
	if (alternative_unquote(piece, &constant)) {
		alternative->constant = xstrndup(constant.data, constant.length);
		map->count++;
		return 0;
	}
	struct slice before = cut_before(&piece);
	int slot = place_slot(mapping, piece, error);
	if (slot < 0)
		return slot;
	alternative->slot = slot;
	if (before.length)
		alternative->before = xstrndup(before.data, before.length);
	map->count++;
	return 0;
}

static bool is_date(enum field field)
{
	return (field >= FIELD_SUBMITTED && field <= FIELD_RETURNED) ||
	       field == FIELD_SUPPLEMENT_ASKED || field == FIELD_SUPPLEMENT_DONE ||
	       field == FIELD_UPDATED;
}

int mapping_add_field(
	struct mapping *mapping, enum field field, struct slice alternatives, struct error *error)
{
	struct field_map *map = &mapping->field[field];
	struct slice piece;
	while (alternatives_split(&alternatives, &piece)) {
		int r = add_alternative(mapping, map, piece, error);
		if (r < 0)
			return r;
		int slot = map->alternative[map->count - 1].slot;
		if (slot >= 0 && field == FIELD_SUPPLEMENTS)
			mapping->counts[slot] = true;
		if (slot >= 0 && is_date(field))
			mapping->dates_at[slot] = true;
	}
	return 0;
}

void mapping_seal(struct mapping *mapping)
{
	for (int vocabulary = 0; vocabulary < WORDS_COUNT; vocabulary++)
		if (!mapping->words[vocabulary].count)
			words_add_own(&mapping->words[vocabulary], (enum vocabulary)vocabulary);
	for (int field = 0; field < FIELD_COUNT; field++) {
		struct field_map *map = &mapping->field[field];
		const struct alternative *way = &map->alternative[0];
		map->only_slot = map->count == 1 && !way->before ? way->slot : -1;
	}
	pointer_seal(&mapping->record);
}

void mapping_clear(struct mapping *mapping)
{
	for (int field = 0; field < FIELD_COUNT; field++)
		for (int i = 0; i < mapping->field[field].count; i++) {
			free(mapping->field[field].alternative[i].constant);
			free(mapping->field[field].alternative[i].before);
		}
	for (int slot = 0; slot < mapping->slot_count; slot++)
		free(mapping->column[slot]);
	for (int vocabulary = 0; vocabulary < WORDS_COUNT; vocabulary++)
		words_clear(&mapping->words[vocabulary]);
	words_clear(&mapping->none);
	pointer_clear(&mapping->record);
}
