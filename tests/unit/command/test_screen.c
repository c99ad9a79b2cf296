#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "command/tool/screen.h"
#include "report/width.h"

#define ROUNDS 3000

/* Sentences of words, some wider than a line. */
static void random_list(struct screen_list *list)
{
	int items = rand() % 12;
	for (int i = 0; i < items; i++) {
		cleanup(text_free) struct text sentence = {0};
		for (int words = rand() % 40; words >= 0; words--) {
			for (int letters = rand() % (words ? 9 : 100); letters >= 0; letters--)
				text_add(&sentence, rand() % 3 ? "a" : "ữ");
			text_add_char(&sentence, ' ');
		}
		screen_list_add(list, "  - ", text_slice(&sentence), "    ");
	}
}

static void a_list_never_leaves_its_lines_and_counts_what_it_left_out(void **state)
{
	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		cleanup(screen_list_free) struct screen_list list = {0};
		cleanup(text_free) struct text out = {0};
		random_list(&list);
		size_t lines = 1 + (size_t)(rand() % 20);
		size_t left = screen_list_write(&list, lines, &out);
		size_t shown = 0;
		struct slice rest = text_slice(&out), line;
		while (slice_split(&rest, '\n', &line) && rest.data) {
			assert_true(display_width(line) <= SCREEN_COLUMNS);
			shown += line.length > 2 && line.data[2] == '-';
		}
		assert_int_equal(shown + left, list.count);
		/* the caller says in one line what is left */
		assert_true(screen_count_lines(text_slice(&out)) + (left > 0) <= lines);
		if (screen_list_lines(&list) <= lines)
			assert_int_equal(left, 0);
	}
}

static void an_endless_screen_shows_everything_as_it_is(void **state)
{
	(void)state;
	for (int round = 0; round < 100; round++) {
		cleanup(screen_list_free) struct screen_list list = {0};
		cleanup(text_free) struct text out = {0}, whole = {0};
		random_list(&list);
		for (size_t i = 0; i < list.count; i++)
			text_add(&whole, list.items[i]);
		assert_int_equal(screen_list_write(&list, SCREEN_ENDLESS, &out), 0);
		assert_int_equal(out.length, whole.length);
		if (whole.length)
			assert_string_equal(out.data, whole.data);
	}
}

static void two_blocks_share_what_there_is_and_neither_starves(void **state)
{
	(void)state;
	for (size_t lines = 2; lines < 24; lines++)
		for (size_t first = 0; first < 40; first++)
			for (size_t second = 0; second < 40; second++) {
				size_t got = screen_share(lines, first, second);
				assert_true(got <= first && got <= lines);
				if (first + second <= lines)
					assert_int_equal(got, first);
				assert_true(got == first || got >= lines / 2);
				assert_true(lines - got >= second || lines - got >= lines / 2);
			}
}

int main(void)
{
	const char *said = getenv("HENTRA_SEED");
	unsigned seed = said ? (unsigned)strtoul(said, NULL, 10) : (unsigned)time(NULL);
	printf("HENTRA_SEED=%u\n", seed);
	srand(seed);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_never_leaves_its_lines_and_counts_what_it_left_out),
		cmocka_unit_test(an_endless_screen_shows_everything_as_it_is),
		cmocka_unit_test(two_blocks_share_what_there_is_and_neither_starves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
