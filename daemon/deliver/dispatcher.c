#include "deliver/dispatcher.h"

#include <ev.h>
#include <stdio.h>

#include "base/json.h"
#include "base/log.h"
#include "base/memory.h"
#include "base/text.h"
#include "core/alert/backoff.h"
#include "deliver/lane.h"
#include "deliver/secrets.h"
#include "ground/event_ids.h"
#include "ground/ground.h"
#include "ground/notices.h"
#include "ground/random.h"
#include "ground/wall_timer.h"
#include "site/clock.h"

#define TAKE_AT_ONCE LANE_WAITING
#define OTHERS_MS 1000 /* passing over what busy channels have due costs a walk */
#define SETTLE_AT_ONCE 256
#define SETTLE_S 0.01 /* results are gathered for so long: many share one sync of the disk */
#define SETTLE_BURST_S 0.1 /* while more wait to be sent */
#define LEASE_MS (15 * MINUTE_MS)
#define RETRY_S 5.0 /* after the store failed */
#define SLACK_MS (60 * SECOND_MS)

struct dispatcher {
	struct store_busy busy;
	struct ground *ground;
	struct lanes lanes;
	ev_timer turn; /* settles and takes */
	struct wall_timer wake; /* when the next delivery is due */
	struct settlement *settlements; /* answers owned */
	size_t settlement_count, settlement_capacity;
	int64_t others_at; /* monotonic, ms: not before it are channels looked at that are not busy */
	struct secrets secrets;
	bool stopping;
	bool broken; /* the store failed: said once */
	/* monotonic, ms: by when the planned turn must have come, and what is under way have moved */
	int64_t turns_by, moves_by;
};

static void run_soon(struct dispatcher *dispatcher, double seconds)
{
	struct ev_loop *loop = dispatcher->ground->loop;

	if (ev_is_active(&dispatcher->turn) &&
		ev_timer_remaining(loop, &dispatcher->turn) <= seconds)
		return;
	dispatcher->turns_by = clock_monotonic_ms() + (int64_t)(seconds * 1000.) + SLACK_MS;
	ev_timer_stop(loop, &dispatcher->turn);
	ev_timer_set(&dispatcher->turn, seconds, 0.);
	ev_timer_start(loop, &dispatcher->turn);
}

/* --- settling ----------------------------------------------------------------------------- */

static void add_settlement(struct dispatcher *dispatcher, int64_t id, enum delivery_state state,
	instant next_at, const char *answer)
{
	array_reserve(dispatcher->settlements, &dispatcher->settlement_capacity,
		dispatcher->settlement_count + 1);
	dispatcher->settlements[dispatcher->settlement_count++] = (struct settlement){
		.id = id, .state = state, .next_at = next_at, .answer = xstrdup(answer)};
	if (dispatcher->settlement_count >= SETTLE_AT_ONCE)
		run_soon(dispatcher, 0.);
	else
		run_soon(dispatcher,
			lanes_waiting(&dispatcher->lanes) > 0 ? SETTLE_BURST_S : SETTLE_S);
}

static void say_dead(const struct attempt *attempt, const char *answer)
{
	char subject[48];

	snprintf(
		subject, sizeof(subject), "delivery %lld", (long long)attempt_delivery_id(attempt));
	log_event(LOG_CAUTION, EVENT_DELIVERY_DEAD, subject, "given up, by channel %s to %s: %s",
		attempt_channel(attempt), attempt_recipient(attempt), answer);
}

static void settle_later(struct dispatcher *dispatcher, const struct attempt *attempt,
	int64_t retry_after_ms, const char *answer)
{
	int64_t wait_ms = backoff_delivery(attempt_number(attempt), retry_after_ms, random_share());

	if (wait_ms < 0) {
		say_dead(attempt, answer);
		add_settlement(dispatcher, attempt_delivery_id(attempt), DELIVERY_DEAD,
			INSTANT_NONE, answer);
		return;
	}
	log_line(LOG_DETAIL, attempt_channel(attempt),
		"delivery %lld, attempt %d: %s; next in %lld s",
		(long long)attempt_delivery_id(attempt), attempt_number(attempt), answer,
		(long long)(wait_ms / SECOND_MS));
	add_settlement(dispatcher, attempt_delivery_id(attempt), DELIVERY_WAITING,
		clock_now() + wait_ms, answer);
}

