/* Request templates: text with {placeholders}, checked when the profile is read.
 *
 *   {start} {end}      offsets of the page, end excluded
 *   {page}             number of the page, counted from first-page
 *   {size}             page size
 *   {cursor}           as the page before gave it
 *   {from} {to}        the window, written with window-format
 *   {agency} {session} from the portal's section and from signing in
 *   {user} {password} {client-id} {client-secret} {scope}   in sign-in bodies only
 *
 * {name|text} stands for `text` when the value is empty. A value is escaped for where it lands, so
 * that nothing in it can become syntax. */
#ifndef PORTAL_TEMPLATE_H
#define PORTAL_TEMPLATE_H

#include <stdint.h>

#include "base/error.h"
#include "base/text.h"

enum place {
	PLACE_START,
	PLACE_END,
	PLACE_PAGE,
	PLACE_SIZE,
	PLACE_CURSOR,
	PLACE_FROM,
	PLACE_TO,
	PLACE_AGENCY,
	PLACE_SESSION,
	PLACE_USER,
	PLACE_PASSWORD,
	PLACE_CLIENT_ID,
	PLACE_CLIENT_SECRET,
	PLACE_SCOPE,
	PLACE_COUNT
};
#define PLACES_REQUEST ((1u << PLACE_USER) - 1)
#define PLACES_SIGN_IN                                                                             \
	(1u << PLACE_USER | 1u << PLACE_PASSWORD | 1u << PLACE_CLIENT_ID |                         \
		1u << PLACE_CLIENT_SECRET | 1u << PLACE_SCOPE | 1u << PLACE_AGENCY)

/* How a value is escaped. */
enum escape {
	ESCAPE_NONE, /* headers: the value is refused by the caller if it holds control characters */
	ESCAPE_PERCENT, /* path, query, form bodies (RFC 3986 unreserved stay) */
	ESCAPE_JSON /* inside or outside the quotes of a JSON body */
};

struct template
{
	char *text; /* owned; NULL: not set */
	uint32_t places; /* mask of the placeholders used */
};

/* -EINVAL: an unknown or misplaced placeholder (`allowed` is a mask of 1 << enum place). */
int template_set(
	struct template *template, struct slice text, uint32_t allowed, struct error *error);
void template_clear(struct template *template);
static inline bool template_uses(const struct template *template, enum place place)
{
	return template->places >> place & 1;
}

struct place_values {
	struct slice value[PLACE_COUNT];
};
void template_expand(const struct template *template, const struct place_values *values,
	enum escape escape, struct text *out);
/* A query: literal text is percent-encoded where a URL needs it, and a parameter whose template has
 * placeholders but whose value comes out empty is left out. */
void template_expand_query(
	const struct template *template, const struct place_values *values, struct text *out);
/* A path: like a query, without parameters. */
void template_expand_path(
	const struct template *template, const struct place_values *values, struct text *out);

void percent_add(struct text *out, struct slice value);

#endif
