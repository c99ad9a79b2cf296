/* What follows from a case's history, whatever the backend. */
#include "store/store_past.h"

static struct case_state state_of(const struct store_case *found)
{
	return (struct case_state){found->facts, found->unit, found->procedure, found->field};
}

/* The verdict that froze is kept for the freeze of today alone; an earlier one is judged again. */
static int frozen_bucket(const struct store_case *found, const struct known_case *known)
{
	return known->frozen_at != INSTANT_NONE && known->frozen_at == found->frozen_at
		       ? (int)found->bucket
		       : -1;
}

bool store_past_of(const struct store_history *history, instant at, struct pause *ret_pauses,
	struct store_past *ret_past)
{
	const struct store_case *found = history->found;
	struct case_state state = state_of(found);
	struct store_past past = {.found = found, .pauses = ret_pauses};
	if (!known_at(
		    &state, &found->life, history->changes, history->change_count, at, &past.known))
		return false;
	past.pause_count = pauses_known_at(history->pauses, history->pause_count, at, ret_pauses);
	past.frozen = frozen_bucket(found, &past.known);
	*ret_past = past;
	return true;
}

int store_past_bucket(const struct store_past *past, const struct judge *judge, instant at)
{
	const struct known_case *known = &past->known;
	int bucket = path_bucket_at(&known->judged.facts, &known->judged_life, past->pauses,
		past->pause_count, judge, at);
	return past->frozen >= 0 && bucket >= 0 && bucket_closed((enum bucket)bucket) ? past->frozen
										      : bucket;
}

instant store_past_closed_at(const struct store_past *past, const struct judge *judge)
{
	const struct known_case *known = &past->known;
	instant at = past->found->closed_at, received = known->judged.facts.received;
	if (known->frozen_at == INSTANT_NONE || known->frozen_at != past->found->frozen_at)
		at = verdict_of(&known->judged.facts, &known->judged_life, judge, INSTANT_NONE)
			     .closed_at;
	return at != INSTANT_NONE && received != INSTANT_NONE && at < received ? received : at;
}
