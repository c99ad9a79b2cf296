/* The pollers: when each portal is read, and what its failures mean.
 *
 * Cycles start every `every`, on a grid that a long cycle does not shift, each with a little
 * jitter so that portals do not march in step; never two of one portal at once. Every `full-sweep`
 * a cycle is a sweep of all cases. After a failed cycle the wait doubles up to a cap, Retry-After
 * honoured. One log line says that a portal went bad, one that it recovered. What is known of a portal
 * afterwards stands in ground/portals.h. */
#ifndef POLL_POLLER_H
#define POLL_POLLER_H

#include "ground/ground.h"

struct poller;
struct pollers { /* one a portal, in their order */
	struct poller **items;
	size_t count;
};

/* Reads the secrets; starts nothing. The portals are borrowed; they need no ids yet. */
int pollers_new(struct ground *ground, struct portals *portals, struct pollers *ret_pollers,
	struct error *error);
void pollers_free(struct pollers *pollers);
/* Plans the first cycles: a portal that was read not long ago waits for its turn, and after a reload the
 * turn of the halted poller of the same portal goes on. */
void pollers_start(const struct pollers *pollers, const struct pollers *old);
/* Reads now, once; nothing is planned after it. */
void pollers_run_once(const struct pollers *pollers);
/* An operator may have decided what is in doubt: what was accepted is read again at once. */
void pollers_heed_doubts(const struct pollers *pollers);
/* Stops cycles under way and plans nothing more; returns how many were under way. */
int pollers_halt(const struct pollers *pollers);
/* The name of a portal whose poller should have moved by now (monotonic, ms), or is stuck; NULL: none. */
const char *pollers_stuck(const struct pollers *pollers, int64_t now_ms);

struct json_writer;
/* What the poller of a portal (by its place) is doing, as members of an object. */
void pollers_debug(const struct pollers *pollers, size_t index, struct json_writer *json);

#endif
