#include "web/page_host.h"

#include <arpa/inet.h>
#include <strings.h>

#include "base/slice.h"

/* ":8022", ":" or nothing. */
static bool is_port(struct slice rest)
{
	bool digits = rest.length == 0 || rest.data[0] == ':';

	for (size_t i = 1; i < rest.length; i++)
		digits &= rest.data[i] >= '0' && rest.data[i] <= '9';
	return digits;
}

/* "name:8022" -> "name"; "[::1]:8022" -> "::1"; what has no such form stays as it is. */
static struct slice without_port(struct slice host)
{
	bool bracketed = host.length > 0 && host.data[0] == '[';
	const char *end = memchr(host.data, bracketed ? ']' : ':', host.length);

	if (!end)
		return host;
	size_t length = (size_t)(end - host.data), skipped = length + bracketed;
	struct slice rest = {host.data + skipped, host.length - skipped};
	if (!is_port(rest))
		return host;
	return (struct slice){host.data + bracketed, length - bracketed};
}

static bool is_address(struct slice name)
{
	unsigned char address[16];
	char text[INET6_ADDRSTRLEN];

	if (name.length >= sizeof(text))
		return false;
	memcpy(text, name.data, name.length);
	text[name.length] = '\0';
	return inet_pton(AF_INET, text, address) == 1 || inet_pton(AF_INET6, text, address) == 1;
}

static bool same_name(struct slice name, struct slice other)
{
	return name.length > 0 && name.length == other.length &&
	       strncasecmp(name.data, other.data, name.length) == 0;
}

/* "https://hentra.example.gov.vn:8443/x" -> "hentra.example.gov.vn" */
static struct slice host_of_url(const char *url)
{
	const char *from = strstr(url, "://");

	if (!from)
		return SLICE("");
	from += strlen("://");
	return without_port((struct slice){from, strcspn(from, "/")});
}

bool page_host_is_ours(const char *host, const struct page_settings *settings)
{
	struct slice name = without_port(slice_of(host));

	return host[0] == '\0' || is_address(name) || same_name(name, SLICE("localhost")) ||
	       same_name(name, host_of_url(settings->url)) ||
	       same_name(name, without_port(slice_of(settings->listen)));
}
