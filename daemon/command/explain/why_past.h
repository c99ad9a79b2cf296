/* hentractl alerts --why --at: what was decided at a past instant, by which rule, for whom, sent or not,
 * and because of what: from the news, deliveries and holds of that time, and the facts as known then. */
#ifndef COMMAND_EXPLAIN_WHY_PAST_H
#define COMMAND_EXPLAIN_WHY_PAST_H

#include "command/tool/tool.h"

/* `commune` NULL: every subject with an alert that was open. The store is open. */
enum exit_code why_alerts_at(struct tool *tool, const char *commune, instant at);

#endif
