/* Help and hentractl(1): texts made from the table of commands. */
#include <string.h>

#include "base/memory.h"
#include "base/roff.h"
#include "command/tool/usage.h"
#include "report/width.h"

/* The widest "name arguments" of the overview that still stands in one line with its help. */
#define SYNOPSIS_WIDTH 30
/* The widest line of it. */
#define LINE_WIDTH 98
#define OPTION_WIDTH 24
#define OPTION_INDENT "                         " /* one more */

static void pad(struct text *out, size_t from, size_t width)
{
	size_t used = out->length - from;
	for (; used < width; used++)
		text_add_char(out, ' ');
}

static void add_options(struct text *out, const struct option *options)
{
	for (const struct option *option = options; option && option->name; option++) {
		size_t from = out->length;
		text_printf(out, "  %s", option->name);
		if (option->value)
			text_printf(out, " %s", option->value);
		pad(out, from, OPTION_WIDTH);
		text_add_char(out, ' ');
		wrap_add(out, slice_of(option->help), LINE_WIDTH, OPTION_WIDTH + 1, OPTION_INDENT);
		text_add_char(out, '\n');
	}
}

static void add_overview_line(struct text *out, const struct command *command)
{
	size_t from = out->length;
	text_printf(out, "  %s", command->name);
	if (command->arguments[0])
		text_printf(out, " %s", command->arguments);
	if (out->length - from + strlen(command->help) > LINE_WIDTH) {
		text_add_char(out, '\n');
		from = out->length;
	}
	pad(out, from, SYNOPSIS_WIDTH);
	text_printf(out, " %s\n", command->help);
}

void usage_overview(struct text *out)
{
	text_add(out, "Usage: hentractl [-c FILE] [--json] [--now TIME] COMMAND ...\n\n"
		      "Watches the deadlines of one-stop-shop cases: the tool beside hentrad.\n\n"
		      "Commands:\n");
	for (const struct command *command = commands; command->name; command++)
		add_overview_line(out, command);
	text_add(out, "\nOptions:\n");
	add_options(out, global_options);
	text_add(out, "\nhentractl help COMMAND says more. Exit codes: 0 fine, 1 the answer is no, "
		      "2 usage,\n3 store, file or network failed.\n");
}

bool usage_group(struct text *out, const char *word)
{
	size_t length = strlen(word);
	bool found = false;
	for (const struct command *command = commands; command->name; command++) {
		if (strncmp(command->name, word, length) != 0 || command->name[length] != ' ')
			continue;
		if (!found)
			text_printf(out, "Usage: hentractl %s ...\n\n", word);
		found = true;
		add_overview_line(out, command);
	}
	return found;
}

/* "Usage: hentractl cases [--commune COMMUNE] …", broken into lines. */
static void add_synopsis(struct text *out, const struct command *command)
{
	cleanup(text_free) struct text line = {0};
	text_printf(&line, "Usage: hentractl %s", command->name);
	for (const struct option *option = command->options; option && option->name; option++) {
		/* a mark keeps an option and its value together; it becomes a blank below */
		text_printf(&line, " [%s", option->name);
		if (option->value)
			text_printf(&line, "\x01%s", option->value);
		text_add_char(&line, ']');
	}
	if (command->arguments[0])
		text_printf(&line, " %s", command->arguments);
	size_t from = out->length;
	wrap_add(out, text_slice(&line), 80, 0, "       ");
	for (size_t i = from; i < out->length; i++)
		if (out->data[i] == '\x01')
			out->data[i] = ' ';
}

void usage_command(struct text *out, const struct command *command)
{
	add_synopsis(out, command);
	text_printf(out, "\n\n%s.\n", command->help);
	if (command->about) {
		text_add_char(out, '\n');
		wrap_add(out, slice_of(command->about), 80, 0, "");
		text_add_char(out, '\n');
	}
	if (command->options) {
		text_add(out, "\nOptions:\n");
		add_options(out, command->options);
	}
}

static void add_roff_options(struct text *out, const struct option *options)
{
	for (const struct option *option = options; option && option->name; option++) {
		roff_tag(out, option->name, option->value);
		roff_add(out, option->help);
		text_add(out, ".\n");
	}
}

void usage_manual(struct text *out)
{
	text_add(out,
		".TH HENTRACTL 1 \"\" hentra \"User commands\"\n"
		".SH NAME\nhentractl \\- see and steer what hentrad knows\n"
		".SH SYNOPSIS\n.B hentractl\n"
		"[\\-c \\fIFILE\\fR] [\\-\\-json] [\\-\\-now \\fITIME\\fR] \\fICOMMAND\\fR ...\n"
		".SH DESCRIPTION\nWorks on the store of\n.BR hentrad (8),\n"
		"whether the daemon runs or not; only root and the user hentra may read it. It "
		"writes only what an operator decides and "
		"then wakes the daemon.\nTables are for people, in the language of the "
		"configuration; \\-\\-json is for programs. What is wrong \\(en errors, all that "
		"\\fBcheck\\fR says, the log of the daemon \\(en is said in English.\n"
		".SH OPTIONS\n");
	add_roff_options(out, global_options);
	text_add(out, ".SH COMMANDS\n");
	for (const struct command *command = commands; command->name; command++) {
		text_add(out, ".SS ");
		roff_add(out, command->name);
		if (command->arguments[0]) {
			text_add_char(out, ' ');
			roff_add(out, command->arguments);
		}
		text_add_char(out, '\n');
		roff_add(out, command->help);
		text_add(out, ".\n");
		if (command->about) {
			roff_add(out, command->about);
			text_add_char(out, '\n');
		}
		add_roff_options(out, command->options);
	}
	text_add(out, ".SH EXIT STATUS\n.TP\n0\nFine.\n.TP\n1\nThe answer is no: a problem was "
		      "found, there is no such case.\n.TP\n2\nThe command line cannot be "
		      "understood.\n.TP\n3\nThe store, a file or the network failed.\n"
		      ".SH FILES\n.TP\n.I /etc/hentra/hentra.conf\nThe configuration.\n"
		      ".TP\n.I /usr/share/doc/hentra\nThe handbook; reports.md: the formats "
		      "of reports, and every name in their CSV and JSON.\n"
		      ".TP\n.I /run/hentra/wake\nWhere the daemon is told that an operator wrote "
		      "something.\n.SH SEE ALSO\n.BR hentrad (8),\n.BR hentra.conf (5),\n"
		      ".BR hentra\\-profile (5),\n.BR hentra (7)\n");
}
