#include "page/frame.h"

#include <stdio.h>

#include "base/html.h"
#include "base/memory.h"
#include "core/alert/tally.h"

/* Colours by their office: each pair is told apart by day and by night (WCAG 2.2, 1.4.3). */
static const char style[] =
	":root{--ink:#1b1b1b;--paper:#fff;--line:#ccc;--head:#f2f2f2;--late:#a00000;--soft:#555;"
	"--link:#0b4f9e;--bar:#4a7ab5}"
	"@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ink:#e4e4e4;"
	"--paper:#17191c;--line:#45494e;--head:#25282c;--late:#ff8f86;--soft:#b0b0b0;"
	"--link:#8dbbff;--bar:#5d8fcc}}"
	"body{font:16px/1.45 system-ui,sans-serif;margin:0 auto;max-width:64rem;padding:0 1rem;"
	"color:var(--ink);background:var(--paper)}a{color:var(--link)}"
	"nav a{display:inline-block;padding:.4rem .8rem .4rem 0}"
	"nav a[aria-current]{color:inherit;font-weight:bold;text-decoration:none}"
	"h1{font-size:1.4rem;margin:.6rem 0}h2{font-size:1.1rem;margin:1.4rem 0 .4rem}"
	".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
	"th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:left;"
	"vertical-align:top}"
	".number{text-align:right;white-space:nowrap}th{background:var(--head)}"
	"th.number{white-space:normal}"
	".late{color:var(--late);font-weight:bold}"
	".rows td:first-child{white-space:nowrap}.value{text-align:right}.measure{min-width:11rem}"
	".trend{display:flex;flex-wrap:wrap;gap:0 2rem}"
	"figure{flex:1 1 18rem;max-width:30rem;margin:0 0 .8rem;break-inside:avoid}"
	"svg{display:block;width:100%;margin-top:.3rem;overflow:visible}"
	"svg text{font-size:10px;fill:var(--ink);text-anchor:middle}svg .now{text-anchor:start}"
	".curve{fill:none;stroke:var(--bar);stroke-width:2;stroke-linecap:round;"
	"stroke-linejoin:round}.bar{fill:var(--bar)}.ground{stroke:var(--line)}"
	"@media(max-width:40rem){.second,.stack thead{display:none}"
	".stack tbody,.stack tr,.stack td{display:block;border:0;text-align:left}"
	".stack td{padding:.1rem 0;white-space:normal;overflow-wrap:anywhere}"
	".stack td:empty{display:none}"
	".rules tbody,.rows tr{border-bottom:1px solid var(--line);padding:.4rem 0}"
	".rows td:first-child{font-weight:bold;white-space:normal}"
	".stack td[data-title]::before{content:attr(data-title)': ';color:var(--soft);"
	"font-weight:normal}"
	".units th,.units td{padding:.3rem .2rem;font-size:.85rem}}"
	"button,select{font:inherit;padding:.6rem 1rem;margin:.3rem 0}"
	"footer{margin:2rem 0 1rem;color:var(--soft);font-size:.9rem}"
	"@media print{nav,form{display:none}body{max-width:none;padding:0;font-size:11pt}"
	"thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}}";

static void menu_add(struct text *out, const struct page_look *look, const char *here)
{
	static const struct {
		const char *path, *vi, *en;
	} links[] = {
		{"", "Toàn tỉnh", "Province"},
		{"alerts", "Cảnh báo", "Alerts"},
		{"deliveries", "Thư đã gửi", "Deliveries"},
		{"calendar", "Lịch", "Calendar"},
	};

	text_printf(out, "<nav aria-label=\"%s\">", page_say(look, "Các trang", "Pages"));
	for (size_t i = 0; i < ARRAY_SIZE(links); i++)
		text_printf(out, "<a href=\"%s%s\"%s>%s</a> ", look->root[0] ? look->root : "./",
			links[i].path,
			strcmp(links[i].path, here) == 0 ? " aria-current=\"page\"" : "",
			page_say(look, links[i].vi, links[i].en));
	text_add(out, "</nav>\n");
}

void page_begin(struct text *out, const struct page_look *look, const char *title, const char *here)
{
	text_printf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		page_say(look, "vi", "en"));
	html_add_string(out, title);
	text_add(out, " – hentra</title>\n<style>");
	text_add(out, style);
	text_add(out, "</style>\n</head>\n<body>\n");
	if (here)
		menu_add(out, look, here);
	text_add(out, "<main>\n<h1>");
	html_add_string(out, title);
	text_add(out, "</h1>\n");
}

