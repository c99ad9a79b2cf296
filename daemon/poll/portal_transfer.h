/* A request to a portal as its section says: its address, certificates, proxy and patience. */
#ifndef POLL_PORTAL_TRANSFER_H
#define POLL_PORTAL_TRANSFER_H

#include "conf/settings.h"
#include "net/transfer.h"
#include "portal/profile.h"

struct ground;

struct portal_listener { /* see struct http_request */
	transfer_header_fn *on_header;
	transfer_data_fn *on_data;
	transfer_done_fn *on_done;
	void *user;
};
struct transfer *portal_transfer(const struct ground *ground,
	const struct portal_settings *settings, const struct request *request,
	const struct portal_listener *listener);

/* May the same request fare better later? */
bool portal_may_pass(const struct transfer_result *result);

#endif
