/* Text in roff, the language of manual pages: a hyphen is a minus sign to type, a backslash is
 * itself, a leading dot or quote is text. A manual page made with these is right with groff's
 * warnings on, which a test looks at. */
#ifndef BASE_ROFF_H
#define BASE_ROFF_H

#include "base/text.h"

/* Plain text inside a line. */
void roff_add(struct text *out, const char *plain);
/* Plain text as lines of their own; "\n" separates them. An empty line becomes a new paragraph. */
void roff_lines(struct text *out, const char *plain);
/* A tagged paragraph: a bold tag, an italic value behind it (NULL: none); the text follows. */
void roff_tag(struct text *out, const char *tag, const char *value);
/* Lines that stand as they are written, in a fixed font. */
void roff_example(struct text *out, const char *plain);

#endif