static void settle_dead(
	struct dispatcher *dispatcher, const struct attempt *attempt, const char *answer)
{
	say_dead(attempt, answer);
	add_settlement(
		dispatcher, attempt_delivery_id(attempt), DELIVERY_DEAD, INSTANT_NONE, answer);
}

static int settle_all(struct dispatcher *dispatcher, struct error *error)
{
	int result = 0;

	if (dispatcher->settlement_count > 0)
		result = store_settle_deliveries(dispatcher->ground->store, dispatcher->settlements,
			dispatcher->settlement_count, clock_now(), error);
	if (result < 0)
		return result;
	while (dispatcher->settlement_count > 0)
		free((char *)dispatcher->settlements[--dispatcher->settlement_count].answer);
	return 0;
}

/* --- attempts ----------------------------------------------------------------------------- */

/* A receiver that failed so often in a row is spared what still waits for it: that goes back with
 * the wait of one more failed attempt. Meanwhile one attempt at a time shows whether it is back. */
static void rest(struct dispatcher *dispatcher, struct lane *lane, const char *answer)
{
	struct attempt *attempt;

	lane->rests_until = clock_monotonic_ms() + LANE_REST_MS;
	while ((attempt = lane_give_back(lane))) {
		settle_later(dispatcher, attempt, 0, answer);
		attempt_cancel(attempt);
	}
}

static bool rests(const struct lane *lane)
{
	return lane->failures >= LANE_FAILURES && lane->rests_until > clock_monotonic_ms();
}

static void switch_off(struct dispatcher *dispatcher, struct lane *lane, const char *answer)
{
	struct attempt *attempt;
	struct error error;

	if (!lane->off && store_channel_off(dispatcher->ground->store, lane->channel, answer,
				  clock_now(), &error) < 0)
		log_line(LOG_CAUTION, lane->channel, "%s", error.text);
	if (!lane->off) {
		log_event(LOG_FAILURE, EVENT_CHANNEL_OFF, lane->channel,
			"channel switched off until the next start or reload: %s", answer);
		notices_channel_off(dispatcher->ground, lane->channel, answer);
		dispatcher_kick(dispatcher);
	}
	lane->off = true;
	while ((attempt = lane_give_back(lane))) {
		settle_dead(dispatcher, attempt, "the channel is switched off");
		attempt_cancel(attempt);
	}
}

static void start_lane(struct dispatcher *dispatcher, struct lane *lane)
{
	const struct channel_settings *channel =
		settings_channel(ground_settings(dispatcher->ground), lane->channel);
	struct attempt *attempt;

	while (!dispatcher->stopping && (attempt = lane_next(lane))) {
		dispatcher->moves_by = clock_monotonic_ms() + LEASE_MS;
		secrets_freshen(&dispatcher->secrets);
		attempt_start(attempt, channel, &dispatcher->secrets);
	}
}

static void start_waiting(struct dispatcher *dispatcher)
{
	for (size_t i = 0; i < dispatcher->lanes.count; i++)
		start_lane(dispatcher, dispatcher->lanes.items[i]);
}

static void on_attempt_done(
	void *user, struct attempt *attempt, const struct attempt_result *result)
{
	static const char *const results[] = {[ATTEMPT_ACCEPTED] = "handed_over",
		[ATTEMPT_LATER] = "later",
		[ATTEMPT_REFUSED] = "refused",
		[ATTEMPT_GONE] = "gone"};
	struct dispatcher *dispatcher = user;
	struct lane *lane = lanes_of(&dispatcher->lanes, attempt_channel(attempt));

	lane_done(lane, attempt);
	dispatcher->moves_by = clock_monotonic_ms() + LEASE_MS;
	dispatcher->ground->calls->delivered(
		dispatcher->ground->user, attempt_channel(attempt), results[result->verdict]);
	switch (result->verdict) {
	case ATTEMPT_ACCEPTED:
		lane->failures = 0;
		lane->handed_over++;
		add_settlement(dispatcher, attempt_delivery_id(attempt), DELIVERY_HANDED_OVER,
			INSTANT_NONE, result->answer);
		break;
	case ATTEMPT_LATER:
		settle_later(dispatcher, attempt, result->retry_after_ms, result->answer);
		if (++lane->failures >= LANE_FAILURES)
			rest(dispatcher, lane, result->answer);
		break;
	case ATTEMPT_REFUSED:
		lane->failures = 0;
		settle_dead(dispatcher, attempt, result->answer);
		break;
	case ATTEMPT_GONE:
		settle_dead(dispatcher, attempt, result->answer);
		switch_off(dispatcher, lane, result->answer);
		break;
	}
	start_lane(dispatcher, lane);
}

