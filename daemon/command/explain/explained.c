#include "command/explain/explained.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"
#include "command/report/case_walk.h"

static int keep_pause(void *user, const struct pause *pause)
{
	struct explained *explained = user;
	array_reserve(explained->pauses, &explained->pause_capacity, explained->pause_count + 1);
	explained->pauses[explained->pause_count++] = *pause;
	return 0;
}

static int keep_change(void *user, const struct change *change)
{
	struct explained *explained = user;
	array_reserve(explained->changes, &explained->change_capacity, explained->change_count + 1);
	explained->changes[explained->change_count++] = *change;
	return 0;
}

/* The due date by the term, with the pauses as they are believed. */
static void recompute(struct explained *explained)
{
	const struct case_facts *facts = &explained->found.facts;
	explained->term = tool_term(explained->tool, facts,
		view_procedure(explained->view, explained->found.procedure).code);
	explained->term_pauses = xcalloc(explained->pause_count, sizeof(*explained->term_pauses));
	explained->term_pause_count = term_pauses_of(explained->pauses, explained->pause_count,
		&explained->view->judge, explained->term_pauses);
	explained->audit = term_audit_of(&explained->term, tool_calendar(explained->tool),
		facts->received, facts->due, explained->term_pauses, explained->term_pause_count);
	explained->has_acceptance = acceptance_of(facts, tool_calendar(explained->tool),
		explained->tool->now, &explained->acceptance);
}

/* When the pause began in which the case stands; NONE: it runs. */
static instant paused_since(const struct explained *explained)
{
	instant since = INSTANT_NONE;
	for (size_t i = 0; i < explained->term_pause_count; i++)
		if (explained->term_pauses[i].to == INSTANT_NONE &&
			(since == INSTANT_NONE || explained->term_pauses[i].from < since))
			since = explained->term_pauses[i].from;
	return since;
}

static bool in_a_pause(const struct explained *explained, instant at)
{
	for (size_t i = 0; i < explained->term_pause_count; i++) {
		const struct term_pause *pause = &explained->term_pauses[i];
		if (pause->from <= at && (pause->to == INSTANT_NONE || at < pause->to))
			return true;
	}
	return false;
}

/* Working days late that passed in a pause from their morning to their evening. */
static int days_paused(const struct explained *explained)
{
	const struct zone *zone = tool_zone(explained->tool);
	day due = zone_day(zone, explained->found.facts.due);
	int days = 0;
	for (day date = zone_day(zone, explained->late_until); date > due; date--) {
		instant opens, closes;
		if (calendar_opening(tool_calendar(explained->tool), date, &opens) == 0 &&
			calendar_closing(tool_calendar(explained->tool), date, &closes) == 0)
			days += in_a_pause(explained, opens) && in_a_pause(explained, closes - 1);
	}
	return days;
}

static void count_late(struct explained *explained)
{
	instant until = explained->verdict.closed_at;
	if (explained->verdict.bucket == BUCKET_OVERDUE)
		until = explained->tool->now;
	else if (explained->verdict.bucket == BUCKET_PAUSED)
		until = paused_since(explained);
	else if (explained->verdict.bucket != BUCKET_LATE)
		until = INSTANT_NONE;
	explained->late_until = INSTANT_NONE;
	if (until == INSTANT_NONE || explained->found.facts.due == INSTANT_NONE)
		return;
	explained->days_late =
		verdict_days_late(explained->found.facts.due, &explained->view->judge, until);
	if (explained->days_late == 0)
		return;
	explained->late_until = until;
	if (explained->term_pause_count)
		explained->days_paused = days_paused(explained);
}

static int judge(struct explained *explained, struct error *error)
{
	const struct tool *tool = explained->tool;
	const struct store_case *found = &explained->found;
	explained->verdict = view_verdict(explained->view, tool, found);
	explained->restated =
		verdict_of(&found->facts, &found->life, &explained->view->judge, tool->now);
	explained->is_restated = found->frozen_at != INSTANT_NONE &&
				 explained->restated.bucket != explained->verdict.bucket;
	count_late(explained);
	struct case_facts facts;
	struct case_life life;
	int result = case_in_force(explained->tool, found, &facts, &life, error);
	if (result < 0)
		return result;
	const struct term_audit_result *audit = &explained->audit;
	struct national_case subject = {.facts = &facts,
		.life = &life,
		.pauses = explained->pauses,
		.pause_count = explained->pause_count,
		.due_by_term = audit->computed ? audit->due.due : INSTANT_NONE};
	/* over its whole life: a report has its period, a single case has not */
	explained->national = national_of(&subject, INSTANT_NONE + 1, tool->now + 1, tool->now);
	return 0;
}

struct finding {
	struct store_case *cases;
	size_t count, capacity;
};

static int keep_case(void *user, const struct store_case *found)
{
	struct finding *finding = user;
	array_reserve(finding->cases, &finding->capacity, finding->count + 1);
	finding->cases[finding->count] = *found;
	finding->cases[finding->count].code = xstrdup(found->code);
	finding->cases[finding->count++].officer = "";
	return 0;
}

static int explain_one(struct tool *tool, const struct view *view, const struct store_case *found,
	explained_fn *on_case, void *user, struct error *error)
{
	struct explained explained = {.tool = tool, .view = view, .found = *found};
	int result = store_pauses(tool->store, found->id, keep_pause, &explained, error);
	if (result >= 0)
		result = store_changes(tool->store, found->id, keep_change, &explained, error);
	if (result >= 0) {
		recompute(&explained);
		result = judge(&explained, error);
	}
	if (result >= 0)
		on_case(user, &explained);
	free(explained.pauses);
	free(explained.changes);
	free(explained.term_pauses);
	return result;
}

int explain_case(struct tool *tool, const struct view *view, const char *code,
	explained_fn *on_case, void *user, struct error *error)
{
	struct finding finding = {0};
	int result = store_case_by_code(tool->store, code, keep_case, &finding, error);
	if (result >= 0 && finding.count == 0)
		result = error_set(error, -ENOENT, "no case has the code %s", code);
	for (size_t i = 0; i < finding.count; i++) {
		if (result >= 0)
			result = explain_one(tool, view, &finding.cases[i], on_case, user, error);
		free((char *)finding.cases[i].code);
	}
	free(finding.cases);
	return result;
}

void explained_provisional(
	const struct explained *explained, void (*on_year)(void *user, int year), void *user)
{
	const struct calendar *calendar = tool_calendar(explained->tool);
	const struct zone *zone = tool_zone(explained->tool);
	const struct case_facts *facts = &explained->found.facts;
	if (facts->received == INSTANT_NONE)
		return;
	int first = civil_date(zone_day(zone, facts->received)).year, last = first;
	instant ends[] = {facts->due, explained->late_until,
		explained->audit.computed ? explained->audit.due.due : INSTANT_NONE};
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends[i] != INSTANT_NONE && civil_date(zone_day(zone, ends[i])).year > last)
			last = civil_date(zone_day(zone, ends[i])).year;
	if (last > calendar_last_year(calendar))
		last = calendar_last_year(calendar);
	for (int year = first; year <= last; year++)
		if (calendar_provisional(calendar, year))
			on_year(user, year);
}
