/* Terms: when a case must be finished, recomputed from its receipt, the procedure's term and the
 * pauses. An audit beside the promised date, never the verdict (domain notes §4).
 *
 * Receipt. A case received on a closed day, or after closing time (or after the procedure's own
 * hour, say 15:00), counts as received on the next working morning. Closing time itself is in time.
 *
 * Working days. start = next-day: the day of receipt is not counted; same-day: it is day 1.
 * end = end-of-day: due when the office closes on the last day; same-clock: at the clock time of
 * receipt on it. A day from clock to clock is a whole one, so with same-clock the day of receipt can
 * not be day 1, and both starts give the n-th working day after.
 * Calendar days. The same over calendar days; an end on a closed day moves to the next working day.
 * Working hours. The least instant at which that much working time has passed since receipt (8 h are
 * a day); it starts at once unless start = next-day is said.
 *
 * Pauses. Working time that passed in a pause is given back: the end moves on by as much working time
 * (a calendar-day term by as many calendar days), then again to the end of the day where that is the
 * rule. A pause that begins after the end moves nothing. An open pause hides the end. */
#ifndef CORE_CASE_TERM_H
#define CORE_CASE_TERM_H

#include "core/case/case_record.h"
#include "core/time/calendar.h"

enum term_start { TERM_START_USUAL, TERM_START_NEXT_DAY, TERM_START_SAME_DAY };
enum term_end { TERM_END_OF_DAY, TERM_END_SAME_CLOCK };

struct term {
	enum term_unit unit;
	int32_t amount; /* days; working hours in minutes, as case_facts has them */
	enum term_start start; /* usual: next-day for days, same-day for hours */
	enum term_end end; /* days only */
	int16_t cutoff; /* minute of the day after which receipt counts from the next; 0: at closing */
};

/* An online case must be accepted within 8 working hours of being submitted. */
#define TERM_ACCEPTANCE ((struct term){.unit = TERM_WORKING_HOURS, .amount = 8 * 60})

/* A time in which the clock stood still; `to` is INSTANT_NONE while it lasts. Ascending by `from`;
 * they may overlap. */
struct term_pause {
	instant from;
	instant to;
};

struct term_result {
	day received_on; /* the working day on which the case counts as received */
	instant counted_from; /* working time before this does not count, paused or not */
	instant first_due; /* without any pause */
	instant due; /* INSTANT_NONE while paused */
	day due_date; /* its day; while paused: as it would be if the pause ended at once */
	instant paused_since; /* the pause that has not ended, begun before the end; else INSTANT_NONE */
	int64_t remaining_ms; /* while paused: working time left */
	int64_t given_back_ms; /* time of closed pauses: working time, for calendar days whole days */
};

/* -EINVAL: no term (TERM_NONE) or a negative amount. -ERANGE: the calendar does not reach so far. */
int term_due(const struct term *term, const struct calendar *calendar, instant received,
	const struct term_pause *pauses, size_t pause_count, struct term_result *ret_result);

/* The reasoning, day by day, for a person to follow. */
enum term_step_kind {
	TERM_STEP_RECEIVED, /* the day of receipt, not counted */
	TERM_STEP_TOO_LATE, /* received after closing (or the procedure's hour), not counted */
	TERM_STEP_COUNTED, /* `ordinal` says which day of the term */
	TERM_STEP_CLOSED, /* skipped: weekly rest or day off, `reason` says why */
	TERM_STEP_GIVEN_BACK, /* after the term's own days, because of pauses */
	TERM_STEP_MOVED_TO, /* the working day to which an end on a closed day moved */
};

struct term_step {
	day date;
	enum term_step_kind kind;
	int ordinal; /* of a counted day, from 1; 0: none */
	enum day_kind day_kind;
	const char *reason; /* the calendar's, "" when none */
	int64_t counted_ms; /* working hours: time counted on this day, pauses taken off */
	int64_t paused_ms; /* working time of this day that passed in a pause */
	bool last; /* the end of the term lies on this day */
};

/* Called for each day from receipt to the end, in order; false ends the telling. */
typedef bool term_step_fn(void *user, const struct term_step *step);

/* Tells how term_due() came to its answer (of an open pause: the days until it began). At most
 * `max_steps` days are told; returns how many were, or what term_due() returns. */
int term_explain(const struct term *term, const struct calendar *calendar, instant received,
	const struct term_pause *pauses, size_t pause_count, int max_steps, term_step_fn *on_step,
	void *user);

#endif
