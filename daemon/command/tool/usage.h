/* Reading the command line by the table, and the texts made from the table: help, manual page,
 * shell completion. */
#ifndef COMMAND_TOOL_USAGE_H
#define COMMAND_TOOL_USAGE_H

#include "base/error.h"
#include "base/text.h"
#include "command/tool/command.h"

/* The options that stand before or after any command. */
struct global_arguments {
	const char *config; /* -c FILE; NULL: the installed one */
	const char *now; /* --now; NULL: not said */
	bool json;
	bool help;
	bool version;
};

/* Sorts argv[1 …] into global options, the command and its arguments; argv is permuted so that
 * ret_arguments->positional points into it. -EINVAL with a sentence that names the nearest command
 * or option. With --help, --version or no word at all the command may be NULL. */
int usage_parse(int argc, char **argv, struct global_arguments *ret_global,
	struct arguments *ret_arguments, struct error *error);

/* The command with this name ("outbox retry"); NULL: none. */
const struct command *command_named(const char *name);

void usage_overview(struct text *out);
/* The commands that begin with this word, "outbox"; false when there are none. */
bool usage_group(struct text *out, const char *word);
void usage_command(struct text *out, const struct command *command);
/* hentractl(1), hentra.conf(5) and hentra(7) in roff. */
void usage_manual(struct text *out);
void usage_manual_overview(struct text *out);
void usage_manual_settings(struct text *out);
void usage_completion_bash(struct text *out);
void usage_completion_zsh(struct text *out);

#endif
