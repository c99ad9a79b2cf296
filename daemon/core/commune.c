#include "core/commune.h"

#include <errno.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/unit_pattern.h"

#define NO_ENTRY UINT32_MAX

struct entry { /* one agency of one row */
	struct unit_pattern pattern;
	int row;
	uint32_t next; /* the next entry of the same key */
};

/* Patterns of one shape and one length of literal. Mixed ones hang on one chain from `first`, the
 * others are found in the map by their literal. */
struct group {
	enum pattern_shape shape;
	size_t literal;
	uint32_t first;
};

struct directory {
	struct arena arena;
	struct commune *rows;
	size_t count;
	struct map codes; /* code → first row of a chain */
	uint32_t *next_code; /* by row: the next row with the same code */
	struct entry *entries;
	size_t entry_count;
	struct map literals; /* shape and literal → first entry of a chain */
	struct group *groups; /* best first: by literal, exact before patterns */
	size_t group_count;
};

bool commune_valid(const struct commune *commune, day on)
{
	return (commune->valid_from == DAY_NONE || commune->valid_from <= on) &&
	       (commune->valid_to == DAY_NONE || on <= commune->valid_to);
}

static const char *const *copy_list(struct arena *arena, const char *const *list)
{
	size_t count = 0;
	while (list[count])
		count++;
	const char **copy = arena_alloc(arena, count + 1, sizeof(*copy));
	for (size_t i = 0; i < count; i++)
		copy[i] = arena_copy(arena, slice_of(list[i]));
	return copy;
}

static void copy_row(struct directory *directory, const struct commune *from, struct commune *to)
{
	struct arena *arena = &directory->arena;
	*to = *from;
	to->code = arena_copy(arena, slice_of(from->code));
	to->name = arena_copy(arena, slice_of(from->name));
	to->phone = arena_copy(arena, slice_of(from->phone));
	to->successor = arena_copy(arena, slice_of(from->successor));
	to->agencies = copy_list(arena, from->agencies);
	to->emails = copy_list(arena, from->emails);
}

static void index_codes(struct directory *directory)
{
	directory->next_code = xcalloc(directory->count, sizeof(*directory->next_code));
	for (size_t i = directory->count; i-- > 0;) {
		struct slice code = slice_of(directory->rows[i].code);
		uint32_t *first = map_get(&directory->codes, code);
		directory->next_code[i] = first ? *first : NO_ENTRY;
		map_put(&directory->codes, code, (uint32_t)i);
	}
}

/* The key of `literals`: units have no control characters, so shapes do not mix. */
static struct slice literal_key(struct text *buffer, enum pattern_shape shape, struct slice literal)
{
	text_clear(buffer);
	text_add_char(buffer, (char)(1 + shape));
	text_add_slice(buffer, literal);
	return text_slice(buffer);
}

static struct group *group_of(struct directory *directory, const struct unit_pattern *pattern)
{
	/* exact ones need no length: the unit itself is the literal */
	size_t literal = pattern->shape == PATTERN_EXACT ? SIZE_MAX : pattern->literal;
	for (size_t i = 0; i < directory->group_count; i++) {
		struct group *group = &directory->groups[i];
		if (group->shape == pattern->shape && group->literal == literal)
			return group;
	}
	directory->groups = xrealloc(
		directory->groups, (directory->group_count + 1) * sizeof(*directory->groups));
	struct group *group = &directory->groups[directory->group_count++];
	*group = (struct group){pattern->shape, literal, NO_ENTRY};
	return group;
}

static void index_entry(struct directory *directory, uint32_t index, struct text *buffer)
{
	struct entry *entry = &directory->entries[index];
	struct group *group = group_of(directory, &entry->pattern);
	if (group->shape == PATTERN_MIXED) {
		entry->next = group->first;
		group->first = index;
		return;
	}
	struct slice key = literal_key(buffer, group->shape, unit_pattern_literal(&entry->pattern));
	uint32_t *first = map_get(&directory->literals, key);
	entry->next = first ? *first : NO_ENTRY;
	map_put(&directory->literals, key, index);
}

static int best_first(const void *left, const void *right)
{
	const struct group *a = left, *b = right;
	if (a->literal != b->literal)
		return a->literal > b->literal ? -1 : 1;
	return (int)a->shape - (int)b->shape;
}

static void index_units(struct directory *directory)
{
	size_t capacity = 0;
	for (size_t i = 0; i < directory->count; i++) {
		for (const char *const *agency = directory->rows[i].agencies; *agency; agency++) {
			array_reserve(directory->entries, &capacity, directory->entry_count + 1);
			directory->entries[directory->entry_count++] = (struct entry){
				.pattern = unit_pattern(slice_of(*agency)), .row = (int)i};
		}
	}
	cleanup(text_free) struct text buffer = {0};
	for (size_t i = 0; i < directory->entry_count; i++)
		index_entry(directory, (uint32_t)i, &buffer);
	if (directory->group_count)
		qsort(directory->groups, directory->group_count, sizeof(*directory->groups),
			best_first);
}

struct first_problem {
	bool any;
	struct error *error;
};

static void keep_first(void *user, int line, const char *column, const char *sentence)
{
	struct first_problem *first = user;
	if (!first->any)
		error_set(first->error, -EINVAL, "line %d: column %s: %s", line, column, sentence);
	first->any = true;
}

