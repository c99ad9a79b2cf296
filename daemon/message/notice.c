#include "message/notice.h"

#include "base/html.h"
#include "base/memory.h"
#include "message/channel_email.h"
#include "message/frame.h"
#include "message/letter_model.h"
#include "message/letter_words.h"
#include "report/width.h"

#define TEXT_COLUMNS 78
#define in_words(notice, vi, en) ((notice)->english ? (en) : (vi))

static void add_subject(const struct notice *notice, struct text *out)
{
	if (notice->kind == NOTICE_BOUNCE)
		text_add(out, in_words(notice, "[Vận hành] Thư cảnh báo không đến được: ",
				      "[Operation] Alert letters do not arrive: "));
	else
		text_add(out, in_words(notice, "[Vận hành] Đã ngừng gửi qua kênh: ",
				      "[Operation] Nothing more is sent by channel: "));
	text_add(out, notice->kind == NOTICE_BOUNCE ? or_empty(notice->recipient)
						    : or_empty(notice->channel));
}

/* The state first, as in other letters. */
static void add_headline(const struct notice *notice, struct text *out)
{
	if (notice->kind == NOTICE_BOUNCE)
		text_printf(out,
			in_words(notice, "VẬN HÀNH – Thư cảnh báo không đến được %s",
				"OPERATION – Alert letters do not arrive at %s"),
			or_empty(notice->recipient));
	else
		text_printf(out,
			in_words(notice, "VẬN HÀNH – Đã ngừng gửi qua kênh %s",
				"OPERATION – Nothing more is sent by channel %s"),
			or_empty(notice->channel));
}

static void add_greeting(const struct notice *notice, struct text *out)
{
	text_printf(out, "%s: %s", in_words(notice, "Kính gửi", "To"),
		said(notice->addressee)
			? notice->addressee
			: in_words(notice, "Lãnh đạo phụ trách", "whom it may concern"));
}

static void add_time(const struct notice *notice, struct text *out)
{
	struct news_view view = {.zone = notice->zone, .english = notice->english};
	words_time(&view, notice->at, out);
}

/* What happened. */
static void add_fact(const struct notice *notice, struct text *out)
{
	if (notice->kind == NOTICE_BOUNCE)
		text_printf(out,
			in_words(notice,
				"Thư gửi đến địa chỉ %s (kênh %s) bị trả lại, ghi nhận lúc ",
				"A letter to %s (channel %s) came back, as was noted at "),
			or_empty(notice->recipient), or_empty(notice->channel));
	else
		text_printf(out,
			in_words(notice,
				"Hệ thống nhận tin của kênh %s tại %s trả lời 410 (không còn tiếp "
				"nhận), lúc ",
				"The receiver of channel %s at %s answered 410 (gone) at "),
			or_empty(notice->channel), or_empty(notice->recipient));
	add_time(notice, out);
	text_add_char(out, '.');
	if (said(notice->letter))
		text_printf(out, in_words(notice, " Thư bị trả lại: %s.", " The letter: %s."),
			notice->letter);
}

static void add_answer(const struct notice *notice, struct text *out)
{
	if (said(notice->words))
		text_printf(out, in_words(notice, "Máy chủ trả lời: %s", "The server's words: %s"),
			notice->words);
}

