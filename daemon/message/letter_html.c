/* The model as HTML for mail clients (frame.h). The bars are table cells; their numbers stand in the
 * totals as text. */
#include "base/html.h"
#include "base/memory.h"
#include "message/frame.h"
#include "message/letter_model.h"
#include "message/letter_words.h"

#define TEXT FRAME_TEXT
#define SMALL FRAME_SMALL
#define LIGHT_GREEN "#8fd0ac"
#define AMBER "#e8a317"
#define BLUE "#4f83cc"
#define GREY "#c3cad2"

static const char *state_colour(const struct alert_news *news)
{
	if (news->kind == NEWS_CLOSED)
		return FRAME_GREEN;
	return news->severity == SEVERITY_CRITICAL ? FRAME_RED : FRAME_AMBER;
}

/* A table cell, for what mail clients leave of a button. */
static void add_button(const struct letter_model *model, struct text *out)
{
	if (!*model->ack_url)
		return;
	text_add(out, "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" "
		      "border=\"0\" style=\"margin:0 0 16px 0;\"><tr>"
		      "<td bgcolor=\"" FRAME_BLUE "\" style=\"background-color:" FRAME_BLUE
		      ";padding:10px 18px;\"><a href=\"");
	html_add_string(out, model->ack_url);
	text_add(out, "\" style=\"" FRAME_FONT "font-size:15px;line-height:1.4;font-weight:bold;"
		      "color:#ffffff;text-decoration:none;\">");
	html_add_string(out, model->ack_label);
	text_add(out, "</a></td></tr></table>\n");
}

static void add_case_row(const struct letter_line *line, size_t number, struct text *out)
{
	frame_row_begin(out, number);
	text_add(out, "<strong>");
	html_add_string(out, line->code);
	text_add(out, "</strong>: ");
	html_add_string(out, line->state);
	if (*line->about) {
		text_add(out, "<br>\n<span style=\"" SMALL "\">");
		html_add_string(out, line->about);
		text_add(out, "</span>");
	}
	frame_row_end(out);
}

static void add_cases(const struct letter_model *model, struct text *out)
{
	if (model->line_count == 0)
		return;
	frame_title(out, model->list_title);
	frame_paragraph(out, SMALL, model->list_unit);
	frame_rows_begin(out);
	for (size_t i = 0; i < model->line_count; i++)
		add_case_row(&model->lines[i], i + 1, out);
	frame_rows_end(out);
	frame_paragraph(out, TEXT "padding-left:32px;", model->more);
	frame_paragraph(out, TEXT "padding-left:32px;", model->attached);
}

struct bar_part {
	int64_t count;
	const char *colour;
};

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

#define BAR_PARTS_MOST 4

static void add_bar(const struct bar_part *parts, size_t count, struct text *out)
{
	int widths[BAR_PARTS_MOST];
	int64_t whole = 0;
	for (size_t i = 0; i < count; i++)
		whole += parts[i].count;
	if (whole <= 0)
		return;
	bar_widths(parts, count, whole, widths);
	text_add(out, "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" "
		      "cellspacing=\"0\" border=\"0\" style=\"margin:4px 0 10px 0;\"><tr>\n");
	for (size_t i = 0; i < count; i++) {
		if (widths[i] > 0)
			text_printf(out,
				"<td width=\"%d%%\" height=\"10\" bgcolor=\"%s\" "
				"style=\"background-color:%s;height:10px;font-size:1px;"
				"line-height:10px;\">&nbsp;</td>\n",
				widths[i], parts[i].colour, parts[i].colour);
	}
	text_add(out, "</tr></table>\n");
}

static void add_closed_bar(const struct counts *counts, struct text *out)
{
	const struct bar_part parts[] = {{counts->bucket[BUCKET_EARLY], FRAME_GREEN},
		{counts->bucket[BUCKET_ON_TIME], LIGHT_GREEN},
		{counts->bucket[BUCKET_LATE], FRAME_RED}};
	add_bar(parts, ARRAY_SIZE(parts), out);
}

static void add_open_bar(const struct counts *counts, struct text *out)
{
	const struct bar_part parts[] = {{counts->bucket[BUCKET_IN_TIME], BLUE},
		{counts->bucket[BUCKET_DUE_SOON], AMBER},
		{counts->bucket[BUCKET_OVERDUE], FRAME_RED},
		{counts->bucket[BUCKET_PAUSED] + counts->bucket[BUCKET_UNDATED_OPEN] +
				counts->bucket[BUCKET_UNCLEAR] + counts->bucket[BUCKET_VANISHED],
			GREY}};
	add_bar(parts, ARRAY_SIZE(parts), out);
}

static void add_totals(
	const struct news_view *view, const struct letter_model *model, struct text *out)
{
	if (model->total_count == 0)
		return;
	frame_title(out, model->totals_title);
	for (size_t i = 0; i < model->total_count; i++) {
		const struct letter_total *total = &model->totals[i];
		text_add(out, "<p style=\"" TEXT "margin:0 0 2px 0;\">");
		html_add_string(out, total->label);
		text_add(out, ": <strong>");
		html_add_string(out, total->value);
		text_add(out, "</strong>");
		if (*total->detail) {
			text_add(out, " (");
			html_add_string(out, total->detail);
			text_add(out, ")");
		}
		text_add(out, "</p>\n");
		if (total->bar == LETTER_BAR_CLOSED)
			add_closed_bar(&view->news->counts, out);
		else if (total->bar == LETTER_BAR_OPEN)
			add_open_bar(&view->news->counts, out);
	}
}

static void add_notes(const struct letter_model *model, struct text *out)
{
	if (model->note_count == 0)
		return;
	frame_title(out, model->notes_title);
	text_add(out, "<ul style=\"" SMALL "margin:0 0 12px 0;padding:0 0 0 20px;\">\n");
	for (size_t i = 0; i < model->note_count; i++) {
		text_add(out, "<li style=\"margin:0 0 4px 0;word-break:break-word;\">");
		html_add_string(out, model->notes[i]);
		text_add(out, "</li>\n");
	}
	text_add(out, "</ul>\n");
}

static void add_chat(const struct letter_model *model, struct text *out)
{
	frame_title(out, model->paragraph_title);
	text_add(out, "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" "
		      "cellspacing=\"0\" border=\"0\"><tr><td bgcolor=\"#f4f6f8\" style=\"" TEXT
		      "background-color:#f4f6f8;padding:10px 12px;word-break:break-word;\">");
	html_add_string(out, model->paragraph);
	text_add(out, "</td></tr></table>\n");
}

void letter_write_html(
	const struct news_view *view, const struct letter_model *model, struct text *out)
{
	frame_begin(out, view->english, model->subject, model->headline, state_colour(view->news));
	frame_paragraph(out, TEXT, model->greeting);
	frame_paragraph(out, TEXT "font-weight:bold;", model->change);
	frame_paragraph(out, TEXT, model->lead);
	frame_paragraph(out, TEXT, model->request);
	frame_paragraph(out, TEXT, model->acknowledge);
	add_button(model, out);
	add_cases(model, out);
	add_totals(view, model, out);
	add_notes(model, out);
	add_chat(model, out);
	text_add(out, "<p style=\"margin:16px 0 0 0;\"></p>\n");
	for (size_t i = 0; i < model->closing_count; i++)
		frame_paragraph(out, SMALL, model->closing[i]);
	frame_link(out, model->guide_label, model->guide_url);
	frame_end(out);
}
