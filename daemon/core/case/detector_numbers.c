#include "core/case/detector_numbers.h"

#include "core/time/zone.h"

bool numbered_span(const struct calendar *calendar, day today, day *ret_from, day *ret_to)
{
	day from, to;
	if (calendar_add_days(calendar, today, -NUMBERED_SETTLE_DAYS, &to) < 0 ||
		calendar_add_days(calendar, to, 1 - NUMBERED_DAYS, &from) < 0)
		return false;
	*ret_from = to - from < NUMBERED_DAYS_MOST ? from : to + 1 - NUMBERED_DAYS_MOST;
	*ret_to = to;
	return true;
}

void numbered_day_add(struct numbered_day *numbered, int32_t number)
{
	int32_t hole = number - numbered->highest - 1;
	numbered->loose |= hole < 0 || hole >= HOLE_MOST;
	if (numbered->loose)
		return;
	if (hole && numbered->missing == 0)
		numbered->first = numbered->highest + 1;
	if (hole)
		numbered->last = number - 1;
	numbered->missing += hole;
	numbered->highest = number;
	numbered->listed++;
}

/* Are the other days usually whole? Days without cases say nothing. */
static bool is_usually_whole(const struct numbered_day *days, size_t count, size_t but)
{
	int whole = 0, others = 0;
	for (size_t i = 0; i < count; i++) {
		if (i == but || (days[i].listed == 0 && !days[i].loose))
			continue;
		others++;
		whole += days[i].missing == 0 && !days[i].loose;
	}
	return whole >= GAP_NEEDS && (others - whole) * GAP_ONE_IN <= others;
}

bool detect_gap(const struct numbered_day *days, size_t count, day from, size_t place,
	const struct calendar *calendar, struct finding *ret_finding)
{
	const struct numbered_day *numbered = &days[place];
	const struct zone *zone = calendar_zone(calendar);
	day date = from + (day)place, settled;
	if (numbered->loose || numbered->missing < GAP_LEAST ||
		!is_usually_whole(days, count, place) ||
		calendar_add_days(calendar, date, NUMBERED_SETTLE_DAYS, &settled) < 0)
		return false;
	*ret_finding = (struct finding){.kind = SUSPICION_SILENT,
		.confidence = CONFIDENCE_WEAK,
		.fact = FACT_LISTED,
		.was = numbered->first,
		.became = numbered->last,
		.after = zone_midnight(zone, date),
		.by = zone_midnight(zone, date + 1),
		.at = zone_midnight(zone, settled + 1),
		.last = zone_midnight(zone, settled + 1),
		.times = (uint32_t)numbered->missing};
	return true;
}
