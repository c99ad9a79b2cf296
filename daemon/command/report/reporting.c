#include "command/report/reporting.h"

#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "base/memory.h"
#include "command/tool/named_commune.h"
#include "sheet/sheet.h"
#include "store/store_witness.h"

/* --- arguments ------------------------------------------------------------------------------ */

static const char *const format_names[REPORT_FORMATS] = {"text", "csv", "xlsx", "html", "json"};

static void name_formats(struct text *out, unsigned formats)
{
	int last = REPORT_FORMATS - 1;
	while (!(formats >> last & 1))
		last--;
	for (int i = 0; i < REPORT_FORMATS; i++)
		if (formats >> i & 1)
			text_printf(out, "%s%s", out->length ? i == last ? " or " : ", " : "",
				format_names[i]);
}

static enum exit_code read_format(struct reporting *reporting, const char *format, unsigned formats)
{
	reporting->format = reporting->tool->json ? REPORT_JSON : REPORT_TEXT;
	if (!format)
		return EXIT_FINE;
	for (int i = 0; i < REPORT_FORMATS; i++) {
		if (!(formats >> i & 1) || strcmp(format, format_names[i]) != 0)
			continue;
		reporting->format = (enum report_format)i;
		if (i == REPORT_XLSX && isatty(STDOUT_FILENO))
			return tool_fail(EXIT_USAGE, "--format xlsx is no text: write it to a "
						     "file, as in > report.xlsx");
		return EXIT_FINE;
	}
	cleanup(text_free) struct text names = {0};
	name_formats(&names, formats);
	return tool_fail(EXIT_USAGE, "--format is %s, not %s", names.data, format);
}

/* The end of the day, or now when it is today. */
static enum exit_code read_seen(struct reporting *reporting, const char *text)
{
	struct tool *tool = reporting->tool;
	const struct zone *zone = tool_zone(tool);
	char buffer[WHEN_MAX];
	day on;
	reporting->seen = INSTANT_NONE;
	reporting->now = tool->now;
	reporting->today = zone_day(zone, tool->now);
	if (!text)
		return EXIT_FINE;
	if (!civil_parse_date(slice_of(text), &on))
		return tool_fail(
			EXIT_USAGE, "--as-seen-on: \"%s\" is not a date such as 2026-11-20", text);
	if (on > reporting->today)
		return tool_fail(EXIT_USAGE, "--as-seen-on: %s is still to come",
			when_day(tool, on, buffer));
	if (on == reporting->today)
		return EXIT_FINE; /* nothing is known beyond now */
	reporting->seen = reporting->now = zone_midnight(zone, on + 1) - 1;
	reporting->today = on;
	if (store_judge_at(
		    tool->store, reporting->seen, &reporting->view.judge, &reporting->error) < 0)
		return tool_failed(&reporting->error);
	return EXIT_FINE;
}

/* The units are those of the period's last day, or of today while it runs. */
static enum exit_code read_period(struct reporting *reporting, const struct arguments *arguments)
{
	struct tool *tool = reporting->tool;
	struct view *view = &reporting->view;
	struct period *period = &reporting->period;
	const struct zone *zone = tool_zone(tool);
	char from[WHEN_MAX];
	view->today = reporting->today;
	enum exit_code exit = view_period(view, arguments, period);
	if (exit)
		return exit;
	if (period->from > reporting->today)
		return tool_fail(EXIT_USAGE, "--period: it begins on %s, which is still to come",
			when_day(tool, period->from, from));
	reporting->from = zone_midnight(zone, period->from);
	reporting->until = zone_midnight(zone, period->to + 1);
	reporting->as_of =
		reporting->until - 1 < reporting->now ? reporting->until - 1 : reporting->now;
	view_join(view, tool, period->to < reporting->today ? period->to : reporting->today);
	return EXIT_FINE;
}

