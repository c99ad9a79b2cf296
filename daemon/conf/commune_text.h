/* communes.csv: code,name,kind,agencies,email,phone,valid_from,valid_to,successor -> directory.
 *
 * kind: commune (default) or department. agencies: the portal's unit codes, exact or with `*`,
 * separated by blanks. email: addresses separated by blanks, commas or semicolons. Dates are
 * YYYY-MM-DD, valid_to the last day. A commune's code has five digits. */
#ifndef CONF_COMMUNE_TEXT_H
#define CONF_COMMUNE_TEXT_H

#include "conf/settings.h"
#include "core/commune.h"

/* Reports everything wrong by line and column. -EINVAL when an error was among it. */
int communes_parse(const char *file, struct slice content, settings_problem_fn *on_problem,
	void *user, struct directory **ret_directory);

#endif
