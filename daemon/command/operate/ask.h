/* Asking a portal for one page, as the daemon would: sign in, request, decode. Nothing is stored. */
#ifndef COMMAND_OPERATE_ASK_H
#define COMMAND_OPERATE_ASK_H

#include "command/operate/sample.h"
#include "net/exchange.h"

/* What came back, for people to see beside the sample. */
struct asked {
	char url[1024]; /* of the page, without what the sign-in put into it */
	int64_t bytes;
	int milliseconds;
	bool signed_in; /* a token was fetched */
};

/* Reads the first page of the first listing of a sweep into the sample (begun here, freed by the
 * caller in any case). -EACCES: signing in was refused; -EIO: the portal or the network failed;
 * -EBADMSG: the page is not what the profile says; -EINVAL: a secret cannot be read … */
int ask_page(struct tool *tool, struct exchange *exchange, const struct portal_settings *portal,
	const struct profile *profile, int64_t records, struct sample *ret_sample,
	struct asked *ret_asked, struct error *error);

/* Greets the mail relay: connects, TLS, signs in, leaves; no message. The relay's words in
 * ret_words. */
int ask_relay(struct exchange *exchange, const struct mail_settings *mail,
	char ret_words[static 200], struct error *error);

/* "hentra/0.1.0 (+contact)": who asks. */
struct exchange *ask_exchange(const struct tool *tool);

#endif
