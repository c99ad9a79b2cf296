/* The progress score of Decision 766 beside the local on-time rate of form II.06: per unit, the two
 * numbers, and for every case that the two rules tell differently the sentence of the national rule
 * that makes the difference. Pure: cases in, sums out. */
#ifndef REPORT_SCORE_H
#define REPORT_SCORE_H

#include "core/case/national.h"

/* What the local rate makes of a case in the period. */
enum score_local {
	SCORE_LOCAL_NONE, /* not in the rate: open at the period's end, withdrawn or without a due date */
	SCORE_LOCAL_ON_TIME, /* early or on time */
	SCORE_LOCAL_LATE
};

/* Why the two rules part over a case. */
enum score_gap {
	SCORE_GAP_NONE, /* they agree, or neither counts it */
	SCORE_GAP_HOUR, /* closed on its due day, but after the hour */
	SCORE_GAP_SUPPLEMENTS, /* asked for supplements more than once: overdue */
	SCORE_GAP_SUPPLEMENT_TIME, /* the wait for the citizen is taken off */
	SCORE_GAP_REQUEST, /* waits for the citizen: judged at the request, not in the local rate */
	SCORE_GAP_UNFINISHED, /* judged at the period's end, not in the local rate */
	SCORE_GAP_TERM, /* no due date: judged by the procedure's term, not in the local rate */
	SCORE_GAP_NO_DEADLINE, /* counted and never on time, not in the local rate */
	SCORE_GAP_WITHDRAWN, /* withdrawn or stopped: counted, not in the local rate */
	SCORE_GAP_OTHER, /* a due date moved off a day off, a verdict of other settings */
	SCORE_GAP_COUNT
};
const char *score_gap_name(enum score_gap gap); /* "hour", "supplements" … */
const char *score_gap_sentence(enum score_gap gap, bool english);

/* `bucket`: the local verdict, frozen or at the period's end. */
enum score_local score_local_of(enum bucket bucket, bool closed_in_period);
enum score_gap score_gap_of(
	enum score_local local, enum bucket bucket, const struct national_verdict *national);

/* Sums of one unit, or of all. */
struct score {
	struct national_score national;
	int64_t overdue; /* by the national rule; counted = on_time + overdue + no_deadline */
	int64_t no_deadline;
	int64_t uncertain; /* of the counted: ±, an end is an observation */
	int64_t local_on_time;
	int64_t local_late;
	/* cases told differently: [0] not on time by the national rule, [1] on time */
	int64_t gap[SCORE_GAP_COUNT][2];
};
/* Adds cases of one verdict and returns why the rules part over it. */
enum score_gap score_add(struct score *score, enum bucket bucket, bool closed_in_period,
	const struct national_verdict *national, int64_t cases);
void score_merge(struct score *score, const struct score *more);

/* Shares in ten-thousandths, rounded half up; -1 when nothing was counted. */
int score_national_rate(const struct score *score);
int score_local_rate(const struct score *score);

#endif
