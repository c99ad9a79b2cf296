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

/* The largest mass change of a kind in the unit (or, but for endings, its portal) on that day; NULL: none. */
static const struct mass_change *mass_on(const struct unit_place *place,
	const struct calendar *calendar, day today, enum mass_kind kind)
{
	instant from = evening(calendar, today - 1), to = evening(calendar, today);
	const struct mass_change *found = NULL;
	for (size_t i = 0; i < place->mass_change_count; i++) {
		const struct mass_change *change = &place->mass_changes[i];
		if (change->portal == place->portal && change->kind == kind && change->to >= from &&
			change->from < to && (change->unit == 0 || change->unit == place->unit) &&
			(!found || change->cases > found->cases))
			found = change;
	}
	return found;
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
		!mass_on(place, calendar, today, MASS_LATE_NEWS) ||
		!is_silent(days, count - 1, today - 1, calendar, ret_finding))
		return false;
	doubt(ret_finding, DOUBT_LAG);
	return true;
}

/* Beside what the unit closes on an average working day. */
static bool ended_at_once(const struct unit_day *days, size_t count, day today,
	const struct unit_place *place, const struct calendar *calendar,
	struct finding *ret_finding)
{
	const struct mass_change *ended = mass_on(place, calendar, today, MASS_ENDED);
	int worked = working_days(calendar, days[0].day, today - 1);
	if (!ended || count < 2 || days[count - 1].day != today || worked < SILENT_NEEDS)
		return false;
	int64_t usual = days[count - 2].closed - days[0].closed;
	if (ended->cases * worked < usual * MASS_TIMES)
		return false;
	*ret_finding = (struct finding){.kind = SUSPICION_AT_ONCE,
		.confidence = CONFIDENCE_FAIR,
		.fact = FACT_STATUS,
		.was = 0,
		.became = ended->cases,
		.after = ended->from,
		.by = ended->to,
		.at = ended->to,
		.last = ended->to,
		.times = (uint32_t)ended->cases};
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
		if (mass_on(place, calendar, today, MASS_LATE_NEWS))
			doubt(ret_findings, DOUBT_LATE_NEWS);
		found++;
	}
	if (ended_at_once(days, count, today, place, calendar, &ret_findings[found])) {
		if (mass_on(place, calendar, today, MASS_LATE_NEWS))
			doubt(&ret_findings[found], DOUBT_LATE_NEWS);
		found++;
	}
	if (is_silent(days, count, today, calendar, &ret_findings[found]) ||
		was_not_silent(days, count, today, place, calendar, &ret_findings[found]))
		found++;
	return found;
}
