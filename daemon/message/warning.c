#include "message/warning.h"
#include "base/memory.h"

#include "message/letter_parts.h"
#include "message/letter_words.h"

static void add_date(const struct news_view *view, struct text *out)
{
	words_day(zone_day(view->zone, view->news->at), view->english, out);
}

static void add_subject(const struct news_view *view, struct text *out)
{
	bool english = view->english;
	text_add(out, english ? "[Warning] Cases coming due, " : "[Nhắc hạn] Hồ sơ sắp đến hạn, ");
	words_place(view, out);
	text_add(out, english ? ", " : ", ngày ");
	add_date(view, out);
}

static void add_headline(const struct news_view *view, struct text *out)
{
	text_add(out, view->english ? "WARNING – " : "NHẮC HẠN – ");
	words_place_first(view, out);
	text_add(out, view->english ? " has " : " có ");
	words_cases(out, (int64_t)view->case_count + view->more, view->english);
	text_add(out, view->english ? " coming due" : " sắp đến hạn trả");
}

/* "2 hồ sơ còn 1 ngày làm việc; 3 hồ sơ còn 3 ngày làm việc": of the cases that are shown. */
static void add_lead(const struct news_view *view, struct text *out)
{
	for (size_t i = 0; i < view->case_count;) {
		size_t first = i;
		while (i < view->case_count &&
			view->cases[i].days_left == view->cases[first].days_left)
			i++;
		text_add(out, first > 0 ? "; " : "");
		int days = view->cases[first].days_left;
		words_cases(out, (int64_t)(i - first), view->english);
		text_add(out, view->english && days > 0 ? " with " : " ");
		words_days_left(days, view->english, out);
	}
	if (view->more > 0) {
		text_add(out, view->english ? "; and " : "; và ");
		words_cases(out, view->more, view->english);
		text_add(out, view->english ? " more" : " khác");
	}
	text_add_char(out, '.');
}

static void add_request(const struct news_view *view, struct text *out)
{
	text_add(out,
		view->english
			? "Please see that they are finished in time. Where that cannot be, the "
			  "citizen must be told and given a new date at the latest one day before "
			  "the due date."
			: "Đề nghị chỉ đạo giải quyết trước ngày hẹn trả. Trường hợp không kịp, "
			  "phải thông báo xin lỗi và hẹn lại chậm nhất 01 ngày trước ngày hẹn "
			  "trả.");
}

static void add_list_title(const struct news_view *view, struct text *out)
{
	text_add(out, view->english ? "Cases coming due" : "Hồ sơ sắp đến hạn");
}

static void add_note(const struct news_view *view, struct text *out)
{
	text_printf(out,
		view->english
			? "Rule “%s”; each case is told of once a step. Data as of "
			: "Quy tắc “%s”; mỗi hồ sơ chỉ được nhắc một lần cho mỗi mốc. Số liệu lúc ",
		or_empty(view->news->rule));
	words_time(view, view->observed, out);
	text_add_char(out, '.');
}

static void add_paragraph(const struct news_view *view, struct text *out)
{
	text_add(out, view->english ? "[Warning] " : "[Nhắc hạn] ");
	words_place_first(view, out);
	text_add(out, ": ");
	add_lead(view, out);
	for (size_t i = 0; i < view->case_count && i < 3; i++)
		text_printf(out, "%s%s", i > 0 ? "; " : " ", or_empty(view->cases[i].code));
	text_add(out, view->case_count > 0 ? "." : "");
}

static void set_notes(const struct news_view *view, struct paper *paper)
{
	cleanup(text_free) struct text note = {0};
	add_note(view, &note);
	paper_title(paper, view->english ? "Why you get this letter" : "Căn cứ gửi thư");
	paper_points_begin(paper);
	paper_point(paper, note.data);
	paper_points_end(paper);
}

void warning_render(const struct news_view *view, const char *key, struct letter *ret_letter)
{
	static const struct letter_kind kind = {
		.subject = add_subject,
		.headline = add_headline,
		.lead = add_lead,
		.request = add_request,
		.list_title = add_list_title,
		.paragraph = add_paragraph,
		.notes = set_notes,
		.colour = PAPER_AMBER,
		.event = "warning",
	};
	letter_set(view, &kind, key, ret_letter);
}
