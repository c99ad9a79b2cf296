/* Suspicions: what the witness saw that looks like history rewritten, or like a duty missed.
 *
 * A suspicion is shown as one, with its evidence, apart from the verdict; nothing is judged by it. A
 * case has at most one of a kind, however often it happened (`times` says how often). What may as
 * well be trouble between two computer systems is told apart by a doubt: it is kept and shown, and
 * not counted. Source of the kinds: the inspections' findings, domain notes §5, in their order. */
#ifndef CORE_CASE_SUSPICION_H
#define CORE_CASE_SUSPICION_H

#include "base/slice.h"
#include "core/case/witness.h"

enum suspicion { /* stored: the order is fixed */
	SUSPICION_MOVED_DUE, /* the due date was moved when it was reached, or more than once */
	SUSPICION_BACK_DATED, /* finished in time, it says; a poll after due saw it open */
	SUSPICION_LATE_SUPPLEMENT, /* asked on the last day before due, or a second time */
	SUSPICION_PARKED, /* paused for more than 15 working days */
	SUSPICION_NOT_HANDED_OVER, /* finished, not returned for more than 3 working days */
	SUSPICION_LATE_ACCEPTANCE, /* not accepted within 8 working hours */
	SUSPICION_UNDATED, /* no due date, an unusable one, or dates that cannot be */
	SUSPICION_NO_APOLOGY, /* it became overdue without an extension or apology before */
	SUSPICION_SILENT, /* of a unit: no new case for long, numbers left out, a mass closing */
	SUSPICION_VANISHED, /* missing from two complete sweeps in a row */
	SUSPICION_AT_ONCE, /* of a unit: many cases rewritten, or ended, at once (mass_change.h) */
	SUSPICION_COUNT
};
const char *suspicion_name(enum suspicion kind); /* "moved-due": the names of the contract */
int suspicion_from_name(struct slice name); /* -1: none */
const char *suspicion_words(enum suspicion kind, bool english); /* "Ngày hẹn trả bị dời" */

enum confidence { CONFIDENCE_WEAK, CONFIDENCE_FAIR, CONFIDENCE_STRONG };
const char *confidence_name(enum confidence confidence); /* "strong" */
const char *confidence_words(enum confidence confidence, bool english);

/* Why it may be trouble of synchronisation instead. */
enum doubt {
	DOUBT_NONE,
	DOUBT_MASS, /* a technical event of the portal: all changed so, also who gains nothing by it */
	DOUBT_STALE, /* the portal had not been read for days: it may have happened in time */
	DOUBT_CAME_BACK, /* the earlier value came back within days */
	DOUBT_LAG, /* within a working day: the portal may have learned of it late */
	DOUBT_CLOCK, /* the portal's clock is ahead */
	DOUBT_LATE_NEWS, /* the unit had shown no life for days: it may have happened in time */
	DOUBT_COUNT
};
const char *doubt_name(enum doubt doubt); /* "mass-change"; "" for none */
const char *doubt_words(enum doubt doubt, bool english);

/* One suspicion with its evidence: `fact` was `was` at the poll `after` and became `became` by the
 * poll `by`, or stands so since (`after` NONE: it was first seen so). */
struct finding {
	enum suspicion kind;
	enum confidence confidence;
	enum doubt doubt;
	enum fact fact;
	int64_t was, became; /* as state_value() */
	instant after, by;
	instant at; /* when it became one */
	instant last; /* when it was seen so last: without a doubt, when it ever was seen so */
	uint32_t unit, field; /* the case's, as known then */
	uint32_t times; /* how often it was seen */
};
/* The same in everything but the kind. */
bool finding_same(const struct finding *a, const struct finding *b);

#endif
