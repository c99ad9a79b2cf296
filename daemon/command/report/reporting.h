/* What every report is asked first: of which period, as known when, of which commune, in which shape;
 * and how a report reads the store. */
#ifndef COMMAND_REPORT_REPORTING_H
#define COMMAND_REPORT_REPORTING_H

#include "command/report/case_walk.h"
#include "report/grid.h"

enum report_format {
	REPORT_TEXT,
	REPORT_CSV,
	REPORT_XLSX,
	REPORT_HTML,
	REPORT_JSON,
	REPORT_FORMATS
};
#define REPORT_AS(format) (1u << (format))

struct reporting {
	struct tool *tool;
	struct view view; /* joined with the directory of the period's last day, or of today */
	struct period period;
	instant seen; /* --as-seen-on: the end of that day; NONE: all that is known now */
	instant now; /* the reader's: `seen`, or the tool's */
	day today; /* the same as a day */
	instant from, until; /* of the period: [from, until) */
	instant as_of; /* open cases stand as at this instant: the period's end, or now */
	int only; /* the line of --commune; -1: all */
	enum report_format format;
	struct error error;
};

/* Reads --period, --calendar-periods, --as-seen-on, --commune and --format (one of the set `formats`;
 * without it text, or JSON with --json), loads the view and joins its units. Prints what is wrong. */
enum exit_code reporting_begin(struct reporting *reporting, struct tool *tool,
	const struct arguments *arguments, unsigned formats);
void reporting_end(struct reporting *reporting);

/* case_walk() from the period's first instant. */
int reporting_walk(struct reporting *reporting, store_past_case_fn *on_case, void *user,
	instant *ret_first_seen);
/* The line of a case's unit, as it was known then; -1: --commune leaves it out. */
int reporting_line(const struct reporting *reporting, const struct store_past *past);
/* Up to then all is known: the oldest of the counted portals' last complete polls. NONE: one was never
 * read completely. */
int reporting_last_seen(struct reporting *reporting, instant *ret_last_seen);

/* The name of a line for people: with the last day when the unit has ended and no successor took its
 * cases over; "(units not in the directory)". Lives as long as the tool. */
const char *reporting_name(const struct reporting *reporting, size_t line);
/* The name of a field, or its code when it has none; "(no field said)" for 0. */
const char *reporting_field_name(const struct reporting *reporting, uint32_t field);

/* What purged cases were in the days from..to, open ones as on the evening of `to`: by the line of their
 * unit (left out by --commune as others are) and field. `column` as in core/alert/tally.h. */
struct purged_cell {
	size_t line;
	uint32_t field, procedure;
	int column;
	int64_t amount;
};
typedef void purged_fn(void *user, const struct purged_cell *cell);
int reporting_purged(
	struct reporting *reporting, const struct period *period, purged_fn *on_purged, void *user);
/* The due dates (by their day) of those that were overdue on the evening of an instant's day. */
typedef void purged_due_fn(void *user, const struct purged_cell *cell, instant due);
int reporting_purged_overdue(
	struct reporting *reporting, instant at, purged_due_fn *on_due, void *user);
/* Purged cases, as reporting_walk() tells of the others: alike ones at once (store_walk_purged()). */
int reporting_walk_purged(struct reporting *reporting, store_past_cases_fn *on_cases, void *user);
void counts_add_column(struct counts *counts, int column, int64_t amount);
/* The period as far as it has come: up to the day of as_of. */
struct period reporting_days(const struct reporting *reporting);

/* A word in the reader's language, or, in JSON and CSV, its name for programs. */
const char *reporting_word(
	const struct reporting *reporting, const char *name, const char *vi, const char *en);

/* Writes the sheets as a workbook to `out`; refused when standard output is a terminal. */
enum exit_code reporting_put_sheets(struct reporting *reporting, const struct grid *const *grids,
	size_t count, const char *title);

#endif
