#include "core/alert/hold.h"

#include <string.h>

const char *hold_kind_name(enum hold_kind kind)
{
	static const char *const names[] = {"acknowledgement", "silence"};
	return names[kind];
}

bool hold_stands(const struct hold *hold, instant now)
{
	if (hold->ended != INSTANT_NONE && hold->ended <= now)
		return false;
	return hold->starts <= now && now < hold->until;
}

static bool matches(const char *wanted, const char *is)
{
	return !wanted || !wanted[0] || strcmp(wanted, is) == 0;
}

bool hold_covers(const struct hold *hold, const struct hold_subject *subject)
{
	if (hold->episode != 0 && hold->episode != subject->episode)
		return false;
	if (hold->kind == HOLD_ACKNOWLEDGEMENT)
		return hold->episode != 0 && subject->severity <= hold->severity;
	return matches(hold->rule, subject->rule) && matches(hold->subject, subject->subject) &&
	       (hold->scope < 0 || hold->scope == (int)subject->scope);
}

struct hold_effect holds_effect(
	const struct hold *holds, size_t count, const struct hold_subject *subject, instant now)
{
	struct hold_effect effect = {INSTANT_NONE, INSTANT_NONE};
	for (size_t i = 0; i < count; i++) {
		const struct hold *hold = &holds[i];
		if (!hold_stands(hold, now) || !hold_covers(hold, subject))
			continue;
		instant *until = hold->kind == HOLD_SILENCE ? &effect.silenced_until
							    : &effect.acknowledged_until;
		if (*until == INSTANT_NONE || hold->until > *until)
			*until = hold->until;
	}
	return effect;
}
