/* Addresses whose letters come back for good, for those who show recipients. */
#ifndef COMMAND_EXPLAIN_BOUNCED_ADDRESSES_H
#define COMMAND_EXPLAIN_BOUNCED_ADDRESSES_H

#include "command/tool/tool.h"

/* Zero-initialised is empty. */
struct bounced_addresses {
	char **items;
	size_t count, capacity;
};
int bounced_addresses_load(
	struct bounced_addresses *returned, struct store *store, struct error *error);
void bounced_addresses_free(struct bounced_addresses *returned);
bool bounced_addresses_has(const struct bounced_addresses *returned, const char *recipient);

/* "a@b.vn" or, where its letters come back, "a@b.vn (thư bị trả lại)". */
void bounced_addresses_add(const struct tool *tool, const struct bounced_addresses *returned,
	const char *recipient, struct text *out);

#endif
