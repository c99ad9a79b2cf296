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

void counts_sentence(struct text *out, const struct page_look *look, const struct counts *counts)
{
	plural_printf(out,
		page_say(look,
			"%lld hồ sơ đang giải quyết: %lld quá hạn, %lld sắp đến hạn, %lld trong "
			"hạn, "
			"%lld tạm dừng, %lld không hẹn ngày.",
			"%lld open case(s): %lld overdue, %lld due soon, %lld in time, %lld "
			"paused, "
			"%lld undated."),
		(long long)counts_open(counts), (long long)counts->bucket[BUCKET_OVERDUE],
		(long long)counts->bucket[BUCKET_DUE_SOON],
		(long long)counts->bucket[BUCKET_IN_TIME], (long long)counts->bucket[BUCKET_PAUSED],
		(long long)counts->bucket[BUCKET_UNDATED_OPEN]);
	text_printf(out,
		page_say(look,
			" Trong năm báo cáo đã xong %lld: %lld trước hạn, %lld đúng hạn, %lld trễ "
			"hạn.",
			" Closed in the reporting year: %lld, of these %lld early, %lld on time, "
			"%lld late."),
		(long long)counts_closed(counts), (long long)counts->bucket[BUCKET_EARLY],
		(long long)counts->bucket[BUCKET_ON_TIME], (long long)counts->bucket[BUCKET_LATE]);
}

/* --- communes ------------------------------------------------------------------------------- */

static void number_cell(struct text *out, int64_t number, bool late)
{
	text_printf(out, "<td class=\"number%s\">%lld</td>", late && number ? " late" : "",
		(long long)number);
}

static void rate_cell(struct text *out, const struct page_look *look, const struct counts *counts)
{
	int rate = counts_on_time_rate(counts);

	if (rate < 0)
		text_add(out, "<td class=\"number\">–</td>");
	else
		text_printf(out, "<td class=\"number\">%d%s%d %%</td>", rate / 100,
			page_say(look, ",", "."), rate / 10 % 10);
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
	number_cell(out, counts->bucket[BUCKET_OVERDUE], true);
	number_cell(out, counts->bucket[BUCKET_DUE_SOON], false);
	number_cell(out, counts_open(counts), false);
	number_cell(out, counts_closed(counts), false);
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
		"<div class=\"wide\"><table><thead><tr><th>%s</th><th class=\"number\">%s</th>"
		"<th class=\"number\">%s</th><th class=\"number\">%s</th><th class=\"number\">%s"
		"</th><th class=\"number\">%s</th><th>%s</th></tr></thead><tbody>\n",
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
	cleanup(text_free) struct text sentence = {0};
	char told[400];

	page_begin(out, look, look->province, true);
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
	measures_add(out, look, overview);
	communes_add(out, look, overview);
	portals_add(out, look, overview);
	page_end(out, look);
}