static enum exit_code read_commune(struct reporting *reporting, const char *commune)
{
	reporting->only = -1;
	if (!commune)
		return EXIT_FINE;
	reporting->only = view_line_of_code(&reporting->view, reporting->tool, commune);
	if (reporting->only < 0)
		return named_commune_unknown(reporting->tool, commune);
	return EXIT_FINE;
}

enum exit_code reporting_begin(struct reporting *reporting, struct tool *tool,
	const struct arguments *arguments, unsigned formats)
{
	*reporting = (struct reporting){.tool = tool, .only = -1};
	enum exit_code exit = view_load(&reporting->view, tool);
	if (!exit)
		exit = read_format(reporting, argument(arguments, "--format"), formats);
	if (!exit)
		exit = read_seen(reporting, argument(arguments, "--as-seen-on"));
	if (!exit)
		exit = read_period(reporting, arguments);
	if (!exit)
		exit = read_commune(reporting, argument(arguments, "--commune"));
	return exit;
}

void reporting_end(struct reporting *reporting)
{
	view_free(&reporting->view);
}

/* --- reading -------------------------------------------------------------------------------- */

int reporting_walk(struct reporting *reporting, store_past_case_fn *on_case, void *user,
	instant *ret_first_seen)
{
	return case_walk(reporting->tool, reporting->seen, reporting->from, on_case, user,
		ret_first_seen, &reporting->error);
}

int reporting_line(const struct reporting *reporting, const struct store_past *past)
{
	size_t line = roll_up_line_of(reporting->view.roll_up, past->known.state.unit);
	return reporting->only >= 0 && line != (size_t)reporting->only ? -1 : (int)line;
}

/* Of portals that have another name by now, or none: the configuration of then is not kept. */
static int last_seen_of_gone(struct reporting *reporting, instant *ret_last_seen)
{
	struct store *store = reporting->tool->store;
	instant oldest = INSTANT_NONE;
	for (uint32_t id = 1; *store_portal_name(store, id); id++) {
		instant ended = INSTANT_NONE;
		bool polled = false;
		int result = store_complete_by(
			store, id, reporting->seen, &ended, &polled, &reporting->error);
		if (result < 0)
			return result;
		if (ended != INSTANT_NONE && (oldest == INSTANT_NONE || ended < oldest))
			oldest = ended;
	}
	*ret_last_seen = oldest;
	return 0;
}

int reporting_last_seen(struct reporting *reporting, instant *ret_last_seen)
{
	const struct settings *settings = tool_settings(reporting->tool);
	struct store *store = reporting->tool->store;
	struct error *error = &reporting->error;
	instant oldest = INSTANT_NONE;
	*ret_last_seen = INSTANT_NONE;
	for (size_t i = 0; i < settings->portal_count; i++) {
		const struct portal_settings *portal = &settings->portals[i];
		instant ended = INSTANT_NONE;
		bool polled = false;
		uint32_t id;
		if (!portal->counted)
			continue;
		int result = store_find_portal(store, portal->name, &id, error);
		if (result == 0)
			result = store_complete_by(
				store, id, reporting->seen, &ended, &polled, error);
		if (result < 0 && result != -ENOENT)
			return result;
		if (!polled && reporting->seen != INSTANT_NONE)
			continue; /* it was not configured yet */
		if (ended == INSTANT_NONE)
			return 0;
		if (oldest == INSTANT_NONE || ended < oldest)
			oldest = ended;
	}
	if (oldest == INSTANT_NONE && reporting->seen != INSTANT_NONE)
		return last_seen_of_gone(reporting, ret_last_seen);
	*ret_last_seen = oldest;
	return 0;
}

struct purged {
	const struct reporting *reporting;
	purged_fn *on_purged;
	void *user;
};

static int meet_purged(void *user, uint32_t unit, uint32_t field, uint32_t procedure, day date,
	int column, int64_t amount)
{
	struct purged *purged = user;
	size_t line = roll_up_line_of(purged->reporting->view.roll_up, unit);
	(void)date;
	struct purged_cell cell = {line, field, procedure, column, amount};
	if (purged->reporting->only < 0 || line == (size_t)purged->reporting->only)
		purged->on_purged(purged->user, &cell);
	return 0;
}

