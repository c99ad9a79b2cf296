/* What stands behind `struct calendar`, for calendar.c (questions) and calendar_new.c (building). */
#ifndef CORE_TIME_CALENDAR_TABLE_H
#define CORE_TIME_CALENDAR_TABLE_H

#include "core/time/calendar.h"

/* One office span of a day in ms of time elapsed since that day's midnight: on the two days a year on
 * which clocks change this is not what the clock on the wall says. `before`: work of the spans before. */
struct shape_span {
	int32_t from, to, before;
};

/* How a day is worked; days worked alike share one. shape[0] is the closed day. */
struct shape {
	int count;
	struct shape_span span[HOURS_MAX];
	struct hours hours; /* the same by the clock on the wall */
};

/* The edge between two days: everything before this midnight is summed up. */
struct edge {
	instant midnight;
	int64_t work_before;
	uint32_t shape; /* of the day that begins here */
	uint16_t reason;
	uint8_t kind; /* enum day_kind */
};

/* Days are indexed from `first`; arrays over days have one entry more, for the end of the range. */
struct calendar {
	const struct zone *zone;
	day first;
	int days;
	int32_t *worked_before; /* [days + 1]: worked days before this one */
	day *worked; /* the worked days, ascending */
	struct edge *edge; /* [days + 1] */
	struct shape *shape;
	size_t shape_count, shape_capacity;
	char **reason; /* reason[0] is "" */
	size_t reason_count, reason_capacity;
	double usual_days; /* worked days in a ms of work, on a usual one: to guess by */
	int first_year, last_year;
	char **notice; /* by year - first_year; NULL: provisional */
	uint64_t version;
};

#endif
