#include "command/words/alert_words.h"

#include <string.h>

#include "conf/settings.h"

const char *alert_state_words(const struct tool *tool, const struct alert *alert)
{
	if (alert->state == ALERT_PENDING)
		return say(tool, "chờ", "pending");
	if (alert->severity == SEVERITY_CRITICAL)
		return say(tool, "BÁO ĐỘNG", "CRITICAL");
	return say(tool, "đang báo", "firing");
}

const char *news_words(const struct tool *tool, enum news_kind kind)
{
	static const char *const vi[NEWS_KINDS] = {[NEWS_OPENED] = "mở",
		[NEWS_RAISED] = "nặng hơn",
		[NEWS_LOWERED] = "nhẹ hơn",
		[NEWS_CLOSED] = "đóng",
		[NEWS_REMINDER] = "nhắc lại"};
	return tool->english ? news_kind_name(kind) : vi[kind];
}

const char *alert_subject_name(const struct tool *tool, enum scope scope, const char *subject)
{
	size_t count = 0;
	const struct store_name *fields =
		scope == SCOPE_FIELD ? store_fields(tool->store, &count) : NULL;
	for (size_t i = 0; i < count; i++)
		if (strcmp(fields[i].code, subject) == 0)
			return fields[i].name;
	if (scope == SCOPE_PROVINCE)
		return tool_settings(tool)->hentra.province_name;
	if (scope != SCOPE_COMMUNE)
		return "";
	day today = zone_day(tool_zone(tool), tool->now);
	int row = directory_of_code(tool_directory(tool), slice_of(subject), today);
	return row < 0 ? "" : directory_at(tool_directory(tool), (size_t)row)->name;
}

void alert_values_text(
	const struct tool *tool, const char *rule, const int64_t *values, struct text *out)
{
	const struct rule_settings *known = settings_rule(tool_settings(tool), rule);
	char value[48];
	for (int i = 0; known && i < known->rule.fire_count; i++) {
		enum measure measure = known->rule.fire[i].measure;
		text_printf(out, "%s%s %s", i ? "; " : "",
			say(tool, measures[measure].title_vi, measures[measure].title_en),
			measure_format(measure, values[i], tool->english, value));
	}
}

void alert_values_json(
	const struct tool *tool, const char *rule, const int64_t *values, struct json_writer *json)
{
	static const char *const units[] = {[UNIT_CASES] = "cases",
		[UNIT_SHARE] = "share",
		[UNIT_WORKING_DAYS] = "working_days",
		[UNIT_HOURS] = "hours"};
	const struct rule_settings *known = settings_rule(tool_settings(tool), rule);
	json_array(json, "measures");
	for (int i = 0; known && i < known->rule.fire_count; i++) {
		const struct measure_row *row = &measures[known->rule.fire[i].measure];
		json_object(json, NULL);
		json_string(json, "name", row->name);
		if (row->unit == UNIT_SHARE)
			json_decimal(json, "value", (double)values[i] / 10000.0, 4);
		else
			json_number(json, "value", values[i]);
		json_string(json, "unit", units[row->unit]);
		json_object_end(json);
	}
	json_array_end(json);
}

const char *telling_wait_words(const struct tool *tool, enum telling_wait wait)
{
	static const char *const vi[TELLING_WAITS] = {[TELLING_IDLE] = "không còn gì",
		[TELLING_IN_OUTBOX] = "đang gửi",
		[TELLING_REMINDS] = "nhắc lại",
		[TELLING_ESCALATES] = "báo cấp trên",
		[TELLING_OFFICE_HOURS] = "chờ giờ làm việc",
		[TELLING_DIGEST] = "thư tổng hợp",
		[TELLING_SILENCED] = "đang tạm im",
		[TELLING_ACKNOWLEDGED] = "đã nhận xử lý",
		[TELLING_COVERED] = "đã báo ở cấp rộng hơn",
		[TELLING_STALE] = "dữ liệu cũ, chờ",
		[TELLING_TRIAL] = "đang chạy thử",
		[TELLING_LET_GO] = "không còn là người nhận",
		[TELLING_NO_CALENDAR] = "thiếu lịch làm việc"};
	static const char *const en[TELLING_WAITS] = {[TELLING_IDLE] = "nothing more",
		[TELLING_IN_OUTBOX] = "being sent",
		[TELLING_REMINDS] = "reminder",
		[TELLING_ESCALATES] = "escalation",
		[TELLING_OFFICE_HOURS] = "waits for office hours",
		[TELLING_DIGEST] = "the day's letter",
		[TELLING_SILENCED] = "silenced",
		[TELLING_ACKNOWLEDGED] = "acknowledged",
		[TELLING_COVERED] = "covered by a wider alert",
		[TELLING_STALE] = "stale: waits",
		[TELLING_TRIAL] = "trial mode",
		[TELLING_LET_GO] = "not a recipient any more",
		[TELLING_NO_CALENDAR] = "the calendar does not know"};
	return say(tool, vi[wait], en[wait]);
}

void telling_json(const struct tool *tool, const struct telling *telling, bool returned,
	struct json_writer *json)
{
	json_object(json, NULL);
	json_string(json, "channel", telling->channel);
	json_string(json, "recipient", telling->recipient);
	bool knows = telling->accepted.sequence > 0 && telling->accepted.open;
	json_string(json, "knows", knows ? severity_name(telling->accepted.severity) : NULL);
	json_instant(tool, json, "told_at", telling->accepted.at);
	json_bool(json, "returned", returned);
	json_number(json, "reminders", telling->offered.reminders);
	json_instant(tool, json, "next_at", telling->next_at);
	json_string(json, "waits_for", telling_wait_name(telling->wait));
	json_object_end(json);
}
