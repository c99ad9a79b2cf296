#include "message/signature.h"

#include <errno.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/memory.h"

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

/* HMAC-SHA256 of one text after the other. Looking up the algorithm costs more than a digest of a short
 * text does: what was found is kept for the life of the program, and copied for each digest. */
static bool digest(struct slice key, struct slice head, struct slice rest,
	unsigned char ret_digest[static SIGNATURE_DIGEST])
{
	static EVP_MAC_CTX *found;
	char name[] = "SHA256";
	if (!found) {
		OSSL_PARAM parameters[] = {
			OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
			OSSL_PARAM_construct_end()};
		EVP_MAC *hmac = EVP_MAC_fetch(NULL, OSSL_MAC_NAME_HMAC, NULL);
		EVP_MAC_CTX *context = hmac ? EVP_MAC_CTX_new(hmac) : NULL;
		EVP_MAC_free(hmac);
		if (!context || !EVP_MAC_CTX_set_params(context, parameters)) {
			EVP_MAC_CTX_free(context);
			return false;
		}
		found = context;
	}
	EVP_MAC_CTX *context = EVP_MAC_CTX_dup(found);
	size_t made = 0;
	bool good = context &&
		    EVP_MAC_init(context, (const unsigned char *)key.data, key.length, NULL) &&
		    EVP_MAC_update(context, (const unsigned char *)head.data, head.length) &&
		    EVP_MAC_update(context, (const unsigned char *)rest.data, rest.length) &&
		    EVP_MAC_final(context, ret_digest, &made, SIGNATURE_DIGEST) &&
		    made == SIGNATURE_DIGEST;
	EVP_MAC_CTX_free(context); /* with the key in it: wiped */
	return good;
}

int signature_add(struct text *out, const char *secret, const char *id, int64_t unix_seconds,
	struct slice body, struct error *error)
{
	unsigned char key[SECRET_TEXT_MOST];
	int key_length = secret_decode(secret, key, error);
	if (key_length < 0)
		return key_length;
	cleanup(text_free) struct text head = {0};
	text_printf(&head, "%s.%lld.", id, (long long)unix_seconds);
	unsigned char made[SIGNATURE_DIGEST];
	bool good = digest((struct slice){(const char *)key, (size_t)key_length}, text_slice(&head),
		body, made);
	OPENSSL_cleanse(key, sizeof(key));
	if (!good)
		return error_set(error, -EIO, "libcrypto cannot compute HMAC-SHA256");
	unsigned char encoded[4 * (SIGNATURE_DIGEST / 3 + 1) + 1];
	EVP_EncodeBlock(encoded, made, SIGNATURE_DIGEST);
	if (out->length > 0)
		text_add_char(out, ' ');
	text_printf(out, "v1,%s", (const char *)encoded);
	return 0;
}

int signature_digest(struct slice key, struct slice content,
	unsigned char ret_digest[static SIGNATURE_DIGEST], struct error *error)
{
	if (!digest(key, content, slice_of(""), ret_digest))
		return error_set(error, -EIO, "libcrypto cannot compute HMAC-SHA256");
	return 0;
}

bool signature_same(const unsigned char a[static SIGNATURE_DIGEST],
	const unsigned char b[static SIGNATURE_DIGEST])
{
	return CRYPTO_memcmp(a, b, SIGNATURE_DIGEST) == 0;
}
