/* Secrets: read when they are needed, from where the configuration says they are. Their values stand
 * in no sentence, log or store. */
#ifndef SITE_SECRET_H
#define SITE_SECRET_H

#include "conf/settings.h"

#define SECRET_MOST_BYTES 65536
/* hentra.service loads this folder: a file in it is a credential of its name. */
#define SITE_SECRETS "/etc/hentra/secrets"

/* The value, terminated, without the line end a text editor leaves; SECRET_NONE gives "". A file
 * that group or others can read is refused (-EACCES). A credential comes from
 * $CREDENTIALS_DIRECTORY; without one, for a program run by hand, from SITE_SECRETS, where it must be
 * as private as a file (-ENOENT when it is in neither). -EINVAL: empty, too long, or
 * with a NUL or a line break inside. Free with secret_forget(). */
int secret_read(const struct secret *secret, char **ret_value, struct error *error);
/* Fills a new key with random bytes. -EIO. */
int secret_random(unsigned char *bytes, size_t length, struct error *error);
/* Wipes and frees; NULL is fine. */
void secret_forget(char *value);

#endif
