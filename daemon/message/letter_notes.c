/* The notes of a letter: by which rule it was sent, how lateness was judged, how fresh the data is. */
#include "base/memory.h"
#include "message/letter_parts.h"
#include "message/letter_words.h"

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

static void add_rule(const struct news_view *view, struct text *out)
{
	const struct rule *rule = view->rule;
	bool english = view->english;
	/* a rule's name is a word of the configuration: it stands last, in brackets */
	text_add(out, english ? "Alert when " : "Cảnh báo khi ");
	add_conditions(rule->fire, rule->fire_count, view->news->value, english, false, out);
	if (rule->hold.amount > 0) {
		text_add(out, english ? ", for " : ", kéo dài ");
		words_duration(rule->hold, english, out);
	}
	if (rule->clear_count > 0) {
		text_add(out, english ? "; over when " : "; kết thúc khi ");
		add_conditions(rule->clear, rule->clear_count, NULL, english, true, out);
	} else {
		text_add(out, english ? "; over when that no longer holds"
				      : "; kết thúc khi không còn như vậy");
	}
	if (rule->keep_firing.amount > 0) {
		text_add(out, english ? ", for " : ", kéo dài ");
		words_duration(rule->keep_firing, english, out);
	}
	text_printf(out, english ? " (rule %s)." : " (quy tắc %s).", rule->name);
}

static void add_critical(const struct news_view *view, struct text *out)
{
	const struct rule *rule = view->rule;
	if (rule->critical_count == 0)
		return;
	text_add(out, view->english ? "Critical when " : "Mức nghiêm trọng khi ");
	add_conditions(rule->critical, rule->critical_count, NULL, view->english, false, out);
	text_add_char(out, '.');
}

static void add_judged(const struct news_view *view, struct text *out)
{
	const struct judge *judge = view->judge;
	bool english = view->english;
	if (judge->compare == COMPARE_DATE)
		text_add(out, english ? "Judged by date: a case is overdue from the day after "
					"its due date."
				      : "So sánh theo ngày: hồ sơ quá hạn tính từ ngày liền sau "
					"ngày hẹn trả.");
	else
		text_add(out, english ? "Judged by the clock: a case is overdue once its due "
					"time has passed."
				      : "So sánh theo giờ: hồ sơ quá hạn tính từ sau thời điểm "
					"hẹn trả.");
	if (judge->due_moves_off_day_off)
		text_add(out, english ? " A due date on a day off counts as the next working day."
				      : " Ngày hẹn trả trùng ngày nghỉ được tính sang ngày làm "
					"việc liền sau.");
}

static void add_freshness(const struct news_view *view, struct text *out)
{
	text_add(out, view->english
			      ? "Numbers as of the last complete reading of the portal, "
			      : "Số liệu theo lần đọc đầy đủ gần nhất từ hệ thống một cửa, lúc ");
	words_time(view, view->observed, out);
	text_add_char(out, '.');
}

static void add_where(const struct news_view *view, struct text *out)
{
	if (!said(view->page_url))
		return;
	text_printf(out, view->english ? "Details: %s/" : "Xem chi tiết: %s/", view->page_url);
	if (view->news->scope == SCOPE_COMMUNE && words_counted(view))
		text_printf(out, "communes/%s", or_empty(view->subject_code));
}

static void set_note(const struct news_view *view, phrase_fn *phrase, struct paper *paper)
{
	cleanup(text_free) struct text note = {0};
	phrase(view, &note);
	paper_point(paper, or_empty(note.data));
}

/* Of the rule and the numbers; those of a sample were read nowhere. */
static void set_grounds(const struct news_view *view, struct paper *paper)
{
	if (!view->retired) {
		set_note(view, add_rule, paper);
		set_note(view, add_critical, paper);
	}
	if (!words_counted(view))
		return;
	set_note(view, add_judged, paper);
	if (view->sample)
		return;
	set_note(view, add_freshness, paper);
	if (view->calendar_provisional)
		paper_point(paper,
			view->english
				? "Attention: the calendar of days off is provisional (no official "
				  "notice entered yet); working days may still change."
				: "Lưu ý: lịch nghỉ lễ đang dùng là tạm tính (chưa có thông báo "
				  "chính thức); số ngày làm việc có thể thay đổi.");
}

void letter_set_notes(const struct news_view *view, struct paper *paper)
{
	if (view->retired && !words_counted(view) && !said(view->page_url))
		return;
	paper_title(paper, view->english ? "Why you get this letter" : "Căn cứ gửi thư");
	paper_points_begin(paper);
	set_grounds(view, paper);
	set_note(view, add_where, paper);
	paper_points_end(paper);
}
