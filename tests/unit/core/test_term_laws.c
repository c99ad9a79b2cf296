/* Laws of terms over random calendars, receipts and pauses; a naive clerk who walks from day to day
 * and span to span is the oracle. */
#include "core/case/term.h"
#include "unit/core/walker.h"

#define PAUSES_MAX 4

struct tuple {
	struct term term;
	instant received;
	size_t pause_count;
	struct term_pause pause[PAUSES_MAX];
};

static struct tuple random_tuple(const struct walker *walker)
{
	struct tuple tuple = {.received = random_instant(walker, 420)};
	tuple.term.unit = (enum term_unit)random_between(TERM_WORKING_DAYS, TERM_WORKING_HOURS);
	tuple.term.amount = (int32_t)random_between(0, 12);
	if (tuple.term.unit == TERM_WORKING_HOURS)
		tuple.term.amount *= (int32_t)random_between(1, 120);
	tuple.term.start = (enum term_start)random_between(TERM_START_USUAL, TERM_START_SAME_DAY);
	tuple.term.end = (enum term_end)random_between(TERM_END_OF_DAY, TERM_END_SAME_CLOCK);
	tuple.term.cutoff = (int16_t)(random_between(0, 3) ? 0 : random_between(1, 1439));
	tuple.pause_count = (size_t)random_between(0, PAUSES_MAX);
	instant at = tuple.received - DAY_MS;
	for (size_t i = 0; i < tuple.pause_count; i++) {
		at += random_between(0, 5 * DAY_MS);
		tuple.pause[i].from = at;
		at += random_between(0, 3 * DAY_MS); /* the next may begin at this one's very end */
		tuple.pause[i].to = at;
	}
	return tuple;
}

static struct term_result due_of(const struct walker *walker, const struct tuple *tuple)
{
	struct term_result result;
	assert_int_equal(term_due(&tuple->term, walker->calendar, tuple->received, tuple->pause,
				 tuple->pause_count, &result),
		0);
	return result;
}

static instant wall(const struct walker *walker, day date, int minute)
{
	return zone_instant(walker->zone, date, minute * MINUTE_MS);
}

static const struct hours *hours_on(const struct walker *walker, day date)
{
	return &walker->hours[date - walker->first];
}

static instant closing(const struct walker *walker, day date)
{
	const struct hours *hours = hours_on(walker, date);
	return wall(walker, date, hours->span[hours->count - 1].to);
}

static day worked_from(const struct walker *walker, day date)
{
	while (!walker_worked(walker, date))
		date++;
	return date;
}

static day worked_after(const struct walker *walker, day date, int days)
{
	while (days-- > 0)
		date = worked_from(walker, date + 1);
	return date;
}

/* Moves an instant into the office hours of a worked day; after closing: closing time. */
static instant into_hours(const struct walker *walker, day date, instant at)
{
	const struct hours *hours = hours_on(walker, date);
	for (int i = 0; i < hours->count; i++) {
		instant from = wall(walker, date, hours->span[i].from);
		instant to = wall(walker, date, hours->span[i].to);
		if (at < to && from < to)
			return at > from ? at : from;
	}
	return closing(walker, date);
}

/* What the clerk notes down on receipt. */
static day clerk_receives(
	const struct walker *walker, const struct tuple *tuple, instant *ret_clock)
{
	day date = zone_day(walker->zone, tuple->received);
	bool late = false;
	if (walker_worked(walker, date)) {
		instant limit = closing(walker, date);
		if (tuple->term.cutoff && wall(walker, date, tuple->term.cutoff) < limit)
			limit = wall(walker, date, tuple->term.cutoff);
		late = tuple->received > limit;
		*ret_clock = into_hours(walker, date, tuple->received);
		if (!late)
			return date;
	}
	date = worked_from(walker, date + late);
	*ret_clock = wall(walker, date, hours_on(walker, date)->span[0].from);
	return date;
}

