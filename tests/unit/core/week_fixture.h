/* A calendar of plain weeks: Monday to Friday, 07:00-11:30 and 13:30-17:00, no holiday from 2022 to 2027. */
#ifndef TESTS_WEEK_FIXTURE_H
#define TESTS_WEEK_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/time/calendar.h"

static struct zone *zone;
static struct calendar *calendar;

static int setup(void **state)
{
	(void)state;
	struct calendar_year years[6];
	struct calendar_plan plan = {
		.years = years, .year_count = 6, .first_year = 2022, .last_year = 2027};
	for (int i = 0; i < 6; i++)
		years[i] = (struct calendar_year){2022 + i, "made up"};
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	zone = zone_fixed(7 * 3600);
	return calendar_new(&plan, zone, &calendar, NULL);
}

static int teardown(void **state)
{
	(void)state;
	calendar_free(calendar);
	zone_free(zone);
	return 0;
}

#endif
