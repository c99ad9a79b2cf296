#include "base/slice.h"

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

struct slice slice_trim(struct slice text)
{
	while (text.length && is_blank(text.data[0])) {
		text.data++;
		text.length--;
	}
	while (text.length && is_blank(text.data[text.length - 1]))
		text.length--;
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
