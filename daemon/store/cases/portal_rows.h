/* The portals that were ever registered, in memory. */
#ifndef STORE_CASES_PORTAL_ROWS_H
#define STORE_CASES_PORTAL_ROWS_H

#include "store/store.h"

/* Of a portal that is configured no more: it stands behind the others, so that a code which both list
 * counts where it is still read. Its other cases count on. */
#define PLACE_BEHIND 1000000

struct portal_entry {
	char *name;
	int place; /* in the configuration, as it was registered last; PLACE_BEHIND; -1: no portal */
	bool named; /* among those that store_register_portals() was told last */
	bool counted;
	instant complete; /* when the last complete poll began; NONE: none */
	instant known; /* when the latest complete poll began, though the clock was set back since */
	instant sweep; /* when the last complete sweep began */
	instant sweep_before; /* and the one before it, as far as this run saw them */
	int64_t listed; /* how many of its cases have not vanished */
	bool returns; /* it ever said that a result was handed over */
	bool midnight; /* all due times of its last complete sweep were 00:00 */
};

int portals_load(struct store *store, struct error *error);
/* Of two counted portals that list a code: does a case of `a` count, and not that of `b`? */
bool portal_precedes(const struct store *store, uint32_t a, uint32_t b);
/* What a transaction that was undone may have moved in memory. */
void portals_reread(struct store *store);
void portals_free(struct store *store);
int portal_write_listed(struct store *store, uint32_t portal, int64_t listed, struct error *error);

#endif
