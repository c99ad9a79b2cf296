#include "base/letters.h"

#include <stdint.h>

#include "base/utf8.h"

static uint32_t code_point(const char *data, size_t step)
{
	const unsigned char *bytes = (const unsigned char *)data;
	switch (step) {
	case 2:
		return (bytes[0] & 0x1Fu) << 6 | (bytes[1] & 0x3Fu);
	case 3:
		return (bytes[0] & 0x0Fu) << 12 | (bytes[1] & 0x3Fu) << 6 | (bytes[2] & 0x3Fu);
	case 4:
		return (bytes[0] & 0x07u) << 18 | (bytes[1] & 0x3Fu) << 12 |
		       (bytes[2] & 0x3Fu) << 6 | (bytes[3] & 0x3Fu);
	default:
		return bytes[0];
	}
}

/* The letters of Vietnamese, by ranges of Unicode: U+00C0 to U+00FF without case, the few of Latin
 * Extended A and B, and U+1EA0 to U+1EF9. */
static const struct {
	uint16_t first, last;
	char letter;
} ranges[] = {{0x00C0, 0x00C5, 'a'}, {0x00C8, 0x00CB, 'e'}, {0x00CC, 0x00CF, 'i'},
	{0x00D0, 0x00D0, 'd'}, {0x00D2, 0x00D6, 'o'}, {0x00D9, 0x00DC, 'u'}, {0x00DD, 0x00DD, 'y'},
	{0x00E0, 0x00E5, 'a'}, {0x00E8, 0x00EB, 'e'}, {0x00EC, 0x00EF, 'i'}, {0x00F2, 0x00F6, 'o'},
	{0x00F9, 0x00FC, 'u'}, {0x00FD, 0x00FD, 'y'}, {0x0102, 0x0103, 'a'}, {0x0110, 0x0111, 'd'},
	{0x0128, 0x0129, 'i'}, {0x0168, 0x0169, 'u'}, {0x01A0, 0x01A1, 'o'}, {0x01AF, 0x01B0, 'u'},
	{0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'}, {0x1EC8, 0x1ECB, 'i'}, {0x1ECC, 0x1EE3, 'o'},
	{0x1EE4, 0x1EF1, 'u'}, {0x1EF2, 0x1EF9, 'y'}};

static uint32_t plain(uint32_t code)
{
	if (code >= 'A' && code <= 'Z')
		return code + 32;
	for (size_t i = 0; code >= 0xC0 && i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return (uint32_t)ranges[i].letter;
	return code;
}

static bool is_mark(uint32_t code)
{
	return code >= 0x0300 && code <= 0x036F;
}

/* Takes the next letter off the text, blanks and marks before it; 0 at its end. */
static uint32_t next_letter(struct slice *text)
{
	while (text->length) {
		size_t step = slice_blank(*text), blank = step;
		if (!step)
			step = utf8_step(text->data, text->length);
		uint32_t code = blank ? ' ' : code_point(text->data, step);
		if (!step) /* no character: itself, beyond all of them */
			code = 0x110000u + (unsigned char)text->data[0];
		text->data += step ? step : 1;
		text->length -= step ? step : 1;
		if (!blank && !is_mark(code))
			return code ? plain(code) : 0x110000u;
	}
	return 0;
}

bool letters_equal(struct slice a, struct slice b)
{
	uint32_t one, other;
	do {
		one = next_letter(&a);
		other = next_letter(&b);
	} while (one == other && one);
	return one == other;
}

void letters_key(struct slice text, struct text *out)
{
	uint32_t letter;
	while ((letter = next_letter(&text)) != 0)
		if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9'))
			text_add_char(out, (char)letter);
}

/* Where a letter differs, the last star takes one more. */
bool letters_fit(struct slice pattern, struct slice text)
{
	struct slice behind_star = {0}, taken = {0};
	bool star = false;
	for (;;) {
		struct slice pattern_rest = pattern, text_rest = text;
		uint32_t wanted = next_letter(&pattern_rest), met = next_letter(&text_rest);
		if (wanted == '*') {
			star = true;
			pattern = behind_star = pattern_rest;
			taken = text;
		} else if (wanted == met) {
			if (!wanted)
				return true;
			pattern = pattern_rest;
			text = text_rest;
		} else if (star && next_letter(&taken)) {
			pattern = behind_star;
			text = taken;
		} else {
			return false;
		}
	}
}
