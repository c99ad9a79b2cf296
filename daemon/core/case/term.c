#include "core/case/term.h"

#include <errno.h>

/* A term being computed. `end` is exact: for end-of-day terms it may lie inside the last day. */
struct run {
	const struct term *term;
	const struct calendar *calendar;
	const struct zone *zone;
	instant clock; /* receipt, moved into office hours: what same-clock repeats */
	instant end;
	day end_date;
	day unmoved; /* calendar days: the end before it is moved off closed days */
};

static bool starts_next_day(const struct term *term)
{
	if (term->start == TERM_START_USUAL)
		return term->unit != TERM_WORKING_HOURS;
	return term->start == TERM_START_NEXT_DAY;
}

static bool counts_days(const struct term *term)
{
	return term->unit == TERM_WORKING_DAYS || term->unit == TERM_CALENDAR_DAYS;
}

/* The last instant of a worked day at which a receipt still counts for that day. */
static int receipt_limit(const struct run *run, day date, instant *ret_limit)
{
	int r = calendar_closing(run->calendar, date, ret_limit);
	if (r < 0 || run->term->cutoff <= 0)
		return r;
	instant cutoff = zone_instant(run->zone, date, run->term->cutoff * MINUTE_MS);
	if (cutoff < *ret_limit)
		*ret_limit = cutoff;
	return 0;
}

/* On which working day, and from which instant of it, the case counts as received. */
static int receive(struct run *run, instant received, day *ret_date)
{
	day date = zone_day(run->zone, received);
	instant limit;
	if (!calendar_knows(run->calendar, date))
		return -ERANGE;
	int r = receipt_limit(run, date, &limit);
	if (r < 0 || received > limit) {
		r = calendar_add_days(run->calendar, date, r < 0 ? 0 : 1, &date);
		if (r < 0)
			return r;
		*ret_date = date;
		return calendar_opening(run->calendar, date, &run->clock);
	}
	*ret_date = date;
	r = calendar_closing(run->calendar, date, &limit);
	if (r < 0 ||
		received ==
			limit) { /* at closing time: in time, though nothing is left of the day */
		run->clock = received;
		return r;
	}
	return calendar_add_work(run->calendar, received, 0, &run->clock);
}

/* From which instant working time counts, and so pauses too. */
static int counted_from(const struct run *run, day received_on, instant *ret_from)
{
	*ret_from = run->clock;
	if (!starts_next_day(run->term) ||
		(counts_days(run->term) && run->term->end == TERM_END_SAME_CLOCK))
		return 0;
	if (run->term->unit == TERM_CALENDAR_DAYS) {
		*ret_from = zone_midnight(run->zone, received_on + 1);
		return 0;
	}
	day next;
	int r = calendar_add_days(run->calendar, received_on, 1, &next);
	return r < 0 ? r : calendar_opening(run->calendar, next, ret_from);
}

/* The clock time of receipt on another day, moved into that day's office hours. */
static int same_clock(const struct run *run, day date, instant *ret_at)
{
	instant opening, closing;
	int r = calendar_opening(run->calendar, date, &opening);
	if (r == 0)
		r = calendar_closing(run->calendar, date, &closing);
	if (r < 0)
		return r;
	instant at = zone_instant(run->zone, date, zone_ms_of_day(run->zone, run->clock));
	if (at <= opening || at >= closing) {
		*ret_at = at <= opening ? opening : closing;
		return 0;
	}
	return calendar_add_work(run->calendar, at, 0, ret_at);
}

/* The end of a term of days on its last day. */
static int end_on(const struct run *run, day date, instant *ret_at)
{
	if (run->term->end == TERM_END_SAME_CLOCK)
		return same_clock(run, date, ret_at);
	return calendar_closing(run->calendar, date, ret_at);
}

/* Calendar days: puts the end on `unmoved`, or moves it on to the working day after: to its closing,
 * or, when it was a clock time that fell on the closed day, to the first moment of work after it. */
static int end_after_closed_days(struct run *run)
{
	int r = calendar_add_days(run->calendar, run->unmoved, 0, &run->end_date);
	if (r < 0)
		return r;
	if (run->end_date != run->unmoved && run->term->end == TERM_END_SAME_CLOCK)
		return calendar_opening(run->calendar, run->end_date, &run->end);
	return end_on(run, run->end_date, &run->end);
}

