/* Reading a file into the store when no daemon runs: the tool is the writer for so long. */
#ifndef COMMAND_OPERATE_IMPORT_H
#define COMMAND_OPERATE_IMPORT_H

#include "command/tool/tool.h"

struct import;

struct import_counts {
	int64_t records;
	int64_t changed; /* cases added or changed */
	int64_t set_aside;
};

/* Opens the store as its owner. -EBUSY: a daemon does. */
int import_begin(struct tool *tool, struct import **ret_import, struct error *error);
void import_end(struct import *import); /* NULL is allowed */

/* The file as one poll of the portal, never a sweep. It is decoded once to see that it is whole and
 * good (and does not move most receipts that are known, unless `insisted`), then once more to put its
 * records, in one transaction: it is taken as a whole or not at all. -EBADMSG: it cannot
 * be used; the failed poll is kept. */
int import_here(struct import *import, const struct portal_settings *portal, const char *file,
	bool insisted, struct import_counts *ret_counts, struct error *error);

#endif
