#include "command/explained.h"

#include <errno.h>
#include <stdlib.h>

#include "base/memory.h"

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

static void compare_dates(struct explained *explained)
{
	const struct calendar *calendar = tool_calendar(explained->tool);
	instant due = explained->found.facts.due;
	if (!explained->recomputed_known || explained->recomputed.due == INSTANT_NONE) {
		explained->agreement = AGREEMENT_UNKNOWN;
		return;
	}
	if (due == INSTANT_NONE) {
		explained->agreement = AGREEMENT_NO_DUE;
		return;
	}
	day promised = zone_day(tool_zone(explained->tool), due);
	day computed = explained->recomputed.due_date;
	if (calendar_count(calendar, computed, promised, &explained->apart) < 0) {
		explained->agreement = AGREEMENT_UNKNOWN;
		return;
	}
	explained->agreement = promised == computed ? AGREEMENT_SAME
			       : abs(promised - computed) == 1 || abs(explained->apart) <= 1
				       ? AGREEMENT_ONE_DAY
				       : AGREEMENT_DIFFERENT;
}

/* The due date by the term, with the pauses as they are believed. */
static void recompute(struct explained *explained)
{
	const struct case_facts *facts = &explained->found.facts;
	explained->term = tool_term(explained->tool, facts,
		view_procedure(explained->view, explained->found.procedure).code);
	explained->agreement = AGREEMENT_NO_TERM;
	if (explained->term.unit == TERM_NONE || facts->received == INSTANT_NONE)
		return;
	explained->term_pauses = xcalloc(explained->pause_count, sizeof(*explained->term_pauses));
	for (size_t i = 0; i < explained->pause_count; i++) {
		struct pause_span span = pause_span_of(&explained->pauses[i]);
		explained->term_pauses[i] = (struct term_pause){span.from, span.to};
	}
	explained->recomputed_known = term_due(&explained->term, tool_calendar(explained->tool),
					      facts->received, explained->term_pauses,
					      explained->pause_count, &explained->recomputed) == 0;
	compare_dates(explained);
}

static void judge(struct explained *explained)
{
	const struct tool *tool = explained->tool;
	const struct store_case *found = &explained->found;
	explained->verdict = view_verdict(explained->view, tool, found);
	explained->restated =
		verdict_of(&found->facts, &found->life, &explained->view->judge, tool->now);
	explained->is_restated = found->frozen_at != INSTANT_NONE &&
				 explained->restated.bucket != explained->verdict.bucket;
	instant until = explained->verdict.closed_at;
	if (explained->verdict.bucket == BUCKET_OVERDUE)
		until = tool->now;
	else if (explained->verdict.bucket != BUCKET_LATE)
		until = INSTANT_NONE;
	if (until != INSTANT_NONE && found->facts.due != INSTANT_NONE)
		explained->days_late =
			verdict_days_late(found->facts.due, &explained->view->judge, until);
	struct national_case subject = {.facts = &found->facts,
		.life = &found->life,
		.pauses = explained->pauses,
		.pause_count = explained->pause_count,
		.due_by_term =
			explained->recomputed_known ? explained->recomputed.due : INSTANT_NONE};
	/* over its whole life: a report has its period, a single case has not */
	explained->national = national_of(&subject, INSTANT_NONE + 1, tool->now + 1, tool->now);
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
		judge(&explained);
		on_case(user, &explained);
	}
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

const char *agreement_name(enum agreement agreement)
{
	static const char *const names[] = {[AGREEMENT_NO_TERM] = "no_term",
		[AGREEMENT_NO_DUE] = "no_due",
		[AGREEMENT_UNKNOWN] = "unknown",
		[AGREEMENT_SAME] = "agrees",
		[AGREEMENT_ONE_DAY] = "one_day_apart",
		[AGREEMENT_DIFFERENT] = "different"};
	return names[agreement];
}
