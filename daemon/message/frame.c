#include "message/frame.h"

#include "base/html.h"

#define TABLE                                                                                      \
	"<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" "         \
	"border=\"0\""
#define LINE "border-top:1px solid #e4e7eb;"

void frame_begin(
	struct text *out, bool english, const char *title, const char *headline, const char *colour)
{
	text_printf(out, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n", english ? "en" : "vi");
	text_add(out, "<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		      "<title>");
	html_add_string(out, title);
	text_add(out, "</title>\n</head>\n"
		      "<body style=\"margin:0;padding:0;background-color:#eef1f4;\">\n" TABLE
		      " style=\"background-color:#eef1f4;\">\n"
		      "<tr><td align=\"center\" style=\"padding:12px 8px;\">\n"
		      "<table role=\"presentation\" width=\"600\" cellpadding=\"0\" "
		      "cellspacing=\"0\" border=\"0\" style=\"width:100%;max-width:600px;"
		      "background-color:#ffffff;\">\n");
	text_printf(out,
		"<tr><td bgcolor=\"%s\" style=\"background-color:%s;padding:14px 16px;\">\n"
		"<h1 style=\"" FRAME_FONT "font-size:18px;line-height:1.4;color:#ffffff;margin:0;"
		"word-break:break-word;\">",
		colour, colour);
	html_add_string(out, headline);
	text_add(out, "</h1>\n</td></tr>\n<tr><td style=\"padding:16px;\">\n");
}

void frame_end(struct text *out)
{
	text_add(out, "</td></tr>\n</table>\n</td></tr>\n</table>\n</body>\n</html>\n");
}

void frame_paragraph(struct text *out, const char *style, const char *text)
{
	if (!*text)
		return;
	text_printf(out, "<p style=\"%smargin:0 0 12px 0;word-break:break-word;\">", style);
	html_add_string(out, text);
	text_add(out, "</p>\n");
}

void frame_link(struct text *out, const char *label, const char *url)
{
	if (!*url)
		return;
	text_add(out, "<p style=\"" FRAME_SMALL "margin:0 0 12px 0;word-break:break-word;\">"
		      "<a href=\"");
	html_add_string(out, url);
	text_add(out, "\" style=\"color:" FRAME_BLUE ";\">");
	html_add_string(out, label);
	text_add(out, "</a></p>\n");
}

void frame_title(struct text *out, const char *title)
{
	text_add(out, "<h2 style=\"" FRAME_FONT
		      "font-size:16px;line-height:1.4;color:#1f2933;margin:20px 0 8px 0;\">");
	html_add_string(out, title);
	text_add(out, "</h2>\n");
}

void frame_rows_begin(struct text *out)
{
	text_add(out, TABLE ">\n");
}

void frame_row_begin(struct text *out, size_t number)
{
	text_printf(out,
		"<tr><td valign=\"top\" align=\"right\" width=\"24\" style=\"" FRAME_SMALL
		"padding:8px 8px 8px 0;" LINE "\">%zu</td>\n"
		"<td valign=\"top\" style=\"" FRAME_TEXT "padding:8px 0;" LINE
		"word-break:break-word;\">",
		number);
}

void frame_row_end(struct text *out)
{
	text_add(out, "</td></tr>\n");
}

void frame_rows_end(struct text *out)
{
	text_add(out, "</table>\n");
}
