/* The promised date beside the one that the procedure's term gives: an audit, never the verdict.
 *
 * Real portals keep calendars of their own, so a promise a working day off is told apart from one
 * that no calendar explains (domain notes §4: "calendar differs by a day", never an accusation). */
#ifndef CORE_CASE_TERM_AUDIT_H
#define CORE_CASE_TERM_AUDIT_H

#include "core/case/path.h"
#include "core/case/term.h"

enum term_audit {
	TERM_AUDIT_NO_TERM, /* neither the portal nor procedures.csv says a term */
	TERM_AUDIT_NO_DUE, /* nothing was promised */
	TERM_AUDIT_UNKNOWN, /* the calendar does not reach so far, or the case was never received */
	TERM_AUDIT_AGREES, /* the same date */
	TERM_AUDIT_AGREES_WITHOUT_PAUSES, /* the promise is the term's, and was not moved by pauses */
	TERM_AUDIT_ONE_DAY, /* a day apart, calendar or working: the portal keeps another calendar */
	TERM_AUDIT_WRONG
};

struct term_audit_result {
	enum term_audit word;
	bool computed; /* `due` is good */
	struct term_result due;
	int apart; /* working days between recomputed and promised; + = promised later */
};

/* `promised` is INSTANT_NONE when the portal said none. A paused case is audited as if the pause
 * ended at once. */
struct term_audit_result term_audit_of(const struct term *term, const struct calendar *calendar,
	instant received, instant promised, const struct term_pause *pauses, size_t pause_count);

/* "no_term", "agrees", "one_day_apart", "wrong" …: for programs. */
const char *term_audit_name(enum term_audit word);
/* What a reader is told of it. */
const char *term_audit_sentence(enum term_audit word, bool english);

/* The pauses that stop this judge's clock, as terms take them. `ret_pauses` has room for `count`;
 * returns how many were put there. */
size_t term_pauses_of(const struct pause *pauses, size_t count, const struct judge *judge,
	struct term_pause *ret_pauses);

/* The other clock: an online case must be accepted within 8 working hours (TERM_ACCEPTANCE). */
struct acceptance {
	instant due;
	instant accepted; /* INSTANT_NONE: not yet */
	bool late; /* accepted after `due`, or still not at `now` */
	int64_t over_ms; /* working time by which it is late */
};
/* False: the clock does not run for it (not online, no time of submission, refused before it was
 * accepted, or outside the calendar). */
bool acceptance_of(const struct case_facts *facts, const struct calendar *calendar, instant now,
	struct acceptance *ret_acceptance);

#endif
