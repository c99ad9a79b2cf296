#include "report/width.h"

#include <stdint.h>

#include "base/memory.h"
#include "base/utf8.h"

struct range {
	uint32_t from;
	uint32_t to;
};

/* Marks that stand on the letter before them, and characters that show nothing. */
static const struct range no_columns[] = {{0x0000, 0x001F}, {0x007F, 0x009F}, {0x0300, 0x036F},
	{0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0E31, 0x0E31},
	{0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F},
	{0x202A, 0x202E}, {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0x302A, 0x302D}, {0x3099, 0x309A},
	{0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF}};

static const struct range two_columns[] = {{0x1100, 0x115F}, {0x231A, 0x231B}, {0x23E9, 0x23EC},
	{0x2614, 0x2615}, {0x2705, 0x2705}, {0x274C, 0x274C}, {0x2753, 0x2757}, {0x2E80, 0x303E},
	{0x3041, 0x33FF}, {0x3400, 0x4DBF}, {0x4E00, 0xA4CF}, {0xA960, 0xA97F}, {0xAC00, 0xD7A3},
	{0xF900, 0xFAFF}, {0xFE30, 0xFE6F}, {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6}, {0x17000, 0x18CFF},
	{0x1B000, 0x1B2FF}, {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF},
	{0x20000, 0x3FFFD}};

static bool among(const struct range *ranges, size_t count, uint32_t code)
{
	size_t low = 0;
	while (low < count) {
		size_t middle = low + (count - low) / 2;
		if (code < ranges[middle].from)
			count = middle;
		else if (code > ranges[middle].to)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

/* `step` valid bytes at `data` as a code point. */
static uint32_t code_point(const char *data, size_t step)
{
	static const unsigned char lead_bits[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
	uint32_t code = (unsigned char)data[0] & lead_bits[step];
	for (size_t i = 1; i < step; i++)
		code = code << 6 | ((unsigned char)data[i] & 0x3F);
	return code;
}

size_t display_width(struct slice text)
{
	size_t width = 0;
	for (size_t i = 0; i < text.length;) {
		size_t step = utf8_step(text.data + i, text.length - i);
		uint32_t code = step ? code_point(text.data + i, step) : '?';
		if (code >= 0x20 && code < 0x7F)
			width++;
		else if (among(two_columns, ARRAY_SIZE(two_columns), code))
			width += 2;
		else if (!among(no_columns, ARRAY_SIZE(no_columns), code))
			width++;
		i += step ? step : 1;
	}
	return width;
}

void wrap_add(struct text *out, struct slice text, size_t most, size_t column, const char *indent)
{
	size_t left = display_width(slice_of(indent)); /* where later lines begin */
	bool fresh = true; /* nothing stands on this line yet */
	struct slice word;
	while (slice_split(&text, ' ', &word)) {
		if (word.length == 0)
			continue;
		size_t width = display_width(word);
		if (!fresh && column + 1 + width > most) {
			text_add_char(out, '\n');
			text_add(out, indent);
			column = left;
		} else if (!fresh) {
			text_add_char(out, ' ');
			column++;
		}
		text_add_slice(out, word);
		column += width;
		fresh = false;
	}
}

void clip_add(struct text *out, struct slice text, size_t most)
{
	size_t end = 0;
	if (display_width(text) <= most) {
		text_add_slice(out, text);
		return;
	}
	while (end < text.length) {
		size_t step = utf8_step(text.data + end, text.length - end);
		struct slice longer = {text.data, end + (step ? step : 1)};
		if (display_width(longer) + 1 > most)
			break;
		end = longer.length;
	}
	text_add_slice(out, (struct slice){text.data, end});
	text_add(out, "…");
}
