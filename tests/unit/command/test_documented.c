/* Every key, command and option of the tables stands in the manual pages, in the example and in the
 * completions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/roff.h"
#include "command/tool/usage.h"
#include "conf/keys.h"
#include "core/alert/measure.h"

static struct text read_file(const char *path)
{
	struct text content = {0};
	char chunk[4096];
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot read %s", path);
	for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;)
		text_append(&content, chunk, got);
	fclose(file);
	return content;
}

/* The part of `text` from behind `head` up to `tail`, or to the end; fails without the head. */
static struct text part(const struct text *text, const char *head, const char *tail)
{
	struct text found = {0};
	const char *from = strstr(text->data, head);
	if (!from)
		fail_msg("there is no %s", head);
	from += strlen(head);
	const char *to = strstr(from, tail);
	text_append(&found, from, to ? (size_t)(to - from) : strlen(from));
	return found;
}

static void assert_has(const struct text *text, const char *where, const char *what)
{
	if (!text->data || !strstr(text->data, what))
		fail_msg("%s does not name: %s", where, what);
}

static void every_section_and_key_stands_in_hentra_conf_5(void **state)
{
	(void)state;
	cleanup(text_free) struct text manual = {0};
	usage_manual_settings(&manual);
	for (size_t i = 0; i < key_count; i++) {
		const struct section *section = section_find(slice_of(keys[i].section));
		cleanup(text_free) struct text head = {0}, tag = {0}, help = {0};
		text_printf(&head, ".SS [%s%s]\n", section->kind, section->named ? " NAME" : "");
		cleanup(text_free) struct text here = part(&manual, head.data, "\n.S");
		roff_tag(&tag, keys[i].name, keys[i].type->name);
		assert_has(&here, head.data, tag.data);
		roff_add(&help, keys[i].help);
		assert_has(&here, keys[i].name, help.data);
		for (const char *const *word = keys[i].words; word && *word; word++) {
			cleanup(text_free) struct text bold = {0};
			text_add(&bold, "\\fB");
			roff_add(&bold, *word);
			text_add(&bold, "\\fR");
			assert_has(&here, keys[i].name, bold.data);
		}
	}
	for (int i = 0; i < MEASURE_COUNT; i++) {
		cleanup(text_free) struct text tag = {0};
		roff_tag(&tag, measures[i].name, measure_unit_name(measures[i].unit));
		assert_has(&manual, "hentra.conf(5)", tag.data);
	}
}

static void every_key_stands_in_the_example(void **state)
{
	(void)state;
	cleanup(text_free) struct text example = read_file(SOURCE_DIR "/config/hentra.conf");
	for (size_t i = 0; i < key_count; i++) {
		/* of any of its sections, set or behind a # */
		cleanup(text_free) struct text head = {0};
		const char *at = example.data;
		bool found = false;
		text_printf(&head, "\n[%s", keys[i].section);
		while (!found && (at = strstr(at, head.data))) {
			const char *end = strstr(at + 1, "\n[");
			size_t length = end ? (size_t)(end - at) : strlen(at);
			cleanup(cleanup_free) char *here = xstrndup(at, length);
			for (char *line = strtok(here, "\n"); line; line = strtok(NULL, "\n")) {
				line += strspn(line, "# ");
				size_t name = strcspn(line, " =");
				found |= name == strlen(keys[i].name) &&
					 strncmp(line, keys[i].name, name) == 0 &&
					 line[name + strspn(line + name, " ")] == '=';
			}
			at += 1;
		}
		if (!found)
			fail_msg("config/hentra.conf does not show: %s: %s", keys[i].section,
				keys[i].name);
	}
}

static void assert_option(const struct text *text, const char *where, const struct option *option)
{
	cleanup(text_free) struct text tag = {0};
	roff_tag(&tag, option->name, option->value);
	assert_has(text, where, tag.data);
}

static void every_command_and_option_stands_in_hentractl_1(void **state)
{
	(void)state;
	cleanup(text_free) struct text manual = {0};
	usage_manual(&manual);
	for (const struct option *option = global_options; option->name; option++)
		assert_option(&manual, "hentractl(1)", option);
	for (const struct command *command = commands; command->name; command++) {
		cleanup(text_free) struct text head = {0};
		text_add(&head, ".SS ");
		roff_add(&head, command->name);
		if (command->arguments[0])
			text_add_char(&head, ' ');
		roff_add(&head, command->arguments);
		text_add_char(&head, '\n');
		cleanup(text_free) struct text here = part(&manual, head.data, "\n.S");
		for (const struct option *option = command->options; option && option->name;
			option++)
			assert_option(&here, command->name, option);
	}
}

