/* How a case stands in the list of a letter: its lateness, or what it is listed for. */
#include "message/letter_parts.h"
#include "message/letter_words.h"

static void add_due(
	const struct news_view *view, const char *between, instant due, struct text *out)
{
	bool english = view->english;
	text_add(out, between);
	if (due == INSTANT_NONE) {
		text_add(out, english ? "no due date" : "không có ngày hẹn trả");
		return;
	}
	text_add(out, english ? "due " : "hẹn trả ");
	words_due(view, due, out);
}

static void add_moved(const struct news_view *view, const struct letter_case *one, struct text *out)
{
	bool english = view->english;
	if (one->was == INSTANT_NONE || one->became == INSTANT_NONE) {
		add_due(view, "", one->due, out);
		return;
	}
	text_add(out, english ? "due date moved from " : "ngày hẹn trả bị dời từ ");
	words_due(view, one->was, out);
	text_add(out, english ? " to " : " sang ");
	words_due(view, one->became, out);
	if (one->seen == INSTANT_NONE)
		return;
	text_add(out, english ? ", seen at " : ", ghi nhận lúc ");
	words_time(view, one->seen, out);
}

static void add_back_dated(
	const struct news_view *view, const struct letter_case *one, struct text *out)
{
	bool english = view->english;
	if (one->became != INSTANT_NONE) {
		text_add(out, english ? "said to be finished on " : "ghi kết thúc ngày ");
		words_day(zone_day(view->zone, one->became), english, out);
		text_add(out, ", ");
	}
	if (one->seen != INSTANT_NONE) {
		text_add(out, english ? "but still open at " : "nhưng lúc ");
		words_time(view, one->seen, out);
		text_add(out, english ? "" : " vẫn chưa kết thúc");
		text_add(out, ", ");
	}
	add_due(view, "", one->due, out);
}

static void add_finished_late(
	const struct news_view *view, const struct letter_case *one, struct text *out)
{
	bool english = view->english;
	text_add(out, english ? "finished on " : "trả kết quả ngày ");
	words_day(zone_day(view->zone, one->became), english, out);
	if (one->overdue_working_days > 0)
		text_printf(out, english ? ", %d working day%s late" : ", trễ %d ngày làm việc%s",
			one->overdue_working_days,
			english && one->overdue_working_days != 1 ? "s" : "");
	add_due(view, ", ", one->due, out);
}

static void add_left(const struct news_view *view, const struct letter_case *one, struct text *out)
{
	words_days_left(one->days_left, view->english, out);
	add_due(view, ", ", one->due, out);
}

void letter_add_case_state(
	const struct news_view *view, const struct letter_case *one, struct text *out)
{
	switch (one->story) {
	case STORY_DUE_MOVED:
		add_moved(view, one, out);
		break;
	case STORY_BACK_DATED:
		add_back_dated(view, one, out);
		break;
	case STORY_FINISHED_LATE:
		add_finished_late(view, one, out);
		break;
	case STORY_WARNED:
		add_left(view, one, out);
		break;
	case STORY_NONE:
		words_late(view, one, out);
		add_due(view, out->length > 0 ? ", " : "", one->due, out);
		break;
	}
}

void letter_add_list_title(const struct news_view *view, struct text *out)
{
	const struct measure_row *row = &measures[words_measure(view)];
	if (view->case_count == 0)
		return;
	if (row->list_vi)
		text_add(out, view->english ? row->list_en : row->list_vi);
	else if (row->lists == BUCKET_OVERDUE)
		text_add(out, view->english ? "Longest overdue cases" : "Hồ sơ quá hạn lâu nhất");
	else
		text_add(out, view->english ? row->topic_en : row->topic_vi);
}

void letter_add_case_about(
	const struct letter_case *one, bool with_unit, bool english, struct text *out)
{
	const char *procedure = said(one->procedure_name) ? one->procedure_name : one->procedure;
	const char *field = said(one->field_name) ? one->field_name : one->field;
	const char *between = "";
	if (said(procedure)) {
		text_add(out, procedure);
		between = " – ";
	}
	if (said(field)) {
		text_printf(out, english ? "%sfield: %s" : "%slĩnh vực %s", between, field);
		between = " – ";
	}
	if (!with_unit)
		return;
	if (said(one->unit_name) && said(one->unit))
		text_printf(out, english ? "%sunit: %s (%s)" : "%sđơn vị: %s (%s)", between,
			one->unit_name, one->unit);
	else if (said(one->unit))
		text_printf(out, english ? "%sunit %s" : "%sđơn vị %s", between, one->unit);
}

bool letter_one_unit(const struct letter_case *cases, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(or_empty(cases[i].unit), or_empty(cases[0].unit)) != 0)
			return false;
	return count > 1;
}

void letter_add_one_unit(
	const struct letter_case *cases, size_t count, bool english, struct text *out)
{
	const char *name = NULL;
	if (!letter_one_unit(cases, count) || !said(cases[0].unit))
		return;
	for (size_t i = 0; i < count && !said(name); i++)
		name = cases[i].unit_name;
	text_add(out, english ? "Unit: " : "Đơn vị: ");
	if (said(name))
		text_printf(out, "%s (%s)", name, cases[0].unit);
	else
		text_add(out, cases[0].unit);
}
