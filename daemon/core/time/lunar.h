/* The Vietnamese lunisolar calendar (âm lịch), from a table of its years.
 *
 * The table is made and held to astronomy for UTC+7 by tests/unit/core/test_lunar_table.c. Viet Nam's
 * dates differ from China's (UTC+8) in some years: Tết of 1968, 1985, 2007, 2030 and 2053, for
 * instance. Before 1968 the civil calendar used in parts of the country differed; what is given here
 * for those years is the formula's answer. */
#ifndef CORE_TIME_LUNAR_H
#define CORE_TIME_LUNAR_H

#include "core/time/civil.h"

#define LUNAR_FIRST_YEAR 1900
#define LUNAR_LAST_YEAR 2100

struct lunar_date {
	int year; /* numbered like the Gregorian year its first day, Tết, lies in */
	int month; /* 1..12 */
	int mday; /* 1..30 */
	bool leap; /* the second month of that number */
};

/* -ERANGE for a lunar year outside 1900 … 2100, -EINVAL when there is no such date. */
int lunar_to_day(struct lunar_date lunar, day *ret_date);

/* New Year's day (1/1 lunar) and the Hùng Kings' commemoration (10/3 lunar) of a year. */
int lunar_tet(int year, day *ret_date);
int lunar_hung_kings(int year, day *ret_date);

#endif
