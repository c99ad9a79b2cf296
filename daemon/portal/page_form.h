/* What a page or a value is, told without its text: a page holds persons, and a sentence goes into the
 * log, the store and letters. */
#ifndef PORTAL_PAGE_FORM_H
#define PORTAL_PAGE_FORM_H

#include "base/error.h"
#include "base/slice.h"
#include "portal/record.h"

/* Is this the beginning of JSON or CSV? The usual wrong pages are named before a parser stumbles over
 * them. `start`: the first bytes, behind a byte order mark; `whole`: no more comes. -EBADMSG: no. */
int page_form_check(struct slice start, bool csv, bool whole, struct error *error);

/* "99/99/9999 99:99": digits as 9, letters as x. */
void form_of_value(struct slice text, char ret_form[static DATE_FORM_MAX]);
/* What an answer gives as its error, if it can be shown: a small number, true or false, or one of the
 * words of RFC 6749; else NULL. */
const char *form_safe_word(const char *word);

#endif
