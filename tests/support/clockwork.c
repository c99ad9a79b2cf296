/* To be preloaded: time that runs faster, a wall clock that a test can set, and a loop that can be
 * made to forget its timers. What happens is said in a file of three numbers (struct clockwork).
 *
 *   cc -shared -fPIC -o clockwork.so clockwork.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct clockwork {
	int64_t speed; /* seconds that pass in one */
	int64_t offset; /* of the wall clock, seconds */
	int64_t forgetful; /* timers that are started from now on never come */
};

static const volatile struct clockwork *clockwork;
static struct timespec begun_wall, begun;
static int (*real_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void wind_up(void)
{
	const char *path = getenv("CLOCKWORK");
	int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (file < 0)
		return;
	real_clock = dlsym(RTLD_NEXT, "clock_gettime");
	real_clock(CLOCK_REALTIME, &begun_wall);
	real_clock(CLOCK_MONOTONIC, &begun);
	clockwork = mmap(NULL, sizeof(*clockwork), PROT_READ, MAP_SHARED, file, 0);
	close(file);
}

static void add(struct timespec *to, int64_t ns)
{
	ns += to->tv_nsec;
	to->tv_sec += ns / 1000000000;
	to->tv_nsec = ns % 1000000000;
}

int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
	if (!real_clock)
		real_clock = dlsym(RTLD_NEXT, "clock_gettime");
	int result = real_clock(clock, ret_time);
	if (!clockwork || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC))
		return result;
	struct timespec now;
	real_clock(CLOCK_MONOTONIC, &now);
	int64_t passed =
		(int64_t)(now.tv_sec - begun.tv_sec) * 1000000000 + now.tv_nsec - begun.tv_nsec;
	*ret_time = clock == CLOCK_REALTIME ? begun_wall : begun;
	add(ret_time, passed * clockwork->speed);
	if (clock == CLOCK_REALTIME)
		ret_time->tv_sec += clockwork->offset;
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

int epoll_wait(int epoll, struct epoll_event *events, int most, int timeout)
{
	static int (*real)(int, struct epoll_event *, int, int);
	if (!real)
		real = dlsym(RTLD_NEXT, "epoll_wait");
	if (clockwork && timeout > 0)
		timeout = (int)(timeout / clockwork->speed) + 1;
	return real(epoll, events, most, timeout);
}

struct ev_loop;

#define FORGETFUL(name)                                                                            \
	void name(struct ev_loop *loop, void *watcher)                                             \
	{                                                                                          \
		static void (*real)(struct ev_loop *, void *);                                     \
		if (!real)                                                                         \
			real = dlsym(RTLD_NEXT, #name);                                            \
		if (!clockwork || !clockwork->forgetful)                                           \
			real(loop, watcher);                                                       \
	}

FORGETFUL(ev_timer_start)
FORGETFUL(ev_periodic_start)
