#include "core/alert/tally.h"

#include "base/hash.h"
#include "base/memory.h"

static uint64_t key_hash(struct tally_key key)
{
	return hash_mix((uint64_t)key.unit << 32 | key.field, (uint32_t)key.month);
}

static bool key_equal(struct tally_key a, struct tally_key b)
{
	return a.unit == b.unit && a.field == b.field && a.month == b.month;
}

/* The slot that names the key's cell, or the free one where it belongs. The index is a power of two
 * and at most three quarters full, so the walk ends. */
static struct tally_slot *slot_of(const struct tally *tally, struct tally_key key, uint64_t hash)
{
	size_t mask = tally->index_size - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct tally_slot *slot = &tally->index[i];
		if (slot->cell == 0 || (slot->hash == (uint32_t)(hash >> 32) &&
					       key_equal(tally->cells[slot->cell - 1].key, key)))
			return slot;
	}
}

static void take(struct tally_slot *slot, uint64_t hash, size_t cell)
{
	*slot = (struct tally_slot){(uint32_t)(hash >> 32), (uint32_t)cell + 1};
}

static void grow_index(struct tally *tally)
{
	tally->index_size = tally->index_size ? tally->index_size * 2 : 64;
	free(tally->index);
	tally->index = xcalloc(tally->index_size, sizeof(*tally->index));
	for (size_t i = 0; i < tally->used; i++) {
		uint64_t hash = key_hash(tally->cells[i].key);
		take(slot_of(tally, tally->cells[i].key, hash), hash, i);
	}
}

static struct tally_cell *cell_of(struct tally *tally, struct tally_key key)
{
	uint64_t hash = key_hash(key);
	if ((tally->used + 1) * 4 > tally->index_size * 3)
		grow_index(tally);
	struct tally_slot *slot = slot_of(tally, key, hash);
	if (slot->cell == 0) {
		array_reserve(tally->cells, &tally->capacity, tally->used + 1);
		tally->cells[tally->used] = (struct tally_cell){.key = key};
		take(slot, hash, tally->used++);
	}
	return &tally->cells[slot->cell - 1];
}

/* Numbers from a damaged store may wrap. */
static int32_t sum(int32_t count, int64_t amount)
{
	return (int32_t)((uint32_t)count + (uint32_t)amount);
}

static void count_in(struct tally_cell *cell, int column, int64_t amount)
{
	cell->touched |= 1u << column;
	cell->count[column] = sum(cell->count[column], amount);
}

void tally_add(struct tally *tally, struct tally_key key, int column, int64_t amount)
{
	count_in(cell_of(tally, key), column, amount);
}

void tally_add_cell(struct tally *tally, const struct tally_cell *cell, int sign)
{
	struct tally_cell *to = cell_of(tally, cell->key);
	for (unsigned left = cell->touched; left; left &= left - 1) {
		int column = __builtin_ctz(left);
		count_in(to, column, sign * (int64_t)cell->count[column]);
	}
}

void tally_merge(struct tally *tally, const struct tally *delta)
{
	for (size_t i = 0; i < delta->used; i++)
		tally_add_cell(tally, &delta->cells[i], 1);
}

const struct tally_cell *tally_find(const struct tally *tally, struct tally_key key)
{
	uint32_t cell = tally->index_size ? slot_of(tally, key, key_hash(key))->cell : 0;
	return cell ? &tally->cells[cell - 1] : NULL;
}

void tally_clear(struct tally *tally)
{
	/* few cells in a large index: free their slots, the last one first, for the walk to an older
	 * cell never passes over a younger one */
	if (tally->used * 16 < tally->index_size) {
		while (tally->used) {
			struct tally_key key = tally->cells[tally->used - 1].key;
			slot_of(tally, key, key_hash(key))->cell = 0;
			tally->used--;
		}
		return;
	}
	tally->used = 0;
	if (tally->index_size)
		memset(tally->index, 0, tally->index_size * sizeof(*tally->index));
}

void tally_free(struct tally *tally)
{
	free(tally->cells);
	free(tally->index);
	*tally = (struct tally){0};
}

static int32_t month_of(struct tally *tally, day date)
{
	if (!tally->month || date < tally->month_days.from || date > tally->month_days.to) {
		tally->month = period_month_of(date);
		tally->month_days = period_month(tally->month, false);
	}
	return tally->month;
}

void tally_case(struct tally *tally, uint32_t unit, uint32_t field, const struct case_facts *facts,
	const struct verdict *verdict, const struct zone *zone, int sign)
{
	struct tally_key key = {.unit = unit, .field = field};
	if (bucket_closed(verdict->bucket))
		key.month = month_of(tally, zone_day(zone, verdict->closed_at));
	struct tally_cell *cell = cell_of(tally, key);
	count_in(cell, (int)verdict->bucket, sign);
	/* without a receipt, which only a damaged store counts, no month has it */
	if (verdict->bucket >= BUCKET_COUNTED || facts->received == INSTANT_NONE)
		return;
	/* most cases are closed in the month in which they are received: one cell is looked up */
	int32_t received = month_of(tally, zone_day(zone, facts->received));
	if (received != key.month) {
		key.month = received;
		cell = cell_of(tally, key);
	}
	count_in(cell, TALLY_RECEIVED, sign);
	if (facts->channel == CHANNEL_ONLINE)
		count_in(cell, TALLY_RECEIVED_ONLINE, sign);
}

int64_t counts_closed(const struct counts *counts)
{
	int64_t sum = 0;
	for (int bucket = 0; bucket <= BUCKET_UNDATED_CLOSED; bucket++)
		sum += counts->bucket[bucket];
	return sum;
}

int64_t counts_open(const struct counts *counts)
{
	int64_t sum = 0;
	for (int bucket = BUCKET_IN_TIME; bucket <= BUCKET_VANISHED; bucket++)
		sum += counts->bucket[bucket];
	return sum;
}

int64_t counts_carried_over(const struct counts *counts)
{
	return counts_closed(counts) + counts_open(counts) - counts->received;
}

/* Rounded half up; the least and the most are kept for nothing and all of it. */
static int rounded_share(int64_t part, int64_t whole, int scale)
{
	int64_t share = (2 * part * scale + whole) / (2 * whole);

	if (share == 0 && part > 0)
		return 1;
	return (int)(share == scale && part < whole ? scale - 1 : share);
}

int share_tenths(int share)
{
	return rounded_share(share, 10000, 1000);
}

static int64_t kept(const struct counts *counts)
{
	return counts->bucket[BUCKET_EARLY] + counts->bucket[BUCKET_ON_TIME];
}

int counts_on_time_rate(const struct counts *counts)
{
	int64_t all = kept(counts) + counts->bucket[BUCKET_LATE];
	return all ? rounded_share(kept(counts), all, 10000) : -1;
}

int counts_kept_rate(const struct counts *counts)
{
	int64_t all = kept(counts) + counts->bucket[BUCKET_LATE] + counts->bucket[BUCKET_OVERDUE];
	return all ? rounded_share(kept(counts), all, 10000) : -1;
}
