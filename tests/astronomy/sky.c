#include "astronomy/sky.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

#define J2000 2451545.0
#define DAYS_PER_CENTURY 36525.0
#define SECONDS_PER_DAY 86400.0
#define SYNODIC_MONTH 29.530588861
#define FIRST_NEW_MOON 2451550.09766

static double sin_degrees(double degrees)
{
	return sin(fmod(degrees, 360.0) * (M_PI / 180.0));
}

/* TT - UT in seconds: polynomial fits of Espenak & Meeus, Five Millennium Canon (2006). */
static double delta_t(double julian_day)
{
	double year = 2000.0 + (julian_day - J2000) / 365.25;
	if (year < 1920) {
		double t = year - 1900;
		return -2.79 + t * (1.494119 + t * (-0.0598939 + t * (0.0061966 - t * 0.000197)));
	}
	if (year < 1941) {
		double t = year - 1920;
		return 21.20 + t * (0.84493 + t * (-0.076100 + t * 0.0020936));
	}
	if (year < 1961) {
		double t = year - 1950;
		return 29.07 + t * (0.407 + t * (-1.0 / 233 + t / 2547));
	}
	if (year < 1986) {
		double t = year - 1975;
		return 45.45 + t * (1.067 + t * (-1.0 / 260 - t / 718));
	}
	if (year < 2005) {
		double t = year - 2000;
		return 63.86 +
		       t * (0.3345 + t * (-0.060374 +
						 t * (0.0017275 + t * (0.000651814 +
									      t * 0.00002373599))));
	}
	if (year < 2050) {
		double t = year - 2000;
		return 62.92 + t * (0.32217 + t * 0.005589);
	}
	double u = (year - 1820) / 100;
	return -20 + 32 * u * u - 0.5628 * (2150 - year);
}

/* One periodic term: amplitude in days, multiples of the sun's anomaly, the moon's anomaly and the
 * moon's argument of latitude; `eccentric` is the power of E by which it is weakened. */
struct lunar_term {
	double amplitude;
	int8_t sun, moon, latitude, eccentric;
};

static const struct lunar_term lunar_terms[] = {
	{-0.40720, 0, 1, 0, 0},
	{0.17241, 1, 0, 0, 1},
	{0.01608, 0, 2, 0, 0},
	{0.01039, 0, 0, 2, 0},
	{0.00739, -1, 1, 0, 1},
	{-0.00514, 1, 1, 0, 1},
	{0.00208, 2, 0, 0, 2},
	{-0.00111, 0, 1, -2, 0},
	{-0.00057, 0, 1, 2, 0},
	{0.00056, 1, 2, 0, 1},
	{-0.00042, 0, 3, 0, 0},
	{0.00042, 1, 0, 2, 1},
	{0.00038, 1, 0, -2, 1},
	{-0.00024, -1, 2, 0, 1},
	{-0.00007, 2, 1, 0, 0},
	{0.00004, 0, 2, -2, 0},
	{0.00004, 3, 0, 0, 0},
	{0.00003, 1, 1, -2, 0},
	{0.00003, 0, 2, 2, 0},
	{-0.00003, 1, 1, 2, 0},
	{0.00003, -1, 1, 2, 0},
	{-0.00002, -1, 1, -2, 0},
	{-0.00002, 1, 3, 0, 0},
	{0.00002, 0, 4, 0, 0},
};

/* The planets' share: amplitude in days, angle at k = 0, change of the angle per new moon. */
static const double planetary_terms[][3] = {
	{0.000325, 299.77, 0.107408},
	{0.000165, 251.88, 0.016321},
	{0.000164, 251.83, 26.651886},
	{0.000126, 349.42, 36.412478},
	{0.000110, 84.66, 18.206239},
	{0.000062, 141.74, 53.303771},
	{0.000060, 207.14, 2.453732},
	{0.000056, 154.84, 7.306860},
	{0.000047, 34.52, 27.261239},
	{0.000042, 207.19, 0.121824},
	{0.000040, 291.34, 1.844379},
	{0.000037, 161.72, 24.198154},
	{0.000035, 239.56, 25.513099},
	{0.000023, 331.55, 3.592518},
};