/* The day up to which a report as seen on a day knows; DAY_NONE: now. */
static day known_day(const struct reporting *reporting)
{
	return reporting->seen == INSTANT_NONE ? DAY_NONE : reporting->today;
}

int reporting_purged(
	struct reporting *reporting, const struct period *period, purged_fn *on_purged, void *user)
{
	struct purged purged = {reporting, on_purged, user};
	return store_purged(reporting->tool->store, period->from, period->to, known_day(reporting),
		meet_purged, &purged, &reporting->error);
}

struct overdue {
	const struct reporting *reporting;
	purged_due_fn *on_due;
	void *user;
};

static int meet_due(
	void *user, uint32_t unit, uint32_t field, uint32_t procedure, day due, int64_t amount)
{
	struct overdue *overdue = user;
	const struct reporting *reporting = overdue->reporting;
	size_t line = roll_up_line_of(reporting->view.roll_up, unit);
	struct purged_cell cell = {line, field, procedure, BUCKET_OVERDUE, amount};
	if (amount > 0 && (reporting->only < 0 || line == (size_t)reporting->only))
		overdue->on_due(overdue->user, &cell,
			zone_midnight(tool_zone(reporting->tool), due + 1) - 1);
	return 0;
}

int reporting_purged_overdue(
	struct reporting *reporting, instant at, purged_due_fn *on_due, void *user)
{
	struct overdue overdue = {reporting, on_due, user};
	return store_purged_overdue(reporting->tool->store,
		zone_day(tool_zone(reporting->tool), at), known_day(reporting), meet_due, &overdue,
		&reporting->error);
}

int reporting_walk_purged(struct reporting *reporting, store_past_cases_fn *on_cases, void *user)
{
	return store_walk_purged(reporting->tool->store, reporting->period.from,
		known_day(reporting), on_cases, user, &reporting->error);
}

void counts_add_column(struct counts *counts, int column, int64_t amount)
{
	if (column < BUCKET_COUNT)
		counts->bucket[column] += amount;
	else if (column == TALLY_RECEIVED)
		counts->received += amount;
	else if (column == TALLY_RECEIVED_ONLINE)
		counts->received_online += amount;
}

struct period reporting_days(const struct reporting *reporting)
{
	return (struct period){
		reporting->period.from, zone_day(tool_zone(reporting->tool), reporting->as_of)};
}

const char *reporting_name(const struct reporting *reporting, size_t line)
{
	return view_line_name(&reporting->view, reporting->tool, line);
}

const char *reporting_field_name(const struct reporting *reporting, uint32_t field)
{
	struct store_name name = view_field_name(&reporting->view, field);
	if (field == 0)
		return say(reporting->tool, "(không ghi lĩnh vực)", "(no field said)");
	return *name.name ? name.name : name.code;
}

const char *reporting_word(
	const struct reporting *reporting, const char *name, const char *vi, const char *en)
{
	if (reporting->format == REPORT_JSON || reporting->format == REPORT_CSV)
		return name;
	return say(reporting->tool, vi, en);
}

/* --- sheets --------------------------------------------------------------------------------- */

enum exit_code reporting_put_sheets(struct reporting *reporting, const struct grid *const *grids,
	size_t count, const char *title)
{
	struct tool *tool = reporting->tool;
	const struct hentra_settings *hentra = &tool_settings(tool)->hentra;
	struct sheet_properties properties = {.title = title,
		.author = *hentra->organisation ? hentra->organisation : hentra->province_name,
		.made = reporting->as_of};
	struct error error = {0};
	if (sheet_write(grids, count, &properties, &tool->out, &error) < 0)
		return tool_failed(&error);
	return EXIT_FINE;
}
