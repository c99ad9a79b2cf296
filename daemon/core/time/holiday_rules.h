/* The public holidays of a year that no notice has fixed yet, by the law's rules alone.
 *
 * Fixed by law (Labour Code 2019 art. 112; before it Labour Code 2012 art. 115 and 1994/2007): 1/1;
 * Tết; the Hùng Kings on 10/3 lunar; 30/4; 1/5; 2/9 and, since 2021, one adjacent day; since 2026
 * 24/11 (Resolution 28/2026/QH16 art. 2). The law leaves open which days around New Year and 2/9
 * are meant; the rule here is what the notices of 2022 to 2026 chose: two days before New Year and
 * three from it, and 1/9. A holiday on a weekly rest day moves to the next working day (art. 111.3;
 * 24/11 stands outside it and does not). Swaps of working days are decided year by year: no rule
 * gives them, the calendar file does. */
#ifndef CORE_TIME_HOLIDAY_RULES_H
#define CORE_TIME_HOLIDAY_RULES_H

#include <stddef.h>

#include "core/time/civil.h"

struct holiday {
	day date;
	const char *name; /* "Tết Nguyên đán", "Nghỉ bù Tết Nguyên đán" */
	bool moved; /* stands in for a holiday on a weekly rest day */
	/* A notice cannot leave this very date out: the law names it, or it is one of the first three
	 * days of the lunar year, or stands in for such a single day. */
	bool certain;
};
#define HOLIDAYS_MAX 32

/* The days off of a year, ascending, those on rest days included (they cost nothing there).
 * `rests[weekday]` says which weekdays are rest days; at least one must not be. `ret_holidays` has
 * room for HOLIDAYS_MAX. -ERANGE for a year outside those of lunar.h. */
int holiday_rules(
	int year, const bool rests[static 7], struct holiday *ret_holidays, size_t *ret_count);

#endif
