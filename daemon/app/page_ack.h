/* Acknowledging by the link of a letter: reads the token, looks how its alert stands, and on POST
 * writes the hold, once. */
#ifndef APP_PAGE_ACK_H
#define APP_PAGE_ACK_H

#include "app/snapshot.h"
#include "page/ack_page.h"

/* Fills the view. `act`: acknowledge (a POST with this body). Fails only when the store does. */
int page_ack(struct snapshot *snapshot, const char *token, bool act, struct slice body,
	struct ack_view *ret_view, struct error *error);

#endif
