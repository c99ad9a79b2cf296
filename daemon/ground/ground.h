/* The ground: what every job of the daemon stands on.
 *
 * The families – poll/, evaluate/, deliver/, web/ – know the ground and never each other. What one has to
 * say to whoever it concerns is one of the calls below: app/ alone knows all of them, and wires. */
#ifndef GROUND_GROUND_H
#define GROUND_GROUND_H

#include <ev.h>

#include "ground/portals.h"
#include "net/transfer.h"
#include "site/site.h"
#include "store/store.h"

/* A store that another holds for a moment is not waited for: who finds it busy (-EBUSY) comes back after
 * so long, and takes it for a failure only when that has gone on for long. */
#define STORE_PATIENCE_MS 30
#define STORE_BUSY_S 0.2
#define STORE_BUSY_MOST_MS (60 * 1000)

/* How long the store has been busy for one who comes back to it. Zero-initialised: it is not. */
struct store_busy {
	int64_t since_ms; /* monotonic; 0: it is not */
};

struct alerts;
struct readings;

struct ground_calls { /* `user`: what stands beside them */
	/* A poll of the portal came to its end. */
	void (*portal_read)(void *user, const struct portal *portal, enum poll_result result);
	void (*pass_done)(void *user); /* every change so far is judged and evaluated */
	void (*pass_failed)(void *user); /* the store failed; the evaluator tries again later */
	void (*news_written)(void *user); /* the outbox has something new */
	/* An attempt came to its end: "handed_over", "refused" … for metrics. */
	void (*delivered)(void *user, const char *channel, const char *result);
	void (*outbox_drained)(void *user); /* nothing is due and nothing under way */
	void (*woken)(void *user); /* an operator wrote to the store */
	/* Days wait to be closed before more may be put: a pass begins with that, by pieces. False: it
	 * cannot now, so that whoever asks has to put, which closes them at once. */
	bool (*closes_days)(void *user);
	/* The name of a job that should have moved by now (monotonic, ms) and did not; NULL: all is well. */
	const char *(*stuck_job)(void *user, int64_t now_ms);
};

/* What became of the last reload, for status, page and metrics. */
struct reload_outcome {
	bool refused; /* the configuration in force is not the one on disk */
	instant at; /* when a configuration last came into force: at the start, or by a reload */
	char why[512]; /* one sentence; "" when it was not refused */
};

struct ground {
	struct ev_loop *loop;
	struct site *site; /* in force */
	struct judge judge; /* of the site */
	struct portals portals; /* of the site */
	struct store *store;
	struct tally tally; /* the live one */
	struct transfers *portal_transfers;
	struct transfers *public_hooks; /* refuse private addresses */
	struct transfers *private_hooks; /* receivers with allow-private */
	struct transfers *mail_transfers;
	struct alerts *alerts; /* that are not inactive; written by the evaluator */
	const struct readings *readings; /* of the last pass that could */
	struct reload_outcome reload;
	bool once; /* --once */
	const struct ground_calls *calls;
	void *user; /* of the calls */
};

static inline const struct settings *ground_settings(const struct ground *ground)
{
	return ground->site->settings;
}

static inline const struct zone *ground_zone(const struct ground *ground)
{
	return ground->site->zone;
}

/* Should whoever got `result` of the store come back to it after STORE_BUSY_S, instead of failing? */
bool ground_store_busy(const struct ground *ground, struct store_busy *busy, int result);

/* The pools of transfers, by the settings in force. */
void ground_make_transfers(struct ground *ground);
void ground_free_transfers(struct ground *ground);

#endif
