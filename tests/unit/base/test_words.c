/* Characters, HTML and misspelt words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/html.h"
#include "base/letters.h"
#include "base/plural.h"
#include "base/suggest.h"
#include "base/utf8.h"

static void utf8_is_what_the_standard_says(void **state)
{
	(void)state;
	const char *good[] = {"", "a", "Tiến Thành", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80",
		"\xED\x9F\xBF", "\xEE\x80\x80", "\xEF\xBF\xBF", "\xF0\x90\x80\x80",
		"\xF4\x8F\xBF\xBF"};
	const char *bad[] = {"\x80", "\xC0\x80", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80",
		"\xE1\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
		"a\xC3(", "\xF0\x9F\x98"};
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(utf8_valid(slice_of(good[i])));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(utf8_valid(slice_of(bad[i])));
}

/* A decoder written from the table of code points instead of bytes. */
static bool naive_valid(const unsigned char *b, size_t n)
{
	for (size_t i = 0; i < n;) {
		size_t more = b[i] < 0x80   ? 0
			      : b[i] < 0xC0 ? 9
			      : b[i] < 0xE0 ? 1
			      : b[i] < 0xF0 ? 2
			      : b[i] < 0xF8 ? 3
					    : 9;
		if (more > 3 || i + more >= n)
			return false;
		static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
		uint32_t point = more ? b[i] & (0x3Fu >> more) : b[i];
		for (size_t k = 1; k <= more; k++) {
			if ((b[i + k] & 0xC0) != 0x80)
				return false;
			point = point << 6 | (b[i + k] & 0x3F);
		}
		if (point < least[more] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000))
			return false;
		i += more + 1;
	}
	return true;
}

