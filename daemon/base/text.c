#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"

void text_append(struct text *text, const char *data, size_t length)
{
	array_reserve(text->data, &text->capacity, text->length + length + 1);
	if (length)
		memcpy(text->data + text->length, data, length);
	text->length += length;
	text->data[text->length] = '\0';
}

void text_add(struct text *text, const char *string)
{
	text_append(text, string, strlen(string));
}

void text_add_slice(struct text *text, struct slice slice)
{
	text_append(text, slice.data, slice.length);
}

void text_add_char(struct text *text, char byte)
{
	text_append(text, &byte, 1);
}

void text_printf(struct text *text, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length > 0) {
		array_reserve(text->data, &text->capacity, text->length + (size_t)length + 1);
		vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
		text->length += (size_t)length;
	}
	va_end(again);
}

void text_clear(struct text *text)
{
	text->length = 0;
	if (text->data)
		text->data[0] = '\0';
}

char *text_take(struct text *text)
{
	char *data = text->data ? text->data : xstrdup("");
	*text = (struct text){0};
	return data;
}

void text_free(struct text *text)
{
	free(text->data);
	*text = (struct text){0};
}
