/* One run of hentractl, from the command line to the exit code. */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "command/tool/tool.h"
#include "command/tool/usage.h"

/* `help --manual [PAGE]` and `help --completion [SHELL]`: what the package installs. */
static enum exit_code print_page(struct tool *tool, const struct arguments *arguments)
{
	static const struct {
		const char *option, *name;
		void (*print)(struct text *out);
	} pages[] = {
		{"--manual", "hentractl", usage_manual},
		{"--manual", "hentra.conf", usage_manual_settings},
		{"--manual", "hentra", usage_manual_overview},
		{"--completion", "bash", usage_completion_bash},
		{"--completion", "zsh", usage_completion_zsh},
	};
	const char *wanted = arguments->count ? arguments->positional[0] : NULL;
	for (size_t i = 0; i < ARRAY_SIZE(pages); i++) {
		if (!argument(arguments, pages[i].option))
			continue;
		if (wanted && strcmp(wanted, pages[i].name) != 0)
			continue;
		pages[i].print(&tool->out);
		return EXIT_FINE;
	}
	return tool_fail(EXIT_USAGE, "there is no such page: %s; see hentractl help help", wanted);
}

enum exit_code command_help(struct tool *tool, const struct arguments *arguments)
{
	if (argument(arguments, "--manual") || argument(arguments, "--completion"))
		return print_page(tool, arguments);
	if (arguments->count == 0) {
		usage_overview(&tool->out);
		return EXIT_FINE;
	}
	char name[128];
	snprintf(name, sizeof(name), "%s%s%s", arguments->positional[0],
		arguments->count > 1 ? " " : "",
		arguments->count > 1 ? arguments->positional[1] : "");
	const struct command *command = command_named(name);
	if (command) {
		usage_command(&tool->out, command);
		return EXIT_FINE;
	}
	if (usage_group(&tool->out, name))
		return EXIT_FINE;
	return tool_fail(EXIT_USAGE, "there is no command %s; see hentractl --help", name);
}

static enum exit_code run(
	struct tool *tool, const struct global_arguments *global, const struct arguments *arguments)
{
	const struct command *command = arguments->command;
	if (global->version) {
		text_printf(&tool->out, "hentractl %s\n", HENTRA_VERSION);
		return EXIT_FINE;
	}
	if (global->help || !command) {
		if (command)
			usage_command(&tool->out, command);
		else
			usage_overview(&tool->out);
		return global->help ? EXIT_FINE : EXIT_USAGE;
	}
	if (global->now && !zone_parse_rfc3339(slice_of(global->now), &tool->said_now))
		return tool_fail(EXIT_USAGE,
			"--now %s is not an RFC 3339 time such as 2026-11-20T18:00:00+07:00",
			global->now);
	if (global->now && command->writes)
		return tool_fail(EXIT_USAGE, "%s writes, and --now only reads: leave --now away",
			command->name);
	return command->run(tool, arguments);
}

int hentractl(int argc, char **argv)
{
	log_set_level(LOG_CAUTION);
	struct global_arguments global;
	struct arguments arguments;
	struct error error = {0};
	if (usage_parse(argc, argv, &global, &arguments, &error) < 0)
		return tool_fail(EXIT_USAGE, "%s", error.text);
	struct tool tool = {.said_now = INSTANT_NONE,
		.config = global.config ? global.config : SITE_CONFIG,
		.json = global.json};
	enum exit_code exit = run(&tool, &global, &arguments);
	/* without a command the usage is an error message; otherwise half an answer is no answer */
	if (exit == EXIT_FINE || exit == EXIT_NO || !arguments.command)
		exit = tool_write(&tool, exit);
	tool_close(&tool);
	return (int)exit;
}
