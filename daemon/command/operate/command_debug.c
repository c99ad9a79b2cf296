/* hentractl debug and reload: what the running daemon is doing, and reading its configuration anew. */
#include <errno.h>

#include "base/memory.h"
#include "command/operate/ask_daemon.h"

enum exit_code command_debug(struct tool *tool, const struct arguments *arguments)
{
	(void)arguments;
	cleanup(text_free) struct text answer = {0};
	struct error error;
	bool wrong;
	enum exit_code exit = tool_site_as_far(tool, &wrong);

	if (exit)
		return exit;
	int result = ask_daemon(tool, "debug", ASK_MOST_MS, &answer, &error);
	if (result < 0)
		return tool_fail(result == -ENOENT ? EXIT_NO : EXIT_ENVIRONMENT, "%s", error.text);
	if (tool->json)
		text_add_slice(&tool->out, text_slice(&answer));
	else
		daemon_answer_text(&answer, &tool->out);
	return EXIT_FINE;
}

enum exit_code command_reload(struct tool *tool, const struct arguments *arguments)
{
	(void)arguments;
	cleanup(text_free) struct text answer = {0};
	struct daemon_configuration configuration;
	struct error error;
	bool wrong;
	enum exit_code exit = tool_site_as_far(tool, &wrong);

	if (exit)
		return exit;
	int result = ask_daemon(tool, "reload", ASK_MOST_MS, &answer, &error);
	if (result < 0)
		return tool_fail(result == -ENOENT ? EXIT_NO : EXIT_ENVIRONMENT, "%s", error.text);
	daemon_configuration_of(&answer, &configuration);
	if (tool->json)
		text_add_slice(&tool->out, text_slice(&answer));
	if (configuration.refused)
		return tool_fail(EXIT_NO,
			"the reload was refused, the old configuration stays in force: %s",
			configuration.why);
	if (!tool->json)
		text_printf(&tool->out,
			say(tool, "Cấu hình mới có hiệu lực từ %s.\n",
				"The new configuration is in force since %s.\n"),
			configuration.since);
	return EXIT_FINE;
}
