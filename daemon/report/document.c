#include "report/document.h"

#include <stdio.h>
#include <string.h>

#include "base/html.h"
#include "base/memory.h"
#include "core/time/civil.h"
#include "report/width.h"

#define PAPER 110 /* columns of text in which lines and notes are broken */
#define WHOLE 16 /* rows; a page of more is not worth leaving blank */

struct document *document_new(const char *title, bool english)
{
	struct document *document = xcalloc(1, sizeof(*document));
	document->title = xstrdup(title);
	document->english = english;
	return document;
}

void document_free(struct document *document)
{
	if (!document)
		return;
	for (size_t i = 0; i < document->line_count; i++)
		free(document->lines[i]);
	for (size_t i = 0; i < document->note_count; i++)
		free(document->notes[i]);
	for (size_t i = 0; i < document->section_count; i++)
		table_free(document->sections[i].table);
	free(document->lines);
	free(document->notes);
	free(document->sections);
	free(document->title);
	free(document);
}

void document_line(struct document *document, const char *line)
{
	array_reserve(document->lines, &document->line_capacity, document->line_count + 1);
	document->lines[document->line_count++] = xstrdup(line);
}

void document_note(struct document *document, const char *note)
{
	array_reserve(document->notes, &document->note_capacity, document->note_count + 1);
	document->notes[document->note_count++] = xstrdup(note);
}

void document_section(struct document *document, const char *key, const char *title,
	struct table *table, const char *none)
{
	array_reserve(document->sections, &document->section_capacity, document->section_count + 1);
	document->sections[document->section_count++] = (struct section){key, title, none, table};
}

/* --- for people ----------------------------------------------------------------------------- */

static void add_for_people(struct table *shown, const struct table_column *column, const char *cell)
{
	char vi[48];
	day date;
	snprintf(vi, sizeof(vi), "%s", cell ? cell : "");
	if (cell && column->date && civil_parse_date(slice_of(cell), &date))
		civil_format_date_vi(date, vi);
	else if (cell && column->number && table_number_decimals(cell) > 0)
		*strchr(vi, '.') = ',';
	else {
		table_add(shown, cell);
		return;
	}
	table_add(shown, vi);
}

/* A table as people read it; its columns live as long as it does. */
struct shown {
	struct table_column *columns;
	struct table *table;
};

static void shown_free(struct shown *shown)
{
	table_free(shown->table);
	free(shown->columns);
}

static bool left_out(const struct table *table, const struct table_column *of, size_t column)
{
	size_t rows = table_rows(table), row = 0;
	while (row < rows && !table_cell(table, row, column))
		row++;
	return of->optional && row == rows;
}

/* Numbers and dates as Vietnamese papers write them, without the columns that may be left out. */
static struct shown for_people(const struct document *document, const struct table *table)
{
	size_t count, kept = 0;
	const struct table_column *columns = table_columns(table, &count);
	cleanup(cleanup_free) size_t *places = xcalloc(count + 1, sizeof(*places));
	struct shown shown = {.columns = xcalloc(count + 1, sizeof(*columns))};
	for (size_t i = 0; i < count; i++) {
		if (left_out(table, &columns[i], i))
			continue;
		places[kept] = i;
		shown.columns[kept++] = columns[i];
	}
	shown.table = table_new(shown.columns, (int)kept);
	for (size_t row = 0; row < table_rows(table); row++)
		for (size_t i = 0; i < kept; i++) {
			const char *cell = table_cell(table, row, places[i]);
			if (document->english)
				table_add(shown.table, cell);
			else
				add_for_people(shown.table, &shown.columns[i], cell);
		}
	return shown;
}

static const char *notes_title(const struct document *document)
{
	return document->english ? "Notes:" : "Ghi chú:";
}

static void add_wrapped(struct text *out, const char *bullet, const char *line)
{
	text_add(out, bullet);
	wrap_add(out, slice_of(line), PAPER, strlen(bullet), *bullet ? "  " : "");
	text_add_char(out, '\n');
}

void document_write_text(const struct document *document, struct text *out)
{
	add_wrapped(out, "", document->title);
	for (size_t i = 0; i < document->line_count; i++)
		add_wrapped(out, "", document->lines[i]);
	for (size_t i = 0; i < document->section_count; i++) {
		const struct section *section = &document->sections[i];
		cleanup(shown_free) struct shown shown = for_people(document, section->table);
		text_printf(out, "\n%s\n", section->title);
		if (table_rows(shown.table))
			table_write_text(shown.table, out);
		else
			text_printf(out, "%s\n", section->none);
	}
	if (document->note_count)
		text_printf(out, "\n%s\n", notes_title(document));
	for (size_t i = 0; i < document->note_count; i++)
		add_wrapped(out, "- ", document->notes[i]);
}

/* --- the page ------------------------------------------------------------------------------- */

