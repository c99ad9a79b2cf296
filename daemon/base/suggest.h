/* "Did you mean …?": the known word nearest to a misspelt one. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include "base/slice.h"

/* How many letters must be put in, left out, changed or swapped with their neighbour. */
size_t suggest_distance(struct slice a, struct slice b);
/* The nearest of `count` words (NULL entries are skipped) if it is near enough to be meant: at most
 * a third of the letters and one are wrong. NULL: none is. The first of equally near ones. */
const char *suggest_word(struct slice word, const char *const *words, size_t count);
/* The same as the end of a sentence: ": did you mean every?", or "". */
#define SUGGEST_MAX 96
const char *did_you_mean(
	struct slice word, const char *const *words, size_t count, char buffer[static SUGGEST_MAX]);

#endif
