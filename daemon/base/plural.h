/* English plurals: "1 case", "3 cases". Sentences are written with "(s)" behind a noun that a number
 * counts: "%lld case(s), %lld difference(s)". */
#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

#include "base/text.h"

/* Settles every "(s)" of the sentence, in place: nothing where the last number before it is 1, "s" where
 * it is another or there is none. Returns the new length. */
size_t plural(char *sentence);
/* text_printf() with what it adds settled. */
void plural_printf(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
