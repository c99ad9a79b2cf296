/* A calendar as a short text, so that the one of a past day can be kept and asked again: the hours of
 * the week and the days that are worked otherwise. Reasons, notices and what is provisional are left
 * out: they move no verdict. Pure. */
#ifndef CORE_TIME_CALENDAR_KEPT_H
#define CORE_TIME_CALENDAR_KEPT_H

#include "base/text.h"
#include "core/time/calendar.h"

/* Some 200 bytes for a week and 30 a day that is worked otherwise. */
void calendar_write(const struct calendar *calendar, struct text *out);
/* Builds the calendar again: of the same version in the same zone, and its days and hours are the same;
 * a day off of the week and a holiday are told apart no more. -EINVAL: it is no such text. */
int calendar_read(const char *text, const struct zone *zone, struct calendar **ret_calendar,
	struct error *error);

#endif
