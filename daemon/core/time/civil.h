/* Civil dates and instants.
 *
 * An instant is UTC, in milliseconds since 1970-01-01T00:00:00Z (portals give fractions, and two
 * real verdicts of a public log turn on them). A day is a number: days since 1970-01-01 in the
 * proleptic Gregorian calendar, without a zone. Zones stand in zone.h; nothing here reads a clock
 * or the process's time zone. */
#ifndef CORE_TIME_CIVIL_H
#define CORE_TIME_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

typedef int64_t instant; /* ms, UTC */
typedef int32_t day; /* days since 1970-01-01, local to whatever zone the caller means */

#define INSTANT_NONE INT64_MIN
#define DAY_NONE INT32_MIN
#define SECOND_MS INT64_C(1000)
#define MINUTE_MS (60 * SECOND_MS)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

struct civil_date {
	int year;
	int month; /* 1..12 */
	int mday; /* 1..31 */
};

enum weekday { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY };

/* Dates of the outside world lie in years 1 to 9999; arithmetic may leave that range. */
#define CIVIL_YEAR_MIN 1
#define CIVIL_YEAR_MAX 9999

day civil_day(int year, int month, int mday); /* the date must exist */
bool civil_exists(int year, int month, int mday);
struct civil_date civil_date(day day);
enum weekday civil_weekday(day day);

/* "2026-11-20" exactly, a date that exists; false otherwise. */
bool civil_parse_date(struct slice text, day *ret_day);
/* Exactly `count` decimal digits at `text`; false when another byte stands there. */
bool civil_parse_digits(const char *text, int count, int *ret_number);
/* "YYYY-MM-DD" into a buffer of at least 11 bytes; returns it. "-" when the year has no four digits
 * (DAY_NONE among them). */
const char *civil_format_date(day day, char buffer[static 11]);
/* "20/11/2026", as Vietnamese papers write it. */
const char *civil_format_date_vi(day day, char buffer[static 11]);

const char *civil_weekday_name(enum weekday weekday); /* "Friday" */
const char *civil_weekday_name_vi(enum weekday weekday); /* "thứ Sáu" */

#endif
