#include "command/tool/list.h"

#include "report/answer_json.h"

void list_begin(struct list *list, struct tool *tool, const struct column *columns, size_t count)
{
	*list = (struct list){.tool = tool};
	if (!tool->json) {
		list->table = tool_new_table(tool, columns, count);
		return;
	}
	list->json = tool_json(tool);
	json_array(&list->json, NULL);
}

enum exit_code list_begin_answer(struct list *list, struct tool *tool, const struct column *columns,
	size_t count, const char *name)
{
	bool stale;
	enum exit_code exit = tool->json ? tool_stale(tool, &stale) : EXIT_FINE;
	if (!tool->json) {
		list_begin(list, tool, columns, count);
	} else if (!exit) {
		*list = (struct list){.tool = tool, .answer = true, .json = tool_json(tool)};
		answer_json_begin(&list->json, tool_zone(tool), tool->now, stale, name);
	}
	return exit;
}

void list_end(struct list *list, const char *none)
{
	if (!list->table) {
		if (list->answer)
			answer_json_end(&list->json, list->more);
		else
			json_array_end(&list->json);
		tool_json_end(list->tool, &list->json);
		return;
	}
	tool_table(list->tool, list->table, none);
	list->table = NULL;
}

void list_add_more(struct list *list)
{
	if (!list->tool->json)
		text_add(&list->tool->out,
			say(list->tool, "\n… và còn nữa: --limit 0 để xem tất cả\n",
				"\n… and more: --limit 0 shows all\n"));
}

void list_free(struct list *list)
{
	table_free(list->table);
	list->table = NULL;
}
