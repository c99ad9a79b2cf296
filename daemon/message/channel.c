#include "message/channel.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/memory.h"

void header_lines_add(struct header_lines *lines, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	char *line = xmalloc((size_t)length + 1);
	vsnprintf(line, (size_t)length + 1, format, again);
	va_end(again);
	va_end(arguments);
	assert(lines->count < HEADER_LINES_MOST);
	lines->line[lines->count++] = line;
}

void header_lines_free(struct header_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		free(lines->line[i]);
	*lines = (struct header_lines){0};
}