/* Consumes running working time from `start` on, pauses left out, until the budget is used up. */
static instant clerk_spends(
	const struct walker *walker, instant start, int64_t budget, const struct tuple *tuple)
{
	for (day date = zone_day(walker->zone, start);; date++) {
		const struct hours *hours = hours_on(walker, date);
		for (int i = 0; i < hours->count; i++) {
			instant at = wall(walker, date, hours->span[i].from);
			instant to = wall(walker, date, hours->span[i].to);
			at = at > start ? at : start;
			for (size_t j = 0; j <= tuple->pause_count && at < to; j++) {
				bool paused = j < tuple->pause_count;
				instant stop = paused && tuple->pause[j].from < to
						       ? tuple->pause[j].from
						       : to;
				if (stop > at && budget <= stop - at)
					return at + budget;
				if (stop > at)
					budget -= stop - at;
				at = stop > at ? stop : at;
				if (paused && tuple->pause[j].from <= at && tuple->pause[j].to > at)
					at = tuple->pause[j].to;
			}
		}
	}
}

static void hours_are_spent_as_a_clerk_spends_them(const struct walker *walker)
{
	struct tuple tuple = random_tuple(walker);
	instant start;
	tuple.term.unit = TERM_WORKING_HOURS;
	tuple.term.amount++; /* the least instant of nothing is another matter */
	day date = clerk_receives(walker, &tuple, &start);
	if (tuple.term.start == TERM_START_NEXT_DAY) {
		date = worked_after(walker, date, 1);
		start = wall(walker, date, hours_on(walker, date)->span[0].from);
	}
	struct term_result result = due_of(walker, &tuple);
	instant due = clerk_spends(walker, start, tuple.term.amount * MINUTE_MS, &tuple);
	assert_true(result.due == due);
	assert_true(calendar_open(walker->calendar, due - 1));
}

static void days_are_counted_as_a_clerk_counts_them(const struct walker *walker)
{
	struct tuple tuple = random_tuple(walker);
	struct term *term = &tuple.term;
	instant clock, due;
	tuple.pause_count = 0;
	if (term->unit == TERM_WORKING_HOURS)
		term->unit = TERM_WORKING_DAYS;
	if (term->amount > 12)
		term->amount = 12;
	day date = clerk_receives(walker, &tuple, &clock);
	int days = term->amount;
	if (term->start == TERM_START_SAME_DAY && term->end == TERM_END_OF_DAY && days > 0)
		days--;
	bool calendar_days = term->unit == TERM_CALENDAR_DAYS;
	bool moved = calendar_days && !walker_worked(walker, date + days);
	date = calendar_days ? worked_from(walker, date + days) : worked_after(walker, date, days);
	due = closing(walker, date);
	if (term->end == TERM_END_SAME_CLOCK && moved)
		due = wall(walker, date, hours_on(walker, date)->span[0].from);
	else if (term->end == TERM_END_SAME_CLOCK)
		due = into_hours(walker, date,
			zone_instant(walker->zone, date, zone_ms_of_day(walker->zone, clock)));
	struct term_result result = due_of(walker, &tuple);
	assert_int_equal(result.due_date, date);
	assert_true(result.due == due && result.first_due == due);
}

/* Never inside closed time: the office is open there, or closes just then. */
static void check_open(const struct walker *walker, instant at)
{
	assert_true(calendar_open(walker->calendar, at) || calendar_open(walker->calendar, at - 1));
}

static void ends_are_in_office_hours_and_grow_with_term_and_receipt(const struct walker *walker)
{
	struct tuple tuple = random_tuple(walker), later = tuple, longer = tuple;
	tuple.pause_count = later.pause_count = longer.pause_count = 0;
	later.received += random_between(0, 3 * DAY_MS);
	longer.term.amount += (int32_t)random_between(0, 100) / 30;
	struct term_result result = due_of(walker, &tuple);
	check_open(walker, result.due);
	assert_true(due_of(walker, &later).due >= result.due);
	assert_true(due_of(walker, &longer).due >= result.due);
	struct tuple same_day = tuple, next_day = tuple;
	same_day.term.start = TERM_START_SAME_DAY;
	next_day.term.start = TERM_START_NEXT_DAY;
	assert_true(due_of(walker, &same_day).due <= due_of(walker, &next_day).due);
}

