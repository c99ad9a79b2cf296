/* hentractl report score: the national 766 progress score beside the local on-time rate, and over
 * which cases, by which sentence of the rule, the two part. */
#include <stdlib.h>

#include "base/memory.h"
#include "command/case_walk.h"
#include "command/scoring.h"
#include "core/term_audit.h"

static instant due_by_term(const struct scoring *scoring, const struct store_case *found,
	const struct case_facts *facts, const struct pause *pauses, size_t count)
{
	struct term term = tool_term(
		scoring->tool, facts, view_procedure(&scoring->view, found->procedure).code);
	if (facts->due != INSTANT_NONE || term.unit == TERM_NONE)
		return INSTANT_NONE;
	struct term_pause *stops = xcalloc(count, sizeof(*stops));
	size_t kept = term_pauses_of(pauses, count, &scoring->view.judge, stops);
	struct term_audit_result audit = term_audit_of(
		&term, tool_calendar(scoring->tool), facts->received, INSTANT_NONE, stops, kept);
	free(stops);
	return audit.computed ? audit.due.due : INSTANT_NONE;
}

static void keep_parting(struct scoring *scoring, size_t line, const struct store_case *found,
	enum bucket bucket, enum score_gap gap, const struct national_verdict *national)
{
	if (!scoring->list || gap == SCORE_GAP_NONE)
		return;
	array_reserve(scoring->partings, &scoring->parting_capacity, scoring->parting_count + 1);
	scoring->partings[scoring->parting_count++] =
		(struct parting){xstrdup(found->code), line, bucket, gap, *national};
}

static int meet_case(
	void *user, const struct store_case *found, const struct pause *pauses, size_t count)
{
	struct scoring *scoring = user;
	size_t line = roll_up_line_of(scoring->view.roll_up, found->unit);
	if (scoring->only >= 0 && line != (size_t)scoring->only)
		return 0;
	struct case_facts facts;
	struct case_life life;
	int result = case_in_force(scoring->tool, found, &facts, &life, &scoring->error);
	if (result < 0)
		return result;
	int bucket =
		path_bucket_at(&facts, &life, pauses, count, &scoring->view.judge, scoring->as_of);
	if (bucket < 0)
		return 0;
	bool closed = bucket_closed((enum bucket)bucket);
	if (closed && found->frozen_at != INSTANT_NONE)
		bucket = (int)found->bucket;
	struct national_case subject = {
		&facts, &life, pauses, count, due_by_term(scoring, found, &facts, pauses, count)};
	struct national_verdict national =
		national_of(&subject, scoring->from, scoring->until, scoring->as_of);
	bool in_period = closed && found->closed_at >= scoring->from;
	enum score_gap gap =
		score_add(&scoring->lines[line], (enum bucket)bucket, in_period, &national);
	keep_parting(scoring, line, found, (enum bucket)bucket, gap, &national);
	return 0;
}

static enum exit_code fold(struct scoring *scoring)
{
	size_t lines = roll_up_lines(scoring->view.roll_up);
	scoring->lines = xcalloc(lines, sizeof(*scoring->lines));
	if (case_walk(scoring->tool, scoring->from, meet_case, scoring, NULL, &scoring->error) < 0)
		return tool_failed(&scoring->error);
	for (size_t i = 0; i < lines; i++)
		score_merge(&scoring->total, &scoring->lines[i]);
	return EXIT_FINE;
}

static enum exit_code read_arguments(struct scoring *scoring, const struct arguments *arguments)
{
	struct tool *tool = scoring->tool;
	const char *format = argument(arguments, "--format");
	const char *commune = argument(arguments, "--commune");
	enum exit_code exit = view_period(&scoring->view, arguments, &scoring->period);
	if (exit)
		return exit;
	scoring->format = tool->json ? SCORE_JSON : SCORE_TEXT;
	if (format && strcmp(format, "json") == 0)
		scoring->format = SCORE_JSON;
	else if (format && strcmp(format, "csv") == 0)
		scoring->format = SCORE_CSV;
	else if (format && strcmp(format, "text") != 0)
		return tool_fail(EXIT_USAGE, "--format is text, json or csv, not %s", format);
	scoring->list = argument(arguments, "--cases") != NULL;
	scoring->only = commune ? view_line_of_code(&scoring->view, tool, commune) : -1;
	if (commune && scoring->only < 0)
		return tool_fail(EXIT_NO, "no commune has the code %s", commune);
	const struct zone *zone = tool_zone(tool);
	scoring->from = zone_midnight(zone, scoring->period.from);
	scoring->until = zone_midnight(zone, scoring->period.to + 1);
	scoring->as_of = scoring->until - 1 < tool->now ? scoring->until - 1 : tool->now;
	return EXIT_FINE;
}

enum exit_code command_report_score(struct tool *tool, const struct arguments *arguments)
{
	struct scoring scoring = {.tool = tool};
	enum exit_code exit = view_load(&scoring.view, tool);
	if (!exit)
		exit = read_arguments(&scoring, arguments);
	if (!exit)
		exit = fold(&scoring);
	if (!exit && scoring.format == SCORE_TEXT)
		scoring_text(&scoring);
	else if (!exit && scoring.format == SCORE_JSON)
		scoring_json(&scoring);
	else if (!exit)
		scoring_csv(&scoring);
	for (size_t i = 0; i < scoring.parting_count; i++)
		free(scoring.partings[i].code);
	free(scoring.partings);
	free(scoring.lines);
	view_free(&scoring.view);
	return exit;
}
