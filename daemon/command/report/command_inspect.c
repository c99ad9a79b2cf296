/* hentractl inspect: the shortlist for inspection, by rotation and risk. It is printed for whoever asks
 * at the province and goes to nobody: no channel, letter or page knows of it. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/inspecting.h"
#include "command/tool/speaker.h"
#include "store/store_witness.h"

#define RISK_DAYS 365 /* how far back receipts, closings, suspicions and alerts are looked at */

/* --- what is known of the units -------------------------------------------------------------- */

static int meet_case(void *user, const struct store_past *past)
{
	struct inspecting *inspecting = user;
	int line = reporting_line(&inspecting->reporting, past);
	sums_add(&inspecting->sums[line], past, &inspecting->reporting.view.judge,
		&inspecting->span);
	return 0;
}

static struct inspected *unit_of_line(struct inspecting *inspecting, size_t line)
{
	size_t place = inspecting->unit_of[line];
	return place ? &inspecting->units[place - 1] : NULL;
}

static int meet_suspicion(void *user, const struct store_suspicion *found)
{
	struct inspecting *inspecting = user;
	struct inspected *unit = unit_of_line(inspecting,
		roll_up_line_of(inspecting->reporting.view.roll_up, found->finding.unit));
	if (!unit || found->finding.at > inspecting->span.as_of || found->finding.doubt)
		return 0;
	if (found->explained)
		unit->explained++;
	else
		unit->value[RISK_SUSPICIONS]++;
	return 0;
}

static int meet_news(void *user, const struct alert_news *news)
{
	struct inspecting *inspecting = user;
	if (news->kind != NEWS_OPENED || news->scope != SCOPE_COMMUNE ||
		news->at < inspecting->span.from || news->at > inspecting->span.as_of)
		return 0;
	int line = view_line_of_code(
		&inspecting->reporting.view, inspecting->reporting.tool, news->subject);
	struct inspected *unit = line < 0 ? NULL : unit_of_line(inspecting, (size_t)line);
	if (unit)
		unit->value[RISK_ALERTS]++;
	return 0;
}

/* A unit that was merged counts as inspected when its successor's parts were: by the code alone. */
static int meet_inspection(void *user, const struct store_inspection *inspection)
{
	struct inspecting *inspecting = user;
	inspecting_add_past(inspecting, inspection);
	for (size_t i = 0; i < inspecting->count; i++)
		if (strcmp(inspecting->units[i].code, inspection->commune) == 0 &&
			inspection->on > inspecting->units[i].last &&
			inspection->on <= inspecting->reporting.today)
			inspecting->units[i].last = inspection->on;
	return 0;
}

static void set_values(struct inspecting *inspecting, struct inspected *unit)
{
	const struct sums *sums = &inspecting->sums[unit->line];
	const struct judge *judge = &inspecting->reporting.view.judge;
	unit->value[RISK_OVERDUE] = inspecting_share(inspecting, unit->line, RISK_OVERDUE);
	unit->value[RISK_OLDEST] = sums_oldest_days(sums, judge, inspecting->span.as_of);
	unit->value[RISK_LATE] = inspecting_share(inspecting, unit->line, RISK_LATE);
}

/* Every commune and department of the directory that is valid today. */
static void collect_units(struct inspecting *inspecting)
{
	const struct reporting *reporting = &inspecting->reporting;
	size_t lines = roll_up_lines(reporting->view.roll_up);
	inspecting->sums = xcalloc(lines, sizeof(*inspecting->sums));
	inspecting->units = xcalloc(lines, sizeof(*inspecting->units));
	inspecting->unit_of = xcalloc(lines, sizeof(*inspecting->unit_of));
	for (size_t line = 0; line < lines; line++) {
		const struct commune *commune = roll_up_commune(reporting->view.roll_up, line);
		if (!commune || !commune_valid(commune, reporting->today))
			continue;
		inspecting->units[inspecting->count++] =
			(struct inspected){.code = commune->code, .line = line, .last = DAY_NONE};
		inspecting->unit_of[line] = inspecting->count;
	}
}

/* What was closed in 12 months and is kept no more: purging changes no list. */
static void meet_purged(void *user, const struct purged_cell *cell)
{
	struct inspecting *inspecting = user;
	counts_add_column(&inspecting->sums[cell->line].counts, cell->column, cell->amount);
}

static enum exit_code fold(struct inspecting *inspecting)
{
	struct reporting *reporting = &inspecting->reporting;
	struct store *store = reporting->tool->store;
	struct error *error = &reporting->error;
	struct suspicion_filter filter = {.kind = -1, .since = inspecting->span.from};
	collect_units(inspecting);
	int result = case_walk(reporting->tool, INSTANT_NONE, inspecting->span.from, meet_case,
		inspecting, &inspecting->first_seen, error);
	if (result == 0)
		result = reporting_purged(reporting, &reporting->period, meet_purged, inspecting);
	if (result == 0)
		result = store_suspicions(store, &filter, meet_suspicion, inspecting, error);
	if (result == 0)
		result = store_news(store, 0, meet_news, inspecting, error);
	if (result == 0)
		result = store_inspections(store, meet_inspection, inspecting, error);
	if (result < 0)
		return tool_failed(error);
	for (size_t i = 0; i < inspecting->count; i++)
		set_values(inspecting, &inspecting->units[i]);
	inspecting->chosen =
		inspection_choose(inspecting->units, inspecting->count, &inspecting->plan);
	return EXIT_FINE;
}