void page_stale(struct text *out, const struct page_look *look)
{
	char observed[PAGE_TIME_MAX];

	if (!look->fresh.stale)
		return;
	text_add(out, "<p class=\"late\">");
	if (look->fresh.observed == INSTANT_NONE)
		text_add(out, page_say(look, "CHƯA ĐỦ SỐ LIỆU: có cổng chưa đọc đủ lần nào.",
				      "NUMBERS NOT COMPLETE: a portal was never read completely."));
	else
		text_printf(out,
			page_say(look,
				"SỐ LIỆU CŨ: cổng được đọc đủ lần cuối lúc %s, sau đó không đọc "
				"được nữa.",
				"STALE NUMBERS: the portal was last read completely at %s, not "
				"since."),
			page_time(look, look->fresh.observed, observed));
	text_add(out, "</p>\n");
}

void page_end(struct text *out, const struct page_look *look)
{
	char at[PAGE_TIME_MAX];

	text_printf(out, "</main>\n<footer>%s %s. ",
		page_say(look, "Trang lập lúc", "This page is of"), page_time(look, look->now, at));
	if (look->fresh.observed == INSTANT_NONE)
		text_add(out, page_say(look, "Cổng chưa được đọc đủ lần nào.",
				      "The portals were not read completely yet."));
	else
		text_printf(out,
			page_say(look, "Số liệu theo lần đọc đủ cổng lúc %s.",
				"Numbers as of the portals' complete reading at %s."),
			page_time(look, look->fresh.observed, at));
	if (look->contact[0]) {
		text_printf(out, " %s: ", page_say(look, "Liên hệ", "Contact"));
		html_add_string(out, look->contact);
	}
	text_add(out, "</footer>\n</body>\n</html>\n");
}

void page_heading(struct text *out, const char *title)
{
	text_add(out, "<h2>");
	html_add_string(out, title);
	text_add(out, "</h2>\n");
}

void page_sentence(struct text *out, const char *sentence)
{
	text_add(out, "<p>");
	html_add_string(out, sentence);
	text_add(out, "</p>\n");
}

static void head_add(struct text *out, const struct table *table)
{
	size_t count;
	const struct table_column *columns = table_columns(table, &count);

	text_add(out, "<div class=\"wide\"><table class=\"stack rows\"><thead><tr>");
	for (size_t i = 0; i < count; i++)
		text_printf(out, "<th scope=\"col\"%s>%s</th>",
			columns[i].align == ALIGN_RIGHT ? " class=\"number\"" : "",
			columns[i].title);
	text_add(out, "</tr></thead><tbody>\n");
}

static void row_add(struct text *out, const struct table *table, size_t row)
{
	size_t count;
	const struct table_column *columns = table_columns(table, &count);

	text_add(out, "<tr>");
	for (size_t i = 0; i < count; i++) {
		const char *cell = table_cell(table, row, i);
		text_printf(out, "<td%s data-title=\"%s\">",
			columns[i].align == ALIGN_RIGHT ? " class=\"number\"" : "",
			columns[i].title);
		html_add_string(out, cell ? cell : "–");
		text_add(out, "</td>");
	}
	text_add(out, "</tr>\n");
}

void page_table(struct text *out, struct table *table, const char *nothing)
{
	size_t rows = table_rows(table);

	if (rows == 0) {
		page_sentence(out, nothing);
	} else {
		head_add(out, table);
		for (size_t row = 0; row < rows; row++)
			row_add(out, table, row);
		text_add(out, "</tbody></table></div>\n");
	}
	table_free(table);
}

const char *page_count(
	const struct page_look *look, int64_t count, char buffer[static PAGE_COUNT_MAX])
{
	char *at = buffer + PAGE_COUNT_MAX;
	uint64_t rest = count < 0 ? -(uint64_t)count : (uint64_t)count;
	int digits = 0;

	*--at = '\0';
	do {
		if (digits > 0 && digits % 3 == 0)
			*--at = look->english ? ',' : '.';
		*--at = (char)('0' + rest % 10);
		rest /= 10;
		digits++;
	} while (rest > 0);
	if (count < 0)
		*--at = '-';
	return at;
}

const char *page_share(const struct page_look *look, int share, char buffer[static PAGE_SHARE_MAX])
{
	if (share < 0)
		return "–";
	int tenths = share_tenths(share);
	if (tenths % 10 == 0)
		snprintf(buffer, PAGE_SHARE_MAX, "%d%%", tenths / 10);
	else
		snprintf(buffer, PAGE_SHARE_MAX, "%d%s%d%%", tenths / 10, page_say(look, ",", "."),
			tenths % 10);
	return buffer;
}

const char *page_time(const struct page_look *look, instant at, char buffer[static PAGE_TIME_MAX])
{
	if (at == INSTANT_NONE)
		return "–";
	return look->english ? zone_format_en(look->zone, at, buffer)
			     : zone_format_vi(look->zone, at, buffer);
}

const char *page_day(const struct page_look *look, day date, char buffer[static 11])
{
	return look->english ? civil_format_date(date, buffer) : civil_format_date_vi(date, buffer);
}
