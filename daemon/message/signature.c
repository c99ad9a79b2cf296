#include "message/signature.h"

#include <errno.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#define SECRET_PREFIX "whsec_"
#define SECRET_LEAST 24
#define SECRET_MOST 64
/* base64 of 64 bytes has 88 characters and decodes to 66 before its padding is taken off */
#define SECRET_TEXT_MOST 88
#define BASE64_DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

/* The bytes of a secret; the number of them, or -EINVAL. */
static int secret_decode(
	const char *secret, unsigned char bytes[static SECRET_TEXT_MOST], struct error *error)
{
	if (strncmp(secret, SECRET_PREFIX, strlen(SECRET_PREFIX)) != 0)
		return error_set(error, -EINVAL, "a webhook secret begins with " SECRET_PREFIX);
	const char *encoded = secret + strlen(SECRET_PREFIX);
	size_t digits = strspn(encoded, BASE64_DIGITS);
	size_t length = strlen(encoded);
	size_t padding = length - digits;
	bool padded = padding == strspn(encoded + digits, "=") && padding <= 2;
	int decoded = -1;
	if (length > 0 && length <= SECRET_TEXT_MOST && length % 4 == 0 && padded)
		decoded = EVP_DecodeBlock(bytes, (const unsigned char *)encoded, (int)length);
	decoded -= (int)padding; /* EVP_DecodeBlock counts padding as zero bytes */
	if (decoded < SECRET_LEAST || decoded > SECRET_MOST)
		return error_set(error, -EINVAL,
			"a webhook secret is " SECRET_PREFIX " and base64 of %d to %d bytes",
			SECRET_LEAST, SECRET_MOST);
	return decoded;
}

int signature_add(struct text *out, const char *secret, const char *id, int64_t unix_seconds,
	struct slice body, struct error *error)
{
	unsigned char key[SECRET_TEXT_MOST];
	int key_length = secret_decode(secret, key, error);
	if (key_length < 0)
		return key_length;
	struct text content = {0};
	text_printf(&content, "%s.%lld.", id, (long long)unix_seconds);
	text_add_slice(&content, body);
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned digest_length = 0;
	const unsigned char *made = HMAC(EVP_sha256(), key, key_length,
		(const unsigned char *)content.data, content.length, digest, &digest_length);
	OPENSSL_cleanse(key, sizeof(key));
	text_free(&content);
	if (!made)
		return error_set(error, -EIO, "libcrypto cannot compute HMAC-SHA256");
	unsigned char encoded[4 * (EVP_MAX_MD_SIZE / 3 + 1) + 1];
	EVP_EncodeBlock(encoded, digest, (int)digest_length);
	if (out->length > 0)
		text_add_char(out, ' ');
	text_printf(out, "v1,%s", (const char *)encoded);
	return 0;
}

int signature_digest(struct slice key, struct slice content,
	unsigned char ret_digest[static SIGNATURE_DIGEST], struct error *error)
{
	unsigned length = 0;
	if (!HMAC(EVP_sha256(), key.data, (int)key.length, (const unsigned char *)content.data,
		    content.length, ret_digest, &length) ||
		length != SIGNATURE_DIGEST)
		return error_set(error, -EIO, "libcrypto cannot compute HMAC-SHA256");
	return 0;
}

bool signature_same(const unsigned char a[static SIGNATURE_DIGEST],
	const unsigned char b[static SIGNATURE_DIGEST])
{
	return CRYPTO_memcmp(a, b, SIGNATURE_DIGEST) == 0;
}
