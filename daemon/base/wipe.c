#include "base/wipe.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void *wipe_malloc(size_t size)
{
	return malloc(size);
}

void *wipe_calloc(size_t count, size_t size)
{
	return calloc(count, size);
}

char *wipe_strdup(const char *text)
{
	return strdup(text);
}

void wipe_free(void *memory)
{
	if (memory)
		explicit_bzero(memory, malloc_usable_size(memory));
	free(memory);
}

/* realloc() could move it and leave a copy behind. */
void *wipe_realloc(void *old, size_t size)
{
	size_t had = old ? malloc_usable_size(old) : 0;
	if (had && size && size <= had && size > had / 2)
		return old;
	void *grown = malloc(size ? size : 1);
	if (!grown)
		return NULL;
	if (had)
		memcpy(grown, old, had < size ? had : size);
	wipe_free(old);
	return grown;
}

#define TEXT_LEAST 4096

void wipe_text_append(struct text *text, const char *data, size_t length)
{
	if (text->length + length + 1 > text->capacity) {
		struct text grown = {0};
		size_t capacity = text->capacity ? text->capacity : TEXT_LEAST;
		while (capacity < text->length + length + 1)
			capacity *= 2;
		array_reserve(grown.data, &grown.capacity, capacity);
		text_append(&grown, text->data, text->length);
		wipe_text_free(text);
		*text = grown;
	}
	text_append(text, data, length);
}

void wipe_text_free(struct text *text)
{
	wipe_free(text->data);
	*text = (struct text){0};
}
