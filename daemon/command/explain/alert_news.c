/* What was told of episodes, one row or object a piece of news. */
#include <stdio.h>

#include "base/memory.h"
#include "command/explain/alert_listing.h"
#include "command/words/alert_words.h"
#include "command/words/delivery_words.h"

static void news_deliveries_text(
	const struct listing *listing, const struct alert_news *news, struct text *out)
{
	for (size_t i = 0; i < listing->told.count; i++) {
		const struct deliveries_told_delivery *delivery = &listing->told.deliveries[i];
		if (delivery->episode == news->episode && delivery->sequence == news->sequence)
			text_printf(out, "%s%s (%s)", out->length ? ", " : "", delivery->recipient,
				delivery_state_words(listing->tool, delivery->state));
	}
}

void alert_news_row(struct listing *listing, const struct alert_news *news)
{
	const struct tool *tool = listing->tool;
	char buffer[WHEN_MAX], subject[256];
	cleanup(text_free) struct text values = {0}, told = {0};
	table_add(listing->table, when(tool, news->at, buffer));
	table_add_number(listing->table, news->episode);
	table_add_number(listing->table, news->sequence);
	table_add(listing->table, news_words(tool, news->kind));
	table_add(listing->table, news->rule);
	snprintf(subject, sizeof(subject), "%s %s", news->subject,
		alert_subject_name(tool, news->scope, news->subject));
	table_add(listing->table, subject);
	alert_values_text(tool, news->rule, news->value, &values);
	table_add(listing->table, values.data ? values.data : "");
	news_deliveries_text(listing, news, &told);
	table_add(listing->table, told.data ? told.data : "–");
}

void alert_news_json(struct listing *listing, const struct alert_news *news)
{
	const struct tool *tool = listing->tool;
	struct json_writer *json = &listing->json;
	json_object(json, NULL);
	json_instant(tool, json, "at", news->at);
	json_number(json, "episode", news->episode);
	json_number(json, "sequence", news->sequence);
	json_string(json, "news", news_kind_name(news->kind));
	json_string(json, "rule", news->rule);
	json_string(json, "scope", scope_name(news->scope));
	json_string(json, "subject", news->subject);
	json_string(json, "severity", severity_name(news->severity));
	json_instant(tool, json, "since", news->since);
	alert_values_json(tool, news->rule, news->value, json);
	json_array(json, "deliveries");
	for (size_t i = 0; i < listing->told.count; i++) {
		const struct deliveries_told_delivery *delivery = &listing->told.deliveries[i];
		if (delivery->episode != news->episode || delivery->sequence != news->sequence)
			continue;
		json_object(json, NULL);
		json_number(json, "id", delivery->id);
		json_string(json, "channel", delivery->channel);
		json_string(json, "recipient", delivery->recipient);
		json_string(json, "state", delivery_state_name(delivery->state));
		json_instant(tool, json, "settled_at", delivery->settled_at);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

struct table *alert_news_table(struct tool *tool)
{
	static const struct column columns[] = {
		{"at", "Lúc", "At", ALIGN_LEFT, false},
		{"episode", "Đợt", "Episode", ALIGN_RIGHT, true},
		{"sequence", "Tin", "News", ALIGN_RIGHT, true},
		{"news", "Loại", "Kind", ALIGN_LEFT, false},
		{"rule", "Quy tắc", "Rule", ALIGN_LEFT, false},
		{"subject", "Đối tượng", "Subject", ALIGN_LEFT, false},
		{"values", "Số liệu", "Values", ALIGN_LEFT, false},
		{"told", "Gửi cho", "Sent to", ALIGN_LEFT, false},
	};
	return tool_new_table(tool, columns, ARRAY_SIZE(columns));
}
