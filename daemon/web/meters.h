/* Meters: what is counted since the daemon's start, by two names. For metrics only. */
#ifndef WEB_METERS_H
#define WEB_METERS_H

#include "page/exposition.h"

struct meters { /* zero-initialised is empty; names owned */
	struct metered *items;
	size_t count, capacity;
};
void meters_count(struct meters *meters, const char *first, const char *second, int64_t amount);
void meters_free(struct meters *meters);

#endif
