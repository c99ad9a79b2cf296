/* hentractl report commune: the sheet before a visit. One walk over the cases, by all the spans that the
 * sheet compares. */
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/sheet_before_visit.h"
#include "command/tool/named_commune.h"
#include "command/words/case_words.h"

/* --- spans ---------------------------------------------------------------------------------- */

static struct span span_of(const struct visit *visit, struct period period)
{
	const struct zone *zone = tool_zone(visit->reporting.tool);
	struct span span = {
		zone_midnight(zone, period.from), zone_midnight(zone, period.to + 1), 0};
	instant now = visit->reporting.now;
	span.as_of = span.until - 1 < now ? span.until - 1 : now;
	return span;
}

static day year_before(day date)
{
	struct civil_date civil = civil_date(date);
	if (!civil_exists(civil.year - 1, civil.month, civil.mday))
		civil.mday--; /* 29 February */
	return civil_day(civil.year - 1, civil.month, civil.mday);
}

/* This period up to its as_of, the same days a year before, and the 12 months up to as_of. */
static void set_spans(struct visit *visit, bool calendar)
{
	struct reporting *reporting = &visit->reporting;
	day last = zone_day(tool_zone(reporting->tool), reporting->as_of);
	struct civil_date civil = civil_date(last);
	int32_t month = calendar ? civil.year * 12 + civil.month - 1 : period_month_of(last);
	visit->span[VISIT_NOW] = (struct span){reporting->from, reporting->until, reporting->as_of};
	visit->year_before =
		(struct period){year_before(reporting->period.from), year_before(last)};
	visit->span[VISIT_YEAR_BEFORE] = span_of(visit, visit->year_before);
	visit->first = visit->span[VISIT_YEAR_BEFORE].from;
	for (int i = 0; i < VISIT_MONTHS; i++) {
		visit->month[i] = period_month(month - VISIT_MONTHS + 1 + i, calendar);
		visit->span[VISIT_TREND + i] = span_of(visit, visit->month[i]);
	}
	if (visit->span[VISIT_TREND].from < visit->first)
		visit->first = visit->span[VISIT_TREND].from;
}

/* --- the walk ------------------------------------------------------------------------------- */

static void keep_overdue(struct visit *visit, const struct store_past *past)
{
	const struct case_state *state = &past->known.state;
	array_reserve(visit->overdue, &visit->overdue_capacity, visit->overdue_count + 1);
	visit->overdue[visit->overdue_count++] = (struct visit_case){
		.id = past->found->id,
		.code = xstrdup(past->found->code),
		.procedure = state->procedure,
		.field = state->field,
		.received = past->known.judged.facts.received,
		.due = past->known.judged.facts.due,
	};
}

static struct sums *sums_of_field(struct visit *visit, uint32_t field)
{
	return &visit->fields[field < visit->field_count ? field : 0];
}

static int meet_case(void *user, const struct store_past *past)
{
	struct visit *visit = user;
	struct reporting *reporting = &visit->reporting;
	const struct judge *judge = &reporting->view.judge;
	uint32_t field = past->known.state.field;
	if (reporting_line(reporting, past) < 0)
		return 0;
	for (int i = VISIT_YEAR_BEFORE; i < VISIT_SPANS; i++)
		sums_add(&visit->sums[i], past, judge, &visit->span[i]);
	const struct span *now = &visit->span[VISIT_NOW];
	int bucket = sums_add(&visit->sums[VISIT_NOW], past, judge, now);
	sums_add(sums_of_field(visit, field), past, judge, now);
	sums_add(&visit->sorts[sort_of_case(reporting, past)], past, judge, now);
	if (bucket == BUCKET_OVERDUE)
		keep_overdue(visit, past);
	return 0;
}

struct purged_span {
	struct visit *visit;
	int span;
};

static void meet_purged(void *user, const struct purged_cell *cell)
{
	struct purged_span *purged = user;
	struct visit *visit = purged->visit;
	int sort = sort_of_procedure(&visit->reporting, cell->procedure);
	counts_add_column(&visit->sums[purged->span].counts, cell->column, cell->amount);
	if (purged->span != VISIT_NOW)
		return;
	counts_add_column(&sums_of_field(visit, cell->field)->counts, cell->column, cell->amount);
	counts_add_column(&visit->sorts[sort].counts, cell->column, cell->amount);
}

static void meet_purged_due(void *user, const struct purged_cell *cell, instant due)
{
	struct purged_span *purged = user;
	struct visit *visit = purged->visit;
	sums_add_due(&visit->sums[purged->span], due);
	if (purged->span != VISIT_NOW)
		return;
	sums_add_due(sums_of_field(visit, cell->field), due);
	sums_add_due(&visit->sorts[sort_of_procedure(&visit->reporting, cell->procedure)], due);
}

static int add_purged(struct visit *visit)
{
	const struct zone *zone = tool_zone(visit->reporting.tool);
	int result = 0;
	for (int i = 0; i < VISIT_SPANS && result == 0; i++) {
		struct purged_span purged = {visit, i};
		struct period days = {
			zone_day(zone, visit->span[i].from), zone_day(zone, visit->span[i].as_of)};
		result = reporting_purged(&visit->reporting, &days, meet_purged, &purged);
		if (result == 0)
			result = reporting_purged_overdue(
				&visit->reporting, visit->span[i].as_of, meet_purged_due, &purged);
	}
	return result;
}

static int oldest_first(const void *a, const void *b)
{
	const struct visit_case *x = a, *y = b;
	if (x->due != y->due)
		return x->due < y->due ? -1 : 1;
	return strcmp(x->code, y->code);
}

static enum exit_code fold(struct visit *visit)
{
	struct reporting *reporting = &visit->reporting;
	visit->field_count = reporting->view.field_count + 1;
	visit->fields = xcalloc(visit->field_count, sizeof(*visit->fields));
	if (case_walk(reporting->tool, reporting->seen, visit->first, meet_case, visit,
		    &visit->first_seen, &reporting->error) < 0 ||
		add_purged(visit) < 0)
		return tool_failed(&reporting->error);
	if (visit->overdue_count)
		qsort(visit->overdue, visit->overdue_count, sizeof(*visit->overdue), oldest_first);
	return EXIT_FINE;
}

static void visit_free(struct visit *visit)
{
	for (size_t i = 0; i < visit->overdue_count; i++)
		free(visit->overdue[i].code);
	free(visit->overdue);
	free(visit->fields);
	reporting_end(&visit->reporting);
}

enum exit_code command_report_commune(struct tool *tool, const struct arguments *arguments)
{
	struct visit visit = {0};
	struct reporting *reporting = &visit.reporting;
	enum exit_code exit = reporting_begin(reporting, tool, arguments,
		REPORT_AS(REPORT_TEXT) | REPORT_AS(REPORT_XLSX) | REPORT_AS(REPORT_HTML) |
			REPORT_AS(REPORT_JSON));
	if (!exit) {
		reporting->only =
			view_line_of_code(&reporting->view, tool, arguments->positional[0]);
		if (reporting->only < 0)
			exit = named_commune_unknown(tool, arguments->positional[0]);
	}
	if (!exit) {
		set_spans(&visit, argument(arguments, "--calendar-periods") != NULL);
		exit = fold(&visit);
	}
	struct document *document = NULL;
	if (!exit)
		exit = visit_document(&visit, &document);
	if (!exit)
		exit = reporting_put_document(reporting, document, NULL);
	visit_free(&visit);
	return exit;
}
