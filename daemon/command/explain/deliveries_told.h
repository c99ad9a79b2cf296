/* Who was told: the deliveries of episodes, kept without their bodies. */
#ifndef COMMAND_EXPLAIN_DELIVERIES_TOLD_H
#define COMMAND_EXPLAIN_DELIVERIES_TOLD_H

#include "command/tool/tool.h"

struct deliveries_told_delivery {
	int64_t id, episode;
	int sequence; /* of the news it carries */
	char *channel, *recipient;
	enum delivery_state state;
	instant next_at, settled_at;
};

struct deliveries_told {
	int64_t episode; /* of which they are; 0: none yet */
	struct deliveries_told_delivery *deliveries; /* newest first */
	size_t count, capacity;
};

/* Reads those of an episode, by an index; nothing when they are there already. Zero-initialised is empty. */
int deliveries_told_load(
	struct deliveries_told *told, struct store *store, int64_t episode, struct error *error);
void deliveries_told_free(struct deliveries_told *told);

/* Each recipient to whom anything of the episode was handed over, once. */
typedef void deliveries_told_fn(void *user, const struct deliveries_told_delivery *delivery);
void deliveries_told_each(const struct deliveries_told *told, int64_t episode,
	deliveries_told_fn *on_told, void *user);
/* Is this recipient one of them? */
bool deliveries_told_has(
	const struct deliveries_told *told, int64_t episode, const char *recipient);
/* Was the last delivery of the episode to this recipient given up? */
bool deliveries_told_dead(
	const struct deliveries_told *told, int64_t episode, const char *recipient);

#endif
