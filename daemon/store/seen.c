#include "store/seen.h"

#include <string.h>

#include "base/memory.h"

void seen_add(struct seen *seen, int64_t number)
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
	seen->words[word] |= UINT64_C(1) << (number % 64);
}

bool seen_has(const struct seen *seen, int64_t number)
{
	size_t word = (size_t)number / 64;
	return word < seen->count && (seen->words[word] >> (number % 64) & 1);
}

static uint64_t word_of(const struct seen *seen, size_t word)
{
	return seen && word < seen->count ? seen->words[word] : 0;
}

int64_t seen_gap(const struct seen *a, const struct seen *b, int64_t from)
{
	uint64_t before = (UINT64_C(1) << (from % 64)) - 1;
	for (size_t word = (size_t)from / 64;; word++, before = 0) {
		uint64_t missing = ~(word_of(a, word) | word_of(b, word) | before);
		if (missing)
			return (int64_t)word * 64 + __builtin_ctzll(missing);
	}
}

void seen_free(struct seen *seen)
{
	free(seen->words);
	*seen = (struct seen){0};
}
