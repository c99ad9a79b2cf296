/* What the store keeps in memory of names: portals, and the dictionaries of units, fields, procedures
 * and officers; and the ruling of the judge. */
#ifndef STORE_CASES_DICTIONARY_H
#define STORE_CASES_DICTIONARY_H

#include "base/hash.h"
#include "store/sql.h"

/* Of a portal that is configured no more. */
#define PLACE_BEHIND 1000000

struct portal_entry {
	char *name;
	int place; /* in the configuration, as it was registered last; PLACE_BEHIND; -1: no portal */
	bool named; /* registered in this run since the last store_portals_anew() */
	bool counted;
	instant complete; /* when the last complete poll began; NONE: none */
	instant known; /* when the latest complete poll began, though the clock was set back since */
	instant sweep; /* when the last complete sweep began */
	instant sweep_before; /* and the one before it, as far as this run saw them */
	int64_t listed; /* how many of its cases have not vanished */
	bool returns; /* it ever said that a result was handed over */
};

/* A dictionary in memory: number = index + 1. */
struct dictionary {
	enum sql list, add, rename; /* the statements that serve it */
	struct store_name *entries;
	size_t count, capacity;
	struct map numbers; /* portal (4 bytes) + code -> number */
	bool shared; /* codes mean the same in all portals; else: */
	struct store_unit *units; /* the entries again, with their portals */
	size_t unit_capacity;
};

/* The ruling of a judge, cached. */
struct ruling {
	int64_t id;
	int compare;
	bool due_moves;
	uint64_t calendar;
};

/* Reads them again, as the file says. */
int dictionaries_load(struct store *store, struct error *error);
void dictionaries_free(struct store *store);
/* The number of a code, new ones added and changed names written; 0 for an empty code. */
int dictionary_number(struct store *store, struct dictionary *dictionary, uint32_t portal,
	struct slice code, struct slice name, uint32_t *ret_number, struct error *error);
/* "" for a number that is not there (0, or added by the daemon after this store was opened). */
const char *dictionary_code(const struct dictionary *dictionary, uint32_t number);
/* The ruling of this judge, registered when new. */
int ruling_number(struct store *store, const struct judge *judge, instant now, int64_t *ret_id,
	struct error *error);
int portals_load(struct store *store, struct error *error);
/* When the configured portals are registered: those that are configured no more stand behind them, so
 * that a code which both list counts where it is still read. Their other cases count on. */
int portals_settle(struct store *store, struct error *error);
/* Of two counted portals that list a code: does a case of `a` count, and not that of `b`? */
bool portal_precedes(const struct store *store, uint32_t a, uint32_t b);
/* What a transaction that was undone may have moved in memory. */
void portals_reread(struct store *store);
void portals_free(struct store *store);
int portal_write_listed(struct store *store, uint32_t portal, int64_t listed, struct error *error);

#endif
