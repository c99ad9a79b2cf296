#include "ground/wall_timer.h"

static void on_periodic(struct ev_loop *loop, ev_periodic *watcher, int events)
{
	(void)loop, (void)events;
	struct wall_timer *timer = watcher->data;

	wall_timer_stop(timer);
	timer->on_time(timer->user);
}

void wall_timer_init(
	struct wall_timer *timer, struct ev_loop *loop, wall_timer_fn *on_time, void *user)
{
	*timer = (struct wall_timer){
		.loop = loop, .on_time = on_time, .user = user, .at = INSTANT_NONE};
	ev_init(&timer->watcher, on_periodic);
	timer->watcher.data = timer;
}

void wall_timer_start(struct wall_timer *timer, instant at)
{
	wall_timer_stop(timer);
	timer->at = at;
	ev_periodic_set(&timer->watcher, (double)at / 1000. + 0.001, 0., NULL);
	ev_periodic_start(timer->loop, &timer->watcher);
}

void wall_timer_stop(struct wall_timer *timer)
{
	ev_periodic_stop(timer->loop, &timer->watcher);
	timer->at = INSTANT_NONE;
	timer->due_ms = 0;
}

int64_t wall_timer_moves_by(struct wall_timer *timer, instant now, int64_t now_ms)
{
	if (timer->at == INSTANT_NONE || now < timer->at) {
		timer->due_ms = 0;
		return INT64_MAX;
	}
	if (timer->due_ms == 0)
		timer->due_ms = now_ms;
	return timer->due_ms + WALL_TIMER_SLACK_MS;
}
