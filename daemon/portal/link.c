#include "portal/link.h"

#include <errno.h>

/* Up to the first of these bytes. */
static struct slice until(struct slice text, const char *ends)
{
	size_t length = 0;
	while (length < text.length && !strchr(ends, text.data[length]))
		length++;
	return (struct slice){text.data, length};
}

static struct slice behind(struct slice text, size_t length)
{
	return (struct slice){text.data + length, text.length - length};
}

static bool has_only_url_bytes(struct slice text)
{
	for (size_t i = 0; i < text.length; i++)
		if (text.data[i] <= ' ' || text.data[i] == 0x7F)
			return false;
	return true;
}

/* Without scheme and authority; false: its scheme is none that has them. */
static bool cut_host(struct slice *link)
{
	struct slice scheme = until(*link, ":/?#");
	if (scheme.length < link->length && link->data[scheme.length] == ':')
		*link = behind(*link, scheme.length + 1);
	else
		scheme.length = 0;
	if (link->length < 2 || memcmp(link->data, "//", 2) != 0)
		return !scheme.length;
	*link = behind(*link, 2);
	*link = behind(*link, until(*link, "/?#").length);
	if (!link->length || link->data[0] != '/')
		return false; /* the host alone is no page */
	return true;
}

/* RFC 3986, 5.2.4: what "." and ".." stand for is done. */
static void add_without_dots(struct text *out, struct slice path)
{
	size_t root = out->length;
	struct slice rest = behind(path, 1), segment;
	while (slice_split(&rest, '/', &segment)) {
		bool up = slice_is(segment, ".."), here = slice_is(segment, ".");
		while (up && out->length > root && out->data[out->length - 1] != '/')
			out->length--;
		if (up && out->length > root)
			out->length--;
		if ((up || here) && !rest.data)
			text_add_char(out, '/');
		if (up || here)
			continue;
		text_add_char(out, '/');
		text_add_slice(out, segment);
	}
	if (out->length == root)
		text_add_char(out, '/');
}

static void add_merged(struct text *out, struct slice asked, struct slice path)
{
	struct text merged = {0};
	struct slice base = until(asked, "?");
	if (path.length && path.data[0] != '/') {
		while (base.length && base.data[base.length - 1] != '/')
			base.length--;
		text_add_slice(&merged, base);
	}
	text_add_slice(&merged, path);
	add_without_dots(out, text_slice(&merged));
	text_free(&merged);
}

int link_resolve(struct slice asked, struct slice link, struct text *out, struct error *error)
{
	if (!has_only_url_bytes(link))
		return error_set(
			error, -EBADMSG, "the link to the next page holds bytes no URL has");
	bool fits = cut_host(&link);
	link = until(link, "#");
	struct slice path = until(link, "?");
	bool relative = !path.length || path.data[0] != '/';
	if (!fits || !link.length || (relative && !asked.length))
		return error_set(
			error, -EBADMSG, "the link to the next page is neither a URL nor a path");
	if (path.length)
		add_merged(out, asked, path);
	else
		text_add_slice(out, until(asked, "?"));
	text_add_slice(out, behind(link, path.length));
	return 0;
}
