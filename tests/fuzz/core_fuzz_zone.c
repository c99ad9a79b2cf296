/* Whatever bytes are given as time zone data: they are refused, or they give a zone whose clock and
 * instants agree. */
#include <stdlib.h>

#include "core/time/zone.h"

#define ENSURE(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			abort();                                                                   \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A clock reading names an instant that shows this reading; no later one does so for the first time. */
static void check_instant(const struct zone *zone, instant at)
{
	day date = zone_day(zone, at);
	int64_t clock = zone_ms_of_day(zone, at);
	instant first = zone_instant(zone, date, clock);
	ENSURE(first <= at && zone_day(zone, first) == date &&
		zone_ms_of_day(zone, first) == clock);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct zone *zone = NULL;
	struct error error = {""};
	int r = zone_parse((struct slice){(const char *)data, size}, &zone, &error);
	ENSURE((r == 0) == (zone != NULL) && (r == 0) == (error.text[0] == '\0'));
	if (!zone)
		return 0;
	for (int year = 1850; year < 2600; year += 3)
		for (int month = 1; month <= 12; month += 4)
			check_instant(zone, civil_day(year, month, 28) * DAY_MS + year * HOUR_MS);
	zone_free(zone);
	return 0;
}