/* --- taking ------------------------------------------------------------------------------- */

struct taking {
	struct dispatcher *dispatcher;
	int count;
};

static int on_delivery(void *user, const struct delivery *delivery)
{
	struct taking *taking = user;
	struct dispatcher *dispatcher = taking->dispatcher;
	struct lane *lane = lanes_of(&dispatcher->lanes, delivery->channel);

	taking->count++;
	if (lane_has(lane, delivery->id))
		return 0;
	struct attempt *attempt =
		attempt_new(dispatcher->ground, delivery, on_attempt_done, dispatcher);
	if (lane->off) {
		settle_dead(dispatcher, attempt, "the channel is switched off");
		attempt_cancel(attempt);
	} else if (rests(lane) && lane->under_way_count + lane->waiting_count > 0) {
		settle_later(dispatcher, attempt, 0, "not tried: the receiver does not answer");
		attempt_cancel(attempt);
	} else {
		lane_add(lane, attempt);
	}
	return 0;
}

/* The channels that hold enough already, as store_take_deliveries() wants them. */
static void add_busy(const struct dispatcher *dispatcher, struct text *busy)
{
	text_add(busy, "");
	for (size_t i = 0; i < dispatcher->lanes.count; i++)
		if (lane_full(dispatcher->lanes.items[i]))
			text_printf(busy, "%s%s\n", busy->length ? "" : "\n",
				dispatcher->lanes.items[i]->channel);
}

/* False: some channel is busy, and whether others have something due was looked up just now. */
static bool may_take(struct dispatcher *dispatcher, struct text *busy)
{
	int64_t now_ms = clock_monotonic_ms();

	add_busy(dispatcher, busy);
	if (busy->length == 0)
		return true;
	if (now_ms < dispatcher->others_at) {
		run_soon(dispatcher, (double)(dispatcher->others_at - now_ms) / 1000.);
		return false;
	}
	dispatcher->others_at = now_ms + OTHERS_MS;
	return true;
}

static int take_due(struct dispatcher *dispatcher, struct error *error)
{
	struct taking taking = {.dispatcher = dispatcher, .count = TAKE_AT_ONCE};
	int result = 0;

	while (result == 0 && taking.count == TAKE_AT_ONCE) {
		cleanup(text_free) struct text busy = {0};
		if (!may_take(dispatcher, &busy))
			break;
		taking.count = 0;
		result = store_take_deliveries(dispatcher->ground->store, clock_now(), LEASE_MS,
			TAKE_AT_ONCE, busy.data, on_delivery, &taking, error);
		start_waiting(dispatcher);
		if (dispatcher->settlement_count >= SETTLE_AT_ONCE)
			break; /* the rest in the next turn */
	}
	return result;
}

/* One line a channel for all that went out together. */
static void say_handed_over(struct dispatcher *dispatcher)
{
	for (size_t i = 0; i < dispatcher->lanes.count; i++) {
		struct lane *lane = dispatcher->lanes.items[i];
		if (lane->handed_over > 0)
			log_line(LOG_ROUTINE, lane->channel, "%d message(s) handed over",
				lane->handed_over);
		lane->handed_over = 0;
	}
}

static int plan_wake(struct dispatcher *dispatcher, struct error *error)
{
	struct ground *ground = dispatcher->ground;
	bool idle = lanes_waiting(&dispatcher->lanes) == 0 &&
		    lanes_under_way(&dispatcher->lanes) == 0 && dispatcher->settlement_count == 0;
	instant next = INSTANT_NONE, now = clock_now();
	int result = store_next_delivery(ground->store, &next, error);

	wall_timer_stop(&dispatcher->wake);
	if (idle) {
		dispatcher->moves_by = INT64_MAX;
		secrets_forget(&dispatcher->secrets);
		say_handed_over(dispatcher);
	}
	if (result < 0)
		return result;
	if (next != INSTANT_NONE && next > now && !clock_is_set())
		wall_timer_start(&dispatcher->wake, next);
	if (idle && (next == INSTANT_NONE || next > now))
		ground->calls->outbox_drained(ground->user);
	return 0;
}

