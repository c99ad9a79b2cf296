#include "message/digest.h"

#include "base/html.h"
#include "base/memory.h"
#include "message/channel_email.h"
#include "message/digest_parts.h"
#include "message/letter_words.h"
#include "report/width.h"

#define TEXT_COLUMNS 78

#define STYLE                                                                                      \
	"font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;color:#1f2933;"     \
	"margin:0 0 12px 0;"

struct digest {
	enum digest_kind kind;
	const struct news_view *lines;
	size_t count;
	bool english;
};

static const char *in_words(const struct digest *digest, const char *vi, const char *en)
{
	return digest->english ? en : vi;
}

static void add_subject(const struct digest *digest, struct text *out)
{
	const struct news_view *first = digest->lines;
	if (digest->kind == DIGEST_TRIAL)
		text_add(out, in_words(digest, "[Chạy thử] Tổng hợp cảnh báo hồ sơ, ",
				      "[Trial] Summary of alerts, "));
	else
		text_add(out,
			in_words(digest, "[Tổng hợp] Cảnh báo hồ sơ ngày ", "[Digest] Alerts of "));
	if (digest->kind == DIGEST_TRIAL && !digest->english)
		text_add(out, "ngày ");
	words_day(zone_day(first->zone, first->news->at), digest->english, out);
}

/* "Có 5 cảnh báo: 3 mới, 1 nâng mức, 1 kết thúc." The first of a recipient's letters is as true as any
 * later one: nothing is said of a letter before. */
static void add_what_is_told(const struct digest *digest, struct text *out)
{
	static const char *const vi[NEWS_KINDS] = {
		"mới", "nâng mức", "hạ mức", "kết thúc", "nhắc lại"};
	static const char *const en[NEWS_KINDS] = {
		"new", "raised", "lowered", "closed", "still open"};
	static const enum news_kind order[NEWS_KINDS] = {
		NEWS_OPENED, NEWS_RAISED, NEWS_REMINDER, NEWS_LOWERED, NEWS_CLOSED};
	size_t counts[NEWS_KINDS] = {0};
	const char *between = ": ";

	for (size_t i = 0; i < digest->count; i++)
		counts[digest->lines[i].news->kind]++;
	if (digest->english)
		text_printf(out, "%zu alert%s", digest->count, digest->count == 1 ? "" : "s");
	else
		text_printf(out, "Có %zu cảnh báo", digest->count);
	for (size_t i = 0; i < NEWS_KINDS; i++) {
		if (counts[order[i]] == 0)
			continue;
		text_printf(out, "%s%zu %s", between, counts[order[i]],
			digest->english ? en[order[i]] : vi[order[i]]);
		between = ", ";
	}
	text_add_char(out, '.');
}

static void add_lead(const struct digest *digest, struct text *out)
{
	const char *alerts = digest->count == 1 ? "alert is" : "alerts are";
	bool trial = digest->kind == DIGEST_TRIAL;
	if (trial && digest->english)
		text_printf(out,
			"%zu %s open. hentra is in trial mode: nobody else was told. When the "
			"numbers are right, run hentractl arm.",
			digest->count, alerts);
	else if (trial)
		text_printf(out,
			"Hiện có %zu cảnh báo đang mở. Hệ thống hentra đang chạy thử, chưa gửi cho "
			"ai khác. Khi số liệu đã đúng, đề nghị chạy lệnh hentractl arm để bắt đầu "
			"gửi.",
			digest->count);
	else
		add_what_is_told(digest, out);
}

/* How it stands beyond the rule's own number, and what the recipient was told last. */
static void add_numbers(const struct news_view *line, struct text *out)
{
	const struct counts *counts = &line->news->counts;
	int64_t before = line->news->told_before.bucket[BUCKET_OVERDUE];
	bool english = line->english;
	if (counts_open(counts) > 0) {
		text_add(out, english ? "; open: " : "; đang giải quyết ");
		words_cases(out, counts_open(counts), english);
	}
	if (line->oldest_overdue_days > 0) {
		char days[48];
		measure_format(MEASURE_OLDEST_OVERDUE, line->oldest_overdue_days, english, days);
		text_printf(out, english ? ", the longest overdue by %s" : ", lâu nhất quá hạn %s",
			days);
	}
	if (!line->news->told_any || before == counts->bucket[BUCKET_OVERDUE])
		return;
	text_add(out, english ? " (last told: overdue " : " (thư trước: quá hạn ");
	words_number(out, before, english);
	text_add(out, english ? ", now " : ", nay ");
	words_number(out, counts->bucket[BUCKET_OVERDUE], english);
	text_add_char(out, ')');
}

/* "NÂNG MỨC CẢNH BÁO: NGHIÊM TRỌNG – Phường Tiến Thành đã có 30 hồ sơ quá hạn; đang giải quyết …" */
static void add_line(const struct news_view *line, struct text *out)
{
	words_state(line, out);
	text_add(out, " – ");
	words_has(line, out);
	add_numbers(line, out);
	text_add_char(out, '.');
}

static void add_more(const struct digest *digest, struct text *out)
{
	if (digest->count <= DIGEST_LINES_MOST)
		return;
	size_t more = digest->count - DIGEST_LINES_MOST;
	if (digest->english)
		text_printf(out, "and %zu more", more);
	else
		text_printf(out, "và %zu cảnh báo khác", more);
}

