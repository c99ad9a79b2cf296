#include "sheet/dress.h"

#define FONT "Times New Roman" /* as Decree 30/2020 has it for papers of offices */
#define SIZE 11

struct style {
	bool strong, italic, bordered, wraps, shaded;
	uint8_t align; /* LXW_ALIGN_NONE: numbers and dates at the right, text at the left */
	int size; /* beside SIZE */
};

static const struct style styles[GRID_STYLES] = {
	[GRID_PLAIN] = {.wraps = true, .align = LXW_ALIGN_LEFT},
	[GRID_STRONG] = {.strong = true, .wraps = true, .align = LXW_ALIGN_LEFT},
	[GRID_RIGHT] = {.italic = true, .align = LXW_ALIGN_RIGHT},
	[GRID_CENTRE] = {.wraps = true, .align = LXW_ALIGN_CENTER},
	[GRID_CENTRE_STRONG] = {.strong = true, .wraps = true, .align = LXW_ALIGN_CENTER},
	[GRID_CENTRE_ITALIC] = {.italic = true, .wraps = true, .align = LXW_ALIGN_CENTER},
	[GRID_TITLE] = {.strong = true, .wraps = true, .align = LXW_ALIGN_CENTER, .size = 2},
	[GRID_NOTE] = {.wraps = true, .align = LXW_ALIGN_LEFT, .size = -1},
	[GRID_HEAD] = {.strong = true,
		.bordered = true,
		.wraps = true,
		.shaded = true,
		.align = LXW_ALIGN_CENTER},
	[GRID_HEAD_NUMBER] = {.italic = true,
		.bordered = true,
		.align = LXW_ALIGN_CENTER,
		.size = -2},
	[GRID_CELL] = {.bordered = true, .wraps = true},
	[GRID_CELL_CENTRE] = {.bordered = true, .wraps = true, .align = LXW_ALIGN_CENTER},
	[GRID_TOTAL] = {.strong = true, .bordered = true, .wraps = true},
};

static void dress_style(lxw_format *format, const struct style *style, bool typed)
{
	format_set_font_name(format, FONT);
	format_set_font_size(format, SIZE + style->size);
	if (style->strong)
		format_set_bold(format);
	if (style->italic)
		format_set_italic(format);
	if (style->bordered)
		format_set_border(format, LXW_BORDER_THIN);
	if (style->wraps && !typed)
		format_set_text_wrap(format);
	if (style->shaded)
		format_set_bg_color(format, 0xE8EEF4);
	uint8_t align = style->align;
	if (align == LXW_ALIGN_NONE)
		align = typed ? LXW_ALIGN_RIGHT : LXW_ALIGN_LEFT;
	format_set_align(format, align);
	if (style->bordered && align == LXW_ALIGN_LEFT)
		format_set_indent(format, 1); /* off the number at its left */
	format_set_align(
		format, style->shaded ? LXW_ALIGN_VERTICAL_CENTER : LXW_ALIGN_VERTICAL_TOP);
}

static void dress_kind(lxw_format *format, int kind, bool english)
{
	static const char *const numbers[DRESS_DECIMALS + 1] = {"#,##0", "#,##0.0", "#,##0.00",
		"#,##0.000", "#,##0.0000", "#,##0.00000", "#,##0.000000", "#,##0.0000000",
		"#,##0.00000000", "#,##0.000000000"};
	if (kind == DRESS_DATE)
		format_set_num_format(format, english ? "yyyy\\-mm\\-dd" : "dd/mm/yyyy");
	else if (kind >= DRESS_NUMBER)
		format_set_num_format(format, numbers[kind - DRESS_NUMBER]);
}

lxw_format *dress_of(struct dress *dress, const struct grid_cell *cell)
{
	int decimals = cell->decimals > DRESS_DECIMALS ? DRESS_DECIMALS : cell->decimals;
	int kind = cell->kind == GRID_TEXT   ? DRESS_TEXT
		   : cell->kind == GRID_DATE ? DRESS_DATE
					     : DRESS_NUMBER + decimals;
	lxw_format **format = &dress->formats[cell->style][kind];
	if (!*format) {
		*format = workbook_add_format(dress->book);
		dress_style(*format, &styles[cell->style], kind != DRESS_TEXT);
		dress_kind(*format, kind, dress->english);
	}
	return *format;
}
