#include "base/roff.h"

#include <string.h>

#include "base/utf8.h"

/* Characters beyond ASCII are written by number: the page is then the same in any locale. */
static size_t add_character(struct text *out, const char *plain, size_t length)
{
	static const unsigned char first[] = {0, 0, 0x1f, 0x0f, 0x07};
	size_t size = utf8_step(plain, length);
	if (!size) {
		text_add_char(out, '?');
		return 1;
	}
	unsigned code = (unsigned char)*plain & first[size];
	for (size_t i = 1; i < size; i++)
		code = code << 6 | ((unsigned char)plain[i] & 0x3f);
	text_printf(out, "\\[u%04X]", code);
	return size;
}

static void add(struct text *out, const char *plain, size_t length)
{
	if (length && (*plain == '.' || *plain == '\''))
		text_add(out, "\\&");
	while (length) {
		size_t size = 1;
		if (*plain == '-')
			text_add(out, "\\-");
		else if (*plain == '\\')
			text_add(out, "\\e");
		else if ((unsigned char)*plain < 0x80)
			text_add_char(out, *plain);
		else
			size = add_character(out, plain, length);
		plain += size;
		length -= size;
	}
}

void roff_add(struct text *out, const char *plain)
{
	add(out, plain, strlen(plain));
}

static void add_lines(struct text *out, const char *plain, const char *empty)
{
	for (;;) {
		size_t length = strcspn(plain, "\n");
		if (length)
			add(out, plain, length);
		else
			text_add(out, empty);
		text_add_char(out, '\n');
		if (!plain[length] || !plain[length + 1])
			return;
		plain += length + 1;
	}
}

void roff_lines(struct text *out, const char *plain)
{
	add_lines(out, plain, ".PP");
}

void roff_tag(struct text *out, const char *tag, const char *value)
{
	text_add(out, ".TP\n\\fB");
	roff_add(out, tag);
	text_add(out, "\\fR");
	if (value) {
		text_add(out, " \\fI");
		roff_add(out, value);
		text_add(out, "\\fR");
	}
	text_add_char(out, '\n');
}

void roff_example(struct text *out, const char *plain)
{
	text_add(out, ".PP\n.nf\n.RS 4\n");
	add_lines(out, plain, "\\&");
	text_add(out, ".RE\n.fi\n");
}
