/* The page behind the link in a chair's letter. Opening it only shows what is late and a form: mail
 * scanners open links too. Only its POST acknowledges, once. */
#ifndef PAGE_ACK_PAGE_H
#define PAGE_ACK_PAGE_H

#include "core/alert/tally.h"
#include "page/frame.h"

enum ack_state {
	ACK_FORM,
	ACK_DONE, /* just now */
	ACK_USED, /* the link was used before */
	ACK_OVER, /* the alert has ended */
	ACK_WORSE, /* the alert rose above the band of the letter: a newer letter has a newer link */
	ACK_EXPIRED,
	ACK_UNKNOWN /* no link of ours */
};
int ack_status(enum ack_state state); /* HTTP */

#define ACK_CHOICES 5 /* working days offered to be done by */
struct ack_view {
	enum ack_state state;
	/* of ACK_FORM and ACK_DONE */
	const char *place; /* name of the commune */
	const struct counts *counts;
	bool critical;
	day choices[ACK_CHOICES]; /* days to be done by */
	int choice_count, preset; /* which is chosen unless another is */
	day until; /* ACK_DONE: what was chosen */
	instant expires; /* the link */
};
void ack_page(struct text *out, const struct page_look *look, const struct ack_view *view);

/* The chosen day in a form's body, "until=2026-11-25"; the preset one when it names none of them. */
day ack_chosen(const struct ack_view *view, struct slice body);

#endif
