/* The detector of gaps in the running numbers of a day's case codes: cases taken in and never shown.
 *
 * A portal numbers a unit's cases of a day from 1 on (H56.14-240823-0001). Numbers that stay away, at a
 * unit that otherwise shows them all, are cases kept out of the portal's list. Numbers of drafts and
 * cancelled entries stay away too: the suspicion is weak, few missing numbers are nothing, and a unit
 * whose numbers usually have holes is not judged. Pure. */
#ifndef CORE_CASE_DETECTOR_NUMBERS_H
#define CORE_CASE_DETECTOR_NUMBERS_H

#include "core/case/suspicion.h"
#include "core/time/calendar.h"

/* What was listed of the numbers of one day. */
struct numbered_day {
	int32_t listed; /* how many cases */
	int32_t highest;
	int32_t missing; /* below the highest, from 1 on */
	int32_t first, last; /* of the missing ones; of no meaning when none is */
	bool loose; /* these are no running numbers */
};

/* The days looked at: so many working days, the newest so many before today, because cases may come
 * late; never more than NUMBERED_DAYS_MOST with the days off between them. */
#define NUMBERED_DAYS 20
#define NUMBERED_SETTLE_DAYS 3
#define NUMBERED_DAYS_MOST 64
/* A gap: at least so many numbers, while at least so many of the other days are whole, and at most one
 * of so many of them is not. */
#define GAP_LEAST 3
#define GAP_NEEDS 8
#define GAP_ONE_IN 5
/* From a hole of so many on these are no running numbers. */
#define HOLE_MOST 500

/* The days that are looked at on the evening of `today`, both included. False: the calendar does not
 * know so far. */
bool numbered_span(const struct calendar *calendar, day today, day *ret_from, day *ret_to);

/* One more case of the day was listed (also once, and purged since). Cases come in the order of their
 * numbers: a day on which they do not is loose. */
void numbered_day_add(struct numbered_day *numbered, int32_t number);

/* True: the day `place` of `count` days in a row, the first of which is `from`, has a gap. In the finding
 * the fact is FACT_LISTED: of the day from `after` to `by`, `times` numbers are missing, the first of
 * them is `was`, the last `became`. Unit and field are left to the caller. */
bool detect_gap(const struct numbered_day *days, size_t count, day from, size_t place,
	const struct calendar *calendar, struct finding *ret_finding);

#endif
