#include "core/case/detector_unit.h"

#include "core/time/period.h"

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
		.last = evening(calendar, reached),
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
		.last = evening(calendar, today),
		.times = 1};
	return true;
}

/* Was there a mass rewrite of the portal or the unit on that day? */
static bool was_mass_rewrite(
	const struct unit_place *place, const struct calendar *calendar, day today)
{
	instant from = evening(calendar, today - 1), to = evening(calendar, today);
	for (size_t i = 0; i < place->mass_rewrite_count; i++) {
		const struct mass_rewrite *mass_rewrite = &place->mass_rewrites[i];
		if (mass_rewrite->portal == place->portal && mass_rewrite->to >= from &&
			mass_rewrite->from < to &&
			(mass_rewrite->unit == 0 || mass_rewrite->unit == place->unit))
			return true;
	}
	return false;
}

static void doubt(struct finding *finding, enum doubt why)
{
	finding->doubt = why;
	finding->confidence = CONFIDENCE_WEAK;
}

/* New cases came today, and many at once that are older: nobody had been silent but the systems. */
static bool was_not_silent(const struct unit_day *days, size_t count, day today,
	const struct unit_place *place, const struct calendar *calendar,
	struct finding *ret_finding)
{
	if (count < 2 || days[count - 1].day != today ||
		days[count - 1].received == days[count - 2].received ||
		!was_mass_rewrite(place, calendar, today) ||
		!is_silent(days, count - 1, today - 1, calendar, ret_finding))
		return false;
	doubt(ret_finding, DOUBT_LAG);
	return true;
}

size_t detect_unit(const struct unit_day *days, size_t count, day today,
	const struct unit_place *place, const struct calendar *calendar,
	struct finding ret_findings[static UNIT_FINDINGS])
{
	size_t found = 0;
	if (!count)
		return 0;
	if (closes_en_masse(days, count, today, calendar, ret_findings)) {
		if (was_mass_rewrite(place, calendar, today))
			doubt(ret_findings, DOUBT_MASS);
		found++;
	}
	if (is_silent(days, count, today, calendar, &ret_findings[found]) ||
		was_not_silent(days, count, today, place, calendar, &ret_findings[found]))
		found++;
	return found;
}
