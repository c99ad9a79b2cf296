#include "core/alert/telling.h"

const char *telling_wait_name(enum telling_wait wait)
{
	static const char *const names[TELLING_WAITS] = {
		[TELLING_IDLE] = "idle",
		[TELLING_IN_OUTBOX] = "in-outbox",
		[TELLING_REMINDS] = "reminder",
		[TELLING_ESCALATES] = "escalation",
		[TELLING_OFFICE_HOURS] = "office-hours",
		[TELLING_DIGEST] = "digest",
		[TELLING_SILENCED] = "silenced",
		[TELLING_ACKNOWLEDGED] = "acknowledged",
		[TELLING_COVERED] = "covered",
		[TELLING_STALE] = "stale",
		[TELLING_TRIAL] = "trial",
		[TELLING_LET_GO] = "let-go",
		[TELLING_NO_CALENDAR] = "no-calendar",
	};
	return names[wait];
}

static const struct knowledge nothing_told = {.at = INSTANT_NONE};

void telling_init(
	struct telling *telling, int64_t episode, const char *channel, const char *recipient)
{
	*telling = (struct telling){
		.episode = episode,
		.channel = channel,
		.recipient = recipient,
		.accepted = nothing_told,
		.offered = nothing_told,
		.owed_since = INSTANT_NONE,
		.next_at = INSTANT_NONE,
	};
}

/* --- what is owed ------------------------------------------------------------------------- */

static bool knows(const struct knowledge *told)
{
	return told->sequence > 0 && told->open;
}

static bool is_as_told(const struct knowledge *told, const struct telling_input *input)
{
	if (!input->open)
		return !knows(told);
	return knows(told) && told->severity == input->severity;
}

/* What brings somebody who knows `told` up to date; only asked when it is not as told. */
static enum news_kind difference(const struct knowledge *told, const struct telling_input *input)
{
	if (!input->open)
		return NEWS_CLOSED;
	if (!knows(told))
		return NEWS_OPENED;
	return input->severity > told->severity ? NEWS_RAISED : NEWS_LOWERED;
}

static bool in_outbox(const struct telling *telling)
{
	return telling->offered.sequence != telling->accepted.sequence;
}

/* --- when --------------------------------------------------------------------------------- */

static enum telling_act wait_for(struct telling *telling, enum telling_wait wait, instant next_at)
{
	telling->wait = wait;
	telling->next_at = next_at;
	return TELL_NOTHING;
}

/* The first time of day `minute` on a working day after `since`. */
static bool digest_after(const struct telling_input *input, instant since, instant *ret_at)
{
	const struct zone *zone = calendar_zone(input->calendar);
	day date = zone_day(zone, since);
	for (int tries = 0; tries < 2; tries++) {
		day worked;
		if (calendar_add_days(input->calendar, date, 0, &worked) < 0)
			return false;
		instant at = zone_instant(zone, worked, input->digest_minute * MINUTE_MS);
		if (at > since) {
			*ret_at = at;
			return true;
		}
		date = worked + 1;
	}
	return false;
}

/* What keeps everything but the closing. NEWS_LOWERED and NEWS_RAISED pass an acknowledgement. */
static bool is_muted(
	struct telling *telling, const struct telling_input *input, enum news_kind kind)
{
	bool new_or_again = kind == NEWS_OPENED || kind == NEWS_REMINDER;
	if (!input->addressed)
		wait_for(telling, TELLING_LET_GO, INSTANT_NONE);
	else if (input->trial)
		wait_for(telling, TELLING_TRIAL, INSTANT_NONE);
	else if (input->stale)
		wait_for(telling, TELLING_STALE, INSTANT_NONE);
	else if (input->held.silenced_until != INSTANT_NONE)
		wait_for(telling, TELLING_SILENCED, input->held.silenced_until);
	else if (new_or_again && input->held.acknowledged_until != INSTANT_NONE)
		wait_for(telling, TELLING_ACKNOWLEDGED, input->held.acknowledged_until);
	else if (new_or_again && input->covered)
		wait_for(telling, TELLING_COVERED, INSTANT_NONE);
	else
		return false;
	return true;
}

/* Has the rung of the ladder been reached? */
static bool has_joined(struct telling *telling, const struct telling_input *input)
{
	instant joins = input->opened;
	if (input->after.amount == 0)
		return true;
	if (duration_after(input->after, input->calendar, input->opened, &joins) < 0) {
		wait_for(telling, TELLING_NO_CALENDAR, INSTANT_NONE);
		return false;
	}
	if (joins <= input->now)
		return true;
	wait_for(telling, TELLING_ESCALATES, joins);
	return false;
}

/* Is this the moment? The day's letter first, then office hours. */
static bool is_the_moment(struct telling *telling, const struct telling_input *input)
{
	instant at = input->now;
	if (telling->owed_since == INSTANT_NONE || telling->owed_since > input->now)
		telling->owed_since = input->now;
	if (input->digest_minute >= 0) {
		if (!digest_after(input, telling->owed_since, &at)) {
			wait_for(telling, TELLING_NO_CALENDAR, INSTANT_NONE);
			return false;
		}
		if (at > input->now) {
			wait_for(telling, TELLING_DIGEST, at);
			return false;
		}
	}
	if (!input->office_hours)
		return true;
	/* without a calendar nobody knows the hours: better told at night than never */
	if (calendar_add_work(input->calendar, input->now, 0, &at) < 0 || at <= input->now)
		return true;
	wait_for(telling, TELLING_OFFICE_HOURS, at);
	return false;
}

