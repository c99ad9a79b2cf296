#include "site/portal_secrets.h"

#include "base/memory.h"
#include "base/text.h"
#include "site/secret.h"

_Static_assert((int)PORTAL_SIGN_IN_NONE == (int)SIGN_IN_NONE &&
		       (int)PORTAL_SIGN_IN_SESSION == (int)SIGN_IN_SESSION,
	"the two lists of ways to sign in have the same order");

static int read_one(const struct portal_settings *portal, const char *key,
	const struct secret *secret, char **ret_value, struct error *error)
{
	int result = secret_read(secret, ret_value, error);
	if (result < 0)
		error_prefix(error, "portal %s: %s", portal->name, key);
	return result;
}

static int read_headers(
	const struct portal_settings *portal, struct portal_secrets *secrets, struct error *error)
{
	secrets->headers = xcalloc(portal->header_count + 1, sizeof(*secrets->headers));
	for (size_t i = 0; i < portal->header_count; i++) {
		const struct header_setting *header = &portal->headers[i];
		char *value;
		int result = read_one(portal, header->name, &header->value, &value, error);
		if (result < 0)
			return result;
		struct text line = {0};
		text_printf(&line, "%s: %s", header->name, value);
		secrets->headers[i] = text_take(&line);
		secret_forget(value);
	}
	return 0;
}

int portal_secrets_read(const struct portal_settings *portal, struct portal_secrets *ret_secrets,
	struct error *error)
{
	struct portal_secrets secrets = {0};
	int result = read_one(portal, "password", &portal->password, &secrets.password, error);
	if (result >= 0)
		result = read_one(portal, "token", &portal->token, &secrets.token, error);
	if (result >= 0)
		result = read_one(portal, "client-secret", &portal->client_secret,
			&secrets.client_secret, error);
	if (result >= 0)
		result = read_headers(portal, &secrets, error);
	if (result < 0) {
		portal_secrets_forget(&secrets);
		return result;
	}
	secrets.settings = (struct sign_in_settings){
		.kind = (enum sign_in_kind)portal->sign_in,
		.user = portal->user,
		.password = secrets.password,
		.token = secrets.token,
		.headers = (const char *const *)secrets.headers,
		.client_id = portal->client_id,
		.client_secret = secrets.client_secret,
		.token_url = portal->token_url,
		.scope = portal->scope,
	};
	*ret_secrets = secrets;
	return 0;
}

void portal_secrets_forget(struct portal_secrets *secrets)
{
	secret_forget(secrets->password);
	secret_forget(secrets->token);
	secret_forget(secrets->client_secret);
	for (char **header = secrets->headers; header && *header; header++)
		secret_forget(*header);
	free(secrets->headers);
	*secrets = (struct portal_secrets){0};
}
