#include "command/explain/acknowledged.h"

#include <stdlib.h>

#include "base/memory.h"

static int keep(void *user, const struct hold *hold)
{
	struct acknowledged *held = user;
	if (hold->kind != HOLD_ACKNOWLEDGEMENT)
		return 0;
	array_reserve(held->acknowledgements, &held->capacity, held->count + 1);
	struct hold *kept = &held->acknowledgements[held->count++];
	*kept = *hold;
	kept->rule = kept->subject = kept->by = kept->why = "";
	kept->token = NULL;
	return 0;
}

int acknowledged_load(struct acknowledged *held, const struct tool *tool, struct error *error)
{
	*held = (struct acknowledged){.now = tool->now};
	return store_holds(tool->store, false, tool->now, keep, held, error);
}

void acknowledged_free(struct acknowledged *held)
{
	free(held->acknowledgements);
}

instant acknowledged_until_of(const struct acknowledged *held, const struct alert *alert)
{
	struct hold_subject subject = {
		alert->episode, alert->rule, alert->scope, alert->subject, alert->severity};
	if (alert->state != ALERT_FIRING)
		return INSTANT_NONE;
	return holds_effect(held->acknowledgements, held->count, &subject, held->now)
		.acknowledged_until;
}
