/* A poller: when one portal is read, and what its failures mean.
 *
 * Cycles start every `every`, on a grid that a long cycle does not shift, each with a little
 * jitter so that portals do not march in step; never two of one portal at once. Every `full-sweep`
 * a cycle is a sweep of all cases. After a failed cycle the wait doubles up to a cap, Retry-After
 * honoured. One log line says that a portal went bad, one that it recovered. */
#ifndef APP_POLLER_H
#define APP_POLLER_H

#include "app/cycle.h"

struct poller;

/* What the evaluator must know of a portal at an instant. */
enum portal_footing {
	PORTAL_SETTLED, /* its newest poll is complete: its numbers are whole */
	PORTAL_UNSETTLED, /* a poll runs, or the last one was not complete: no rule is evaluated */
	PORTAL_STALE /* too long without a complete poll: its alerts freeze */
};

/* `portal`: its id in the store. The settings and profile are borrowed for the poller's life. */
int poller_new(struct app *app, const struct portal_settings *settings, uint32_t portal,
	struct poller **ret_poller, struct error *error);
/* Stops a cycle under way, and plans nothing more. */
void poller_halt(struct poller *poller);
void poller_free(struct poller *poller);

/* Plans the first cycle: when the portal was read not long ago, its turn is waited for. */
void poller_start(struct poller *poller);
/* Reads now, once; nothing is planned after it. */
void poller_run_once(struct poller *poller);
/* The same after a reload as the poller of the old settings: failures and turn go on. */
void poller_take_over(struct poller *poller, const struct poller *old);

const struct portal_settings *poller_settings(const struct poller *poller);
uint32_t poller_portal(const struct poller *poller); /* the store's number */
bool poller_reading(const struct poller *poller);
enum portal_footing poller_footing(const struct poller *poller, instant now);
/* When the newest complete poll began; NONE: never. */
instant poller_complete(const struct poller *poller);
/* Since when it is stale, or from when it will be without another complete poll. */
instant poller_stale_at(const struct poller *poller);
/* Logs once that it is stale at `now`, when it is. */
void poller_say_stale(struct poller *poller, instant now);
/* Until when (monotonic, ms) it must have moved, or it is stuck. */
int64_t poller_moves_by(const struct poller *poller);
/* One sentence for the service manager, "" when all is well: "portal dongnai fails since 08:15". */
const char *poller_complaint(const struct poller *poller, char buffer[static 200]);

#endif
