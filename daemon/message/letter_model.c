#include "message/letter_model.h"

#include "base/memory.h"
#include "base/plural.h"
#include "message/letter_words.h"

static size_t shown_cases(const struct news_view *view)
{
	return view->case_count < LETTER_CASES_MOST ? view->case_count : LETTER_CASES_MOST;
}

/* Without numbers, so that it stays the same as they move. */
static void add_subject(const struct news_view *view, struct text *out)
{
	const struct measure_row *row = &measures[words_measure(view)];
	text_printf(out, "[%s] %s – ", words_prefix(view),
		view->english ? row->topic_en : row->topic_vi);
	words_place_first(view, out);
	text_printf(out, view->english ? " (alert no. %lld)" : " (cảnh báo số %lld)",
		(long long)view->news->episode);
}

static void add_headline(const struct news_view *view, struct text *out)
{
	words_state(view, out);
	text_add(out, " – ");
	words_has(view, out);
}

void letter_add_greeting(const struct news_view *view, struct text *out)
{
	bool chair = view->news->scope == SCOPE_COMMUNE && view->subject_kind == COMMUNE;
	text_add(out, view->english ? "To: " : "Kính gửi: ");
	if (said(view->addressee)) {
		text_add(out, view->addressee);
	} else if (chair) {
		text_add(out, view->english ? "the Chair of the People's Committee of "
					    : "Chủ tịch Ủy ban nhân dân ");
		words_place(view, out);
	} else if (view->news->scope == SCOPE_COMMUNE) {
		text_add(out, view->english ? "the head of " : "Lãnh đạo ");
		words_place(view, out);
	} else {
		text_add(out, view->english ? "whom it may concern" : "Lãnh đạo phụ trách");
	}
}

/* An acknowledgement is of an open alert; who has no link can call. */
static void add_acknowledge(const struct news_view *view, struct text *out)
{
	bool english = view->english;
	if (view->news->kind == NEWS_CLOSED || view->sample)
		return;
	if (said(view->ack_url)) {
		text_add(out, english ? "Please acknowledge this alert, and say by when it will be "
					"settled, by the link below. It works once, until the end "
					"of "
				      : "Đề nghị xác nhận đã nhận cảnh báo và ngày dự kiến xử lý "
					"xong tại địa chỉ dưới đây. Địa chỉ này dùng được một lần, "
					"có hiệu lực đến hết ngày ");
		words_day(zone_day(view->zone, view->ack_until - 1), english, out);
		text_add_char(out, '.');
	} else if (said(view->contact)) {
		text_add(out, english ? "To acknowledge this alert, and say by when it will be "
					"settled, please contact: "
				      : "Để xác nhận đã nhận cảnh báo và ngày dự kiến xử lý xong, "
					"đề nghị báo về: ");
		text_printf(out, "%s.", view->contact);
	}
}

static void add_ack_label(const struct news_view *view, struct text *out)
{
	if (view->news->kind != NEWS_CLOSED && said(view->ack_url))
		text_add(
			out, view->english ? "Acknowledge the alert" : "Xác nhận đã nhận cảnh báo");
}

static void add_ack_url(const struct news_view *view, struct text *out)
{
	if (view->news->kind != NEWS_CLOSED)
		text_add(out, or_empty(view->ack_url));
}

static void add_line(
	const struct news_view *view, const struct letter_case *one, struct letter_model *model)
{
	struct letter_line *line = &model->lines[model->line_count++];
	struct text code = {0}, state = {0}, about = {0};
	text_add(&code, or_empty(one->code));
	letter_add_case_state(view, one, &state);
	letter_add_case_about(
		one, !letter_one_unit(view->cases, shown_cases(view)), view->english, &about);
	*line = (struct letter_line){text_take(&code), text_take(&state), text_take(&about)};
}

static void add_more(const struct news_view *view, struct text *out)
{
	int64_t more = view->more + (int64_t)(view->case_count - shown_cases(view));
	if (more <= 0)
		return;
	words_more_cases(more, view->english, out);
	if (!said(view->attachment) && !said(view->page_url))
		text_add(out, view->english ? ", to be found on the one-stop system"
					    : ", xem trên hệ thống một cửa");
	else if (!said(view->attachment))
		text_add(out, view->english ? ", by the link at the end of this letter"
					    : ", xem theo địa chỉ ở cuối thư");
}

static void add_attached(const struct news_view *view, struct text *out)
{
	if (said(view->attachment))
		text_printf(out,
			view->english ? "The whole list goes with this letter: %s"
				      : "Danh sách đầy đủ có trong tệp gửi cùng thư: %s",
			view->attachment);
}

static void add_totals_title(const struct news_view *view, struct text *out)
{
	text_add(out, view->english ? "Totals of the period " : "Số liệu chung, kỳ báo cáo ");
	words_day(view->period.from, view->english, out);
	text_add(out, " – ");
	words_day(view->period.to, view->english, out);
}

/* The worst few, by code and days. */
static void add_worst(const struct news_view *view, struct text *out)
{
	size_t count = view->case_count < 3 ? view->case_count : 3;
	if (count == 0)
		return;
	text_add(out, view->english ? " Most urgent: " : " Cần xử lý trước: ");
	for (size_t i = 0; i < count; i++) {
		const struct letter_case *one = &view->cases[i];
		text_printf(out, "%s%s", i == 0 ? "" : "; ", or_empty(one->code));
		if (one->overdue_working_days > 0)
			plural_printf(out, view->english ? " (%d day(s))" : " (%d ngày)",
				one->overdue_working_days);
	}
	text_add_char(out, '.');
}

