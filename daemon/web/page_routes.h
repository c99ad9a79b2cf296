/* Which address of the page means what, and who may read it. */
#ifndef WEB_PAGE_ROUTES_H
#define WEB_PAGE_ROUTES_H

#include "core/alert/roll_up.h"
#include "net/server.h"
#include "web/meters.h"

struct ground;
struct trend;

struct page {
	struct ground *ground;
	struct roll_up *roll_up; /* kept from one answer to the next */
	struct trend *trend;
	struct meters polls, deliveries;
};

enum reader {
	READER_STRANGER, /* from another machine, without the token */
	READER_LOCAL, /* from this machine */
	READER_WITH_TOKEN
};

void page_answer(struct page *page, enum reader reader, const struct server_request *request,
	struct server_answer *answer);

#endif