static void on_turn(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct dispatcher *dispatcher = watcher->data;
	struct error error;
	dispatcher->turns_by = INT64_MAX;
	int result = settle_all(dispatcher, &error);

	if (result == 0 && !dispatcher->stopping) {
		start_waiting(dispatcher);
		result = take_due(dispatcher, &error);
	}
	if (result == 0)
		result = plan_wake(dispatcher, &error);
	if (ground_store_busy(dispatcher->ground, &dispatcher->busy, result)) {
		run_soon(dispatcher, STORE_BUSY_S);
		return;
	}
	if (result < 0) {
		if (!dispatcher->broken)
			log_line(LOG_FAILURE, NULL, "cannot use the outbox, trying again: %s",
				error.text);
		run_soon(dispatcher, RETRY_S);
	}
	dispatcher->broken = result < 0;
}

static void on_wake(void *user)
{
	dispatcher_kick(user);
}

/* --- from outside ------------------------------------------------------------------------- */

/* Every channel is tried again after a start or reload. */
static void forget_channels_off(struct ground *ground)
{
	struct error error;

	if (store_channels_on(ground->store, &error) < 0)
		log_line(LOG_CAUTION, NULL, "%s", error.text);
}

struct dispatcher *dispatcher_new(struct ground *ground)
{
	struct dispatcher *dispatcher = xcalloc(1, sizeof(*dispatcher));

	dispatcher->ground = ground;
	dispatcher->turns_by = dispatcher->moves_by = INT64_MAX;
	ev_init(&dispatcher->turn, on_turn);
	dispatcher->turn.data = dispatcher;
	wall_timer_init(&dispatcher->wake, ground->loop, on_wake, dispatcher);
	forget_channels_off(ground);
	return dispatcher;
}

void dispatcher_free(struct dispatcher *dispatcher)
{
	struct error error;

	if (!dispatcher)
		return;
	ev_timer_stop(dispatcher->ground->loop, &dispatcher->turn);
	wall_timer_stop(&dispatcher->wake);
	lanes_free(&dispatcher->lanes);
	secrets_forget(&dispatcher->secrets);
	if (settle_all(dispatcher, &error) < 0)
		log_line(LOG_CAUTION, NULL, "results of deliveries are lost: %s", error.text);
	while (dispatcher->settlement_count > 0)
		free((char *)dispatcher->settlements[--dispatcher->settlement_count].answer);
	free(dispatcher->settlements);
	free(dispatcher);
}

void dispatcher_kick(struct dispatcher *dispatcher)
{
	dispatcher->others_at = 0;
	run_soon(dispatcher, 0.);
}

void dispatcher_stop(struct dispatcher *dispatcher)
{
	dispatcher->stopping = true;
}

void dispatcher_site_changed(struct dispatcher *dispatcher)
{
	forget_channels_off(dispatcher->ground);
	secrets_forget(&dispatcher->secrets); /* they were of the settings before */
	for (size_t i = 0; i < dispatcher->lanes.count; i++)
		dispatcher->lanes.items[i]->off = false;
	run_soon(dispatcher, 0.);
}

int dispatcher_under_way(const struct dispatcher *dispatcher)
{
	return (int)lanes_under_way(&dispatcher->lanes);
}

int64_t dispatcher_moves_by(struct dispatcher *dispatcher)
{
	int64_t by = wall_timer_moves_by(&dispatcher->wake, clock_now(), clock_monotonic_ms());

	by = dispatcher->turns_by < by ? dispatcher->turns_by : by;
	return dispatcher->moves_by < by ? dispatcher->moves_by : by;
}

void dispatcher_debug(const struct dispatcher *dispatcher, struct json_writer *json)
{
	json_bool(json, "store_failed", dispatcher->broken);
	json_number(json, "to_settle", (int64_t)dispatcher->settlement_count);
	json_array(json, "channels");
	for (size_t i = 0; i < dispatcher->lanes.count; i++) {
		const struct lane *lane = dispatcher->lanes.items[i];
		json_object(json, NULL);
		json_string(json, "name", lane->channel);
		json_number(json, "under_way", (int64_t)lane->under_way_count);
		json_number(json, "waiting", (int64_t)lane->waiting_count);
		json_number(json, "failures", lane->failures);
		json_bool(json, "rests", lane->rests_until > clock_monotonic_ms());
		json_bool(json, "off", lane->off);
		json_object_end(json);
	}
	json_array_end(json);
}
