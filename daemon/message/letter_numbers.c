/* The sentences with numbers: what changed, how it stands, the totals. */
#include "base/memory.h"
#include "message/letter_parts.h"
#include "message/letter_words.h"

static int64_t open_in_time(const struct counts *counts)
{
	return counts->bucket[BUCKET_IN_TIME] + counts->bucket[BUCKET_DUE_SOON];
}

/* "+3" / "−2": with a true minus sign. */
static void add_signed(struct text *out, int64_t difference, bool english)
{
	text_add(out, difference < 0 ? "−" : "+");
	words_number(out, difference < 0 ? -difference : difference, english);
}

struct clauses {
	struct text *out;
	const char *between;
	int count;
};

static struct text *next_clause(struct clauses *clauses)
{
	if (clauses->count++ > 0)
		text_add(clauses->out, clauses->between);
	return clauses->out;
}

static void add_moved(
	struct clauses *clauses, const char *what, int64_t before, int64_t now, bool english)
{
	if (before == now)
		return;
	struct text *out = next_clause(clauses);
	add_signed(out, now - before, english);
	text_printf(out, " %s (", what);
	words_number(out, before, english);
	text_add(out, "\u00A0→\u00A0"); /* not to be parted at the end of a line */
	words_number(out, now, english);
	text_add_char(out, ')');
}

/* Closed and received counts fall when a new reporting year begins: then nothing is said of them. */
static void add_flow(struct clauses *clauses, const struct alert_news *news, bool english)
{
	const struct counts *now = &news->counts, *before = &news->told_before;
	int64_t closed = counts_closed(now) - counts_closed(before);
	int64_t late = now->bucket[BUCKET_LATE] - before->bucket[BUCKET_LATE];
	int64_t received = now->received - before->received;
	if (closed > 0) {
		struct text *out = next_clause(clauses);
		text_add(out, english ? "" : "đã giải quyết ");
		words_cases(out, closed, english);
		text_add(out, english ? " closed" : "");
		if (late > 0) {
			text_add(out, english ? ", " : ", trong đó ");
			words_number(out, late, english);
			text_add(out, english ? " of them late" : " hồ sơ quá hạn");
		}
	}
	if (received > 0) {
		struct text *out = next_clause(clauses);
		text_add(out, english ? "" : "tiếp nhận mới ");
		words_cases(out, received, english);
		text_add(out, english ? " received" : "");
	}
}

static void add_difference(const struct news_view *view, struct text *out)
{
	const struct alert_news *news = view->news;
	bool english = view->english;
	text_add(out, english ? "Since the last letter (" : "So với thư trước (");
	words_time(view, news->told_before_at, out);
	text_add(out, "): ");
	struct clauses clauses = {out, "; ", 0};
	add_moved(&clauses, english ? "overdue" : "hồ sơ quá hạn",
		news->told_before.bucket[BUCKET_OVERDUE], news->counts.bucket[BUCKET_OVERDUE],
		english);
	add_moved(&clauses, english ? "due soon" : "hồ sơ sắp đến hạn",
		news->told_before.bucket[BUCKET_DUE_SOON], news->counts.bucket[BUCKET_DUE_SOON],
		english);
	add_flow(&clauses, news, english);
	if (clauses.count == 0)
		text_add(out, english ? "nothing has changed" : "không thay đổi");
	text_add_char(out, '.');
}

void letter_add_change(const struct news_view *view, struct text *out)
{
	const struct alert_news *news = view->news;
	if (view->sample) {
		text_add(out, view->english ? "This letter tests whether alerts reach you."
					    : "Thư này được gửi để kiểm tra kênh nhận cảnh báo.");
		return;
	}
	if (news->told_any) {
		if (words_counted(view))
			add_difference(view, out);
		return;
	}
	text_add(out, view->english ? "This is the first letter about this alert"
				    : "Đây là thư đầu tiên về cảnh báo này");
	if (news->held_since != INSTANT_NONE && news->held_since < news->at) {
		text_add(out, view->english ? "; it has been so since "
					    : "; hệ thống ghi nhận tình trạng này từ ");
		words_time(view, news->held_since, out);
	}
	text_add_char(out, '.');
}

