/* The address of the next page, as an answer gives it, against the address that was asked (RFC 3986,
 * 5.2): a URL, a path, "?page=2" or "next/2". Scheme and host are dropped, so that no answer can send
 * a token elsewhere. */
#ifndef PORTAL_LINK_H
#define PORTAL_LINK_H

#include "base/error.h"
#include "base/text.h"

/* Appends path and query, from the host's root. `asked` is the same of what was asked; "" when nothing
 * was. -EBADMSG: no address; the sentence holds nothing of it. */
int link_resolve(struct slice asked, struct slice link, struct text *out, struct error *error);

#endif
