#include "core/time/civil.h"

#include <stdio.h>

/* A "March year" begins on 1 March, so that the leap day is its last; 400 of them (an era) always
 * have the same number of days. 719 468 days lie between 0000-03-01 and 1970-01-01. */
#define DAYS_PER_ERA 146097
#define DAYS_TO_EPOCH 719468

static bool is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_length(int year, int month)
{
	static const int8_t length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && is_leap(year) ? 29 : length[month - 1];
}

bool civil_exists(int year, int month, int mday)
{
	return year >= CIVIL_YEAR_MIN && year <= CIVIL_YEAR_MAX && month >= 1 && month <= 12 &&
	       mday >= 1 && mday <= month_length(year, month);
}

day civil_day(int year, int month, int mday)
{
	int march_year = month > 2 ? year : year - 1;
	int march_month = month > 2 ? month - 3 : month + 9;
	int era = (march_year >= 0 ? march_year : march_year - 399) / 400;
	int year_of_era = march_year - era * 400;
	int day_of_year = (153 * march_month + 2) / 5 + mday - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (day)((int64_t)era * DAYS_PER_ERA + day_of_era - DAYS_TO_EPOCH);
}

struct civil_date civil_date(day date)
{
	int64_t shifted = (int64_t)date + DAYS_TO_EPOCH;
	int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
	int of_era = (int)(shifted - era * DAYS_PER_ERA);
	int year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int march_month = (5 * of_year + 2) / 153;
	int month = march_month < 10 ? march_month + 3 : march_month - 9;
	return (struct civil_date){
		.year = (int)(era * 400) + year_of_era + (month <= 2),
		.month = month,
		.mday = of_year - (153 * march_month + 2) / 5 + 1,
	};
}

enum weekday civil_weekday(day date)
{
	int of_week = (int)(((int64_t)date + THURSDAY) % 7); /* 1970-01-01 was a Thursday */
	return (enum weekday)(of_week < 0 ? of_week + 7 : of_week);
}

bool civil_parse_digits(const char *text, int count, int *ret_number)
{
	int number = 0;
	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		number = number * 10 + (text[i] - '0');
	}
	*ret_number = number;
	return true;
}

bool civil_parse_date(struct slice text, day *ret_day)
{
	int year, month, mday;
	if (text.length != 10 || text.data[4] != '-' || text.data[7] != '-' ||
		!civil_parse_digits(text.data, 4, &year) ||
		!civil_parse_digits(text.data + 5, 2, &month) ||
		!civil_parse_digits(text.data + 8, 2, &mday) || !civil_exists(year, month, mday))
		return false;
	*ret_day = civil_day(year, month, mday);
	return true;
}

/* Four, two and two digits; false when the year has no four. */
static bool writable(struct civil_date date)
{
	return date.year >= 0 && date.year <= CIVIL_YEAR_MAX;
}

const char *civil_format_date(day date, char buffer[static 11])
{
	struct civil_date civil = civil_date(date);
	if (!writable(civil))
		return memcpy(buffer, "-", 2);
	snprintf(buffer, 11, "%04u-%02u-%02u", (unsigned)civil.year % 10000,
		(unsigned)civil.month % 100, (unsigned)civil.mday % 100);
	return buffer;
}

const char *civil_format_date_vi(day date, char buffer[static 11])
{
	struct civil_date civil = civil_date(date);
	if (!writable(civil))
		return memcpy(buffer, "-", 2);
	snprintf(buffer, 11, "%02u/%02u/%04u", (unsigned)civil.mday % 100,
		(unsigned)civil.month % 100, (unsigned)civil.year % 10000);
	return buffer;
}

const char *civil_weekday_name(enum weekday weekday)
{
	static const char *const name[] = {
		"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
	return name[weekday];
}

const char *civil_weekday_name_vi(enum weekday weekday)
{
	static const char *const name[] = {
		"thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"};
	return name[weekday];
}