static void pauses_only_give_back_and_splitting_one_changes_nothing(const struct walker *walker)
{
	struct tuple tuple = random_tuple(walker);
	if (tuple.pause_count == PAUSES_MAX)
		tuple.pause_count--;
	struct term_result result = due_of(walker, &tuple);
	check_open(walker, result.due);
	assert_true(result.due >= result.first_due);
	assert_true((result.given_back_ms == 0) <= (result.due == result.first_due));
	if (!tuple.pause_count)
		return;
	struct tuple open = tuple, split = tuple;
	struct term_pause *last = &open.pause[tuple.pause_count - 1];
	last->to = INSTANT_NONE;
	struct term_result paused = due_of(walker, &open);
	if (paused.due == INSTANT_NONE) {
		assert_true(paused.paused_since <= last->from ||
			    paused.paused_since == paused.counted_from);
		/* what is left when the pause ends is what was left when it began */
		last->to = paused.paused_since;
		struct term_result at_once = due_of(walker, &open);
		assert_true(at_once.due_date == paused.due_date);
		assert_true(walker_work(walker, paused.paused_since, at_once.due) ==
			    paused.remaining_ms);
	} else {
		assert_true(paused.due == result.due);
	}
	last = &split.pause[split.pause_count++ - 1];
	last[1] = (struct term_pause){random_between(last->from, last->to), last->to};
	last->to = last[1].from;
	assert_true(due_of(walker, &split).due == result.due);
}

struct told {
	day next;
	int steps, counted, lasts, last_is_last;
	int64_t counted_ms;
	enum term_unit unit;
};

static bool hear(void *user, const struct term_step *step)
{
	struct told *told = user;
	if (told->steps++ > 0)
		assert_int_equal(step->date, told->next);
	told->next = step->date + 1;
	if (step->kind == TERM_STEP_COUNTED)
		assert_int_equal(step->ordinal, ++told->counted);
	told->counted_ms += step->counted_ms;
	told->lasts += step->last;
	told->last_is_last = step->last;
	return true;
}

static void the_reasoning_counts_exactly_the_term(const struct walker *walker)
{
	struct tuple tuple = random_tuple(walker);
	struct told told = {0};
	struct term_result result = due_of(walker, &tuple);
	int steps = term_explain(&tuple.term, walker->calendar, tuple.received, tuple.pause,
		tuple.pause_count, 1000, hear, &told);
	assert_int_equal(steps, told.steps);
	assert_int_equal(told.next, result.due_date + 1);
	assert_true(told.lasts == 1 && told.last_is_last);
	if (tuple.term.unit == TERM_WORKING_HOURS)
		assert_true(told.counted_ms == tuple.term.amount * MINUTE_MS);
	else
		assert_int_equal(told.counted, tuple.term.amount);
}

static void over_random_calendars(const char *law, void (*check)(const struct walker *walker))
{
	seed_random(law);
	int wanted = tuples(), done = 0;
	while (done < wanted) {
		struct walker walker;
		open_walker(&walker);
		for (int i = 0; i < TUPLES_A_CALENDAR && done < wanted; i++, done++)
			check(&walker);
		close_walker(&walker);
	}
	print_message("%s: %d tuples\n", law, done);
}

#define LAW(law)                                                                                   \
	static void test_##law(void **state)                                                       \
	{                                                                                          \
		(void)state;                                                                       \
		over_random_calendars(#law, law);                                                  \
	}
LAW(hours_are_spent_as_a_clerk_spends_them)
LAW(days_are_counted_as_a_clerk_counts_them)
LAW(ends_are_in_office_hours_and_grow_with_term_and_receipt)
LAW(pauses_only_give_back_and_splitting_one_changes_nothing)
LAW(the_reasoning_counts_exactly_the_term)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hours_are_spent_as_a_clerk_spends_them),
		cmocka_unit_test(test_days_are_counted_as_a_clerk_counts_them),
		cmocka_unit_test(test_ends_are_in_office_hours_and_grow_with_term_and_receipt),
		cmocka_unit_test(test_pauses_only_give_back_and_splitting_one_changes_nothing),
		cmocka_unit_test(test_the_reasoning_counts_exactly_the_term),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
