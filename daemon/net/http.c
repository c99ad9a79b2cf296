/* HTTP requests as transfers. Redirects are followed by hand, within scheme, host and port, so that
 * a portal cannot send credentials elsewhere. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "net/transfer_internal.h"

#define TOTAL_MS_DEFAULT (10 * 60 * 1000)
#define LOW_SPEED_MS_DEFAULT (60 * 1000)
#define LOW_SPEED_BYTES 100L
#define REDIRECTS_MOST 3
#define FEW_WORDS 2048L

static bool is_redirect(int status)
{
	return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

static size_t on_header(char *data, size_t size, size_t count, void *user)
{
	struct transfer *transfer = user;
	size_t length = size * count;

	/* A status line begins every answer of the exchange, 1xx ones too. */
	if (length > 9 && memcmp(data, "HTTP/", 5) == 0) {
		const char *blank = memchr(data, ' ', length);
		size_t rest = blank ? length - (size_t)(blank + 1 - data) : 0;
		if (rest >= 3 && isdigit((unsigned char)blank[1])) {
			char digits[4] = {blank[1], blank[2], blank[3], '\0'};
			transfer->status = atoi(digits);
		}
		return length;
	}
	const char *colon = memchr(data, ':', length);
	bool skipped = transfer->follow_same_host && is_redirect(transfer->status);
	if (colon && transfer->on_header && !skipped)
		transfer->on_header(transfer->user,
			slice_trim((struct slice){data, (size_t)(colon - data)}),
			slice_trim((struct slice){colon + 1, length - (size_t)(colon + 1 - data)}));
	return length;
}

static size_t on_body(char *data, size_t size, size_t count, void *user)
{
	struct transfer *transfer = user;
	size_t length = size * count;

	if (!transfer->on_data || (transfer->follow_same_host && is_redirect(transfer->status)))
		return length;
	if (!transfer->on_data(transfer->user, data, length)) {
		transfer->stopped = true;
		return 0;
	}
	return length;
}

static void set_body(CURL *easy, const struct http_request *request)
{
	bool get = strcmp(request->method, "GET") == 0;

	if (get && request->body.length == 0) {
		set_option(easy, CURLOPT_HTTPGET, 1L);
		return;
	}
	if (strcmp(request->method, "HEAD") == 0) {
		set_option(easy, CURLOPT_NOBODY, 1L);
		return;
	}
	set_option(easy, CURLOPT_POST, 1L);
	set_option(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body.length);
	if (request->body_stays)
		set_option(easy, CURLOPT_POSTFIELDS, request->body.data);
	else
		set_option(
			easy, CURLOPT_COPYPOSTFIELDS, request->body.data ? request->body.data : "");
	if (strcmp(request->method, "POST") != 0)
		set_option(easy, CURLOPT_CUSTOMREQUEST, request->method);
}

struct transfer *transfer_http(struct transfers *pool, const struct http_request *request)
{
	struct transfer *transfer =
		transfer_new(pool, request->on_data, request->on_done, request->user);
	CURL *easy = transfer->easy;
	int64_t low_speed_ms =
		request->low_speed_ms > 0 ? request->low_speed_ms : LOW_SPEED_MS_DEFAULT;

	transfer->on_header = request->on_header;
	transfer->follow_same_host = request->follow_same_host;
	set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	set_option(easy, CURLOPT_URL, request->url);
	/* libcurl makes and wipes its buffer for each request: 16 KB for an answer of a line or none
	 * are a good part of what a webhook costs. */
	if (request->few_words)
		set_option(easy, CURLOPT_BUFFERSIZE, FEW_WORDS);
	else
		set_option(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate"); /* memory is wiped */
	set_option(easy, CURLOPT_HEADERFUNCTION, on_header);
	set_option(easy, CURLOPT_HEADERDATA, transfer);
	set_option(easy, CURLOPT_WRITEFUNCTION, on_body);
	set_option(easy, CURLOPT_WRITEDATA, transfer);
	if (request->proxy && !pool->refuse_private)
		set_option(easy, CURLOPT_PROXY, request->proxy);
	set_body(easy, request);
	for (const char *const *header = request->headers; header && *header; header++)
		transfer->headers = curl_slist_append(transfer->headers, *header);
	/* No "Expect: 100-continue": many servers leave it unanswered, which costs a second. */
	transfer->headers = curl_slist_append(transfer->headers, "Expect:");
	set_option(easy, CURLOPT_HTTPHEADER, transfer->headers);
	transfer_set_tls(transfer, request->tls);
	transfer_set_limits(transfer, request->connect_ms,
		request->total_ms > 0 ? request->total_ms : TOTAL_MS_DEFAULT);
	set_option(easy, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES);
	set_option(easy, CURLOPT_LOW_SPEED_TIME, (long)((low_speed_ms + 999) / 1000));
	transfer_link(transfer);
	if (curl_multi_add_handle(pool->multi, easy) != CURLM_OK)
		abort();
	return transfer;
}

/* --- redirects --------------------------------------------------------------------------- */

static bool same_part(CURLU *a, CURLU *b, CURLUPart part)
{
	char *one = NULL, *other = NULL;
	bool same = curl_url_get(a, part, &one, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		    curl_url_get(b, part, &other, CURLU_DEFAULT_PORT) == CURLUE_OK &&
		    strcasecmp(one, other) == 0;

	curl_free(one);
	curl_free(other);
	return same;
}

static bool same_host(const char *from, const char *to)
{
	CURLU *a = curl_url(), *b = curl_url();
	bool same = a && b && curl_url_set(a, CURLUPART_URL, from, 0) == CURLUE_OK &&
		    curl_url_set(b, CURLUPART_URL, to, 0) == CURLUE_OK &&
		    same_part(a, b, CURLUPART_SCHEME) && same_part(a, b, CURLUPART_HOST) &&
		    same_part(a, b, CURLUPART_PORT);

	curl_url_cleanup(a);
	curl_url_cleanup(b);
	return same;
}

bool http_goes_on(struct transfer *transfer)
{
	CURL *easy = transfer->easy;
	char *from = NULL, *to = NULL;

	if (!transfer->follow_same_host || !is_redirect(transfer->status) ||
		transfer->redirects >= REDIRECTS_MOST)
		return false;
	curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_URL, &from);
	curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &to);
	if (!from || !to || !same_host(from, to))
		return false;

