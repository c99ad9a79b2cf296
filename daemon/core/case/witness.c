#include "core/case/witness.h"

#include "base/memory.h"

static const char *const names[FACT_COUNT] = {
	[FACT_STATUS] = "status",
	[FACT_UNIT] = "unit",
	[FACT_DUE] = "due",
	[FACT_FINISHED] = "finished",
	[FACT_RETURNED] = "returned",
	[FACT_RECEIVED] = "received",
	[FACT_FIELD] = "field",
	[FACT_PROCEDURE] = "procedure",
	[FACT_CHANNEL] = "channel",
	[FACT_LOCK] = "lock",
	[FACT_SUPPLEMENTS] = "supplements",
	[FACT_SUPPLEMENT_ASKED] = "supplement-asked",
	[FACT_SUPPLEMENT_DONE] = "supplement-done",
	[FACT_SUBMITTED] = "submitted",
	[FACT_TERM] = "term",
	[FACT_ODD] = "odd",
	[FACT_LISTED] = "listed",
};

const char *fact_name(enum fact fact)
{
	return fact < FACT_COUNT && names[fact] ? names[fact] : "";
}

/* The instant that a fact is; NULL for the other facts. */
static instant *instant_of(struct case_facts *facts, enum fact fact)
{
	switch (fact) {
	case FACT_DUE:
		return &facts->due;
	case FACT_FINISHED:
		return &facts->finished;
	case FACT_RETURNED:
		return &facts->returned;
	case FACT_RECEIVED:
		return &facts->received;
	case FACT_SUPPLEMENT_ASKED:
		return &facts->supplement_asked;
	case FACT_SUPPLEMENT_DONE:
		return &facts->supplement_done;
	case FACT_SUBMITTED:
		return &facts->submitted;
	default:
		return NULL;
	}
}

bool fact_is_instant(enum fact fact)
{
	return instant_of(&(struct case_facts){0}, fact) != NULL;
}

int64_t state_value(const struct case_state *state, enum fact fact)
{
	const struct case_facts *facts = &state->facts;
	switch (fact) {
	case FACT_STATUS:
		return facts->status;
	case FACT_UNIT:
		return state->unit;
	case FACT_FIELD:
		return state->field;
	case FACT_PROCEDURE:
		return state->procedure;
	case FACT_CHANNEL:
		return facts->channel;
	case FACT_LOCK:
		return facts->locked;
	case FACT_SUPPLEMENTS:
		return facts->supplements;
	case FACT_TERM:
		return fact_term(facts->term, facts->term_unit);
	case FACT_ODD:
		return facts->odd;
	case FACT_LISTED:
	case FACT_COUNT:
		return 0;
	default:
		return *instant_of((struct case_facts *)facts, fact);
	}
}

void state_set(struct case_state *state, enum fact fact, int64_t value)
{
	struct case_facts *facts = &state->facts;
	switch (fact) {
	case FACT_STATUS:
		facts->status = (uint8_t)value;
		break;
	case FACT_UNIT:
		state->unit = (uint32_t)value;
		break;
	case FACT_FIELD:
		state->field = (uint32_t)value;
		break;
	case FACT_PROCEDURE:
		state->procedure = (uint32_t)value;
		break;
	case FACT_CHANNEL:
		facts->channel = (uint8_t)value;
		break;
	case FACT_LOCK:
		facts->locked = value != 0;
		break;
	case FACT_SUPPLEMENTS:
		facts->supplements = (uint16_t)value;
		break;
	case FACT_TERM:
		facts->term_unit = (uint8_t)(value & 3);
		facts->term = (int32_t)((value - (value & 3)) / 4);
		break;
	case FACT_ODD:
		facts->odd = (uint16_t)value;
		break;
	case FACT_LISTED:
	case FACT_COUNT:
		break;
	default:
		*instant_of(facts, fact) = value;
	}
}

size_t state_diff(const struct case_state *before, const struct case_state *after,
	enum fact ret_changed[static FACT_COUNT])
{
	size_t count = 0;
	for (enum fact fact = FACT_STATUS; fact < FACT_LISTED; fact++)
		if (state_value(before, fact) != state_value(after, fact))
			ret_changed[count++] = fact;
	return count;
}

void state_keep_readable(const struct case_state *before, struct case_state *after)
{
	const struct case_facts *was = &before->facts;
	struct case_facts *is = &after->facts;
	const unsigned no_due = ODD_DUE_UNUSABLE | ODD_DUE_FAR;
	if (is->due == INSTANT_NONE && (is->odd & no_due) && was->due != INSTANT_NONE) {
		is->due = was->due;
		is->odd |= was->odd & (ODD_DATE_ONLY_DUE | ODD_DUE_AT_MIDNIGHT);
	}
	if (is->received == INSTANT_NONE && (is->odd & ODD_RECEIVED_UNUSABLE))
		is->received = was->received;
	if (is->finished == INSTANT_NONE && (is->odd & ODD_FINISHED_UNUSABLE))
		is->finished = was->finished;
}

void life_observe(struct case_life *life, const struct case_facts *facts, instant seen)
{
	life->was_accepted |= status_accepted(facts->status);
	if (!facts_closed(facts, life))
		life->closed_seen = INSTANT_NONE;
	else if (life->closed_seen == INSTANT_NONE)
		life->closed_seen = seen;
}

static enum listed_as listed_now(const struct case_life *life)
{
	if (!life->vanished)
		return LISTED;
	return life->settled ? LISTED_SETTLED_GONE : LISTED_NOT;
}

void life_listed(struct case_life *lived, const struct case_life *today,
	const struct change *changes, size_t count, size_t i)
{
	int64_t became = listed_now(today);
	instant by = changes[i].by;
	while (++i < count)
		if (changes[i].fact == FACT_LISTED) {
			became = changes[i].value;
			break;
		}
	lived->settled = became == LISTED_SETTLED_GONE ? by : 0;
	if (became != LISTED_SETTLED_GONE)
		lived->vanished = became == LISTED_NOT ? by : 0;
}

/* Rewinds everything: `state` becomes the first one seen, values[i] what row i changed its fact to. */
static void rewind_all(
	struct case_state *state, const struct change *changes, size_t count, int64_t *values)
{
	for (size_t i = count; i-- > 0;) {
		values[i] = state_value(state, changes[i].fact);
		state_set(state, changes[i].fact, changes[i].value);
	}
}

bool witness_at(const struct case_state *state, const struct case_life *life,
	const struct change *changes, size_t count, instant at, struct case_state *ret_state,
	struct case_life *ret_life)
{
	if (at < life->first_seen)
		return false;
	cleanup(cleanup_free) int64_t *values = xcalloc(count, sizeof(*values));
	struct case_state then = *state;
	struct case_life lived = {.first_seen = life->first_seen, .closed_seen = INSTANT_NONE};
	rewind_all(&then, changes, count, values);
	life_observe(&lived, &then.facts, life->first_seen);
	for (size_t i = 0; i < count && changes[i].by <= at;) {
		instant seen = changes[i].by;
		for (; i < count && changes[i].by == seen; i++) {
			state_set(&then, changes[i].fact, values[i]);
			if (changes[i].fact == FACT_LISTED)
				life_listed(&lived, life, changes, count, i);
		}
		life_observe(&lived, &then.facts, seen);
	}
	*ret_state = then;
	*ret_life = lived;
	return true;
}
