/* The sheet of cases that goes with letters of channels with attach = xlsx: made once for a subject,
 * rule and language, however many are written to. */
#ifndef EVALUATE_CASE_SHEET_H
#define EVALUATE_CASE_SHEET_H

#include "evaluate/subjects.h"
#include "message/case_list.h"

struct ground;

struct case_sheet {
	bool made;
	char *file; /* its name; NULL: there are no cases, and no sheet */
	struct text content;
};
/* Every case that the rule's messages list (evaluate/news_cases.h). The view is of the letter. */
int case_sheet_make(struct case_sheet *sheet, struct ground *ground, struct subjects *subjects,
	const struct news_view *view, const struct subject *subject, instant now,
	struct error *error);
/* These cases. */
int case_sheet_of(struct case_sheet *sheet, const struct news_view *view,
	const struct letter_case *cases, size_t count, struct error *error);
void case_sheet_free(struct case_sheet *sheet);

#endif
