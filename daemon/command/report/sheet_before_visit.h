/* What the sheet before a visit has folded, and the document that it becomes. */
#ifndef COMMAND_REPORT_SHEET_BEFORE_VISIT_H
#define COMMAND_REPORT_SHEET_BEFORE_VISIT_H

#include "command/report/summing.h"

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

/* Is anything known of a span? What ended before hentra saw anything, and of which portals listed
 * nothing, is unknown rather than zero. */
bool visit_known(const struct visit *visit, int span);
const char *visit_code(const struct visit *visit); /* of its commune */
/* Says how many lines a list leaves out and which command shows them ("cases --commune", then the
 * commune's code, then `more`): no list ends in silence. */
void visit_note_more(struct visit *visit, struct document *document, const char *title,
	size_t hidden, const char *command, const char *more);

/* The sections that ask the store: suspicions of 12 months by kind and the newest of them, episodes of
 * 12 months, explanations. */
enum exit_code visit_add_evidence(struct visit *visit, struct document *document);

#endif
