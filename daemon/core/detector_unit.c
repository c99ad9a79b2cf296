#include "core/detector_unit.h"

#include "core/period.h"

/* Working days in (after, upto]; 0 outside the calendar. */
static int working_days(const struct calendar *calendar, day after, day upto)
{
	int days;
	return calendar_count(calendar, after, upto, &days) == 0 ? days : 0;
}

/* The evening of a day: the midnight after it. */
static instant evening(const struct calendar *calendar, day date)
{
	return zone_midnight(calendar_zone(calendar), date + 1);
}

static bool is_silent(const struct unit_day *days, size_t count, day today,
	const struct calendar *calendar, struct finding *ret_finding)
{
	size_t last = 0, times = 0;
	for (size_t i = 1; i < count; i++)
		if (days[i].received > days[i - 1].received) {
			last = i;
			times++;
		}
	if (times < SILENT_NEEDS)
		return false;
	int usual = working_days(calendar, days[0].day, days[last].day);
	int least = (int)((usual * SILENT_TIMES + (int)times - 1) / (int)times);
	day since = days[last].day, reached;
	least = least < SILENT_DAYS ? SILENT_DAYS : least;
	if (working_days(calendar, since, today) < least ||
		calendar_add_days(calendar, since, least, &reached) < 0)
		return false;
	*ret_finding = (struct finding){.kind = SUSPICION_SILENT,
		.confidence = CONFIDENCE_FAIR,
		.fact = FACT_RECEIVED,
		.was = days[last].received,
		.became = days[last].received,
		.after = evening(calendar, since),
		.by = INSTANT_NONE,
		.at = evening(calendar, reached),
		.times = 1};
	return true;
}

static bool closes_en_masse(const struct unit_day *days, size_t count, day today,
	const struct calendar *calendar, struct finding *ret_finding)
{
	const struct unit_day *last = &days[count - 1];
	day closes = period_month(period_month_of(today), false).to;
	int worked = working_days(calendar, days[0].day, today - 1);
	if (count < 2 || last->day != today || worked < SILENT_NEEDS ||
		working_days(calendar, today, closes) >= MASS_DAYS)
		return false;
	int64_t closed = last->closed - last[-1].closed;
	int64_t usual = last[-1].closed - days[0].closed;
	if (closed < MASS_LEAST || closed * worked < usual * MASS_TIMES)
		return false;
	*ret_finding = (struct finding){.kind = SUSPICION_SILENT,
		.confidence = CONFIDENCE_WEAK,
		.fact = FACT_FINISHED,
		.was = last[-1].closed,
		.became = last->closed,
		.after = evening(calendar, today - 1),
		.by = evening(calendar, today),
		.at = evening(calendar, today),
		.times = 1};
	return true;
}

bool detect_unit(const struct unit_day *days, size_t count, day today,
	const struct calendar *calendar, struct finding *ret_finding)
{
	return count && (closes_en_masse(days, count, today, calendar, ret_finding) ||
				is_silent(days, count, today, calendar, ret_finding));
}
