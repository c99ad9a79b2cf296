/* Form II.06a/VPCP/KSTT: cases received, resolved and in progress in a period, by field or by unit,
 * judged at the period's last day.
 *
 * What a case adds follows from its path alone: where it stood the instant before the period, and
 * where it stands at its end. So every case enters by one of the columns 4, 5, 6 and leaves by one of
 * 8, 9, 10, 12, 13, and what flows in two periods that join is what flows in both together. The
 * identities of the form are checked all the same before anything is written. Pure. */
#ifndef REPORT_II06_H
#define REPORT_II06_H

#include "base/error.h"
#include "base/json.h"
#include "core/alert/tally.h"
#include "core/case/verdict.h"
#include "core/time/period.h"
#include "core/time/zone.h"
#include "report/grid.h"

/* The columns by the numbers that the form prints; 1 and 2 are the row's number and name. */
enum ii06_column {
	II06_RECEIVED = 3, /* = 4 + 5 + 6 = 7 + 11 */
	II06_ONLINE = 4, /* received in the period */
	II06_IN_PERSON = 5, /* the same at the desk, or by post */
	II06_CARRIED_OVER = 6, /* in progress when the period began */
	II06_RESOLVED = 7, /* = 8 + 9 + 10 */
	II06_EARLY = 8,
	II06_ON_TIME = 9, /* and what was withdrawn, and what was closed without a due date */
	II06_LATE = 10,
	II06_IN_PROGRESS = 11, /* = 12 + 13 */
	II06_IN_TIME = 12, /* and what is paused, has no due date, is unclear or vanished */
	II06_OVERDUE = 13,
	II06_COLUMNS
};
const char *ii06_column_name(enum ii06_column column); /* "carried_over": JSON and CSV */
const char *ii06_column_title(enum ii06_column column, bool english); /* "Từ kỳ trước" */

struct ii06_counts {
	int64_t column[II06_COLUMNS]; /* from II06_RECEIVED on */
	int64_t withdrawn, undated_closed; /* of II06_ON_TIME */
	int64_t paused, undated_open, unclear, vanished; /* of II06_IN_TIME */
	/* in no column: waiting at the period's end; refused in the period; unusable at its end */
	int64_t unaccepted, refused, invalid;
};

/* Adds one case: `before` and `at_end` are path_bucket_at() the instant before the period and at its
 * end (-1: it did not exist yet). A frozen verdict stands in for a closed bucket. */
void ii06_add(struct ii06_counts *counts, int before, int at_end, uint8_t channel);
/* Adds cases of which only sums are left (closed buckets and receipts of the period, open ones as they
 * stood at its end); what was carried over follows from them. */
void ii06_add_sums(struct ii06_counts *counts, const struct counts *sums);
void ii06_merge(struct ii06_counts *counts, const struct ii06_counts *more);
bool ii06_empty(const struct ii06_counts *counts);

struct ii06_row {
	const char *code; /* of the field or unit; "" none */
	const char *name;
	struct ii06_counts counts;
};

/* Everything the form prints. Strings are borrowed; "" for what is not said. */
struct ii06_form {
	bool english;
	bool by_commune; /* else by field */
	const char *organisation; /* who reports */
	const char *receiver; /* to whom; dots to be filled in by hand when "" */
	struct period period;
	const struct zone *zone;
	instant as_of; /* the period's end, or earlier while it runs */
	instant first_seen; /* the first observation of any case; NONE: there was none */
	instant last_seen; /* up to then all counted portals were read; NONE: one never completely */
	enum compare compare;
	const struct ii06_row *rows;
	size_t row_count;
	struct ii06_counts total;
};

/* The four identities 3 = 4 + 5 + 6, 7 = 8 + 9 + 10, 11 = 12 + 13, 3 = 7 + 11 in every row and in the
 * total, no number below zero, and the total the sum of the rows. -EBADMSG with the row, the columns and
 * the difference: such a form must not be written. */
int ii06_check(const struct ii06_form *form, struct error *error);

/* "Quý III năm 2026", "6 tháng đầu năm 2023" …, by whichever kind of period it is; "" for other days. */
const char *ii06_period_name(const struct period *period, bool english, char buffer[static 48]);

/* What a reader must know to read the numbers right: a period that still runs, or that began before
 * hentra saw anything; what columns 9 and 12 take in; what stands in no column; how it compares. One
 * sentence each; returns how many. */
#define II06_NOTES_MAX 10
#define II06_NOTE_SIZE 400
size_t ii06_notes(
	const struct ii06_form *form, char ret_notes[static II06_NOTES_MAX][II06_NOTE_SIZE]);

/* Of these the ones that say what is not known, for writers of rows alone. */
size_t ii06_unknown(
	const struct ii06_form *form, char ret_notes[static II06_NOTES_MAX][II06_NOTE_SIZE]);

/* "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"; "Kỳ báo cáo: Quý III năm 2026 (từ ngày … đến
 * ngày …)", which fits into 200 bytes. */
const char *ii06_title(bool english);
const char *ii06_period_line(const struct ii06_form *form, char buffer[static 200]);

/* Writers, for a form that was checked. Text and HTML are the form with head, notes and signatures; the
 * page prints on A4 landscape and needs no script. CSV is the rows alone. */
void ii06_write_text(const struct ii06_form *form, struct text *out);
void ii06_write_csv(const struct ii06_form *form, struct text *out);
void ii06_write_html(const struct ii06_form *form, struct text *out);
void ii06_write_json(const struct ii06_form *form, struct json_writer *json);
/* The form as the cells of a sheet; the caller frees it. */
struct grid *ii06_grid(const struct ii06_form *form);

#endif
