#include "page/overview.h"

#include <stdio.h>

#include "base/html.h"
#include "base/memory.h"
#include "base/plural.h"

int page_commune_compare(const void *left, const void *right)
{
	static const enum bucket weights[] = {BUCKET_OVERDUE, BUCKET_DUE_SOON};
	const struct page_commune *a = left, *b = right;

	for (size_t i = 0; i < ARRAY_SIZE(weights); i++) {
		int64_t x = a->counts->bucket[weights[i]], y = b->counts->bucket[weights[i]];
		if (x != y)
			return x > y ? -1 : 1;
	}
	return strcmp(a->code, b->code);
}

/* Said only when there are some. */
static void rare_sentence(
	struct text *out, const struct page_look *look, int64_t count, const char *sentence)
{
	char buffer[PAGE_COUNT_MAX];

	if (count > 0)
		text_printf(out, "%s %s.", sentence, page_count(look, count, buffer));
}

void counts_sentence(struct text *out, const struct page_look *look, const struct counts *counts)
{
	const int64_t numbers[] = {counts_open(counts), counts->bucket[BUCKET_OVERDUE],
		counts->bucket[BUCKET_DUE_SOON], counts->bucket[BUCKET_IN_TIME],
		counts->bucket[BUCKET_PAUSED], counts->bucket[BUCKET_UNDATED_OPEN],
		counts_closed(counts), counts->bucket[BUCKET_EARLY], counts->bucket[BUCKET_ON_TIME],
		counts->bucket[BUCKET_LATE]};
	char buffers[ARRAY_SIZE(numbers)][PAGE_COUNT_MAX];
	const char *n[ARRAY_SIZE(numbers)];

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		n[i] = page_count(look, numbers[i], buffers[i]);
	plural_printf(out,
		page_say(look,
			"%s hồ sơ đang giải quyết: %s quá hạn, %s sắp đến hạn, %s trong hạn, "
			"%s tạm dừng, %s không hẹn ngày.",
			"%s open case(s): %s overdue, %s due soon, %s in time, %s paused, "
			"%s undated."),
		n[0], n[1], n[2], n[3], n[4], n[5]);
	rare_sentence(out, look, counts->bucket[BUCKET_UNCLEAR],
		page_say(look, " Chưa rõ trạng thái:", " With a status nobody has explained:"));
	rare_sentence(out, look, counts->bucket[BUCKET_VANISHED],
		page_say(look, " Cổng không còn liệt kê, chờ xác minh:",
			" Listed by the portal no more:"));
	text_printf(out,
		page_say(look,
			" Trong năm báo cáo đã xong %s: %s trước hạn, %s đúng hạn, %s trễ hạn.",
			" Closed in the reporting year: %s, of these %s early, %s on time, "
			"%s late."),
		n[6], n[7], n[8], n[9]);
}

/* --- communes ------------------------------------------------------------------------------- */

static void number_cell(
	struct text *out, const struct page_look *look, int64_t number, const char *more)
{
	char count[PAGE_COUNT_MAX];

	text_add(out, "<td class=\"number");
	text_add(out, more);
	text_add(out, "\">");
	text_add(out, page_count(look, number, count));
	text_add(out, "</td>");
}

static void rate_cell(struct text *out, const struct page_look *look, const struct counts *counts)
{
	char share[PAGE_SHARE_MAX];

	text_printf(out, "<td class=\"number\">%s</td>",
		page_share(look, counts_on_time_rate(counts), share));
}

/* The worst of its rules; nothing while it is calm. */
static void alert_cell(
	struct text *out, const struct page_look *look, const struct page_commune *commune)
{
	bool firing = commune->state == ALERT_FIRING, calm = commune->state == ALERT_INACTIVE;

	text_printf(out, "<td%s>%s</td>", firing ? " class=\"late\"" : "",
		calm ? "" : alert_word(look, commune->state, commune->severity));
}

static void commune_row(
	struct text *out, const struct page_look *look, const struct page_commune *commune)
{
	const struct counts *counts = commune->counts;

	text_printf(out, "<tr><td><a href=\"%scommunes/", look->root);
	html_add_string(out, commune->code);
	text_add(out, "\">");
	html_add_string(out, commune->name);
	text_add(out, "</a></td>");
	number_cell(out, look, counts->bucket[BUCKET_OVERDUE],
		counts->bucket[BUCKET_OVERDUE] ? " late" : "");
	number_cell(out, look, counts->bucket[BUCKET_DUE_SOON], "");
	number_cell(out, look, counts_open(counts), " second");
	number_cell(out, look, counts_closed(counts), " second");
	rate_cell(out, look, counts);
	alert_cell(out, look, commune);
	text_add(out, "</tr>\n");
}

