#include "command/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static int keep(void *user, const struct delivery *delivery)
{
	struct told *told = user;
	array_reserve(told->deliveries, &told->capacity, told->count + 1);
	told->deliveries[told->count++] = (struct told_delivery){delivery->id, delivery->episode,
		delivery->sequence, xstrdup(delivery->channel), xstrdup(delivery->recipient),
		delivery->state, delivery->next_at, delivery->settled_at};
	return 0;
}

int told_load(struct told *told, struct store *store, int64_t episode, struct error *error)
{
	*told = (struct told){.episode = episode};
	return store_deliveries(
		store, &(struct delivery_filter){.episode = episode}, keep, told, error);
}

void told_free(struct told *told)
{
	for (size_t i = 0; i < told->count; i++) {
		free(told->deliveries[i].channel);
		free(told->deliveries[i].recipient);
	}
	free(told->deliveries);
}

static bool handed_over(const struct told_delivery *delivery, int64_t episode)
{
	return delivery->episode == episode && delivery->state == DELIVERY_HANDED_OVER;
}

static bool seen_before(const struct told *told, int64_t episode, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (handed_over(&told->deliveries[i], episode) &&
			strcmp(told->deliveries[i].recipient, told->deliveries[index].recipient) ==
				0)
			return true;
	return false;
}

void told_each(const struct told *told, int64_t episode, told_fn *on_told, void *user)
{
	for (size_t i = 0; episode && i < told->count; i++)
		if (handed_over(&told->deliveries[i], episode) && !seen_before(told, episode, i))
			on_told(user, &told->deliveries[i]);
}

bool told_has(const struct told *told, int64_t episode, const char *recipient)
{
	for (size_t i = 0; i < told->count; i++)
		if (handed_over(&told->deliveries[i], episode) &&
			strcmp(told->deliveries[i].recipient, recipient) == 0)
			return true;
	return false;
}

bool told_dead(const struct told *told, int64_t episode, const char *recipient)
{
	for (size_t i = 0; i < told->count; i++) { /* newest first */
		const struct told_delivery *delivery = &told->deliveries[i];
		if (delivery->episode == episode && strcmp(delivery->recipient, recipient) == 0)
			return delivery->state == DELIVERY_DEAD;
	}
	return false;
}
