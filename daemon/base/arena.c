#include "base/arena.h"

#include <stdint.h>

#include "base/memory.h"

#define BLOCK_BYTES ((size_t)8192)
#define ALIGNMENT sizeof(max_align_t)

struct arena_block {
	struct arena_block *older;
	size_t used;
	size_t size;
	max_align_t bytes[]; /* `size` bytes */
};

static struct arena_block *block_with_room(struct arena *arena, size_t needed)
{
	struct arena_block *newest = arena->newest;
	if (newest && newest->size - newest->used >= needed)
		return newest;
	size_t size = needed > BLOCK_BYTES ? needed : BLOCK_BYTES;
	struct arena_block *block = xcalloc(1, sizeof(*block) + size);
	block->size = size;
	block->older = newest;
	arena->newest = block;
	return block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
	if (size && count > (SIZE_MAX - BLOCK_BYTES) / size)
		abort();
	size_t needed = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	struct arena_block *block = block_with_room(arena, needed ? needed : ALIGNMENT);
	char *piece = (char *)block->bytes + block->used;
	block->used += needed ? needed : ALIGNMENT;
	return piece;
}

const char *arena_copy(struct arena *arena, struct slice text)
{
	char *copy = arena_alloc(arena, text.length + 1, 1);
	if (text.length)
		memcpy(copy, text.data, text.length);
	return copy;
}

void arena_free(struct arena *arena)
{
	for (struct arena_block *block = arena->newest, *older; block; block = older) {
		older = block->older;
		free(block);
	}
	arena->newest = NULL;
}