static void communes_add(
	struct text *out, const struct page_look *look, const struct overview *overview)
{
	page_heading(out, page_say(look, "Xã, phường và đơn vị", "Communes and departments"));
	if (overview->commune_count == 0) {
		page_sentence(out, page_say(look, "Chưa có đơn vị nào.", "None yet."));
		return;
	}
	text_printf(out,
		"<div class=\"wide\"><table class=\"units\"><thead><tr><th scope=\"col\">%s</th>"
		"<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\" "
		"class=\"number\">%s</th>"
		"<th scope=\"col\" class=\"number second\">%s</th>"
		"<th scope=\"col\" class=\"number second\">%s</th>"
		"<th scope=\"col\" class=\"number\">%s</th><th scope=\"col\">%s</th></tr></thead>"
		"<tbody>\n",
		page_say(look, "Đơn vị", "Unit"), page_say(look, "Quá hạn", "Overdue"),
		page_say(look, "Sắp đến hạn", "Due soon"), page_say(look, "Đang mở", "Open"),
		page_say(look, "Đã xong", "Closed"), page_say(look, "Đúng hạn", "On time"),
		page_say(look, "Cảnh báo", "Alert"));
	for (size_t i = 0; i < overview->commune_count; i++)
		commune_row(out, look, &overview->communes[i]);
	text_add(out, "</tbody></table></div>\n");
}

/* --- measures of the province --------------------------------------------------------------- */

static void measures_add(
	struct text *out, const struct page_look *look, const struct overview *overview)
{
	if (overview->standing_count == 0)
		return;
	page_heading(out, page_say(look, "Chỉ tiêu toàn tỉnh", "Measures of the province"));
	standings_add(out, look, overview->standings, overview->standing_count, true);
	page_measured_at(out, look, overview->standings, overview->standing_count);
}

/* --- portals -------------------------------------------------------------------------------- */

static void portals_add(
	struct text *out, const struct page_look *look, const struct overview *overview)
{
	static const struct table_column vi[] = {
		{"name", "Cổng", ALIGN_LEFT, false, false},
		{"state", "Tình trạng", ALIGN_LEFT, false, false},
		{"complete", "Đọc đủ lần cuối", ALIGN_LEFT, false, false},
		{"complaint", "Ghi chú", ALIGN_LEFT, false, false},
	};
	static const struct table_column en[] = {
		{"name", "Portal", ALIGN_LEFT, false, false},
		{"state", "State", ALIGN_LEFT, false, false},
		{"complete", "Last complete poll", ALIGN_LEFT, false, false},
		{"complaint", "Note", ALIGN_LEFT, false, false},
	};
	struct table *table = table_new(look->english ? en : vi, ARRAY_SIZE(vi));

	for (size_t i = 0; i < overview->portal_count; i++) {
		const struct page_portal *portal = &overview->portals[i];
		char at[PAGE_TIME_MAX];
		const char *state = page_say(look, "tốt", "fine");
		if (portal->complete == INSTANT_NONE)
			state = page_say(look, "chưa đọc xong lần nào", "never read completely");
		else if (portal->doubtful)
			state = page_say(look, "SỐ LIỆU ĐANG NGHI NGỜ", "IN DOUBT");
		else if (portal->stale)
			state = page_say(look, "DỮ LIỆU CŨ", "STALE");
		table_add(table, portal->name);
		table_add(table, state);
		table_add(table, page_time(look, portal->complete, at));
		table_add(table, portal->complaint);
	}
	page_heading(out, page_say(look, "Cổng dịch vụ công", "Portals"));
	page_table(out, table, page_say(look, "Chưa khai báo cổng nào.", "No portals."));
}

void overview_page(struct text *out, const struct page_look *look, const struct overview *overview)
{
	cleanup(text_free) struct text title = {0}, sentence = {0};
	char told[400];

	/* without a name it is known by its number */
	if (look->province[strspn(look->province, "0123456789")] == '\0')
		text_printf(&title, page_say(look, "Tỉnh, mã %s", "Province %s"), look->province);
	else
		text_add(&title, look->province);
	page_begin(out, look, title.data, "");
	page_stale(out, look);
	if (overview->reload_refused) {
		cleanup(text_free) struct text refused = {0};
		text_printf(&refused,
			page_say(look,
				"Cấu hình mới không được nhận, cấu hình cũ vẫn có hiệu lực: %s",
				"The new configuration was refused, the old one stays in force: "
				"%s"),
			overview->reload_refused);
		page_sentence(out, refused.data);
	}
	if (overview->trial)
		page_sentence(out, page_say(look, "Đang chạy thử: chưa gửi cho ai.",
					   "Trial mode: nobody is told yet."));
	counts_sentence(&sentence, look, overview->total);
	page_sentence(out, sentence.data);
	snprintf(told, sizeof(told),
		page_say(look,
			"%lld cảnh báo đang báo (%lld ở mức báo động); %lld thư chờ gửi, %lld "
			"không "
			"gửi được.",
			"%lld alert(s) firing (%lld critical); %lld message(s) waiting, %lld given "
			"up."),
		(long long)overview->firing, (long long)overview->critical,
		(long long)overview->waiting, (long long)overview->dead);
	plural(told);
	page_sentence(out, told);
	trend_add(out, look, overview->trend);
	measures_add(out, look, overview);
	communes_add(out, look, overview);
	portals_add(out, look, overview);
	page_end(out, look);
}
