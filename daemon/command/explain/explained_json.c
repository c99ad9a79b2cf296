/* One case as JSON. */
#include "command/explain/explained.h"
#include "command/explain/reasoning.h"
#include "command/explain/term_words.h"
#include "command/words/case_words.h"

static void add_verdict(const struct explained *explained, struct json_writer *json)
{
	json_object(json, "verdict");
	json_string(json, "bucket", bucket_name(explained->verdict.bucket));
	json_string(json, "compare",
		explained->view->judge.compare == COMPARE_DATE ? "date" : "instant");
	json_instant(explained->tool, json, "closed_at", explained->verdict.closed_at);
	json_bool(json, "uncertain", explained->verdict.uncertain);
	json_number(json, "days_late", explained->days_late);
	json_number(json, "days_late_paused", explained->days_paused);
	json_instant(explained->tool, json, "next_change", explained->verdict.next_change);
	json_instant(explained->tool, json, "frozen_at", explained->found.frozen_at);
	json_string(json, "restated",
		explained->is_restated ? bucket_name(explained->restated.bucket) : NULL);
	json_object_end(json);
}

static void add_national(const struct explained *explained, struct json_writer *json)
{
	const struct national_verdict *national = &explained->national;
	json_object(json, "national");
	json_string(json, "verdict", national_name(national->verdict));
	json_string(json, "reason", national_reason_sentence(national->reason, true));
	json_number(json, "supplement_minutes", national->supplement_ms / MINUTE_MS);
	json_instant(explained->tool, json, "end", national->end);
	json_instant(explained->tool, json, "due", national->due);
	json_number(json, "supplements", national->supplements);
	json_bool(json, "uncertain", national->uncertain);
	json_object_end(json);
}

/* null where the calendar does not know the days. */
static void add_days(const struct explained *explained, struct json_writer *json, const char *key,
	day after, day upto)
{
	const struct calendar *calendar = tool_calendar(explained->tool);
	if (after == DAY_NONE || upto == DAY_NONE || !calendar_knows(calendar, after) ||
		!calendar_knows(calendar, upto))
		json_null(json, key);
	else
		reasoning_json(calendar, after, upto, json, key, NULL);
}

static day day_of(const struct explained *explained, instant at)
{
	return at == INSTANT_NONE ? DAY_NONE : zone_day(tool_zone(explained->tool), at);
}

static void add_pauses(const struct explained *explained, struct json_writer *json)
{
	const struct tool *tool = explained->tool;
	json_array(json, "pauses");
	for (size_t i = 0; i < explained->pause_count; i++) {
		const struct pause *pause = &explained->pauses[i];
		struct pause_span span = pause_span_of(pause);
		json_object(json, NULL);
		json_string(json, "why",
			pause->status ? status_name((enum status)pause->status) : "lock");
		json_instant(tool, json, "from", span.from);
		json_instant(tool, json, "to", span.to);
		json_bool(json, "uncertain", span.uncertain);
		json_object_end(json);
	}
	json_array_end(json);
}

/* The clock before acceptance; null for a case that has none. */
static void add_acceptance(const struct explained *explained, struct json_writer *json)
{
	const struct acceptance *acceptance = &explained->acceptance;
	if (!explained->has_acceptance) {
		json_null(json, "acceptance");
		return;
	}
	json_object(json, "acceptance");
	json_instant(explained->tool, json, "due", acceptance->due);
	json_instant(explained->tool, json, "accepted", acceptance->accepted);
	json_bool(json, "late", acceptance->late);
	json_number(json, "late_working_minutes", acceptance->over_ms / MINUTE_MS);
	json_object_end(json);
}

static void provisional_year(void *user, int year)
{
	json_number(user, NULL, year);
}

static void add_provisional(const struct explained *explained, struct json_writer *json)
{
	json_array(json, "provisional");
	explained_provisional(explained, provisional_year, json);
	json_array_end(json);
}

static void add_history(const struct explained *explained, struct json_writer *json)
{
	const struct tool *tool = explained->tool;
	json_array(json, "history");
	for (size_t i = 0; i < explained->change_count; i++) {
		const struct change *change = &explained->changes[i];
		json_object(json, NULL);
		json_string(json, "fact", fact_name(change->fact));
		explained_value_json(explained, "was", change, json);
		json_instant(tool, json, "changed_after", change->after);
		json_instant(tool, json, "changed_by", change->by);
		json_object_end(json);
	}
	json_array_end(json);
}

static void add_odd(const struct explained *explained, struct json_writer *json)
{
	json_array(json, "oddities");
	for (unsigned bit = 1; bit < 1 << ODD_COUNT; bit <<= 1)
		if (explained->found.facts.odd & bit && odd_name((enum odd)bit))
			json_string(json, NULL, odd_name((enum odd)bit));
	json_array_end(json);
}

void explained_json(const struct explained *explained, struct json_writer *json)
{
	const struct tool *tool = explained->tool;
	const struct case_facts *facts = &explained->found.facts;
	day due = day_of(explained, facts->due);
	json_object(json, NULL);
	case_json(json, tool, explained->view, &explained->found, &explained->verdict);
	json_instant(tool, json, "submitted", facts->submitted);
	json_instant(tool, json, "first_seen", explained->found.life.first_seen);
	add_odd(explained, json);
	add_verdict(explained, json);
	add_national(explained, json);
	add_days(explained, json, "days_to_due", day_of(explained, facts->received), due);
	add_days(explained, json, "days_late", explained->days_late ? due : DAY_NONE,
		day_of(explained, explained->late_until));
	json_string(json, "recomputed", term_audit_name(explained->audit.word));
	if (explained->term.unit != TERM_NONE && facts->received != INSTANT_NONE) {
		json_object(json, "by_term");
		term_json(tool, &explained->term, facts->received, explained->term_pauses,
			explained->term_pause_count, json);
		json_number(json, "apart_working_days", explained->audit.apart);
		json_object_end(json);
	}
	add_acceptance(explained, json);
	add_provisional(explained, json);
	add_pauses(explained, json);
	add_history(explained, json);
	explained_witness_json(explained, json);
	json_object_end(json);
}
