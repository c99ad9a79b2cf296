/* What every page has around it, and small pieces they share. No script, no outside file; works on a
 * telephone, prints well. Everything that comes from outside is escaped here (base/html.h). */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "base/text.h"
#include "core/time/zone.h"
#include "report/table.h"

/* How far the numbers reach. */
struct page_fresh {
	instant observed; /* when the portals behind them were last read completely; NONE: one never was */
	bool stale; /* that is too long ago */
};
/* For programs: never read is stale, too. */
static inline bool page_fresh_stale(const struct page_fresh *fresh)
{
	return fresh->stale || fresh->observed == INSTANT_NONE;
}
/* How and for whom: borrowed. */
struct page_look {
	bool english;
	const char *province; /* its name, or its code */
	const char *contact; /* whom to ask; "" not said */
	const struct zone *zone;
	instant now;
	struct page_fresh fresh;
	const char *root; /* from this page's address to the first page: "" or "../" */
};
__attribute__((format_arg(2), format_arg(3))) static inline const char *page_say(
	const struct page_look *look, const char *vi, const char *en)
{
	return look->english ? en : vi;
}

/* Head and title. `here`: which link of the menu leads here ("alerts", "" the first page); NULL: no menu,
 * for a page that strangers may see. */
void page_begin(
	struct text *out, const struct page_look *look, const char *title, const char *here);
/* A page of no link. */
#define PAGE_ELSEWHERE "-"
/* A warning when what is shown rests on stale data. */
void page_stale(struct text *out, const struct page_look *look);
/* Foot: as of when, and whom to ask. */
void page_end(struct text *out, const struct page_look *look);
/* <h2>, escaped. */
void page_heading(struct text *out, const char *title);
/* <p>, escaped. */
void page_sentence(struct text *out, const char *sentence);
/* The table, or the sentence when it has no row. Frees it. On a telephone each row stands as a block of
 * its own, its cells below each other with their titles. */
void page_table(struct text *out, struct table *table, const char *nothing);

#define PAGE_COUNT_MAX 32
/* "195.252", in English "195,252"; by hand, for a page has hundreds. Somewhere in the buffer. */
const char *page_count(
	const struct page_look *look, int64_t count, char buffer[static PAGE_COUNT_MAX]);
#define PAGE_SHARE_MAX 16
/* Ten-thousandths: "93,1%"; "–" for −1. */
const char *page_share(const struct page_look *look, int share, char buffer[static PAGE_SHARE_MAX]);
#define PAGE_TIME_MAX 40
/* "18:00 20/11/2026", in English "2026-11-20 18:00"; "–" for none. */
const char *page_time(const struct page_look *look, instant at, char buffer[static PAGE_TIME_MAX]);
/* "20/11/2026" or 2026-11-20. */
const char *page_day(const struct page_look *look, day date, char buffer[static 11]);

#endif