/* The end without pauses. */
static int first_end(struct run *run, day received_on, instant from)
{
	const struct term *term = run->term;
	int days = term->amount;
	if (term->unit == TERM_WORKING_HOURS) {
		int r = calendar_add_work(run->calendar, from, term->amount * MINUTE_MS, &run->end);
		run->end_date = r < 0 ? 0 : zone_day(run->zone, run->end - (term->amount > 0));
		return r;
	}
	if (!starts_next_day(term) && term->end == TERM_END_OF_DAY && days > 0)
		days--; /* the day of receipt is the first */
	if (term->unit == TERM_CALENDAR_DAYS) {
		if (__builtin_add_overflow(received_on, days, &run->unmoved))
			return -ERANGE;
		return end_after_closed_days(run);
	}
	int r = calendar_add_days(run->calendar, received_on, days, &run->end_date);
	return r < 0 ? r : end_on(run, run->end_date, &run->end);
}

/* Moves the end on by what one pause took. */
static int give_back(struct run *run, instant from, instant to, struct term_result *result)
{
	if (run->term->unit == TERM_CALENDAR_DAYS) {
		day days = zone_day(run->zone, to) - zone_day(run->zone, from);
		result->given_back_ms += days * DAY_MS;
		if (__builtin_add_overflow(run->unmoved, days, &run->unmoved))
			return -ERANGE;
		return days ? end_after_closed_days(run) : 0;
	}
	int64_t ms;
	int r = calendar_work(run->calendar, from, to, &ms);
	if (r < 0 || ms == 0)
		return r;
	result->given_back_ms += ms;
	r = calendar_add_work(run->calendar, run->end, ms, &run->end);
	if (r == 0) /* - 1: an office that closes at 24:00 closes on this day, not on the next */
		run->end_date = zone_day(run->zone, run->end - 1);
	return r;
}

/* What people are told: where the rule is end-of-day, the end of the day that `end` lies in. */
static int told_end(const struct run *run, instant *ret_end)
{
	if (run->term->unit == TERM_WORKING_DAYS && run->term->end == TERM_END_OF_DAY)
		return calendar_closing(run->calendar, run->end_date, ret_end);
	*ret_end = run->end;
	return 0;
}

/* Is the term over at `from`, so that a pause from here on moves nothing? Else how much working time
 * is left of it. Calendar days pass in closed time too. */
static int is_over(
	const struct run *run, instant from, instant due, bool *ret_over, int64_t *ret_left)
{
	*ret_left = 0;
	*ret_over = from >= due;
	if (*ret_over)
		return 0;
	int r = calendar_work(run->calendar, from, due, ret_left);
	*ret_over = *ret_left == 0 && run->term->unit != TERM_CALENDAR_DAYS;
	return r;
}

/* The next pause, together with those that touch or overlap it; moves *at behind them. */
static struct term_pause take_pause(const struct term_pause *pauses, size_t count, size_t *at)
{
	struct term_pause pause = pauses[(*at)++];
	for (; *at < count && pause.to != INSTANT_NONE && pauses[*at].from <= pause.to; ++*at)
		if (pauses[*at].to == INSTANT_NONE || pauses[*at].to > pause.to)
			pause.to = pauses[*at].to;
	return pause;
}

static int apply_pauses(
	struct run *run, const struct term_pause *pauses, size_t count, struct term_result *result)
{
	for (size_t i = 0; i < count;) {
		struct term_pause pause = take_pause(pauses, count, &i);
		if (pause.from < result->counted_from)
			pause.from = result->counted_from;
		bool over;
		int64_t left;
		int r = is_over(run, pause.from, result->due, &over, &left);
		if (r < 0 || over)
			return r;
		if (pause.to == INSTANT_NONE) {
			result->paused_since = pause.from;
			result->remaining_ms = left;
			result->due = INSTANT_NONE;
			return 0;
		}
		if (pause.to <= pause.from)
			continue;
		r = give_back(run, pause.from, pause.to, result);
		if (r == 0)
			r = told_end(run, &result->due);
		if (r < 0)
			return r;
		result->due_date = run->end_date;
	}
	return 0;
}

int term_due(const struct term *term, const struct calendar *calendar, instant received,
	const struct term_pause *pauses, size_t pause_count, struct term_result *ret_result)
{
	if (term->unit == TERM_NONE || term->amount < 0)
		return -EINVAL;
	struct run run = {.term = term, .calendar = calendar, .zone = calendar_zone(calendar)};
	struct term_result result = {.paused_since = INSTANT_NONE};
	int r = receive(&run, received, &result.received_on);
	if (r == 0)
		r = counted_from(&run, result.received_on, &result.counted_from);
	if (r == 0)
		r = first_end(&run, result.received_on, result.counted_from);
	if (r < 0)
		return r;
	result.first_due = result.due = run.end;
	result.due_date = run.end_date;
	r = apply_pauses(&run, pauses, pause_count, &result);
	if (r == 0)
		*ret_result = result;
	return r;
}
