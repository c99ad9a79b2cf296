#include "message/warning.h"

#include "base/memory.h"
#include "message/channel_email.h"
#include "message/letter_model.h"
#include "message/letter_words.h"

struct warning {
	const struct news_view *view;
	int64_t count; /* of all cases it warns of */
};

static void add_date(const struct warning *warning, struct text *out)
{
	const struct news_view *view = warning->view;
	words_day(zone_day(view->zone, view->news->at), view->english, out);
}

static void add_subject(const struct warning *warning, struct text *out)
{
	bool english = warning->view->english;
	text_add(out, english ? "[Warning] Cases coming due, " : "[Nhắc hạn] Hồ sơ sắp đến hạn, ");
	words_place(warning->view, out);
	text_add(out, english ? ", " : ", ngày ");
	add_date(warning, out);
}

static void add_headline(const struct warning *warning, struct text *out)
{
	const struct news_view *view = warning->view;
	text_add(out, view->english ? "WARNING – " : "NHẮC HẠN – ");
	words_place_first(view, out);
	text_add(out, view->english ? " has " : " có ");
	words_cases(out, warning->count, view->english);
	text_add(out, view->english ? " coming due" : " sắp đến hạn trả");
}

/* "2 hồ sơ còn 1 ngày làm việc; 3 hồ sơ còn 3 ngày làm việc": of the cases that are shown. */
static void add_lead(const struct warning *warning, struct text *out)
{
	const struct news_view *view = warning->view;
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

static void add_request(const struct warning *warning, struct text *out)
{
	text_add(out,
		warning->view->english
			? "Please see that they are finished in time. Where that cannot be, the "
			  "citizen must be told and given a new date at the latest one day before "
			  "the due date."
			: "Đề nghị chỉ đạo giải quyết trước ngày hẹn trả. Trường hợp không kịp, "
			  "phải thông báo xin lỗi và hẹn lại chậm nhất 01 ngày trước ngày hẹn "
			  "trả.");
}

static void add_list_title(const struct warning *warning, struct text *out)
{
	text_add(out, warning->view->english ? "Cases coming due" : "Hồ sơ sắp đến hạn");
}

static void add_note(const struct warning *warning, struct text *out)
{
	const struct news_view *view = warning->view;
	text_printf(out,
		view->english
			? "Rule “%s”; each case is told of once a step. Data as of "
			: "Quy tắc “%s”; mỗi hồ sơ chỉ được nhắc một lần cho mỗi mốc. Số liệu lúc ",
		or_empty(view->news->rule));
	words_time(view, view->observed, out);
	text_add_char(out, '.');
}

static void add_paragraph(const struct warning *warning, struct text *out)
{
	const struct news_view *view = warning->view;
	text_add(out, view->english ? "[Warning] " : "[Nhắc hạn] ");
	words_place_first(view, out);
	text_add(out, view->english ? ": " : ": ");
	add_lead(warning, out);
	for (size_t i = 0; i < view->case_count && i < 3; i++)
		text_printf(out, "%s%s", i > 0 ? "; " : " ", or_empty(view->cases[i].code));
	text_add(out, view->case_count > 0 ? "." : "");
}

typedef void phrase_fn(const struct warning *warning, struct text *out);

/* Says another thing than a letter about an alert does. */
static void instead(char **place, phrase_fn *phrase, const struct warning *warning)
{
	struct text text = {0};
	if (phrase)
		phrase(warning, &text);
	free(*place);
	*place = phrase ? text_take(&text) : xstrdup("");
}

static void adapt(struct letter_model *model, const struct warning *warning)
{
	instead(&model->subject, add_subject, warning);
	instead(&model->headline, add_headline, warning);
	instead(&model->change, NULL, warning);
	instead(&model->lead, add_lead, warning);
	instead(&model->request, add_request, warning);
	instead(&model->acknowledge, NULL, warning);
	instead(&model->ack_label, NULL, warning);
	instead(&model->ack_url, NULL, warning);
	instead(&model->list_title, add_list_title, warning);
	instead(&model->paragraph, add_paragraph, warning);
	for (size_t i = 1; i < model->note_count; i++)
		free(model->notes[i]);
	if (model->note_count == 0)
		model->notes[0] = NULL;
	model->note_count = 1;
	instead(&model->notes[0], add_note, warning);
}

static void add_headers(
	const struct warning *warning, const char *subject, const char *key, struct text *out)
{
	const struct news_view *view = warning->view;
	struct email_fixed fixed = {
		.subject = subject,
		.key = key,
		.from = view->from,
		.province = or_empty(view->province),
		.rule = or_empty(view->news->rule),
		.scope = scope_name(view->news->scope),
		.alert_subject = or_empty(view->news->subject),
		.severity = severity_name(view->news->severity),
		.event = "warning",
	};
	email_fixed_headers(&fixed, out);
}

void warning_render(const struct news_view *view, const char *key, struct letter *ret_letter)
{
	struct warning warning = {view, (int64_t)view->case_count + view->more};
	struct text text = {0}, html = {0}, headers = {0};
	struct letter_model model;
	letter_model_build(view, &model);
	adapt(&model, &warning);
	letter_write_text(&model, &text);
	letter_write_html(view, &model, &html);
	add_headers(&warning, model.subject, key, &headers);
	*ret_letter = (struct letter){
		.subject = xstrdup(model.subject),
		.text = text_take(&text),
		.html = text_take(&html),
		.headers = text_take(&headers),
	};
	letter_model_free(&model);
}