int directory_new(const struct commune *rows, size_t count, struct directory **ret_directory,
	struct error *error)
{
	struct first_problem first = {.error = error};
	directory_check(rows, count, keep_first, &first);
	if (first.any)
		return -EINVAL;
	struct directory *directory = xcalloc(1, sizeof(*directory));
	directory->rows = xcalloc(count, sizeof(*directory->rows));
	directory->count = count;
	for (size_t i = 0; i < count; i++)
		copy_row(directory, &rows[i], &directory->rows[i]);
	index_codes(directory);
	index_units(directory);
	*ret_directory = directory;
	return 0;
}

void directory_free(struct directory *directory)
{
	if (!directory)
		return;
	map_free(&directory->codes);
	map_free(&directory->literals);
	free(directory->next_code);
	free(directory->entries);
	free(directory->groups);
	free(directory->rows);
	arena_free(&directory->arena);
	free(directory);
}

size_t directory_count(const struct directory *directory)
{
	return directory->count;
}

const struct commune *directory_at(const struct directory *directory, size_t index)
{
	return &directory->rows[index];
}

/* The first entry of a group that matches the unit on a day; the check saw to it that there is at
 * most one. */
static int row_in_group(const struct directory *directory, const struct group *group,
	struct slice unit, day on, struct text *buffer)
{
	uint32_t index = group->first;
	if (group->shape != PATTERN_MIXED) {
		size_t length = group->shape == PATTERN_EXACT ? unit.length : group->literal;
		if (length > unit.length)
			return -1;
		size_t skipped = group->shape == PATTERN_SUFFIX ? unit.length - length : 0;
		struct slice literal = {unit.data + skipped, length};
		uint32_t *first =
			map_get(&directory->literals, literal_key(buffer, group->shape, literal));
		index = first ? *first : NO_ENTRY;
	}
	for (; index != NO_ENTRY; index = directory->entries[index].next) {
		const struct entry *entry = &directory->entries[index];
		if (commune_valid(&directory->rows[entry->row], on) &&
			unit_pattern_matches(&entry->pattern, unit))
			return entry->row;
	}
	return -1;
}

int directory_of_unit(const struct directory *directory, struct slice unit, day on)
{
	if (!unit.length)
		return -1;
	cleanup(text_free) struct text buffer = {0};
	int row = -1;
	for (size_t i = 0; i < directory->group_count && row < 0; i++)
		row = row_in_group(directory, &directory->groups[i], unit, on, &buffer);
	return row;
}

int directory_of_code(const struct directory *directory, struct slice code, day on)
{
	const uint32_t *first = map_get(&directory->codes, code);
	int latest = -1;
	for (uint32_t i = first ? *first : NO_ENTRY; i != NO_ENTRY; i = directory->next_code[i]) {
		const struct commune *row = &directory->rows[i];
		if (commune_valid(row, on))
			return (int)i;
		/* DAY_NONE is the least day, as "always" should be */
		if (latest < 0 || row->valid_from > directory->rows[latest].valid_from)
			latest = (int)i;
	}
	return latest;
}

static bool ended(const struct commune *row, day on)
{
	return row->valid_to != DAY_NONE && row->valid_to < on;
}

/* The row that follows one that has ended; itself when none does. */
static int follower(const struct directory *directory, int index, day on)
{
	const struct commune *row = &directory->rows[index];
	int next = directory_of_code(directory, slice_of(row->code), on);
	if (next >= 0 && commune_valid(&directory->rows[next], on))
		return next;
	if (!row->successor[0])
		return index;
	next = directory_of_code(directory, slice_of(row->successor), on);
	return next < 0 ? index : next;
}

int directory_successor(const struct directory *directory, int index, day on)
{
	/* a chain is never longer than the directory: rows that name each other in a circle end too */
	for (size_t steps = 0; steps < directory->count; steps++) {
		if (!ended(&directory->rows[index], on))
			break;
		int next = follower(directory, index, on);
		if (next == index)
			break;
		index = next;
	}
	return index;
}

/* Of the rows that ended before a day and claimed the unit, the one that ended last; the first found,
 * which has the longer literal, when two ended together. Few units are asked for: no index. */
static int last_claim(const struct directory *directory, struct slice unit, day on)
{
	int last = -1;
	size_t literal = 0;
	for (size_t i = 0; i < directory->entry_count; i++) {
		const struct entry *entry = &directory->entries[i];
		const struct commune *row = &directory->rows[entry->row];
		if (!ended(row, on) || !unit_pattern_matches(&entry->pattern, unit))
			continue;
		size_t own =
			entry->pattern.shape == PATTERN_EXACT ? SIZE_MAX : entry->pattern.literal;
		day before = last < 0 ? DAY_NONE : directory->rows[last].valid_to;
		if (row->valid_to < before || (row->valid_to == before && own <= literal))
			continue;
		last = entry->row;
		literal = own;
	}
	return last;
}

int directory_answering(const struct directory *directory, struct slice unit, day on)
{
	int row = directory_of_unit(directory, unit, on);
	if (row >= 0 || !unit.length)
		return row;
	row = last_claim(directory, unit, on);
	return row < 0 ? row : directory_successor(directory, row, on);
}
