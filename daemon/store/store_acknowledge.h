/* Acknowledging by a link: what signs it, and that it works once. */
#ifndef STORE_STORE_ACKNOWLEDGE_H
#define STORE_STORE_ACKNOWLEDGE_H

#include "store/store.h"

#define LINK_KEY_BYTES 32

/* The key that signs this store's links. It is made once: `fresh` random bytes are kept when there is
 * none yet, else what is kept comes back. Not in STORE_READ (-EROFS); there read what is kept:
 * -ENOENT while there is none. */
int store_link_key(struct store *store, const unsigned char fresh[static LINK_KEY_BYTES],
	unsigned char ret_key[static LINK_KEY_BYTES], struct error *error);
int store_read_link_key(
	struct store *store, unsigned char ret_key[static LINK_KEY_BYTES], struct error *error);

/* Adds an acknowledgement made by a link, whose id is hold->token, and gives it its number. One
 * transaction, so that of two who press at once one is too late. -EALREADY: the link was used;
 * -ENOENT: the alert is over. */
int store_acknowledge(struct store *store, struct hold *hold, struct error *error);

/* Was a link used already? `token` as in hold->token. */
int store_link_used(struct store *store, const char *token, bool *ret_used, struct error *error);

#endif