static void add_overdue(const struct news_view *view, struct text *out)
{
	struct measure_input input = {&view->news->counts, view->oldest_overdue_days};
	int64_t overdue = view->news->counts.bucket[BUCKET_OVERDUE];
	bool english = view->english;
	if (overdue == 0) {
		text_add(out, english ? ", none of them overdue" : ", không có hồ sơ quá hạn");
		return;
	}
	text_add(out, english ? ", " : ", trong đó ");
	words_number(out, overdue, english);
	text_add(out, english ? " of them overdue (" : " hồ sơ quá hạn trả kết quả (");
	words_share(measures[MEASURE_OVERDUE_SHARE].value(&input), english, out);
	text_add(out, ")");
}

/* Since when nothing was received, for whom that is told. */
static void add_silence(const struct news_view *view, struct text *out)
{
	bool english = view->english;
	if (words_measure(view) != MEASURE_SILENT_DAYS || view->silent_since == 0 ||
		view->news->kind == NEWS_CLOSED)
		return;
	text_add(out, english ? " A case was last received on "
			      : " Hồ sơ mới gần nhất được tiếp nhận ngày ");
	words_day(view->silent_since, english, out);
	text_add_char(out, '.');
}

/* How it stands where no cases are counted. */
static void add_uncounted(const struct news_view *view, struct text *out)
{
	bool english = view->english;
	if (view->retired) {
		text_add(out,
			english ? "The rule or the unit stands in hentra's configuration no "
				  "more; the alert is closed without judging the numbers again."
				: "Quy tắc hoặc đơn vị này không còn trong cấu hình của hentra; "
				  "cảnh báo được khép lại mà không đánh giá lại số liệu.");
	} else if (view->observed == INSTANT_NONE) {
		text_add(out, english ? "It was never read completely yet."
				      : "Chưa lần nào đọc được đầy đủ dữ liệu từ cổng này.");
	} else {
		text_add(out,
			english ? "It was last read completely at " : "Lần đọc đầy đủ gần nhất: ");
		words_time(view, view->observed, out);
		text_add_char(out, '.');
	}
}

void letter_add_lead(const struct news_view *view, struct text *out)
{
	if (view->retired || !words_counted(view)) {
		add_uncounted(view, out);
		return;
	}
	const struct counts *counts = &view->news->counts;
	int64_t due_soon = counts->bucket[BUCKET_DUE_SOON];
	bool english = view->english;
	text_add(out, english ? "At " : "Đến ");
	words_time(view, view->observed, out);
	text_add(out, ", ");
	words_place(view, out);
	text_add(out, english ? " had " : " đang giải quyết ");
	words_cases(out, counts_open(counts), english);
	text_add(out, english ? " open" : "");
	add_overdue(view, out);
	if (view->oldest_overdue_days > 0) {
		char days[48];
		measure_format(MEASURE_OLDEST_OVERDUE, view->oldest_overdue_days, english, days);
		text_printf(
			out, english ? ", the longest by %s" : ", lâu nhất đã quá hạn %s", days);
	}
	if (due_soon > 0) {
		text_add(out, "; ");
		words_cases(out, due_soon, english);
		text_printf(out,
			english ? " due within %d working day%s"
				: " sẽ đến hạn trong %d ngày làm việc%s",
			view->judge->due_soon_days,
			english && view->judge->due_soon_days != 1 ? "s" : "");
	}
	text_add_char(out, '.');
	add_silence(view, out);
}

/* --- totals --------------------------------------------------------------------------------- */

static void add_part(struct clauses *clauses, const char *label, int64_t count, bool english)
{
	struct text *out = next_clause(clauses);
	text_printf(out, "%s ", label);
	words_number(out, count, english);
}

/* Only where there is one: rare buckets would be noise in most letters. */
static void add_rare(struct clauses *clauses, const char *label, int64_t count, bool english)
{
	if (count != 0)
		add_part(clauses, label, count, english);
}

/* Light green, amber, blue and grey of the bars. */
#define PART_ON_TIME "#8fd0ac"
#define PART_DUE_SOON "#e8a317"
#define PART_IN_TIME "#4f83cc"
#define PART_OTHER "#c3cad2"

static void set_total(struct paper *paper, const char *label, int64_t value, bool english,
	const struct text *detail)
{
	cleanup(text_free) struct text number = {0};
	words_number(&number, value, english);
	paper_figure(paper, label, number.data, or_empty(detail->data));
}

static void set_received(const struct counts *counts, bool english, struct paper *paper)
{
	cleanup(text_free) struct text detail = {0};
	struct clauses clauses = {&detail, "; ", 0};
	add_part(&clauses, english ? "in the period" : "trong kỳ", counts->received, english);
	add_part(&clauses, english ? "carried over" : "kỳ trước chuyển sang",
		counts_carried_over(counts), english);
	set_total(paper, english ? "Received" : "Tiếp nhận",
		counts->received + counts_carried_over(counts), english, &detail);
}

