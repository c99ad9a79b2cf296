/* What stands behind `struct zone`, for zone.c (questions), zone_parse.c (TZif) and calendar.c (which
 * asks of every case's due date). */
#ifndef CORE_TIME_ZONE_TABLE_H
#define CORE_TIME_ZONE_TABLE_H

#include "core/time/zone.h"

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

/* Instants that leave no room for trouble: 2 million years around now. */
#define ZONE_NEAR_MS (INT64_C(1) << 56)
#define ZONE_NEAR_DAYS (1 << 30)

/* The short way: one offset for ever, and nothing that can overflow. */
static inline bool zone_plain(const struct zone *zone, instant at)
{
	return at >= zone->settled && at >= -ZONE_NEAR_MS && at < ZONE_NEAR_MS;
}

/* Its day: a division of what is not negative is half the work. */
static inline day zone_plain_day(const struct zone *zone, instant at)
{
	uint64_t shifted = (uint64_t)(at + zone->settled_ms + ZONE_NEAR_DAYS * DAY_MS);
	return (day)((int64_t)(shifted / DAY_MS) - ZONE_NEAR_DAYS);
}

#define ZONE_MAX_OFFSET_MS (26 * HOUR_MS) /* RFC 8536: offsets lie between -25 h and +26 h */

/* zone_midnight(), the short way first. */
static inline instant zone_near_midnight(const struct zone *zone, day date)
{
	int64_t local = date * DAY_MS;
	if (local - ZONE_MAX_OFFSET_MS >= zone->settled)
		return local - zone->settled_ms;
	return zone_midnight(zone, date);
}

struct zone *zone_table_new(int first_offset);
/* Appends a segment; one that begins with the segment before it replaces it, one with the same offset
 * is no news. */
void zone_table_add(struct zone *zone, instant from, int offset);

#endif
