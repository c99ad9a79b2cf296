/* What the sheet before a visit has folded, and the document that it becomes. */
#ifndef COMMAND_SHEET_BEFORE_VISIT_H
#define COMMAND_SHEET_BEFORE_VISIT_H

#include "command/summing.h"

#define VISIT_MONTHS 12
enum {
	VISIT_NOW, /* the period, up to as_of */
	VISIT_YEAR_BEFORE, /* the same days a year before */
	VISIT_TREND, /* month by month, the one of as_of last */
	VISIT_SPANS = VISIT_TREND + VISIT_MONTHS
};

struct visit_case {
	int64_t id;
	char *code;
	uint32_t procedure, field;
	instant received, due;
};

struct visit {
	struct reporting reporting; /* `only` is the commune */
	struct period year_before, month[VISIT_MONTHS];
	struct span span[VISIT_SPANS];
	instant first; /* the earliest of them */
	instant first_seen; /* of any case */
	struct sums sums[VISIT_SPANS];
	struct sums sorts[SORT_COUNT];
	struct sums *fields; /* by field number */
	size_t field_count;
	struct visit_case *overdue; /* oldest first */
	size_t overdue_count, overdue_capacity;
};

/* The document: sums beside the year before, trend, fields, one-stop and inter-linked, oldest cases,
 * suspicions, repeat offences. The caller frees it. */
enum exit_code visit_document(struct visit *visit, struct document **ret_document);

/* The sections that ask the store: suspicions of the period by kind and the newest of them; episodes of
 * the last 12 months. */
enum exit_code visit_add_suspicions(struct visit *visit, struct document *document);
enum exit_code visit_add_offences(struct visit *visit, struct document *document);

#endif
