/* One value of a case's history, for people and for programs. */
#include <stdio.h>

#include "base/memory.h"
#include "command/explain/explained.h"
#include "command/words/case_words.h"

/* "finished before it was received; …"; "–" for nothing odd */
static void odd_value(const struct tool *tool, int64_t odd, char buffer[static VALUE_MAX])
{
	cleanup(text_free) struct text words = {0};
	for (unsigned bit = 1; bit < 1 << ODD_COUNT; bit <<= 1)
		if (odd & bit && odd_words(tool, (enum odd)bit))
			text_printf(&words, "%s%s", words.length ? "; " : "",
				odd_words(tool, (enum odd)bit));
	snprintf(buffer, VALUE_MAX, "%s", words.length ? words.data : "–");
}

void explained_value(const struct explained *explained, const struct change *change,
	char buffer[static VALUE_MAX])
{
	const struct tool *tool = explained->tool;
	const struct view *view = explained->view;
	int64_t value = change->value;
	uint32_t number = value >= 0 && value <= UINT32_MAX ? (uint32_t)value : 0;
	char at[WHEN_MAX];
	const char *words = NULL;
	if (change->fact == FACT_ODD) {
		odd_value(tool, value, buffer);
		return;
	}
	if (fact_is_instant(change->fact))
		words = when(tool, value, at);
	else if (change->fact == FACT_STATUS && value >= 0 && value < STATUS_COUNT)
		words = status_words(tool, (enum status)value);
	else if (change->fact == FACT_UNIT)
		words = view_unit(view, number).code;
	else if (change->fact == FACT_FIELD)
		words = view_field_name(view, number).code;
	else if (change->fact == FACT_PROCEDURE)
		words = view_procedure(view, number).code;
	else if (change->fact == FACT_LOCK || change->fact == FACT_LISTED)
		words = value ? say(tool, "có", "yes") : say(tool, "không", "no");
	if (words)
		snprintf(buffer, VALUE_MAX, "%s", words[0] ? words : "–");
	else
		snprintf(buffer, VALUE_MAX, "%lld", (long long)value);
}

void explained_value_json(const struct explained *explained, const char *key,
	const struct change *change, struct json_writer *json)
{
	char words[VALUE_MAX];
	int64_t value = change->value;
	switch (change->fact) {
	case FACT_STATUS:
		json_string(json, key,
			value >= 0 && value < STATUS_COUNT ? status_name((enum status)value)
							   : NULL);
		break;
	case FACT_LOCK:
	case FACT_LISTED:
		json_bool(json, key, value != 0);
		break;
	case FACT_ODD:
		json_array(json, key);
		for (unsigned bit = 1; bit < 1 << ODD_COUNT; bit <<= 1)
			if (value & bit && odd_name((enum odd)bit))
				json_string(json, NULL, odd_name((enum odd)bit));
		json_array_end(json);
		break;
	case FACT_UNIT:
	case FACT_FIELD:
	case FACT_PROCEDURE:
		explained_value(explained, change, words);
		json_string(json, key, words);
		break;
	default:
		if (fact_is_instant(change->fact))
			json_instant(explained->tool, json, key, value);
		else
			json_number(json, key, value);
	}
}
