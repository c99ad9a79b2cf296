/* Text files of whichever system, and the blanks that other programs write. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>

#include "base/encoding.h"
#include "base/letters.h"

/* cmocka hands every test a state that none here needs */
#pragma GCC diagnostic ignored "-Wunused-parameter"

#define BYTES(literal)                                                                             \
	(struct slice)                                                                             \
	{                                                                                          \
		literal, sizeof(literal) - 1                                                       \
	}

static void reads_as(struct slice bytes, const char *expected)
{
	struct text content = {0};
	text_add_slice(&content, bytes);
	encoding_to_utf8(&content);
	assert_string_equal(content.data ? content.data : "", expected);
	assert_int_equal(content.length, strlen(expected));
	text_free(&content);
}

static void marks_and_utf16_become_plain_utf8(void **state)
{
	reads_as(BYTES(""), "");
	reads_as(BYTES("a"), "a");
	reads_as(BYTES("mã"), "mã");
	reads_as(BYTES("\xEF\xBB\xBFmã"), "mã");
	reads_as(BYTES("\xEF\xBB"), "\xEF\xBB");
	reads_as(BYTES("\xFF\xFEm\0\xE3\0\n\0"), "mã\n");
	reads_as(BYTES("\xFE\xFF\0m\0\xE3\0\n"), "mã\n");
	reads_as(BYTES("m\0\xE3\0"), "mã");
	reads_as(BYTES("\0m\0\xE3"), "mã");
	reads_as(BYTES("\xFF\xFE\x3D\xD8\x00\xDE\xC7\x1E"), "\xF0\x9F\x98\x80ệ");
	reads_as(BYTES("\xFF\xFE\x3D\xD8x\0"), "\xEF\xBF\xBDx"); /* half a pair */
	reads_as(BYTES("\xFF\xFEm\0\xE3"), "m\xEF\xBF\xBD"); /* half a character */
	reads_as(BYTES("\xFF\xFE"), "");
}

static void trims_to(const char *text, const char *expected)
{
	struct slice trimmed = slice_trim(slice_of(text));
	assert_int_equal(trimmed.length, strlen(expected));
	assert_memory_equal(trimmed.data, expected, trimmed.length);
}

static void blanks_of_every_kind_are_trimmed(void **state)
{
	static const char *const blanks[] = {" ", "\t", "\r\n", "\u00a0", "\u2000", "\u2007",
		"\u200a", "\u200b", "\u200c", "\u200d", "\u202f", "\u205f", "\u2060", "\u3000",
		"\ufeff"};
	for (size_t i = 0; i < sizeof(blanks) / sizeof(blanks[0]); i++) {
		char text[32];
		snprintf(text, sizeof(text), "%sệ%sx%s%s", blanks[i], blanks[i], blanks[i],
			blanks[i]);
		struct slice trimmed = slice_trim(slice_of(text));
		assert_int_equal(trimmed.length, 4 + strlen(blanks[i]));
		trims_to(blanks[i], "");
		assert_true(letters_equal(slice_of(text), SLICE("Ex")));
	}
	trims_to("", "");
	trims_to("xệ", "xệ");
	trims_to("\u00a1x\u00a1", "\u00a1x\u00a1");
	trims_to("\u200ex\u2010", "\u200ex\u2010");
	trims_to("\xA0x\xC2", "\xA0x\xC2");
	trims_to("\x80\x8B", "\x80\x8B");
}

static void blanks_inside_become_plain_and_those_without_width_go(void **state)
{
	char text[] = "a\u00a0b\u200bc\u202f\u2003d\ufeff\u3000e";
	size_t length = strlen(text);
	encoding_plain_blanks(text, &length);
	assert_int_equal(length, strlen("a bc  d e"));
	assert_memory_equal(text, "a bc  d e", length);
}

static void a_key_is_letters_and_digits_alone(void **state)
{
	static const char *const same[] = {
		"Mã hồ sơ: *", "MA_HO_SO", "MaHoSo", "\u200bMã\u00a0hồ sơ "};
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		struct text key = {0};
		letters_key(slice_of(same[i]), &key);
		assert_string_equal(key.data, "mahoso");
		text_free(&key);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_and_utf16_become_plain_utf8),
		cmocka_unit_test(blanks_of_every_kind_are_trimmed),
		cmocka_unit_test(blanks_inside_become_plain_and_those_without_width_go),
		cmocka_unit_test(a_key_is_letters_and_digits_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
