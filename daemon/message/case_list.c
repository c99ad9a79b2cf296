#include "message/case_list.h"

#include "base/memory.h"
#include "message/letter_words.h"

/* By language: Vietnamese, English. */
static const struct table_column columns[2][8] = {
	{
		{"code", "Mã hồ sơ", ALIGN_LEFT, false, false},
		{"procedure", "Mã thủ tục", ALIGN_LEFT, false, false},
		{"procedure_name", "Thủ tục", ALIGN_LEFT, false, false},
		{"field", "Lĩnh vực", ALIGN_LEFT, false, false},
		{"unit", "Đơn vị", ALIGN_LEFT, false, false},
		{"received", "Ngày tiếp nhận", ALIGN_LEFT, false, true},
		{"due", "Ngày hẹn trả", ALIGN_LEFT, false, true},
		{"overdue_working_days", "Số ngày làm việc quá hạn", ALIGN_RIGHT, true, false},
	},
	{
		{"code", "Case", ALIGN_LEFT, false, false},
		{"procedure", "Procedure code", ALIGN_LEFT, false, false},
		{"procedure_name", "Procedure", ALIGN_LEFT, false, false},
		{"field", "Field", ALIGN_LEFT, false, false},
		{"unit", "Unit", ALIGN_LEFT, false, false},
		{"received", "Received", ALIGN_LEFT, false, true},
		{"due", "Due", ALIGN_LEFT, false, true},
		{"overdue_working_days", "Working days overdue", ALIGN_RIGHT, true, false},
	},
};

/* What any system takes as a part of a file's name. */
static void add_plain(struct text *out, const char *raw)
{
	for (; *raw; raw++) {
		char low = (char)(*raw | 0x20);
		bool plain = (low >= 'a' && low <= 'z') || (*raw >= '0' && *raw <= '9') ||
			     *raw == '.' || *raw == '-';
		text_add_char(out, plain ? *raw : '_');
	}
}

static char *file_name(const struct news_view *view, const char *date)
{
	struct text name = {0};
	text_add(&name, "hentra-");
	add_plain(&name, or_empty(view->subject_code));
	text_printf(&name, "-%s.xlsx", date);
	return text_take(&name);
}

void case_list_begin(const struct news_view *view, struct case_list *ret_list)
{
	const struct measure_row *row = &measures[words_measure(view)];
	const char *topic = view->english ? row->topic_en : row->topic_vi;
	struct text title = {0}, whose = {0}, when = {0};
	char date[11];
	civil_format_date(zone_day(view->zone, view->observed), date);
	text_printf(&title, view->english ? "List of cases: %s" : "Danh sách hồ sơ: %s", topic);
	words_place_first(view, &whose);
	text_add(&when, view->english ? "As of " : "Số liệu lúc ");
	words_time(view, view->observed, &when);
	*ret_list = (struct case_list){
		.table = table_new(columns[view->english], ARRAY_SIZE(columns[0])),
		.file = file_name(view, date),
		.name = xstrdup(topic),
		.title = text_take(&title),
		.lines = {text_take(&whose), text_take(&when)},
	};
}

static void add_date(struct table *table, const struct news_view *view, instant at)
{
	char date[11];
	if (at == INSTANT_NONE)
		table_add(table, NULL);
	else
		table_add(table, civil_format_date(zone_day(view->zone, at), date));
}

void case_list_add(
	struct case_list *list, const struct news_view *view, const struct letter_case *one)
{
	struct table *table = list->table;
	table_add(table, or_empty(one->code));
	table_add(table, or_empty(one->procedure));
	table_add(table, or_empty(one->procedure_name));
	table_add(table, said(one->field_name) ? one->field_name : or_empty(one->field));
	table_add(table, said(one->unit_name) ? one->unit_name : or_empty(one->unit));
	add_date(table, view, one->received);
	add_date(table, view, one->due);
	if (one->overdue_working_days > 0)
		table_add_number(table, one->overdue_working_days);
	else
		table_add(table, NULL);
}

void case_list_free(struct case_list *list)
{
	table_free(list->table);
	free(list->file);
	free(list->name);
	free(list->title);
	free(list->lines[0]);
	free(list->lines[1]);
	*list = (struct case_list){0};
}
