#include "message/case_list.h"

#include "base/memory.h"
#include "message/letter_parts.h"
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

/* By language; the last column of a warning's list. */
static const struct table_column days_left[2] = {
	{"working_days_left", "Số ngày làm việc còn lại", ALIGN_RIGHT, true, false},
	{"working_days_left", "Working days left", ALIGN_RIGHT, true, false},
};

/* By language; for cases that are listed for what was seen of them (enum case_story). */
static const struct table_column stories[2][3] = {
	{
		{"was", "Ngày trước khi thay đổi", ALIGN_LEFT, false, true},
		{"became", "Ngày sau khi thay đổi", ALIGN_LEFT, false, true},
		{"seen", "Ngày ghi nhận", ALIGN_LEFT, false, true},
	},
	{
		{"was", "Date before", ALIGN_LEFT, false, true},
		{"became", "Date after", ALIGN_LEFT, false, true},
		{"seen", "Seen on", ALIGN_LEFT, false, true},
	},
};

static bool tells_stories(const struct news_view *view)
{
	enum measure_list list = measures[words_measure(view)].list;
	return !view->warning && (list == LIST_MOVED_DUE || list == LIST_BACK_DATED);
}

static struct table *new_table(const struct news_view *view, struct table_column *all)
{
	size_t count = ARRAY_SIZE(columns[0]);
	memcpy(all, columns[view->english], sizeof(columns[0]));
	if (view->warning)
		all[count - 1] = days_left[view->english];
	if (tells_stories(view)) {
		memcpy(&all[count], stories[view->english], sizeof(stories[0]));
		count += ARRAY_SIZE(stories[0]);
	}
	return table_new(all, (int)count);
}

_Static_assert(CASE_LIST_COLUMNS == ARRAY_SIZE(columns[0]) + ARRAY_SIZE(stories[0]), "all of them");

static const char *topic_of(const struct news_view *view)
{
	const struct measure_row *row = &measures[words_measure(view)];
	if (view->warning)
		return view->english ? "Cases coming due" : "Hồ sơ sắp đến hạn";
	if (row->list_vi)
		return view->english ? row->list_en : row->list_vi;
	return view->english ? row->topic_en : row->topic_vi;
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
	const char *topic = topic_of(view);
	struct text title = {0}, whose = {0}, when = {0};
	char date[11];
	civil_format_date(zone_day(view->zone, view->observed), date);
	text_printf(&title, view->english ? "List of cases: %s" : "Danh sách hồ sơ: %s", topic);
	words_place_first(view, &whose);
	text_add(&when, view->english ? "As of " : "Số liệu lúc ");
	words_time(view, view->observed, &when);
	*ret_list = (struct case_list){
		.file = file_name(view, date),
		.name = xstrdup(topic),
		.title = text_take(&title),
		.lines = {text_take(&whose), text_take(&when)},
		.line_count = 2,
	};
	ret_list->table = new_table(view, ret_list->columns);
}

static void add_date(struct table *table, const struct news_view *view, instant at)
{
	char date[11];
	if (at == INSTANT_NONE)
		table_add(table, NULL);
	else
		table_add(table, civil_format_date(zone_day(view->zone, at), date));
}

static void see_unit(struct case_list *list, const struct letter_case *one)
{
	if (!list->unit)
		list->unit = xstrdup(or_empty(one->unit));
	if (!list->unit_name && said(one->unit_name))
		list->unit_name = xstrdup(one->unit_name);
	list->units |= strcmp(list->unit, or_empty(one->unit)) != 0;
}

void case_list_add(
	struct case_list *list, const struct news_view *view, const struct letter_case *one)
{
	struct table *table = list->table;
	see_unit(list, one);
	table_add(table, or_empty(one->code));
	table_add(table, or_empty(one->procedure));
	table_add(table, or_empty(one->procedure_name));
	table_add(table, said(one->field_name) ? one->field_name : or_empty(one->field));
	table_add(table, said(one->unit_name) ? one->unit_name : or_empty(one->unit));
	add_date(table, view, one->received);
	add_date(table, view, one->due);
	if (view->warning)
		table_add_number(table, one->days_left);
	else if (one->overdue_working_days > 0)
		table_add_number(table, one->overdue_working_days);
	else
		table_add(table, NULL);
	if (!tells_stories(view))
		return;
	add_date(table, view, one->was);
	add_date(table, view, one->became);
	add_date(table, view, one->seen);
}

/* The same rows without the column; the columns stand in the list itself. */
static void drop_column(struct case_list *list, const char *name)
{
	struct table *whole = list->table;
	size_t count, drop = 0, rows = table_rows(whole);
	table_columns(whole, &count);
	while (strcmp(list->columns[drop].name, name) != 0)
		drop++;
	memmove(&list->columns[drop], &list->columns[drop + 1],
		(count - drop - 1) * sizeof(*list->columns));
	list->table = table_new(list->columns, (int)count - 1);
	for (size_t row = 0; row < rows; row++)
		for (size_t column = 0; column < count; column++)
			if (column != drop)
				table_add(list->table, table_cell(whole, row, column));
	table_free(whole);
}

void case_list_end(struct case_list *list, const struct news_view *view)
{
	struct letter_case of_unit[] = {
		{.unit = list->unit, .unit_name = list->unit_name}, {.unit = list->unit}};
	struct text line = {0};
	if (list->units || table_rows(list->table) < 2)
		return;
	drop_column(list, "unit");
	letter_add_one_unit(of_unit, ARRAY_SIZE(of_unit), view->english, &line);
	if (line.length > 0)
		list->lines[list->line_count++] = text_take(&line);
}

void case_list_free(struct case_list *list)
{
	table_free(list->table);
	free(list->file);
	free(list->name);
	free(list->title);
	for (size_t i = 0; i < list->line_count; i++)
		free(list->lines[i]);
	free(list->unit);
	free(list->unit_name);
	*list = (struct case_list){0};
}
