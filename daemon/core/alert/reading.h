/* A reading: what a rule's measures were of one subject at a pass of the rules. Page and metrics show
 * it; alerts rest on the same numbers (alert.h), but only what is not inactive keeps them. */
#ifndef CORE_ALERT_READING_H
#define CORE_ALERT_READING_H

#include "core/alert/rule.h"

/* The order is from what says nothing to what counts. */
enum reading_kind {
	READING_UNKNOWN, /* not measured, or the calendar or store could not say */
	READING_EMPTY, /* a share of nothing */
	READING_SMALL, /* of fewer than min-cases: it fires nothing */
	READING_WHOLE
};

struct reading_value {
	enum reading_kind kind;
	int64_t value; /* in the measure's unit; 0 when unknown or empty */
};

/* Each measure of a rule once: of fire first, then of critical, then of clear. Returns how many. */
int rule_measures(const struct rule *rule, enum measure measures[static MEASURE_COUNT]);

struct reading_value reading_of(
	const struct rule *rule, enum measure measure, const struct measure_input *input);

struct reading {
	instant at; /* of the pass; NONE: not measured yet, and nothing is known */
	bool stale; /* a portal behind it was: the numbers are old */
	struct reading_value value[MEASURE_COUNT]; /* in the order of rule_measures() */
};
/* The value of a measure; unknown when the rule has no such measure. */
struct reading_value reading_find(
	const struct reading *reading, const struct rule *rule, enum measure measure);

#endif
