#include "core/alert/backoff.h"

#include <stddef.h>

/* A tenth up or down, so that receivers do not see all deliveries in one second. */
static int64_t jittered(int64_t ms, double random)
{
	double share = 0.9 + 0.2 * (random < 0 ? 0 : random > 1 ? 1 : random);
	return (int64_t)((double)ms * share);
}

static int64_t clamped(int64_t value, int64_t least, int64_t most)
{
	return value < least ? least : value > most ? most : value;
}

int64_t backoff_delivery(int attempts, int64_t retry_after_ms, double random)
{
	/* the wait after the first, second … attempt; the first attempt itself is made at once */
	static const int64_t steps[] = {5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS,
		5 * HOUR_MS, 10 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS, 24 * HOUR_MS};
	const int count = (int)(sizeof(steps) / sizeof(steps[0]));
	if (attempts < 1)
		return 0;
	if (attempts > count)
		return -1;
	int64_t wait = jittered(steps[attempts - 1], random);
	return clamped(retry_after_ms, wait, wait > HOUR_MS / 2 ? 2 * wait : HOUR_MS);
}

int64_t backoff_poll(
	int failures, int64_t first_ms, int64_t cap_ms, int64_t retry_after_ms, double random)
{
	int64_t wait = clamped(first_ms, 0, cap_ms);
	for (int i = 1; i < failures && wait < cap_ms; i++)
		wait = wait > cap_ms / 2 ? cap_ms : wait * 2;
	wait = jittered(wait, random);
	return clamped(retry_after_ms, wait < cap_ms ? wait : cap_ms, cap_ms);
}
