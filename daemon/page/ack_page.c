#include "page/ack_page.h"

#include "base/html.h"
#include "base/memory.h"
#include "page/overview.h"

int ack_status(enum ack_state state)
{
	static const int statuses[] = {[ACK_FORM] = 200,
		[ACK_DONE] = 200,
		[ACK_USED] = 410,
		[ACK_OVER] = 410,
		[ACK_WORSE] = 409,
		[ACK_EXPIRED] = 410,
		[ACK_UNKNOWN] = 404};
	return statuses[state];
}

/* --- what cannot be done, said kindly --------------------------------------------------------- */

static const struct {
	const char *vi, *en;
} sentences[] = {
	[ACK_USED] = {"Liên kết này đã được dùng để xác nhận. Không cần làm gì thêm.",
		"This link has been used to acknowledge already. Nothing more is needed."},
	[ACK_OVER] = {"Cảnh báo này đã kết thúc, không cần xác nhận nữa. Cảm ơn ông/bà.",
		"This alert is over and needs no acknowledgement any more. Thank you."},
	[ACK_WORSE] = {"Từ khi có thư này tình hình đã xấu hơn. Đề nghị xác nhận bằng liên kết "
		       "trong "
		       "thư mới nhất.",
		"Things got worse since this letter. Please use the link in the newest letter."},
	[ACK_EXPIRED] = {"Liên kết này đã hết hiệu lực. Đề nghị dùng liên kết trong thư mới nhất.",
		"This link has expired. Please use the link in the newest letter."},
	[ACK_UNKNOWN] = {"Liên kết này không đúng. Có thể nó bị cắt bớt khi sao chép: đề nghị mở "
			 "lại "
			 "từ trong thư.",
		"This link is not right. It may have been cut off when it was copied: please open "
		"it from the letter."},
};

/* --- the form --------------------------------------------------------------------------------- */

static void late_add(struct text *out, const struct page_look *look, const struct ack_view *view)
{
	cleanup(text_free) struct text sentence = {0};

	text_add(out, "<h2>");
	html_add_string(out, view->place);
	if (view->critical)
		text_printf(out, " – %s", page_say(look, "mức báo động", "critical"));
	text_add(out, "</h2>\n");
	counts_sentence(&sentence, look, view->counts);
	page_sentence(out, sentence.data);
}

static void form_add(struct text *out, const struct page_look *look, const struct ack_view *view)
{
	char shown[PAGE_TIME_MAX], value[11];

	text_printf(out, "<form method=\"post\">\n<p><label>%s <select name=\"until\">",
		page_say(look, "Đã nhận, xử lý xong trước hết ngày",
			"Received; to be done by the end of"));
	for (int i = 0; i < view->choice_count; i++)
		text_printf(out, "<option value=\"%s\"%s>%s</option>",
			civil_format_date(view->choices[i], value),
			i == view->preset ? " selected" : "",
			page_day(look, view->choices[i], shown));
	text_printf(out, "</select></label></p>\n<p><button>%s</button></p>\n</form>\n",
		page_say(look, "Xác nhận", "Acknowledge"));
	text_printf(out, "<p>%s %s.</p>\n",
		page_say(look,
			"Sau khi xác nhận sẽ không nhắc lại đến hết ngày đã chọn, trừ khi tình "
			"hình xấu "
			"hơn. Liên kết dùng được một lần, có hiệu lực đến",
			"After that there is no reminder until the end of that day, unless things "
			"get worse. The link works once, until"),
		page_time(look, view->expires, shown));
}

static void done_add(struct text *out, const struct page_look *look, const struct ack_view *view)
{
	char shown[11];

	text_printf(out, "<p><strong>%s %s.</strong></p>\n",
		page_say(look, "Đã ghi nhận: đã nhận cảnh báo, xử lý xong trước hết ngày",
			"Noted: received, to be done by the end of"),
		page_day(look, view->until, shown));
}

void ack_page(struct text *out, const struct page_look *look, const struct ack_view *view)
{
	page_begin(out, look, page_say(look, "Xác nhận cảnh báo", "Acknowledge an alert"), NULL);
	if (view->state == ACK_FORM || view->state == ACK_DONE) {
		page_stale(out, look);
		late_add(out, look, view);
		(view->state == ACK_FORM ? form_add : done_add)(out, look, view);
	} else {
		page_sentence(
			out, page_say(look, sentences[view->state].vi, sentences[view->state].en));
	}
	page_end(out, look);
}

day ack_chosen(const struct ack_view *view, struct slice body)
{
	static const struct slice name = {"until=", 6};
	struct slice field;
	day chosen;

	while (slice_split(&body, '&', &field)) {
		if (field.length < name.length || memcmp(field.data, name.data, name.length) != 0)
			continue;
		struct slice value = {field.data + name.length, field.length - name.length};
		if (!civil_parse_date(value, &chosen))
			continue;
		for (int i = 0; i < view->choice_count; i++)
			if (view->choices[i] == chosen)
				return chosen;
	}
	return view->choices[view->preset];
}
