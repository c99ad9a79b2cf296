/* Plausibility: between "the poll is complete" and "rules are evaluated".
 *
 * A portal that answers completely can still say what cannot be: an empty list, no due dates, other codes.
 * Whatever would lose or rewrite what is known is counted in kinds while a poll runs, beside what was known
 * before it; a share beyond its bound makes the poll doubtful, and what is doubted is not taken over until
 * somebody accepts it or the portal says again what it said before. Small numbers are never doubtful. Pure. */
#ifndef CORE_CASE_PLAUSIBILITY_H
#define CORE_CASE_PLAUSIBILITY_H

#include "base/text.h"
#include "core/case/witness.h"

enum implausible { /* stored */
	IMPLAUSIBLE_VANISHED, /* open cases that a sweep does not list */
	IMPLAUSIBLE_LOST_DUE,
	IMPLAUSIBLE_FAR_DUE, /* moved by more than IMPLAUSIBLE_FAR_MS */
	IMPLAUSIBLE_LOST_UNIT,
	IMPLAUSIBLE_OTHER_UNIT,
	IMPLAUSIBLE_LOST_STATUS, /* a word that nobody has explained, in place of one that was known */
	IMPLAUSIBLE_OTHER_DATE, /* received or due on another day */
	IMPLAUSIBLE_REOPENED,
	IMPLAUSIBLE_ENDED,
	IMPLAUSIBLE_NEW_CODE, /* a code never seen, of a case that was received before the last reading */
	IMPLAUSIBLE_NEW, /* a code never seen */
	IMPLAUSIBLE_COUNT
};
#define IMPLAUSIBLE_FAR_MS (730 * DAY_MS)
const char *implausible_name(enum implausible kind); /* "lost-due" */
/* What happened to how many, {} is the place of the number. */
const char *implausible_words(enum implausible kind, bool english);

/* "480 of 500 cases lost their due date (H19-1, H19-2, H19-3)"; `codes` a line each. */
void implausible_say(enum implausible kind, int64_t cases, int64_t of, const char *codes,
	bool english, struct text *out);

/* Which shares are plausible, in percent: [portal] doubt-… */
struct plausibility_bounds {
	int64_t least; /* fewer cases are never doubtful; 0: nothing is */
	int64_t vanished, lost, changed, ended, added;
};

/* What a poll did, by whether the case was open or closed before it (a new one: is), and what there was. */
struct plausibility {
	int64_t open,
		closed; /* known before the poll; open ones that are not overdue count as control */
	int64_t control; /* of the open ones, those that were not overdue */
	int64_t count[IMPLAUSIBLE_COUNT][2]; /* [1]: of open ones */
};

/* Which kinds a change is, a mask of 1 << kind; 0: it is what a case's life brings. */
unsigned implausible_change(const struct case_state *before, const struct case_state *after,
	bool open_before, bool open_after);
/* And a case that was not known; `last`: when the last complete reading began. */
unsigned implausible_arrival(const struct case_facts *facts, instant last);
/* Does this kind only count what had nothing to gain by it? Who moves due dates of overdue cases rewrites
 * history: that is for the witness, and no reason to look away. */
bool implausible_is_of_control(enum implausible kind);

/* The kinds that are out of bounds, a mask. */
unsigned plausibility_doubts(
	const struct plausibility *plausibility, const struct plausibility_bounds *bounds);
/* Of how many of the kind there were: what the count stands beside. */
int64_t plausibility_of(const struct plausibility *plausibility, enum implausible kind, bool open);

#endif