/* The oldest reading any line rests on. */
static void add_freshness(const struct digest *digest, struct text *out)
{
	const struct news_view *oldest = digest->lines;
	for (size_t i = 1; i < digest->count; i++)
		if (digest->lines[i].observed < oldest->observed)
			oldest = &digest->lines[i];
	text_add(out,
		in_words(digest, "Số liệu theo lần đọc đầy đủ gần nhất từ hệ thống một cửa, lúc ",
			"Numbers as of the last complete reading of the portal, "));
	words_time(oldest, oldest->observed, out);
	text_add_char(out, '.');
}

static void add_where(const struct digest *digest, struct text *out)
{
	const struct news_view *first = digest->lines;
	if (said(first->page_url))
		text_printf(out, "%s: %s/", in_words(digest, "Xem chi tiết", "Details"),
			first->page_url);
}

static void add_contact(const struct digest *digest, struct text *out)
{
	const struct news_view *first = digest->lines;
	if (said(first->contact))
		text_printf(out, "%s: %s", in_words(digest, "Đầu mối", "Contact"), first->contact);
}

static void add_end(const struct digest *digest, struct text *out)
{
	const struct news_view *first = digest->lines;
	text_add(out, in_words(digest, "Trân trọng./. ", ""));
	if (said(first->organisation))
		text_printf(out, "%s. ", first->organisation);
	text_add(out,
		in_words(digest,
			"Thư gửi tự động từ hentra; không chứa thông tin cá nhân của công dân.",
			"Sent automatically by hentra. It holds no personal data of citizens."));
}

typedef void part_fn(const struct digest *digest, struct text *out);

static void text_part(const struct digest *digest, part_fn *part, struct text *out)
{
	cleanup(text_free) struct text raw = {0};
	part(digest, &raw);
	if (raw.length == 0)
		return;
	wrap_add(out, text_slice(&raw), TEXT_COLUMNS, 0, "");
	text_add(out, "\n\n");
}

static void html_part(const struct digest *digest, part_fn *part, struct text *out)
{
	cleanup(text_free) struct text raw = {0};
	part(digest, &raw);
	if (raw.length == 0)
		return;
	text_add(out, "<p style=\"" STYLE "\">");
	html_add(out, text_slice(&raw));
	text_add(out, "</p>\n");
}

static size_t cases_each(const struct digest *digest)
{
	return digest->kind == DIGEST_TRIAL ? 0 : digest_cases_each(digest->count);
}

static void text_lines(const struct digest *digest, struct text *out)
{
	size_t each = cases_each(digest);
	for (size_t i = 0; i < digest->count && i < DIGEST_LINES_MOST; i++) {
		cleanup(text_free) struct text raw = {0};
		add_line(&digest->lines[i], &raw);
		text_add(out, "- ");
		wrap_add(out, text_slice(&raw), TEXT_COLUMNS, 2, "  ");
		text_add_char(out, '\n');
		digest_text_cases(&digest->lines[i], each, out);
	}
	text_add_char(out, '\n');
}

static void html_lines(const struct digest *digest, struct text *out)
{
	size_t each = cases_each(digest);
	text_add(out, "<ul style=\"" STYLE "padding-left:20px;\">\n");
	for (size_t i = 0; i < digest->count && i < DIGEST_LINES_MOST; i++) {
		cleanup(text_free) struct text raw = {0};
		add_line(&digest->lines[i], &raw);
		text_add(out, "<li>");
		html_add(out, text_slice(&raw));
		digest_html_cases(&digest->lines[i], each, out);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ul>\n");
}

static void add_headers(
	const struct digest *digest, const char *subject, const char *key, struct text *out)
{
	const struct news_view *first = digest->lines;
	struct civil_date date = civil_date(zone_day(first->zone, first->news->at));
	struct email_fixed fixed = {
		.subject = subject,
		.key = key,
		.from = first->from,
		.province = or_empty(first->province),
		/* a thread of its own: no episode has a number like a date */
		.episode = date.year * 10000 + date.month * 100 + date.mday,
		.sequence = 1,
		.rule = digest->kind == DIGEST_TRIAL ? "trial" : first->rule->name,
		.scope = scope_name(first->news->scope),
		.alert_subject = or_empty(first->province),
		.severity = severity_name(first->news->severity),
		.event = "digest",
	};
	email_fixed_headers(&fixed, out);
}

void digest_render(enum digest_kind kind, const struct news_view *lines, size_t count,
	const char *key, struct letter *ret_letter)
{
	struct digest digest = {kind, lines, count, lines[0].english};
	struct text subject = {0}, text = {0}, html = {0}, headers = {0};
	add_subject(&digest, &subject);
	text_part(&digest, add_lead, &text);
	text_lines(&digest, &text);
	text_part(&digest, add_more, &text);
	text_part(&digest, add_freshness, &text);
	text_part(&digest, add_where, &text);
	text_part(&digest, add_contact, &text);
	text_part(&digest, add_end, &text);
	text_printf(&html,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\">"
		"</head>\n<body>\n",
		digest.english ? "en" : "vi");
	html_part(&digest, add_lead, &html);
	html_lines(&digest, &html);
	html_part(&digest, add_more, &html);
	html_part(&digest, add_freshness, &html);
	html_part(&digest, add_where, &html);
	html_part(&digest, add_contact, &html);
	html_part(&digest, add_end, &html);
	text_add(&html, "</body>\n</html>\n");
	add_headers(&digest, subject.data, key, &headers);
	*ret_letter = (struct letter){
		.subject = text_take(&subject),
		.text = text_take(&text),
		.html = text_take(&html),
		.headers = text_take(&headers),
	};
}
