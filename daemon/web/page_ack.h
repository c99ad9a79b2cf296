/* Acknowledging by the link of a letter: reads the token, looks how its alert stands, and on POST
 * writes the hold, once. */
#ifndef WEB_PAGE_ACK_H
#define WEB_PAGE_ACK_H

#include "page/ack_page.h"
#include "web/snapshot.h"

/* Fills the view. `act`: acknowledge (a POST with this body). Fails only when the store does. */
int page_ack(struct snapshot *snapshot, const char *token, bool act, struct slice body,
	struct ack_view *ret_view, struct error *error);

#endif
