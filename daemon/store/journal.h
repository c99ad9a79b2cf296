/* What a page did to the tally, as a few bytes a cell. A first sync moves a thousand cells a page:
 * they are kept in the page's transaction in this form and added to the tally's rows together. */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "base/text.h"
#include "core/tally.h"

/* Appends the cells that are not all zero; returns how many. */
size_t journal_write(struct text *out, const struct tally *delta);
/* Adds what was written to a tally, `sign` times. -EBADMSG: these bytes were not written so. */
int journal_read(struct slice journal, struct tally *tally, int sign);

#endif
