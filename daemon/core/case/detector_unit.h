/* The detector of a whole unit: what its closing tallies of past days look like. Pure. */
#ifndef CORE_CASE_DETECTOR_UNIT_H
#define CORE_CASE_DETECTOR_UNIT_H

#include "core/case/detector.h"

/* Running totals of a unit on the evening of a day; days on which nothing moved may be left out. */
struct unit_day {
	day day;
	int64_t received, closed;
};

/* Whose these are, and what mass changes there were (of all portals). */
struct unit_place {
	uint32_t portal, unit;
	const struct mass_change *mass_changes;
	size_t mass_change_count;
};

/* How far back it looks; from so many working days without a new case on, when that is also so many
 * times as long as between the days on which cases usually come, which must be so many; and what a
 * mass of closings is: in the last working days of a reporting month, so many, and so many times as
 * many as on an average working day. */
#define UNIT_LOOKS_BACK_DAYS 120
#define SILENT_DAYS 5
#define SILENT_TIMES 4
#define SILENT_NEEDS 8
#define MASS_DAYS 2
#define MASS_LEAST 10
#define MASS_TIMES 5

/* Up to three: on the evening of `today` the unit is silent for too long; a mass of its cases was closed on
 * that day just before the month's report closes; or on whatever day so many ended in one poll
 * (MASS_ENDED: a tool of the portal's, fed with a list, ends them without a step). `days` ascending, the last
 * not after `today`; unit and field are left to the caller. In the finding `was` and `became` are totals
 * (FACT_RECEIVED: silent since the day of `after`; FACT_FINISHED: closed on the day of `by`; FACT_STATUS: of
 * SUSPICION_AT_ONCE, `became` of them in the poll `by`).
 * Late news is told apart: a mass of closings that came with it is in doubt at once; a silence that ended
 * with it is found once more on that evening, now in doubt. */
#define UNIT_FINDINGS 3
size_t detect_unit(const struct unit_day *days, size_t count, day today,
	const struct unit_place *place, const struct calendar *calendar,
	struct finding ret_findings[static UNIT_FINDINGS]);

#endif
