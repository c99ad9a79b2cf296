#include "web/meters.h"

#include <string.h>

#include "base/memory.h"

void meters_count(struct meters *meters, const char *first, const char *second, int64_t amount)
{
	for (size_t i = 0; i < meters->count; i++) {
		struct metered *item = &meters->items[i];
		if (strcmp(item->first, first) == 0 && strcmp(item->second, second) == 0) {
			item->value += amount;
			return;
		}
	}
	array_reserve(meters->items, &meters->capacity, meters->count + 1);
	meters->items[meters->count++] = (struct metered){xstrdup(first), xstrdup(second), amount};
}

void meters_free(struct meters *meters)
{
	for (size_t i = 0; i < meters->count; i++) {
		free((char *)meters->items[i].first);
		free((char *)meters->items[i].second);
	}
	free(meters->items);
	*meters = (struct meters){0};
}
