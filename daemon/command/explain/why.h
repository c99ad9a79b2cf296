/* hentractl alerts --why: for each alert and recipient, what was decided and because of what. */
#ifndef COMMAND_EXPLAIN_WHY_H
#define COMMAND_EXPLAIN_WHY_H

#include "command/tool/tool.h"

/* Writes to the tool's output; `commune` NULL: all alerts that are not inactive, else also why the
 * rules that are inactive for it are. The store is open. */
enum exit_code why_alerts(struct tool *tool, const char *commune);

#endif
