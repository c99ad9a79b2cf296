/* A letter that came back: a delivery status notification (RFC 3464) as it lies in the mailbox of
 * envelope-from, with the header of the letter it is about (RFC 3462). Pure; the input is anybody's. */
#ifndef MESSAGE_BOUNCE_H
#define MESSAGE_BOUNCE_H

#include <stdbool.h>

#include "base/error.h"
#include "base/slice.h"

enum bounce_action {
	BOUNCE_FAILED, /* it will not arrive */
	BOUNCE_DELAYED, /* the relay still tries */
	BOUNCE_OTHER /* delivered, relayed, expanded: nothing is wrong */
};

/* Strings are owned, printable and on one line. */
struct bounce {
	enum bounce_action action;
	bool hard; /* for good: its status, or where there is none its reply, begins with 5 */
	char *key; /* of the delivery: the left side of the letter's Message-ID */
	char *recipient; /* the address that failed; "" when it is not said */
	char *words; /* "5.1.1 550 5.1.1 User unknown": the status, and what the last server said */
};
/* -EINVAL: not a notification of that kind, or not of a letter with a Message-ID. */
int bounce_read(struct slice message, struct bounce *ret_bounce, struct error *error);
void bounce_free(struct bounce *bounce);

#endif
