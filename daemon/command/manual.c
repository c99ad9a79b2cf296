/* Help, manual page and shell completion: texts made from the table of commands. */
#include <string.h>

#include "base/memory.h"
#include "command/usage.h"
#include "report/width.h"

/* The widest "name arguments" of the overview that still stands in one line with its help. */
#define SYNOPSIS_WIDTH 34

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
		pad(out, from, 24);
		text_printf(out, " %s\n", option->help);
	}
}

static void add_overview_line(struct text *out, const struct command *command)
{
	size_t from = out->length;
	text_printf(out, "  %s", command->name);
	if (command->arguments[0])
		text_printf(out, " %s", command->arguments);
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

/* Text in roff: a hyphen is a minus sign to type, a backslash is itself, a leading dot is text. */
static void add_roff(struct text *out, const char *plain)
{
	if (*plain == '.' || *plain == '\'')
		text_add(out, "\\&");
	for (; *plain; plain++) {
		if (*plain == '-')
			text_add(out, "\\-");
		else if (*plain == '\\')
			text_add(out, "\\e");
		else
			text_add_char(out, *plain);
	}
}

static void add_roff_options(struct text *out, const struct option *options)
{
	for (const struct option *option = options; option && option->name; option++) {
		text_add(out, ".TP\n.B ");
		add_roff(out, option->name);
		if (option->value)
			text_printf(out, " \\fI%s\\fR", option->value);
		text_add_char(out, '\n');
		add_roff(out, option->help);
		text_add(out, ".\n");
	}
}

void usage_manual(struct text *out)
{
	text_add(out,
		".TH HENTRACTL 8 \"\" hentra \"System administration\"\n"
		".SH NAME\nhentractl \\- see and steer what hentrad knows\n"
		".SH SYNOPSIS\n.B hentractl\n"
		"[\\-c \\fIFILE\\fR] [\\-\\-json] [\\-\\-now \\fITIME\\fR] \\fICOMMAND\\fR ...\n"
		".SH DESCRIPTION\nWorks on the store of\n.BR hentrad (8),\n"
		"whether the daemon runs or not. It writes only what an operator decides and "
		"then wakes the daemon.\nTables are for people, in the language of the "
		"configuration; \\-\\-json is for programs.\n"
		".SH OPTIONS\n");
	add_roff_options(out, global_options);
	text_add(out, ".SH COMMANDS\n");
	for (const struct command *command = commands; command->name; command++) {
		text_add(out, ".SS ");
		add_roff(out, command->name);
		if (command->arguments[0]) {
			text_add_char(out, ' ');
			add_roff(out, command->arguments);
		}
		text_add_char(out, '\n');
		add_roff(out, command->help);
		text_add(out, ".\n");
		if (command->about) {
			add_roff(out, command->about);
			text_add_char(out, '\n');
		}
		add_roff_options(out, command->options);
	}
	text_add(out, ".SH EXIT STATUS\n.TP\n0\nFine.\n.TP\n1\nThe answer is no: a problem was "
		      "found, there is no such case.\n.TP\n2\nThe command line cannot be "
		      "understood.\n.TP\n3\nThe store, a file or the network failed.\n"
		      ".SH FILES\n.TP\n.I /etc/hentra/hentra.conf\nThe configuration.\n"
		      ".TP\n.I /run/hentra/wake\nWhere the daemon is told that an operator wrote "
		      "something.\n.SH SEE ALSO\n.BR hentrad (8),\n.BR hentra.conf (5),\n"
		      ".BR hentra\\-profile (5)\n");
}

/* Does the row before share the first word? */
static bool again(const struct command *command, size_t length)
{
	return command > commands && strncmp(command[-1].name, command->name, length) == 0 &&
	       (command[-1].name[length] == ' ' || !command[-1].name[length]);
}

static void add_option_words(struct text *out, const struct option *options)
{
	for (const struct option *option = options; option && option->name; option++)
		text_printf(out, " %s", option->name);
}

/* What may follow the first word of `first`: second words, and the options of the word alone. */
static void add_followers(struct text *out, const struct command *first, size_t length)
{
	text_printf(out, "\t\"%.*s\"*) words=\"", (int)length, first->name);
	for (const struct command *command = first;
		command == first || (command->name && again(command, length)); command++) {
		if (command->name[length])
			text_printf(out, " %s", command->name + length + 1);
		else
			add_option_words(out, command->options);
	}
	add_option_words(out, global_options);
	text_add(out, "\" ;;\n");
}

void usage_completion(struct text *out)
{
	text_add(out, "# Completion of hentractl for bash, made from its table of commands.\n"
		      "_hentractl() {\n"
		      "\tlocal word=\"${COMP_WORDS[COMP_CWORD]}\" said=\"\" words=\"\" i\n"
		      "\tif [[ \"${COMP_WORDS[COMP_CWORD - 1]}\" == @(-c|--file) ]]; then\n"
		      "\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n\t\treturn\n\tfi\n"
		      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		      "\t\tcase \"${COMP_WORDS[i]}\" in\n"
		      "\t\t-c | --now) i=$((i + 1)) ;;\n"
		      "\t\t-*) ;;\n"
		      "\t\t*) said=\"${said:+$said }${COMP_WORDS[i]}\" ;;\n"
		      "\t\tesac\n\tdone\n"
		      "\tcase \"$said\" in\n");
	for (const struct command *command = commands; command->name; command++) {
		if (!strchr(command->name, ' '))
			continue;
		text_printf(out, "\t\"%s\"*) words=\"", command->name);
		add_option_words(out, command->options);
		add_option_words(out, global_options);
		text_add(out, "\" ;;\n");
	}
	struct text first_words = {0};
	for (const struct command *command = commands; command->name; command++) {
		size_t length = strcspn(command->name, " ");
		if (again(command, length))
			continue;
		text_printf(&first_words, " %.*s", (int)length, command->name);
		add_followers(out, command, length);
	}
	text_printf(out, "\t\"\") words=\"%s", first_words.data);
	add_option_words(out, global_options);
	text_add(out, "\" ;;\n\tesac\n"
		      "\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n}\n"
		      "complete -F _hentractl hentractl\n");
	text_free(&first_words);
}
