/* A fetch: one page of a portal, asked for and decoded as its bytes come.
 *
 * Signs in first if need be; a 401 or 403 to a signed-in request brings one retry with a fresh
 * token, and after a page that was not understood the caller's next try has a fresh one. Everything
 * else about trying again is the caller's. */
#ifndef POLL_FETCH_H
#define POLL_FETCH_H

#include "conf/settings.h"
#include "portal/decode.h"

struct ground;
struct session;
struct fetch;
struct page_memory;

struct fetch_result {
	bool whole; /* the page came whole and was understood, or has not changed since: `page` is
		     * filled */
	struct page_result page;
	struct error trouble; /* when not whole: the sentence */
	enum no_page no_page; /* and what came instead */
	bool may_pass; /* asking again may help */
	int64_t retry_after_ms; /* as the portal asked; 0: did not */
};
/* Never from inside fetch_page(); the next page may be asked for. */
typedef void fetch_done_fn(void *user, const struct fetch_result *result);

struct fetch_options { /* all borrowed for the fetch's life */
	struct ground *ground;
	const struct portal_settings *settings;
	const struct profile *profile;
	struct session *session; /* where the portal signs in */
	struct page_memory *memory; /* of the portal */
	decode_record_fn *on_record;
	decode_problem_fn *on_problem;
	fetch_done_fn *on_done;
	void *user;
};
struct fetch *fetch_new(const struct fetch_options *options);
void fetch_free(struct fetch *fetch); /* without on_done */

/* One at a time. The values' session, zone and agency are filled here; `cursor` is copied. */
struct fetch_page {
	enum cycle_kind kind;
	int listing;
	struct request_values values;
	instant now; /* of the cycle: what lies in the future */
};
void fetch_page(struct fetch *fetch, const struct fetch_page *page);
/* Ends the one under way without on_done. */
void fetch_cancel(struct fetch *fetch);

#endif