	cleanup(cleanup_free) char *url = xstrdup(to);
	curl_multi_remove_handle(transfer->pool->multi, easy);
	transfer->redirects++;
	/* As browsers do: 303 always asks again with GET, 301 and 302 after a POST. */
	char *method = NULL;
	curl_easy_getinfo(easy, CURLINFO_EFFECTIVE_METHOD, &method);
	if (transfer->status == 303 || ((transfer->status == 301 || transfer->status == 302) &&
					       method && strcmp(method, "POST") == 0)) {
		set_option(easy, CURLOPT_CUSTOMREQUEST, NULL);
		set_option(easy, CURLOPT_HTTPGET, 1L);
	}
	set_option(easy, CURLOPT_URL, url);
	transfer->status = 0;
	if (curl_multi_add_handle(transfer->pool->multi, easy) != CURLM_OK)
		abort();
	return true;
}

/* --- the result -------------------------------------------------------------------------- */

static const char *header_value(struct transfer *transfer, const char *name)
{
	struct curl_header *header = NULL;

	if (curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
		return "";
	return header->value;
}

/* What a status means (RFC 9110). A server's own words may repeat what it was asked, or name somebody. */
static const char *status_words(int status)
{
	static const struct {
		int status;
		const char *words;
	} known[] = {{200, " OK"}, {201, " Created"}, {202, " Accepted"}, {204, " No Content"},
		{301, " Moved Permanently"}, {302, " Found"}, {303, " See Other"},
		{304, " Not Modified"}, {307, " Temporary Redirect"}, {308, " Permanent Redirect"},
		{400, " Bad Request"}, {401, " Unauthorized"}, {403, " Forbidden"},
		{404, " Not Found"}, {405, " Method Not Allowed"}, {406, " Not Acceptable"},
		{408, " Request Timeout"}, {409, " Conflict"}, {410, " Gone"},
		{413, " Content Too Large"}, {415, " Unsupported Media Type"},
		{422, " Unprocessable Content"}, {429, " Too Many Requests"},
		{500, " Internal Server Error"}, {501, " Not Implemented"}, {502, " Bad Gateway"},
		{503, " Service Unavailable"}, {504, " Gateway Timeout"}};
	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i].status == status)
			return known[i].words;
	return "";
}

/* Where a redirect leads, without what may name somebody: user, password, query and fragment. */
static void print_redirect(const char *to, char *line, size_t size)
{
	static const CURLUPart dropped[] = {
		CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT};
	CURLU *url = curl_url();
	char *kept = NULL;

	if (url && curl_url_set(url, CURLUPART_URL, to, 0) == CURLUE_OK) {
		for (size_t i = 0; i < ARRAY_SIZE(dropped); i++)
			curl_url_set(url, dropped[i], NULL, 0);
		curl_url_get(url, CURLUPART_URL, &kept, 0);
	}
	snprintf(line, size, ", redirect to %.600s: not followed",
		kept ? kept : "what is no address of the web");
	curl_free(kept);
	curl_url_cleanup(url);
}

void http_fill_result(struct transfer *transfer, CURLcode code, struct transfer_result *result)
{
	char *type = NULL, *to = NULL;
	curl_off_t retry_after = 0;

	result->status = transfer->status;
	curl_easy_getinfo(transfer->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &retry_after);
	result->content_type = type ? type : "";
	/* Seconds or a date, as libcurl reads it; bounded here, for the caller multiplies. */
	if (retry_after > 0)
		result->retry_after_ms =
			(retry_after > 366 * 86400 ? 366 * 86400 : retry_after) * 1000;
	result->etag = header_value(transfer, "ETag");
	result->last_modified = header_value(transfer, "Last-Modified");
	if (code != CURLE_OK)
		return;
	result->outcome = TRANSFER_ANSWERED;
	curl_easy_getinfo(transfer->easy, CURLINFO_REDIRECT_URL, &to);
	char line[1024], redirect[700] = "";
	if (is_redirect(transfer->status) && to)
		print_redirect(to, redirect, sizeof(redirect));
	snprintf(line, sizeof(line), "HTTP %d%s%s", transfer->status,
		status_words(transfer->status), redirect);
	transfer_copy_line(transfer->answer, sizeof(transfer->answer), line, strlen(line));
}
