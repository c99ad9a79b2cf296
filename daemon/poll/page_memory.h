/* What a portal's pages were when they last came whole: so that a portal that offers ETag or
 * Last-Modified (RFC 9110, 13.1) need not send a page again that has not changed.
 *
 * Only incremental cycles ask so: a sweep must see every case. An entry stands for records that are
 * in the store: after a cycle that was not complete the whole memory is forgotten. */
#ifndef POLL_PAGE_MEMORY_H
#define POLL_PAGE_MEMORY_H

#include "portal/profile.h"

struct page_memory;

#define PAGE_MEMORY_MOST 128 /* pages; then the one that was not asked for longest goes */

struct page_memory *page_memory_new(void);
void page_memory_free(struct page_memory *memory);
void page_memory_forget(struct page_memory *memory);

/* Adds If-None-Match or If-Modified-Since to a GET that is known; false: it is not, or no GET. */
bool page_memory_ask(struct page_memory *memory, struct request *request);
/* What the page was when it came; NULL: not known. Good until the next call. */
const struct page_result *page_memory_page(
	const struct page_memory *memory, const struct request *request);
/* The page came whole with these validators ("" when not said). */
void page_memory_keep(struct page_memory *memory, const struct request *request, const char *etag,
	const char *last_modified, const struct page_result *page);

#endif
