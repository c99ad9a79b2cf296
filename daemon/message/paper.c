#include "message/paper.h"

#include <stdio.h>

#include "base/html.h"
#include "base/memory.h"
#include "report/width.h"

#define COLUMNS 78
#define FONT "font-family:Arial,Helvetica,sans-serif;"
#define TEXT FONT "font-size:15px;line-height:1.5;color:#1f2933;"
#define SMALL FONT "font-size:13px;line-height:1.5;color:#52606d;"
#define BREAK "word-break:break-word;"
#define LINE "border-top:1px solid #e4e7eb;"
#define BARE "role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""
#define WIDE "role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\""

/* --- both ----------------------------------------------------------------------------------- */

/* In the text, from the left edge on; later lines begin with `indent`. */
static void wrapped(struct paper *paper, const char *first, const char *words, const char *indent)
{
	text_add(&paper->text, first);
	wrap_add(&paper->text, slice_of(words), COLUMNS, display_width(slice_of(first)), indent);
	text_add_char(&paper->text, '\n');
}

static void block(struct paper *paper)
{
	if (paper->text.length > 0 && !paper->goes_on)
		text_add_char(&paper->text, '\n');
	paper->goes_on = false;
}

/* `before`, the words, `after`, in HTML. */
static void tagged(struct paper *paper, const char *before, const char *words, const char *after)
{
	text_add(&paper->html, before);
	html_add_string(&paper->html, words);
	text_add(&paper->html, after);
}

static void html_paragraph(struct paper *paper, const char *style, const char *words)
{
	text_printf(&paper->html, "<p style=\"%smargin:0 0 12px 0;" BREAK "\">", style);
	tagged(paper, "", words, "</p>\n");
}

/* "**strong**: rest" */
static void html_sentence(struct paper *paper, const char *strong, const char *rest)
{
	if (*strong)
		tagged(paper, "<strong>", strong, "</strong>");
	tagged(paper, *strong && *rest ? ": " : "", rest, "");
}

static void text_sentence(struct paper *paper, const char *first, const char *strong,
	const char *rest, const char *indent)
{
	cleanup(text_free) struct text words = {0};
	text_printf(&words, "%s%s%s", strong, *strong && *rest ? ": " : "", rest);
	wrapped(paper, first, words.data, indent);
}

/* --- the sheet ------------------------------------------------------------------------------ */

