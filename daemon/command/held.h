/* Which episodes are acknowledged now. */
#ifndef COMMAND_HELD_H
#define COMMAND_HELD_H

#include "command/tool.h"

struct held {
	struct hold *acknowledgements; /* in force; they name an episode and nothing else */
	size_t count, capacity;
	instant now;
};

int held_load(struct held *held, const struct tool *tool, struct error *error);
void held_free(struct held *held);
/* Until when the alert's episode is acknowledged; NONE: it is not, or has got worse since. */
instant held_acknowledged(const struct held *held, const struct alert *alert);

#endif
