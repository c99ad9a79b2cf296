/* A time zone as data: transition instants and offsets. Read once from tzdata by the programs. */
#ifndef CORE_TIME_ZONE_H
#define CORE_TIME_ZONE_H

#include "base/error.h"
#include "core/time/civil.h"

struct zone;

/* Parses a TZif file's bytes (RFC 8536, version 1 to 4, the footer's rule used after the last
 * transition). -EBADMSG with a sentence when they are not. */
int zone_parse(struct slice tzif, struct zone **ret_zone, struct error *error);
/* A zone with one offset for ever, e.g. 7 * 3600. */
struct zone *zone_fixed(int offset_seconds);
void zone_free(struct zone *zone);

int zone_offset(const struct zone *zone, instant at); /* seconds east of UTC */
day zone_day(const struct zone *zone, instant at); /* the local date */
int64_t zone_ms_of_day(const struct zone *zone, instant at); /* local wall clock, 0 .. 86 399 999 */
/* The instant of a local wall clock time; `ms` may be 0 .. 86 400 000. In a gap: the instant just
 * after it; in a fold: the first of the two. */
instant zone_instant(const struct zone *zone, day day, int64_t ms);
static inline instant zone_midnight(const struct zone *zone, day date)
{
	return zone_instant(zone, date, 0);
}

/* RFC 3339 with the zone's offset: 2026-11-20T18:00:00+07:00 (milliseconds only when not zero). */
#define ZONE_TEXT_MAX 40
const char *zone_format(const struct zone *zone, instant at, char buffer[static ZONE_TEXT_MAX]);
/* "18:00 20/11/2026" for letters. */
const char *zone_format_vi(const struct zone *zone, instant at, char buffer[static ZONE_TEXT_MAX]);
/* "2026-11-20 18:00", for papers in English. */
const char *zone_format_en(const struct zone *zone, instant at, char buffer[static ZONE_TEXT_MAX]);
/* RFC 3339 with an offset or Z; false otherwise. */
bool zone_parse_rfc3339(struct slice text, instant *ret_at);

#endif
