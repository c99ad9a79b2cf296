/* What to ask: templates filled for one page of one listing. */
#include <errno.h>
#include <stdio.h>
#include <strings.h>

#include "base/memory.h"
#include "portal/link.h"
#include "portal/profile_parts.h"
#include "portal/request.h"

void request_free(struct request *request)
{
	free(request->method);
	free(request->path_query);
	free(request->body);
	for (char **header = request->headers; header && *header; header++)
		free(*header);
	free(request->headers);
	*request = (struct request){0};
}

void request_add_header(struct request *request, char *header)
{
	size_t count = 0;
	while (request->headers && request->headers[count])
		count++;
	request->headers = xrealloc(request->headers, (count + 2) * sizeof(*request->headers));
	request->headers[count] = header;
	request->headers[count + 1] = NULL;
}

bool request_has_header(const struct request *request, const char *name)
{
	size_t length = strlen(name);
	for (char **header = request->headers; header && *header; header++)
		if (strncasecmp(*header, name, length) == 0 && (*header)[length] == ':')
			return true;
	return false;
}

void request_add_body_type(struct request *request, int body_type)
{
	if (!request->body || request_has_header(request, "Content-Type"))
		return;
	request_add_header(request,
		xstrdup(body_type == BODY_FORM ? "Content-Type: application/x-www-form-urlencoded"
					       : "Content-Type: application/json"));
}

static void add_headers(const struct profile *profile, struct request *request)
{
	for (size_t i = 0; i < profile->headers.count; i++)
		request_add_header(request, xstrdup(profile->headers.text[i]));
	if (!request_has_header(request, "Accept"))
		request_add_header(
			request, xstrdup(profile->mapping.csv ? "Accept: text/csv"
							      : "Accept: application/json"));
	request_add_body_type(request, profile->body_type);
}

/* The numbers and dates of a page as text, kept while the templates are filled. */
struct fill {
	struct place_values values;
	char start[24], end[24], page[24], size[24];
	struct text from, to;
};

static void fill_free(struct fill *fill)
{
	text_free(&fill->from);
	text_free(&fill->to);
}

static struct slice number_text(char buffer[static 24], int64_t number)
{
	int length = snprintf(buffer, 24, "%lld", (long long)number);
	return (struct slice){buffer, (size_t)length};
}

static void fill_page(
	struct fill *fill, const struct profile *profile, const struct request_values *values)
{
	struct slice *value = fill->values.value;
	int64_t size = values->page_size > 0 ? values->page_size : profile->paging.page_size;
	int64_t start =
		profile->paging.style == PAGING_OFFSET ? values->start : values->page_index * size;
	value[PLACE_START] = number_text(fill->start, start);
	value[PLACE_END] = number_text(fill->end, start + size);
	value[PLACE_PAGE] =
		number_text(fill->page, values->page_index + profile->paging.first_page);
	value[PLACE_SIZE] = number_text(fill->size, size);
	value[PLACE_CURSOR] = values->cursor;
	value[PLACE_AGENCY] = values->agency;
	value[PLACE_SESSION] = values->session;
}

static void fill_window(struct fill *fill, const struct profile *profile,
	const struct listing *listing, const struct request_values *values)
{
	const struct date_rule *rule = &profile->mapping.dates;
	instant from = values->from;
	if (listing->reach_ms && values->to != INSTANT_NONE)
		from = values->to - listing->reach_ms;
	if (from != INSTANT_NONE)
		date_write(&profile->window_format, rule, values->zone, from, &fill->from);
	if (values->to != INSTANT_NONE)
		date_write(&profile->window_format, rule, values->zone, values->to, &fill->to);
	fill->values.value[PLACE_FROM] = text_slice(&fill->from);
	fill->values.value[PLACE_TO] = text_slice(&fill->to);
}

static int add_path(const struct profile *profile, const struct listing *listing,
	const struct place_values *values, struct slice asked, struct text *out,
	struct error *error)
{
	const struct template *path = listing_template(&listing->path, &profile->request.path);
	const struct template *query = listing_template(&listing->query, &profile->request.query);
	if (profile->paging.style == PAGING_LINK && values->value[PLACE_CURSOR].length)
		return link_resolve(asked, values->value[PLACE_CURSOR], out, error);
	template_expand_path(path, values, out);
	if (!query->text)
		return 0;
	size_t before = out->length;
	text_add_char(out, '?');
	template_expand_query(query, values, out);
	if (out->length == before + 1)
		out->data[--out->length] = 0;
	return 0;
}

int profile_request(const struct profile *profile, enum cycle_kind kind, int listing,
	const struct request_values *values, struct request *ret_request, struct error *error)
{
	const struct listing *own = &profile_listings(profile, kind)->listing[listing];
	const struct template *body = listing_template(&own->body, &profile->request.body);
	const char *method = own->method ? own->method : profile->request.method;
	cleanup(fill_free) struct fill fill = {0};
	cleanup(text_free) struct text path = {0};
	cleanup(text_free) struct text filled = {0};
	struct request request = {0};

	fill_page(&fill, profile, values);
	fill_window(&fill, profile, own, values);
	int r = add_path(profile, own, &fill.values, values->asked, &path, error);
	if (r < 0)
		return r;
	request.from_root = profile->paging.style == PAGING_LINK && values->cursor.length > 0;
	if (body->text) {
		template_expand(body, &fill.values,
			profile->body_type == BODY_FORM ? ESCAPE_PERCENT : ESCAPE_JSON, &filled);
		request.body = text_take(&filled);
	}
	request.method = xstrdup(method ? method : request.body ? "POST" : "GET");
	request.path_query = text_take(&path);
	add_headers(profile, &request);
	*ret_request = request;
	return 0;
}
