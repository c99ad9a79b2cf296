/* The form of a store's file: recognised, set up, and brought up to date (schema.c), with a copy kept
 * of what was (copy_before.c). */
#ifndef STORE_SCHEMA_SCHEMA_H
#define STORE_SCHEMA_SCHEMA_H

#include "store/store.h"

#define SCHEMA_APPLICATION_ID 0x48544e52 /* "HTNR" */

/* Looks at the file's header before SQLite does, so that a foreign or broken file is not touched. *ret_new:
 * there is none yet, or an empty one. Errors as of store_open(). */
int schema_inspect(const char *path, enum store_mode mode, bool *ret_new, struct error *error);
/* What the file says it is, read through SQLite (the log included). */
int schema_check(struct store *store, const char *path, int *ret_version, struct error *error);
int schema_set_pragmas(struct store *store, struct error *error);
/* From a version to the newest. */
int schema_migrate(struct store *store, const char *path, int version, struct error *error);

/* Keeps PATH.before-MIGRATION, a whole copy of the store as it is. Nothing has changed on failure. */
int store_copy_before(
	struct store *store, const char *path, const char *migration, struct error *error);

#endif
