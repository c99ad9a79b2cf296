/* The Standard Webhooks signature (v1): HMAC-SHA256 over "id.timestamp.body", base64. The only file
 * of its layer that uses libcrypto. */
#ifndef MESSAGE_SIGNATURE_H
#define MESSAGE_SIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

/* Adds "v1,<base64 HMAC-SHA256(secret, id.ts.body)>" to *out (a blank before when not empty).
 * `secret` is "whsec_" + base64 of 24–64 bytes: -EINVAL when it is not of that shape. */
int signature_add(struct text *out, const char *secret, const char *id, int64_t unix_seconds,
	struct slice body, struct error *error);
#define SIGNATURE_DIGEST 32
/* HMAC-SHA256, for tokens of hentra's own; and whether two are the same, in constant time. */
int signature_digest(struct slice key, struct slice content,
	unsigned char ret_digest[static SIGNATURE_DIGEST], struct error *error);
bool signature_same(const unsigned char a[static SIGNATURE_DIGEST],
	const unsigned char b[static SIGNATURE_DIGEST]);

#endif
