/* hentractl report score: the national 766 progress score beside the local on-time rate, and over
 * which cases, by which sentence of the rule, the two part. */
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/scoring.h"
#include "core/case/term_audit.h"

static instant due_by_term(const struct scoring *scoring, const struct store_past *past)
{
	const struct reporting *reporting = &scoring->reporting;
	const struct case_facts *facts = &past->known.judged.facts;
	struct term term = tool_term(reporting->tool, facts,
		view_procedure(&reporting->view, past->known.state.procedure).code);
	if (facts->due != INSTANT_NONE || term.unit == TERM_NONE)
		return INSTANT_NONE;
	struct term_pause *stops = xcalloc(past->pause_count, sizeof(*stops));
	size_t kept =
		term_pauses_of(past->pauses, past->pause_count, &reporting->view.judge, stops);
	struct term_audit_result audit = term_audit_of(
		&term, reporting->view.judge.calendar, facts->received, INSTANT_NONE, stops, kept);
	free(stops);
	return audit.computed ? audit.due.due : INSTANT_NONE;
}

static void keep_parting(struct scoring *scoring, size_t line, const char *code, enum bucket bucket,
	enum score_gap gap, const struct national_verdict *national)
{
	array_reserve(scoring->partings, &scoring->parting_capacity, scoring->parting_count + 1);
	scoring->partings[scoring->parting_count++] =
		(struct parting){xstrdup(code), line, bucket, gap, *national};
}

/* Cases that are alike; those that were purged have no code any more. */
static void add_cases(
	struct scoring *scoring, const struct store_past *past, int64_t cases, const char *code)
{
	const struct reporting *reporting = &scoring->reporting;
	const struct judge *judge = &reporting->view.judge;
	int line = reporting_line(reporting, past);
	int bucket = store_past_bucket(past, judge, reporting->as_of);
	if (line < 0 || bucket < 0)
		return;
	struct national_case subject = {&past->known.judged.facts, &past->known.judged_life,
		past->pauses, past->pause_count, due_by_term(scoring, past)};
	struct national_verdict national =
		national_of(&subject, reporting->from, reporting->until, reporting->as_of);
	bool in_period = bucket_closed((enum bucket)bucket) &&
			 store_past_closed_at(past, judge) >= reporting->from;
	enum score_gap gap =
		score_add(&scoring->lines[line], (enum bucket)bucket, in_period, &national, cases);
	if (!scoring->list || gap == SCORE_GAP_NONE)
		return;
	if (code)
		keep_parting(scoring, (size_t)line, code, (enum bucket)bucket, gap, &national);
	else
		scoring->unnamed += cases;
}

static int meet_case(void *user, const struct store_past *past)
{
	add_cases(user, past, 1, past->found->code);
	return 0;
}

static int meet_purged(void *user, const struct store_past *past, int64_t cases)
{
	add_cases(user, past, cases, NULL);
	return 0;
}

static enum exit_code fold(struct scoring *scoring)
{
	struct reporting *reporting = &scoring->reporting;
	size_t lines = roll_up_lines(reporting->view.roll_up);
	scoring->lines = xcalloc(lines, sizeof(*scoring->lines));
	instant first_seen = INSTANT_NONE;
	if (reporting_walk(reporting, meet_case, scoring, &first_seen) < 0 ||
		reporting_walk_purged(reporting, meet_purged, scoring) < 0)
		return tool_failed(&reporting->error);
	view_unknown(reporting->tool, first_seen, reporting->from, &scoring->unknown);
	for (size_t i = 0; i < lines; i++)
		score_merge(&scoring->total, &scoring->lines[i]);
	return EXIT_FINE;
}

enum exit_code command_report_score(struct tool *tool, const struct arguments *arguments)
{
	struct scoring scoring = {.list = argument(arguments, "--cases") != NULL};
	enum exit_code exit = reporting_begin(&scoring.reporting, tool, arguments,
		REPORT_AS(REPORT_TEXT) | REPORT_AS(REPORT_CSV) | REPORT_AS(REPORT_XLSX) |
			REPORT_AS(REPORT_HTML) | REPORT_AS(REPORT_JSON));
	if (!exit)
		exit = fold(&scoring);
	if (!exit)
		exit = scoring_put(&scoring);
	for (size_t i = 0; i < scoring.parting_count; i++)
		free(scoring.partings[i].code);
	free(scoring.partings);
	free(scoring.lines);
	text_free(&scoring.unknown);
	reporting_end(&scoring.reporting);
	return exit;
}