static void set_closed(const struct counts *counts, bool english, struct paper *paper)
{
	cleanup(text_free) struct text detail = {0};
	struct clauses clauses = {&detail, "; ", 0};
	const int64_t *bucket = counts->bucket;
	const struct bar_part parts[] = {{bucket[BUCKET_EARLY], PAPER_GREEN},
		{bucket[BUCKET_ON_TIME], PART_ON_TIME}, {bucket[BUCKET_LATE], PAPER_RED}};
	add_part(&clauses, english ? "early" : "trước hạn", bucket[BUCKET_EARLY], english);
	add_part(&clauses, english ? "on time" : "đúng hạn", bucket[BUCKET_ON_TIME], english);
	add_part(&clauses, english ? "late" : "quá hạn", bucket[BUCKET_LATE], english);
	add_rare(&clauses, english ? "withdrawn" : "công dân rút", bucket[BUCKET_WITHDRAWN],
		english);
	add_rare(&clauses, english ? "without a due date" : "không có ngày hẹn trả",
		bucket[BUCKET_UNDATED_CLOSED], english);
	set_total(paper, english ? "Closed" : "Đã giải quyết", counts_closed(counts), english,
		&detail);
	paper_bar(paper, parts, ARRAY_SIZE(parts));
}

static void set_open(const struct counts *counts, bool english, struct paper *paper)
{
	cleanup(text_free) struct text detail = {0};
	struct clauses clauses = {&detail, "; ", 0};
	const int64_t *bucket = counts->bucket;
	const struct bar_part parts[] = {{bucket[BUCKET_IN_TIME], PART_IN_TIME},
		{bucket[BUCKET_DUE_SOON], PART_DUE_SOON}, {bucket[BUCKET_OVERDUE], PAPER_RED},
		{bucket[BUCKET_PAUSED] + bucket[BUCKET_UNDATED_OPEN] + bucket[BUCKET_UNCLEAR] +
				bucket[BUCKET_VANISHED],
			PART_OTHER}};
	add_part(&clauses, english ? "in time" : "trong hạn", open_in_time(counts), english);
	if (bucket[BUCKET_DUE_SOON] > 0) {
		text_add(&detail, english ? ", among them due soon " : ", trong đó sắp đến hạn ");
		words_number(&detail, bucket[BUCKET_DUE_SOON], english);
	}
	add_part(&clauses, english ? "overdue" : "quá hạn", bucket[BUCKET_OVERDUE], english);
	add_rare(&clauses, english ? "paused" : "tạm dừng", bucket[BUCKET_PAUSED], english);
	add_rare(&clauses, english ? "without a due date" : "không có ngày hẹn trả",
		bucket[BUCKET_UNDATED_OPEN], english);
	add_rare(&clauses, english ? "with a status nobody has explained" : "chưa rõ trạng thái",
		bucket[BUCKET_UNCLEAR], english);
	add_rare(&clauses,
		english ? "listed by the portal no more" : "cổng không còn liệt kê, chờ xác minh",
		bucket[BUCKET_VANISHED], english);
	set_total(
		paper, english ? "Open" : "Đang giải quyết", counts_open(counts), english, &detail);
	paper_bar(paper, parts, ARRAY_SIZE(parts));
}

static void set_rate(const struct counts *counts, bool english, struct paper *paper)
{
	cleanup(text_free) struct text value = {0};
	int rate = counts_on_time_rate(counts);
	if (rate < 0)
		return;
	words_share(rate, english, &value);
	paper_figure(paper, english ? "Closed in time" : "Tỷ lệ trước và đúng hạn", value.data, "");
}

void letter_set_totals(const struct news_view *view, struct paper *paper)
{
	const struct counts *counts = &view->news->counts;
	cleanup(text_free) struct text title = {0};
	if (!words_counted(view))
		return;
	text_add(&title, view->english ? "Totals of the period " : "Số liệu chung, kỳ báo cáo ");
	words_day(view->period.from, view->english, &title);
	text_add(&title, " – ");
	words_day(view->period.to, view->english, &title);
	paper_title(paper, title.data);
	set_received(counts, view->english, paper);
	set_closed(counts, view->english, paper);
	set_open(counts, view->english, paper);
	set_rate(counts, view->english, paper);
}
