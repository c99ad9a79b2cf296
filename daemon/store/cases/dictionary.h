/* What the store keeps in memory of names: the dictionaries of units, fields, procedures and officers;
 * and the ruling of the judge. */
#ifndef STORE_CASES_DICTIONARY_H
#define STORE_CASES_DICTIONARY_H

#include "base/hash.h"
#include "store/writes.h"

/* A dictionary in memory: number = index + 1. */
struct dictionary {
	enum sql list, rename; /* the statements that serve it, and … */
	enum lane lane; /* … where what is added waits; its code and name live until the commit */
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
/* When a poll last brought anything of a unit; NONE: not known. */
instant unit_alive(const struct store *store, uint32_t unit);
/* The ruling of this judge, registered when new. */
int ruling_number(struct store *store, const struct judge *judge, instant now, int64_t *ret_id,
	struct error *error);

#endif
