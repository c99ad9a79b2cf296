/* A piece of text that somebody else owns: not terminated, may hold NUL, may be absent (data NULL). */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
	const char *data;
	size_t length;
};

#define SLICE(literal) ((struct slice){(literal), sizeof(literal) - 1})
/* For printf("%.*s", SLICE_ARGS(slice)) */
#define SLICE_ARGS(slice) (int)(slice).length, (slice).data ? (slice).data : ""

static inline struct slice slice_of(const char *text)
{
	return (struct slice){text, text ? strlen(text) : 0};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.data, b.data, a.length) == 0);
}

static inline bool slice_is(struct slice a, const char *text)
{
	return slice_equal(a, slice_of(text));
}

/* How many bytes the blank takes that the text begins with; 0: it begins with none. Blanks are space,
 * tab, CR, LF and what word processors, spreadsheets and web pages write for them: U+00A0, U+2000 to
 * U+200D, U+202F, U+205F, U+2060, U+3000, U+FEFF. */
size_t slice_blank(struct slice text);
/* Of one that takes more than a byte: is it seen at all? */
bool slice_blank_has_width(const char *blank);
/* Without blanks at both ends. */
struct slice slice_trim(struct slice text);
/* Splits off what stands before `separator` and moves *rest behind it; false when *rest is used up
 * (an empty *rest with data yields one empty piece, as splitting "" does). */
bool slice_split(struct slice *rest, char separator, struct slice *ret_piece);
int slice_compare(struct slice a, struct slice b);

#endif
