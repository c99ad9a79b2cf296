/* A set of small positive numbers: a growing bitmap. Zero-initialised is empty. */
#ifndef STORE_SEEN_H
#define STORE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen {
	uint64_t *words;
	size_t count; /* of words */
};

void seen_add(struct seen *seen, int64_t number);
bool seen_has(const struct seen *seen, int64_t number);
/* The least number >= from that is in neither set (b may be NULL). */
int64_t seen_gap(const struct seen *a, const struct seen *b, int64_t from);
void seen_free(struct seen *seen);

#endif
