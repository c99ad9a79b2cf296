/* A session: where portals sign in. Portals with the same profile, address and credentials share one,
 * so that a token is asked for once, whoever needs it first; those who come meanwhile wait for the
 * same answer. */
#ifndef POLL_SESSION_H
#define POLL_SESSION_H

#include "conf/settings.h"
#include "portal/sign_in.h"

struct ground;
struct session;

struct session_options { /* all borrowed: while any portal that shares the session may ask */
	struct ground *ground;
	const struct portal_settings *settings;
	const struct profile *profile;
	const struct sign_in_settings *sign_in;
};
struct session *session_new(const struct session_options *options);
/* Would a session with these options do exactly the same? */
bool session_serves(const struct session *session, const struct session_options *options);
struct session *session_share(struct session *session);
/* The last one who leaves closes it; NULL is allowed. */
void session_free(struct session *session);

/* What stands there now, to be added to a request. */
const struct sign_in *session_sign_in(const struct session *session);
bool session_token_needed(const struct session *session);
/* Which token that is: it grows with each new one. */
uint64_t session_token_number(const struct session *session);
/* The portal does not take that token: forget it, unless there is a newer one already. True if
 * asking again makes sense (once). */
bool session_refused(struct session *session, uint64_t number);

struct session_answer {
	bool signed_in; /* a token is there */
	struct error trouble; /* when not: the sentence */
	bool may_pass;
	int64_t retry_after_ms; /* as the portal asked; 0: did not */
};
/* Comes from the loop, never from inside session_ask(). */
typedef void session_fn(void *user, const struct session_answer *answer);

struct session_wait { /* one at a time; the visitor keeps it until it is answered or leaves */
	session_fn *on_answer;
	void *user;
	struct session_wait *next;
};
void session_ask(struct session *session, struct session_wait *wait);
/* Not answered any more; one who does not wait is allowed. */
void session_leave(struct session *session, struct session_wait *wait);

#endif
