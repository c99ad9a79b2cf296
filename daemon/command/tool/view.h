/* What stands in the store at the tool's `now`, summed for people: the tally by commune.
 *
 * The kept tally is of the last pass. When the instant of some case's next change has come since
 * (the daemon is stopped, or --now looks ahead), those cases are judged again in memory, so that
 * every command tells the same truth at the same time; nothing is written. */
#ifndef COMMAND_TOOL_VIEW_H
#define COMMAND_TOOL_VIEW_H

#include "command/tool/tool.h"
#include "core/alert/roll_up.h"
#include "store/store.h"

/* A case that became overdue after the last pass, or (in a period) was overdue at its end. */
struct newly_overdue {
	uint32_t unit, field;
	instant due;
};

struct view {
	struct tally tally;
	struct roll_up *roll_up; /* joined with the directory valid on joined_on, not yet summed */
	day joined_on; /* today, unless view_join() said another day */
	struct judge judge;
	day today;
	instant judged_at; /* of the last pass; NONE: there was none */
	instant as_of; /* the open cases stand as at this instant: now, or the period's end */
	bool behind; /* cases were judged again in memory */
	bool folded; /* the tally is of a period; `newly` holds all that were overdue */
	struct newly_overdue *newly;
	size_t newly_count, newly_capacity;
	const struct store_unit *units;
	size_t unit_count;
	const struct store_name *fields;
	size_t field_count;
	const struct store_name *procedures;
	size_t procedure_count;
	instant first_seen; /* the first observation of any case; set by a fold of a period */
};

/* Opens the store for reading if it is not open. */
enum exit_code view_load(struct view *view, struct tool *tool);
void view_free(struct view *view);

/* Replaces the tally by a fold of all cases' paths for a period, both days included: receipts and
 * closed cases of the period, open ones as they stood at the end of its last day (or now). The
 * cells stand under month 0, and the units are joined as on that day. */
enum exit_code view_fold_period(struct view *view, struct tool *tool, const struct period *period);

/* A sentence about what is not known of a time that begins at `from` before hentra saw any case
 * (`first_seen` NONE: it saw none); nothing when all is known. */
void view_unknown(const struct tool *tool, instant first_seen, instant from, struct text *out);

/* Joins the units anew with the directory valid on a day: a report is of the units of its time. */
void view_join(struct view *view, struct tool *tool, day on);
/* The days of --period, of the kind that --calendar-periods says; without it the year of today.
 * EXIT_USAGE after printing what is wrong with it. */
enum exit_code view_period(
	const struct view *view, const struct arguments *arguments, struct period *ret_period);

/* The line of a commune (command/tool/named_commune.h) or `unmapped`; -1: no such commune. */
int view_line_of_code(const struct view *view, const struct tool *tool, const char *code);
/* Its name for people: with the last day when the unit has ended and no successor has taken its cases
 * over; "(units not in the directory)". Lives as long as the tool. */
const char *view_line_name(const struct view *view, struct tool *tool, size_t line);
/* The number of a field code; 0: no such field. */
uint32_t view_field(const struct view *view, const char *code);
/* The row of a unit, field or procedure number; code and name are "" for 0. */
struct store_unit view_unit(const struct view *view, uint32_t unit);
struct store_name view_field_name(const struct view *view, uint32_t field);
struct store_name view_procedure(const struct view *view, uint32_t procedure);

/* How many working days the oldest overdue case of a line is late; 0: none is overdue.
 * `field` 0: all fields. */
enum exit_code view_oldest_overdue(
	const struct view *view, struct tool *tool, size_t line, uint32_t field, int *ret_days);

/* A case as it stands at the tool's now, whatever the last pass said. */
struct verdict view_verdict(
	const struct view *view, const struct tool *tool, const struct store_case *found);

#endif
