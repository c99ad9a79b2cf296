#include "base/encoding.h"

#include <stdint.h>

#include "base/utf8.h"
#include "base/wipe.h"

static bool begins(struct slice text, const char *mark, size_t length)
{
	return text.length >= length && memcmp(text.data, mark, length) == 0;
}

bool encoding_is_utf16(struct slice content)
{
	return begins(content, "\xFF\xFE", 2) || begins(content, "\xFE\xFF", 2) ||
	       (content.length >= 2 && !content.data[0] != !content.data[1]);
}

static void add_character(struct text *out, uint32_t code)
{
	char bytes[4];
	size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	static const unsigned char leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
	for (size_t i = length; i-- > 1; code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3F));
	bytes[0] = (char)(leads[length] | code);
	wipe_text_append(out, bytes, length);
}

static uint32_t unit_at(struct slice content, size_t at, bool big)
{
	const unsigned char *bytes = (const unsigned char *)content.data + at;
	return big ? (uint32_t)bytes[0] << 8 | bytes[1] : (uint32_t)bytes[1] << 8 | bytes[0];
}

static void from_utf16(struct slice content, struct text *out)
{
	bool big = begins(content, "\xFE\xFF", 2) || !content.data[0];
	bool mark = begins(content, "\xFE\xFF", 2) || begins(content, "\xFF\xFE", 2);
	size_t at = mark ? 2 : 0;
	for (; at + 1 < content.length; at += 2) {
		uint32_t code = unit_at(content, at, big);
		uint32_t next = at + 3 < content.length ? unit_at(content, at + 2, big) : 0;
		if (code >= 0xD800 && code < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
			code = 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00);
			at += 2;
		}
		add_character(out, code >= 0xD800 && code < 0xE000 ? 0xFFFD : code);
	}
	if (at < content.length)
		add_character(out, 0xFFFD);
}

void encoding_to_utf8(struct text *content)
{
	struct slice whole = text_slice(content);
	struct text out = {0};
	if (encoding_is_utf16(whole))
		from_utf16(whole, &out);
	else if (begins(whole, UTF8_BOM, 3))
		wipe_text_append(&out, whole.data + 3, whole.length - 3);
	else
		return;
	wipe_text_free(content);
	*content = out;
}

void encoding_plain_blanks(char *data, size_t *length)
{
	size_t kept = 0;
	for (size_t at = 0; at < *length;) {
		size_t blank = slice_blank((struct slice){data + at, *length - at});
		if (blank < 2)
			data[kept++] = data[at++];
		else if (!slice_blank_has_width(data + at))
			at += blank;
		else {
			data[kept++] = ' ';
			at += blank;
		}
	}
	*length = kept;
}
