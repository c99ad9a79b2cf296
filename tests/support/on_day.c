/* To be preloaded: the wall clock is ON_DAY seconds ahead, for every program; clocks that only go on
 * evenly, and with them every wait, are as they were. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
	static int (*real)(clockid_t, struct timespec *);
	static time_t ahead;
	if (!real) {
		const char *said = getenv("ON_DAY");
		ahead = said ? atol(said) : 0;
		real = dlsym(RTLD_NEXT, "clock_gettime");
	}
	int result = real(clock, ret_time);
	if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
		ret_time->tv_sec += ahead;
	return result;
}

int gettimeofday(struct timeval *restrict ret_time, void *restrict zone)
{
	(void)zone;
	struct timespec now;
	int result = clock_gettime(CLOCK_REALTIME, &now);
	*ret_time = (struct timeval){now.tv_sec, now.tv_nsec / 1000};
	return result;
}

time_t time(time_t *ret_time)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	if (ret_time)
		*ret_time = now.tv_sec;
	return now.tv_sec;
}
