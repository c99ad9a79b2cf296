#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

static void *checked(void *memory)
{
	if (!memory) {
		fputs("out of memory\n", stderr);
		abort();
	}
	return memory;
}

void *xmalloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return checked(calloc(count ? count : 1, size ? size : 1));
}

void *xrealloc(void *old, size_t size)
{
	return checked(realloc(old, size ? size : 1));
}

char *xstrdup(const char *text)
{
	return checked(strdup(text));
}

char *xstrndup(const char *text, size_t length)
{
	char *copy = xmalloc(length + 1);
	if (length)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

void array_reserve_bytes(void **items, size_t *capacity, size_t needed, size_t item_size)
{
	if (needed <= *capacity)
		return;
	size_t grown = *capacity ? *capacity : 8;
	while (grown < needed)
		grown = grown > SIZE_MAX / 2 ? needed : grown * 2;
	if (grown > SIZE_MAX / item_size)
		checked(NULL);
	*items = xrealloc(*items, grown * item_size);
	*capacity = grown;
}

void cleanup_free(void *pointer)
{
	free(*(void **)pointer);
}
