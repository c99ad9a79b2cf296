/* The HTML around every letter, for mail clients: tables, inline styles, no images, no script, no style
 * sheet; 600 pixels at most and fluid below, so that a phone shows it without zooming. Private to this
 * layer. */
#ifndef MESSAGE_FRAME_H
#define MESSAGE_FRAME_H

#include "base/text.h"

#define FRAME_FONT "font-family:Arial,Helvetica,sans-serif;"
#define FRAME_TEXT FRAME_FONT "font-size:15px;line-height:1.5;color:#1f2933;"
#define FRAME_SMALL FRAME_FONT "font-size:13px;line-height:1.5;color:#52606d;"
#define FRAME_GREEN "#1a7f4b"
#define FRAME_AMBER "#a15c00"
#define FRAME_RED "#c62828"
#define FRAME_BLUE "#1d4f91"

/* Up to the letter's first paragraph: its title, and its headline on a band of `colour`. */
void frame_begin(struct text *out, bool english, const char *title, const char *headline,
	const char *colour);
void frame_end(struct text *out);

/* Text is escaped; "" adds nothing. */
void frame_paragraph(struct text *out, const char *style, const char *text);
/* A small line that is a link; "" adds nothing. */
void frame_link(struct text *out, const char *label, const char *url);
void frame_title(struct text *out, const char *title);
/* A list without bullets: numbered rows under thin lines. What stands in a row is added between. */
void frame_rows_begin(struct text *out);
void frame_row_begin(struct text *out, size_t number);
void frame_row_end(struct text *out);
void frame_rows_end(struct text *out);

#endif
