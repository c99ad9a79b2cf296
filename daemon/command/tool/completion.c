/* Completion for the shells, made from the table of commands. */
#include <string.h>

#include "base/memory.h"
#include "command/tool/usage.h"

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

void usage_completion_bash(struct text *out)
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

/* --- zsh ------------------------------------------------------------------------------------- */

/* A word and its help as _describe takes them: 'word:help' in single quotes. */
static void add_offer(struct text *out, const char *word, size_t length, const char *help)
{
	text_add(out, " '");
	text_append(out, word, length);
	text_add_char(out, ':');
	for (; *help; help++) {
		if (*help == '\'')
			text_add(out, "'\\''");
		else
			text_add_char(out, *help);
	}
	text_add_char(out, '\'');
}

static void add_option_offers(struct text *out, const struct option *options)
{
	for (const struct option *option = options; option && option->name; option++)
		add_offer(out, option->name, strlen(option->name), option->help);
}

/* As add_followers(), with their help. */
static void add_follower_offers(struct text *out, const struct command *first, size_t length)
{
	text_printf(out, "\t\"%.*s\"*) offered=(", (int)length, first->name);
	for (const struct command *command = first;
		command == first || (command->name && again(command, length)); command++) {
		const char *second = command->name + length + 1;
		if (command->name[length])
			add_offer(out, second, strlen(second), command->help);
		else
			add_option_offers(out, command->options);
	}
	add_option_offers(out, global_options);
	text_add(out, ") ;;\n");
}

static void add_first_offers(struct text *out)
{
	text_add(out, "\t'') offered=(");
	for (const struct command *command = commands; command->name; command++) {
		size_t length = strcspn(command->name, " ");
		if (!again(command, length))
			add_offer(out, command->name, length, command->help);
	}
	add_option_offers(out, global_options);
	text_add(out, ") ;;\n");
}

void usage_completion_zsh(struct text *out)
{
	text_add(out, "#compdef hentractl\n"
		      "# Completion of hentractl for zsh, made from its table of commands.\n"
		      "_hentractl() {\n"
		      "\tlocal said='' i\n\tlocal -a offered\n"
		      "\tif [[ $words[CURRENT-1] == (-c|--file) ]]; then\n"
		      "\t\t_files\n\t\treturn\n\tfi\n"
		      "\tfor ((i = 2; i < CURRENT; i++)); do\n"
		      "\t\tcase $words[i] in\n"
		      "\t\t(-c|--now) ((i++)) ;;\n\t\t(-*) ;;\n"
		      "\t\t(*) said=\"${said:+$said }$words[i]\" ;;\n"
		      "\t\tesac\n\tdone\n"
		      "\tcase $said in\n");
	for (const struct command *command = commands; command->name; command++) {
		if (!strchr(command->name, ' '))
			continue;
		text_printf(out, "\t\"%s\"*) offered=(", command->name);
		add_option_offers(out, command->options);
		add_option_offers(out, global_options);
		text_add(out, ") ;;\n");
	}
	for (const struct command *command = commands; command->name; command++) {
		size_t length = strcspn(command->name, " ");
		if (!again(command, length))
			add_follower_offers(out, command, length);
	}
	add_first_offers(out);
	text_add(out, "\tesac\n\t_describe hentractl offered\n}\n"
		      "if [[ $funcstack[1] == _hentractl ]]; then\n\t_hentractl\nelse\n"
		      "\tcompdef _hentractl hentractl\nfi\n");
}
