/* What is committed with an alert's news (alert_rows.c): warnings, deliveries, tellings, ended holds;
 * and what settles deliveries (settlement.c). */
#ifndef STORE_OUTBOX_OUTBOX_H
#define STORE_OUTBOX_OUTBOX_H

#include "store/store.h"

int warning_put(struct store *store, const struct warning *warning, struct error *error);

/* Does it tell of a closing in this batch? */
bool delivery_closes(const struct delivery *delivery, const struct news_batch *batch);
/* Gives it its number, its key and its state: nobody is told of the closing of what they never heard of. */
int delivery_add(struct store *store, struct delivery *delivery, bool closing, instant now,
	struct error *error);
/* The values of whose a delivery or telling is. */
#define AS_THREAD(of) as_number((of)->episode), as_text((of)->channel), as_text((of)->recipient)

/* Writes a telling, and what its delivery says. The deliveries of the batch have their ids. */
int telling_follow(struct store *store, const struct telling_change *change,
	const struct news_batch *batch, instant now, struct error *error);
/* A delivery was accepted: its recipient knows what it says. */
int tellings_accept(struct store *store, int64_t delivery, instant now, struct error *error);
/* 1: what a delivery says was taken back or is told otherwise by now. */
int telling_moved_on(struct store *store, int64_t delivery, struct error *error);

/* Ends the holds that this news ends. */
int holds_follow(struct store *store, const struct alert_news *news, struct error *error);

#endif
