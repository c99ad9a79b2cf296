/* procedures.csv: code,linked,term,term_unit,start,after -> procedures.
 *
 * linked: yes or no (default). term: a whole number of term_unit: working-days (default),
 * calendar-days or working-hours; empty when not known. start: next-day or same-day; empty: next-day
 * for days, same-day for hours. after: HH:MM, receipt later than it counts from the next working
 * day; empty: closing time. */
#ifndef CONF_PROCEDURE_TEXT_H
#define CONF_PROCEDURE_TEXT_H

#include "conf/settings.h"
#include "core/procedure.h"

/* Reports everything wrong by line and column. -EINVAL when an error was among it. */
int procedures_parse(const char *file, struct slice content, settings_problem_fn *on_problem,
	void *user, struct procedures **ret_procedures);

#endif