void paper_begin(struct paper *paper, bool english, const char *title, const char *headline,
	const char *colour)
{
	struct text *html = &paper->html;
	text_printf(html, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n", english ? "en" : "vi");
	tagged(paper,
		"<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<title>",
		title,
		"</title>\n</head>\n"
		"<body style=\"margin:0;padding:0;background-color:#eef1f4;\">\n"
		"<table " WIDE " style=\"background-color:#eef1f4;\">\n"
		"<tr><td align=\"center\" style=\"padding:12px 8px;\">\n"
		"<table role=\"presentation\" width=\"600\" cellpadding=\"0\" cellspacing=\"0\" "
		"border=\"0\" style=\"width:100%;max-width:600px;background-color:#ffffff;\">\n");
	text_printf(html,
		"<tr><td bgcolor=\"%s\" style=\"background-color:%s;padding:14px 16px;\">\n"
		"<h1 style=\"" FONT "font-size:18px;line-height:1.4;color:#ffffff;margin:0;" BREAK
		"\">",
		colour, colour);
	tagged(paper, "", headline, "</h1>\n</td></tr>\n<tr><td style=\"padding:16px;\">\n");
	wrapped(paper, "", headline, "");
}

void paper_end(struct paper *paper)
{
	text_add(&paper->html, "</td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n");
}

/* --- blocks --------------------------------------------------------------------------------- */

void paper_paragraph(struct paper *paper, enum ink ink, const char *words)
{
	static const char *const styles[] = {
		[INK_PLAIN] = TEXT, [INK_STRONG] = TEXT "font-weight:bold;", [INK_SMALL] = SMALL};
	if (!*words)
		return;
	block(paper);
	wrapped(paper, "", words, "");
	html_paragraph(paper, styles[ink], words);
}

void paper_title(struct paper *paper, const char *title)
{
	size_t width = display_width(slice_of(title));
	if (!*title)
		return;
	block(paper);
	wrapped(paper, "", title, "");
	for (size_t i = 0; i < width && i < COLUMNS; i++)
		text_add_char(&paper->text, '-');
	text_add_char(&paper->text, '\n');
	tagged(paper,
		"<h2 style=\"" FONT
		"font-size:16px;line-height:1.4;color:#1f2933;margin:20px 0 8px 0;\">",
		title, "</h2>\n");
	paper->goes_on = true;
}

static void text_link(struct paper *paper, const char *label, const char *url)
{
	block(paper);
	text_printf(&paper->text, "%s:\n%s\n", label, url);
}

/* A table cell, for what mail clients leave of a button. */
void paper_button(struct paper *paper, const char *label, const char *url)
{
	if (!*url)
		return;
	text_link(paper, label, url);
	tagged(paper,
		"<table " BARE " style=\"margin:0 0 16px 0;\"><tr><td bgcolor=\"" PAPER_BLUE
		"\" style=\"background-color:" PAPER_BLUE ";padding:10px 18px;\"><a href=\"",
		url,
		"\" style=\"" FONT "font-size:15px;line-height:1.4;font-weight:bold;color:#ffffff;"
		"text-decoration:none;\">");
	tagged(paper, "", label, "</a></td></tr></table>\n");
}

void paper_link(struct paper *paper, const char *label, const char *url)
{
	if (!*url)
		return;
	text_link(paper, label, url);
	tagged(paper, "<p style=\"" SMALL "margin:0 0 12px 0;" BREAK "\"><a href=\"", url,
		"\" style=\"color:" PAPER_BLUE ";\">");
	tagged(paper, "", label, "</a></p>\n");
}

void paper_box(struct paper *paper, const char *words)
{
	if (!*words)
		return;
	block(paper);
	wrapped(paper, "", words, "");
	tagged(paper,
		"<table " WIDE "><tr><td bgcolor=\"#f4f6f8\" style=\"" TEXT
		"background-color:#f4f6f8;padding:10px 12px;" BREAK "\">",
		words, "</td></tr></table>\n");
}

void paper_gap(struct paper *paper)
{
	text_add(&paper->html, "<p style=\"margin:16px 0 0 0;\"></p>\n");
}

/* --- rows ----------------------------------------------------------------------------------- */

#define ROW "    " /* as wide as " 1. " */

void paper_rows_begin(struct paper *paper, const char *common)
{
	block(paper);
	if (*common) {
		wrapped(paper, ROW, common, ROW);
		html_paragraph(paper, SMALL, common);
	}
	text_add(&paper->html, "<table " WIDE ">\n");
	paper->row = 0;
}

void paper_row_begin(struct paper *paper, const char *strong, const char *rest)
{
	char number[16];
	snprintf(number, sizeof(number), "%2d. ", ++paper->row);
	text_sentence(paper, number, strong, rest, ROW);
	text_printf(&paper->html,
		"<tr><td valign=\"top\" align=\"right\" width=\"24\" style=\"" SMALL
		"padding:8px 8px 8px 0;" LINE "\">%d</td>\n"
		"<td valign=\"top\" style=\"" TEXT "padding:8px 0;" LINE BREAK "\">",
		paper->row);
	html_sentence(paper, strong, rest);
}

void paper_row_about(struct paper *paper, const char *words)
{
	if (!*words)
		return;
	wrapped(paper, ROW, words, ROW);
	tagged(paper, "<br>\n<span style=\"" SMALL "\">", words, "</span>");
}

void paper_row_points_begin(struct paper *paper)
{
	text_add(&paper->html, "\n<ul style=\"" SMALL "margin:4px 0 0 0;padding:0 0 0 18px;\">\n");
}

static void html_row_point(struct paper *paper, const char *strong, const char *rest)
{
	text_add(&paper->html, "<li style=\"margin:4px 0 0 0;\">");
	html_sentence(paper, strong, rest);
	text_add(&paper->html, "</li>\n");
}

void paper_row_point(struct paper *paper, const char *strong, const char *rest)
{
	text_sentence(paper, ROW "+ ", strong, rest, ROW "  ");
	html_row_point(paper, strong, rest);
}

void paper_row_points_end(struct paper *paper, const char *more)
{
	if (*more) {
		wrapped(paper, ROW "  ", more, ROW "  ");
		html_row_point(paper, "", more);
	}
	text_add(&paper->html, "</ul>\n");
}

void paper_row_end(struct paper *paper)
{
	text_add(&paper->html, "</td></tr>\n");
}

void paper_rows_end(struct paper *paper)
{
	text_add(&paper->html, "</table>\n");
}

void paper_beside_rows(struct paper *paper, const char *words)
{
	if (!*words)
		return;
	wrapped(paper, ROW, words, ROW);
	html_paragraph(paper, TEXT "padding-left:32px;", words);
}

/* --- figures -------------------------------------------------------------------------------- */

void paper_figure(struct paper *paper, const char *label, const char *value, const char *detail)
{
	cleanup(text_free) struct text words = {0};
	paper->goes_on = false;
	text_printf(&words, "%s: %s%s%s%s", label, value, *detail ? " (" : "", detail,
		*detail ? ")" : "");
	wrapped(paper, "- ", words.data, "  ");
	tagged(paper, "<p style=\"" TEXT "margin:0 0 2px 0;\">", label, ": ");
	tagged(paper, "<strong>", value, "</strong>");
	if (*detail)
		tagged(paper, " (", detail, ")");
	text_add(&paper->html, "</p>\n");
}

/* Each part at least 1 % wide where it is not nothing; the widest takes what rounding leaves. */
static void bar_widths(const struct bar_part *parts, size_t count, int64_t whole, int *ret_widths)
{
	int sum = 0;
	size_t widest = 0;
	for (size_t i = 0; i < count; i++) {
		ret_widths[i] = (int)(parts[i].count * 100 / whole);
		if (parts[i].count > 0 && ret_widths[i] == 0)
			ret_widths[i] = 1;
		sum += ret_widths[i];
		if (parts[i].count > parts[widest].count)
			widest = i;
	}
	ret_widths[widest] += 100 - sum;
}

void paper_bar(struct paper *paper, const struct bar_part *parts, size_t count)
{
	int widths[BAR_PARTS_MOST];
	int64_t whole = 0;
	for (size_t i = 0; i < count; i++)
		whole += parts[i].count;
	if (whole <= 0)
		return;
	bar_widths(parts, count, whole, widths);
	text_add(&paper->html, "<table " WIDE " style=\"margin:4px 0 10px 0;\"><tr>\n");
	for (size_t i = 0; i < count; i++) {
		if (widths[i] > 0)
			text_printf(&paper->html,
				"<td width=\"%d%%\" height=\"10\" bgcolor=\"%s\" "
				"style=\"background-color:%s;height:10px;font-size:1px;"
				"line-height:10px;\">&nbsp;</td>\n",
				widths[i], parts[i].colour, parts[i].colour);
	}
	text_add(&paper->html, "</tr></table>\n");
}

/* --- points --------------------------------------------------------------------------------- */

void paper_points_begin(struct paper *paper)
{
	block(paper);
	text_add(&paper->html, "<ul style=\"" SMALL "margin:0 0 12px 0;padding:0 0 0 20px;\">\n");
}

void paper_point(struct paper *paper, const char *words)
{
	if (!*words)
		return;
	wrapped(paper, "- ", words, "  ");
	tagged(paper, "<li style=\"margin:0 0 4px 0;" BREAK "\">", words, "</li>\n");
}

void paper_points_end(struct paper *paper)
{
	text_add(&paper->html, "</ul>\n");
}
