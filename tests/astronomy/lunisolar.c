#include "astronomy/lunisolar.h"

#include <math.h>

#include "astronomy/sky.h"

#define VIETNAM_OFFSET (7.0 / 24.0)

/* The months from one month 11 up to the next: `months` new moons from number `first` on. */
struct frame {
	int year; /* months 1..10 belong to this lunar year, month 11 and 12 to the one before */
	int first; /* number of the new moon that begins month 11 */
	int months; /* 12 or 13 */
	int leap; /* position of the leap month, 1..12; 0: none */
};

static day day_in_vietnam(double julian_day)
{
	return (day)floor(julian_day - JULIAN_DAY_OF_1970 + VIETNAM_OFFSET);
}

static day month_start(int k)
{
	return day_in_vietnam(sky_new_moon(k));
}

/* Which twelfth of the ecliptic the sun is in as a day begins; it changes over a major term. */
static int sun_sector(day date)
{
	return (int)(sky_sun_longitude(date + JULIAN_DAY_OF_1970 - VIETNAM_OFFSET) / 30.0);
}

/* Month 11 is the one that holds the winter solstice. */
static int month_eleven(int year)
{
	day solstice = day_in_vietnam(sky_winter_solstice(year));
	int k = sky_new_moon_near(solstice + JULIAN_DAY_OF_1970) + 1;
	while (month_start(k) > solstice)
		k--;
	return k;
}

static struct frame frame_of(int year)
{
	struct frame frame = {.year = year, .first = month_eleven(year - 1)};
	frame.months = month_eleven(year) - frame.first;
	if (frame.months == 12)
		return frame;
	int sector = sun_sector(month_start(frame.first + 1));
	for (int i = 1; i < frame.months && !frame.leap; i++) {
		int next = sun_sector(month_start(frame.first + i + 1));
		if (next == sector)
			frame.leap = i;
		sector = next;
	}
	return frame;
}

struct lunisolar_month lunisolar_month(int k)
{
	day first = month_start(k);
	int year = civil_date(first).year;
	struct frame frame = frame_of(k >= month_eleven(year) ? year + 1 : year);
	int position = k - frame.first;
	int number =
		position - (frame.leap && position >= frame.leap); /* 0: month 11, 2: month 1 */
	return (struct lunisolar_month){
		.year = number < 2 ? frame.year - 1 : frame.year,
		.month = (number + 10) % 12 + 1,
		.leap = frame.leap && position == frame.leap,
		.first = first,
		.length = month_start(k + 1) - first,
	};
}
