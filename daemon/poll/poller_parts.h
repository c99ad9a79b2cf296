/* What the files of a poller share: its state, when it is read next, and how it stands. */
#ifndef POLL_POLLER_PARTS_H
#define POLL_POLLER_PARTS_H

#include <ev.h>

#include "poll/drop_folder.h"
#include "poll/poller.h"
#include "site/portal_secrets.h"

struct poller {
	struct ground *ground;
	struct portal *portal; /* what is known of it */
	struct portal_secrets secrets;
	struct session *session;
	struct page_memory *memory;
	struct cycle *cycle;
	struct drop_folder *folder; /* of a portal of files: each is a cycle of its own */
	enum poll_result once_result; /* of its files with --once */
	struct store_busy busy;
	ev_timer turn;
	int64_t due_ms; /* monotonic: the grid's next point; 0: none yet */
	int64_t moves_by;
	bool once;
	bool halted_reading; /* it was halted in the middle of a cycle */
};

/* When it is read next. */
void poller_plan(struct poller *poller, int64_t wait_ms);
/* The grid's next point that has not passed, and a little later. */
void poller_plan_next(struct poller *poller);
/* After failures: longer from one to the next. */
void poller_plan_retry(struct poller *poller, int64_t retry_after_ms);
/* How long until its turn, as it was planned. */
int64_t poller_waits_ms(const struct poller *poller);
/* Outside office hours, when the portal is only read inside them: how long to wait; 0: not. */
int64_t poller_closed_for_ms(const struct poller *poller);

/* A cycle is over: how the portal stands by it, a line in the log, and the next turn. */
void poller_cycle_complete(struct poller *poller, const struct cycle_report *report);
void poller_cycle_failed(struct poller *poller, const struct cycle_report *report);
/* Is it in doubt since, or no more? The office is told when that begins. */
void poller_heed_doubt(struct poller *poller);

#endif
