/* The notes of a letter: by which rule it was sent, how lateness was judged, how fresh the data is. */
#include "message/letter_model.h"
#include "message/letter_words.h"

static void add_note(struct letter_model *model, struct text *note)
{
	model->notes[model->note_count++] = text_take(note);
}

static void add_conditions(const struct condition *conditions, int count, const int64_t *values,
	bool english, bool any, struct text *out)
{
	for (int i = 0; i < count; i++) {
		char words[128], value[48];
		const char *and = english ? " and " : " và ", * or = english ? " or " : " hoặc ";
		text_printf(out, "%s%s",
			i == 0 ? ""
			: any  ? or
			       : and,
			condition_words(&conditions[i], english, words));
		if (values)
			text_printf(out, english ? " (now %s)" : " (hiện nay %s)",
				measure_format(conditions[i].measure, values[i], english, value));
	}
}

static void add_rule(const struct news_view *view, struct letter_model *model)
{
	const struct rule *rule = view->rule;
	bool english = view->english;
	struct text note = {0};
	/* a rule's name is a word of the configuration: it stands last, in brackets */
	text_add(&note, english ? "Alert when " : "Cảnh báo khi ");
	add_conditions(rule->fire, rule->fire_count, view->news->value, english, false, &note);
	if (rule->hold.amount > 0) {
		text_add(&note, english ? ", for " : ", kéo dài ");
		words_duration(rule->hold, english, &note);
	}
	if (rule->clear_count > 0) {
		text_add(&note, english ? "; over when " : "; kết thúc khi ");
		add_conditions(rule->clear, rule->clear_count, NULL, english, true, &note);
	} else {
		text_add(&note, english ? "; over when that no longer holds"
					: "; kết thúc khi không còn như vậy");
	}
	if (rule->keep_firing.amount > 0) {
		text_add(&note, english ? ", for " : ", kéo dài ");
		words_duration(rule->keep_firing, english, &note);
	}
	text_printf(&note, english ? " (rule %s)." : " (quy tắc %s).", rule->name);
	add_note(model, &note);
}

static void add_critical(const struct news_view *view, struct letter_model *model)
{
	const struct rule *rule = view->rule;
	struct text note = {0};
	if (rule->critical_count == 0)
		return;
	text_add(&note, view->english ? "Critical when " : "Mức nghiêm trọng khi ");
	add_conditions(rule->critical, rule->critical_count, NULL, view->english, false, &note);
	text_add_char(&note, '.');
	add_note(model, &note);
}

static void add_judged(const struct news_view *view, struct letter_model *model)
{
	const struct judge *judge = view->judge;
	bool english = view->english;
	struct text note = {0};
	if (judge->compare == COMPARE_DATE)
		text_add(&note, english ? "Judged by date: a case is overdue from the day after "
					  "its due date."
					: "So sánh theo ngày: hồ sơ quá hạn tính từ ngày liền sau "
					  "ngày hẹn trả.");
	else
		text_add(&note, english ? "Judged by the clock: a case is overdue once its due "
					  "time has passed."
					: "So sánh theo giờ: hồ sơ quá hạn tính từ sau thời điểm "
					  "hẹn trả.");
	if (judge->due_moves_off_day_off)
		text_add(&note, english ? " A due date on a day off counts as the next working day."
					: " Ngày hẹn trả trùng ngày nghỉ được tính sang ngày làm "
					  "việc liền sau.");
	add_note(model, &note);
}

static void add_freshness(const struct news_view *view, struct letter_model *model)
{
	struct text note = {0};
	text_add(&note, view->english
				? "Numbers as of the last complete reading of the portal, "
				: "Số liệu theo lần đọc đầy đủ gần nhất từ hệ thống một cửa, lúc ");
	words_time(view, view->observed, &note);
	text_add_char(&note, '.');
	add_note(model, &note);
	if (!view->calendar_provisional)
		return;
	text_add(&note,
		view->english
			? "Attention: the calendar of days off is provisional (no official notice "
			  "entered yet); working days may still change."
			: "Lưu ý: lịch nghỉ lễ đang dùng là tạm tính (chưa có thông báo chính "
			  "thức); "
			  "số ngày làm việc có thể thay đổi.");
	add_note(model, &note);
}

static void add_where(const struct news_view *view, struct letter_model *model)
{
	struct text note = {0};
	if (!said(view->page_url))
		return;
	text_printf(&note, view->english ? "Details: %s/" : "Xem chi tiết: %s/", view->page_url);
	if (view->news->scope == SCOPE_COMMUNE && words_counted(view))
		text_printf(&note, "communes/%s", or_empty(view->subject_code));
	add_note(model, &note);
}

void letter_add_notes(const struct news_view *view, struct letter_model *model)
{
	if (!view->retired) {
		add_rule(view, model);
		add_critical(view, model);
	}
	if (words_counted(view)) {
		add_judged(view, model);
		if (!view->sample) /* whose numbers were read nowhere */
			add_freshness(view, model);
	}
	add_where(view, model);
}
