#include "store/cases/seen.h"

#include <string.h>

#include "base/memory.h"

bool seen_add(struct seen *seen, int64_t number)
{
	size_t word = (size_t)number / 64;
	if (word >= seen->count) {
		size_t count = seen->count ? seen->count : 64;
		while (count <= word)
			count *= 2;
		seen->words = xrealloc(seen->words, count * sizeof(*seen->words));
		memset(seen->words + seen->count, 0, (count - seen->count) * sizeof(*seen->words));
		seen->count = count;
	}
	uint64_t bit = UINT64_C(1) << (number % 64), was = seen->words[word] & bit;
	seen->words[word] |= bit;
	return !was;
}

bool seen_has(const struct seen *seen, int64_t number)
{
	size_t word = (size_t)number / 64;
	return word < seen->count && (seen->words[word] >> (number % 64) & 1);
}

void seen_free(struct seen *seen)
{
	free(seen->words);
	*seen = (struct seen){0};
}
