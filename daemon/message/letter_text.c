/* The model as plain text: lines of at most 78 columns, sections under upper-case-free titles, so
 * that it reads well in any program and aloud. */
#include "message/letter_model.h"
#include "report/width.h"

#define TEXT_COLUMNS 78

static void add_block(struct text *out, const char *prefix, const char *text, const char *indent)
{
	if (!*text)
		return;
	text_add(out, prefix);
	wrap_add(out, slice_of(text), TEXT_COLUMNS, display_width(slice_of(prefix)), indent);
	text_add_char(out, '\n');
}

static void add_paragraph(struct text *out, const char *text)
{
	if (!*text)
		return;
	add_block(out, "", text, "");
	text_add_char(out, '\n');
}

/* On a line of its own, and whole: a link that is broken is none. */
static void add_link(struct text *out, const struct letter_model *model)
{
	if (*model->ack_url)
		text_printf(out, "%s:\n%s\n\n", model->ack_label, model->ack_url);
}

static void add_title(struct text *out, const char *title)
{
	size_t width = display_width(slice_of(title));
	add_block(out, "", title, "");
	for (size_t i = 0; i < width && i < TEXT_COLUMNS; i++)
		text_add_char(out, '-');
	text_add_char(out, '\n');
}

static void add_cases(const struct letter_model *model, struct text *out)
{
	if (model->line_count == 0)
		return;
	add_title(out, model->list_title);
	add_block(out, "    ", model->list_unit, "    ");
	for (size_t i = 0; i < model->line_count; i++) {
		const struct letter_line *line = &model->lines[i];
		struct text head = {0};
		text_printf(&head, "%s: %s", line->code, line->state);
		char number[8] = "    ";
		number[0] = (char)(i + 1 < 10 ? ' ' : '0' + (i + 1) / 10);
		number[1] = (char)('0' + (i + 1) % 10);
		number[2] = '.';
		add_block(out, number, head.data, "    ");
		add_block(out, "    ", line->about, "    ");
		text_free(&head);
	}
	add_block(out, "    ", model->more, "    ");
	add_block(out, "    ", model->attached, "    ");
	text_add_char(out, '\n');
}

static void add_totals(const struct letter_model *model, struct text *out)
{
	if (model->total_count == 0)
		return;
	add_title(out, model->totals_title);
	for (size_t i = 0; i < model->total_count; i++) {
		const struct letter_total *total = &model->totals[i];
		struct text row = {0};
		text_printf(&row, "%s: %s", total->label, total->value);
		if (*total->detail)
			text_printf(&row, " (%s)", total->detail);
		add_block(out, "- ", row.data, "  ");
		text_free(&row);
	}
	text_add_char(out, '\n');
}

static void add_notes(const struct letter_model *model, struct text *out)
{
	if (model->note_count == 0)
		return;
	add_title(out, model->notes_title);
	for (size_t i = 0; i < model->note_count; i++)
		add_block(out, "- ", model->notes[i], "  ");
	text_add_char(out, '\n');
}

void letter_write_text(const struct letter_model *model, struct text *out)
{
	add_paragraph(out, model->headline);
	add_paragraph(out, model->greeting);
	add_paragraph(out, model->change);
	add_paragraph(out, model->lead);
	add_paragraph(out, model->request);
	add_paragraph(out, model->acknowledge);
	add_link(out, model);
	add_cases(model, out);
	add_totals(model, out);
	add_notes(model, out);
	add_title(out, model->paragraph_title);
	add_paragraph(out, model->paragraph);
	for (size_t i = 0; i < model->closing_count; i++) {
		text_add(out, i > 0 ? "\n" : "");
		add_block(out, "", model->closing[i], "");
	}
	if (*model->guide_url)
		text_printf(out, "\n%s:\n%s\n", model->guide_label, model->guide_url);
}
