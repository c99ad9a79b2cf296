/* Tells the daemon that an operator wrote something into the store. */
#ifndef COMMAND_WAKE_H
#define COMMAND_WAKE_H

#include "command/tool.h"

/* Sends one datagram; whether anybody listens does not matter. */
void wake_daemon(const struct tool *tool);

#endif
