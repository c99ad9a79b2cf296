/* The store's file as a file: the folder it lies in, the one-writer lock beside it, and what an
 * administrator can do when the system refuses them. Knows nothing of SQLite. */
#ifndef STORE_SCHEMA_STORE_FILE_H
#define STORE_SCHEMA_STORE_FILE_H

#include <stdbool.h>

#include "base/error.h"

/* Opens a file of the store, made if need be, to be read by its owner and group alone. What root makes in
 * the folder of another user belongs to that user: else the service could not use what an administrator's
 * command made. Returns the file, or -errno. */
int store_file_open(const char *path);

/* Takes the lock that says "one daemon a store"; it ends with the process, however that ends.
 * *ret_lock is a file to be closed. -EBUSY: another process has it. */
int store_file_lock(const char *path, int *ret_lock, struct error *error);

/* There is no file at `path`. 0 when one may be made there: the folder is there and `may_make`. */
int store_file_missing(const char *path, bool may_make, struct error *error);

/* The system refused it (`code`, an errno below zero): says which file, as which user, and what to do
 * about it, which is another thing for the daemon (`owner`) than for the tool. Returns `code`. */
int store_file_refused(const char *path, int code, bool owner, struct error *error);
/* May the file and its folder be written? Else the same sentence. */
int store_file_writable(const char *path, bool owner, struct error *error);

#endif
