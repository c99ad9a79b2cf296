/* What a portal's section says of signing in, with its secrets read: for sign_in_new(). */
#ifndef SITE_PORTAL_SECRETS_H
#define SITE_PORTAL_SECRETS_H

#include "conf/settings.h"
#include "portal/sign_in.h"

struct portal_secrets {
	struct sign_in_settings
		settings; /* points into what follows and into the portal's section */
	char *password, *token, *client_secret;
	char **headers; /* "Name: value", NULL-terminated */
};

/* The sentence names the key whose secret cannot be read; errors are those of secret_read(). */
int portal_secrets_read(const struct portal_settings *portal, struct portal_secrets *ret_secrets,
	struct error *error);
/* Wipes; not before sign_in_free(). Zero is fine. */
void portal_secrets_forget(struct portal_secrets *secrets);

#endif
