/* The copy that is kept of a store before a newer hentra changes its form (sqlite_before.c). */
#ifndef STORE_SQLITE_BEFORE_H
#define STORE_SQLITE_BEFORE_H

#include "store/store.h"

/* Keeps PATH.before-MIGRATION, a whole copy of the store as it is. Nothing has changed on failure. */
int store_copy_before(
	struct store *store, const char *path, const char *migration, struct error *error);

#endif
