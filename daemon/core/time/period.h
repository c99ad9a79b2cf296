/* Reporting periods of the one-stop-shop reports: month = 15th of the month before … 14th; quarter
 * and year likewise (15 December … 14 December); or calendar periods (Decision 766). */
#ifndef CORE_TIME_PERIOD_H
#define CORE_TIME_PERIOD_H

#include "base/error.h"
#include "core/time/civil.h"

struct period {
	day from; /* first day */
	day to; /* last day, included */
};

/* The reporting month a day lies in, as year * 12 + (month - 1): 2026-11-15 → December 2026. */
int32_t period_month_of(day date);
struct period period_month(int32_t month, bool calendar);
struct period period_quarter(int year, int quarter, bool calendar);
struct period period_year(int year, bool calendar);
/* The reporting year a day lies in: 2026-12-15 → 2027. */
int period_year_of(day date);
/* "2026", "2026-Q3", "2026-09", "2026-10-01..2026-10-31"; -EINVAL with a sentence. */
int period_parse(struct slice text, bool calendar, struct period *ret_period, struct error *error);

#endif
