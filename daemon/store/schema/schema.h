/* The form of a store: checked and brought up to date (schema.c), with a copy kept of what was
 * (copy_before.c). */
#ifndef STORE_SCHEMA_SCHEMA_H
#define STORE_SCHEMA_SCHEMA_H

#include "store/store.h"

/* Is it one that this program knows? */
int schema_check(struct store *store, const char *path, int *ret_version, struct error *error);
/* From a version to the newest. */
int schema_migrate(struct store *store, const char *path, int version, struct error *error);

/* Keeps PATH.before-MIGRATION, a whole copy of the store as it is. Nothing has changed on failure. */
int store_copy_before(
	struct store *store, const char *path, const char *migration, struct error *error);
/* A number from the system that nobody can guess. */
int store_random(int64_t *ret_number, struct error *error);

#endif
