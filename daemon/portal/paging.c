/* What follows after a page. A portal's word for "there is more" is never believed alone: real ones
 * say it for ever, or count process steps instead of cases. */
#include <errno.h>

#include "portal/profile_parts.h"

static bool page_ends(
	const struct paging *paging, const struct page_result *result, int64_t page_size)
{
	bool is_short = result->records < page_size;
	switch ((enum paging_style)paging->style) {
	case PAGING_NONE:
		return true;
	case PAGING_CURSOR:
	case PAGING_LINK:
		return !result->cursor[0] || (result->last_known && result->last_said);
	case PAGING_OFFSET:
	case PAGING_PAGE:
		break;
	}
	if (result->records == 0)
		return true;
	switch ((enum paging_end)paging->end) {
	case END_SHORT_PAGE:
		return is_short;
	case END_EMPTY_PAGE:
		return false;
	case END_LAST_FLAG: /* a portal that caps its pages gives short ones that are not the last */
		return result->last_known ? result->last_said : is_short;
	}
	return true;
}

enum page_next profile_page_next(const struct profile *profile, const struct page_result *result,
	int64_t page_index, int64_t records_so_far, int64_t page_size, struct error *error)
{
	const struct paging *paging = &profile->paging;
	if (page_size <= 0)
		page_size = paging->page_size;
	if (page_ends(paging, result, page_size)) {
		if (!paging->trust_total || records_so_far >= result->total)
			return PAGE_END;
		error_set(error, -ENODATA,
			"the portal listed %lld of the %lld cases it counts; if it caps its pages, "
			"set page-size to that",
			(long long)records_so_far, (long long)result->total);
		return PAGE_INCOMPLETE;
	}
	if (page_index + 1 < paging->page_limit)
		return PAGE_NEXT;
	error_set(error, -EOVERFLOW,
		"the listing does not end: cut after %lld page(s) (page-limit)",
		(long long)paging->page_limit);
	return PAGE_INCOMPLETE;
}