/* An overview names the other pages and the folders that a package brings, and commands in the words of
 * the table: each that it names exists. */
static void hentra_7_leads_to_every_other_page(void **state)
{
	(void)state;
	static const char *const named[] = {".BR hentrad (8)", ".BR hentractl (1)",
		".BR hentra.conf (5)", ".BR hentra\\-profile (5)", "/etc/hentra/hentra.conf",
		"/etc/hentra/communes.csv", "/etc/hentra/secrets", "/var/lib/hentra/hentra.db",
		HENTRA_DATA_DIR "/hentra", HENTRA_DATA_DIR "/doc/hentra"};
	cleanup(text_free) struct text manual = {0};
	usage_manual_overview(&manual);
	for (size_t i = 0; i < ARRAY_SIZE(named); i++)
		assert_has(&manual, "hentra(7)", named[i]);
	const char *step = strstr(manual.data, "FIRST STEPS");
	static const char *const steps[] = {
		"init", "check", "status", "alerts test", "communes", "arm"};
	for (size_t i = 0; i < ARRAY_SIZE(steps); i++) { /* as README and init have them */
		cleanup(text_free) struct text typed = {0};
		text_printf(&typed, "hentractl %s", steps[i]);
		step = step ? strstr(step, typed.data) : NULL;
		if (!step)
			fail_msg("hentra(7), first steps: %s stands elsewhere", steps[i]);
	}
	for (const char *at = manual.data; (at = strstr(at, "hentractl ")); at++) {
		char first[32] = "", second[32] = "", both[72];
		sscanf(at, "hentractl %31[a-z0-9] %31[a-z0-9]", first, second);
		snprintf(both, sizeof(both), "%s %s", first, second);
		if (first[0] && !command_named(first) && !command_named(both))
			fail_msg("hentra(7) names a command that is none: %s", both);
	}
	cleanup(text_free) struct text tool = {0}, settings = {0};
	usage_manual(&tool);
	usage_manual_settings(&settings);
	assert_has(&tool, "hentractl(1)", ".BR hentra (7)");
	assert_has(&settings, "hentra.conf(5)", ".BR hentra (7)");
}

/* The line of a completion that serves what was typed so far. */
static struct text line_of(const struct text *completion, const char *typed)
{
	cleanup(text_free) struct text head = {0};
	text_printf(&head, "\n\t\"%s\"*)", typed);
	return part(completion, head.data, "\n");
}

static void assert_completion(const struct text *completion, const char *before, const char *after)
{
	for (const struct command *command = commands; command->name; command++) {
		cleanup(text_free) struct text here = line_of(completion, command->name);
		const struct option *lists[] = {command->options, global_options};
		for (size_t i = 0; i < 2; i++)
			for (const struct option *option = lists[i]; option && option->name;
				option++) {
				cleanup(text_free) struct text word = {0};
				text_printf(&word, "%s%s%s", before, option->name, after);
				assert_has(&here, command->name, word.data);
			}
		const char *second = strchr(command->name, ' ');
		cleanup(text_free) struct text first = {0}, word = {0};
		text_append(&first, command->name, strcspn(command->name, " "));
		text_printf(&word, "%s%s", before, second ? second + 1 : first.data);
		if (second) {
			cleanup(text_free) struct text group = line_of(completion, first.data);
			assert_has(&group, first.data, word.data);
		}
		assert_has(completion, "the completion", word.data);
	}
}

static void every_command_and_option_stands_in_the_completions(void **state)
{
	(void)state;
	cleanup(text_free) struct text bash = {0}, zsh = {0};
	usage_completion_bash(&bash);
	assert_completion(&bash, " ", "");
	usage_completion_zsh(&zsh);
	assert_completion(&zsh, " '", ":");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_section_and_key_stands_in_hentra_conf_5),
		cmocka_unit_test(every_key_stands_in_the_example),
		cmocka_unit_test(every_command_and_option_stands_in_hentractl_1),
		cmocka_unit_test(every_command_and_option_stands_in_the_completions),
		cmocka_unit_test(hentra_7_leads_to_every_other_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
