#include "store/cases/gate.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/text.h"
#include "store/cases/case_key.h"

void gate_free(struct gate *gate)
{
	batch_free(gate->held);
	for (int kind = 0; kind < IMPLAUSIBLE_COUNT; kind++)
		free(gate->codes[kind]);
}

/* --- holding ---------------------------------------------------------------------------------- */

void gate_add_code(struct gate *gate, enum implausible kind, struct slice key)
{
	cleanup(text_free) struct text codes = {0}, code = {0};
	if (gate->code_count[kind] >= GATE_CODES)
		return;
	gate->code_count[kind]++;
	text_printf(&codes, "%s%s", gate->codes[kind] ? gate->codes[kind] : "",
		gate->codes[kind] ? "\n" : "");
	text_add(&codes, key_code(key, &code));
	free(gate->codes[kind]);
	gate->codes[kind] = text_take(&codes);
}

static void hold(struct gate *gate, const struct batch *batch, const struct batch_record *record,
	unsigned kinds, bool open, bool gains)
{
	for (enum implausible kind = 0; kind < IMPLAUSIBLE_COUNT; kind++) {
		if (!(kinds & 1u << kind) || (gains && implausible_is_of_control(kind)))
			continue;
		gate->sum.count[kind][open]++;
		gate_add_code(gate, kind, batch_text(batch, record, TEXT_KEY));
	}
	if (!gate->doubts)
		batch_copy(gate->held, batch, record);
}

bool gate_holds(struct gate *gate, const struct batch *batch, const struct batch_record *record,
	const struct held_case *known, const struct case_state *state, instant seen)
{
	struct case_life life = *known->life;
	if (!gate->on)
		return false;
	bool open = !facts_closed(&known->state->facts, known->life);
	life_observe(&life, &state->facts, seen);
	unsigned kinds =
		implausible_change(known->state, state, open, !facts_closed(&state->facts, &life));
	if (!kinds)
		return false;
	hold(gate, batch, record, kinds, open, known->bucket == BUCKET_OVERDUE);
	return true;
}

void gate_hold_new(struct gate *gate, const struct batch *batch, const struct batch_record *record,
	instant last, instant seen)
{
	struct case_life life = {.first_seen = seen, .closed_seen = INSTANT_NONE};
	life_observe(&life, &record->facts, seen);
	hold(gate, batch, record, implausible_arrival(&record->facts, last),
		!facts_closed(&record->facts, &life), false);
}
