/* What follows after a page. A portal's word for "there is more" is never believed alone: real ones
 * say it for ever, or count process steps instead of cases. Nor is a short page the end by itself:
 * gateways cap what is asked for. */
#include <errno.h>

#include "portal/profile_parts.h"

#define REPEATS_MOST 2 /* in a row: one may be an accident of a list that moves while it is read */

static bool counted(const struct listing_read *read)
{
	return read->total >= 0;
}

/* The list ends here, if that is as far as the portal itself counts. */
static enum page_next ended(const struct listing_read *read, struct error *error)
{
	if (!counted(read) || read->records >= read->total)
		return PAGE_END;
	error_set(error, -ENODATA,
		"the portal listed %lld of the %lld cases it counts (if it counts something else: "
		"trust-total = no)",
		(long long)read->records, (long long)read->total);
	return PAGE_INCOMPLETE;
}

static enum page_next endless(const struct listing_read *read, struct error *error)
{
	if (ended(read, error) == PAGE_INCOMPLETE)
		return PAGE_INCOMPLETE;
	error_set(error, -ELOOP,
		"the listing does not end: two pages in a row brought only cases of earlier ones; "
		"cut after %lld page(s)",
		(long long)read->pages);
	return PAGE_INCOMPLETE;
}

/* A list moves while it is read, and may well outgrow its total: not by as much again. A total no larger
 * than a page may be the page's own. */
static bool outgrown(const struct listing_read *read)
{
	return counted(read) && read->total > read->page_size &&
	       read->records > 2 * read->total + 10 * read->page_size;
}

static enum page_next another(
	const struct profile *profile, const struct listing_read *read, struct error *error)
{
	if (outgrown(read)) {
		error_set(error, -ELOOP,
			"the listing does not end: %lld cases so far, and the portal counts %lld "
			"(if it counts something else: trust-total = no)",
			(long long)read->records, (long long)read->total);
		return PAGE_INCOMPLETE;
	}
	if (read->pages < profile->paging.page_limit)
		return PAGE_NEXT;
	error_set(error, -EOVERFLOW,
		"the listing does not end: cut after %lld page(s) (page-limit)",
		(long long)profile->paging.page_limit);
	return PAGE_INCOMPLETE;
}

/* The same page again is how some portals show the end: the last one stays, or the first comes again.
 * One whose pages never differed may show the first whatever is asked for; only where that was
 * shorter or longer than asked for is it known to be all. */
static enum page_next repeated(const struct profile *profile, const struct listing_read *read,
	bool was_last, int in_a_row, struct error *error)
{
	bool turns_pages = read->pages - in_a_row > 1;
	if (read->all_there || (was_last && !counted(read)))
		return PAGE_END;
	if (in_a_row < REPEATS_MOST)
		return another(profile, read, error);
	return turns_pages && !counted(read) ? PAGE_END : endless(read, error);
}

/* A gateway caps what is asked for. Where pages are numbered the size asked for decides where the next
 * one begins: from now on it is what the portal gives. */
static void follow_cap(const struct paging *paging, struct listing_read *read, int64_t records)
{
	if (paging->style == PAGING_PAGE && paging->end != END_EMPTY_PAGE && read->pages == 1)
		read->page_size = records;
}

/* A next one may be named for ever: once all is there, a page that brings nothing is the end. */
static enum page_next by_cursor(const struct profile *profile, struct listing_read *read,
	const struct page_result *page, int in_a_row, struct error *error)
{
	if (!page->cursor[0] || (page->last_known && page->last_said))
		return ended(read, error);
	read->all_there = counted(read) && read->records >= read->total;
	if (read->all_there && (!page->records || in_a_row))
		return PAGE_END;
	return in_a_row < REPEATS_MOST ? another(profile, read, error) : endless(read, error);
}

static enum page_next by_number(const struct profile *profile, struct listing_read *read,
	const struct page_result *page, int in_a_row, struct error *error)
{
	bool is_short = page->records<read->page_size, longer = page->records> read->page_size;
	bool was_last = read->short_page;
	if (!page->records || (page->last_known && page->last_said))
		return ended(read, error);
	if (in_a_row)
		return repeated(profile, read, was_last, in_a_row, error);
	read->short_page =
		(is_short || longer) && !page->last_known && profile->paging.end != END_EMPTY_PAGE;
	read->all_there = counted(read) && read->records >= read->total;
	if (read->all_there && is_short && profile->paging.end != END_EMPTY_PAGE)
		return PAGE_END;
	if (is_short && !read->all_there)
		follow_cap(&profile->paging, read, page->records);
	return another(profile, read, error);
}

enum page_next profile_page_next(const struct profile *profile, struct listing_read *read,
	const struct page_result *page, int in_a_row, struct error *error)
{
	const struct paging *paging = &profile->paging;
	if (read->page_size <= 0)
		read->page_size = paging->page_size;
	read->pages++;
	read->listed += page->records;
	read->records += in_a_row ? 0 : page->records;
	if (page->records || read->pages == 1) /* what an empty page counts is not the list */
		read->total = paging->trust_total ? page->total : -1;
	switch ((enum paging_style)paging->style) {
	case PAGING_NONE:
		return ended(read, error);
	case PAGING_CURSOR:
	case PAGING_LINK:
		return by_cursor(profile, read, page, in_a_row, error);
	case PAGING_OFFSET:
	case PAGING_PAGE:
		break;
	}
	return by_number(profile, read, page, in_a_row, error);
}

enum page_next profile_no_page(const struct profile *profile, const struct listing_read *read,
	enum no_page what, struct error *error)
{
	bool numbered =
		profile->paging.style == PAGING_OFFSET || profile->paging.style == PAGING_PAGE;
	if (!read->pages || (!numbered && !read->all_there))
		return PAGE_NEXT;
	if (read->all_there || (what == NO_PAGE_SUCH && read->short_page && !counted(read)))
		return PAGE_END;
	return what == NO_PAGE_NOTHING ? ended(read, error) : PAGE_NEXT;
}
