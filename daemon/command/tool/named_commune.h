/* A commune that somebody named on the command line: by its code or by its name. */
#ifndef COMMAND_TOOL_NAMED_COMMUNE_H
#define COMMAND_TOOL_NAMED_COMMUNE_H

#include "command/tool/tool.h"

/* The row of the directory: of a code as directory_of_code() finds it, or of a name valid on `on`,
 * "Phường Tiến Thành" or "Tiến Thành". -1: none, or a name that several have. */
int named_commune_find(const struct tool *tool, const char *word, day on);
/* Says that there is no such commune, and which one may be meant; EXIT_NO. */
enum exit_code named_commune_unknown(const struct tool *tool, const char *word);

#endif
