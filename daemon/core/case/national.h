/* The national verdict: timeliness as the progress score of Decision 766/QĐ-TTg counts it, beside
 * the local one of form II.06a (verdict.h). Officials complain that the two differ, so both are kept
 * and the reason for a difference is a value of its own.
 *
 *   only accepted cases count; one without a due date is judged by its procedure's term, if known
 *   end: the time of status 9, else of 10, else of 8, 3 or 7, as it stood at the period's end
 *   waiting for the citizen (status 5) at the period's end: ends at the supplement request
 *   more than one supplement request: overdue, whatever the dates say
 *   a finished case has its supplement time taken off its end; on time ⇔ end ≤ due, by instant
 *   an unfinished case is compared with the period's end (or with now, while the period lasts)
 *
 * Pure. The source leaves open what a period's cases are; here: accepted, received before the
 * period's end, and not ended before its start ("received and processed in the period"). */
#ifndef CORE_CASE_NATIONAL_H
#define CORE_CASE_NATIONAL_H

#include "core/case/path.h"

enum national {
	NATIONAL_NOT_COUNTED, /* never accepted, received later, or ended before the period */
	NATIONAL_ON_TIME,
	NATIONAL_OVERDUE,
	NATIONAL_NO_DEADLINE /* accepted, but neither a due date nor a term: counted, never on time */
};

/* Which sentence of the rule decided. */
enum national_reason {
	NATIONAL_BY_DUE,
	NATIONAL_BY_TERM, /* no due date: the procedure's term */
	NATIONAL_BY_REQUEST, /* waits for the citizen: judged at the supplement request */
	NATIONAL_BY_SUPPLEMENTS, /* asked for supplements more than once */
	NATIONAL_BY_PERIOD_END, /* unfinished: judged at the period's end */
	NATIONAL_BY_NOTHING /* not counted, or no deadline */
};

struct national_verdict {
	enum national verdict;
	enum national_reason reason;
	instant end; /* compared with `due`, supplement time already off; NONE when not compared */
	instant due; /* the promised date, else the term's; NONE: neither */
	int64_t supplement_ms; /* wall time waited for the citizen, taken off the end */
	int supplements; /* requests: said by the portal or seen as pauses, the larger */
	bool uncertain; /* ±: an end or a supplement bound is an observation */
};

/* What the national rule sees of a case. `pauses` ascending by their beginning. */
struct national_case {
	const struct case_facts *facts;
	const struct case_life *life;
	const struct pause *pauses;
	size_t pause_count;
	instant due_by_term; /* for cases without a due date; NONE when the term is not known */
};

/* [from, until) is the period; `now` bounds it while it lasts. */
struct national_verdict national_of(
	const struct national_case *subject, instant from, instant until, instant now);

/* "on_time", "overdue" … and what a reader is told of the reason. */
const char *national_name(enum national verdict);
const char *national_reason_sentence(enum national_reason reason, bool english);

/* The score of a unit: 20 × on time / counted. */
struct national_score {
	int64_t counted;
	int64_t on_time;
};
void national_score_add(
	struct national_score *score, const struct national_verdict *verdict, int64_t cases);
/* In hundredths of a point, 0 … 2000, rounded half up; -1 when nothing was counted. */
int national_score_points(const struct national_score *score);

#endif