static void add_paragraph_counts(const struct news_view *view, struct text *out)
{
	const struct counts *counts = &view->news->counts;
	bool english = view->english;
	text_add(out, english ? "; open " : "; đang giải quyết ");
	words_cases(out, counts_open(counts), english);
	if (words_measure(view) != MEASURE_OVERDUE || view->retired) {
		text_add(out, english ? ", overdue " : ", quá hạn ");
		words_number(out, counts->bucket[BUCKET_OVERDUE], english);
	}
	text_add(out, english ? ", closed in the period " : ", đã giải quyết trong kỳ ");
	words_number(out, counts_closed(counts), english);
	text_add(out, english ? ". As of " : ". Số liệu lúc ");
	words_time(view, view->observed, out);
}

void letter_paragraph(const struct news_view *view, struct text *out)
{
	bool english = view->english;
	text_printf(out, "[%s] ", words_prefix(view));
	words_has(view, out);
	if (words_counted(view))
		add_paragraph_counts(view, out);
	text_add_char(out, '.');
	if (!words_counted(view)) {
		text_add_char(out, ' ');
		letter_add_lead(view, out);
	}
	if (view->news->kind != NEWS_CLOSED)
		add_worst(view, out);
	if (said(view->contact))
		text_printf(out, english ? " Contact: %s." : " Đầu mối: %s.", view->contact);
}

void letter_add_automatic(bool english, struct text *out)
{
	text_add(out,
		english ? "Sent automatically by hentra, which watches the deadlines of "
			  "one-stop-shop cases. It holds no personal data of citizens."
			: "Thư gửi tự động từ hentra, hệ thống theo dõi hạn trả kết quả hồ sơ một "
			  "cửa; không chứa thông tin cá nhân của công dân.");
}

void letter_add_contact(const char *contact, bool english, struct text *out)
{
	text_printf(out,
		english ? "Contact, also for what this letter means: %s"
			: "Đầu mối, giải đáp về thư này: %s",
		contact);
}

void letter_add_guide(const char *guide, bool english, struct text *out)
{
	if (said(guide))
		text_add(out, english ? "What this letter means" : "Thư này nghĩa là gì");
}

static void add_guide_label(const struct news_view *view, struct text *out)
{
	letter_add_guide(view->guide, view->english, out);
}

static void add_guide_url(const struct news_view *view, struct text *out)
{
	text_add(out, or_empty(view->guide));
}

static void add_list_unit(const struct news_view *view, struct text *out)
{
	letter_add_one_unit(view->cases, shown_cases(view), view->english, out);
}

static void add_closing(const struct news_view *view, struct letter_model *model)
{
	struct text line = {0};
	if (said(view->contact)) {
		letter_add_contact(view->contact, view->english, &line);
		model->closing[model->closing_count++] = text_take(&line);
	}
	text_add(&line, view->english ? "Yours faithfully," : "Trân trọng./.");
	model->closing[model->closing_count++] = text_take(&line);
	if (said(view->organisation)) {
		text_add(&line, view->organisation);
		model->closing[model->closing_count++] = text_take(&line);
	}
	letter_add_automatic(view->english, &line);
	model->closing[model->closing_count++] = text_take(&line);
}

typedef void phrase_fn(const struct news_view *view, struct text *out);

static char *made(phrase_fn *phrase, const struct news_view *view)
{
	struct text text = {0};
	phrase(view, &text);
	return text_take(&text);
}

void letter_model_build(const struct news_view *view, struct letter_model *ret_model)
{
	bool english = view->english;
	*ret_model = (struct letter_model){
		.subject = made(add_subject, view),
		.headline = made(add_headline, view),
		.greeting = made(letter_add_greeting, view),
		.change = made(letter_add_change, view),
		.lead = made(letter_add_lead, view),
		.request = made(letter_add_request, view),
		.acknowledge = made(add_acknowledge, view),
		.ack_label = made(add_ack_label, view),
		.ack_url = made(add_ack_url, view),
		.list_title = made(letter_add_list_title, view),
		.list_unit = made(add_list_unit, view),
		.more = made(add_more, view),
		.attached = made(add_attached, view),
		.totals_title = made(add_totals_title, view),
		.notes_title = xstrdup(english ? "Why you get this letter" : "Căn cứ gửi thư"),
		.paragraph_title =
			xstrdup(english ? "To paste into a chat" : "Đoạn gửi nhanh qua Zalo"),
		.paragraph = made(letter_paragraph, view),
		.guide_label = made(add_guide_label, view),
		.guide_url = made(add_guide_url, view),
	};
	for (size_t i = 0; i < shown_cases(view); i++)
		add_line(view, &view->cases[i], ret_model);
	letter_add_totals(view, ret_model);
	letter_add_notes(view, ret_model);
	add_closing(view, ret_model);
}

void letter_model_free(struct letter_model *model)
{
	char *const texts[] = {model->subject, model->headline, model->greeting, model->change,
		model->lead, model->request, model->acknowledge, model->ack_label, model->ack_url,
		model->list_title, model->list_unit, model->guide_label, model->guide_url,
		model->attached, model->more, model->totals_title, model->notes_title,
		model->paragraph_title, model->paragraph};
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		free(texts[i]);
	for (size_t i = 0; i < model->line_count; i++) {
		free(model->lines[i].code);
		free(model->lines[i].state);
		free(model->lines[i].about);
	}
	for (size_t i = 0; i < model->total_count; i++) {
		free(model->totals[i].label);
		free(model->totals[i].value);
		free(model->totals[i].detail);
	}
	for (size_t i = 0; i < model->note_count; i++)
		free(model->notes[i]);
	for (size_t i = 0; i < model->closing_count; i++)
		free(model->closing[i]);
	*model = (struct letter_model){0};
}
