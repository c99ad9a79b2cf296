#include "base/html.h"

#include "base/utf8.h"

/* What stands for the character at `data` in HTML, or NULL when it stands for itself. Control
 * characters have no place in HTML, not even as references (HTML standard, 13.1.4). */
static const char *replacement(const char *data, size_t step)
{
	unsigned char byte = (unsigned char)data[0];
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return NULL;
	default:
		break;
	}
	bool control = byte < 0x20 || byte == 0x7F;
	bool control_1 = step == 2 && byte == 0xC2 && (unsigned char)data[1] < 0xA0;
	return step == 0 || control || control_1 ? UTF8_REPLACEMENT : NULL;
}

void html_add(struct text *out, struct slice raw)
{
	size_t plain = 0; /* where what is not yet copied begins */
	for (size_t i = 0; i < raw.length;) {
		size_t step = utf8_step(raw.data + i, raw.length - i);
		const char *instead = replacement(raw.data + i, step);
		size_t next = i + (step ? step : 1);
		if (instead) {
			text_append(out, raw.data + plain, i - plain);
			text_add(out, instead);
			plain = next;
		}
		i = next;
	}
	text_append(out, raw.data + plain, raw.length - plain);
}

void html_add_string(struct text *out, const char *raw)
{
	html_add(out, slice_of(raw));
}
