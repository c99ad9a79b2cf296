/* Addresses whose letters come back for good, for those who show recipients. */
#ifndef COMMAND_RETURNED_H
#define COMMAND_RETURNED_H

#include "command/tool.h"

/* Zero-initialised is empty. */
struct returned {
	char **items;
	size_t count, capacity;
};
int returned_load(struct returned *returned, struct store *store, struct error *error);
void returned_free(struct returned *returned);
bool returned_has(const struct returned *returned, const char *recipient);

/* "a@b.vn" or, where its letters come back, "a@b.vn (thư bị trả lại)". */
void returned_add(const struct tool *tool, const struct returned *returned, const char *recipient,
	struct text *out);

#endif
