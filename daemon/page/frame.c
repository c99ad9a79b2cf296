#include "page/frame.h"

#include "base/html.h"
#include "base/memory.h"

static const char style[] =
	"body{font:16px/1.45 system-ui,sans-serif;margin:0 auto;max-width:64rem;padding:0 1rem;"
	"color:#1b1b1b;background:#fff}"
	"nav a{display:inline-block;padding:.4rem .8rem .4rem 0}"
	"h1{font-size:1.4rem;margin:.6rem 0}h2{font-size:1.1rem;margin:1.4rem 0 .4rem}"
	".wide{overflow-x:auto}table{border-collapse:collapse;width:100%}"
	"th,td{padding:.3rem .5rem;border-bottom:1px solid #ccc;text-align:left;"
	"vertical-align:top}"
	".number{text-align:right;white-space:nowrap}th{background:#f2f2f2}"
	".late{color:#a00000;font-weight:bold}"
	".value{text-align:right}.measure{min-width:11rem}"
	"@media(max-width:40rem){.rules thead{display:none}"
	".rules tbody,.rules tr,.rules td{display:block;border:0;text-align:left}"
	".rules tbody{border-bottom:1px solid #ccc;padding:.4rem 0}.rules td{padding:.1rem 0}"
	".rules td[data-title]::before{content:attr(data-title)': ';color:#555;font-weight:normal}}"
	"button,select{font:inherit;padding:.6rem 1rem;margin:.3rem 0}"
	"footer{margin:2rem 0 1rem;color:#555;font-size:.9rem}"
	"@media print{nav,form{display:none}body{max-width:none;padding:0;font-size:11pt}"
	"thead{display:table-header-group}tr{break-inside:avoid}}";

static void menu_add(struct text *out, const struct page_look *look)
{
	static const struct {
		const char *path, *vi, *en;
	} links[] = {
		{"", "Toàn tỉnh", "Province"},
		{"alerts", "Cảnh báo", "Alerts"},
		{"deliveries", "Thư đã gửi", "Deliveries"},
		{"calendar", "Lịch", "Calendar"},
	};

	text_add(out, "<nav>");
	for (size_t i = 0; i < ARRAY_SIZE(links); i++)
		text_printf(out, "<a href=\"%s%s\">%s</a>", look->root[0] ? look->root : "./",
			links[i].path, page_say(look, links[i].vi, links[i].en));
	text_add(out, "</nav>\n");
}

void page_begin(struct text *out, const struct page_look *look, const char *title, bool menu)
{
	text_printf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		page_say(look, "vi", "en"));
	html_add_string(out, title);
	text_printf(out, " – hentra</title>\n<style>%s</style>\n</head>\n<body>\n", style);
	if (menu)
		menu_add(out, look);
	text_add(out, "<main>\n<h1>");
	html_add_string(out, title);
	text_add(out, "</h1>\n");
}

void page_end(struct text *out, const struct page_look *look)
{
	char now[PAGE_TIME_MAX];

	text_printf(out, "</main>\n<footer>%s %s", page_say(look, "Số liệu lúc", "Numbers as of"),
		page_time(look, look->now, now));
	if (look->contact[0]) {
		text_printf(out, ". %s: ", page_say(look, "Liên hệ", "Contact"));
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

void page_table(struct text *out, struct table *table, const char *nothing)
{
	if (table_rows(table) == 0) {
		page_sentence(out, nothing);
	} else {
		text_add(out, "<div class=\"wide\">");
		table_write_html(table, out);
		text_add(out, "</div>\n");
	}
	table_free(table);
}

const char *page_time(const struct page_look *look, instant at, char buffer[static PAGE_TIME_MAX])
{
	if (at == INSTANT_NONE)
		return "–";
	return look->english ? zone_format(look->zone, at - at % SECOND_MS, buffer)
			     : zone_format_vi(look->zone, at, buffer);
}

const char *page_day(const struct page_look *look, day date, char buffer[static 11])
{
	return look->english ? civil_format_date(date, buffer) : civil_format_date_vi(date, buffer);
}
