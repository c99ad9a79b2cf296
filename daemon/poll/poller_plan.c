/* When a portal is read next. */
#include "core/alert/backoff.h"
#include "ground/ground.h"
#include "ground/random.h"
#include "poll/poller_parts.h"
#include "site/clock.h"

#define JITTER 0.05
#define BACKOFF_FIRST_MS (30 * SECOND_MS)
#define BACKOFF_CAP_MS (30 * MINUTE_MS)
#define SLACK_MS (60 * SECOND_MS)

void poller_plan(struct poller *poller, int64_t wait_ms)
{
	struct ev_loop *loop = poller->ground->loop;

	poller->moves_by = clock_monotonic_ms() + wait_ms + SLACK_MS;
	ev_timer_stop(loop, &poller->turn);
	ev_timer_set(&poller->turn, (double)wait_ms / 1000., 0.);
	ev_timer_start(loop, &poller->turn);
}

int64_t poller_waits_ms(const struct poller *poller)
{
	return poller->moves_by - SLACK_MS - clock_monotonic_ms();
}

void poller_plan_next(struct poller *poller)
{
	int64_t now_ms = clock_monotonic_ms(), every_ms = poller->portal->settings->every_ms;
	double late = random_share() * JITTER * (double)every_ms;

	if (poller->due_ms == 0)
		poller->due_ms = now_ms;
	while (poller->due_ms <= now_ms)
		poller->due_ms += every_ms * (1 + (now_ms - poller->due_ms) / every_ms);
	poller_plan(poller, poller->due_ms - now_ms + (int64_t)late);
}

void poller_plan_retry(struct poller *poller, int64_t retry_after_ms)
{
	int64_t every_ms = poller->portal->settings->every_ms;
	int64_t first_ms = every_ms < BACKOFF_FIRST_MS ? every_ms : BACKOFF_FIRST_MS;
	int64_t cap_ms = every_ms > BACKOFF_CAP_MS ? every_ms : BACKOFF_CAP_MS;

	poller_plan(poller, backoff_poll(poller->portal->failures, first_ms, cap_ms, retry_after_ms,
				    random_share()));
}

int64_t poller_closed_for_ms(const struct poller *poller)
{
	struct ground *ground = poller->ground;
	instant now = clock_now(), opens;

	if (!poller->portal->settings->office_hours_only || poller->once ||
		calendar_open(ground->judge.calendar, now) ||
		calendar_add_work(ground->judge.calendar, now, 0, &opens) < 0)
		return 0;
	/* Not further than an hour ahead, for the clock may be set. */
	return opens - now < HOUR_MS ? opens - now + 1 : HOUR_MS;
}
