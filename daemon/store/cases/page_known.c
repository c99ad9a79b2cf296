/* What the store knows of a page's cases, read at once: by keys, which ascend, and by numbers. */
#include <errno.h>

#include "base/memory.h"
#include "store/cases/put_page.h"
#include "store/inside.h"
#include "store/sql.h"

static bool is_counted(const struct page *page, uint32_t portal)
{
	const struct store *store = page->store;
	return portal >= 1 && portal <= store->portal_count && store->portals[portal - 1].counted;
}

static int keep_row(
	struct page *page, struct listed *listed, const struct sql_row *from, struct error *error)
{
	array_reserve(page->rows, &page->row_capacity, page->row_count + 1);
	struct known_row *known = &page->rows[page->row_count];
	int result = row_read(from, &known->row, error);
	known->row.key = listed->key;
	known->changed = INSTANT_NONE;
	listed->differs = true;
	listed->row = page->row_count++;
	return result;
}

static int keep_rival(
	struct page *page, struct listed *listed, const struct sql_row *from, struct error *error)
{
	array_reserve(page->rivals, &page->rival_capacity, page->rival_count + 1);
	struct case_row *row = &page->rivals[page->rival_count];
	int result = row_read(from, row, error);
	row->key = listed->key;
	if (!listed->rival_count++)
		listed->rival = page->rival_count;
	page->rival_count++;
	return result;
}

static int on_case(void *user, size_t index, const struct sql_row *from, struct error *error)
{
	struct page *page = user;
	struct listed *listed = &page->listed[index];
	struct row_glance glance;
	int result = row_glance(from, &glance, error);
	if (result < 0)
		return result;
	if (glance.portal != page->poll->portal)
		return page->has_rivals && is_counted(page, glance.portal)
			       ? keep_rival(page, listed, from, error)
			       : 0;
	listed->id = glance.id;
	if (glance.hash == listed->record->hash && !glance.absent)
		return 0;
	return keep_row(page, listed, from, error);
}

static int on_key(void *user, size_t index, const struct sql_row *from, struct error *error)
{
	(void)user, (void)index, (void)from, (void)error;
	return 1;
}

static int read_cases(struct page *page, struct sql_value *keys)
{
	int result = 1;
	for (size_t i = 0; i < page->listed_count; i++)
		keys[i] = as_key(page->listed[i].key);
	if (page->growing) /* none was there: probably none is, and a look at keys alone tells */
		result = sql_by_keys(page->store, page->error, SQL_keys_there, 0, keys,
			page->listed_count, on_key, NULL);
	if (result > 0)
		result = sql_by_keys(page->store, page->error, SQL_cases_of_keys, CASE_COLUMN_KEY,
			keys, page->listed_count, on_case, page);
	page->growing = true;
	for (size_t i = 0; i < page->listed_count && page->growing; i++)
		page->growing = page->listed[i].id == 0;
	return result;
}

/* --- when they changed last ------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
	const struct known_row *left = *(struct known_row *const *)a,
			       *right = *(struct known_row *const *)b;
	return (left->row.id > right->row.id) - (left->row.id < right->row.id);
}

static int on_change(void *user, size_t index, const struct sql_row *from, struct error *error)
{
	struct known_row **changed = user;
	(void)error;
	changed[index]->changed = sql_instant(from, 1); /* ascending: the last stays */
	return 0;
}

/* Of those that have a history. */
static int read_changes(struct page *page, struct sql_value *keys)
{
	cleanup(cleanup_free) struct known_row **changed =
		xmalloc((page->row_count + 1) * sizeof(struct known_row *));
	size_t count = 0;
	for (size_t i = 0; i < page->row_count; i++)
		if (page->rows[i].row.changed)
			changed[count++] = &page->rows[i];
	if (!count)
		return 0;
	qsort(changed, count, sizeof(struct known_row *), by_id);
	for (size_t i = 0; i < count; i++)
		keys[i] = as_number(changed[i]->row.id);
	return sql_by_keys(
		page->store, page->error, SQL_history_lasts, 0, keys, count, on_change, changed);
}

/* --- who may have waited under another code ------------------------------------------------------ */

struct formers {
	struct page *page;
	struct former {
		struct slice key;
		struct listed *listed;
	} * list;
	size_t count;
};

static int by_key(const void *a, const void *b)
{
	return slice_compare(((const struct former *)a)->key, ((const struct former *)b)->key);
}

static int on_former(void *user, size_t index, const struct sql_row *from, struct error *error)
{
	struct formers *formers = user;
	struct case_row row;
	int result = row_read(from, &row, error);
	if (result < 0 || row.portal != formers->page->poll->portal ||
		row.bucket != BUCKET_UNACCEPTED)
		return result;
	for (struct slice key = formers->list[index].key;
		index < formers->count && slice_equal(formers->list[index].key, key); index++)
		formers->list[index].listed->may_adopt = true;
	return 0;
}

static int read_formers(struct page *page, struct sql_value *keys)
{
	cleanup(cleanup_free) struct former *list = xmalloc(page->listed_count * sizeof(*list));
	struct formers formers = {.page = page, .list = list};
	for (size_t i = 0; i < page->listed_count; i++) {
		struct listed *listed = &page->listed[i];
		struct slice former = batch_text(page->batch, listed->record, TEXT_FORMER_KEY);
		if (listed->id || !former.length)
			continue;
		/* it may be given that case just now */
		listed->may_adopt = page_find(page, former) != NULL;
		list[formers.count++] = (struct former){former, listed};
	}
	if (!formers.count)
		return 0;
	qsort(list, formers.count, sizeof(*list), by_key);
	for (size_t i = 0; i < formers.count; i++)
		keys[i] = as_key(list[i].key);
	int result = writes_flush(page->store, page->error);
	return result < 0 ? result
			  : sql_by_keys(page->store, page->error, SQL_cases_of_keys,
				    CASE_COLUMN_KEY, keys, formers.count, on_former, &formers);
}

/* --- all of it --------------------------------------------------------------------------------- */

int page_read_known(struct page *page)
{
	cleanup(cleanup_free) struct sql_value *keys = xmalloc(page->listed_count * sizeof(*keys));
	page->row_count = page->rival_count = 0;
	int result = read_cases(page, keys);
	if (result == 0)
		result = read_changes(page, keys);
	if (result == 0 && page->waiting)
		result = read_formers(page, keys);
	return result;
}

struct listed *page_find(const struct page *page, struct slice key)
{
	size_t low = 0, high = page->listed_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = slice_compare(page->listed[middle].key, key);
		if (order == 0)
			return &page->listed[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

int page_read_again(struct page *page, struct listed *listed)
{
	array_reserve(page->rows, &page->row_capacity, page->row_count + 1);
	struct known_row *known = &page->rows[page->row_count];
	int result =
		row_get(page->store, page->poll->portal, listed->key, &known->row, page->error);
	if (result == 0)
		result = error_set(
			page->error, -EBADMSG, "the store is corrupt: a case is not there");
	if (result > 0)
		result = sql_number(page->store, page->error, &known->changed, INSTANT_NONE,
			SQL_history_last, as_number(known->row.id));
	if (result < 0)
		return result;
	listed->id = known->row.id;
	listed->differs = known->row.hash != listed->record->hash || known->row.absent;
	listed->row = page->row_count++;
	return 0;
}
