/* Pinging a webhook's receiver: nothing is sent to it. */
#ifndef COMMAND_OPERATE_ASK_HOOK_H
#define COMMAND_OPERATE_ASK_HOOK_H

#include "conf/settings.h"
#include "net/exchange.h"

/* The validation request of CloudEvents web hooks ("HTTP 1.1 Web Hooks for Event Delivery", 4.1):
 * OPTIONS with WebHook-Request-Origin. A receiver that knows no OPTIONS is there all the same: what
 * it answers stands in ret_words. -EIO: no answer, or one that takes no events (5xx, 410); -EACCES:
 * its address is private and allow-private does not say so; as secret_read(): its key. */
int ask_hook(struct exchange *exchange, const struct channel_settings *channel,
	char ret_words[static 200], struct error *error);

#endif
