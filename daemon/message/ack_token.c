#include "message/ack_token.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "message/signature.h"

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* --- base64url (RFC 4648, 5), without padding --------------------------------------------- */

static void encode(struct text *out, const unsigned char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i < 3 ? length - i : 3;
		uint32_t bits = (uint32_t)bytes[i] << 16;
		if (left > 1)
			bits |= (uint32_t)bytes[i + 1] << 8;
		if (left > 2)
			bits |= bytes[i + 2];
		for (size_t j = 0; j <= left; j++)
			text_add_char(out, digits[bits >> (18 - 6 * j) & 63]);
	}
}

/* How many bytes; -1: not base64url, or more than `most`. One text for each content: the bits that
 * are left over must be 0. */
static int decode(struct slice text, unsigned char *bytes, size_t most)
{
	uint32_t bits = 0;
	int held = 0;
	size_t count = 0;
	for (size_t i = 0; i < text.length; i++) {
		const char *digit = text.data[i] ? strchr(digits, text.data[i]) : NULL;
		if (!digit)
			return -1;
		bits = bits << 6 | (uint32_t)(digit - digits);
		held += 6;
		if (held < 8)
			continue;
		held -= 8;
		if (count == most)
			return -1;
		bytes[count++] = (unsigned char)(bits >> held);
		bits &= (1u << held) - 1;
	}
	return bits == 0 && held < 6 ? (int)count : -1;
}

/* --- the token ---------------------------------------------------------------------------- */

int ack_token_make(
	struct text *out, const struct ack_token *token, struct slice key, struct error *error)
{
	cleanup(text_free) struct text content = {0};
	unsigned char digest[SIGNATURE_DIGEST];
	size_t length = strlen(token->recipient);
	if (length == 0 || length > ACK_RECIPIENT_MOST)
		return error_set(error, -EINVAL, "not an address for an acknowledgement");
	if (key.length < ACK_KEY_LEAST)
		return error_set(error, -EINVAL, "the key has less than %d bytes", ACK_KEY_LEAST);
	text_printf(&content, "%lld.%d.%lld.%s", (long long)token->episode, (int)token->severity,
		(long long)(token->expires / SECOND_MS), token->recipient);
	int result = signature_digest(key, text_slice(&content), digest, error);
	if (result < 0)
		return result;
	encode(out, (const unsigned char *)content.data, content.length);
	text_add_char(out, '.');
	encode(out, digest, sizeof(digest));
	return 0;
}

/* "12.1.1795299002.chutich@example.gov.vn" */
static bool read_content(char *content, struct ack_token *token)
{
	char *rest = content;
	token->episode = strtoll(rest, &rest, 10);
	if (*rest++ != '.')
		return false;
	long band = strtol(rest, &rest, 10);
	if (*rest++ != '.' || band < SEVERITY_WARNING || band > SEVERITY_CRITICAL)
		return false;
	token->severity = (enum severity)band;
	token->expires = strtoll(rest, &rest, 10) * SECOND_MS;
	if (*rest++ != '.' || strlen(rest) > ACK_RECIPIENT_MOST)
		return false;
	memcpy(token->recipient, rest, strlen(rest) + 1);
	return token->episode > 0 && token->recipient[0];
}

int ack_token_read(struct slice text, struct slice key, instant now, struct ack_token *ret_token,
	struct error *error)
{
	unsigned char content[ACK_TOKEN_MOST + 1], claimed[SIGNATURE_DIGEST];
	unsigned char digest[SIGNATURE_DIGEST];
	struct ack_token token = {0};
	struct slice head;
	if (text.length > ACK_TOKEN_MOST || key.length < ACK_KEY_LEAST ||
		!slice_split(&text, '.', &head))
		return error_set(error, -EINVAL, "not a link of hentra");
	int length = decode(head, content, ACK_TOKEN_MOST);
	if (length <= 0 || decode(text, claimed, sizeof(claimed)) != SIGNATURE_DIGEST)
		return error_set(error, -EINVAL, "not a link of hentra");
	struct slice said = {(const char *)content, (size_t)length};
	int result = signature_digest(key, said, digest, error);
	if (result < 0)
		return result;
	content[length] = '\0';
	if (!signature_same(digest, claimed) || memchr(content, '\0', (size_t)length) ||
		!read_content((char *)content, &token))
		return error_set(error, -EINVAL, "not a link of hentra");
	if (token.expires <= now)
		return error_set(error, -ETIME, "the link has expired");
	*ret_token = token;
	return 0;
}

struct slice ack_token_id(struct slice text)
{
	struct slice head;
	slice_split(&text, '.', &head);
	return text;
}
