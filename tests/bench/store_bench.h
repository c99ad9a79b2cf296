/* What the benchmarks of the store share: numbers made from a number, CPU time, the rules of judging. */
#ifndef BENCH_STORE_BENCH_H
#define BENCH_STORE_BENCH_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/error.h"
#include "core/case/verdict.h"
#include "core/time/calendar.h"

static struct zone *zone;
static struct judge judge;

static uint64_t random_of(uint64_t number)
{
	number = (number + 1) * 0x9E3779B97F4A7C15u;
	number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9u;
	number = (number ^ number >> 27) * 0x94D049BB133111EBu;
	return number ^ number >> 31;
}

static double cpu(void)
{
	struct timespec now;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void make_judge(void)
{
	struct calendar_year years[12];
	struct calendar_plan plan = {
		.years = years, .year_count = 12, .first_year = 2020, .last_year = 2031};
	struct calendar *calendar;
	for (int i = 0; i < 12; i++)
		years[i] = (struct calendar_year){2020 + i, "made up"};
	for (int i = MONDAY; i <= FRIDAY; i++)
		plan.week[i] = (struct hours){2, {{420, 690}, {810, 1020}}};
	zone = zone_fixed(7 * 3600);
	if (calendar_new(&plan, zone, &calendar, NULL) < 0)
		abort();
	judge = (struct judge){.calendar = calendar,
		.due_soon_days = 2,
		.pause_on = {[5] = true, [6] = true, [8] = true}};
}

static void must(int result, const struct error *error)
{
	if (result < 0) {
		fprintf(stderr, "%s\n", error->text);
		exit(1);
	}
}

#endif
