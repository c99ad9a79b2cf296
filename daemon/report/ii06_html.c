/* Form II.06a as a page of its own: the form's two-line head with its column numbers, on A4 landscape;
 * the head of the table stands on every sheet. No script, nothing loaded from elsewhere. */
#include <stdio.h>

#include "base/html.h"
#include "report/ii06.h"

static const char *say(const struct ii06_form *form, const char *vi, const char *en)
{
	return form->english ? en : vi;
}

static const char style[] =
	"@page { size: A4 landscape; margin: 10mm 12mm 14mm;"
	" @bottom-center { content: counter(page) \"/\" counter(pages); font-size: 9pt; } }\n"
	"* { box-sizing: border-box; }\n"
	"body { font: 11pt/1.35 \"Times New Roman\", \"Liberation Serif\", Tinos, serif;"
	" color: #000; background: #fff; margin: 0 auto; padding: 1em; max-width: 297mm; }\n"
	"header { display: flex; flex-wrap: wrap; gap: 1em; justify-content: space-between; }\n"
	"header p { margin: 0; }\n"
	"h1 { font-size: 13pt; text-align: center; margin: 1em 0 .2em; }\n"
	".period, .unit { text-align: center; font-style: italic; margin: 0; }\n"
	".unit { text-align: right; margin: .6em 0 .3em; }\n"
	".sheet { overflow-x: auto; padding-right: 1px; }\n"
	"table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
	"th, td { border: 1px solid #000; padding: .2em .4em; }\n"
	"th { font-weight: bold; text-align: center; vertical-align: middle; }\n"
	"tr.numbers th { font-weight: normal; font-style: italic; font-size: 9pt; padding: 0; }\n"
	"thead tr:first-child th:nth-child(1) { width: 4%; }\n"
	"thead tr:first-child th:nth-child(2) { width: 26%; }\n"
	"td.number { text-align: right; }\n"
	"td.place { text-align: center; }\n"
	"tr.total td { font-weight: bold; }\n"
	"thead { display: table-header-group; }\n"
	"tr, .below { break-inside: avoid; }\n" /* no signature on a page of its own */
	".notes { font-size: 10pt; margin-top: .8em; }\n"
	".notes ul { margin: .2em 0 0; padding-left: 1.2em; }\n"
	".signatures { display: flex; justify-content: space-around; margin-top: 1.2em;"
	" text-align: center; break-inside: avoid; }\n"
	".signatures div { min-height: 6em; }\n"
	".signatures p { margin: 0; }\n"
	"@media print { body { padding: 0; max-width: none; font-size: 10.5pt; }"
	" .sheet { overflow: visible; } table { table-layout: fixed; }"
	" th { padding: .15em .1em; font-size: 10pt; line-height: 1.2; }"
	" td { padding: .05em .4em; line-height: 1.2; } }\n";

static void paragraph(struct text *out, const char *class, const char *label, const char *value)
{
	text_printf(out, "<p%s%s%s>", *class ? " class=\"" : "", class, *class ? "\"" : "");
	html_add_string(out, label);
	html_add_string(out, value);
	text_add(out, "</p>\n");
}

/* --- head ----------------------------------------------------------------------------------- */

static void add_head(const struct ii06_form *form, struct text *out)
{
	static const char dots[] = "………………………………";
	char line[200];
	text_add(out, "<header>\n<div>\n<p><strong>");
	text_add(out, say(form, "Biểu số", "Form"));
	text_add(out, " II.06a/VPCP/KSTT</strong></p>\n</div>\n<div>\n");
	paragraph(out, "", say(form, "Đơn vị báo cáo: ", "Reported by: "),
		*form->organisation ? form->organisation : dots);
	paragraph(out, "", say(form, "Đơn vị nhận báo cáo: ", "Reported to: "),
		*form->receiver ? form->receiver : dots);
	text_add(out, "</div>\n</header>\n<h1>");
	text_add(out, ii06_title(form->english));
	text_add(out, "</h1>\n");
	paragraph(out, "period", ii06_period_line(form, line), "");
	paragraph(out, "unit", say(form, "Đơn vị tính: hồ sơ", "Unit: cases"), "");
}

/* --- table ---------------------------------------------------------------------------------- */

static void add_group(struct text *out, int columns, int lines, const char *title)
{
	text_printf(out, "<th scope=\"%s\"", columns > 1 ? "colgroup" : "col");
	if (columns > 1)
		text_printf(out, " colspan=\"%d\"", columns);
	if (lines > 1)
		text_printf(out, " rowspan=\"%d\"", lines);
	text_printf(out, ">%s</th>", title);
}

