#include "page/lists.h"

#include <stdio.h>

#include "base/memory.h"
#include "page/overview.h"

static void more_add(struct text *out, const struct page_look *look, bool more)
{
	if (more)
		page_sentence(out, page_say(look, "Còn nữa: xem bằng hentractl.",
					   "There are more: see hentractl."));
}

static struct table *table_of(const struct page_look *look, const struct table_column *vi,
	const struct table_column *en, int count)
{
	return table_new(look->english ? en : vi, count);
}

/* --- a commune ------------------------------------------------------------------------------ */

static const char *bucket_said(const struct page_look *look, enum bucket bucket)
{
	static const char *const en[BUCKET_COUNT] = {[BUCKET_IN_TIME] = "in time",
		[BUCKET_DUE_SOON] = "due soon",
		[BUCKET_OVERDUE] = "overdue",
		[BUCKET_PAUSED] = "paused",
		[BUCKET_UNDATED_OPEN] = "undated",
		[BUCKET_UNCLEAR] = "unclear status",
		[BUCKET_VANISHED] = "listed no more"};

	return look->english && en[bucket] ? en[bucket] : bucket_name_vi(bucket);
}

static void cases_add(
	struct text *out, const struct page_look *look, const struct commune_view *view)
{
	static const struct table_column vi[] = {
		{"code", "Mã hồ sơ", ALIGN_LEFT, false, false},
		{"procedure", "Thủ tục", ALIGN_LEFT, false, false},
		{"bucket", "Tình trạng", ALIGN_LEFT, false, false},
		{"received", "Tiếp nhận", ALIGN_LEFT, false, false},
		{"due", "Hẹn trả", ALIGN_LEFT, false, false},
		{"late", "Quá hạn (ngày làm việc)", ALIGN_RIGHT, true, false},
	};
	static const struct table_column en[] = {
		{"code", "Case", ALIGN_LEFT, false, false},
		{"procedure", "Procedure", ALIGN_LEFT, false, false},
		{"bucket", "State", ALIGN_LEFT, false, false},
		{"received", "Received", ALIGN_LEFT, false, false},
		{"due", "Due", ALIGN_LEFT, false, false},
		{"late", "Overdue (working days)", ALIGN_RIGHT, true, false},
	};
	struct table *table = table_of(look, vi, en, ARRAY_SIZE(vi));

	for (size_t i = 0; i < view->case_count; i++) {
		const struct page_case *one = &view->cases[i];
		char received[PAGE_TIME_MAX], due[PAGE_TIME_MAX], late[12];
		table_add(table, one->code);
		table_add(table, one->procedure);
		table_add(table, bucket_said(look, one->bucket));
		table_add(table, page_time(look, one->received, received));
		table_add(table, page_time(look, one->due, due));
		snprintf(late, sizeof(late), "%d", one->overdue_days);
		table_add(table, one->overdue_days > 0 ? late : "");
	}
	page_heading(
		out, page_say(look, "Hồ sơ đang mở, nặng nhất trước", "Open cases, worst first"));
	page_table(out, table, page_say(look, "Không có.", "None."));
}

static void rules_add(
	struct text *out, const struct page_look *look, const struct commune_view *view)
{
	if (view->standing_count == 0)
		return;
	page_heading(out, page_say(look, "Chỉ tiêu theo quy tắc", "Measures, by rule"));
	standings_add(out, look, view->standings, view->standing_count, false);
	page_measured_at(out, look, view->standings, view->standing_count);
}

void commune_page(struct text *out, const struct page_look *look, const struct commune_view *view)
{
	cleanup(text_free) struct text title = {0}, sentence = {0};

	struct page_look own = *look;

	own.fresh = view->fresh;
	text_printf(&title, "%s (%s)", view->name, view->code);
	page_begin(out, &own, title.data, PAGE_ELSEWHERE);
	page_stale(out, &own);
	counts_sentence(&sentence, look, view->counts);
	page_sentence(out, sentence.data);
	trend_add(out, look, view->trend);
	rules_add(out, look, view);
	cases_add(out, look, view);
	more_add(out, look, view->more);
	page_end(out, &own);
}

