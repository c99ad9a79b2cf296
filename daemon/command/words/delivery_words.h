/* Deliveries in words, as outbox, alerts and status show them. */
#ifndef COMMAND_WORDS_DELIVERY_WORDS_H
#define COMMAND_WORDS_DELIVERY_WORDS_H

#include "command/tool/tool.h"

#define DELIVERY_STATES 6
const char *delivery_state_name(enum delivery_state state); /* "handed_over" */
const char *delivery_state_words(const struct tool *tool, enum delivery_state state);
int delivery_state_from_name(const char *name); /* -1: none */

#endif
