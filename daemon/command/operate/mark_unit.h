/* What is suspected of a whole unit, to be explained: silence, numbers left out, a mass closing. */
#ifndef COMMAND_OPERATE_MARK_UNIT_H
#define COMMAND_OPERATE_MARK_UNIT_H

#include "command/tool/tool.h"
#include "store/store_witness.h"

/* Names in mark->case_id the one suspicion of the commune that is not explained yet; `on` (NULL: not said)
 * is the day that its evidence names, needed when there are several. Prints what is wrong: EXIT_NO when
 * neither a case nor a commune has the code or nothing is left to explain, EXIT_USAGE. */
enum exit_code mark_of_unit(struct tool *tool, const char *code, const char *on, struct mark *mark);

#endif
