/* The little astronomy that a lunisolar calendar needs. Times are Julian Ephemeris Days (TT) or
 * Julian days (UT); angles are degrees. Good for 1800 … 2200. */
#ifndef ASTRONOMY_SKY_H
#define ASTRONOMY_SKY_H

#define JULIAN_DAY_OF_1970 2440587.5

/* The k-th new moon, k = 0 being that of 2000-01-06, in UT. Within some 20 s. */
double sky_new_moon(int k);
/* A number k whose new moon is within a day of this instant (UT) or the last one before it. */
int sky_new_moon_near(double julian_day);
/* The sun's apparent longitude, 0 <= x < 360, at an instant in UT. Within some 2" (50 s of time). */
double sky_sun_longitude(double julian_day);
/* The December solstice of a year: longitude 270°, in UT. */
double sky_winter_solstice(int year);

#endif
