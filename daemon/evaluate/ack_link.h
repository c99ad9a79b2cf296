/* The link in a chair's letter by which the alert is acknowledged: one for each letter. */
#ifndef EVALUATE_ACK_LINK_H
#define EVALUATE_ACK_LINK_H

#include "base/error.h"
#include "base/text.h"
#include "core/alert/alert.h"

struct ground;

/* It works until the end of so many working days after the letter. */
#define ACK_LINK_DAYS 5

/* Adds "URL/ack/TOKEN", and says at which midnight it expires; adds nothing without a page that
 * others can reach ([page] url). */
int ack_link_make(struct ground *ground, const struct alert_news *news, const char *recipient,
	struct text *out, instant *ret_until, struct error *error);

#endif