static const char style[] =
	"@page { size: A4 landscape; margin: 10mm 12mm 14mm;"
	" @bottom-center { content: counter(page) \"/\" counter(pages); font-size: 9pt; } }\n"
	"body { font: 11pt/1.35 \"Times New Roman\", \"Liberation Serif\", Tinos, serif;"
	" color: #000; background: #fff; margin: 0 auto; padding: 1em; max-width: 297mm; }\n"
	"h1 { font-size: 14pt; margin: .4em 0; }\n"
	"h2 { font-size: 12pt; margin: 1em 0 .3em; break-after: avoid; }\n"
	"p { margin: 0; }\n"
	".sheet { overflow-x: auto; padding-right: 1px; }\n"
	"table { border-collapse: collapse; font-variant-numeric: tabular-nums; }\n"
	"th, td { border: 1px solid #000; padding: .15em .4em; vertical-align: top;"
	" text-align: left; }\n"
	"th.number, td.number { text-align: right; }\n"
	"td.word { white-space: nowrap; }\n"
	"thead { display: table-header-group; }\n"
	"tr { break-inside: avoid; }\n"
	".notes { font-size: 10pt; margin-top: 1em; }\n"
	".notes ul { margin: .2em 0 0; padding-left: 1.2em; }\n"
	/* on paper, narrow tables stand side by side */
	"@media print { body { padding: 0; max-width: none; font-size: 9pt; line-height: 1.2; }"
	" h1 { font-size: 13pt; margin: 0 0 .2em; } h2 { font-size: 10.5pt; margin: .5em 0 .1em; }"
	" th, td { padding: 0 .3em; } th.number { max-width: 5.5em; } .sheet { overflow: visible; }"
	" .sections { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 0 1.5em; }"
	" section { max-width: 100%; } .whole { break-inside: avoid; }"
	" .notes { font-size: 9pt; margin-top: .5em; break-inside: avoid; } }\n";

static void element(struct text *out, const char *name, const char *content)
{
	text_printf(out, "<%s>", name);
	html_add_string(out, content);
	text_printf(out, "</%s>\n", name);
}

static void add_section(
	const struct document *document, const struct section *section, struct text *out)
{
	cleanup(shown_free) struct shown shown = for_people(document, section->table);
	bool whole = table_rows(shown.table) <= WHOLE;
	text_printf(out, "<section%s>\n", whole ? " class=\"whole\"" : "");
	element(out, "h2", section->title);
	if (table_rows(shown.table)) {
		text_add(out, "<div class=\"sheet\">\n");
		table_write_html(shown.table, out);
		text_add(out, "</div>\n");
	} else {
		element(out, "p", section->none);
	}
	text_add(out, "</section>\n");
}

static void add_sections(const struct document *document, struct text *out)
{
	text_add(out, "<div class=\"sections\">\n");
	for (size_t i = 0; i < document->section_count; i++)
		add_section(document, &document->sections[i], out);
	text_add(out, "</div>\n");
}

void document_write_html(const struct document *document, struct text *out)
{
	text_printf(out,
		"<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		document->english ? "en" : "vi");
	element(out, "title", document->title);
	text_printf(out, "<style>\n%s</style>\n</head>\n<body>\n", style);
	element(out, "h1", document->title);
	for (size_t i = 0; i < document->line_count; i++)
		element(out, "p", document->lines[i]);
	add_sections(document, out);
	if (document->note_count) {
		text_printf(out, "<div class=\"notes\">%s\n<ul>\n", notes_title(document));
		for (size_t i = 0; i < document->note_count; i++)
			element(out, "li", document->notes[i]);
		text_add(out, "</ul>\n</div>\n");
	}
	text_add(out, "</body>\n</html>\n");
}

/* --- for programs --------------------------------------------------------------------------- */

void document_write_csv(const struct document *document, const char *key, struct text *out)
{
	for (size_t i = 0; i < document->section_count; i++)
		if (strcmp(document->sections[i].key, key) == 0)
			table_write_csv(document->sections[i].table, out);
}

void document_write_json(const struct document *document, struct json_writer *json)
{
	json_string(json, "title", document->title);
	json_array(json, "lines");
	for (size_t i = 0; i < document->line_count; i++)
		json_string(json, NULL, document->lines[i]);
	json_array_end(json);
	for (size_t i = 0; i < document->section_count; i++)
		table_write_json(document->sections[i].table, json, document->sections[i].key);
	json_array(json, "notes");
	for (size_t i = 0; i < document->note_count; i++)
		json_string(json, NULL, document->notes[i]);
	json_array_end(json);
}

static struct grid *grid_of_section(const struct document *document, const struct section *section)
{
	int row = 0;
	struct grid *grid = grid_for_table(section->table, section->title, document->english);
	row = grid_paragraph(grid, row, 0, grid->columns, GRID_TITLE, document->title);
	for (size_t i = 0; i < document->line_count; i++)
		row = grid_paragraph(grid, row, 0, grid->columns, GRID_PLAIN, document->lines[i]);
	row = grid_paragraph(grid, row + 1, 0, grid->columns, GRID_STRONG, section->title);
	row = grid_put_table(grid, row, section->table);
	if (table_rows(section->table) == 0 && *section->none)
		row = grid_paragraph(grid, row, 0, grid->columns, GRID_PLAIN, section->none);
	if (document->note_count)
		row = grid_paragraph(
			grid, row + 1, 0, grid->columns, GRID_STRONG, notes_title(document));
	for (size_t i = 0; i < document->note_count; i++)
		row = grid_paragraph(grid, row, 0, grid->columns, GRID_NOTE, document->notes[i]);
	return grid;
}

void document_grids(const struct document *document, struct grid **ret_grids)
{
	for (size_t i = 0; i < document->section_count; i++)
		ret_grids[i] = grid_of_section(document, &document->sections[i]);
}
