/* A lane: the attempts of one channel, so that a slow receiver holds up nobody but itself. */
#ifndef DELIVER_LANE_H
#define DELIVER_LANE_H

#include <stdbool.h>
#include <stddef.h>

#include "deliver/attempt.h"

#define LANE_MOST 16 /* attempts under way in one lane */
#define LANE_WAITING 256 /* taken from the outbox ahead of that; then the lane is full */
#define LANE_FAILURES 8 /* so many in a row, and the lane rests */
#define LANE_REST_MS 30000

struct lane {
	char *channel;
	struct attempt **waiting; /* taken from the outbox, not started; oldest first */
	size_t waiting_count, waiting_capacity;
	struct attempt **under_way;
	size_t under_way_count, under_way_capacity;
	int handed_over; /* since the log said how many */
	int failures; /* in a row that were the receiver's or the network's fault */
	int64_t rests_until; /* monotonic, ms: the receiver does not answer, one attempt is enough */
	bool off; /* the receiver answered 410 */
};

/* Lanes by channel; pointers are good until lanes_free(). Zero-initialised is empty. */
struct lanes {
	struct lane **items;
	size_t count, capacity;
};
struct lane *lanes_of(struct lanes *lanes, const char *channel);
void lanes_free(struct lanes *lanes); /* cancels every attempt */
size_t lanes_waiting(const struct lanes *lanes);
size_t lanes_under_way(const struct lanes *lanes);

/* Takes no more deliveries for now. */
bool lane_full(const struct lane *lane);
/* Does the lane hold this delivery already? (its lease ran out while it waited) */
bool lane_has(const struct lane *lane, int64_t delivery);
void lane_add(struct lane *lane, struct attempt *attempt);
/* The next one to start, now under way; NULL: none, or enough are. */
struct attempt *lane_next(struct lane *lane);
/* The oldest that waits, taken out; NULL: none. */
struct attempt *lane_give_back(struct lane *lane);
/* It is not under way any more. */
void lane_done(struct lane *lane, const struct attempt *attempt);

#endif
