/* A desk: where portals sign in. Portals with the same profile, address and credentials share one,
 * so that a token is asked for once, whoever needs it first; those who come meanwhile wait for the
 * same answer. */
#ifndef APP_DESK_H
#define APP_DESK_H

#include "conf/settings.h"
#include "portal/sign_in.h"

struct app;
struct desk;

struct desk_options { /* all borrowed: while any portal that shares the desk may ask */
	struct app *app;
	const struct portal_settings *settings;
	const struct profile *profile;
	const struct sign_in_settings *sign_in;
};
struct desk *desk_new(const struct desk_options *options);
/* Would a desk with these options do exactly the same? */
bool desk_serves(const struct desk *desk, const struct desk_options *options);
struct desk *desk_share(struct desk *desk);
/* The last one who leaves closes it; NULL is allowed. */
void desk_free(struct desk *desk);

/* What stands there now, to be added to a request. */
const struct sign_in *desk_sign_in(const struct desk *desk);
bool desk_token_needed(const struct desk *desk);
/* Which token that is: it grows with each new one. */
uint64_t desk_token_number(const struct desk *desk);
/* The portal does not take that token: forget it, unless there is a newer one already. True if
 * asking again makes sense (once). */
bool desk_refused(struct desk *desk, uint64_t number);

struct desk_answer {
	bool signed_in; /* a token is there */
	struct error trouble; /* when not: the sentence */
	bool may_pass;
	int64_t retry_after_ms; /* as the portal asked; 0: did not */
};
/* Comes from the loop, never from inside desk_ask(). */
typedef void desk_fn(void *user, const struct desk_answer *answer);

struct visit { /* one at a time; the visitor keeps it until it is answered or leaves */
	desk_fn *on_answer;
	void *user;
	struct visit *next;
};
void desk_ask(struct desk *desk, struct visit *visit);
/* Not answered any more; one who does not wait is allowed. */
void desk_leave(struct desk *desk, struct visit *visit);

#endif
