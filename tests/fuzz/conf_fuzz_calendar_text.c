/* Whatever stands in a calendar file: it is refused with sentences, or it gives a calendar whose laws
 * hold. */
#include <stdlib.h>

#include "conf/calendar_text.h"

#define ENSURE(condition)                                                                          \
	do {                                                                                       \
		if (!(condition))                                                                  \
			abort();                                                                   \
	} while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct said {
	int errors;
};

static void count(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	struct said *said = user;
	ENSURE(file && line >= 0 && sentence && *sentence);
	said->errors += level == PROBLEM_ERROR;
}

static void check_laws(const struct calendar *calendar)
{
	day first = civil_day(calendar_first_year(calendar), 1, 1);
	day last = civil_day(calendar_last_year(calendar), 12, 31);
	int64_t work = 0, one_day;
	int worked = 0, all;
	const struct zone *zone = calendar_zone(calendar);
	for (day date = first; date <= last; date++) {
		struct hours hours = calendar_hours(calendar, date);
		ENSURE((hours.count > 0) == calendar_worked(calendar, date));
		ENSURE(calendar_work(calendar, zone_midnight(zone, date),
			       zone_midnight(zone, date + 1), &one_day) == 0);
		ENSURE(one_day >= 0 && one_day <= DAY_MS);
		work += one_day;
		worked += calendar_worked(calendar, date);
	}
	ENSURE(calendar_count(calendar, first - 1, last, &all) == 0 && all == worked);
	ENSURE(calendar_work(calendar, zone_midnight(zone, first), zone_midnight(zone, last + 1),
		       &one_day) == 0 &&
		one_day == work);
	instant end;
	ENSURE(calendar_add_work(calendar, zone_midnight(zone, first), work, &end) ==
		(work ? 0 : -34 /* ERANGE: nothing is ever worked */));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct said said = {0};
	struct zone *zone = zone_fixed(7 * 3600);
	struct calendar *calendar = NULL;
	int r = calendar_parse(
		"fuzz", (struct slice){(const char *)data, size}, zone, count, &said, &calendar);
	ENSURE((r == 0) == (calendar != NULL) && (r == 0) == (said.errors == 0));
	if (calendar)
		check_laws(calendar);
	calendar_free(calendar);
	zone_free(zone);
	return 0;
}
