/* A cycle: one reading of one portal from the first page to the last, as a poll of the store.
 *
 * Signs in if need be, then reads listing by listing and page by page, one request at a time; the
 * next page is asked for while the store still takes the one before. A page that fails is asked for
 * again twice, after a short wait (or the portal's Retry-After, when short); then the cycle ends
 * and is not complete. Whole pages stay in the store whatever happens later. */
#ifndef POLL_CYCLE_H
#define POLL_CYCLE_H

#include "conf/settings.h"
#include "net/transfer.h"
#include "portal/sign_in.h"
#include "store/store.h"

struct ground;
struct cycle;
struct session;
struct page_memory;

struct cycle_report {
	enum poll_result result;
	bool sweep;
	instant started;
	int64_t pages, records, set_aside;
	int64_t changed; /* cases added or changed */
	int64_t conflicting; /* cases of which it said two things */
	const char *trouble; /* one sentence; "" when complete */
	int64_t retry_after_ms; /* as the portal asked; 0: did not */
};
/* For a log line: ", 2 said twice and differently", or "". */
const char *cycle_report_doubts(const struct cycle_report *report, char buffer[static 64]);
/* The cycle is over and freed when this returns. Never from inside cycle_start(). */
typedef void cycle_done_fn(void *user, const struct cycle_report *report);

struct cycle_options { /* all borrowed for the cycle's life */
	struct ground *ground;
	const struct portal *portal;
	struct session *session; /* where it signs in */
	struct page_memory *memory;
	enum cycle_kind kind;
	instant since; /* windowed listings ask from here on */
	cycle_done_fn *on_done;
	void *user;
};

/* Fails only when the store does. */
int cycle_start(const struct cycle_options *options, struct cycle **ret_cycle, struct error *error);
/* Ends it now without on_done: what came whole is put, the poll is cut short. NULL is allowed. */
void cycle_stop(struct cycle *cycle);
/* Until when (monotonic, ms) the cycle must have made its next step, or it is stuck. */
int64_t cycle_moves_by(const struct cycle *cycle);

struct json_writer;
/* How far it has come, as members of an object. */
void cycle_debug(const struct cycle *cycle, struct json_writer *json);

#endif
