/* An alert that fired, and short ways to take its deliveries from the outbox and settle them. */
#ifndef UNIT_STORE_OUTBOX_FIXTURE_H
#define UNIT_STORE_OUTBOX_FIXTURE_H

#include "unit/store/store_fixture.h"

static inline struct alert opened_alert(int64_t episode)
{
	struct alert alert;
	alert_init(&alert, "pile-up", SCOPE_COMMUNE, "22954");
	alert.state = ALERT_FIRING;
	alert.episode = episode;
	return alert;
}

static inline struct alert_news opened_news(int64_t episode)
{
	return (struct alert_news){.kind = NEWS_OPENED,
		.episode = episode,
		.sequence = 1,
		.rule = "pile-up",
		.subject = "22954",
		.at = noon(1),
		.since = noon(1),
		.held_since = noon(0)};
}

static inline void take_deliveries(
	struct world *world, instant now, store_delivery_fn *on_delivery, void *user)
{
	ASSERT_FINE(store_take_deliveries(
		world->store, now, MINUTE_MS, 10, "", on_delivery, user, &world->error));
}

static inline void settle_delivery(struct world *world, int64_t id, enum delivery_state state,
	instant next_at, const char *answer, instant now)
{
	struct settlement settlement = {id, state, next_at, answer};
	ASSERT_FINE(store_settle_deliveries(world->store, &settlement, 1, now, &world->error));
}

#endif
