#include "base/plural.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/memory.h"

static bool is_digit(char byte)
{
	return byte >= '0' && byte <= '9';
}

/* Is the last number before `end` a 1 that stands alone? "0.1", "1,1" and "21" are not. */
static bool one_before(const char *sentence, const char *end)
{
	while (end > sentence && !is_digit(end[-1]))
		end--;
	if (end == sentence || end[-1] != '1')
		return false;
	const char *before = end - 1;
	if (before == sentence)
		return true;
	if (is_digit(before[-1]))
		return false;
	bool joined = before[-1] == '.' || before[-1] == ',' || before[-1] == '-';
	return !(joined && before - 1 > sentence && is_digit(before[-2]));
}

size_t plural(char *sentence)
{
	char *out = sentence;
	/* what is written never overtakes what is read, and the numbers stand in both */
	for (const char *in = sentence; *in;) {
		if (strncmp(in, "(s)", 3) != 0) {
			*out++ = *in++;
			continue;
		}
		if (!one_before(sentence, out))
			*out++ = 's';
		in += 3;
	}
	*out = '\0';
	return (size_t)(out - sentence);
}

void plural_printf(struct text *text, const char *format, ...)
{
	va_list args, again;
	va_start(args, format);
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	cleanup(cleanup_free) char *added = xcalloc((size_t)(length > 0 ? length : 0) + 1, 1);
	vsnprintf(added, (size_t)(length > 0 ? length : 0) + 1, format, args);
	va_end(args);
	plural(added);
	text_add(text, added);
}
