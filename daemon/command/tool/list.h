/* A list as its reader asked for it: a table, or an array in JSON. */
#ifndef COMMAND_TOOL_LIST_H
#define COMMAND_TOOL_LIST_H

#include "command/tool/tool.h"

struct list {
	struct tool *tool;
	struct table *table; /* NULL with --json */
	struct json_writer json; /* in the array */
	bool answer; /* the array stands in the object of report/answer_json.h */
	bool more; /* set before list_end(): not all are shown */
};

void list_begin(struct list *list, struct tool *tool, const struct column *columns, size_t count);
/* The same as a list that the API knows, too: an object with the list under `name`. */
enum exit_code list_begin_answer(struct list *list, struct tool *tool, const struct column *columns,
	size_t count, const char *name);
/* Writes it to `out` and frees it; `none`: what a table without rows says. */
void list_end(struct list *list, const char *none);
/* Below a table that was written: there is more than --limit shows. */
void list_add_more(struct list *list);
/* After a failure; also of one that was ended or not begun. */
void list_free(struct list *list);

#endif
