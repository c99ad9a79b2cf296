/* Sums over cases' paths for the reports of one commune or field, and their columns. */
#ifndef COMMAND_REPORT_SUMMING_H
#define COMMAND_REPORT_SUMMING_H

#include "command/report/reporting.h"
#include "report/document.h"

/* [from, until) is the period of receipts and closings; open cases stand as at `as_of`. */
struct span {
	instant from, until, as_of;
};

/* Zero-initialised is empty. */
struct sums {
	struct counts counts;
	instant oldest_due; /* of the overdue; 0: none was met */
};

/* Adds what one case was in the span; returns its bucket at the span's end, -1: it was not there. */
int sums_add(struct sums *sums, const struct store_past *past, const struct judge *judge,
	const struct span *span);
/* Meets the due date of a purged case that was overdue at the span's end. */
void sums_add_due(struct sums *sums, instant due);
bool sums_empty(const struct sums *sums);
/* Its working days late at `as_of`; 0: none is overdue. */
int sums_oldest_days(const struct sums *sums, const struct judge *judge, instant as_of);

/* The places of those that are not empty, worst first (overdue, then late, then received), but before
 * all others those of which `first` says so (NULL: none). The caller frees the list. */
typedef bool sums_first_fn(const void *user, size_t place);
size_t *sums_worst_first(const struct sums *sums, size_t count, sums_first_fn *first,
	const void *user, size_t *ret_count);

/* Columns for sums_cells(): received, online and its percent, early, on_time, late, other
 * closings, rate, open, due_soon, overdue, paused, oldest. */
#define SUMS_COLUMNS                                                                               \
	{"received", "Tiếp nhận", "Received", ALIGN_RIGHT, true},                                  \
		{"received_online", "Trực tuyến", "Online", ALIGN_RIGHT, true},                    \
		{"online_percent", "Trực tuyến %", "Online %", ALIGN_RIGHT, true},                 \
		{"early", "Trước hạn", "Early", ALIGN_RIGHT, true},                                \
		{"on_time", "Đúng hạn", "On time", ALIGN_RIGHT, true},                             \
		{"late", "Trễ hạn", "Late", ALIGN_RIGHT, true},                                    \
		{"closed_otherwise", "Rút, không hẹn", "Withdrawn, undated", ALIGN_RIGHT, true},   \
		{"on_time_percent", "Tỷ lệ đúng hạn %", "On-time rate %", ALIGN_RIGHT, true},      \
		{"open", "Đang xử lý", "Open", ALIGN_RIGHT, true},                                 \
		{"due_soon", "Sắp đến hạn", "Due soon", ALIGN_RIGHT, true},                        \
		{"overdue", "Quá hạn", "Overdue", ALIGN_RIGHT, true},                              \
		{"paused", "Tạm dừng", "Paused", ALIGN_RIGHT, true},                               \
	{                                                                                          \
		"oldest_overdue_working_days", "Lâu nhất (ngày)", "Oldest (days)", ALIGN_RIGHT,    \
			true                                                                       \
	}
/* `known` false: all of them absent, for unknown is not zero. */
void sums_cells(struct table *table, const struct sums *sums, const struct judge *judge,
	instant as_of, bool known);
/* A share in hundredths of a percent, "98.33"; absent for a whole of 0. */
void share_cell(struct table *table, int64_t part, int64_t whole);

/* Cases of procedures.csv's linked procedures and of the others, with online shares. */
enum { SORT_ONE_STOP, SORT_LINKED, SORT_COUNT };
struct table *sorts_table(
	const struct reporting *reporting, const struct sums sums[static SORT_COUNT]);
int sort_of_case(const struct reporting *reporting, const struct store_past *past);
int sort_of_procedure(const struct reporting *reporting, uint32_t procedure);

/* "Period FROM to TO, as at …", and behind `compared` ("; compared by ", NULL: not said) whether dates or
 * instants are. */
void document_period(
	struct document *document, const struct reporting *reporting, const char *compared);
/* Says what is not known of the span: a period that began before the first observation, a portal never
 * read completely. */
void document_note_unknown(
	struct document *document, struct reporting *reporting, instant first_seen, instant from);
/* Writes the document as --format asks, with "from", "to" and "as_of" in JSON; `csv` is the section that
 * --format csv writes. Frees it. */
enum exit_code reporting_put_document(
	struct reporting *reporting, struct document *document, const char *csv);

#endif