double sky_new_moon(int k)
{
	double t = k / 1236.85; /* centuries since 2000 */
	double day = FIRST_NEW_MOON + SYNODIC_MONTH * k +
		     t * t * (0.00015437 + t * (-0.000000150 + t * 0.00000000073));
	double sun = 2.5534 + 29.10535670 * k + t * t * (-0.0000014 - t * 0.00000011);
	double moon = 201.5643 + 385.81693528 * k +
		      t * t * (0.0107582 + t * (0.00001238 - t * 0.000000058));
	double latitude = 160.7108 + 390.67050284 * k +
			  t * t * (-0.0016118 + t * (-0.00000227 + t * 0.000000011));
	double node = 124.7746 - 1.56375588 * k + t * t * (0.0020672 + t * 0.00000215);
	double e = 1 - t * (0.002516 + t * 0.0000074);
	const double weight[] = {1, e, e * e};
	for (size_t i = 0; i < ARRAY_SIZE(lunar_terms); i++) {
		const struct lunar_term *term = &lunar_terms[i];
		day += term->amplitude * weight[term->eccentric] *
		       sin_degrees(term->sun * sun + term->moon * moon + term->latitude * latitude);
	}
	day -= 0.00017 * sin_degrees(node);
	for (size_t i = 0; i < ARRAY_SIZE(planetary_terms); i++) {
		const double *term = planetary_terms[i];
		double angle = term[1] + term[2] * k - (i == 0 ? 0.009173 * t * t : 0);
		day += term[0] * sin_degrees(angle);
	}
	return day - delta_t(day) / SECONDS_PER_DAY;
}

int sky_new_moon_near(double julian_day)
{
	return (int)floor((julian_day - FIRST_NEW_MOON) / SYNODIC_MONTH + 0.5);
}

/* Amplitude in 1e-7 rad, phase in degrees, degrees per Julian century from J2000 (TT). */
static const double solar_terms[][3] = {
	{403406, 270.54861, 0.9287892},
	{195207, 340.19128, 35999.1376958},
	{119433, 63.91854, 35999.4089666},
	{112392, 331.26220, 35998.7287385},
	{3891, 317.843, 71998.20261},
	{2819, 86.631, 71998.4403},
	{1721, 240.052, 36000.35726},
	{660, 310.26, 71997.4812},
	{350, 247.23, 32964.4678},
	{334, 260.87, -19.4410},
	{314, 297.82, 445267.1117},
	{268, 343.14, 45036.8840},
	{242, 166.79, 3.1008},
	{234, 81.53, 22518.4434},
	{158, 3.50, -19.9739},
	{132, 132.75, 65928.9345},
	{129, 182.95, 9038.0293},
	{114, 162.03, 3034.7684},
	{99, 29.8, 33718.148},
	{93, 266.4, 3034.448},
	{86, 249.2, -2280.773},
	{78, 157.6, 29929.992},
	{72, 257.8, 31556.493},
	{68, 185.1, 149.588},
	{64, 69.9, 9037.750},
	{46, 8.0, 107997.405},
	{38, 197.1, -4444.176},
	{37, 250.4, 151.771},
	{32, 65.3, 67555.316},
	{29, 162.7, 31556.080},
	{28, 341.5, -4561.540},
	{27, 291.6, 107996.706},
	{27, 98.5, 1221.655},
	{25, 146.7, 62894.167},
	{24, 110.0, 31437.369},
	{21, 5.2, 14578.298},
	{21, 342.6, -31931.757},
	{20, 230.9, 34777.243},
	{18, 256.1, 1221.999},
	{17, 45.3, 62894.511},
	{14, 242.9, -4442.039},
	{13, 115.2, 107997.909},
	{13, 151.8, 119.066},
	{13, 285.3, 16859.071},
	{12, 53.3, -4.578},
	{10, 126.6, 26895.292},
	{10, 205.7, -39.127},
	{10, 85.9, 12297.536},
	{10, 146.1, 90073.778},
};

double sky_sun_longitude(double julian_day)
{
	double t = (julian_day + delta_t(julian_day) / SECONDS_PER_DAY - J2000) / DAYS_PER_CENTURY;
	double sum = 0;
	for (size_t i = 0; i < ARRAY_SIZE(solar_terms); i++) {
		const double *term = solar_terms[i];
		sum += term[0] * sin_degrees(term[1] + term[2] * t);
	}
	double longitude = 282.7771834 + 36000.76953744 * t + sum * 1e-7 * (180.0 / M_PI);
	longitude +=
		0.0000974 * sin_degrees(177.63 + 35999.01848 * t + 90) - 0.005575; /* aberration */
	longitude +=
		-0.004778 * sin_degrees(124.90 - 1934.134 * t + 0.002063 * t * t) -
		0.0003667 * sin_degrees(201.11 + 72001.5377 * t + 0.00057 * t * t); /* nutation */
	longitude = fmod(longitude, 360.0);
	return longitude < 0 ? longitude + 360.0 : longitude;
}

double sky_winter_solstice(int year)
{
	double day = J2000 + (year - 2000) * 365.2422 + 355.4; /* about 21 December */
	for (int i = 0; i < 4; i++) /* Newton: the sun moves 360° in 365.2422 days */
		day -= remainder(sky_sun_longitude(day) - 270.0, 360.0) / 360.0 * 365.2422;
	return day;
}
