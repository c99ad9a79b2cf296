/* Measures: what a rule's left side may be. One function and one row each (measure.c): the row
 * gives name, unit, scopes, whether min-cases applies, and the Vietnamese and English words that
 * letters, page, metrics and manual use. */
#ifndef CORE_MEASURE_H
#define CORE_MEASURE_H

#include "core/tally.h"

enum measure {
	MEASURE_OVERDUE,
	MEASURE_OVERDUE_SHARE,
	MEASURE_OLDEST_OVERDUE,
	MEASURE_DUE_SOON,
	MEASURE_COUNT
};

enum measure_unit { UNIT_CASES, UNIT_SHARE, UNIT_WORKING_DAYS };

/* What a measure is computed from, for one subject. */
struct measure_input {
	const struct counts *counts;
	int oldest_overdue_days; /* working days the oldest overdue case is late; 0: none */
};

struct measure_row {
	const char *name;        /* "overdue-share" */
	enum measure_unit unit;  /* shares are held in ten-thousandths: 5% = 500 */
	const char *title_vi;
	const char *title_en;
	int64_t (*value)(const struct measure_input *input);
	int64_t (*base)(const struct measure_input *input); /* denominator for min-cases; NULL: none */
};

extern const struct measure_row measures[MEASURE_COUNT];
int measure_from_name(struct slice name); /* -1: none */
/* "12", "7,5 %" (vi) / "7.5%" (en), "3 ngày làm việc" / "3 working days" */
const char *measure_format(enum measure measure, int64_t value, bool english, char buffer[static 48]);

#endif