/* What to do. */
static void add_request(const struct notice *notice, struct text *out)
{
	if (notice->kind == NOTICE_BOUNCE)
		text_add(out,
			in_words(notice,
				"Người phụ trách tại địa chỉ này chưa nhận được cảnh báo. Đề nghị "
				"kiểm tra, sửa lại địa chỉ trong communes.csv hoặc trong cấu hình "
				"kênh, rồi gửi lại bằng lệnh hentractl outbox retry.",
				"Whoever is responsible there has not been told. Please mend the "
				"address in communes.csv or in the channel's configuration, and "
				"send again by hentractl outbox retry."));
	if (notice->kind == NOTICE_BOUNCE && notice->hard)
		text_add(out,
			in_words(notice,
				" Thư sau này vẫn được gửi đến địa chỉ đó. Nếu một đơn vị không "
				"còn địa chỉ nào nhận được thư, văn phòng được báo thay, cho đến "
				"khi địa chỉ được sửa, hoặc hộp thư dùng lại được và đã chạy lệnh "
				"hentractl outbox clear.",
				" Later letters are still sent there. Where no address of a "
				"commune takes letters any more, the office is told instead, until "
				"the address is mended, or the mailbox works again and hentractl "
				"outbox clear was run."));
	if (notice->kind == NOTICE_BOUNCE)
		return;
	text_add(out, in_words(notice,
			      "Không gửi thêm tin nào qua kênh này cho đến khi dịch vụ hentra "
			      "được nạp lại cấu hình hoặc khởi động lại. Đề nghị liên hệ đơn vị "
			      "quản lý hệ thống nhận tin và sửa địa chỉ của kênh.",
			      "Nothing more is sent by this channel until hentra is reloaded or "
			      "restarted. Please ask whoever runs the receiver, and mend the "
			      "channel's address."));
}

static void add_contact(const struct notice *notice, struct text *out)
{
	if (said(notice->contact))
		text_printf(out, "%s: %s", in_words(notice, "Đầu mối", "Contact"), notice->contact);
}

static void add_farewell(const struct notice *notice, struct text *out)
{
	text_add(out, in_words(notice, "Trân trọng./.", "Yours faithfully,"));
}

static void add_organisation(const struct notice *notice, struct text *out)
{
	text_add(out, or_empty(notice->organisation));
}

static void add_automatic(const struct notice *notice, struct text *out)
{
	letter_add_automatic(notice->english, out);
}

typedef void part_fn(const struct notice *notice, struct text *out);
static const struct {
	part_fn *part;
	const char *style;
} parts[] = {{add_greeting, FRAME_TEXT}, {add_fact, FRAME_TEXT "font-weight:bold;"},
	{add_answer, FRAME_TEXT}, {add_request, FRAME_TEXT}, {add_contact, FRAME_SMALL},
	{add_farewell, FRAME_SMALL}, {add_organisation, FRAME_SMALL}, {add_automatic, FRAME_SMALL}};

static void add_part(const struct notice *notice, part_fn *part, const char *style,
	struct text *text, struct text *html)
{
	cleanup(text_free) struct text raw = {0};
	part(notice, &raw);
	if (raw.length == 0)
		return;
	wrap_add(text, text_slice(&raw), TEXT_COLUMNS, 0, "");
	text_add(text, "\n\n");
	frame_paragraph(html, style, raw.data);
}

/* One thread for all notices: nobody answers them. */
static void add_headers(
	const struct notice *notice, const char *subject, const char *key, struct text *out)
{
	struct email_fixed fixed = {
		.subject = subject,
		.key = key,
		.from = notice->from,
		.province = or_empty(notice->province),
		.sequence = 1,
		.rule = "hentra",
		.scope = "channel",
		.alert_subject = or_empty(notice->channel),
		.severity = severity_name(SEVERITY_WARNING),
		.event = "notice",
	};
	email_fixed_headers(&fixed, out);
}

void notice_render(const struct notice *notice, const char *key, struct letter *ret_letter)
{
	struct text subject = {0}, text = {0}, html = {0}, headers = {0};
	cleanup(text_free) struct text headline = {0};
	add_subject(notice, &subject);
	add_headline(notice, &headline);
	frame_begin(&html, notice->english, subject.data, headline.data, FRAME_BLUE);
	wrap_add(&text, text_slice(&headline), TEXT_COLUMNS, 0, "");
	text_add(&text, "\n\n");
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		add_part(notice, parts[i].part, parts[i].style, &text, &html);
	frame_end(&html);
	add_headers(notice, subject.data, key, &headers);
	*ret_letter = (struct letter){
		.subject = text_take(&subject),
		.text = text_take(&text),
		.html = text_take(&html),
		.headers = text_take(&headers),
	};
}
