/* Lists as profiles write them: `a | b | 'c'`. */
#ifndef PORTAL_ALTERNATIVES_H
#define PORTAL_ALTERNATIVES_H

#include "base/slice.h"

/* Takes the next piece off *rest, trimmed; a bar inside '…' does not separate. */
bool alternatives_split(struct slice *rest, struct slice *ret_piece);
/* What stands between two single quotes that are the whole text; false: there are none. */
bool alternative_unquote(struct slice text, struct slice *ret_inside);

#endif
