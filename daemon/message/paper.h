/* What letters are set on: each verb writes its thing as plain text and as HTML, so that the two cannot
 * differ. Text: lines of at most 78 columns with a blank line between blocks, which reads well in any
 * program and aloud. HTML for mail clients: tables, inline styles, no images, no script, no style
 * sheet; 600 pixels at most and fluid below, so that a phone shows it without zooming.
 * Words are UTF-8 and escaped here; "" sets nothing. Private to this layer. */
#ifndef MESSAGE_PAPER_H
#define MESSAGE_PAPER_H

#include <stdint.h>

#include "base/text.h"

#define PAPER_GREEN "#1a7f4b"
#define PAPER_AMBER "#a15c00"
#define PAPER_RED "#c62828"
#define PAPER_BLUE "#1d4f91"

struct paper {
	struct text text, html;
	bool goes_on; /* what comes next belongs to the title before it */
	int row; /* the number of the last one */
};

/* Up to the first paragraph: the title, and the headline on a band of `colour`. */
void paper_begin(struct paper *paper, bool english, const char *title, const char *headline,
	const char *colour);
void paper_end(struct paper *paper);

enum ink { INK_PLAIN, INK_STRONG, INK_SMALL };
void paper_paragraph(struct paper *paper, enum ink ink, const char *words);
void paper_title(struct paper *paper, const char *title);
/* Whole, on a line of its own: a link that is broken is none. */
void paper_button(struct paper *paper, const char *label, const char *url);
void paper_link(struct paper *paper, const char *label, const char *url);
/* What is to be copied. */
void paper_box(struct paper *paper, const char *words);
/* Some room, on a screen. */
void paper_gap(struct paper *paper);

/* Numbered rows. `common` is said once for all. A row is a strong beginning, the rest of its sentence
 * ("" none), a line about it, and points of its own. */
void paper_rows_begin(struct paper *paper, const char *common);
void paper_row_begin(struct paper *paper, const char *strong, const char *rest);
void paper_row_about(struct paper *paper, const char *words);
void paper_row_points_begin(struct paper *paper);
void paper_row_point(struct paper *paper, const char *strong, const char *rest);
void paper_row_points_end(struct paper *paper, const char *more);
void paper_row_end(struct paper *paper);
void paper_rows_end(struct paper *paper);
/* Beside the rows, below the last one. */
void paper_beside_rows(struct paper *paper, const char *words);

/* "- Closed: 337 (early 310; on time 17)", under a title. */
void paper_figure(struct paper *paper, const char *label, const char *value, const char *detail);
/* A bar below it, on a screen; its numbers stand in the figure. Nothing when all are 0. */
struct bar_part {
	int64_t count;
	const char *colour;
};
#define BAR_PARTS_MOST 4
void paper_bar(struct paper *paper, const struct bar_part *parts, size_t count);

/* Points under a title. */
void paper_points_begin(struct paper *paper);
void paper_point(struct paper *paper, const char *words);
void paper_points_end(struct paper *paper);

#endif
