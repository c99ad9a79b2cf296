/* Words: what a portal writes and what it means. */
#ifndef PORTAL_WORDS_H
#define PORTAL_WORDS_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

/* A portal's word and what it means (enum status, enum channel_in, enum term_unit or a bool). */
struct word {
	char *text;
	size_t length;
	uint8_t meaning;
	bool pattern; /* * stands for any text */
};
enum vocabulary {
	WORDS_STATUS,
	WORDS_LOCK,
	WORDS_CHANNEL,
	WORDS_TERM_UNIT,
	WORDS_ONLINE_SERVICE,
	WORDS_COUNT
};
struct words {
	struct word *word;
	size_t count;
	size_t capacity;
};
const char *vocabulary_name(enum vocabulary vocabulary); /* its section: "status", … */

/* -EINVAL with a sentence: `meaning` is none of the vocabulary's, or the word stands there twice. */
int words_add_meaning(struct words *words, enum vocabulary vocabulary, struct slice text,
	struct slice meaning, struct error *error);
/* The words hentra itself uses: for profiles that name none. */
void words_add_own(struct words *words, enum vocabulary vocabulary);
/* Adds the texts of `a | b | 'c'`, each meaning true. */
int words_add_texts(struct words *words, struct slice texts, struct error *error);
void words_clear(struct words *words);
/* The same, but what stands there already takes the new meaning, and it stands before all others. */
int words_put_meaning(struct words *words, enum vocabulary vocabulary, struct slice text,
	struct slice meaning, struct error *error);
/* The meaning of a word, -1: unknown. In any case, with any marks. A text that stands there itself wins over
 * patterns (* stands for any text), and the first pattern over the others. */
int words_find(const struct words *words, struct slice text);

#endif
