#include "app/case_sheet.h"

#include "app/app.h"
#include "app/news.h"
#include "base/memory.h"
#include "sheet/sheet.h"
#include "store/store.h"

struct listing {
	struct app *app;
	const struct news_view *view;
	struct case_list list;
	instant now;
};

static int on_case(void *user, const struct store_case *found)
{
	struct listing *listing = user;
	struct letter_case one;

	if (!found->counted)
		return 0;
	news_case(listing->app, found, listing->now, &one);
	case_list_add(&listing->list, listing->view, &one);
	return table_rows(listing->list.table) >= CASE_LIST_MOST;
}

static int write_sheet(struct case_sheet *sheet, const struct news_view *view,
	const struct case_list *list, struct error *error)
{
	const char *lines[] = {list->lines[0], list->lines[1]};
	bool signed_by = view->organisation && view->organisation[0];
	struct sheet_properties properties = {.title = list->title,
		.author = signed_by ? view->organisation : view->province_name,
		.made = view->observed};

	if (table_rows(list->table) == 0)
		return 0;
	int result = sheet_write_table(list->table, list->name, view->english, list->title, lines,
		2, &properties, &sheet->content, error);
	if (result == 0)
		sheet->file = xstrdup(list->file);
	return result;
}

int case_sheet_make(struct case_sheet *sheet, struct app *app, const struct news_view *view,
	const struct subject *subject, enum bucket bucket, instant now, struct error *error)
{
	struct listing listing = {.app = app, .view = view, .now = now};
	struct case_filter filter = {
		.units = subject->units,
		.unit_count = subject->unit_count,
		.bucket = (int)bucket,
		.field = subject->field,
	};
	int result = 0;

	if (sheet->made)
		return 0;
	sheet->made = true;
	case_list_begin(view, &listing.list);
	if (subject->counts->bucket[bucket] > 0)
		result = store_cases(app->store, &filter, on_case, &listing, error);
	if (result >= 0)
		result = write_sheet(sheet, view, &listing.list, error);
	case_list_free(&listing.list);
	return result;
}

void case_sheet_free(struct case_sheet *sheet)
{
	free(sheet->file);
	text_free(&sheet->content);
	*sheet = (struct case_sheet){0};
}
