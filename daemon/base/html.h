/* HTML text and attribute escaping: & < > " ' and control characters. */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/text.h"

void html_add(struct text *out, struct slice raw);
void html_add_string(struct text *out, const char *raw);

#endif
