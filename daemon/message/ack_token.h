/* The token in the link by which a chair acknowledges an alert: who may, which episode, in which
 * band, until when – signed, so that nobody can make one up, and readable only by hentra's own page.
 *
 * Form: base64url(EPISODE "." BAND "." EXPIRES "." RECIPIENT) "." base64url(HMAC-SHA256). Opening the
 * link only shows a form; its POST acts, once: the acknowledgement it makes is kept with the token's
 * id, and the store takes each id but once (store_acknowledge). */
#ifndef MESSAGE_ACK_TOKEN_H
#define MESSAGE_ACK_TOKEN_H

#include "base/error.h"
#include "base/text.h"
#include "core/alert/alert.h"

#define ACK_TOKEN_MOST 512 /* bytes of its text */
#define ACK_KEY_LEAST 32 /* bytes of the key */
#define ACK_RECIPIENT_MOST 254

struct ack_token {
	int64_t episode;
	enum severity severity;
	instant expires; /* to the second */
	char recipient[ACK_RECIPIENT_MOST + 1];
};

/* Adds the token's text. -EINVAL: the key is too short, or the recipient no address. */
int ack_token_make(
	struct text *out, const struct ack_token *token, struct slice key, struct error *error);
/* -EINVAL: not a token, or not signed by this key; -ETIME: it has expired. */
int ack_token_read(struct slice text, struct slice key, instant now, struct ack_token *ret_token,
	struct error *error);
/* What tells one token from every other: its signature, a part of `text`. */
struct slice ack_token_id(struct slice text);

#endif
