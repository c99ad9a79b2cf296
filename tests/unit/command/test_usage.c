/* The command line, read by the table of commands. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "command/tool/usage.h"

#define WORDS_MOST 12

struct said {
	char line[200];
	char *argv[WORDS_MOST + 1];
	struct global_arguments global;
	struct arguments arguments;
	struct error error;
	int result;
};

/* Words separated by one blank each. */
static struct said *say_words(const char *line)
{
	struct said *said = calloc(1, sizeof(*said));
	static char name[] = "hentractl";
	int argc = 0;
	said->argv[argc++] = name;
	snprintf(said->line, sizeof(said->line), "%s", line);
	char *rest = said->line;
	for (char *word; (word = strsep(&rest, " "));)
		said->argv[argc++] = word;
	said->result = usage_parse(argc, said->argv, &said->global, &said->arguments, &said->error);
	return said;
}

static void assert_command(const char *line, const char *name)
{
	struct said *said = say_words(line);
	if (said->result < 0)
		fail_msg("%s: %s", line, said->error.text);
	assert_non_null(said->arguments.command);
	assert_string_equal(said->arguments.command->name, name);
	free(said);
}

static void assert_refused(const char *line, const char *sentence)
{
	struct said *said = say_words(line);
	assert_int_equal(said->result, -EINVAL);
	assert_string_equal(said->error.text, sentence);
	free(said);
}

static void a_command_is_one_word_or_two(void **state)
{
	(void)state;
	assert_command("status", "status");
	assert_command("outbox list", "outbox list");
	assert_command("calendar", "calendar");
	assert_command("calendar 2026", "calendar");
	assert_command("calendar add 2026-11-20 +3", "calendar add");
}

static void a_group_alone_means_its_list(void **state)
{
	(void)state;
	assert_command("outbox", "outbox list");
	assert_command("portal", "portal list");
	assert_command("outbox --state dead", "outbox list");
}

static void global_options_stand_anywhere(void **state)
{
	(void)state;
	struct said *said = say_words("-c a.conf cases --json --now 2026-01-01T00:00:00Z");
	assert_int_equal(said->result, 0);
	assert_string_equal(said->global.config, "a.conf");
	assert_string_equal(said->global.now, "2026-01-01T00:00:00Z");
	assert_true(said->global.json);
	free(said);
}

static void an_option_takes_its_value_with_or_without_an_equals_sign(void **state)
{
	(void)state;
	struct said *said = say_words("cases --bucket overdue --limit=7");
	assert_int_equal(said->result, 0);
	assert_string_equal(argument(&said->arguments, "--bucket"), "overdue");
	assert_string_equal(argument(&said->arguments, "--limit"), "7");
	assert_null(argument(&said->arguments, "--field"));
	free(said);
}

static void what_follows_two_dashes_is_no_option(void **state)
{
	(void)state;
	struct said *said = say_words("explain -- --odd-code");
	assert_int_equal(said->result, 0);
	assert_int_equal(said->arguments.count, 1);
	assert_string_equal(said->arguments.positional[0], "--odd-code");
	free(said);
}

static void a_typing_error_gets_the_nearest_word(void **state)
{
	(void)state;
	assert_refused("stauts", "unknown command stauts; did you mean status?");
	assert_refused("outbox lst", "unknown command outbox lst; did you mean outbox list?");
	assert_refused("otbox list", "unknown command otbox; did you mean outbox?");
	assert_refused("cases --buket overdue", "unknown option --buket; did you mean --bucket?");
	assert_refused("status --jsn", "unknown option --jsn; did you mean --json?");
	assert_refused("zzz", "unknown command zzz; see hentractl --help");
}

static void too_few_and_too_many_words_are_refused(void **state)
{
	(void)state;
	assert_refused("explain", "explain needs CASE; see hentractl help explain");
	assert_refused("status now", "status does not take \"now\"; see hentractl help status");
	assert_refused("cases --bucket", "--bucket needs a value: --bucket BUCKET");
	assert_refused("status --json=yes", "--json takes no value");
	assert_refused("--bucket overdue cases",
		"unknown option --bucket: options of a command stand behind its name");
}

static void help_asks_for_no_arguments(void **state)
{
	(void)state;
	struct said *said = say_words("explain --help");
	assert_int_equal(said->result, 0);
	assert_true(said->global.help);
	free(said);
}

static bool ends_with_full_stop(const char *text)
{
	size_t length = strlen(text);
	return length && text[length - 1] == '.';
}

static void each_row_of_the_table_is_whole(void **state)
{
	(void)state;
	for (const struct command *command = commands; command->name; command++) {
		assert_non_null(command->run);
		assert_non_null(command->arguments);
		assert_true(command->help && command->help[0]);
		/* texts made from the row put the full stop themselves */
		assert_false(ends_with_full_stop(command->help));
		assert_true(!command->about || ends_with_full_stop(command->about));
		assert_true(command->most < 0 || command->most >= command->least);
		int count = 0;
		for (const struct option *option = command->options; option && option->name;
			option++, count++) {
			assert_true(strncmp(option->name, "--", 2) == 0);
			assert_false(ends_with_full_stop(option->help));
		}
		assert_true(count <= OPTIONS_MAX);
		assert_ptr_equal(command_named(command->name), command);
	}
}

static void help_manual_and_completion_name_every_command(void **state)
{
	(void)state;
	struct text overview = {0}, manual = {0}, completion = {0};
	usage_overview(&overview);
	usage_manual(&manual);
	usage_completion_bash(&completion);
	for (const struct command *command = commands; command->name; command++) {
		const char *last = strrchr(command->name, ' ');
		assert_non_null(strstr(overview.data, command->name));
		assert_non_null(strstr(manual.data, command->name));
		assert_non_null(strstr(completion.data, last ? last + 1 : command->name));
		struct text help = {0};
		usage_command(&help, command);
		assert_non_null(strstr(help.data, command->help));
		text_free(&help);
	}
	text_free(&overview);
	text_free(&manual);
	text_free(&completion);
}

static void no_line_of_help_is_wider_than_a_terminal(void **state)
{
	(void)state;
	struct text help = {0};
	usage_overview(&help);
	for (const struct command *command = commands; command->name; command++)
		usage_command(&help, command);
	for (char *line = help.data; *line;) {
		size_t length = strcspn(line, "\n");
		if (length > 100)
			fail_msg("too wide: %.*s", (int)length, line);
		line += length + (line[length] == '\n');
	}
	text_free(&help);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_command_is_one_word_or_two),
		cmocka_unit_test(a_group_alone_means_its_list),
		cmocka_unit_test(global_options_stand_anywhere),
		cmocka_unit_test(an_option_takes_its_value_with_or_without_an_equals_sign),
		cmocka_unit_test(what_follows_two_dashes_is_no_option),
		cmocka_unit_test(a_typing_error_gets_the_nearest_word),
		cmocka_unit_test(too_few_and_too_many_words_are_refused),
		cmocka_unit_test(help_asks_for_no_arguments),
		cmocka_unit_test(each_row_of_the_table_is_whole),
		cmocka_unit_test(help_manual_and_completion_name_every_command),
		cmocka_unit_test(no_line_of_help_is_wider_than_a_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
