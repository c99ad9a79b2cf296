#include "core/alert/roll_up.h"

#include <string.h>

#include "base/memory.h"

struct roll_up {
	const struct directory *directory;
	day on;
	size_t lines; /* directory rows + 1 */
	uint32_t *line_of; /* by unit number - 1 */
	size_t unit_count;
	size_t unit_capacity;
	uint32_t *units; /* unit numbers, grouped by line */
	size_t units_capacity;
	size_t *first; /* where a line's units begin; lines + 1 entries */
	size_t first_capacity;
	struct counts *counts; /* by line */
	size_t counts_capacity;
	struct counts total;
};

struct roll_up *roll_up_new(void)
{
	return xcalloc(1, sizeof(struct roll_up));
}

void roll_up_free(struct roll_up *roll_up)
{
	if (!roll_up)
		return;
	free(roll_up->line_of);
	free(roll_up->units);
	free(roll_up->first);
	free(roll_up->counts);
	free(roll_up);
}

static uint32_t match(const struct roll_up *roll_up, const char *code)
{
	int row = directory_answering(roll_up->directory, slice_of(code), roll_up->on);
	return (uint32_t)(row >= 0 ? (size_t)row : roll_up->lines - 1);
}

/* Groups the unit numbers by line: a counting sort, so that each group is ascending. */
static void group_units(struct roll_up *roll_up)
{
	array_reserve(roll_up->first, &roll_up->first_capacity, roll_up->lines + 1);
	array_reserve(roll_up->units, &roll_up->units_capacity, roll_up->unit_count + 1);
	size_t *first = roll_up->first;
	memset(first, 0, (roll_up->lines + 1) * sizeof(*first));
	for (size_t i = 0; i < roll_up->unit_count; i++)
		first[roll_up->line_of[i] + 1]++;
	for (size_t line = 0; line < roll_up->lines; line++)
		first[line + 1] += first[line];
	for (size_t i = 0; i < roll_up->unit_count; i++)
		roll_up->units[first[roll_up->line_of[i]]++] = (uint32_t)i + 1;
	/* each entry has moved to where the next line begins: move them back by one */
	memmove(first + 1, first, roll_up->lines * sizeof(*first));
	first[0] = 0;
}

void roll_up_join(struct roll_up *roll_up, const struct directory *directory, day on,
	const char *const *codes, size_t count)
{
	if (roll_up->directory != directory || roll_up->on != on || count < roll_up->unit_count)
		roll_up->unit_count = 0;
	bool unchanged = roll_up->lines > 0 && roll_up->unit_count == count &&
			 roll_up->directory == directory && roll_up->on == on;
	roll_up->directory = directory;
	roll_up->on = on;
	roll_up->lines = directory_count(directory) + 1;
	array_reserve(roll_up->counts, &roll_up->counts_capacity, roll_up->lines);
	memset(roll_up->counts, 0, roll_up->lines * sizeof(*roll_up->counts));
	roll_up->total = (struct counts){0};
	if (unchanged)
		return;
	array_reserve(roll_up->line_of, &roll_up->unit_capacity, count + 1);
	for (size_t i = roll_up->unit_count; i < count; i++)
		roll_up->line_of[i] = match(roll_up, codes[i]);
	roll_up->unit_count = count;
	group_units(roll_up);
}

size_t roll_up_lines(const struct roll_up *roll_up)
{
	return roll_up->lines;
}

size_t roll_up_unmapped(const struct roll_up *roll_up)
{
	return roll_up->lines - 1;
}

size_t roll_up_line_of(const struct roll_up *roll_up, uint32_t unit)
{
	if (unit == 0 || unit > roll_up->unit_count)
		return roll_up->lines - 1;
	return roll_up->line_of[unit - 1];
}

const uint32_t *roll_up_units(const struct roll_up *roll_up, size_t line, size_t *ret_count)
{
	*ret_count = roll_up->first[line + 1] - roll_up->first[line];
	return roll_up->units + roll_up->first[line];
}

const char *roll_up_code(const struct roll_up *roll_up, size_t line)
{
	const struct commune *commune = roll_up_commune(roll_up, line);
	return commune ? commune->code : COMMUNE_UNMAPPED;
}

const struct commune *roll_up_commune(const struct roll_up *roll_up, size_t line)
{
	return line + 1 < roll_up->lines ? directory_at(roll_up->directory, line) : NULL;
}

bool roll_up_shown(const struct roll_up *roll_up, size_t line)
{
	const struct commune *row = roll_up_commune(roll_up, line);
	if (row && (row->valid_from == DAY_NONE || row->valid_from <= roll_up->on) &&
		(row->valid_to == DAY_NONE || row->valid_to >= roll_up->on))
		return true;
	return !counts_empty(&roll_up->counts[line]);
}

struct roll_up_range roll_up_year(day on)
{
	int year = period_year_of(on);
	return (struct roll_up_range){ROLL_UP_ALL_FIELDS, year * 12, year * 12 + 11};
}

static bool in_range(const struct tally_key *key, const struct roll_up_range *range)
{
	if (range->field != ROLL_UP_ALL_FIELDS && key->field != range->field)
		return false;
	return key->month == 0 ||
	       (key->month >= range->month_from && key->month <= range->month_to);
}

void counts_add_cell(struct counts *counts, const struct tally_cell *cell)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		counts->bucket[bucket] += cell->count[bucket];
	counts->received += cell->count[TALLY_RECEIVED];
	counts->received_online += cell->count[TALLY_RECEIVED_ONLINE];
}

bool counts_empty(const struct counts *counts)
{
	int64_t any = counts->received | counts->received_online;
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		any |= counts->bucket[bucket];
	return any == 0;
}

static void counts_add(struct counts *counts, const struct counts *more)
{
	for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
		counts->bucket[bucket] += more->bucket[bucket];
	counts->received += more->received;
	counts->received_online += more->received_online;
}

void roll_up_sum(
	struct roll_up *roll_up, const struct tally *tally, const struct roll_up_range *range)
{
	memset(roll_up->counts, 0, roll_up->lines * sizeof(*roll_up->counts));
	roll_up->total = (struct counts){0};
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		if (in_range(&cell->key, range))
			counts_add_cell(
				&roll_up->counts[roll_up_line_of(roll_up, cell->key.unit)], cell);
	}
	for (size_t line = 0; line < roll_up->lines; line++)
		counts_add(&roll_up->total, &roll_up->counts[line]);
}

const struct counts *roll_up_counts(const struct roll_up *roll_up, size_t line)
{
	return &roll_up->counts[line];
}

const struct counts *roll_up_total(const struct roll_up *roll_up)
{
	return &roll_up->total;
}

void roll_up_fields(const struct tally *tally, const struct roll_up_range *range,
	struct counts *ret_counts, size_t count)
{
	memset(ret_counts, 0, count * sizeof(*ret_counts));
	for (size_t i = 0; i < tally->used; i++) {
		const struct tally_cell *cell = &tally->cells[i];
		if (cell->key.field < count && in_range(&cell->key, range))
			counts_add_cell(&ret_counts[cell->key.field], cell);
	}
}
