/* A standing as JSON. */
#include "page/standing.h"

void page_instant_json(
	struct json_writer *json, const struct page_look *look, const char *key, instant at)
{
	char buffer[ZONE_TEXT_MAX];

	json_string(json, key,
		at == INSTANT_NONE ? NULL : zone_format(look->zone, at - at % SECOND_MS, buffer));
}

/* Shares as fractions, as everywhere in --json. */
static void number_add(
	struct json_writer *json, const char *key, enum measure measure, int64_t value)
{
	if (measures[measure].unit == UNIT_SHARE)
		json_decimal(json, key, (double)value / SHARE_WHOLE, 4);
	else
		json_number(json, key, value);
}

static void level_add(struct json_writer *json, const char *key, const struct condition *conditions,
	int count, enum measure measure)
{
	for (int i = 0; i < count; i++) {
		if (conditions[i].measure == measure) {
			number_add(json, key, measure, conditions[i].level);
			return;
		}
	}
	json_null(json, key);
}

static void measure_add(
	struct json_writer *json, const struct page_standing *standing, enum measure measure)
{
	static const char *const units[UNIT_COUNT] = {[UNIT_CASES] = "cases",
		[UNIT_SHARE] = "share",
		[UNIT_WORKING_DAYS] = "working_days",
		[UNIT_HOURS] = "hours"};
	const struct rule *rule = standing->rule;
	struct reading_value value = reading_find(&standing->reading, rule, measure);

	json_object(json, NULL);
	json_string(json, "name", measures[measure].name);
	if (value.kind >= READING_SMALL)
		number_add(json, "value", measure, value.value);
	else
		json_null(json, "value");
	level_add(json, "fire", rule->fire, rule->fire_count, measure);
	level_add(json, "critical", rule->critical, rule->critical_count, measure);
	level_add(json, "clear", rule->clear, rule->clear_count, measure);
	json_string(json, "unit", units[measures[measure].unit]);
	json_object_end(json);
}

void standing_json(struct json_writer *json, const struct page_look *look,
	const struct page_standing *standing)
{
	enum measure found[MEASURE_COUNT];
	int count = standing->rule ? rule_measures(standing->rule, found) : 0;

	if (standing->episode)
		json_number(json, "episode", standing->episode);
	else
		json_null(json, "episode");
	json_string(json, "rule", standing->name);
	json_string(json, "state", alert_state_name(standing->state));
	json_string(json, "severity",
		standing->state == ALERT_INACTIVE ? NULL : severity_name(standing->severity));
	page_instant_json(json, look, "since", standing->since);
	json_bool(json, "stale", standing->frozen || standing->reading.stale);
	page_instant_json(json, look, "acknowledged_until", standing->acknowledged_until);
	json_string(json, "acknowledged_by", standing->acknowledged_by);
	page_instant_json(json, look, "silenced_until", standing->silenced_until);
	page_instant_json(json, look, "measured_at", standing->reading.at);
	json_array(json, "measures");
	for (int i = 0; i < count; i++)
		measure_add(json, standing, found[i]);
	json_array_end(json);
}
