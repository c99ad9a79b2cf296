/* Cells of the tally as a few bytes each. A first sync moves a thousand cells a page: what a page did
 * is kept in its transaction in this form and added to the tally's rows together with what other
 * pages did. The rows themselves are written so too.
 *
 * A cell: unit, field, month less the month of the cell before it, which columns are not 0 (a bit
 * each), those columns; all of them varint.h's numbers. */
#ifndef STORE_CASES_TALLY_JOURNAL_H
#define STORE_CASES_TALLY_JOURNAL_H

#include "base/text.h"
#include "core/alert/tally.h"

/* Appends the cells that are not all zero; returns how many. */
size_t journal_write(struct text *out, const struct tally *delta);
/* Adds what was written to a tally, `sign` times. -EBADMSG: these bytes were not written so. */
int journal_read(struct slice journal, struct tally *tally, int sign);

#endif
