/* calendar.vn.conf -> a calendar's plan, and a calendar.
 *
 *   [calendar]
 *   known = 2015..2040             the years it answers for; beyond them is an error, never a guess
 *   [hours]
 *   weekdays = 07:00-11:30, 13:30-17:00      monday … friday; a day of its own wins; else: off
 *   saturday = off
 *   [year 2026]
 *   notice = …                     the notice's name: the dates below are all there is; or
 *   provisional = yes              no notice yet: built-in rules, and the dates below over them
 *   02-16..02-20 = off (Tết)       one date or several; rest days inside are passed over
 *   08-22 = worked (…)             a rest day worked, with the weekday's hours or Monday's
 *   12-24 = morning                afternoon, or hours as above; on a rest day: worked morning
 *
 * What stands in brackets is the reason, shown to people. A year of the known range without a
 * section is provisional. */
#ifndef CONF_CALENDAR_TEXT_H
#define CONF_CALENDAR_TEXT_H

#include "base/arena.h"
#include "conf/settings.h"
#include "core/time/calendar.h"

/* Owns what the plan points at. */
struct calendar_text {
	struct calendar_plan plan;
	struct arena arena;
};

/* Reports everything wrong by line: errors, and as warnings a notice that cannot be: holidays fixed by
 * law or the first days of Tết worked, fewer days off than the law gives or a week more, the name of
 * another year's notice. -EINVAL when an error was among it. */
int calendar_text_parse(const char *file, struct slice content, settings_problem_fn *on_problem,
	void *user, struct calendar_text *ret_text);
void calendar_text_free(struct calendar_text *text);

/* The same up to the calendar. `zone` must outlive it. */
int calendar_parse(const char *file, struct slice content, const struct zone *zone,
	settings_problem_fn *on_problem, void *user, struct calendar **ret_calendar);

#endif
