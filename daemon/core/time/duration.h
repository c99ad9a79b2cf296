/* A length of time as the configuration writes it: "30s", "15min", "2h", "1d" of wall clock, or
 * "4 working hours", "2 working days" of the calendar. */
#ifndef CORE_TIME_DURATION_H
#define CORE_TIME_DURATION_H

#include "core/time/calendar.h"

enum duration_kind { DURATION_WALL, DURATION_WORKING_HOURS, DURATION_WORKING_DAYS };

struct duration {
	enum duration_kind kind;
	int64_t amount; /* ms for WALL and WORKING_HOURS (of working time), whole days for WORKING_DAYS */
};

/* start + duration. "n working days" keeps the clock time (same_clock) on the n-th working day after;
 * a clock time outside that day's hours is kept. -ERANGE outside the calendar. */
int duration_after(
	struct duration duration, const struct calendar *calendar, instant start, instant *ret_at);
/* Parses the configuration's spelling; -EINVAL. */
int duration_parse(struct slice text, struct duration *ret_duration);
/* For a text that is none: ": did you mean 4 working hours?", by its unit; "" when none is near. */
const char *duration_near(struct slice text, char buffer[static 64]);
/* The configuration's spelling again. */
const char *duration_format(struct duration duration, char buffer[static 40]);

#endif
