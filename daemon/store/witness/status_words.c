#include "store/witness/status_words.h"

#include "base/memory.h"
#include "base/text.h"
#include "base/utf8.h"

#define DIGITS_MOST 5 /* in a row: more is a number of somebody */

/* The word as it may be kept: whole characters without control ones; false: it is none. */
static bool clean(struct slice word, struct text *out)
{
	size_t digits = 0;
	for (size_t at = 0; at < word.length;) {
		size_t step = utf8_step(word.data + at, word.length - at);
		char c = word.data[at];
		if (!step || out->length + step > STATUS_WORD_BYTES)
			break;
		digits = c >= '0' && c <= '9' ? digits + 1 : 0;
		if (c == '@' || digits > DIGITS_MOST)
			return false;
		if (step > 1 || ((unsigned char)c >= ' ' && c != 0x7F))
			text_append(out, word.data + at, step);
		at += step;
	}
	return out->length > 0;
}

void status_words_count(struct status_words *words, struct slice word, int64_t times)
{
	cleanup(text_free) struct text kept = {0};
	if (!clean(word, &kept))
		return;
	for (size_t i = 0; i < words->count; i++)
		if (slice_is(text_slice(&kept), words->list[i].text)) {
			words->list[i].count += times;
			return;
		}
	if (words->count < STATUS_WORDS_MOST)
		words->list[words->count++] =
			(struct status_word){xstrndup(kept.data, kept.length), times};
}

void status_words_merge(struct status_words *words, const struct status_words *more)
{
	for (size_t i = 0; i < more->count; i++)
		status_words_count(words, slice_of(more->list[i].text), more->list[i].count);
}

void status_words_clear(struct status_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->list[i].text);
	words->count = 0;
}
