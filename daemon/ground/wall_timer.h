/* A timer on the wall clock: fires once, at an instant, whatever is done to the clock meanwhile. It
 * also tells the watchdog by when it must have fired. That cannot be reckoned when it is started – a
 * clock set back afterwards lets it wait longer, and rightly – but only when its instant has come. */
#ifndef GROUND_WALL_TIMER_H
#define GROUND_WALL_TIMER_H

#include <ev.h>

#include "core/time/civil.h"

#define WALL_TIMER_SLACK_MS (60 * SECOND_MS)

typedef void wall_timer_fn(void *user);

struct wall_timer { /* private */
	ev_periodic watcher;
	struct ev_loop *loop;
	wall_timer_fn *on_time;
	void *user;
	instant at; /* NONE: not started */
	int64_t due_ms; /* monotonic: when its instant was first seen to have come; 0: not yet */
};

void wall_timer_init(
	struct wall_timer *timer, struct ev_loop *loop, wall_timer_fn *on_time, void *user);
void wall_timer_start(struct wall_timer *timer, instant at); /* anew, when it runs */
void wall_timer_stop(struct wall_timer *timer);
/* Until when (monotonic, ms) it must have fired, as of now by both clocks; INT64_MAX: its instant has
 * not come. To be asked now and then: from the first time it is seen late, it has the slack. */
int64_t wall_timer_moves_by(struct wall_timer *timer, instant now, int64_t now_ms);

#endif
