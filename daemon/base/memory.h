/* Memory that cannot fail: running out ends the process, for the state is in the database. */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>
#include <stdlib.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xrealloc(void *old, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length);

/* Makes room for `needed` items in a growing array: *items and *capacity are updated. */
void array_reserve_bytes(void **items, size_t *capacity, size_t needed, size_t item_size);
#define array_reserve(items, capacity, needed)                                                     \
	do {                                                                                       \
		void *array_ = (items);                                                            \
		array_reserve_bytes(&array_, (capacity), (needed), sizeof(*(items)));              \
		(items) = array_;                                                                  \
	} while (0)

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* `cleanup(text_free) struct text text = {0};` frees at the end of the scope. */
#define cleanup(function) __attribute__((cleanup(function)))
void cleanup_free(void *pointer); /* for `cleanup(cleanup_free) char *line` */

#endif
