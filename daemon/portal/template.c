#include "portal/template.h"

#include <errno.h>

#include "base/memory.h"
#include "base/suggest.h"

static const char *const place_names[PLACE_COUNT] = {
	[PLACE_START] = "start",
	[PLACE_END] = "end",
	[PLACE_PAGE] = "page",
	[PLACE_SIZE] = "size",
	[PLACE_CURSOR] = "cursor",
	[PLACE_FROM] = "from",
	[PLACE_TO] = "to",
	[PLACE_AGENCY] = "agency",
	[PLACE_SESSION] = "session",
	[PLACE_USER] = "user",
	[PLACE_PASSWORD] = "password",
	[PLACE_CLIENT_ID] = "client-id",
	[PLACE_CLIENT_SECRET] = "client-secret",
	[PLACE_SCOPE] = "scope",
};

/* A piece of a template: literal text or a placeholder. */
struct piece {
	struct slice literal;
	struct slice name; /* length 0: a literal */
	struct slice fallback; /* of {name|fallback} */
};

static bool is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || c == '-';
}

/* A brace opens a placeholder only before a small letter, so that JSON bodies need no escaping. */
static bool opens_place(struct slice text, size_t at)
{
	return text.data[at] == '{' && at + 1 < text.length && is_name_byte(text.data[at + 1]);
}

/* Takes the next piece off *rest; false at the end. A placeholder without } is a literal. */
static bool next_piece(struct slice *rest, struct piece *ret_piece)
{
	*ret_piece = (struct piece){0};
	if (!rest->length)
		return false;
	size_t used = 0;
	const char *close = NULL;
	if (opens_place(*rest, 0))
		close = memchr(rest->data, '}', rest->length);
	if (close) {
		used = (size_t)(close - rest->data) + 1;
		ret_piece->fallback = (struct slice){rest->data + 1, used - 2};
		slice_split(&ret_piece->fallback, '|', &ret_piece->name);
	} else {
		for (used = 1; used < rest->length && !opens_place(*rest, used);)
			used++;
		ret_piece->literal = (struct slice){rest->data, used};
	}
	rest->data += used;
	rest->length -= used;
	return true;
}

static int place_of(struct slice name)
{
	for (int place = 0; place < PLACE_COUNT; place++)
		if (slice_is(name, place_names[place]))
			return place;
	return -1;
}

static int check_place(struct slice name, uint32_t allowed, struct error *error)
{
	int place = place_of(name);
	if (place < 0) {
		const char *near = suggest_word(name, place_names, PLACE_COUNT);
		return error_set(error, -EINVAL, "{%.*s} is no placeholder%s%s%s", SLICE_ARGS(name),
			near ? "; did you mean {" : "", near ? near : "", near ? "}?" : "");
	}
	if (!(allowed >> place & 1))
		return error_set(error, -EINVAL, "{%s} has no value here", place_names[place]);
	return place;
}

int template_set(
	struct template *template, struct slice text, uint32_t allowed, struct error *error)
{
	struct slice rest = text;
	struct piece piece;
	uint32_t places = 0;
	while (next_piece(&rest, &piece)) {
		if (!piece.name.length) {
			if (opens_place(piece.literal, 0))
				return error_set(error, -EINVAL, "a { has no } after it");
			continue;
		}
		int place = check_place(piece.name, allowed, error);
		if (place < 0)
			return place;
		places |= 1u << place;
	}
	template_clear(template);
	template->text = xstrndup(text.data ? text.data : "", text.length);
	template->places = places;
	return 0;
}

void template_clear(struct template *template)
{
	free(template->text);
	*template = (struct template){0};
}

/* --- escaping ---------------------------------------------------------------------------- */

static bool is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_' || c == '~';
}

static void percent_byte(struct text *out, char c)
{
	static const char digits[] = "0123456789ABCDEF";
	unsigned char byte = (unsigned char)c;
	text_append(out, (char[]){'%', digits[byte >> 4], digits[byte & 15]}, 3);
}

void percent_add(struct text *out, struct slice value)
{
	for (size_t i = 0; i < value.length; i++) {
		if (is_unreserved(value.data[i]))
			text_add_char(out, value.data[i]);
		else
			percent_byte(out, value.data[i]);
	}
}

/* The profile's own text: it may hold delimiters and escapes, but what a URL cannot hold is made
 * fit, so that Vietnamese words need no encoding by hand. */
static void literal_add(struct text *out, struct slice literal)
{
	for (size_t i = 0; i < literal.length; i++) {
		char c = literal.data[i];
		if (is_unreserved(c) || (c && strchr("%/?:@!$&'()*+,;=[]", c)))
			text_add_char(out, c);
		else
			percent_byte(out, c);
	}
}

static void json_escape_add(struct text *out, struct slice value)
{
	for (size_t i = 0; i < value.length; i++) {
		char c = value.data[i];
		if (c == '"' || c == '\\')
			text_add_char(out, '\\');
		if ((unsigned char)c < 0x20)
			text_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
		else
			text_add_char(out, c);
	}
}

static void value_add(struct text *out, struct slice value, enum escape escape)
{
	switch (escape) {
	case ESCAPE_NONE:
		text_add_slice(out, value);
		break;
	case ESCAPE_PERCENT:
		percent_add(out, value);
		break;
	case ESCAPE_JSON:
		json_escape_add(out, value);
		break;
	}
}

/* --- expanding --------------------------------------------------------------------------- */

static struct slice piece_value(const struct piece *piece, const struct place_values *values)
{
	struct slice value = values->value[place_of(piece->name)];
	return value.length ? value : piece->fallback;
}

void template_expand(const struct template *template, const struct place_values *values,
	enum escape escape, struct text *out)
{
	struct slice rest = slice_of(template->text);
	struct piece piece;
	while (next_piece(&rest, &piece)) {
		if (piece.name.length)
			value_add(out, piece_value(&piece, values), escape);
		else
			text_add_slice(out, piece.literal);
	}
}

/* Returns whether a placeholder was there, and whether any had a value. */
static bool expand_url(
	struct slice rest, const struct place_values *values, struct text *out, bool *ret_any_value)
{
	bool any_place = false;
	struct piece piece;
	*ret_any_value = false;
	while (next_piece(&rest, &piece)) {
		if (!piece.name.length) {
			literal_add(out, piece.literal);
			continue;
		}
		struct slice value = piece_value(&piece, values);
		any_place = true;
		*ret_any_value |= value.length > 0;
		percent_add(out, value);
	}
	return any_place;
}

void template_expand_path(
	const struct template *template, const struct place_values *values, struct text *out)
{
	bool any_value;
	expand_url(slice_of(template->text), values, out, &any_value);
}

void template_expand_query(
	const struct template *template, const struct place_values *values, struct text *out)
{
	cleanup(text_free) struct text parameter = {0};
	struct slice rest = slice_of(template->text), piece;
	bool first = true;
	while (slice_split(&rest, '&', &piece)) {
		bool any_value;
		text_clear(&parameter);
		bool any_place = expand_url(slice_trim(piece), values, &parameter, &any_value);
		if (!parameter.length || (any_place && !any_value))
			continue;
		if (!first)
			text_add_char(out, '&');
		first = false;
		text_add_slice(out, text_slice(&parameter));
	}
}
