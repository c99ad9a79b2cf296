/* Signing in: what to add to a request, and what to do before the first one. Pure: the poller sends
 * what is asked here and hands back the answers. */
#ifndef PORTAL_SIGN_IN_H
#define PORTAL_SIGN_IN_H

#include "portal/profile.h"

enum sign_in_kind {
	SIGN_IN_NONE,
	SIGN_IN_BASIC,
	SIGN_IN_BEARER, /* a token from the configuration */
	SIGN_IN_HEADER, /* one or more fixed headers, e.g. OpenCPS Token */
	SIGN_IN_OAUTH2,
	SIGN_IN_SESSION
};

/* From the portal's section; strings are borrowed for the sign_in's life. Secrets stay here. */
struct sign_in_settings {
	enum sign_in_kind kind;
	const char *user, *password; /* basic, session, oauth2 password grant */
	const char *token; /* bearer */
	const char *const *headers; /* "Name: value", NULL-terminated; may be NULL */
	const char *client_id, *client_secret; /* oauth2 */
	const char *token_url; /* oauth2, session: absolute or a path of the portal */
	const char *scope;
};

/* What a portal with this profile signs in by when its section does not say. */
enum sign_in_kind sign_in_default(const struct profile *profile);

struct sign_in;
struct sign_in *sign_in_new(const struct profile *profile, const struct sign_in_settings *settings);
void sign_in_free(struct sign_in *sign_in);

/* Must a token be fetched first? (absent, or expires within its early-refresh margin at `now`) */
bool sign_in_needed(const struct sign_in *sign_in, instant now);
/* The token request; path_query may be an absolute URL. */
int sign_in_request(struct sign_in *sign_in, struct request *ret_request, struct error *error);
/* A header of the answer, for portals that hand the token over in one (or in a cookie): call for
 * each before sign_in_answer. Others ignore it. */
void sign_in_answer_header(struct sign_in *sign_in, struct slice name, struct slice value);
/* The answer's status and body (at most 64 KiB kept by the caller). */
int sign_in_answer(
	struct sign_in *sign_in, int status, struct slice body, instant now, struct error *error);
/* A 401/403 came: forget the token. True if a retry with a fresh one makes sense (once). */
bool sign_in_refused(struct sign_in *sign_in);
/* Adds Authorization, Cookie or other headers to a request, and fills {session}. */
void sign_in_apply(const struct sign_in *sign_in, struct request *request);
struct slice sign_in_session(const struct sign_in *sign_in);

#endif
