/* HTML text and attribute escaping: & < > " '. Control characters and what is not UTF-8 become
 * U+FFFD, for HTML has no place for them. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/text.h"

void html_add(struct text *out, struct slice raw);
void html_add_string(struct text *out, const char *raw);

#endif
