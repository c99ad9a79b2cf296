/* Secrets that bursts of deliveries ask for again and again: read once, kept for a second at most, and
 * wiped. So a secret that is rotated is seen by the next delivery but those of the same second. */
#ifndef DELIVER_SECRETS_H
#define DELIVER_SECRETS_H

#include "base/error.h"
#include "conf/settings.h"

#define SECRETS_MS 1000

/* Zero-initialised is empty. */
struct secrets {
	struct secret_kept *items;
	size_t count, capacity;
	int64_t until_ms; /* monotonic: when all are forgotten */
};
/* The value, borrowed until they are forgotten; NULL with the sentence of secret_read(). */
const char *secrets_read(struct secrets *secrets, const struct secret *secret, struct error *error);
/* Wipes them when they were kept for their time; before every start of an attempt. */
void secrets_freshen(struct secrets *secrets);
/* Wipes them: before the settings go, and when nothing is under way. */
void secrets_forget(struct secrets *secrets);

#endif