/* The form's three lines of titles, and one with the columns' numbers. */
static void add_titles(const struct ii06_form *form, struct text *out)
{
	text_add(out, "<thead>\n<tr>");
	add_group(out, 1, 3, say(form, "STT", "No."));
	add_group(out, 1, 3,
		form->by_commune ? say(form, "Đơn vị", "Unit") : say(form, "Lĩnh vực", "Field"));
	add_group(out, 4, 1, say(form, "Số lượng hồ sơ tiếp nhận", "Received"));
	add_group(out, 4, 1, say(form, "Số lượng hồ sơ đã giải quyết", "Resolved"));
	add_group(out, 3, 1, say(form, "Số lượng hồ sơ đang giải quyết", "In progress"));
	text_add(out, "</tr>\n<tr>");
	add_group(out, 1, 2, ii06_column_title(II06_RECEIVED, form->english));
	add_group(out, 2, 1, say(form, "Trong kỳ", "In the period"));
	for (int column = II06_CARRIED_OVER; column < II06_COLUMNS; column++)
		add_group(out, 1, 2, ii06_column_title((enum ii06_column)column, form->english));
	text_add(out, "</tr>\n<tr>");
	add_group(out, 1, 1, ii06_column_title(II06_ONLINE, form->english));
	add_group(out, 1, 1, ii06_column_title(II06_IN_PERSON, form->english));
	text_add(out, "</tr>\n<tr class=\"numbers\">");
	for (int column = 1; column < II06_COLUMNS; column++)
		text_printf(out, "<th>(%d)</th>", column);
	text_add(out, "</tr>\n</thead>\n");
}

static void add_numbers(struct text *out, const struct ii06_counts *counts)
{
	for (int column = II06_RECEIVED; column < II06_COLUMNS; column++)
		text_printf(
			out, "<td class=\"number\">%lld</td>", (long long)counts->column[column]);
	text_add(out, "</tr>\n");
}

static void add_table(const struct ii06_form *form, struct text *out)
{
	text_add(out, "<div class=\"sheet\">\n<table>\n");
	add_titles(form, out);
	text_add(out, "<tbody>\n");
	for (size_t i = 0; i < form->row_count; i++) {
		text_printf(out, "<tr><td class=\"place\">%zu</td><td>", i + 1);
		html_add_string(out, form->rows[i].name);
		text_add(out, "</td>");
		add_numbers(out, &form->rows[i].counts);
	}
	text_printf(out, "<tr class=\"total\"><td></td><td>%s</td>", say(form, "Tổng số", "Total"));
	add_numbers(out, &form->total);
	text_add(out, "</tbody>\n</table>\n</div>\n");
}

/* --- below ---------------------------------------------------------------------------------- */

static void add_notes(const struct ii06_form *form, struct text *out)
{
	char notes[II06_NOTES_MAX][II06_NOTE_SIZE];
	size_t count = ii06_notes(form, notes);
	text_printf(out, "<div class=\"notes\">%s\n<ul>\n", say(form, "Ghi chú:", "Notes:"));
	for (size_t i = 0; i < count; i++) {
		text_add(out, "<li>");
		html_add_string(out, notes[i]);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ul>\n</div>\n");
}

static void add_signatures(const struct ii06_form *form, struct text *out)
{
	text_add(out, say(form,
			      "<div class=\"signatures\">\n"
			      "<div><p>&nbsp;</p><p><strong>NGƯỜI LẬP BIỂU</strong></p>"
			      "<p><em>(Ký, ghi rõ họ tên)</em></p></div>\n"
			      "<div><p><em>……………, ngày …… tháng …… năm ……</em></p>"
			      "<p><strong>THỦ TRƯỞNG ĐƠN VỊ</strong></p>"
			      "<p><em>(Ký tên, đóng dấu)</em></p></div>\n</div>\n",
			      "<div class=\"signatures\">\n"
			      "<div><p>&nbsp;</p><p><strong>PREPARED BY</strong></p>"
			      "<p><em>(signature and name)</em></p></div>\n"
			      "<div><p><em>……………, date …………………</em></p>"
			      "<p><strong>HEAD OF THE UNIT</strong></p>"
			      "<p><em>(signature and seal)</em></p></div>\n</div>\n"));
}

void ii06_write_html(const struct ii06_form *form, struct text *out)
{
	char name[48];
	text_printf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>",
		form->english ? "en" : "vi");
	text_add(out, say(form, "Biểu II.06a ", "Form II.06a "));
	html_add_string(out, form->organisation);
	text_add(out, " ");
	html_add_string(out, ii06_period_name(&form->period, form->english, name));
	text_printf(out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n", style);
	add_head(form, out);
	add_table(form, out);
	text_add(out, "<div class=\"below\">\n");
	add_notes(form, out);
	add_signatures(form, out);
	text_add(out, "</div>\n</body>\n</html>\n");
}
