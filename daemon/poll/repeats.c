#include "poll/repeats.h"

#include "base/hash.h"
#include "base/memory.h"

void repeats_begin(struct repeats *repeats)
{
	repeats->count = 0;
	repeats->in_a_row = 0;
	repeats_page(repeats);
}

void repeats_page(struct repeats *repeats)
{
	repeats->sum = 0;
	repeats->records = 0;
}

void repeats_code(struct repeats *repeats, struct slice code)
{
	if (code.length == 0) /* says nothing: such a page cannot be told from another */
		return;
	repeats->sum += hash_bytes(code.data, code.length, 1);
	repeats->records++;
}

static bool seen_before(const struct repeats *repeats, uint64_t page)
{
	for (size_t i = repeats->count; i-- > 0;)
		if (repeats->pages[i] == page)
			return true;
	return false;
}

int repeats_end(struct repeats *repeats, int64_t records)
{
	uint64_t page = hash_mix(repeats->sum, (uint64_t)records);

	if (records == 0 || repeats->records != records) {
		repeats->in_a_row = 0;
		return 0;
	}
	if (seen_before(repeats, page))
		return ++repeats->in_a_row;
	array_reserve(repeats->pages, &repeats->capacity, repeats->count + 1);
	repeats->pages[repeats->count++] = page;
	repeats->in_a_row = 0;
	return 0;
}

void repeats_free(struct repeats *repeats)
{
	free(repeats->pages);
	*repeats = (struct repeats){0};
}
