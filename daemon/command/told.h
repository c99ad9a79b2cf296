/* Who was told: the deliveries of episodes, kept without their bodies. */
#ifndef COMMAND_TOLD_H
#define COMMAND_TOLD_H

#include "command/tool.h"

struct told_delivery {
	int64_t id, episode;
	int sequence; /* of the news it carries */
	char *channel, *recipient;
	enum delivery_state state;
	instant next_at, settled_at;
};

struct told {
	int64_t episode; /* only this one; 0: all */
	struct told_delivery *deliveries; /* newest first */
	size_t count, capacity;
};

/* `episode` as in the struct. */
int told_load(struct told *told, struct store *store, int64_t episode, struct error *error);
void told_free(struct told *told);

/* Each recipient to whom anything of the episode was handed over, once. */
typedef void told_fn(void *user, const struct told_delivery *delivery);
void told_each(const struct told *told, int64_t episode, told_fn *on_told, void *user);
/* Is this recipient one of them? */
bool told_has(const struct told *told, int64_t episode, const char *recipient);
/* Was the last delivery of the episode to this recipient given up? */
bool told_dead(const struct told *told, int64_t episode, const char *recipient);

#endif
