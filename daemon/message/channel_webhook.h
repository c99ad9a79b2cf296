/* The header lines of one attempt to deliver an event: Standard Webhooks over CloudEvents. */
#ifndef MESSAGE_CHANNEL_WEBHOOK_H
#define MESSAGE_CHANNEL_WEBHOOK_H

#include "base/error.h"
#include "core/time/civil.h"
#include "message/channel.h"

struct webhook_sending {
	const char *key; /* the delivery's id: the same over all attempts */
	instant now; /* of this attempt: real time, not the domain's */
	const char *const *secrets; /* "whsec_…", NULL-terminated; two while rotating */
	struct slice body; /* exactly the bytes that are sent */
};
/* Content-Type, webhook-id, webhook-timestamp, webhook-signature; call it again for every attempt.
 * -EINVAL with a sentence (that does not show the secret) when a secret is not of its shape, when
 * there is none, or when the key cannot be signed (empty, a "." or a control character in it);
 * *ret_lines is then untouched. */
int webhook_headers(
	const struct webhook_sending *sending, struct header_lines *ret_lines, struct error *error);

#endif
