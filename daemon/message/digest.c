#include "message/digest.h"

#include "base/html.h"
#include "base/memory.h"
#include "message/channel_email.h"
#include "message/digest_parts.h"
#include "message/frame.h"
#include "message/letter_model.h"
#include "message/letter_words.h"
#include "report/width.h"

#define TEXT_COLUMNS 78

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

static void add_headline(const struct digest *digest, struct text *out)
{
	const struct news_view *first = digest->lines;
	if (digest->kind == DIGEST_TRIAL)
		text_add(out, in_words(digest, "CHẠY THỬ – Tổng hợp cảnh báo hồ sơ ngày ",
				      "TRIAL – Summary of alerts, "));
	else
		text_add(out,
			in_words(digest, "TỔNG HỢP – Cảnh báo hồ sơ ngày ", "DIGEST – Alerts of "));
	words_day(zone_day(first->zone, first->news->at), digest->english, out);
}

/* All lines about one commune greet its chair; what is about many greets whom it is sent to. */
static void add_greeting(const struct digest *digest, struct text *out)
{
	struct news_view view = digest->lines[0];
	struct alert_news news = *view.news;
	for (size_t i = 1; i < digest->count; i++)
		if (strcmp(or_empty(digest->lines[i].subject_code), or_empty(view.subject_code)))
			news.scope = SCOPE_PROVINCE;
	view.news = &news;
	letter_add_greeting(&view, out);
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
	const struct news_view *oldest = NULL;
	for (size_t i = 0; i < digest->count; i++)
		if (words_counted(&digest->lines[i]) &&
			(!oldest || digest->lines[i].observed < oldest->observed))
			oldest = &digest->lines[i];
	if (!oldest)
		return;
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
		letter_add_contact(first->contact, digest->english, out);
}

static void add_farewell(const struct digest *digest, struct text *out)
{
	text_add(out, in_words(digest, "Trân trọng./.", "Yours faithfully,"));
}

static void add_organisation(const struct digest *digest, struct text *out)
{
	text_add(out, or_empty(digest->lines->organisation));
}

static void add_end(const struct digest *digest, struct text *out)
{
	letter_add_automatic(digest->english, out);
}

typedef void part_fn(const struct digest *digest, struct text *out);

/* A part in both settings. */
static void add_part(const struct digest *digest, part_fn *part, const char *style,
	struct text *text, struct text *html)
{
	cleanup(text_free) struct text raw = {0};
	part(digest, &raw);
	if (raw.length == 0)
		return;
	wrap_add(text, text_slice(&raw), TEXT_COLUMNS, 0, "");
	text_add(text, "\n\n");
	frame_paragraph(html, style, raw.data);
}

/* Whole on a line of its own. */
static void add_guide(const struct digest *digest, struct text *text, struct text *html)
{
	const char *guide = or_empty(digest->lines->guide);
	cleanup(text_free) struct text label = {0};
	letter_add_guide(guide, digest->english, &label);
	if (!said(guide))
		return;
	text_printf(text, "%s:\n%s\n\n", label.data, guide);
	frame_link(html, label.data, guide);
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
	frame_rows_begin(out);
	for (size_t i = 0; i < digest->count && i < DIGEST_LINES_MOST; i++) {
		cleanup(text_free) struct text raw = {0};
		add_line(&digest->lines[i], &raw);
		frame_row_begin(out, i + 1);
		text_add(out, "<strong>");
		html_add(out, text_slice(&raw));
		text_add(out, "</strong>");
		digest_html_cases(&digest->lines[i], each, out);
		frame_row_end(out);
	}
	frame_rows_end(out);
	text_add(out, "<p style=\"margin:12px 0 0 0;\"></p>\n");
}

/* As bad as the worst of its lines. */
static const char *colour_of(const struct digest *digest)
{
	bool open = false, critical = false;
	for (size_t i = 0; i < digest->count; i++) {
		const struct alert_news *news = digest->lines[i].news;
		open |= news->kind != NEWS_CLOSED;
		critical |= news->kind != NEWS_CLOSED && news->severity == SEVERITY_CRITICAL;
	}
	if (digest->kind == DIGEST_TRIAL)
		return FRAME_BLUE;
	return critical ? FRAME_RED : open ? FRAME_AMBER : FRAME_GREEN;
}

/* Of one rule, as filters know it; of several the letter is none's. */
static const char *rule_of(const struct digest *digest)
{
	const char *rule = digest->lines->rule->name;
	for (size_t i = 1; i < digest->count; i++)
		if (strcmp(digest->lines[i].rule->name, rule) != 0)
			return "digest";
	return rule;
}

static void add_headers(
	const struct digest *digest, const char *subject, const char *key, struct text *out)
{
	const struct news_view *first = digest->lines;
	struct email_fixed fixed = {
		.subject = subject,
		.key = key,
		.from = first->from,
		.province = or_empty(first->province),
		.rule = digest->kind == DIGEST_TRIAL ? "trial" : rule_of(digest),
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
	cleanup(text_free) struct text headline = {0};
	add_subject(&digest, &subject);
	add_headline(&digest, &headline);
	frame_begin(&html, digest.english, subject.data, headline.data, colour_of(&digest));
	text_printf(&text, "%s\n\n", headline.data);
	add_part(&digest, add_greeting, FRAME_TEXT, &text, &html);
	add_part(&digest, add_lead, FRAME_TEXT "font-weight:bold;", &text, &html);
	text_lines(&digest, &text);
	html_lines(&digest, &html);
	add_part(&digest, add_more, FRAME_TEXT, &text, &html);
	add_part(&digest, add_freshness, FRAME_SMALL, &text, &html);
	add_part(&digest, add_where, FRAME_SMALL, &text, &html);
	add_part(&digest, add_contact, FRAME_SMALL, &text, &html);
	add_part(&digest, add_farewell, FRAME_SMALL, &text, &html);
	add_part(&digest, add_organisation, FRAME_SMALL, &text, &html);
	add_part(&digest, add_end, FRAME_SMALL, &text, &html);
	add_guide(&digest, &text, &html);
	frame_end(&html);
	add_headers(&digest, subject.data, key, &headers);
	*ret_letter = (struct letter){
		.subject = text_take(&subject),
		.text = text_take(&text),
		.html = text_take(&html),
		.headers = text_take(&headers),
	};
}
