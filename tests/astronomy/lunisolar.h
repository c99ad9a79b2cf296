/* The months of the Vietnamese calendar from astronomy: what makes core/time/lunar_table.inc and holds it to
 * the sky.
 *
 * A month begins on the day, in UTC+7, of a new moon; month 11 holds the winter solstice; when 13
 * months lie between two of them, the first month without a major solar term is a leap month and
 * repeats the number before it.
 *
 * Formulas: new moons after Meeus, Astronomical Algorithms, ch. 49; the sun's apparent longitude
 * after Bretagnon & Simon, Planetary Programs and Tables (1986); ΔT after Espenak & Meeus (2006).
 * Errors are a few seconds; see tests/unit/core/test_lunar_table.c for the closest calls. */
#ifndef ASTRONOMY_LUNISOLAR_H
#define ASTRONOMY_LUNISOLAR_H

#include "core/time/civil.h"

struct lunisolar_month {
	int year; /* numbered like the Gregorian year its first day, Tết, lies in */
	int month; /* 1..12 */
	bool leap; /* the second month of that number */
	day first;
	int length; /* 29 or 30 */
};

/* The month that the k-th new moon (sky.h) begins. */
struct lunisolar_month lunisolar_month(int k);

#endif
