#include "core/time/period.h"

#include <errno.h>

#define FIRST_DAY 15 /* reporting months run from the 15th of the month before to the 14th */

/* The first day of a calendar month numbered year * 12 + (month - 1). */
static day month_begin(int32_t month)
{
	return civil_day(month / 12, month % 12 + 1, 1);
}

static struct period months(int32_t first, int32_t last, bool calendar)
{
	if (calendar)
		return (struct period){month_begin(first), month_begin(last + 1) - 1};
	return (struct period){
		month_begin(first - 1) + FIRST_DAY - 1, month_begin(last) + FIRST_DAY - 2};
}

int32_t period_month_of(day date)
{
	struct civil_date civil = civil_date(date);
	return civil.year * 12 + civil.month - 1 + (civil.mday >= FIRST_DAY);
}

struct period period_month(int32_t month, bool calendar)
{
	return months(month, month, calendar);
}

struct period period_quarter(int year, int quarter, bool calendar)
{
	int32_t first = year * 12 + (quarter - 1) * 3;
	return months(first, first + 2, calendar);
}

struct period period_year(int year, bool calendar)
{
	return months(year * 12, year * 12 + 11, calendar);
}

int period_year_of(day date)
{
	return period_month_of(date) / 12;
}

static int refuse(struct slice text, struct error *error)
{
	return error_set(error, -EINVAL,
		"\"%.*s\" is not a period such as 2026, 2026-Q3, 2026-09 or 2026-10-01..2026-10-31",
		text.length > 60 ? 60 : (int)text.length, text.data ? text.data : "");
}

static int parse_range(struct slice text, struct period *ret_period, struct error *error)
{
	struct period period;
	if (text.length != 22 || memcmp(text.data + 10, "..", 2) != 0 ||
		!civil_parse_date((struct slice){text.data, 10}, &period.from) ||
		!civil_parse_date((struct slice){text.data + 12, 10}, &period.to))
		return refuse(text, error);
	if (period.to < period.from)
		return error_set(
			error, -EINVAL, "the period %.*s ends before it begins", SLICE_ARGS(text));
	*ret_period = period;
	return 0;
}

int period_parse(struct slice text, bool calendar, struct period *ret_period, struct error *error)
{
	int year, number;
	text = slice_trim(text);
	if (text.length > 10)
		return parse_range(text, ret_period, error);
	if (text.length < 4 || !civil_parse_digits(text.data, 4, &year) || year < CIVIL_YEAR_MIN)
		return refuse(text, error);
	if (text.length == 4) {
		*ret_period = period_year(year, calendar);
		return 0;
	}
	if (text.length != 7 || text.data[4] != '-')
		return refuse(text, error);
	if ((text.data[5] == 'Q' || text.data[5] == 'q') &&
		civil_parse_digits(text.data + 6, 1, &number) && number >= 1 && number <= 4) {
		*ret_period = period_quarter(year, number, calendar);
		return 0;
	}
	if (!civil_parse_digits(text.data + 5, 2, &number) || number < 1 || number > 12)
		return refuse(text, error);
	*ret_period = period_month(year * 12 + number - 1, calendar);
	return 0;
}
