/* The telling of a term, day by day. It classifies the days between receipt and the end that
 * term_due() found; test_term.c holds that its counted days are exactly the term's. */
#include <errno.h>

#include "core/case/term.h"

struct telling {
	const struct term *term;
	const struct calendar *calendar;
	const struct zone *zone;
	const struct term_pause *pauses;
	size_t pause_count;
	struct term_result result;
	instant end; /* the due instant, or where an open pause began */
	int ordinal;
};

static instant later(instant a, instant b)
{
	return a > b ? a : b;
}

static instant earlier(instant a, instant b)
{
	return a < b ? a : b;
}

/* Working time of [from, to) that passed in a pause; overlapping pauses count once. */
static int64_t paused_between(const struct telling *telling, instant from, instant to)
{
	int64_t sum = 0, ms;
	for (size_t i = 0; i < telling->pause_count; i++) {
		const struct term_pause *pause = &telling->pauses[i];
		instant begin = later(pause->from, from);
		instant end = pause->to == INSTANT_NONE ? to : earlier(pause->to, to);
		if (begin < end && calendar_work(telling->calendar, begin, end, &ms) == 0) {
			sum += ms;
			from = end;
		}
	}
	return sum;
}

static bool receipt_day_counts(const struct term *term)
{
	if (term->unit == TERM_WORKING_HOURS)
		return term->start != TERM_START_NEXT_DAY;
	return term->start == TERM_START_SAME_DAY && term->end == TERM_END_OF_DAY &&
	       term->amount > 0;
}

/* The days up to and with the one on which the case counts as received. */
static enum term_step_kind kind_at_receipt(struct telling *telling, day date, bool worked)
{
	if (date < telling->result.received_on)
		return worked ? TERM_STEP_TOO_LATE : TERM_STEP_CLOSED;
	if (!receipt_day_counts(telling->term))
		return TERM_STEP_RECEIVED;
	telling->ordinal++;
	return TERM_STEP_COUNTED;
}

/* Calendar days count whether worked or not; then come the days given back, then the way to the next
 * working day. `ordinal` goes on over the days given back. */
static enum term_step_kind kind_by_calendar(struct telling *telling, bool worked)
{
	int64_t given_back = telling->result.given_back_ms / DAY_MS;
	if (telling->ordinal >= telling->term->amount + given_back)
		return worked ? TERM_STEP_MOVED_TO : TERM_STEP_CLOSED;
	return telling->ordinal++ < telling->term->amount ? TERM_STEP_COUNTED
							  : TERM_STEP_GIVEN_BACK;
}

static enum term_step_kind kind_of(struct telling *telling, day date, bool worked)
{
	if (date <= telling->result.received_on)
		return kind_at_receipt(telling, date, worked);
	if (telling->term->unit == TERM_CALENDAR_DAYS)
		return kind_by_calendar(telling, worked);
	if (!worked)
		return TERM_STEP_CLOSED;
	bool more = telling->ordinal < telling->term->amount;
	if (telling->term->unit == TERM_WORKING_DAYS && !more)
		return TERM_STEP_GIVEN_BACK;
	telling->ordinal++;
	return TERM_STEP_COUNTED;
}

static struct term_step step_of(struct telling *telling, day date)
{
	bool worked = calendar_worked(telling->calendar, date);
	struct term_step step = {
		.date = date,
		.kind = kind_of(telling, date, worked),
		.day_kind = calendar_kind(telling->calendar, date),
		.reason = calendar_reason(telling->calendar, date),
		.last = date == telling->result.due_date && telling->result.due != INSTANT_NONE,
	};
	instant from = later(zone_midnight(telling->zone, date), telling->result.counted_from);
	instant to = earlier(zone_midnight(telling->zone, date + 1), telling->end);
	int64_t work = 0;
	if (from < to && calendar_work(telling->calendar, from, to, &work) == 0)
		step.paused_ms = paused_between(telling, from, to);
	if (step.kind == TERM_STEP_COUNTED) {
		step.ordinal = telling->ordinal;
		if (telling->term->unit == TERM_WORKING_HOURS)
			step.counted_ms = work - step.paused_ms;
	}
	return step;
}

int term_explain(const struct term *term, const struct calendar *calendar, instant received,
	const struct term_pause *pauses, size_t pause_count, int max_steps, term_step_fn *on_step,
	void *user)
{
	struct telling telling = {.term = term,
		.calendar = calendar,
		.zone = calendar_zone(calendar),
		.pauses = pauses,
		.pause_count = pause_count};
	int r = term_due(term, calendar, received, pauses, pause_count, &telling.result);
	if (r < 0)
		return r;
	bool paused = telling.result.due == INSTANT_NONE;
	telling.end = paused ? telling.result.paused_since : telling.result.due;
	day last = paused ? zone_day(telling.zone, telling.end) : telling.result.due_date;
	int told = 0;
	for (day date = zone_day(telling.zone, received); date <= last && told < max_steps;
		date++) {
		struct term_step step = step_of(&telling, date);
		told++;
		if (!on_step(user, &step))
			break;
	}
	return told;
}
