/* Who says what an operator's command records. */
#ifndef COMMAND_TOOL_SPEAKER_H
#define COMMAND_TOOL_SPEAKER_H

#include "command/tool/command.h"

/* --by, or whoever is signed in: SUDO_USER, then USER; "?" when nobody can be named. */
const char *speaker(const struct arguments *arguments);

/* Is `text` fit to be recorded: one line of UTF-8 that says something, of at most 1,000 bytes? It will
 * stand in tables, letters and sheets. EXIT_USAGE after printing what is wrong with `option`. */
enum exit_code speaker_line(const char *option, const char *text);

#endif
