/* What the shortlist for inspection knows of the units, and the document that it becomes. */
#ifndef COMMAND_REPORT_INSPECTING_H
#define COMMAND_REPORT_INSPECTING_H

#include "command/report/summing.h"
#include "core/inspection.h"
#include "store/store_inspection.h"

struct inspecting {
	struct reporting reporting;
	struct inspection_plan plan;
	struct span span;
	struct sums *sums; /* by line of the roll-up */
	struct inspected *units;
	size_t count, chosen;
	int64_t min_cases; /* a share of fewer weighs as one of so many */
	size_t *unit_of; /* by line: place in units + 1; 0: not one to be inspected */
	struct table *past; /* inspections of this year and the last */
	instant first_seen;
};

/* Overdue of the open cases, or late of those closed with a due date, in hundredths of a percent; of at
 * least min_cases. */
int64_t inspecting_share(const struct inspecting *inspecting, size_t line, enum risk risk);

/* Puts an inspection of this year or the last on the record that the list shows; NULL: none. */
void inspecting_add_past(struct inspecting *inspecting, const struct store_inspection *inspection);

/* The list, what it depends on, who was inspected when. Takes `past`. The caller frees it. */
struct document *inspecting_document(struct inspecting *inspecting);

#endif