/* --- reminders ---------------------------------------------------------------------------- */

/* When the next one falls due; NONE: never, or not known for want of a calendar. Always computed
 * from the last message, so that a changed rule or calendar is followed. */
static instant reminder_at(const struct telling *telling, const struct telling_input *input)
{
	instant at;
	int last = input->repeat_count - 1, next = telling->offered.reminders;
	if (last < 0 || !input->open || !knows(&telling->offered))
		return INSTANT_NONE;
	struct duration repeat = input->repeat[next < last ? next : last];
	if (repeat.amount <= 0 ||
		duration_after(repeat, input->calendar, telling->offered.at, &at) < 0)
		return INSTANT_NONE;
	return at;
}

/* --- the step ----------------------------------------------------------------------------- */

static enum telling_act send(struct telling *telling, const struct telling_input *input,
	enum news_kind kind, enum news_kind *ret_kind)
{
	if (kind == NEWS_OPENED && input->holding) { /* who has not heard of it need not any more */
		telling->owed_since = INSTANT_NONE;
		return wait_for(telling, TELLING_IDLE, INSTANT_NONE);
	}
	if (kind != NEWS_CLOSED) {
		if (is_muted(telling, input, kind))
			return TELL_NOTHING;
		if (kind == NEWS_OPENED && !has_joined(telling, input))
			return TELL_NOTHING;
	}
	if (!is_the_moment(telling, input))
		return TELL_NOTHING;
	*ret_kind = kind;
	return TELL_NEWS;
}

/* The reminder of `at` comes then, or when the hold that will still stand then has ended. */
static enum telling_act wait_for_reminder(
	struct telling *telling, const struct telling_input *input, instant at)
{
	instant silenced = input->held.silenced_until;
	instant acknowledged = input->held.acknowledged_until;
	if (in_outbox(telling))
		return wait_for(telling, TELLING_IN_OUTBOX, at);
	if (silenced != INSTANT_NONE && silenced > at)
		return wait_for(telling, TELLING_SILENCED, silenced);
	if (acknowledged != INSTANT_NONE && acknowledged > at)
		return wait_for(telling, TELLING_ACKNOWLEDGED, acknowledged);
	return wait_for(telling, TELLING_REMINDS, at);
}

/* It is as the outbox says: only a reminder can be due. */
static enum telling_act rest(
	struct telling *telling, const struct telling_input *input, enum news_kind *ret_kind)
{
	instant at = reminder_at(telling, input);
	if (at == INSTANT_NONE || input->holding) {
		telling->owed_since = INSTANT_NONE;
		return wait_for(telling, in_outbox(telling) ? TELLING_IN_OUTBOX : TELLING_IDLE,
			INSTANT_NONE);
	}
	if (at > input->now) {
		telling->owed_since = INSTANT_NONE;
		return wait_for_reminder(telling, input, at);
	}
	/* what they did not take yet is told again as what it is */
	return send(telling, input,
		is_as_told(&telling->accepted, input) ? NEWS_REMINDER
						      : difference(&telling->accepted, input),
		ret_kind);
}

enum telling_act telling_step(
	struct telling *telling, const struct telling_input *input, enum news_kind *ret_kind)
{
	if (is_as_told(&telling->offered, input))
		return rest(telling, input, ret_kind);
	if (is_as_told(&telling->accepted, input)) {
		/* it came and went before anybody took it */
		telling->offered = telling->accepted;
		if (rest(telling, input, ret_kind) == TELL_NEWS)
			telling->next_at = input->now; /* one act a step */
		return TELL_TAKE_BACK;
	}
	return send(telling, input, difference(&telling->accepted, input), ret_kind);
}

void telling_offered(struct telling *telling, const struct telling_input *input,
	enum news_kind kind, int sequence, const struct counts *counts)
{
	enum news_kind unused;
	int reminders = telling->offered.reminders + (kind == NEWS_REMINDER);
	telling->offered = (struct knowledge){
		.sequence = sequence,
		.open = kind != NEWS_CLOSED,
		.severity = input->severity,
		.at = input->now,
		.reminders = reminders,
		.counts = *counts,
	};
	telling->owed_since = INSTANT_NONE;
	rest(telling, input, &unused);
}

void telling_accepted(struct telling *telling, const struct knowledge *told)
{
	if (told->sequence <= telling->accepted.sequence)
		return;
	telling->accepted = *told;
	if (told->sequence > telling->offered.sequence) /* it was taken back too late */
		telling->offered = *told;
	if (!in_outbox(telling) && telling->wait == TELLING_IN_OUTBOX)
		telling->wait = telling->next_at == INSTANT_NONE ? TELLING_IDLE : TELLING_REMINDS;
}

bool telling_over(const struct telling *telling, const struct telling_input *input)
{
	return !input->open && is_as_told(&telling->offered, input);
}
