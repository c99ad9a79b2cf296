/* A notice: a letter to the office about telling itself – an address that does not take letters, a
 * receiver that is gone. It belongs to no episode. Pure. */
#ifndef MESSAGE_NOTICE_H
#define MESSAGE_NOTICE_H

#include "message/letter.h"

enum notice_kind {
	NOTICE_BOUNCE, /* letters to an address come back */
	NOTICE_CHANNEL_OFF, /* a receiver answered 410: nothing more is sent to it */
	NOTICE_PORTAL_DOUBTFUL /* what a portal says cannot be: it is not taken over */
};

/* Borrowed during the call; text that is not there may be "" or NULL. */
struct notice {
	enum notice_kind kind;
	const char *channel; /* its name in the configuration */
	const char *recipient; /* the address or URL */
	const char *addressee; /* who is greeted; "": whoever is responsible */
	bool hard; /* of a bounce: the server said that it is for good */
	const char *portal; /* its name in the configuration */
	const char *words; /* the server's own; of a portal: what looks wrong */
	const char *words_en; /* of a portal: the same in English */
	const char *letter; /* the subject of the letter that came back */
	instant at;
	const struct zone *zone;
	const char *province, *organisation, *contact, *from;
	bool english;
};
/* `key` as of a letter. */
void notice_render(const struct notice *notice, const char *key, struct letter *ret_letter);

#endif
