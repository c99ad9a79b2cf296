/* A 64-bit hash of bytes (not for secrets), and a map from a byte string to a 32-bit number. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#include "base/slice.h"

uint64_t hash_bytes(const void *data, size_t length, uint64_t seed);
/* Mixes one number into a running hash. */
uint64_t hash_mix(uint64_t hash, uint64_t value);

/* An open-addressing map: keys are copied. Zero-initialised is empty. */
struct map {
	struct map_slot *slots;
	size_t used;
	size_t capacity;
};

/* The value of a key, or NULL. The pointer is good until the next map_put. */
uint32_t *map_get(const struct map *map, struct slice key);
void map_put(struct map *map, struct slice key, uint32_t value);
void map_free(struct map *map);

#endif
