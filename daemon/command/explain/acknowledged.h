/* Which episodes are acknowledged now. */
#ifndef COMMAND_EXPLAIN_ACKNOWLEDGED_H
#define COMMAND_EXPLAIN_ACKNOWLEDGED_H

#include "command/tool/tool.h"

struct acknowledged {
	struct hold *acknowledgements; /* in force; they name an episode and nothing else */
	size_t count, capacity;
	instant now;
};

int acknowledged_load(struct acknowledged *held, const struct tool *tool, struct error *error);
void acknowledged_free(struct acknowledged *held);
/* Until when the alert's episode is acknowledged; NONE: it is not, or has got worse since. */
instant acknowledged_until_of(const struct acknowledged *held, const struct alert *alert);

#endif