/* --- arguments ------------------------------------------------------------------------------- */

static enum exit_code read_share(struct inspecting *inspecting, const char *share)
{
	char digits[8];
	if (!share)
		return EXIT_FINE;
	snprintf(digits, sizeof(digits), "%s", share);
	size_t length = strlen(digits);
	if (length && digits[length - 1] == '%')
		digits[length - 1] = '\0';
	inspecting->plan.share = tool_number(digits);
	if (strlen(share) > 4 || inspecting->plan.share < 1 || inspecting->plan.share > 100)
		return tool_fail(EXIT_USAGE, "--share %s is not a share such as 30%%", share);
	return EXIT_FINE;
}

static enum exit_code read_plan(struct inspecting *inspecting, const struct arguments *arguments)
{
	struct reporting *reporting = &inspecting->reporting;
	const struct inspect_settings *inspect = &tool_settings(reporting->tool)->inspect;
	const char *seed = argument(arguments, "--seed");
	int64_t said = seed ? tool_number(seed) : 0;
	inspecting->plan = (struct inspection_plan){
		.seed = (uint64_t)said,
		.year_from = civil_day(civil_date(reporting->today).year, 1, 1),
		.share = inspect->share,
		.rotation = inspect->rotation,
		.weight = {inspect->overdue, inspect->oldest, inspect->late, inspect->suspicions,
			inspect->alerts, inspect->chance},
	};
	if (seed && said < 0)
		return tool_fail(EXIT_USAGE, "--seed %s is not a whole number", seed);
	if (!seed) /* another list every second; this one again by its seed */
		inspecting->plan.seed = (uint64_t)(reporting->now / SECOND_MS) % 1000000;
	inspecting->min_cases = inspect->min_cases;
	inspecting->span.until = inspecting->span.as_of = reporting->now;
	inspecting->span.from =
		zone_midnight(tool_zone(reporting->tool), reporting->today - RISK_DAYS + 1);
	reporting->period = (struct period){reporting->today - RISK_DAYS + 1, reporting->today};
	reporting->as_of = reporting->now;
	return read_share(inspecting, argument(arguments, "--share"));
}

enum exit_code command_inspect(struct tool *tool, const struct arguments *arguments)
{
	struct inspecting inspecting = {0};
	struct reporting *reporting = &inspecting.reporting;
	enum exit_code exit = reporting_begin(reporting, tool, arguments,
		REPORT_AS(REPORT_TEXT) | REPORT_AS(REPORT_CSV) | REPORT_AS(REPORT_XLSX) |
			REPORT_AS(REPORT_HTML) | REPORT_AS(REPORT_JSON));
	if (!exit)
		exit = read_plan(&inspecting, arguments);
	if (!exit)
		exit = fold(&inspecting);
	if (!exit)
		exit = reporting_put_document(reporting, inspecting_document(&inspecting), "list");
	table_free(inspecting.past);
	free(inspecting.sums);
	free(inspecting.units);
	free(inspecting.unit_of);
	reporting_end(reporting);
	return exit;
}

/* --- done ------------------------------------------------------------------------------------ */

enum exit_code command_inspect_done(struct tool *tool, const struct arguments *arguments)
{
	const char *code = arguments->positional[0], *date = arguments->positional[1];
	const char *note = argument(arguments, "--note");
	struct store_inspection inspection = {.commune = code,
		.at = tool->now,
		.by = speaker(arguments),
		.note = note ? note : ""};
	char on[WHEN_MAX];
	struct error error = {0};
	enum exit_code exit = speaker_line("--by", inspection.by);
	if (!exit && note)
		exit = speaker_line("--note", note);
	if (!exit)
		exit = tool_store(tool, STORE_OPERATE);
	if (exit)
		return exit;
	inspection.at = tool->now;
	if (!civil_parse_date(slice_of(date), &inspection.on))
		return tool_fail(EXIT_USAGE, "%s is not a date such as 2026-11-20", date);
	if (inspection.on > zone_day(tool_zone(tool), tool->now))
		return tool_fail(
			EXIT_USAGE, "%s is still to come", when_day(tool, inspection.on, on));
	int row = directory_of_code(tool_directory(tool), slice_of(code), inspection.on);
	if (row < 0 ||
		!commune_valid(directory_at(tool_directory(tool), (size_t)row), inspection.on))
		return tool_fail(EXIT_NO, "no commune has the code %s on %s", code,
			when_day(tool, inspection.on, on));
	if (store_add_inspection(tool->store, &inspection, &error) < 0)
		return tool_failed(&error);
	text_printf(&tool->out,
		say(tool, "Đã ghi: %s được kiểm tra ngày %s.\n",
			"Recorded: %s was inspected on %s.\n"),
		directory_at(tool_directory(tool), (size_t)row)->name,
		when_day(tool, inspection.on, on));
	return EXIT_FINE;
}
