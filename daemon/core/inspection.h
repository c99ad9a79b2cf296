/* Whom to inspect next: rotation and risk.
 *
 * At least a share of the units is to be inspected each year. Of the places that are left this year one
 * part goes to those who have waited longest, so that nobody is forgotten; the others go to the
 * greatest risk. Chance has a weight too, for a list that can be foretold warns those on it; it follows
 * from a seed, so that the same seed over the same facts gives the same list. Source: inspections are
 * to cover at least 30 % of the units a year in rotation, with surprise visits chosen by risk and never
 * announced. Pure. */
#ifndef CORE_INSPECTION_H
#define CORE_INSPECTION_H

#include <stddef.h>
#include <stdint.h>

#include "core/time/civil.h"

enum risk {
	RISK_OVERDUE, /* overdue of all open: inspection_share() */
	RISK_OLDEST, /* working days that the oldest overdue case is late */
	RISK_LATE, /* late of all closed with a due date: inspection_share() */
	RISK_SUSPICIONS, /* how many are counted */
	RISK_ALERTS, /* episodes that were opened */
	RISK_CHANCE, /* by the seed: filled by inspection_choose() */
	RISK_COUNT
};
const char *risk_name(enum risk risk); /* "overdue": the keys of [inspect] */
const char *risk_words(enum risk risk, bool english); /* "tỷ lệ quá hạn" */

enum chosen { CHOSEN_NOT, CHOSEN_BY_ROTATION, CHOSEN_BY_RISK };

struct inspected {
	const char *code; /* borrowed */
	size_t line; /* the caller's */
	int64_t explained; /* the caller's: suspicions that were explained; they weigh nothing */
	day last; /* the last inspection; DAY_NONE: never */
	int64_t value[RISK_COUNT]; /* not negative */
	/* set by inspection_choose() */
	int64_t points[RISK_COUNT]; /* weight × value / the greatest value, in hundredths */
	int64_t total;
	enum chosen chosen;
};

struct inspection_plan {
	uint64_t seed;
	day year_from; /* inspections since then count for this year */
	int64_t share; /* percent of the units to be inspected a year */
	int64_t rotation; /* percent of the places that go by waiting time */
	int64_t weight[RISK_COUNT];
};

/* A share in hundredths of a percent, rounded half up. Fewer than `at_least` cases count as if they were
 * so many: one overdue case of one says less of a unit than thirteen of nineteen. 0 for none at all. */
int64_t inspection_share(int64_t part, int64_t whole, int64_t at_least);

/* How many places are left this year: the share of `count`, rounded up, less those inspected since. */
size_t inspection_places(
	const struct inspected *units, size_t count, const struct inspection_plan *plan);
/* Fills points and `chosen`, and puts the chosen first: by rotation (longest wait first), then by risk
 * (most points first); ties by chance, then by code. Returns how many are chosen. The result does not
 * depend on the order of the units. */
size_t inspection_choose(struct inspected *units, size_t count, const struct inspection_plan *plan);

#endif
