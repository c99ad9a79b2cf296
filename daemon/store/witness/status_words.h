/* Words of statuses that no profile explains: vocabulary that an administrator is to explain. They are
 * counted while a poll runs and kept at its end, a bounded number a portal. What may be a person's text
 * (an address, a long number) is no word and never kept. */
#ifndef STORE_WITNESS_STATUS_WORDS_H
#define STORE_WITNESS_STATUS_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define STATUS_WORDS_MOST 64
#define STATUS_WORD_BYTES 80

struct status_words {
	struct status_word {
		char *text;
		int64_t count;
	} list[STATUS_WORDS_MOST];
	size_t count;
};
/* Counts a word `times` more; an empty or unfit one, or one too many, is passed over. */
void status_words_count(struct status_words *words, struct slice word, int64_t times);
void status_words_merge(struct status_words *words, const struct status_words *more);
void status_words_clear(struct status_words *words);

#endif
