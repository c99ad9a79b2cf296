#include "core/time/lunar.h"

#include <errno.h>
#include <math.h>

#include "core/time/sky.h"

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

/* The number of the last new moon whose day is `date` or before. */
static int month_of(day date)
{
	int k = sky_new_moon_near(date + JULIAN_DAY_OF_1970) + 1;
	while (month_start(k) > date)
		k--;
	return k;
}

/* Month 11 is the one that holds the winter solstice. */
static int month_eleven(int year)
{
	return month_of(day_in_vietnam(sky_winter_solstice(year)));
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

int lunar_from_day(day date, struct lunar_date *ret_lunar)
{
	int year = civil_date(date).year;
	if (year < LUNAR_FIRST_YEAR || year > LUNAR_LAST_YEAR)
		return -ERANGE;
	int k = month_of(date);
	struct frame frame = frame_of(k >= month_eleven(year) ? year + 1 : year);
	int position = k - frame.first;
	bool leap = frame.leap && position == frame.leap;
	int number =
		position - (frame.leap && position >= frame.leap); /* 0: month 11, 2: month 1 */
	*ret_lunar = (struct lunar_date){
		.year = number < 2 ? frame.year - 1 : frame.year,
		.month = (number + 10) % 12 + 1,
		.mday = date - month_start(k) + 1,
		.leap = leap,
	};
	return 0;
}

int lunar_to_day(struct lunar_date lunar, day *ret_date)
{
	if (lunar.year < LUNAR_FIRST_YEAR || lunar.year > LUNAR_LAST_YEAR)
		return -ERANGE;
	if (lunar.month < 1 || lunar.month > 12 || lunar.mday < 1)
		return -EINVAL;
	struct frame frame = frame_of(lunar.month >= 11 ? lunar.year + 1 : lunar.year);
	int position = (lunar.month + 1) % 12 + lunar.leap;
	if (lunar.leap && position != frame.leap)
		return -EINVAL;
	if (!lunar.leap && frame.leap && position >= frame.leap)
		position++;
	day first = month_start(frame.first + position);
	if (lunar.mday > month_start(frame.first + position + 1) - first)
		return -EINVAL;
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
