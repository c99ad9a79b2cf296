#include "poll/portal_transfer.h"

#include "base/memory.h"
#include "base/text.h"
#include "ground/ground.h"

/* What stands before the path of a request: the portal's url, or only its scheme and host. */
static struct slice base_of(const struct portal_settings *settings, const struct request *request)
{
	struct slice url = slice_of(settings->url);
	const char *host = strstr(settings->url, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;

	if (request->from_root && path)
		url.length = (size_t)(path - settings->url);
	return url;
}

struct transfer *portal_transfer(const struct ground *ground,
	const struct portal_settings *settings, const struct request *request,
	const struct portal_listener *listener)
{
	bool absolute = strncmp(request->path_query, "http://", 7) == 0 ||
			strncmp(request->path_query, "https://", 8) == 0;
	cleanup(text_free) struct text url = {0};
	struct tls_settings tls = {
		.ca_file = settings->ca_file[0] ? settings->ca_file : NULL,
		.client_cert = settings->client_cert[0] ? settings->client_cert : NULL,
		.client_key = settings->client_key[0] ? settings->client_key : NULL,
	};

	if (!absolute)
		text_add_slice(&url, base_of(settings, request));
	text_add(&url, request->path_query);
	return transfer_http(ground->portal_transfers,
		&(struct http_request){
			.method = request->method,
			.url = url.data,
			.headers = (const char *const *)request->headers,
			.body = slice_of(request->body),
			.tls = &tls,
			.proxy = settings->proxy[0] ? settings->proxy : NULL,
			.connect_ms = settings->connect_timeout_ms,
			.total_ms = settings->total_timeout_ms,
			.low_speed_ms = settings->low_speed_timeout_ms,
			.follow_same_host = true,
			.on_header = listener->on_header,
			.on_data = listener->on_data,
			.on_done = listener->on_done,
			.user = listener->user,
		});
}

bool portal_may_pass(const struct transfer_result *result)
{
	if (result->tls_failure)
		return false;
	return result->outcome != TRANSFER_ANSWERED || result->status >= 500 ||
	       result->status == 408 || result->status == 425 || result->status == 429;
}
