#include "evaluate/case_sheet.h"

#include "base/memory.h"
#include "evaluate/news_cases.h"
#include "ground/ground.h"
#include "sheet/sheet.h"

struct listing {
	const struct news_view *view;
	struct case_list list;
};

static int on_case(void *user, const struct letter_case *one)
{
	struct listing *listing = user;

	case_list_add(&listing->list, listing->view, one);
	return table_rows(listing->list.table) >= CASE_LIST_MOST;
}

static int write_sheet(struct case_sheet *sheet, const struct news_view *view,
	struct case_list *list, struct error *error)
{
	bool signed_by = view->organisation && view->organisation[0];
	struct sheet_properties properties = {.title = list->title,
		.author = signed_by ? view->organisation : view->province_name,
		.made = view->observed};

	if (table_rows(list->table) == 0)
		return 0;
	case_list_end(list, view);
	int result = sheet_write_table(list->table, list->name, view->english, list->title,
		(const char *const *)list->lines, list->line_count, &properties, &sheet->content,
		error);
	if (result == 0)
		sheet->file = xstrdup(list->file);
	return result;
}

int case_sheet_make(struct case_sheet *sheet, struct ground *ground, struct subjects *subjects,
	const struct news_view *view, const struct subject *subject, instant now,
	struct error *error)
{
	struct listing listing = {.view = view};
	int64_t all;

	if (sheet->made)
		return 0;
	sheet->made = true;
	case_list_begin(view, &listing.list);
	int result = news_cases_walk(
		ground, subjects, view->rule, subject, now, on_case, &listing, &all, error);
	if (result >= 0)
		result = write_sheet(sheet, view, &listing.list, error);
	case_list_free(&listing.list);
	return result;
}

int case_sheet_of(struct case_sheet *sheet, const struct news_view *view,
	const struct letter_case *cases, size_t count, struct error *error)
{
	struct case_list list;

	if (sheet->made)
		return 0;
	sheet->made = true;
	case_list_begin(view, &list);
	for (size_t i = 0; i < count && i < CASE_LIST_MOST; i++)
		case_list_add(&list, view, &cases[i]);
	int result = write_sheet(sheet, view, &list, error);
	case_list_free(&list);
	return result;
}

void case_sheet_free(struct case_sheet *sheet)
{
	free(sheet->file);
	text_free(&sheet->content);
	*sheet = (struct case_sheet){0};
}
