/* A command of hentractl: one row of the table in commands.c.
 *
 * The row is all there is to know of a command from outside: it parses the arguments, prints the
 * help and makes the manual page and the shell completion. Adding a command is one function in a
 * command_*.c file and one row. */
#ifndef COMMAND_TOOL_COMMAND_H
#define COMMAND_TOOL_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/* Exit codes of the contract. */
enum exit_code {
	EXIT_FINE = 0,
	EXIT_NO = 1, /* the answer is no: a problem found, no such case … */
	EXIT_USAGE = 2,
	EXIT_ENVIRONMENT = 3 /* store, file or network failed */
};

struct tool;
struct arguments;

struct option {
	const char *name; /* "--bucket" */
	const char *value; /* what stands behind it in the synopsis, "BUCKET"; NULL: a flag */
	const char *help; /* one line */
};

struct command {
	const char *name; /* "cases", "outbox retry" */
	const char *arguments; /* positional ones in the synopsis: "CASE", "[YEAR]", "" */
	int least, most; /* how many of them; most < 0: any number */
	const char *help; /* one line */
	const char *about; /* a paragraph for `help COMMAND` and the manual; may be NULL */
	const struct option *options; /* ends with a row without a name; NULL: none */
	bool writes; /* operator rows: refused with --now */
	enum exit_code (*run)(struct tool *tool, const struct arguments *arguments);
};

extern const struct command commands[]; /* ends with a row without a name */
extern const struct option global_options[];

/* What was said on the command line, after the command's row accepted it. */
#define OPTIONS_MAX 16
struct arguments {
	const struct command *command;
	const char *value[OPTIONS_MAX]; /* by the row's option index; NULL: not said; flags: "" */
	int count;
	char **positional;
};
/* The value of an option of the command's row, "--field"; NULL when not said. */
const char *argument(const struct arguments *arguments, const char *option);

/* The whole of hentractl: parses, runs, prints what is wrong. */
int hentractl(int argc, char **argv);

/* One function a command, in command_*.c. */
enum exit_code command_help(struct tool *tool, const struct arguments *arguments);
enum exit_code command_init(struct tool *tool, const struct arguments *arguments);
enum exit_code command_debug(struct tool *tool, const struct arguments *arguments);
enum exit_code command_reload(struct tool *tool, const struct arguments *arguments);
enum exit_code command_check(struct tool *tool, const struct arguments *arguments);
enum exit_code command_status(struct tool *tool, const struct arguments *arguments);
enum exit_code command_communes(struct tool *tool, const struct arguments *arguments);
enum exit_code command_cases(struct tool *tool, const struct arguments *arguments);
enum exit_code command_purge(struct tool *tool, const struct arguments *arguments);
enum exit_code command_settle(struct tool *tool, const struct arguments *arguments);
enum exit_code command_forget(struct tool *tool, const struct arguments *arguments);
enum exit_code command_backup(struct tool *tool, const struct arguments *arguments);
enum exit_code command_mark(struct tool *tool, const struct arguments *arguments);
enum exit_code command_explain(struct tool *tool, const struct arguments *arguments);
enum exit_code command_alerts(struct tool *tool, const struct arguments *arguments);
enum exit_code command_replay(struct tool *tool, const struct arguments *arguments);
enum exit_code command_alerts_test(struct tool *tool, const struct arguments *arguments);
enum exit_code command_ack(struct tool *tool, const struct arguments *arguments);
enum exit_code command_silence_add(struct tool *tool, const struct arguments *arguments);
enum exit_code command_silence_list(struct tool *tool, const struct arguments *arguments);
enum exit_code command_silence_end(struct tool *tool, const struct arguments *arguments);
enum exit_code command_arm(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_list(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_show(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_retry(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_drop(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_bounce(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_bounced(struct tool *tool, const struct arguments *arguments);
enum exit_code command_outbox_clear(struct tool *tool, const struct arguments *arguments);
enum exit_code command_audit(struct tool *tool, const struct arguments *arguments);
enum exit_code command_report_ii06(struct tool *tool, const struct arguments *arguments);
enum exit_code command_report_score(struct tool *tool, const struct arguments *arguments);
enum exit_code command_report_commune(struct tool *tool, const struct arguments *arguments);
enum exit_code command_report_field(struct tool *tool, const struct arguments *arguments);
enum exit_code command_inspect(struct tool *tool, const struct arguments *arguments);
enum exit_code command_inspect_done(struct tool *tool, const struct arguments *arguments);
enum exit_code command_portal_list(struct tool *tool, const struct arguments *arguments);
enum exit_code command_portal_accept(struct tool *tool, const struct arguments *arguments);
enum exit_code command_portal_reject(struct tool *tool, const struct arguments *arguments);
enum exit_code command_portal_try(struct tool *tool, const struct arguments *arguments);
enum exit_code command_import(struct tool *tool, const struct arguments *arguments);
enum exit_code command_calendar(struct tool *tool, const struct arguments *arguments);
enum exit_code command_calendar_add(struct tool *tool, const struct arguments *arguments);

#endif
