/* hentractl explain: one case, how its deadline and verdict came about. */
#include <errno.h>

#include "command/explained.h"

struct telling {
	struct tool *tool;
	struct json_writer json;
	int told;
};

static void tell(void *user, const struct explained *explained)
{
	struct telling *telling = user;
	if (telling->tool->json) {
		explained_json(explained, &telling->json);
	} else {
		if (telling->told)
			text_add_char(&telling->tool->out, '\n');
		explained_text(explained, &telling->tool->out);
	}
	telling->told++;
}

enum exit_code command_explain(struct tool *tool, const struct arguments *arguments)
{
	struct view view;
	struct telling telling = {.tool = tool};
	struct error error = {0};
	enum exit_code exit = view_load(&view, tool);
	if (!exit) {
		/* an array: several portals may list the same case */
		if (tool->json) {
			telling.json = tool_json(tool);
			json_array(&telling.json, NULL);
		}
		int result =
			explain_case(tool, &view, arguments->positional[0], tell, &telling, &error);
		if (result == -ENOENT)
			exit = tool_fail(EXIT_NO, "%s", error.text);
		else if (result < 0)
			exit = tool_failed(&error);
		if (!exit && tool->json) {
			json_array_end(&telling.json);
			tool_json_end(tool, &telling.json);
		}
	}
	view_free(&view);
	return exit;
}
