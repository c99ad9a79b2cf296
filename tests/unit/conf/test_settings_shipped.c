/* The files shipped in config/: without a problem, and complete. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "conf/commune_text.h"
#include "conf/keys.h"
#include "conf/procedure_text.h"
#include "conf/settings.h"

static void read_file(const char *path, struct text *ret_content)
{
	char chunk[4096];
	FILE *file = fopen(path, "rb");
	if (!file)
		fail_msg("cannot read %s", path);
	for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;)
		text_append(ret_content, chunk, got);
	fclose(file);
}

static void no_problem(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	(void)user, (void)level;
	fail_msg("%s:%d: %s", file, line, sentence);
}

static struct settings *shipped(const struct text *content)
{
	struct settings_source source = {"hentra.conf", text_slice(content)};
	struct settings *settings = NULL;
	settings_parse(&source, 1, "/etc/hentra", no_problem, NULL, &settings);
	assert_non_null(settings);
	return settings;
}

static void the_shipped_configuration_has_no_problem(void **state)
{
	(void)state;
	struct text content = {0};
	read_file(SOURCE_DIR "/config/hentra.conf", &content);
	struct settings *settings = shipped(&content);
	assert_int_equal(settings->portal_count, 1);
	assert_int_equal(settings->channel_count, 3);
	assert_int_equal(settings->rule_count, 2);
	settings_free(settings);
	text_free(&content);
}

/* Takes "key", "= value" or "# key = value" apart; false when the line is neither. */
static bool key_line(
	struct slice line, bool *ret_comment, struct slice *ret_key, struct slice *ret_value)
{
	*ret_comment = line.length && line.data[0] == '#';
	if (*ret_comment)
		line = slice_trim((struct slice){line.data + 1, line.length - 1});
	const char *sign = line.length ? memchr(line.data, '=', line.length) : NULL;
	if (!sign)
		return false;
	size_t before = (size_t)(sign - line.data);
	*ret_key = slice_trim((struct slice){line.data, before});
	struct slice value = {sign + 1, line.length - before - 1};
	for (size_t i = 0; i < value.length; i++) {
		if (value.data[i] == '#')
			value.length = i;
	}
	*ret_value = slice_trim(value);
	return !memchr(ret_key->data, ' ', ret_key->length);
}

/* Every key of the table stands in the shipped file, in its section, set or behind a # with its
 * default; and nothing stands behind a # that is no key. */
static void every_key_stands_in_the_shipped_configuration(void **state)
{
	(void)state;
	struct text content = {0};
	bool *seen = calloc(key_count, sizeof(*seen));
	const char *section = "";
	read_file(SOURCE_DIR "/config/hentra.conf", &content);
	struct slice rest = text_slice(&content), line, key_name, value;
	while (slice_split(&rest, '\n', &line)) {
		bool comment;
		for (size_t i = 0; i < section_count && line.length && line.data[0] == '['; i++) {
			size_t length = strlen(sections[i].kind);
			if (memcmp(line.data + 1, sections[i].kind, length) == 0)
				section = sections[i].kind;
		}
		if (!key_line(line, &comment, &key_name, &value))
			continue;
		const struct key *key = key_find(section, key_name);
		if (!key) {
			assert_true(!section[0]); /* only the head explains what no key is */
			continue;
		}
		seen[key - keys] = true;
		if (comment && !slice_is(value, key->fallback ? key->fallback : ""))
			fail_msg("[%s] %s: the default is \"%s\", not \"%.*s\"", section, key->name,
				key->fallback, SLICE_ARGS(value));
	}
	for (size_t i = 0; i < key_count; i++) {
		if (!seen[i])
			fail_msg("[%s] %s does not stand in config/hentra.conf", keys[i].section,
				keys[i].name);
	}
	free(seen);
	text_free(&content);
}

static void the_shipped_tables_have_no_problem(void **state)
{
	(void)state;
	struct text communes = {0}, terms = {0};
	struct directory *directory = NULL;
	struct procedures *procedures = NULL;
	read_file(SOURCE_DIR "/config/communes.csv", &communes);
	read_file(SOURCE_DIR "/config/procedures.csv", &terms);
	communes_parse("communes.csv", text_slice(&communes), no_problem, NULL, &directory);
	procedures_parse("procedures.csv", text_slice(&terms), no_problem, NULL, &procedures);
	assert_int_equal(directory_count(directory), 4);
	assert_int_equal(procedures_count(procedures), 3);
	directory_free(directory);
	procedures_free(procedures);
	text_free(&communes);
	text_free(&terms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_configuration_has_no_problem),
		cmocka_unit_test(every_key_stands_in_the_shipped_configuration),
		cmocka_unit_test(the_shipped_tables_have_no_problem),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
