/* What stands behind `struct zone`, for zone.c (questions) and zone_parse.c (TZif) only. */
#ifndef CORE_ZONE_TABLE_H
#define CORE_ZONE_TABLE_H

#include "core/zone.h"

/* The Gregorian calendar, weekdays included, repeats every 146 097 days (400 years). A zone whose
 * last rule goes on for ever is therefore a table of 400 years that repeats. */
#define ZONE_CYCLE_MS (146097 * DAY_MS)

/* Segment i holds from `from[i]` (UTC) until from[i + 1]; from[0] is INT64_MIN. Ascending. */
struct zone {
	size_t count;
	instant *from;
	int32_t *offset; /* seconds east of UTC */
	instant settled; /* from here on the last segment holds for ever; INT64_MAX: never */
	int64_t settled_ms; /* and this is its offset: the short way, which Viet Nam takes since 1975 */
	instant cycle; /* the repeating 400 years begin here; INT64_MAX: nothing repeats */
};

struct zone *zone_table_new(int first_offset);
/* Appends a segment; one that begins with the segment before it replaces it, one with the same offset
 * is no news. */
void zone_table_add(struct zone *zone, instant from, int offset);

#endif
