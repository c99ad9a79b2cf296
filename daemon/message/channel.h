/* What the channels share: header lines ready for net's transfers. */
#ifndef MESSAGE_CHANNEL_H
#define MESSAGE_CHANNEL_H

#include <stddef.h>

#define HEADER_LINES_MOST 24

/* "Name: value" lines, NULL-terminated; a folded line holds CRLF and a blank where it is folded.
 * Zero-initialised is empty; header_lines_free() leaves it so. */
struct header_lines {
	char *line[HEADER_LINES_MOST + 1];
	size_t count;
};
void header_lines_add(struct header_lines *lines, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void header_lines_free(struct header_lines *lines);

#endif
