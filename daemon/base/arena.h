/* Memory that is given back all at once: for things built together and freed together. Pieces do
 * not move and are zeroed. Zero-initialised is empty. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/slice.h"

struct arena {
	struct arena_block *newest;
};

void *arena_alloc(struct arena *arena, size_t count, size_t size);
/* A terminated copy, never NULL. */
const char *arena_copy(struct arena *arena, struct slice text);
void arena_free(struct arena *arena);

#endif
