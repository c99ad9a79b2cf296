#include "app/lag.h"

#include <ev.h>
#include <stdlib.h>

#include "base/memory.h"
#include "site/clock.h"

#define MS_MOST 1000 /* longer turns are counted together */

struct lag {
	struct ev_loop *loop;
	ev_check woken;
	ev_prepare sleeping;
	int64_t woken_ms;
	int64_t longest_ms;
	int64_t turns;
	uint32_t by_ms[MS_MOST + 1];
};

static void on_woken(struct ev_loop *loop, ev_check *watcher, int events)
{
	(void)loop, (void)events;
	((struct lag *)watcher->data)->woken_ms = clock_monotonic_ms();
}

static void on_sleeping(struct ev_loop *loop, ev_prepare *watcher, int events)
{
	(void)loop, (void)events;
	struct lag *lag = watcher->data;

	if (lag->woken_ms == 0)
		return;
	int64_t held_ms = clock_monotonic_ms() - lag->woken_ms;
	lag->turns++;
	lag->by_ms[held_ms < MS_MOST ? held_ms : MS_MOST]++;
	if (held_ms > lag->longest_ms)
		lag->longest_ms = held_ms;
}

struct lag *lag_new(struct ev_loop *loop)
{
	struct lag *lag = xcalloc(1, sizeof(*lag));

	lag->loop = loop;
	ev_check_init(&lag->woken, on_woken);
	ev_set_priority(&lag->woken, EV_MAXPRI);
	lag->woken.data = lag;
	ev_check_start(loop, &lag->woken);
	ev_prepare_init(&lag->sleeping, on_sleeping);
	ev_set_priority(&lag->sleeping, EV_MINPRI);
	lag->sleeping.data = lag;
	ev_prepare_start(loop, &lag->sleeping);
	/* The watchers alone keep no loop alive. */
	ev_unref(loop);
	ev_unref(loop);
	return lag;
}

void lag_free(struct lag *lag)
{
	if (!lag)
		return;
	ev_ref(lag->loop);
	ev_ref(lag->loop);
	ev_check_stop(lag->loop, &lag->woken);
	ev_prepare_stop(lag->loop, &lag->sleeping);
	free(lag);
}

struct lag_summary lag_summary(const struct lag *lag)
{
	struct lag_summary summary = {.turns = lag->turns, .longest_ms = lag->longest_ms};
	int64_t rest = lag->turns / 1000;

	for (int ms = MS_MOST; ms >= 0; ms--) {
		rest -= lag->by_ms[ms];
		if (rest < 0) {
			summary.p999_ms = ms < MS_MOST ? ms : lag->longest_ms;
			break;
		}
	}
	return summary;
}
