/* When to try again. Pure: randomness is a parameter (0 .. 1). */
#ifndef CORE_ALERT_BACKOFF_H
#define CORE_ALERT_BACKOFF_H

#include "core/time/civil.h"

/* The contract's delivery schedule: 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h ± jitter.
 * `attempts` already made; the wait in ms before the next, -1: no more tries, the delivery is dead.
 * A Retry-After (ms, 0 when none) is honoured from the step up to twice the step or one hour,
 * whichever is more: an honest "in two minutes" is heeded, a hostile one cannot park a delivery. */
int64_t backoff_delivery(int attempts, int64_t retry_after_ms, double random);
/* Polls, after so many failures in a row: first, doubling to a cap, ± 10 % but never above the cap;
 * a longer Retry-After is honoured up to the cap. */
int64_t backoff_poll(
	int failures, int64_t first_ms, int64_t cap_ms, int64_t retry_after_ms, double random);

#endif
