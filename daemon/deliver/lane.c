#include "deliver/lane.h"

#include <string.h>

#include "base/memory.h"

struct lane *lanes_of(struct lanes *lanes, const char *channel)
{
	for (size_t i = 0; i < lanes->count; i++)
		if (strcmp(lanes->items[i]->channel, channel) == 0)
			return lanes->items[i];
	struct lane *lane = xcalloc(1, sizeof(*lane));
	lane->channel = xstrdup(channel);
	array_reserve(lanes->items, &lanes->capacity, lanes->count + 1);
	lanes->items[lanes->count++] = lane;
	return lane;
}

void lanes_free(struct lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++) {
		struct lane *lane = lanes->items[i];
		for (size_t a = 0; a < lane->waiting_count; a++)
			attempt_cancel(lane->waiting[a]);
		for (size_t a = 0; a < lane->under_way_count; a++)
			attempt_cancel(lane->under_way[a]);
		free(lane->waiting);
		free(lane->under_way);
		free(lane->channel);
		free(lane);
	}
	free(lanes->items);
	*lanes = (struct lanes){0};
}

size_t lanes_waiting(const struct lanes *lanes)
{
	size_t waiting = 0;

	for (size_t i = 0; i < lanes->count; i++)
		waiting += lanes->items[i]->waiting_count;
	return waiting;
}

size_t lanes_under_way(const struct lanes *lanes)
{
	size_t under_way = 0;

	for (size_t i = 0; i < lanes->count; i++)
		under_way += lanes->items[i]->under_way_count;
	return under_way;
}

bool lane_full(const struct lane *lane)
{
	return lane->waiting_count >= LANE_WAITING;
}

bool lane_has(const struct lane *lane, int64_t delivery)
{
	for (size_t i = 0; i < lane->waiting_count; i++)
		if (attempt_delivery_id(lane->waiting[i]) == delivery)
			return true;
	for (size_t i = 0; i < lane->under_way_count; i++)
		if (attempt_delivery_id(lane->under_way[i]) == delivery)
			return true;
	return false;
}

void lane_add(struct lane *lane, struct attempt *attempt)
{
	array_reserve(lane->waiting, &lane->waiting_capacity, lane->waiting_count + 1);
	lane->waiting[lane->waiting_count++] = attempt;
}

struct attempt *lane_give_back(struct lane *lane)
{
	if (lane->waiting_count == 0)
		return NULL;
	struct attempt *attempt = lane->waiting[0];
	lane->waiting_count--;
	memmove(lane->waiting, lane->waiting + 1, lane->waiting_count * sizeof(*lane->waiting));
	return attempt;
}

struct attempt *lane_next(struct lane *lane)
{
	if (lane->under_way_count >= LANE_MOST)
		return NULL;
	struct attempt *attempt = lane_give_back(lane);
	if (attempt) {
		array_reserve(
			lane->under_way, &lane->under_way_capacity, lane->under_way_count + 1);
		lane->under_way[lane->under_way_count++] = attempt;
	}
	return attempt;
}

void lane_done(struct lane *lane, const struct attempt *attempt)
{
	for (size_t i = 0; i < lane->under_way_count; i++)
		if (lane->under_way[i] == attempt) {
			lane->under_way[i] = lane->under_way[--lane->under_way_count];
			return;
		}
}
