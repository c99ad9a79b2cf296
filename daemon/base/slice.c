#include "base/slice.h"

static bool is_plain_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Those of three bytes, by their last two. */
static bool is_wide_blank(const unsigned char *bytes)
{
	switch (bytes[0]) {
	case 0xE2:
		return (bytes[1] == 0x80 && bytes[2] <= 0x8D) ||
		       (bytes[1] == 0x80 && bytes[2] == 0xAF) ||
		       (bytes[1] == 0x81 && (bytes[2] == 0x9F || bytes[2] == 0xA0));
	case 0xE3:
		return bytes[1] == 0x80 && bytes[2] == 0x80;
	case 0xEF:
		return bytes[1] == 0xBB && bytes[2] == 0xBF;
	default:
		return false;
	}
}

size_t slice_blank(struct slice text)
{
	const unsigned char *bytes = (const unsigned char *)text.data;
	if (!text.length)
		return 0;
	if (bytes[0] < 0x80)
		return is_plain_blank(text.data[0]);
	if (text.length >= 2 && bytes[0] == 0xC2 && bytes[1] == 0xA0)
		return 2;
	return text.length >= 3 && is_wide_blank(bytes) ? 3 : 0;
}

bool slice_blank_has_width(const char *blank)
{
	const unsigned char *bytes = (const unsigned char *)blank;
	bool narrow =
		bytes[0] == 0xEF || (bytes[0] == 0xE2 && bytes[1] == 0x81 && bytes[2] == 0xA0) ||
		(bytes[0] == 0xE2 && bytes[1] == 0x80 && bytes[2] >= 0x8B && bytes[2] <= 0x8D);
	return !narrow;
}

/* The same at the end of a text. */
static size_t blank_at_end(struct slice text)
{
	if (is_plain_blank(text.data[text.length - 1]))
		return 1;
	for (size_t size = 2; size <= 3 && size <= text.length; size++)
		if (slice_blank((struct slice){text.data + text.length - size, size}) == size)
			return size;
	return 0;
}

struct slice slice_trim(struct slice text)
{
	size_t blank;
	while ((blank = slice_blank(text)) > 0) {
		text.data += blank;
		text.length -= blank;
	}
	while (text.length && (blank = blank_at_end(text)) > 0)
		text.length -= blank;
	return text;
}

bool slice_split(struct slice *rest, char separator, struct slice *ret_piece)
{
	if (!rest->data)
		return false;
	const char *end = rest->length ? memchr(rest->data, separator, rest->length) : NULL;
	if (!end) {
		*ret_piece = *rest;
		*rest = (struct slice){NULL, 0};
		return true;
	}
	size_t length = (size_t)(end - rest->data);
	*ret_piece = (struct slice){rest->data, length};
	rest->data = end + 1;
	rest->length -= length + 1;
	return true;
}

int slice_compare(struct slice a, struct slice b)
{
	size_t shorter = a.length < b.length ? a.length : b.length;
	int order = shorter ? memcmp(a.data, b.data, shorter) : 0;
	if (order)
		return order;
	return a.length < b.length ? -1 : a.length > b.length;
}
