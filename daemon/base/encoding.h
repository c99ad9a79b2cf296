/* The bytes of a text file, whatever program of whichever system wrote it, as plain UTF-8 text. */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include "base/text.h"

/* Is it UTF-16, by its mark or by every other byte of its beginning being zero? */
bool encoding_is_utf16(struct slice content);
/* Without a byte order mark; UTF-16 becomes UTF-8, what is no character of it U+FFFD. Other bytes
 * stay as they are. Nothing is left behind in memory. */
void encoding_to_utf8(struct text *content);
/* Blanks as word processors, spreadsheets and web pages write them (slice_blank()) become plain ones;
 * those without width go. In place. */
void encoding_plain_blanks(char *data, size_t *length);

#endif
