/* hentractl explain: one case, how its deadline and verdict came about. */
#include <errno.h>

#include "command/explain/explained.h"

struct explaining {
	struct tool *tool;
	struct json_writer json;
	bool each; /* day by itself */
	int told;
};

static void tell(void *user, const struct explained *explained)
{
	struct explaining *explaining = user;
	if (explaining->tool->json) {
		explained_json(explained, &explaining->json);
	} else {
		if (explaining->told)
			text_add_char(&explaining->tool->out, '\n');
		explained_text(explained, explaining->each, &explaining->tool->out);
	}
	explaining->told++;
}

enum exit_code command_explain(struct tool *tool, const struct arguments *arguments)
{
	struct view view;
	struct explaining explaining = {.tool = tool, .each = argument(arguments, "--all")};
	struct error error = {0};
	enum exit_code exit = view_load(&view, tool);
	if (!exit) {
		/* an array: several portals may list the same case */
		if (tool->json) {
			explaining.json = tool_json(tool);
			json_array(&explaining.json, NULL);
		}
		int result = explain_case(
			tool, &view, arguments->positional[0], tell, &explaining, &error);
		if (result == -ENOENT)
			exit = tool_fail(EXIT_NO, "%s", error.text);
		else if (result < 0)
			exit = tool_failed(&error);
		if (!exit && tool->json) {
			json_array_end(&explaining.json);
			tool_json_end(tool, &explaining.json);
		}
	}
	view_free(&view);
	return exit;
}
