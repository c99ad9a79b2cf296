/* What every page has around it, and small pieces they share. No script, no outside file; works on a
 * telephone, prints well. Everything that comes from outside is escaped here (base/html.h). */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "base/text.h"
#include "core/zone.h"
#include "report/table.h"

/* How and for whom: borrowed. */
struct page_look {
	bool english;
	const char *province; /* its name, or its code */
	const char *contact; /* whom to ask; "" not said */
	const struct zone *zone;
	instant now;
	const char *root; /* from this page's address to the first page: "" or "../" */
};
__attribute__((format_arg(2), format_arg(3))) static inline const char *page_say(
	const struct page_look *look, const char *vi, const char *en)
{
	return look->english ? en : vi;
}

/* Head and title. `menu`: the links to the other pages; not for a page that strangers may see. */
void page_begin(struct text *out, const struct page_look *look, const char *title, bool menu);
/* Foot: as of when, and whom to ask. */
void page_end(struct text *out, const struct page_look *look);
/* <h2>, escaped. */
void page_heading(struct text *out, const char *title);
/* <p>, escaped. */
void page_sentence(struct text *out, const char *sentence);
/* The table, or the sentence when it has no row. Frees it. */
void page_table(struct text *out, struct table *table, const char *nothing);

#define PAGE_TIME_MAX 40
/* "18:00 20/11/2026" or RFC 3339; "–" for none. */
const char *page_time(const struct page_look *look, instant at, char buffer[static PAGE_TIME_MAX]);
/* "20/11/2026" or 2026-11-20. */
const char *page_day(const struct page_look *look, day date, char buffer[static 11]);

#endif
