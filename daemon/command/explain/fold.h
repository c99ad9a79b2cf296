/* Measures of past instants, as the facts were known then: for replay, and for why something was told
 * or not. One walk over all cases with their histories folds many instants. */
#ifndef COMMAND_EXPLAIN_FOLD_H
#define COMMAND_EXPLAIN_FOLD_H

#include "command/tool/tool.h"
#include "core/alert/cutoff.h"

struct fold_sum {
	struct counts counts; /* closed buckets: of the reporting year of the instant */
	instant oldest; /* due date among the overdue; NONE */
	int64_t forecast, parked, late_acceptance;
	int64_t recent_late, recent_closed, overdue_before;
	int64_t moved_due, back_dated;
	day received; /* the latest; DAY_NONE */
};

struct fold_slot {
	instant at;
	day today, year_from; /* the reporting year's first day */
	struct cutoffs cutoffs;
	struct fold_sum *units; /* by the store's number, 0: none said */
	struct fold_sum *fields;
};

struct fold {
	struct tool *tool;
	struct judge judge;
	struct fold_slot *slots;
	size_t slot_count;
	size_t unit_count, field_count; /* numbers go up to and with these */
	/* of the walk */
	struct pause *pauses;
	size_t pause_capacity;
};

/* Folds the instants, ascending. The store is open. */
int fold_run(struct fold *fold, struct tool *tool, const instant *instants, size_t count,
	struct error *error);
void fold_free(struct fold *fold);

/* Adds up units (or takes one field, unless 0) at a slot. */
struct fold_sum fold_sum_of(const struct fold *fold, size_t slot, const uint32_t *units,
	size_t unit_count, uint32_t field);
/* What rules are measured by; `sum` is borrowed. */
struct measure_input fold_input(const struct fold *fold, size_t slot, const struct fold_sum *sum);

#endif
