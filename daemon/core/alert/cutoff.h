/* From when on a case counts for the measures that no tally holds (core/alert/measure.h), as of an instant.
 * Live measures ask an index with these, replayed ones a fold; so both mean the same. Pure. */
#ifndef CORE_ALERT_CUTOFF_H
#define CORE_ALERT_CUTOFF_H

#include "core/alert/measure.h"
#include "core/case/verdict.h"

struct cutoffs {
	instant forecast; /* due before: overdue at the end of the next working day */
	instant parked; /* paused before: for more than PARKED_AFTER_DAYS working days */
	instant submitted; /* submitted before: its working hours to be accepted in are over */
	instant recent; /* the first instant of the last RECENT_DAYS days, today included */
	instant before; /* the end of the last working day before today */
	unsigned unknown; /* of enum measure_need: the calendar does not reach so far */
};
/* Only what `needs` (a mask of enum measure_need) asks for is computed. */
struct cutoffs cutoffs_at(const struct judge *judge, unsigned needs, instant now);

#endif
