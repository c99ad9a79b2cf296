#include "core/case/mass_change.h"

#include <stdlib.h>

static bool said_otherwise(instant before, instant after)
{
	return before != INSTANT_NONE && before != after;
}

static bool waits(uint8_t status)
{
	return status == STATUS_SUPPLEMENT || status == STATUS_FEE || status == STATUS_STOPPED;
}

static bool is_late(const struct case_facts *before, const struct case_facts *after, bool closes,
	instant last_poll)
{
	if (last_poll == INSTANT_NONE)
		return false;
	if (after->supplement_asked != before->supplement_asked &&
		after->supplement_asked != INSTANT_NONE)
		return after->supplement_asked < last_poll - DAY_MS;
	return closes && after->finished != INSTANT_NONE && before->finished == INSTANT_NONE &&
	       after->finished < last_poll - DAY_MS;
}

unsigned change_rewrites(const struct case_facts *before, const struct case_facts *after,
	const struct case_life *life_after, instant last_poll)
{
	bool closes = facts_closed(after, life_after);
	unsigned mask = is_late(before, after, closes, last_poll) ? REWRITES_LATE : 0;
	if (said_otherwise(before->due, after->due))
		mask |= 1u << FACT_DUE;
	if (said_otherwise(before->finished, after->finished))
		mask |= 1u << FACT_FINISHED;
	if (said_otherwise(before->received, after->received))
		mask |= 1u << FACT_RECEIVED;
	if ((before->status >= STATUS_PROCESSED && !closes) ||
		(waits(after->status) && !waits(before->status)))
		mask |= 1u << FACT_STATUS;
	return mask;
}

static bool is_half(int64_t part, int64_t whole)
{
	return part >= MASS_TECHNICAL_CONTROL && part * 2 >= whole;
}

bool mass_is_technical(const struct mass_count *count, const struct mass_stock *stock)
{
	if (count->changed < MASS_TECHNICAL_LEAST || count->units < MASS_TECHNICAL_UNITS ||
		count->units * 2 < stock->units)
		return false;
	return is_half(count->control_open, stock->open) ||
	       is_half(count->control_closed, stock->closed);
}

bool mass_is_late_news(int64_t arrivals, int64_t late, instant alive, instant last_poll)
{
	return arrivals > 0 && arrivals + late >= MASS_LATE_NEWS_LEAST && alive != INSTANT_NONE &&
	       last_poll != INSTANT_NONE && last_poll - alive >= DAY_MS;
}

bool mass_arrived_late(const struct case_facts *facts, instant alive, instant last_poll)
{
	instant received = facts->received != INSTANT_NONE ? facts->received : facts->submitted;
	return alive != INSTANT_NONE && last_poll != INSTANT_NONE && received != INSTANT_NONE &&
	       received > alive && received < last_poll - DAY_MS;
}

static int earlier(const void *a, const void *b)
{
	instant left = *(const instant *)a, right = *(const instant *)b;
	return (left > right) - (left < right);
}

int64_t mass_ended(instant *finishes, size_t count)
{
	size_t most = 0, from = 0;
	if (count)
		qsort(finishes, count, sizeof(*finishes), earlier);
	for (size_t to = 0; to < count; to++) {
		while (finishes[to] - finishes[from] > MASS_ENDED_WITHIN_MS)
			from++;
		most = to + 1 - from > most ? to + 1 - from : most;
	}
	return (int64_t)most;
}

const struct mass_change *mass_change_find(const struct mass_change *changes, size_t count,
	uint32_t portal, uint32_t unit, enum mass_kind kind, enum fact fact, instant by)
{
	for (size_t i = 0; i < count; i++) {
		const struct mass_change *change = &changes[i];
		if (change->portal == portal && change->kind == kind && by >= change->from &&
			by <= change->to && (change->unit == 0 || change->unit == unit) &&
			(fact == 0 || change->fact == fact))
			return change;
	}
	return NULL;
}
