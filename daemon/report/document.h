/* A report of several tables: a title, some lines, sections with a table each, and notes; as text, as a
 * page that prints on A4 landscape, as JSON and as the sheets of a workbook.
 *
 * The tables hold their cells as programs write them ("98.33", "2026-11-20"); text and page show them
 * as the reader's language writes them (columns `number` and `date` of report/table.h). Pure. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "base/json.h"
#include "report/grid.h"

struct section {
	const char *key; /* in JSON; borrowed */
	const char *title; /* borrowed */
	const char *none; /* instead of a table without rows; borrowed */
	struct table *table;
};

struct document {
	bool english;
	char *title;
	char **lines; /* below the title */
	size_t line_count, line_capacity;
	struct section *sections;
	size_t section_count, section_capacity;
	char **notes; /* below all */
	size_t note_count, note_capacity;
};

struct document *document_new(const char *title, bool english);
void document_free(struct document *document);
/* Copied. */
void document_line(struct document *document, const char *line);
void document_note(struct document *document, const char *note);
/* Takes the table over. */
void document_section(struct document *document, const char *key, const char *title,
	struct table *table, const char *none);

void document_write_text(const struct document *document, struct text *out);
void document_write_html(const struct document *document, struct text *out);
/* The table of one section. */
void document_write_csv(const struct document *document, const char *key, struct text *out);
/* The members "title", "lines", one for each section, and "notes", into an object already begun. */
void document_write_json(const struct document *document, struct json_writer *json);
/* One sheet a section: ret_grids has room for section_count; the caller frees each. */
void document_grids(const struct document *document, struct grid **ret_grids);

#endif
