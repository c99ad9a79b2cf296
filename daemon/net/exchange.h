/* Transfers one at a time, waited for: for a program that has no loop of its own. */
#ifndef NET_EXCHANGE_H
#define NET_EXCHANGE_H

#include "net/transfer.h"

struct exchange;
/* `user_agent` is copied. */
struct exchange *exchange_new(const char *user_agent);
void exchange_free(struct exchange *exchange);

/* As transfer_http() and transfer_mail(), but returns when it is done; on_done is not used, on_data
 * and on_header get the request's `user`. The result is good until the next exchange. */
const struct transfer_result *exchange_http(
	struct exchange *exchange, const struct http_request *request);
const struct transfer_result *exchange_mail(
	struct exchange *exchange, const struct mail_message *message);

#endif
