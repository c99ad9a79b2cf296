/* Letters that came back, as an operator tells of them: counted by address. */
#ifndef STORE_STORE_BOUNCE_H
#define STORE_STORE_BOUNCE_H

#include "store/store.h"

#define BOUNCE_RECIPIENT_MOST 256

/* The delivery that came back. */
struct store_bounce {
	int64_t delivery;
	char channel[64];
	char recipient[BOUNCE_RECIPIENT_MOST];
	char subject[512];
	bool hard; /* for good: the server's status is 5.x.x */
	/* letters to this address that came back, this one included; of a hard one: that came back for good
	 * since the address was cleared last */
	int64_t count;
};
/* The delivery with this key came back, with these words: it is dead from now on, for a person to
 * look at, and can be tried again. -ENOENT: there is no such delivery; -EALREADY: that it came back is
 * on record. In both cases nothing changes. */
int store_bounce(struct store *store, const char *key, const char *words, bool hard, instant now,
	struct store_bounce *ret_bounce, struct error *error);

/* An address whose letters come back for good. */
struct store_returned {
	const char *recipient;
	instant since, last;
	int64_t letters;
	const char *words; /* the server's, of the last letter */
};
typedef int store_returned_fn(void *user, const struct store_returned *returned);
int store_returned(
	struct store *store, store_returned_fn *on_returned, void *user, struct error *error);
/* An operator says that it takes letters again. -ENOENT: it is none of them. */
int store_clear_returned(struct store *store, const char *recipient, struct error *error);

#endif