/* --- alerts --------------------------------------------------------------------------------- */

void alerts_page(struct text *out, const struct page_look *look, const struct page_standing *alerts,
	size_t count, bool more)
{
	page_begin(out, look, page_say(look, "Cảnh báo", "Alerts"), "alerts");
	page_stale(out, look);
	if (count == 0)
		page_sentence(out, page_say(look, "Không có cảnh báo nào.", "No alerts."));
	standings_add(out, look, alerts, count, true);
	more_add(out, look, more);
	page_end(out, look);
}

/* --- deliveries ----------------------------------------------------------------------------- */

/* What an event tells, for its type is for programs. */
static const char *subject_said(const struct page_look *look, const char *subject)
{
	static const struct {
		const char *type, *vi, *en;
	} events[] = {
		{"vn.hentra.alert.opened", "Cảnh báo mới", "New alert"},
		{"vn.hentra.alert.raised", "Cảnh báo tăng mức", "Alert raised"},
		{"vn.hentra.alert.lowered", "Cảnh báo giảm mức", "Alert lowered"},
		{"vn.hentra.alert.closed", "Cảnh báo kết thúc", "Alert closed"},
		{"vn.hentra.alert.reminder", "Nhắc lại cảnh báo", "Reminder"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(events); i++)
		if (strcmp(subject, events[i].type) == 0)
			return page_say(look, events[i].vi, events[i].en);
	return NULL;
}

static void subject_add(
	struct table *table, const struct page_look *look, const struct page_delivery *delivery)
{
	cleanup(text_free) struct text subject = {0};
	const char *event = subject_said(look, delivery->subject);

	if (!event) {
		table_add(table, delivery->subject);
		return;
	}
	text_printf(&subject, page_say(look, "%s (số %lld)", "%s (no. %lld)"), event,
		(long long)delivery->episode);
	table_add(table, subject.data);
}

void deliveries_page(struct text *out, const struct page_look *look,
	const struct page_delivery *deliveries, size_t count, bool more)
{
	static const struct table_column vi[] = {
		{"id", "Số", ALIGN_RIGHT, true, false},
		{"created", "Lúc", ALIGN_LEFT, false, false},
		{"channel", "Kênh", ALIGN_LEFT, false, false},
		{"recipient", "Nơi nhận", ALIGN_LEFT, false, false},
		{"subject", "Nội dung", ALIGN_LEFT, false, false},
		{"state", "Tình trạng", ALIGN_LEFT, false, false},
		{"attempts", "Số lần", ALIGN_RIGHT, true, false},
		{"answer", "Trả lời", ALIGN_LEFT, false, false},
	};
	static const struct table_column en[] = {
		{"id", "No.", ALIGN_RIGHT, true, false},
		{"created", "At", ALIGN_LEFT, false, false},
		{"channel", "Channel", ALIGN_LEFT, false, false},
		{"recipient", "Recipient", ALIGN_LEFT, false, false},
		{"subject", "Subject", ALIGN_LEFT, false, false},
		{"state", "State", ALIGN_LEFT, false, false},
		{"attempts", "Attempts", ALIGN_RIGHT, true, false},
		{"answer", "Answer", ALIGN_LEFT, false, false},
	};
	struct table *table = table_of(look, vi, en, ARRAY_SIZE(vi));

	for (size_t i = 0; i < count; i++) {
		const struct page_delivery *one = &deliveries[i];
		char at[PAGE_TIME_MAX];
		table_add_number(table, one->id);
		table_add(table, page_time(look, one->created, at));
		table_add(table, one->channel);
		table_add(table, one->recipient);
		subject_add(table, look, one);
		table_add(table, one->state);
		table_add_number(table, one->attempts);
		table_add(table, one->answer);
	}
	page_begin(out, look, page_say(look, "Thư và tin đã gửi", "Deliveries"), "deliveries");
	page_table(out, table, page_say(look, "Chưa có.", "None yet."));
	more_add(out, look, more);
	page_end(out, look);
}
