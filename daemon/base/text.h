/* A growing text: always NUL-terminated once anything was appended. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/slice.h"

struct text {
	char *data;
	size_t length;
	size_t capacity;
};

void text_append(struct text *text, const char *data, size_t length);
void text_add(struct text *text, const char *string);
void text_add_slice(struct text *text, struct slice slice);
void text_add_char(struct text *text, char byte);
void text_printf(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_clear(struct text *text);
/* Hands the string over (never NULL; the caller frees it) and leaves the text empty. */
char *text_take(struct text *text);
void text_free(struct text *text);
static inline struct slice text_slice(const struct text *text)
{
	return (struct slice){text->data ? text->data : "", text->length};
}

#endif
