/* A list of cases as JSON. */
#include "page/api.h"
#include "report/answer_json.h"

static void said_add(struct json_writer *json, const char *key, const char *value)
{
	json_string(json, key, value && value[0] ? value : NULL);
}

static void case_add(
	struct json_writer *json, const struct page_look *look, const struct listed_case *one)
{
	json_object(json, NULL);
	json_string(json, "code", one->code);
	json_string(json, "portal", one->portal);
	json_string(json, "commune", one->commune);
	said_add(json, "unit", one->unit);
	said_add(json, "procedure", one->procedure);
	said_add(json, "procedure_name", one->procedure_name);
	said_add(json, "field", one->field);
	said_add(json, "field_name", one->field_name);
	json_string(json, "status", status_name(one->status));
	json_string(json, "bucket", bucket_name(one->bucket));
	json_bool(json, "counted", one->counted);
	page_instant_json(json, look, "received", one->received);
	page_instant_json(json, look, "due", one->due);
	page_instant_json(json, look, "due_first_seen", one->due_first_seen);
	page_instant_json(json, look, "finished", one->finished);
	page_instant_json(json, look, "returned", one->returned);
	json_number(json, "overdue_working_days", one->overdue_days);
	json_array(json, "suspicions");
	for (int kind = 0; kind < SUSPICION_COUNT; kind++)
		if (one->suspicions >> kind & 1)
			json_string(json, NULL, suspicion_name((enum suspicion)kind));
	if (one->doubled)
		json_string(json, NULL, "double");
	json_array_end(json);
	json_object_end(json);
}

void api_cases(struct text *out, const struct page_look *look, const struct listed_case *cases,
	size_t count, bool more)
{
	struct json_writer json = {.out = out};

	answer_json_begin(&json, look->zone, look->now, page_fresh_stale(&look->fresh), "cases");
	for (size_t i = 0; i < count; i++)
		case_add(&json, look, &cases[i]);
	answer_json_end(&json, more);
	text_add_char(out, '\n');
}
