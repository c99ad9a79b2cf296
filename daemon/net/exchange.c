#include "net/exchange.h"

#include <ev.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct exchange {
	struct ev_loop *loop;
	struct transfers *pool;
	const struct http_request *request; /* under way */
	struct transfer_result result;
	char *strings[5]; /* what the result points to */
};

struct exchange *exchange_new(const char *user_agent)
{
	struct exchange *exchange = xcalloc(1, sizeof(*exchange));

	exchange->loop = ev_loop_new(EVFLAG_AUTO);
	if (!exchange->loop)
		abort();
	exchange->pool = transfers_new(&(struct transfers_options){
		.loop = exchange->loop, .user_agent = user_agent, .most_per_host = 1});
	return exchange;
}

static void forget_result(struct exchange *exchange)
{
	for (size_t i = 0; i < ARRAY_SIZE(exchange->strings); i++) {
		free(exchange->strings[i]);
		exchange->strings[i] = NULL;
	}
}

void exchange_free(struct exchange *exchange)
{
	if (!exchange)
		return;
	transfers_free(exchange->pool);
	ev_loop_destroy(exchange->loop);
	forget_result(exchange);
	free(exchange);
}

/* Keeps the result beyond the callback and ends the waiting. */
static void on_done(void *user, const struct transfer_result *result)
{
	struct exchange *exchange = user;
	struct transfer_result *kept = &exchange->result;

	*kept = *result;
	const char **strings[] = {&kept->content_type, &kept->etag, &kept->last_modified,
		&kept->answer, &kept->address};
	for (size_t i = 0; i < ARRAY_SIZE(strings); i++)
		*strings[i] = exchange->strings[i] = xstrdup(*strings[i] ? *strings[i] : "");
	ev_break(exchange->loop, EVBREAK_ALL);
}

static bool on_data(void *user, const char *data, size_t length)
{
	const struct http_request *request = ((struct exchange *)user)->request;

	return request->on_data(request->user, data, length);
}

static void on_header(void *user, struct slice name, struct slice value)
{
	const struct http_request *request = ((struct exchange *)user)->request;

	request->on_header(request->user, name, value);
}

const struct transfer_result *exchange_http(
	struct exchange *exchange, const struct http_request *request)
{
	struct http_request ours = *request;

	forget_result(exchange);
	exchange->request = request;
	ours.on_data = request->on_data ? on_data : NULL;
	ours.on_header = request->on_header ? on_header : NULL;
	ours.on_done = on_done;
	ours.user = exchange;
	transfer_http(exchange->pool, &ours);
	ev_run(exchange->loop, 0);
	return &exchange->result;
}

const struct transfer_result *exchange_mail(
	struct exchange *exchange, const struct mail_message *message)
{
	struct mail_message ours = *message;

	forget_result(exchange);
	ours.on_done = on_done;
	ours.user = exchange;
	transfer_mail(exchange->pool, &ours);
	ev_run(exchange->loop, 0);
	return &exchange->result;
}
