#include "base/hash.h"

#include "base/memory.h"

/* Odd constants with about as many ones as zeros: the fractions of the golden ratio and of √3. */
#define FACTOR_1 UINT64_C(0x9E3779B97F4A7C15)
#define FACTOR_2 UINT64_C(0xBB67AE8584CAA73B)

__extension__ typedef unsigned __int128 wide;

/* Both halves of the product: every bit of the input moves about half of the output's. */
static inline uint64_t fold(uint64_t value, uint64_t factor)
{
	wide product = (wide)value * factor;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t load(const unsigned char *bytes, size_t count)
{
	uint64_t word = 0;
	memcpy(&word, bytes, count);
	return word;
}

uint64_t hash_mix(uint64_t hash, uint64_t value)
{
	return fold((hash ^ FACTOR_2) + fold(value ^ FACTOR_1, FACTOR_2), FACTOR_1);
}

uint64_t hash_bytes(const void *data, size_t length, uint64_t seed)
{
	const unsigned char *bytes = data;
	/* the length comes first, so that zero bytes at the end are not the same as none */
	uint64_t hash = hash_mix(seed, length);
	size_t left = length;
	for (; left >= 8; left -= 8, bytes += 8)
		hash = fold(hash ^ load(bytes, 8), FACTOR_1);
	if (left)
		hash = fold(hash ^ load(bytes, left), FACTOR_1);
	return fold(hash ^ FACTOR_2, FACTOR_2);
}

struct map_slot {
	char *key; /* NULL: free */
	size_t length;
	uint64_t hash;
	uint32_t value;
};

/* The slot that holds the key, or the free one where it belongs. capacity is a power of two and
 * never full, so the walk ends. */
static struct map_slot *slot_of(const struct map *map, struct slice key, uint64_t hash)
{
	size_t mask = map->capacity - 1;
	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		struct map_slot *slot = &map->slots[i];
		if (!slot->key)
			return slot;
		if (slot->hash == hash && slot->length == key.length &&
			(!key.length || memcmp(slot->key, key.data, key.length) == 0))
			return slot;
	}
}

uint32_t *map_get(const struct map *map, struct slice key)
{
	if (!map->used)
		return NULL;
	struct map_slot *slot = slot_of(map, key, hash_bytes(key.data, key.length, 0));
	return slot->key ? &slot->value : NULL;
}

static void grow(struct map *map)
{
	struct map bigger = {.capacity = map->capacity ? map->capacity * 2 : 16, .used = map->used};
	bigger.slots = xcalloc(bigger.capacity, sizeof(*bigger.slots));
	for (size_t i = 0; i < map->capacity; i++) {
		struct map_slot *old = &map->slots[i];
		if (old->key)
			*slot_of(&bigger, (struct slice){old->key, old->length}, old->hash) = *old;
	}
	free(map->slots);
	*map = bigger;
}

void map_put(struct map *map, struct slice key, uint32_t value)
{
	if (map->used * 4 >= map->capacity * 3)
		grow(map);
	uint64_t hash = hash_bytes(key.data, key.length, 0);
	struct map_slot *slot = slot_of(map, key, hash);
	if (!slot->key) {
		*slot = (struct map_slot){xstrndup(key.data, key.length), key.length, hash, value};
		map->used++;
	}
	slot->value = value;
}

void map_free(struct map *map)
{
	for (size_t i = 0; i < map->capacity; i++)
		free(map->slots[i].key);
	free(map->slots);
	*map = (struct map){0};
}
