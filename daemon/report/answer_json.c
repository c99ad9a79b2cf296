#include "report/answer_json.h"

void answer_json_state(struct json_writer *json, const struct zone *zone, instant as_of, bool stale)
{
	char buffer[ZONE_TEXT_MAX];

	json_string(json, "as_of", zone_format(zone, as_of - as_of % SECOND_MS, buffer));
	json_bool(json, "stale", stale);
}

void answer_json_begin(struct json_writer *json, const struct zone *zone, instant as_of, bool stale,
	const char *list)
{
	json_object(json, NULL);
	answer_json_state(json, zone, as_of, stale);
	json_array(json, list);
}

void answer_json_end(struct json_writer *json, bool more)
{
	json_array_end(json);
	json_bool(json, "more", more);
	json_object_end(json);
}
