#include "message/digest.h"

#include "base/memory.h"
#include "message/letter_parts.h"
#include "message/letter_words.h"

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

typedef void part_fn(const struct digest *digest, struct text *out);

static void set_part(const struct digest *digest, part_fn *part, enum ink ink, struct paper *paper)
{
	cleanup(text_free) struct text words = {0};
	part(digest, &words);
	paper_paragraph(paper, ink, or_empty(words.data));
}

/* --- the worst cases below each line, set as a letter of its own sets them -------------------- */

size_t digest_cases_each(size_t lines)
{
	size_t each = DIGEST_CASES_MOST / (lines > 0 ? lines : 1);
	if (each > LETTER_CASES_MOST)
		return LETTER_CASES_MOST;
	return each < DIGEST_CASES_EACH ? DIGEST_CASES_EACH : each;
}

static size_t cases_each(const struct digest *digest)
{
	return digest->kind == DIGEST_TRIAL ? 0 : digest_cases_each(digest->count);
}

/* An end lists nothing. */
static size_t shown(const struct news_view *line, size_t each)
{
	if (line->news->kind == NEWS_CLOSED)
		return 0;
	return line->case_count < each ? line->case_count : each;
}

static void set_case(const struct news_view *line, const struct letter_case *one, bool with_unit,
	struct paper *paper)
{
	cleanup(text_free) struct text state = {0}, about = {0};
	letter_add_case_state(line, one, &state);
	letter_add_case_about(one, with_unit, line->english, &about);
	if (about.length > 0)
		text_printf(&state, " – %s", about.data);
	paper_row_point(paper, or_empty(one->code), or_empty(state.data));
}

static void set_cases(const struct news_view *line, size_t count, struct paper *paper)
{
	int64_t not_shown = line->more + (int64_t)(line->case_count - count);
	bool one_unit = letter_one_unit(line->cases, count);
	cleanup(text_free) struct text unit = {0}, more = {0};
	if (count == 0)
		return;
	letter_add_one_unit(line->cases, count, line->english, &unit);
	if (not_shown > 0)
		words_more_cases(not_shown, line->english, &more);
	paper_row_about(paper, or_empty(unit.data));
	paper_row_points_begin(paper);
	for (size_t i = 0; i < count; i++)
		set_case(line, &line->cases[i], !one_unit, paper);
	paper_row_points_end(paper, or_empty(more.data));
}

static void set_lines(const struct digest *digest, struct paper *paper)
{
	size_t each = cases_each(digest);
	paper_rows_begin(paper, "");
	for (size_t i = 0; i < digest->count && i < DIGEST_LINES_MOST; i++) {
		cleanup(text_free) struct text words = {0};
		add_line(&digest->lines[i], &words);
		paper_row_begin(paper, words.data, "");
		set_cases(&digest->lines[i], shown(&digest->lines[i], each), paper);
		paper_row_end(paper);
	}
	paper_rows_end(paper);
	paper_gap(paper);
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
		return PAPER_BLUE;
	return critical ? PAPER_RED : open ? PAPER_AMBER : PAPER_GREEN;
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

void digest_render(enum digest_kind kind, const struct news_view *lines, size_t count,
	const char *key, struct letter *ret_letter)
{
	struct digest digest = {kind, lines, count, lines[0].english};
	struct paper paper = {0};
	cleanup(text_free) struct text subject = {0}, headline = {0};
	struct email_fixed fixed = letter_header(lines, "digest");
	add_subject(&digest, &subject);
	add_headline(&digest, &headline);
	paper_begin(&paper, digest.english, subject.data, headline.data, colour_of(&digest));
	set_part(&digest, add_greeting, INK_PLAIN, &paper);
	set_part(&digest, add_lead, INK_STRONG, &paper);
	set_lines(&digest, &paper);
	set_part(&digest, add_more, INK_PLAIN, &paper);
	set_part(&digest, add_freshness, INK_SMALL, &paper);
	set_part(&digest, add_where, INK_SMALL, &paper);
	letter_set_closing(lines, &paper);
	fixed.subject = subject.data;
	fixed.key = key;
	fixed.rule = kind == DIGEST_TRIAL ? "trial" : rule_of(&digest);
	fixed.alert_subject = or_empty(lines->province);
	letter_seal(&paper, &fixed, ret_letter);
}
