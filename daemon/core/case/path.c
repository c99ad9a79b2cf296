#include "core/case/path.h"

struct pause_span pause_span_of(const struct pause *pause)
{
	struct pause_span span = {.from = pause->began_by, .to = INSTANT_NONE};
	/* a stamp counts when it lies between the polls that saw the change */
	if (pause->began_said != INSTANT_NONE && pause->began_said <= pause->began_by &&
		pause->began_said >= pause->began_after)
		span.from = pause->began_said;
	else
		span.uncertain = true;
	if (pause->ended_by == INSTANT_NONE)
		return span;
	if (pause->ended_said != INSTANT_NONE && pause->ended_said <= pause->ended_by &&
		pause->ended_said > pause->ended_after) {
		span.to = pause->ended_said;
	} else {
		span.to = pause->ended_after + 1; /* it was still paused at that poll */
		span.uncertain = true;
	}
	if (span.to < span.from)
		span.to = span.from;
	return span;
}

bool pause_known_at(const struct pause *pause, instant at, struct pause *ret_pause)
{
	if (pause->began_by > at)
		return false;
	*ret_pause = *pause;
	if (pause->ended_by != INSTANT_NONE && pause->ended_by > at)
		ret_pause->ended_after = ret_pause->ended_by = ret_pause->ended_said = INSTANT_NONE;
	return true;
}

bool pause_stops_clock(const struct pause *pause, const struct judge *judge)
{
	if (pause->status == 0)
		return judge->pause_on_lock;
	return pause->status < STATUS_COUNT && judge->pause_on[pause->status];
}

static bool paused_at(
	const struct pause *pauses, size_t count, const struct judge *judge, instant at)
{
	for (size_t i = 0; i < count; i++) {
		struct pause_span span = pause_span_of(&pauses[i]);
		if (pause_stops_clock(&pauses[i], judge) && span.from <= at &&
			(span.to == INSTANT_NONE || at < span.to))
			return true;
	}
	return false;
}

/* When the path begins: submitted or received, whatever is earlier; else when it was first seen. */
static instant path_begins(const struct case_facts *facts, const struct case_life *life)
{
	instant begins = facts->submitted;
	if (begins == INSTANT_NONE || (facts->received != INSTANT_NONE && facts->received < begins))
		begins = facts->received;
	return begins == INSTANT_NONE ? life->first_seen : begins;
}

/* The bucket of the case as if it were open and running, paused only by `pauses`. */
static enum bucket running_at(const struct case_facts *facts, const struct case_life *life,
	const struct pause *pauses, size_t count, const struct judge *judge, instant at)
{
	struct case_facts running = *facts;
	bool vanished = life->vanished && at >= life->vanished;
	if (facts->status == STATUS_UNKNOWN && !facts_closed(facts, life))
		return vanished ? BUCKET_VANISHED : BUCKET_UNCLEAR;
	running.status = STATUS_PROCESSING;
	running.locked = false;
	if (!vanished && paused_at(pauses, count, judge, at))
		return BUCKET_PAUSED;
	struct case_life lived = *life;
	lived.settled = 0;
	return verdict_of(&running, &lived, judge, at).bucket;
}

int path_bucket_at(const struct case_facts *facts, const struct case_life *life,
	const struct pause *pauses, size_t count, const struct judge *judge, instant at)
{
	if (at < path_begins(facts, life))
		return -1;
	struct verdict last = verdict_of(facts, life, judge, at);
	if (last.bucket >= BUCKET_COUNTED)
		return (int)last.bucket;
	if (at < facts->received)
		return BUCKET_UNACCEPTED;
	if (bucket_closed(last.bucket) && at >= last.closed_at)
		return (int)last.bucket;
	return (int)running_at(facts, life, pauses, count, judge, at);
}

/* Puts an instant into the sorted list of instants where the path may turn. */
static void turn_at(struct path_step *steps, size_t *count, instant at)
{
	size_t place = *count;
	if (at == INSTANT_NONE)
		return;
	for (; place > 0 && steps[place - 1].at > at; place--)
		steps[place] = steps[place - 1];
	steps[place] = (struct path_step){.at = at};
	++*count;
}

size_t path_of(const struct case_facts *facts, const struct case_life *life,
	const struct pause *pauses, size_t count, const struct judge *judge,
	struct path_step *steps)
{
	size_t turns = 0, kept = 0;
	turn_at(steps, &turns, path_begins(facts, life));
	turn_at(steps, &turns, facts->received);
	if (facts->due != INSTANT_NONE) {
		struct due_limits limits = due_limits_of(facts->due, judge);
		turn_at(steps, &turns, limits.soon_begins);
		turn_at(steps, &turns, limits.passes);
	}
	turn_at(steps, &turns, verdict_of(facts, life, judge, INSTANT_NONE).closed_at);
	turn_at(steps, &turns, life->vanished ? life->vanished : INSTANT_NONE);
	for (size_t i = 0; i < count; i++) {
		struct pause_span span = pause_span_of(&pauses[i]);
		turn_at(steps, &turns, span.from);
		turn_at(steps, &turns, span.to);
	}
	for (size_t i = 0; i < turns; i++) {
		instant at = steps[i].at;
		int bucket = path_bucket_at(facts, life, pauses, count, judge, at);
		if (bucket < 0 || (kept && (int)steps[kept - 1].bucket == bucket))
			continue;
		steps[kept++] = (struct path_step){.at = at, .bucket = (enum bucket)bucket};
	}
	return kept;
}
