/* URLs and places to listen at. */
#include <errno.h>

#include "base/text.h"
#include "conf/value.h"

#define QUOTED_MOST 120
#define QUOTED(text) (int)((text).length < QUOTED_MOST ? (text).length : QUOTED_MOST), (text).data

struct url {
	struct slice scheme;
	struct slice authority; /* host[:port] */
	struct slice rest; /* path and query */
};

static bool printable(struct slice text)
{
	for (size_t i = 0; i < text.length; i++) {
		unsigned char byte = (unsigned char)text.data[i];
		if (byte <= ' ' || byte >= 0x7F || strchr("\"<>\\^`|", byte))
			return false;
	}
	return true;
}

/* host, host:port or [v6]:port; `need_port` for places to listen at. */
static const char *authority_problem(struct slice authority, bool need_port)
{
	struct slice host = authority;
	const char *end = NULL;
	if (authority.length && authority.data[0] == '[') {
		end = memchr(authority.data, ']', authority.length);
		if (!end)
			return "the [ of an address is not closed";
		end++;
	} else if (authority.length) {
		end = memchr(authority.data, ':', authority.length);
	}
	if (end)
		host.length = (size_t)(end - authority.data);
	if (!host.length)
		return "it names no host";
	struct slice port = {end, authority.length - host.length};
	if (!port.length)
		return need_port ? "it names no port" : NULL;
	int value = 0;
	for (size_t i = 1; i < port.length && value <= 65535; i++) {
		if (port.data[i] < '0' || port.data[i] > '9')
			return "the port is not a number";
		value = value * 10 + port.data[i] - '0';
	}
	return port.data[0] == ':' && value >= 1 && value <= 65535
		       ? NULL
		       : "the port is not between 1 and 65535";
}

static const char *url_split(struct slice text, struct url *ret_url)
{
	const char *colon = text.length ? memchr(text.data, ':', text.length) : NULL;
	size_t scheme = colon ? (size_t)(colon - text.data) : 0;
	if (!scheme || text.length - scheme < 3 || memcmp(colon, "://", 3) != 0)
		return "it has no scheme";
	if (!printable(text))
		return "it holds a blank or a character that must be percent-encoded";
	ret_url->scheme = (struct slice){text.data, scheme};
	struct slice rest = {colon + 3, text.length - scheme - 3};
	size_t host = 0;
	while (host < rest.length && !strchr("/?#", rest.data[host]))
		host++;
	ret_url->authority = (struct slice){rest.data, host};
	ret_url->rest = (struct slice){rest.data + host, rest.length - host};
	if (memchr(rest.data, '@', host))
		return "a user does not stand in a URL, for logs print it";
	if (memchr(ret_url->rest.data, '#', ret_url->rest.length))
		return "it has a fragment (#)";
	return authority_problem(ret_url->authority, false);
}

/* The user part is cut from what is quoted: it may hold a password. */
static int wrong(struct error *error, struct slice text, const char *what, const char *problem)
{
	if (text.length && memchr(text.data, '@', text.length))
		return error_set(error, -EINVAL, "the value is not %s: %s", what, problem);
	return error_set(error, -EINVAL, "\"%.*s\" is not %s: %s", QUOTED(text), what, problem);
}

static int parse_http(const struct value_context *context, struct slice text, bool base,
	void *target, struct error *error)
{
	struct url url = {0};
	const char *what = "a URL such as https://dichvucong.example.gov.vn";
	const char *problem = text.length ? url_split(text, &url) : NULL;
	if (!problem && text.length && !slice_is(url.scheme, "https") &&
		!slice_is(url.scheme, "http"))
		problem = "its scheme is neither https nor http";
	if (!problem && base && memchr(url.rest.data ? url.rest.data : "", '?', url.rest.length))
		problem = "it has a query (?), which belongs to the profile";
	if (problem)
		return wrong(error, text, what, problem);
	while (base && url.rest.length && url.rest.data[url.rest.length - 1] == '/') {
		url.rest.length--;
		text.length--;
	}
	*(const char **)target = arena_copy(context->arena, text);
	return 0;
}

static int parse_url(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	return parse_http(context, text, false, target, error);
}

static int parse_base_url(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	return parse_http(context, text, true, target, error);
}

static int parse_token_url(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	if (!text.length || text.data[0] != '/')
		return parse_http(context, text, false, target, error);
	if (!printable(text))
		return wrong(error, text, "a path of the portal",
			"it holds a blank or a character that must be percent-encoded");
	*(const char **)target = arena_copy(context->arena, text);
	return 0;
}

static int parse_relay(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	struct url url = {0};
	const char *what = "a relay such as smtp://127.0.0.1:25 or smtps://mail.example.gov.vn";
	const char *problem = text.length ? url_split(text, &url) : NULL;
	if (!problem && text.length && !slice_is(url.scheme, "smtp") &&
		!slice_is(url.scheme, "smtps"))
		problem = "its scheme is neither smtp nor smtps";
	if (!problem && (url.rest.length > 1 || (url.rest.length == 1 && url.rest.data[0] != '/')))
		problem = "nothing may stand behind the host";
	if (problem)
		return wrong(error, text, what, problem);
	text.length -= url.rest.length;
	*(const char **)target = arena_copy(context->arena, text);
	return 0;
}

static int parse_listen(
	const struct value_context *context, struct slice text, void *target, struct error *error)
{
	const char *problem = NULL;
	if (slice_is(text, "none")) {
		text.length = 0;
	} else if (text.length > 5 && memcmp(text.data, "unix:", 5) == 0) {
		problem = text.data[5] == '/' ? NULL : "the path of the socket must begin with /";
	} else if (!slice_is(text, "systemd")) {
		problem = printable(text) ? authority_problem(text, true) : "it holds a blank";
	}
	if (problem)
		return wrong(error, text,
			"a place to listen at: 127.0.0.1:8022, unix:/run/hentra/page.sock, systemd "
			"or none",
			problem);
	*(const char **)target = arena_copy(context->arena, text);
	return 0;
}

const struct value_type type_url = {"URL", parse_url};
const struct value_type type_base_url = {"URL", parse_base_url};
const struct value_type type_token_url = {"URL or path", parse_token_url};
const struct value_type type_relay = {"smtp:// or smtps://", parse_relay};
const struct value_type type_listen = {"address:port, unix:PATH, systemd or none", parse_listen};
