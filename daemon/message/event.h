/* The webhook: a CloudEvents 1.0 structured event, signed by the Standard Webhooks scheme. Pure
 * but for libcrypto's HMAC (signature.c). */
#ifndef MESSAGE_EVENT_H
#define MESSAGE_EVENT_H

#include "message/letter.h"

/* The event as one JSON object (contract §4): id = EPISODE-SEQUENCE, type vn.hentra.alert.KIND … */
void event_render(const struct news_view *view, struct text *out);
/* "vn.hentra.alert.opened" */
const char *event_type(enum news_kind kind);

/* `secret` is "whsec_" + base64 of 24–64 bytes. Adds "v1,<base64 HMAC-SHA256(secret, id.ts.body)>"
 * to *out (a blank before when not empty). -EINVAL when the secret is not of that shape. */
int signature_add(struct text *out, const char *secret, const char *id, int64_t unix_seconds,
	struct slice body, struct error *error);

#endif
