/* Tells the daemon that an operator wrote something into the store. */
#ifndef COMMAND_TOOL_WAKE_DAEMON_H
#define COMMAND_TOOL_WAKE_DAEMON_H

#include "command/tool/tool.h"

/* Sends one datagram; whether anybody listens does not matter. */
void wake_daemon(const struct tool *tool);
/* When a delivery that an operator makes is due at once, by any clock: also that of a daemon that was
 * run with --now. */
int wake_instant(const struct tool *tool, instant *ret_at, struct error *error);

#endif
