/* Why a day counts: the days between two dates, one by one, as a chair can follow them. */
#ifndef COMMAND_EXPLAIN_REASONING_H
#define COMMAND_EXPLAIN_REASONING_H

#include "base/json.h"
#include "core/time/calendar.h"
#include "report/table.h"

/* A month of days can be read one by one; more are put together in runs. */
#define SINGLE_DAYS_MOST 31

/* One day, or a run of days that are alike and follow each other. */
struct reasoning_day {
	day from;
	day to; /* = from for a single day */
	enum day_kind kind;
	int first, last; /* numbers of the working days in it; 0: not counted */
	const char *reason; /* "" when none */
};
/* A non-zero return stops and comes back. */
typedef int reasoning_day_fn(void *user, const struct reasoning_day *day);

/* Walks (after, upto], worked days numbered from 1. Up to `single_most` days come one by one, a
 * longer stretch as runs. -ERANGE with a sentence when the calendar does not know all of it. */
int reasoning_walk(const struct calendar *calendar, day after, day upto, int single_most,
	reasoning_day_fn *on_day, void *user, struct error *error);

/* "ngày làm việc", "weekly rest" … */
const char *day_kind_words(enum day_kind kind, bool english);
/* "worked", "weekly_rest", "off", "worked_extra", "half": for programs. */
const char *day_kind_name(enum day_kind kind);

/* More runs of ordinary weeks than this in a row are one line of a table. */
#define ORDINARY_RUNS_MOST 6

/* The walk as a table for people. Unless `each` day is to have its line, a longer stretch is put
 * together: in runs, and whole weeks without a holiday in one line that counts them. Returns 1 when weeks
 * were put together, else 0. */
int reasoning_table(const struct calendar *calendar, day after, day upto, bool each, bool english,
	struct text *out, struct error *error);
/* The same as an array of objects {date, weekday, kind, number, reason}, every day by itself. */
int reasoning_json(const struct calendar *calendar, day after, day upto, struct json_writer *json,
	const char *key, struct error *error);

#endif
