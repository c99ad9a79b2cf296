#include "core/time/lunar.h"

#include <errno.h>
#include <stdint.h>

/* One year from low bits to high: 13 of the months, in turn, set for one of 30 days; 4 for the number
 * of the month that is followed by a leap month, 0 for none; the days from 1 January to Tết. */
static const uint32_t years[] = {
#include "core/time/lunar_table.inc"
};
_Static_assert(
	sizeof(years) / sizeof(years[0]) == LUNAR_LAST_YEAR - LUNAR_FIRST_YEAR + 1, "every year");

static int month_length(uint32_t year, int position)
{
	return 29 + (int)(year >> position & 1);
}

int lunar_to_day(struct lunar_date lunar, day *ret_date)
{
	if (lunar.year < LUNAR_FIRST_YEAR || lunar.year > LUNAR_LAST_YEAR)
		return -ERANGE;
	uint32_t year = years[lunar.year - LUNAR_FIRST_YEAR];
	int leap_after = (int)(year >> 13 & 15);
	if (lunar.month < 1 || lunar.month > 12 || (lunar.leap && lunar.month != leap_after))
		return -EINVAL;
	bool later = lunar.leap || (leap_after && lunar.month > leap_after);
	int position = lunar.month - 1 + later;
	if (lunar.mday < 1 || lunar.mday > month_length(year, position))
		return -EINVAL;
	day first = civil_day(lunar.year, 1, 1) + (day)(year >> 17);
	for (int i = 0; i < position; i++)
		first += month_length(year, i);
	*ret_date = first + lunar.mday - 1;
	return 0;
}

int lunar_tet(int year, day *ret_date)
{
	return lunar_to_day((struct lunar_date){.year = year, .month = 1, .mday = 1}, ret_date);
}

int lunar_hung_kings(int year, day *ret_date)
{
	return lunar_to_day((struct lunar_date){.year = year, .month = 3, .mday = 10}, ret_date);
}
