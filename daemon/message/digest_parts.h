/* What the files digest*.c share. */
#ifndef MESSAGE_DIGEST_PARTS_H
#define MESSAGE_DIGEST_PARTS_H

#include "message/digest.h"

void digest_text_cases(const struct news_view *line, size_t each, struct text *out);
void digest_html_cases(const struct news_view *line, size_t each, struct text *out);

#endif
