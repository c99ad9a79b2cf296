/* A set of small positive numbers: a growing bitmap. Zero-initialised is empty. */
#ifndef STORE_CASES_SEEN_H
#define STORE_CASES_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen {
	uint64_t *words;
	size_t count; /* of words */
};

bool seen_add(struct seen *seen, int64_t number); /* true: it was not there before */
bool seen_has(const struct seen *seen, int64_t number);
void seen_free(struct seen *seen);

#endif