static void random_bytes_are_judged_as_a_naive_decoder_judges_them(void **state)
{
	(void)state;
	unsigned seed = 3629;
	print_message("seed %u\n", seed);
	srand(seed);
	static const unsigned char pool[] = {0x41, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2,
		0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
	int valid = 0;
	for (int round = 0; round < 200000; round++) {
		unsigned char bytes[5];
		size_t length = 1 + (size_t)rand() % sizeof(bytes);
		for (size_t i = 0; i < length; i++)
			bytes[i] = pool[(size_t)rand() % sizeof(pool)];
		bool want = naive_valid(bytes, length);
		valid += want;
		assert_int_equal(utf8_valid((struct slice){(char *)bytes, length}), want);
	}
	assert_true(valid > 1000);
}

static void html_escapes_what_has_a_meaning_and_replaces_what_has_no_place(void **state)
{
	(void)state;
	struct text out = {0};
	html_add_string(&out, "<a href=\"x\">Tiến & 'Thành'</a>\n\x01\x7F\xC2\x85\xFF.");
	assert_string_equal(out.data,
		"&lt;a href=&quot;x&quot;&gt;Tiến &amp; &#39;Thành&#39;&lt;/a&gt;\n"
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD.");
	text_clear(&out);
	html_add(&out, (struct slice){"a\0b", 3});
	assert_string_equal(out.data, "a\xEF\xBF\xBD"
				      "b");
	text_free(&out);
}

static void the_distance_counts_letters_put_in_left_out_changed_and_swapped(void **state)
{
	(void)state;
	assert_int_equal(suggest_distance(SLICE("every"), SLICE("every")), 0);
	assert_int_equal(suggest_distance(SLICE("evry"), SLICE("every")), 1);
	assert_int_equal(suggest_distance(SLICE("everyy"), SLICE("every")), 1);
	assert_int_equal(suggest_distance(SLICE("evrey"), SLICE("every")), 1);
	assert_int_equal(suggest_distance(SLICE("avery"), SLICE("every")), 1);
	assert_int_equal(suggest_distance(SLICE(""), SLICE("every")), 5);
	assert_int_equal(suggest_distance(SLICE("ca"), SLICE("abc")), 3);
}

static void only_a_near_word_is_suggested(void **state)
{
	(void)state;
	const char *words[] = {"every", NULL, "page-size", "user", "url"};
	assert_string_equal(suggest_word(SLICE("pagesize"), words, 5), "page-size");
	assert_string_equal(suggest_word(SLICE("ur"), words, 5), "url");
	assert_null(suggest_word(SLICE("colour"), words, 5));
	assert_null(suggest_word(SLICE("x"), words, 5));
	assert_null(suggest_word(SLICE(""), words, 5));
	char longest[200];
	memset(longest, 'e', sizeof(longest));
	assert_null(suggest_word((struct slice){longest, sizeof(longest)}, words, 5));
}

static void a_prefix_stands_before_the_sentence_however_long(void **state)
{
	(void)state;
	struct error error;
	assert_int_equal(error_set(&error, -5, "disk %d", 3), -5);
	error_prefix(&error, "store");
	assert_string_equal(error.text, "store: disk 3");
	for (int i = 0; i < 300; i++)
		error_prefix(&error, "level %d", i);
	assert_memory_equal(error.text, "level 299: level 298", 20);
	assert_in_range(strlen(error.text), 400, sizeof(error.text) - 1);
	error_prefix(NULL, "nothing");
	assert_int_equal(error_set(NULL, -5, "nothing"), -5);
}

static void words_are_the_same_in_any_case_and_with_any_marks(void **state)
{
	(void)state;
	struct slice word = SLICE("Mã hồ sơ – Đơn vị ƯỚC lượng");
	assert_true(letters_equal(word, SLICE("MÃ HỒ SƠ – ĐƠN VỊ ước LƯỢNG")));
	assert_true(letters_equal(word, SLICE("ma ho so – don vi uoc luong")));
	/* letter and marks apart, as NFD has it */
	assert_true(letters_equal(SLICE("Mã hồ"), SLICE("Ma\xCC\x83 ho\xCC\x82\xCC\x80")));
	assert_true(letters_equal(SLICE("a b"), SLICE("a\xC2\xA0 \n b")));
	assert_true(letters_equal(SLICE(""), SLICE("")));
	assert_false(letters_equal(SLICE("Ngày hẹn"), SLICE("Ngày hạn")));
	assert_false(letters_equal(SLICE("a"), SLICE("")));
	assert_false(letters_equal(SLICE("ab"), SLICE("a")));
	assert_false(letters_equal(SLICE("a\xFF"), SLICE("a\xFE")));
	assert_true(letters_equal(SLICE("a\xFF"), SLICE("A\xFF")));
	assert_false(letters_equal((struct slice){"a\0b", 3}, SLICE("a")));
	assert_false(letters_equal(SLICE("×"), SLICE("x")));
}

static void a_noun_is_plural_unless_the_number_before_it_is_one(void **state)
{
	(void)state;
	struct text text = {0};
	plural_printf(&text, "%d case(s), %d open; %d%% of %d unit(s)", 1, 11, 5, 21);
	assert_string_equal(text.data, "1 case, 11 open; 5% of 21 units");
	text_clear(&text);
	plural_printf(&text, "%d working day(s); 0.%d page(s); case(s), 22954: 1 letter(s)", 0, 1);
	assert_string_equal(text.data, "0 working days; 0.1 pages; cases, 22954: 1 letter");
	assert_int_equal(text.length, strlen(text.data));
	text_free(&text);
	struct error error;
	assert_int_equal(error_set(&error, -5, "cut after %d page(s), of %d", 1, 2), -5);
	assert_string_equal(error.text, "cut after 1 page, of 2");
	char nothing[] = "", alone[] = "(s)", said[] = "-1 hour(s) (sic) 1 (s";
	assert_int_equal(plural(nothing), 0);
	assert_int_equal(plural(alone), 1);
	plural(said);
	assert_string_equal(said, "-1 hour (sic) 1 (s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_noun_is_plural_unless_the_number_before_it_is_one),
		cmocka_unit_test(utf8_is_what_the_standard_says),
		cmocka_unit_test(random_bytes_are_judged_as_a_naive_decoder_judges_them),
		cmocka_unit_test(html_escapes_what_has_a_meaning_and_replaces_what_has_no_place),
		cmocka_unit_test(words_are_the_same_in_any_case_and_with_any_marks),
		cmocka_unit_test(the_distance_counts_letters_put_in_left_out_changed_and_swapped),
		cmocka_unit_test(only_a_near_word_is_suggested),
		cmocka_unit_test(a_prefix_stands_before_the_sentence_however_long),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
