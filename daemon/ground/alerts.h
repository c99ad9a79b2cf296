/* The alerts that are not inactive, in memory, as the store has them. */
#ifndef GROUND_ALERTS_H
#define GROUND_ALERTS_H

#include "store/store.h"

struct alerts;

struct alerts *alerts_new(void);
void alerts_free(struct alerts *alerts);
/* Empties it and reads them from the store. */
int alerts_load(struct alerts *alerts, struct store *store, struct error *error);

size_t alerts_count(const struct alerts *alerts);
/* In no order; `index` is good until the next alerts_set(). */
const struct alert *alerts_at(const struct alerts *alerts, size_t index);
/* How many fire. */
size_t alerts_firing(const struct alerts *alerts);
/* NULL: inactive. */
const struct alert *alerts_find(
	struct alerts *alerts, const char *rule, enum scope scope, const char *subject);
/* Takes over a copy, its strings too; an inactive one is taken out. */
void alerts_set(struct alerts *alerts, const struct alert *alert);

#endif
