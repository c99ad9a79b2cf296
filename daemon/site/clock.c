#include "site/clock.h"

#include <time.h>

static instant set_at = INSTANT_NONE;

static int64_t read_clock(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * SECOND_MS + now.tv_nsec / 1000000;
}

instant clock_real(void)
{
	return read_clock(CLOCK_REALTIME);
}

instant clock_now(void)
{
	return set_at == INSTANT_NONE ? clock_real() : set_at;
}

bool clock_possible(instant now)
{
	return now >= civil_day(2015, 1, 1) * DAY_MS;
}

int64_t clock_monotonic_ms(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

void clock_set(instant now)
{
	set_at = now;
}

bool clock_is_set(void)
{
	return set_at != INSTANT_NONE;
}
