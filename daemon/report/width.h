/* How wide text stands on a screen with fixed columns, and cutting it into lines. */
#ifndef REPORT_WIDTH_H
#define REPORT_WIDTH_H

#include "base/text.h"

/* Columns: combining marks and control characters take none, East Asian wide ones two (Unicode
 * UAX #11, the blocks in use), an invalid byte one. */
size_t display_width(struct slice text);

/* Appends `text` to *out in lines of at most `most` columns, broken at blanks; a word longer than a
 * line stands alone on it. Later lines begin with `indent`; the first is thought to begin at column
 * `column`. Ends without a line break. */
void wrap_add(struct text *out, struct slice text, size_t most, size_t column, const char *indent);

/* Appends `text`; when it takes more than `most` columns, as much of it as stands before an … */
void clip_add(struct text *out, struct slice text, size_t most);

#endif
