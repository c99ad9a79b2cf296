/* What root can read, the service need not: it runs as its own user and does not see every folder. */
#ifndef SITE_SERVICE_USER_H
#define SITE_SERVICE_USER_H

/* The user of hentra.service. */
#define SERVICE_USER "hentra"

/* Why the installed service cannot use this absolute path so (R_OK, W_OK, X_OK): words for a sentence.
 * NULL: it can, or nothing is known, for the caller is not root or the machine has no such user.
 * Takes that user's rights for a moment: not beside other threads. */
const char *service_barred(const char *path, int mode);

#endif
