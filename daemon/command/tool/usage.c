#include "command/tool/usage.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"
#include "base/suggest.h"

const struct command *command_named(const char *name)
{
	for (const struct command *command = commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return NULL;
}

static bool is_group(const char *word)
{
	size_t length = strlen(word);
	for (const struct command *command = commands; command->name; command++)
		if (strncmp(command->name, word, length) == 0 && command->name[length] == ' ')
			return true;
	return false;
}

/* --- what is not known --------------------------------------------------------------------- */

#define WORD_MAX 40

static const char *nearest_command(const char *word)
{
	const char *names[64];
	size_t count = 0;
	for (const struct command *command = commands; command->name && count < 64; command++)
		names[count++] = command->name;
	return suggest_word(slice_of(word), names, count);
}

static bool is_of_service(const char *word)
{
	static const char *const words[] = {"start", "stop", "restart"};
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(word, words[i]) == 0)
			return true;
	return false;
}

static int unknown_command(struct error *error, const char *word)
{
	if (is_of_service(word))
		return error_set(error, -EINVAL,
			"unknown command %s: that is the service's: systemctl %s hentra", word,
			word);
	const char *nearest = nearest_command(word);
	char first[WORD_MAX];
	for (const struct command *command = commands; !nearest && command->name; command++) {
		/* "outbx list" and "outbx" alone: compare with the group's name as well */
		snprintf(first, sizeof(first), "%.*s", (int)strcspn(command->name, " "),
			command->name);
		const char *candidate = first;
		if (suggest_word(slice_of(word), &candidate, 1))
			return error_set(error, -EINVAL, "unknown command %s; did you mean %s?",
				word, first);
	}
	if (nearest)
		return error_set(
			error, -EINVAL, "unknown command %s; did you mean %s?", word, nearest);
	return error_set(error, -EINVAL, "unknown command %s; see hentractl --help", word);
}

/* --- the command line ------------------------------------------------------------------------- */

struct reader {
	int argc;
	char **argv;
	int next;
	int kept; /* positional words moved to the front of argv */
	bool words_only;
	struct global_arguments *global;
	struct arguments *arguments;
	struct error *error;
};

/* Matches "--name", "--name=value" and "-c"; on a match *ret_value is the value, "" for a flag. */
static int match_option(struct reader *reader, const struct option *option, const char *word,
	const char **ret_value)
{
	size_t length = strlen(option->name);
	if (strncmp(word, option->name, length) != 0 || (word[length] && word[length] != '='))
		return 0;
	if (word[length] == '=') {
		if (!option->value)
			return error_set(reader->error, -EINVAL, "%s takes no value", option->name);
		*ret_value = word + length + 1;
		return 1;
	}
	if (!option->value) {
		*ret_value = "";
		return 1;
	}
	if (reader->next >= reader->argc)
		return error_set(reader->error, -EINVAL, "%s needs a value: %s %s", option->name,
			option->name, option->value);
	*ret_value = reader->argv[reader->next++];
	return 1;
}

static int read_global_option(struct reader *reader, const char *word)
{
	for (const struct option *option = global_options; option->name; option++) {
		const char *value;
		int matched = match_option(reader, option, word, &value);
		if (matched <= 0) {
			if (matched < 0)
				return matched;
			continue;
		}
		if (strcmp(option->name, "-c") == 0)
			reader->global->config = value;
		else if (strcmp(option->name, "--now") == 0)
			reader->global->now = value;
		else if (strcmp(option->name, "--json") == 0)
			reader->global->json = true;
		else if (strcmp(option->name, "--version") == 0)
			reader->global->version = true;
		else
			reader->global->help = true;
		return 1;
	}
	return 0;
}

