#include "message/letter.h"

#include "base/memory.h"
#include "base/plural.h"
#include "message/letter_parts.h"
#include "message/letter_words.h"

static size_t shown_cases(const struct news_view *view)
{
	return view->case_count < LETTER_CASES_MOST ? view->case_count : LETTER_CASES_MOST;
}

/* --- phrases -------------------------------------------------------------------------------- */

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
	if (view->sample)
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

/* --- setting -------------------------------------------------------------------------------- */

void letter_say(struct paper *paper, enum ink ink, phrase_fn *phrase, const struct news_view *view)
{
	cleanup(text_free) struct text words = {0};
	if (phrase)
		phrase(view, &words);
	if (words.length > 0)
		paper_paragraph(paper, ink, words.data);
}

static void set_acknowledge(const struct news_view *view, struct paper *paper)
{
	letter_say(paper, INK_PLAIN, add_acknowledge, view);
	paper_button(paper, view->english ? "Acknowledge the alert" : "Xác nhận đã nhận cảnh báo",
		or_empty(view->ack_url));
}

static void set_case(const struct news_view *view, const struct letter_case *one, bool with_unit,
	struct paper *paper)
{
	cleanup(text_free) struct text state = {0}, about = {0};
	letter_add_case_state(view, one, &state);
	letter_add_case_about(one, with_unit, view->english, &about);
	paper_row_begin(paper, or_empty(one->code), or_empty(state.data));
	paper_row_about(paper, or_empty(about.data));
	paper_row_end(paper);
}

static void set_cases(const struct news_view *view, phrase_fn *list_title, struct paper *paper)
{
	size_t count = shown_cases(view);
	cleanup(text_free) struct text title = {0}, unit = {0}, more = {0}, attached = {0};
	if (count == 0)
		return;
	list_title(view, &title);
	letter_add_one_unit(view->cases, count, view->english, &unit);
	add_more(view, &more);
	add_attached(view, &attached);
	paper_title(paper, or_empty(title.data));
	paper_rows_begin(paper, or_empty(unit.data));
	for (size_t i = 0; i < count; i++)
		set_case(view, &view->cases[i], !letter_one_unit(view->cases, count), paper);
	paper_rows_end(paper);
	paper_beside_rows(paper, or_empty(more.data));
	paper_beside_rows(paper, or_empty(attached.data));
}

static void set_chat(const struct news_view *view, phrase_fn *paragraph, struct paper *paper)
{
	cleanup(text_free) struct text words = {0};
	paragraph(view, &words);
	paper_title(paper, view->english ? "To paste into a chat" : "Đoạn gửi nhanh qua Zalo");
	paper_box(paper, or_empty(words.data));
}

static void add_contact(const struct news_view *view, struct text *out)
{
	if (said(view->contact))
		text_printf(out,
			view->english ? "Contact, also for what this letter means: %s"
				      : "Đầu mối, giải đáp về thư này: %s",
			view->contact);
}

void letter_set_closing(const struct news_view *view, struct paper *paper)
{
	bool english = view->english;
	letter_say(paper, INK_SMALL, add_contact, view);
	paper_paragraph(paper, INK_SMALL, english ? "Yours faithfully," : "Trân trọng./.");
	paper_paragraph(paper, INK_SMALL, or_empty(view->organisation));
	paper_paragraph(paper, INK_SMALL,
		english ? "Sent automatically by hentra, which watches the deadlines of "
			  "one-stop-shop cases. It holds no personal data of citizens."
			: "Thư gửi tự động từ hentra, hệ thống theo dõi hạn trả kết quả hồ sơ một "
			  "cửa; không chứa thông tin cá nhân của công dân.");
	paper_link(paper, english ? "What this letter means" : "Thư này nghĩa là gì",
		or_empty(view->guide));
}

struct email_fixed letter_header(const struct news_view *view, const char *event)
{
	const struct alert_news *news = view->news;
	return (struct email_fixed){
		.from = view->from,
		.province = or_empty(view->province),
		.rule = or_empty(news->rule),
		.scope = scope_name(news->scope),
		.alert_subject = or_empty(news->subject),
		.severity = severity_name(news->severity),
		.event = event,
	};
}

void letter_seal(struct paper *paper, const struct email_fixed *fixed, struct letter *ret_letter)
{
	struct text headers = {0};
	paper_end(paper);
	email_fixed_headers(fixed, &headers);
	*ret_letter = (struct letter){
		.subject = xstrdup(fixed->subject),
		.text = text_take(&paper->text),
		.html = text_take(&paper->html),
		.headers = text_take(&headers),
	};
}

void letter_set(const struct news_view *view, const struct letter_kind *kind, const char *key,
	struct letter *ret_letter)
{
	struct paper paper = {0};
	cleanup(text_free) struct text subject = {0}, headline = {0};
	struct email_fixed fixed = letter_header(view, kind->event);
	kind->subject(view, &subject);
	kind->headline(view, &headline);
	paper_begin(&paper, view->english, subject.data, headline.data, kind->colour);
	letter_say(&paper, INK_PLAIN, letter_add_greeting, view);
	letter_say(&paper, INK_STRONG, kind->change, view);
	letter_say(&paper, INK_PLAIN, kind->lead, view);
	letter_say(&paper, INK_PLAIN, kind->request, view);
	if (kind->acknowledged)
		set_acknowledge(view, &paper);
	set_cases(view, kind->list_title, &paper);
	letter_set_totals(view, &paper);
	kind->notes(view, &paper);
	set_chat(view, kind->paragraph, &paper);
	paper_gap(&paper);
	letter_set_closing(view, &paper);
	fixed.subject = subject.data;
	fixed.key = key;
	fixed.episode = view->warning ? 0 : view->news->episode;
	fixed.sequence = view->news->sequence;
	letter_seal(&paper, &fixed, ret_letter);
}

void letter_render(const struct news_view *view, const char *key, struct letter *ret_letter)
{
	const struct alert_news *news = view->news;
	bool open = news->kind != NEWS_CLOSED;
	struct letter_kind kind = {
		.subject = add_subject,
		.headline = add_headline,
		.change = letter_add_change,
		.lead = letter_add_lead,
		.request = letter_add_request,
		.list_title = letter_add_list_title,
		.paragraph = letter_paragraph,
		.notes = letter_set_notes,
		.acknowledged = open,
		.colour = !open                                 ? PAPER_GREEN
			  : news->severity == SEVERITY_CRITICAL ? PAPER_RED
								: PAPER_AMBER,
		.event = news_kind_name(news->kind),
	};
	letter_set(view, &kind, key, ret_letter);
}

void letter_free(struct letter *letter)
{
	free(letter->subject);
	free(letter->text);
	free(letter->html);
	free(letter->headers);
	*letter = (struct letter){0};
}
