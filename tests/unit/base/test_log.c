/* Log lines on standard error: one fact a line, whatever stands in it. (The journal's side is tested
 * under a real service manager.) */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/text.h"

/* Standard error goes to a file while `write_lines` runs. */
static void captured(void (*write_lines)(void), struct text *ret_lines)
{
	FILE *file = tmpfile();
	fflush(stderr);
	int saved = dup(STDERR_FILENO);
	dup2(fileno(file), STDERR_FILENO);
	write_lines();
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	char chunk[4096];
	for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;)
		text_append(ret_lines, chunk, got);
	fclose(file);
}

static void prints(void (*write_lines)(void), const char *want)
{
	struct text lines = {0};
	captured(write_lines, &lines);
	assert_string_equal(text_slice(&lines).data, want);
	text_free(&lines);
}

static void some_lines(void)
{
	log_line(LOG_FAILURE, "portal dongnai", "the portal answers %d", 503);
	log_line(LOG_ROUTINE, NULL, "a cycle completed");
	log_line(LOG_DETAIL, NULL, "not shown");
	log_event(LOG_NOTABLE, "8d45620c1a4348dbb17410da57c60c66", "store", "opened");
}

static void a_line_begins_with_its_subject_and_details_are_left_out(void **state)
{
	(void)state;
	unsetenv("JOURNAL_STREAM");
	prints(some_lines,
		"portal dongnai: the portal answers 503\na cycle completed\nstore: opened\n");
}

static void detailed_lines(void)
{
	log_set_level(LOG_DETAIL);
	log_line(LOG_DETAIL, NULL, "shown");
	log_set_level(LOG_CAUTION);
	log_line(LOG_NOTABLE, NULL, "not shown");
	log_set_level(LOG_ROUTINE);
}

static void the_level_decides_what_is_shown(void **state)
{
	(void)state;
	prints(detailed_lines, "shown\n");
}

static void forged_line(void)
{
	log_line(LOG_FAILURE, "relay", "%s", "550 no\r\nportal x: all is well\x1b[2J");
}

static void no_text_can_forge_a_second_line(void **state)
{
	(void)state;
	prints(forged_line, "relay: 550 no  portal x: all is well [2J\n");
}

static void long_line(void)
{
	char text[5001];
	memset(text, 'x', 5000);
	text[5000] = '\0';
	log_line(LOG_FAILURE, NULL, "%s", text);
}

static void a_long_line_is_whole(void **state)
{
	(void)state;
	struct text lines = {0};
	captured(long_line, &lines);
	assert_int_equal(lines.length, 5001);
	text_free(&lines);
}

static void a_stream_that_is_not_the_journals_gets_the_line(void **state)
{
	(void)state;
	setenv("JOURNAL_STREAM", "1:1", 1);
	prints(forged_line, "relay: 550 no  portal x: all is well [2J\n");
	setenv("JOURNAL_STREAM", "nonsense", 1);
	prints(forged_line, "relay: 550 no  portal x: all is well [2J\n");
	unsetenv("JOURNAL_STREAM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_begins_with_its_subject_and_details_are_left_out),
		cmocka_unit_test(the_level_decides_what_is_shown),
		cmocka_unit_test(no_text_can_forge_a_second_line),
		cmocka_unit_test(a_long_line_is_whole),
		cmocka_unit_test(a_stream_that_is_not_the_journals_gets_the_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
