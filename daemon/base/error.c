#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/plural.h"

int error_set(struct error *error, int code, const char *format, ...)
{
	if (error) {
		va_list args;
		va_start(args, format);
		vsnprintf(error->text, sizeof(error->text), format, args);
		va_end(args);
		plural(error->text);
	}
	return code;
}

void error_prefix(struct error *error, const char *format, ...)
{
	if (!error)
		return;
	char old[sizeof(error->text)];
	memcpy(old, error->text, sizeof(old));
	va_list args;
	va_start(args, format);
	int length = vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	if (length < 0 || (size_t)length + 3 > sizeof(error->text))
		return;
	/* what does not fit is cut off: the front says where, the end only what more */
	char *behind = error->text + length;
	size_t room = sizeof(error->text) - (size_t)length - 3;
	size_t kept = strnlen(old, room);
	memcpy(behind, ": ", 2);
	memcpy(behind + 2, old, kept);
	behind[2 + kept] = '\0';
}
