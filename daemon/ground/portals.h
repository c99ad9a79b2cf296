/* The portals of the configuration, and what is known of each: when it was read last, how it stands, what
 * it is to be told of it. Known whoever reads it, and also when nobody does: a portal without a reader is
 * stale, it is never absent.
 *
 * The poller of a portal (poll/poller.h) writes here what became of its cycles; evaluator, page and service
 * only read. */
#ifndef GROUND_PORTALS_H
#define GROUND_PORTALS_H

#include "site/site.h"
#include "store/store.h"

/* What the evaluator must know of a portal at an instant. */
enum portal_footing {
	PORTAL_SETTLED, /* its newest poll is complete: its numbers are whole */
	PORTAL_UNSETTLED, /* a poll runs, or the last one was not complete: no rule is evaluated */
	PORTAL_STALE /* too long without a complete poll, in doubt, or nobody reads it: its alerts freeze */
};

struct portal {
	uint32_t id; /* in the store */
	const struct site *site; /* in force, or about to be */
	const struct portal_settings *settings; /* of that site, as is its profile */
	const struct profile *profile;
	char subject[80]; /* "portal dongnai", for log lines */
	bool has_reader; /* a poller is at work for it */
	bool reading; /* a poll runs */
	bool settled; /* its newest poll is complete */
	instant complete; /* when the newest complete poll, or sweep, began; NONE: never */
	instant sweep;
	instant begun; /* from when on it had nothing complete to go by */
	instant doubtful; /* since when what it says is in doubt (store/store_doubt.h); NONE: it is not */
	bool stale_said;
	int failures; /* in a row */
	instant bad_since;
};

struct portals { /* in the order of the configuration */
	struct portal *items;
	size_t count;
};

/* The portals of a site, with what the store knows of their polls. Nothing is written; a portal that the
 * store does not know yet has no id. On failure there is nothing to free. */
int portals_prepare(
	struct portals *portals, const struct site *site, struct store *store, struct error *error);
/* Registers all of them in one transaction and gives each its id: nothing is changed when it fails. */
int portals_register(struct portals *portals, struct store *store, struct error *error);
/* What an earlier site knew of the portals that are still there. Cannot fail. */
void portals_take_over(struct portals *portals, const struct portals *old);
void portals_release(struct portals *portals);
/* By the store's number; NULL: not configured any more. */
const struct portal *portals_find(const struct portals *portals, uint32_t id);

enum portal_footing portal_footing(const struct portal *portal, instant now);
/* Reads again since when it is in doubt; *ret_accepted: all that is doubted was accepted. A failure is
 * logged. */
void portal_heed_doubt(struct portal *portal, struct store *store, bool *ret_accepted);
/* Since when its alerts are frozen, or from when they will be without another complete poll. */
instant portal_frozen_at(const struct portal *portal);
/* Since when it is stale, or from when it will be without another complete poll. */
instant portal_stale_at(const struct portal *portal);
/* Logs once that it is stale at `now`, when it is. */
void portal_say_stale(struct portal *portal, instant now);
/* One sentence for the service manager, "" when all is well: "portal dongnai fails since 08:15". */
const char *portal_complaint(const struct portal *portal, char buffer[static 200]);

#endif
