#include "command/operate/ask_hook.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>

#include "net/address.h"
#include "site/secret.h"

static bool is_private(const char *address)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
		return address_private((const struct sockaddr *)&v4);
	if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1)
		return address_private((const struct sockaddr *)&v6);
	return false;
}

static int look_at_secrets(const struct channel_settings *channel, struct error *error)
{
	for (int i = 0; i < channel->secret_count; i++) {
		char *value = NULL;
		int result = secret_read(&channel->secret[i], &value, error);
		secret_forget(value);
		if (result < 0) {
			error_prefix(error, "secret");
			return result;
		}
	}
	return 0;
}

int ask_hook(struct exchange *exchange, const struct channel_settings *channel,
	char ret_words[static 200], struct error *error)
{
	static const char *const headers[] = {"WebHook-Request-Origin: hentra", NULL};
	int result = look_at_secrets(channel, error);
	if (result < 0)
		return result;
	struct tls_settings tls = {.ca_file = channel->ca_file[0] ? channel->ca_file : NULL};
	const struct transfer_result *answer =
		exchange_http(exchange, &(struct http_request){.method = "OPTIONS",
						.url = channel->url,
						.headers = headers,
						.tls = &tls,
						.total_ms = channel->timeout_ms});
	if (answer->outcome != TRANSFER_ANSWERED)
		return error_set(error, -EIO, "%s", answer->answer);
	if (!channel->allow_private && is_private(answer->address))
		return error_set(error, -EACCES,
			"its address %s is private: events are refused unless allow-private = yes",
			answer->address);
	bool deaf = answer->status == 410 || (answer->status >= 500 && answer->status != 501);
	if (deaf)
		return error_set(
			error, -EIO, "it answers %d: no event would be taken", answer->status);
	snprintf(ret_words, 200, "%d%s", answer->status,
		answer->status == 404   ? " (is the path right?)"
		: answer->status >= 300 ? " (it does not know OPTIONS, which is no fault)"
					: "");
	return 0;
}
