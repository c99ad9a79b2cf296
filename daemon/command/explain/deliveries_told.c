#include "command/explain/deliveries_told.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static int keep(void *user, const struct delivery *delivery)
{
	struct deliveries_told *told = user;
	array_reserve(told->deliveries, &told->capacity, told->count + 1);
	told->deliveries[told->count++] = (struct deliveries_told_delivery){delivery->id,
		delivery->episode, delivery->sequence, xstrdup(delivery->channel),
		xstrdup(delivery->recipient), delivery->state, delivery->next_at,
		delivery->settled_at};
	return 0;
}

int deliveries_told_load(
	struct deliveries_told *told, struct store *store, int64_t episode, struct error *error)
{
	if (told->episode == episode)
		return 0;
	deliveries_told_free(told);
	*told = (struct deliveries_told){.episode = episode};
	return store_deliveries(
		store, &(struct delivery_filter){.episode = episode}, keep, told, error);
}

void deliveries_told_free(struct deliveries_told *told)
{
	for (size_t i = 0; i < told->count; i++) {
		free(told->deliveries[i].channel);
		free(told->deliveries[i].recipient);
	}
	free(told->deliveries);
}

static bool handed_over(const struct deliveries_told_delivery *delivery, int64_t episode)
{
	return delivery->episode == episode && delivery->state == DELIVERY_HANDED_OVER;
}

static bool seen_before(const struct deliveries_told *told, int64_t episode, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (handed_over(&told->deliveries[i], episode) &&
			strcmp(told->deliveries[i].recipient, told->deliveries[index].recipient) ==
				0)
			return true;
	return false;
}

void deliveries_told_each(const struct deliveries_told *told, int64_t episode,
	deliveries_told_fn *on_told, void *user)
{
	for (size_t i = 0; episode && i < told->count; i++)
		if (handed_over(&told->deliveries[i], episode) && !seen_before(told, episode, i))
			on_told(user, &told->deliveries[i]);
}

bool deliveries_told_has(const struct deliveries_told *told, int64_t episode, const char *recipient)
{
	for (size_t i = 0; i < told->count; i++)
		if (handed_over(&told->deliveries[i], episode) &&
			strcmp(told->deliveries[i].recipient, recipient) == 0)
			return true;
	return false;
}

bool deliveries_told_dead(
	const struct deliveries_told *told, int64_t episode, const char *recipient)
{
	for (size_t i = 0; i < told->count; i++) { /* newest first */
		const struct deliveries_told_delivery *delivery = &told->deliveries[i];
		if (delivery->episode == episode && strcmp(delivery->recipient, recipient) == 0)
			return delivery->state == DELIVERY_DEAD;
	}
	return false;
}
