#include "message/event.h"

#include <stdio.h>

#include "base/json.h"
#include "message/letter_words.h"
#include "report/counts_json.h"

const char *event_type(enum news_kind kind)
{
	static const char *const types[NEWS_KINDS] = {
		[NEWS_OPENED] = "vn.hentra.alert.opened",
		[NEWS_RAISED] = "vn.hentra.alert.raised",
		[NEWS_LOWERED] = "vn.hentra.alert.lowered",
		[NEWS_CLOSED] = "vn.hentra.alert.closed",
		[NEWS_REMINDER] = "vn.hentra.alert.reminder",
	};
	return types[kind];
}

static void add_time(struct json_writer *json, const char *key, const struct zone *zone, instant at)
{
	char buffer[ZONE_TEXT_MAX];
	json_string(json, key, at == INSTANT_NONE ? NULL : zone_format(zone, at, buffer));
}

/* A value or level in the unit the event names: percents with decimals, everything else whole. */
static void add_level(
	struct json_writer *json, const char *key, enum measure measure, int64_t value)
{
	if (measures[measure].unit == UNIT_SHARE && value % 100 != 0)
		json_decimal(json, key, (double)value / 100, 2);
	else if (measures[measure].unit == UNIT_SHARE)
		json_number(json, key, value / 100);
	else
		json_number(json, key, value);
}

/* The clear level of a measure, null when it is not cleared by a level of its own. */
static void add_clear(struct json_writer *json, const struct rule *rule, enum measure measure)
{
	for (int i = 0; i < rule->clear_count; i++) {
		if (rule->clear[i].measure == measure) {
			add_level(json, "clear", measure, rule->clear[i].level);
			return;
		}
	}
	json_null(json, "clear");
}

static void add_measures(struct json_writer *json, const struct news_view *view)
{
	const struct rule *rule = view->rule;
	json_array(json, "measures");
	for (int i = 0; i < rule->fire_count && !view->retired; i++) {
		enum measure measure = rule->fire[i].measure;
		json_object(json, NULL);
		json_string(json, "name", measures[measure].name);
		add_level(json, "value", measure, view->news->value[i]);
		add_level(json, "fire", measure, rule->fire[i].level);
		add_clear(json, rule, measure);
		json_string(json, "unit", measure_unit_name(measures[measure].unit));
		json_object_end(json);
	}
	json_array_end(json);
}

static void add_commune(struct json_writer *json, const struct news_view *view)
{
	if (view->news->scope != SCOPE_COMMUNE) {
		json_null(json, "commune");
		return;
	}
	json_object(json, "commune");
	json_string(json, "code", or_empty(view->subject_code));
	json_string(json, "name", or_empty(view->subject_name));
	json_object_end(json);
}

/* What a case is listed for, where it is not its lateness. */
static void add_story(
	struct json_writer *json, const struct news_view *view, const struct letter_case *one)
{
	if (one->story == STORY_DUE_MOVED) {
		add_time(json, "due_before", view->zone, one->was);
		add_time(json, "due_after", view->zone, one->became);
		add_time(json, "seen", view->zone, one->seen);
	} else if (one->story == STORY_BACK_DATED) {
		add_time(json, "finished", view->zone, one->became);
		add_time(json, "seen_open", view->zone, one->seen);
	} else if (one->story == STORY_FINISHED_LATE) {
		add_time(json, "finished", view->zone, one->became);
	}
}

static void add_cases(struct json_writer *json, const struct news_view *view)
{
	size_t shown = view->case_count < LETTER_CASES_MOST ? view->case_count : LETTER_CASES_MOST;
	json_array(json, "cases");
	for (size_t i = 0; i < shown; i++) {
		const struct letter_case *one = &view->cases[i];
		json_object(json, NULL);
		json_string(json, "code", or_empty(one->code));
		json_string(json, "procedure", or_empty(one->procedure));
		json_string(json, "field", or_empty(one->field));
		add_time(json, "due", view->zone, one->due);
		json_number(json, "overdue_working_days", one->overdue_working_days);
		add_story(json, view, one);
		json_object_end(json);
	}
	json_array_end(json);
	json_number(json, "more", view->more + (int64_t)(view->case_count - shown));
}

static void add_data(struct json_writer *json, const struct news_view *view)
{
	const struct alert_news *news = view->news;
	struct text paragraph = {0};
	letter_paragraph(view, &paragraph);
	json_object(json, "data");
	json_number(json, "episode", news->episode);
	json_number(json, "sequence", news->sequence);
	json_string(json, "rule", or_empty(news->rule));
	json_string(json, "severity", severity_name(news->severity));
	add_measures(json, view);
	add_commune(json, view);
	json_object(json, "tally");
	counts_add_json(json, &news->counts);
	json_object_end(json);
	json_number(json, "oldest_overdue_working_days", view->oldest_overdue_days);
	add_cases(json, view);
	json_string(json, "text", paragraph.data);
	add_time(json, "since", view->zone, news->since);
	json_object_end(json);
	text_free(&paragraph);
}

void event_render(const struct news_view *view, struct text *out)
{
	const struct alert_news *news = view->news;
	struct json_writer json = {.out = out};
	char id[48];
	struct text source = {0}, subject = {0};
	snprintf(id, sizeof(id), "%lld-%d", (long long)news->episode, news->sequence);
	text_printf(&source, "/hentra/%s", or_empty(view->province));
	text_printf(&subject, "%s/%s", scope_name(news->scope), or_empty(news->subject));
	json_object(&json, NULL);
	json_string(&json, "specversion", "1.0");
	json_string(&json, "id", id);
	json_string(&json, "source", source.data);
	json_string(&json, "type", event_type(news->kind));
	json_string(&json, "subject", subject.data);
	add_time(&json, "time", view->zone, news->at);
	json_string(&json, "datacontenttype", "application/json");
	add_data(&json, view);
	json_object_end(&json);
	text_free(&source);
	text_free(&subject);
}
