/* The verdict: in which bucket a case stands at an instant, and when that changes next.
 *
 * Two official ways of counting exist (domain §3): the local one (form II.06a, by calendar date,
 * here also by instant when configured) decides buckets; the national one (Decision 766/QĐ-TTg,
 * by instant) stands beside it in national.h. Pure: no clock, no I/O, no allocation; ≤ 10 ns.
 *
 * A verdict never fails. Where the calendar does not know the days before a due date (a due date
 * far off, or one in a year before the calendar's first), due-soon cannot be said: the case counts
 * in time until its due passes, and that is its next change. A promised date outside the calendar
 * stands as promised. */
#ifndef CORE_CASE_VERDICT_H
#define CORE_CASE_VERDICT_H

#include "core/case/case_record.h"
#include "core/time/calendar.h"

/* The order is fixed: it is stored. Every counted case is in exactly one of the first twelve. */
enum bucket {
	BUCKET_EARLY,
	BUCKET_ON_TIME,
	BUCKET_LATE,
	BUCKET_WITHDRAWN,
	BUCKET_UNDATED_CLOSED,
	BUCKET_IN_TIME,
	BUCKET_DUE_SOON,
	BUCKET_OVERDUE,
	BUCKET_PAUSED,
	BUCKET_UNDATED_OPEN,
	BUCKET_UNCLEAR, /* its status is a word that nobody has explained */
	BUCKET_VANISHED, /* two complete sweeps did not list it */
	BUCKET_UNACCEPTED, /* shown, not counted, from here on */
	BUCKET_REFUSED,
	BUCKET_INVALID,
	BUCKET_COUNT
};
#define BUCKET_COUNTED BUCKET_UNACCEPTED
const char *bucket_name(enum bucket bucket); /* "on_time": the names of the contract */
const char *bucket_name_vi(enum bucket bucket); /* "Đúng hạn" */
int bucket_from_name(struct slice name); /* -1: none */
static inline bool bucket_closed(enum bucket bucket)
{
	return bucket <= BUCKET_UNDATED_CLOSED;
}
static inline bool bucket_open(enum bucket bucket)
{
	return bucket >= BUCKET_IN_TIME && bucket <= BUCKET_VANISHED;
}

enum compare { COMPARE_DATE, COMPARE_INSTANT };

/* What a verdict depends on beside the case. */
struct judge {
	const struct calendar *calendar;
	enum compare compare;
	int due_soon_days; /* working days, today included */
	bool due_moves_off_day_off; /* due-on-day-off = next-working-day */
	bool pause_on
		[STATUS_COUNT]; /* statuses that stop the clock (5, 6, 8 unless switched off) */
	bool pause_on_lock;
};

/* A hash of all of it: two judges of one version give every open case the same verdict. */
uint64_t judge_version(const struct judge *judge);

/* What an observer knows of a case beside its facts. */
struct case_life {
	instant first_seen; /* the poll that first listed it */
	instant closed_seen; /* the poll that first saw it closed since it was last open; NONE: open */
	bool was_accepted; /* an accepted status (2, 4 … 15 but 3) was ever seen */
	instant vanished; /* when the second complete sweep did not list it; 0: it is listed */
	instant settled; /* when the office said that it is gone, as it vanished; 0: it did not */
};

struct verdict {
	enum bucket bucket;
	instant closed_at; /* when it counts as closed: finished, else returned, else closed_seen, but not
			    * after closed_seen, and on no day before its receipt; NONE while open */
	bool uncertain; /* ±: closed_at is an observation, not a statement of the portal */
	instant next_change; /* when the bucket changes by the passing of time alone; NONE: never */
};

/* Does this status say that the case was accepted (2, 4 … 15; domain §2)? */
bool status_accepted(uint8_t status);
/* Is the case closed by its facts (status 9/10, 7, 3 after acceptance), or settled as gone? One that was
 * closed stays so under a word that nobody has explained while the portal says when it was finished.
 * A case refused or withdrawn without ever having been accepted is not closed but refused. */
bool facts_closed(const struct case_facts *facts, const struct case_life *life);
bool facts_paused(const struct case_facts *facts, const struct judge *judge);

/* When a due date makes the bucket of an open case change. */
struct due_limits {
	instant soon_begins; /* the first instant of due-soon; = passes when the calendar cannot say */
	instant passes; /* the first instant of overdue */
};
/* By date: due-soon begins at 00:00 of the day from which `due_soon_days` working days lead to the
 * due date (so "due ≤ today + N working days", today included; 0: on the due date itself), overdue
 * at 00:00 of the day after. By instant: due-soon is the same, overdue begins 1 ms after due. */
struct due_limits due_limits_of(instant due, const struct judge *judge);

/* `life` as after the observation that brought the facts (was_accepted counts their status anyway).
 *   unaccepted      status 1
 *   refused         3, or 7 without a received date, never accepted
 *   invalid         counted by its status, but without a received date
 *   withdrawn       7, or 3 after acceptance
 *   closed          9 or 10: compared at `finished`, else `returned`, else closed_seen (±). By date:
 *                   before, on or after the due day. By instant: after due is late; else early when
 *                   on an earlier day, else on time. Withdrawn, too, when the office settled a vanished
 *                   case as gone (±): on the day of settling
 *   vanished        open, from life->vanished on, whatever it would be
 *   unclear         an unknown status: no verdict before somebody says what the word means
 *   paused          5, 6, 8, 11 … 15 or the lock as switched on: the clock stands, also past due
 *   undated_open    no due date; overdue, due_soon, in_time by due_limits_of() */
struct verdict verdict_of(const struct case_facts *facts, const struct case_life *life,
	const struct judge *judge, instant now);

/* Working days a due date lies behind at `now`: working days in (due's day, today], with the due
 * moved off a day off when so configured; 0 when not late. Counted over the part that the calendar
 * knows, so it is a least number for a due date before the calendar's first year. */
int verdict_days_late(instant due, const struct judge *judge, instant now);
/* The same for a case; 0 for a case without a due date or that is paused. */
int verdict_overdue_days(const struct case_facts *facts, const struct judge *judge, instant now);

#endif
