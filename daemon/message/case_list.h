/* The list of cases that goes with a letter: all of them, as a table for a spreadsheet (sheet/sheet.h
 * writes it). Pure. */
#ifndef MESSAGE_CASE_LIST_H
#define MESSAGE_CASE_LIST_H

#include "message/letter.h"
#include "report/table.h"

/* So many at most, the worst: a letter must pass every relay. */
#define CASE_LIST_MOST 5000

#define CASE_LIST_COLUMNS 11
#define CASE_LIST_LINES 3

struct case_list {
	struct table_column columns[CASE_LIST_COLUMNS]; /* of the table: it does not move */
	struct table *table;
	char *file; /* "hentra-22954-2026-11-21.xlsx": the subject, and the day of the numbers */
	char *name; /* of the sheet */
	char *title;
	char *lines
		[CASE_LIST_LINES]; /* whose they are; as of when; their unit, when all have one */
	size_t line_count;
	char *unit, *unit_name; /* of the first case; the first name that is said */
	bool units; /* several: then each row says its own */
};
/* The view's words are copied; its cases are not added. */
void case_list_begin(const struct news_view *view, struct case_list *ret_list);
void case_list_add(
	struct case_list *list, const struct news_view *view, const struct letter_case *one);
/* All are added: a unit that all rows share leaves the table for a line above it. */
void case_list_end(struct case_list *list, const struct news_view *view);
void case_list_free(struct case_list *list);

#endif
