#include "base/suggest.h"

#include <stdint.h>
#include <stdio.h>

#define LONGEST 48 /* longer words are not misspelt keys */

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Optimal string alignment over three rows: a swap looks two rows back. */
size_t suggest_distance(struct slice a, struct slice b)
{
	if (a.length > LONGEST || b.length > LONGEST)
		return SIZE_MAX;
	size_t rows[3][LONGEST + 1];
	for (size_t j = 0; j <= b.length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a.length; i++) {
		size_t *now = rows[i % 3], *before = rows[(i + 2) % 3],
		       *earlier = rows[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= b.length; j++) {
			bool same = a.data[i - 1] == b.data[j - 1];
			now[j] = least(before[j - 1] + !same, least(before[j], now[j - 1]) + 1);
			if (i > 1 && j > 1 && a.data[i - 1] == b.data[j - 2] &&
				a.data[i - 2] == b.data[j - 1])
				now[j] = least(now[j], earlier[j - 2] + 1);
		}
	}
	return rows[a.length % 3][b.length];
}

const char *suggest_word(struct slice word, const char *const *words, size_t count)
{
	const char *best = NULL;
	size_t best_distance = word.length / 3 + 2;
	for (size_t i = 0; i < count; i++) {
		if (!words[i])
			continue;
		size_t distance = suggest_distance(word, slice_of(words[i]));
		/* nothing in common is not near, however short the word */
		if (distance < best_distance && distance < word.length) {
			best = words[i];
			best_distance = distance;
		}
	}
	return best;
}

const char *did_you_mean(
	struct slice word, const char *const *words, size_t count, char buffer[static SUGGEST_MAX])
{
	const char *near = suggest_word(word, words, count);
	buffer[0] = '\0';
	if (near)
		snprintf(buffer, SUGGEST_MAX, ": did you mean %s?", near);
	return buffer;
}
