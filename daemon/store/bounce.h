/* Letters that came back, as an operator tells of them: counted by address. */
#ifndef STORE_BOUNCE_H
#define STORE_BOUNCE_H

#include "store/store.h"

#define BOUNCE_RECIPIENT_MOST 256

/* The delivery that came back. */
struct store_bounce {
	int64_t delivery;
	char channel[64];
	char recipient[BOUNCE_RECIPIENT_MOST];
	char subject[512];
	int64_t count; /* letters to this address that came back, this one included */
};
/* The delivery with this key came back, with these words: it is dead from now on, for a person to
 * look at, and can be tried again. -ENOENT: there is no such delivery; -EALREADY: that it came back is
 * on record. In both cases nothing changes. */
int store_bounce(struct store *store, const char *key, const char *words, instant now,
	struct store_bounce *ret_bounce, struct error *error);

#endif
