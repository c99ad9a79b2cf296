/* UTF-8 as RFC 3629 has it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/slice.h"

#define UTF8_REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */
#define UTF8_BOM "\xEF\xBB\xBF"

/* Bytes of the sequence at `data` (1..4), or 0 when what stands there is none. length > 0. */
size_t utf8_step(const char *data, size_t length);
bool utf8_valid(struct slice text);

#endif
