#include "message/channel_webhook.h"

#include <errno.h>

#include "base/memory.h"
#include "message/signature.h"

/* The id is part of what is signed, between dots. */
static bool can_be_signed(const char *key)
{
	for (const char *byte = key; *byte; byte++) {
		if (*byte <= ' ' || *byte == '.' || *byte == 0x7F)
			return false;
	}
	return *key != '\0';
}

int webhook_headers(
	const struct webhook_sending *sending, struct header_lines *ret_lines, struct error *error)
{
	cleanup(text_free) struct text signatures = {0};
	int64_t seconds = sending->now / SECOND_MS;
	if (!can_be_signed(sending->key))
		return error_set(
			error, -EINVAL, "a delivery id that cannot be signed: %s", sending->key);
	if (!sending->secrets || !sending->secrets[0])
		return error_set(error, -EINVAL, "the webhook has no secret to sign with");
	for (size_t i = 0; sending->secrets[i]; i++) {
		int result = signature_add(&signatures, sending->secrets[i], sending->key, seconds,
			sending->body, error);
		if (result < 0)
			return result;
	}
	*ret_lines = (struct header_lines){0};
	header_lines_add(ret_lines, "Content-Type: application/cloudevents+json");
	header_lines_add(ret_lines, "webhook-id: %s", sending->key);
	header_lines_add(ret_lines, "webhook-timestamp: %lld", (long long)seconds);
	header_lines_add(ret_lines, "webhook-signature: %s", signatures.data);
	return 0;
}
