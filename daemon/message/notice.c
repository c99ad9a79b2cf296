#include "message/notice.h"

#include <string.h>

#include "base/memory.h"
#include "message/letter_parts.h"
#include "message/letter_words.h"

#define in_words(notice, vi, en) ((notice)->english ? (en) : (vi))

/* What a letter of a kind says, each with one place for whom or what it is about. */
static const struct {
	const char *subject_vi, *subject_en, *headline_vi, *headline_en;
} heads[] = {
	[NOTICE_BOUNCE] = {"[Vận hành] Thư cảnh báo không đến được: %s",
		"[Operation] Alert letters do not arrive: %s",
		"VẬN HÀNH – Thư cảnh báo không đến được %s",
		"OPERATION – Alert letters do not arrive at %s"},
	[NOTICE_CHANNEL_OFF] = {"[Vận hành] Đã ngừng gửi qua kênh: %s",
		"[Operation] Nothing more is sent by channel: %s",
		"VẬN HÀNH – Đã ngừng gửi qua kênh %s",
		"OPERATION – Nothing more is sent by channel %s"},
	[NOTICE_PORTAL_DOUBTFUL] = {"[Vận hành] Số liệu của cổng cần được xác nhận: %s",
		"[Operation] What a portal says needs a decision: %s",
		"VẬN HÀNH – Số liệu mới của cổng %s chưa được đưa vào",
		"OPERATION – What portal %s says is not taken over"},
};

static const char *about(const struct notice *notice)
{
	return or_empty(notice->kind == NOTICE_BOUNCE        ? notice->recipient
			: notice->kind == NOTICE_CHANNEL_OFF ? notice->channel
							     : notice->portal);
}

static void add_head(const char *format, const struct notice *notice, struct text *out)
{
	const char *place = strstr(format, "%s");
	text_printf(out, "%.*s%s%s", (int)(place - format), format, about(notice), place + 2);
}

static void add_subject(const struct notice *notice, struct text *out)
{
	add_head(in_words(notice, heads[notice->kind].subject_vi, heads[notice->kind].subject_en),
		notice, out);
}

/* The state first, as in other letters. */
static void add_headline(const struct notice *notice, struct text *out)
{
	add_head(in_words(notice, heads[notice->kind].headline_vi, heads[notice->kind].headline_en),
		notice, out);
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
	if (notice->kind == NOTICE_PORTAL_DOUBTFUL)
		text_printf(out,
			in_words(notice,
				"Cổng %s trả lời đầy đủ nhưng nội dung không hợp lý so với những "
				"gì "
				"đã biết, lúc ",
				"Portal %s answered completely, but what it says cannot be, beside "
				"what was known, at "),
			about(notice));
	else if (notice->kind == NOTICE_BOUNCE)
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
	if (notice->kind == NOTICE_PORTAL_DOUBTFUL)
		text_printf(out, in_words(notice, "Điều bất thường: %s.", "What looks wrong: %s."),
			or_empty(in_words(notice, notice->words, notice->words_en)));
	else if (said(notice->words))
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
	if (notice->kind == NOTICE_PORTAL_DOUBTFUL)
		text_printf(out,
			in_words(notice,
				"Hồ sơ giữ nguyên như lần đọc trước và không có cảnh báo nào mở "
				"hay "
				"đóng theo số liệu này. Nếu đúng là như vậy (sắp xếp lại đơn vị, "
				"đánh "
				"lại mã, nâng cấp hệ thống), chạy hentractl portal accept %s; nếu "
				"cổng sai, chạy hentractl portal reject %s và báo đơn vị quản lý "
				"cổng. Khi cổng trở lại bình thường, việc này tự kết thúc.",
				"Cases stay as they were read before, and no alert opens or closes "
				"by it. If it is so (units re-organised, cases renumbered, a new "
				"release), run hentractl portal accept %s; if the portal is wrong, "
				"run hentractl portal reject %s and tell whoever runs it. When the "
				"portal says again what it said before, this ends by itself."),
			about(notice), about(notice));
	if (notice->kind != NOTICE_CHANNEL_OFF)
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

static const struct {
	void (*add)(const struct notice *notice, struct text *out);
	enum ink ink;
} parts[] = {{add_greeting, INK_PLAIN}, {add_fact, INK_STRONG}, {add_answer, INK_PLAIN},
	{add_request, INK_PLAIN}, {add_contact, INK_SMALL}};

void notice_render(const struct notice *notice, const char *key, struct letter *ret_letter)
{
	/* the end of a letter, without what the contact says there about alerts */
	struct news_view end = {.organisation = notice->organisation, .english = notice->english};
	struct paper paper = {0};
	cleanup(text_free) struct text subject = {0}, headline = {0};
	add_subject(notice, &subject);
	add_headline(notice, &headline);
	paper_begin(&paper, notice->english, subject.data, headline.data, PAPER_BLUE);
	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		cleanup(text_free) struct text words = {0};
		parts[i].add(notice, &words);
		paper_paragraph(&paper, parts[i].ink, or_empty(words.data));
	}
	letter_set_closing(&end, &paper);
	struct email_fixed fixed = {
		.subject = subject.data,
		.key = key,
		.from = notice->from,
		.province = or_empty(notice->province),
		.event = "notice",
		.rule = "hentra",
		.scope = "channel",
		.alert_subject = or_empty(notice->channel),
		.severity = severity_name(SEVERITY_WARNING),
	};
	letter_seal(&paper, &fixed, ret_letter);
}
