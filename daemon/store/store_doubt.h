/* Doubtful polls: what a portal says that cannot be is not taken over (core/case/plausibility.h).
 *
 * A poll that is weighed holds back whatever would lose or rewrite what is known, and all new cases, until its
 * pages are put. store_poll_settle() then takes it over, or finds it doubtful: then nothing of it is kept but
 * the numbers and three codes of each kind, so that no history has to be undone and memory stays bounded. What
 * a case's life brings (a status that moves on, a supplement) is taken over at once either way. "Accepted" lets
 * the next poll take over the kinds that were accepted; "rejected" goes on refusing them without asking again.
 * Either way a poll that is plausible settles it: a sweep what a sweep showed, any poll the rest. */
#ifndef STORE_STORE_DOUBT_H
#define STORE_STORE_DOUBT_H

#include "core/case/plausibility.h"
#include "store/store.h"

/* Before the first page: the poll is weighed, when its portal has been read completely before. */
void store_poll_weigh(struct store *store, int64_t poll, const struct plausibility_bounds *bounds);
/* When all pages are put (`complete`: as far as can be seen), before store_poll_end(), with POLL_DOUBTFUL
 * when *ret_doubts, a mask of 1 << enum implausible, is not 0; a poll that is not complete has a doubt only
 * of what it showed. *ret_put: what was taken over here. */
int store_poll_settle(struct store *store, int64_t poll, bool complete, const struct judge *judge,
	instant now, struct tally *tally, unsigned *ret_doubts, struct put_result *ret_put,
	struct error *error);

enum doubt_decision { DOUBT_OPEN, DOUBT_ACCEPTED, DOUBT_REJECTED }; /* stored */
struct store_doubt {
	uint32_t portal;
	enum implausible kind;
	bool sweep;
	instant since, seen;
	int64_t cases, of;
	const char *codes; /* up to three, a line each */
	enum doubt_decision decided;
	instant decided_at; /* NONE */
	const char *by;
};
/* By portal. Strings good during the call, which may not call the store. */
typedef int store_doubt_fn(void *user, const struct store_doubt *doubt);
int store_doubts(struct store *store, store_doubt_fn *on_doubt, void *user, struct error *error);
/* Since when a portal is in doubt; NONE: it is not. *ret_accepted: all of it was accepted. */
int store_doubtful(struct store *store, uint32_t portal, instant *ret_since, bool *ret_accepted,
	struct error *error);
/* An operator's word. -ENOENT: nothing is in doubt. */
int store_decide_doubt(struct store *store, uint32_t portal, enum doubt_decision decision,
	const char *by, instant now, struct error *error);

#endif
