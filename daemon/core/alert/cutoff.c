#include "core/alert/cutoff.h"

static bool forecast_before(const struct judge *judge, day today, instant *ret_before)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	day next;

	if (calendar_add_days(judge->calendar, today, 1, &next) < 0)
		return false;
	if (judge->compare == COMPARE_INSTANT)
		return calendar_closing(judge->calendar, next, ret_before) == 0;
	*ret_before = zone_midnight(zone, next);
	return true;
}

static bool parked_before(const struct judge *judge, day today, instant *ret_before)
{
	day first;

	if (calendar_add_days(judge->calendar, today, -PARKED_AFTER_DAYS, &first) < 0)
		return false;
	*ret_before = zone_midnight(calendar_zone(judge->calendar), first);
	return true;
}

/* Working time backwards, by halving the twenty days before. */
static bool submitted_before(const struct judge *judge, instant now, instant *ret_before)
{
	instant low = now - 20 * DAY_MS, high = now;
	int64_t worked;

	while (high - low > MINUTE_MS) {
		instant middle = low + (high - low) / 2;
		if (calendar_work(judge->calendar, middle, now, &worked) < 0)
			return false;
		if (worked > ACCEPT_WITHIN_MS)
			low = middle;
		else
			high = middle;
	}
	*ret_before = low;
	return true;
}

static bool working_day_before(const struct judge *judge, day today, instant *ret_end)
{
	day last;

	if (calendar_add_days(judge->calendar, today, -1, &last) < 0)
		return false;
	*ret_end = zone_midnight(calendar_zone(judge->calendar), last + 1) - 1;
	return true;
}

struct cutoffs cutoffs_at(const struct judge *judge, unsigned needs, instant now)
{
	const struct zone *zone = calendar_zone(judge->calendar);
	day today = zone_day(zone, now);
	struct cutoffs cutoffs = {
		.forecast = INSTANT_NONE,
		.parked = INSTANT_NONE,
		.submitted = INSTANT_NONE,
		.recent = zone_midnight(zone, today - RECENT_DAYS + 1),
		.before = INSTANT_NONE,
	};

	if (needs & NEED_FORECAST && !forecast_before(judge, today, &cutoffs.forecast))
		cutoffs.unknown |= NEED_FORECAST;
	if (needs & NEED_PARKED && !parked_before(judge, today, &cutoffs.parked))
		cutoffs.unknown |= NEED_PARKED;
	if (needs & NEED_ACCEPTANCE && !submitted_before(judge, now, &cutoffs.submitted))
		cutoffs.unknown |= NEED_ACCEPTANCE;
	if (needs & NEED_BEFORE && !working_day_before(judge, today, &cutoffs.before))
		cutoffs.unknown |= NEED_BEFORE;
	return cutoffs;
}