static int unknown_option(struct reader *reader, const char *word)
{
	char name[WORD_MAX];
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	const struct command *command = reader->arguments->command;
	const char *names[OPTIONS_MAX * 2];
	size_t count = 0;
	for (const struct option *option = global_options; option->name; option++)
		names[count++] = option->name;
	for (const struct option *option = command ? command->options : NULL;
		option && option->name && count < ARRAY_SIZE(names); option++)
		names[count++] = option->name;
	const char *nearest = suggest_word(slice_of(name), names, count);
	if (nearest)
		return error_set(reader->error, -EINVAL, "unknown option %s; did you mean %s?",
			name, nearest);
	if (command)
		return error_set(reader->error, -EINVAL, "unknown option %s; see hentractl help %s",
			name, command->name);
	return error_set(reader->error, -EINVAL,
		"unknown option %s: options of a command stand behind its name", name);
}

static int read_option(struct reader *reader, const char *word)
{
	int result = read_global_option(reader, word);
	if (result)
		return result < 0 ? result : 0;
	const struct command *command = reader->arguments->command;
	if (!command || !command->options)
		return unknown_option(reader, word);
	for (int i = 0; command->options[i].name; i++) {
		const char *value;
		result = match_option(reader, &command->options[i], word, &value);
		if (result < 0)
			return result;
		if (result > 0) {
			reader->arguments->value[i] = value;
			return 0;
		}
	}
	return unknown_option(reader, word);
}

/* The first word, or the first two, name the command; a group alone means its `list`. */
static int read_command(struct reader *reader, const char *word)
{
	char name[2 * WORD_MAX];
	const char *second = reader->next < reader->argc && !reader->words_only
				     ? reader->argv[reader->next]
				     : NULL;
	if (second && second[0] == '-')
		second = NULL;
	if (second && is_group(word)) {
		snprintf(name, sizeof(name), "%s %s", word, second);
		reader->arguments->command = command_named(name);
		if (reader->arguments->command) {
			reader->next++;
			return 0;
		}
	}
	reader->arguments->command = command_named(word);
	if (reader->arguments->command)
		return 0;
	if (!is_group(word))
		return unknown_command(reader->error, word);
	if (second)
		return unknown_command(reader->error, name);
	snprintf(name, sizeof(name), "%s list", word);
	reader->arguments->command = command_named(name);
	if (reader->arguments->command)
		return 0;
	return error_set(
		reader->error, -EINVAL, "%s needs another word; see hentractl --help", word);
}

static int check_count(const struct reader *reader)
{
	const struct arguments *arguments = reader->arguments;
	const struct command *command = arguments->command;
	if (!command || reader->global->help)
		return 0;
	if (arguments->count < command->least)
		return error_set(reader->error, -EINVAL, "%s needs %s; see hentractl help %s",
			command->name, command->arguments, command->name);
	if (command->most >= 0 && arguments->count > command->most)
		return error_set(reader->error, -EINVAL,
			"%s does not take \"%s\"; see hentractl help %s", command->name,
			arguments->positional[command->most], command->name);
	return 0;
}

int usage_parse(int argc, char **argv, struct global_arguments *ret_global,
	struct arguments *ret_arguments, struct error *error)
{
	*ret_global = (struct global_arguments){0};
	*ret_arguments = (struct arguments){.positional = argv + 1};
	struct reader reader = {.argc = argc,
		.argv = argv,
		.next = 1,
		.global = ret_global,
		.arguments = ret_arguments,
		.error = error};
	while (reader.next < argc) {
		char *word = argv[reader.next++];
		int result = 0;
		if (!reader.words_only && strcmp(word, "--") == 0)
			reader.words_only = true;
		else if (!reader.words_only && word[0] == '-' && word[1])
			result = read_option(&reader, word);
		else if (!ret_arguments->command)
			result = read_command(&reader, word);
		else
			argv[1 + ret_arguments->count++] = word;
		if (result < 0)
			return result;
	}
	return check_count(&reader);
}

const char *argument(const struct arguments *arguments, const char *option)
{
	const struct option *options = arguments->command->options;
	for (int i = 0; options && options[i].name; i++)
		if (strcmp(options[i].name, option) == 0)
			return arguments->value[i];
	return NULL;
}
