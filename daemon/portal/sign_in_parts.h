/* What the files of signing in share; invisible outside this layer. */
#ifndef PORTAL_SIGN_IN_PARTS_H
#define PORTAL_SIGN_IN_PARTS_H

#include "portal/profile_parts.h"
#include "portal/sign_in.h"

struct sign_in {
	const struct sign_in_plan *plan;
	struct sign_in_settings settings;
	struct answer_plan oauth2; /* where RFC 6749 puts things */
	char *token; /* NULL: none, or forgotten */
	char *header_token; /* brought by a header or cookie of the answer being read */
	instant refresh_at; /* INSTANT_NONE: only when refused */
};

static inline bool sign_in_has_token(enum sign_in_kind kind)
{
	return kind == SIGN_IN_OAUTH2 || kind == SIGN_IN_SESSION;
}

/* "Authorization: Basic …" of a pair (RFC 7617). The caller frees it. */
char *basic_header(struct slice user, struct slice password);

/* The values a plan asks for, from a small JSON answer; absent ones are NULL. */
struct answer_values {
	char *value[ANSWER_VALUES];
};
/* -EBADMSG: not JSON. */
int answer_read(const struct answer_plan *plan, struct slice body, struct answer_values *ret_values,
	struct error *error);
void answer_values_free(struct answer_values *values);

#endif
