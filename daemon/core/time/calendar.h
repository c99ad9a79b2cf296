/* The working calendar: which days are worked, at which hours, and arithmetic over them.
 *
 * Built from a plan (weekly pattern, per-year notices, per-date overrides) and the rules for years
 * without a notice (fixed dates, lunar dates, moved weekend holidays); precomputed, so that counting
 * or adding is O(1) or O(log n). Asking outside the known range is -ERANGE, never a guess.
 * Immutable after building. Rules: Labour Code 2019 art. 112; Decree 61/2018; domain notes §4. */
#ifndef CORE_TIME_CALENDAR_H
#define CORE_TIME_CALENDAR_H

#include "base/error.h"
#include "core/time/zone.h"

/* One span of a day's office hours: [from, to) in minutes of the local day, e.g. 420..690. */
struct hours_span {
	int16_t from;
	int16_t to;
};
#define HOURS_MAX 6
struct hours {
	int count; /* 0: closed */
	struct hours_span span[HOURS_MAX];
};

enum day_kind {
	DAY_WORKED, /* by the weekly pattern */
	DAY_WEEKLY_REST,
	DAY_OFF, /* holiday or declared day off */
	DAY_WORKED_EXTRA, /* a rest day worked in exchange */
	DAY_HALF /* worked, with hours of its own */
};

/* What the calendar file says of one date; explicit dates win over holidays over the weekly pattern. */
struct calendar_override {
	day date;
	enum day_kind kind;
	struct hours
		hours; /* for worked kinds; count 0: the weekday's (a worked rest day: Monday's) */
	const char *reason; /* "Tết Nguyên đán", owned by the plan's builder */
};

struct calendar_year {
	int year;
	/* The notice's name: then the overrides are all there is. NULL: no notice yet, the year is
	 * provisional and the built-in rules (holiday_rules.h) stand under the overrides. */
	const char *notice;
};

struct calendar_plan {
	struct hours week[7]; /* by enum weekday */
	struct calendar_year *years;
	size_t year_count;
	struct calendar_override *overrides;
	size_t override_count;
	int first_year; /* known range, both included; years inside without a notice are provisional */
	int last_year;
};

struct calendar;

/* Copies what it keeps. `zone` must outlive the calendar. -EINVAL with a sentence for a plan that
 * cannot be: no day worked in the week, spans that overlap, an override outside the range or a
 * second one for its date, years outside 1900 … 2100. */
int calendar_new(const struct calendar_plan *plan, const struct zone *zone,
	struct calendar **ret_calendar, struct error *error);
void calendar_free(struct calendar *calendar);

const struct zone *calendar_zone(const struct calendar *calendar);
/* A hash of everything that can move a verdict: the calendar's version. Reasons and notices are not
 * in it; the order of a plan's entries is not either. */
uint64_t calendar_version(const struct calendar *calendar);
bool calendar_knows(const struct calendar *calendar, day date);
int calendar_first_year(const struct calendar *calendar);
int calendar_last_year(const struct calendar *calendar);
bool calendar_provisional(const struct calendar *calendar, int year);
const char *calendar_notice(const struct calendar *calendar, int year); /* NULL: none */
/* How many years somebody should be warned about on `today`, and which: this one without a notice, and
 * from 1 October the next, for notices come between September and December of the year before. A year beyond the known range is
 * one without a notice. */
int calendar_missing_notices(const struct calendar *calendar, day today, int ret_years[static 2]);

bool calendar_worked(const struct calendar *calendar, day date); /* false outside the range */
/* DAY_WEEKLY_REST outside the range: ask calendar_knows first. A half day is a worked day: it counts
 * as one where days are counted, and by its hours where time is. */
enum day_kind calendar_kind(const struct calendar *calendar, day date);
const char *calendar_reason(const struct calendar *calendar, day date); /* "" when none */
/* What the plan made of a day; working time is reckoned by calendar_work(). */
struct hours calendar_hours(const struct calendar *calendar, day date);

/* Working days in (after, upto]; negative when upto < after: -(working days in (upto, after]). */
int calendar_count(const struct calendar *calendar, day after, day upto, int *ret_days);
/* The n-th working day after `date` (n > 0), before it (n < 0); n = 0: `date` if worked, else the
 * next worked day. */
int calendar_add_days(const struct calendar *calendar, day date, int n, day *ret_date);

/* The midnights that a due date makes matter, in one question (it is asked of every open case): that
 * after the day of `at`, and that of the `back`-th working day before it, back = 0: of the day itself.
 * *ret_begin is INSTANT_NONE when the calendar does not know so far. */
void calendar_midnights(const struct calendar *calendar, instant at, int back, instant *ret_begin,
	instant *ret_after);

/* Working time in [a, b), in ms; b < a is -EINVAL. */
int calendar_work(const struct calendar *calendar, instant a, instant b, int64_t *ret_ms);
/* The least instant u with calendar_work(at, u) = ms (ms > 0); ms = 0: the first working instant
 * at or after `at`. A budget that ends exactly at closing time ends at closing time. */
int calendar_add_work(const struct calendar *calendar, instant at, int64_t ms, instant *ret_at);
/* When the first office hours of a worked day begin and the last end. -EINVAL for a closed day,
 * -ERANGE outside the range. */
int calendar_opening(const struct calendar *calendar, day date, instant *ret_at);
int calendar_closing(const struct calendar *calendar, day date, instant *ret_at);
/* Is `at` inside office hours? */
bool calendar_open(const struct calendar *calendar, instant at);
/* The length of a nominal working day for "n working days" as a duration: 8 h (domain §4). */
#define WORKING_DAY_MS (8 * HOUR_MS)

#endif
