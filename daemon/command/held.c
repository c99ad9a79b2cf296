#include "command/held.h"

#include <stdlib.h>

#include "base/memory.h"

static int keep(void *user, const struct hold *hold)
{
	struct held *held = user;
	if (hold->kind != HOLD_ACKNOWLEDGEMENT)
		return 0;
	array_reserve(held->acknowledgements, &held->capacity, held->count + 1);
	struct hold *kept = &held->acknowledgements[held->count++];
	*kept = *hold;
	kept->rule = kept->subject = kept->by = kept->why = "";
	kept->token = NULL;
	return 0;
}

int held_load(struct held *held, const struct tool *tool, struct error *error)
{
	*held = (struct held){.now = tool->now};
	return store_holds(tool->store, false, tool->now, keep, held, error);
}

void held_free(struct held *held)
{
	free(held->acknowledgements);
}

instant held_acknowledged(const struct held *held, const struct alert *alert)
{
	struct hold_subject subject = {
		alert->episode, alert->rule, alert->scope, alert->subject, alert->severity};
	if (alert->state != ALERT_FIRING)
		return INSTANT_NONE;
	return holds_effect(held->acknowledgements, held->count, &subject, held->now)
		.acknowledged_until;
}
