#include "portal/decode.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <strings.h>

#include "base/memory.h"
#include "base/plural.h"
#include "base/utf8.h"
#include "base/wipe.h"
#include "portal/decode_parts.h"
#include "portal/page_form.h"

int decoder_fail(struct decoder *decoder, int code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(decoder->error.text, sizeof(decoder->error.text), format, arguments);
	va_end(arguments);
	plural(decoder->error.text);
	decoder->failed = code;
	return code;
}

struct decoder *decoder_new(const struct decode_options *options)
{
	const struct profile *profile = options->profile;
	struct decoder *decoder = xcalloc(1, sizeof(*decoder));
	decoder->options = *options;
	decoder->profile = profile;
	decoder->context = (struct record_context){
		.mapping = &profile->mapping,
		.now = options->now,
		.zone = options->zone,
		.keep_officer = options->keep_officer,
		.no_status = !profile->mapping.field[FIELD_STATUS].count,
	};
	decoder->result.total = -1;
	decoder->result.newest_updated = INSTANT_NONE;
	decoder->every_updated = true;
	values_init(&decoder->values, profile->mapping.slot_count);
	if (profile->mapping.csv) {
		decode_csv_begin(decoder);
	} else {
		struct json_limits limits = {.depth = DEPTH_MAX, .raw_text = true};
		decoder->json = json_reader_new(&limits, decode_json_event, decoder);
	}
	return decoder;
}

void decoder_free(struct decoder *decoder)
{
	if (!decoder)
		return;
	json_reader_free(decoder->json);
	decode_csv_free(decoder);
	values_free(&decoder->values);
	free(decoder->slot_of_column);
	wipe_text_free(&decoder->held);
	free(decoder);
}

/* The reader below failed, or was stopped by a condition that has its own sentence already. */
static int settle(struct decoder *decoder, int code, const struct error *below)
{
	if (code < 0 && !decoder->failed)
		decoder_fail(decoder, code, "%s", below->text);
	return decoder->failed;
}

static int give_error(const struct decoder *decoder, struct error *error)
{
	if (decoder->failed && error)
		*error = decoder->error;
	return decoder->failed;
}

static int feed_reader(struct decoder *decoder, const char *data, size_t length)
{
	struct error below = {0};
	if (!decoder->json)
		return decode_csv_feed(decoder, data, length);
	return settle(decoder, json_feed(decoder->json, data, length, &below), &below);
}

/* What is looked for at the beginning takes no more than SNIFF bytes behind a BOM and blanks; they
 * are held back so that no cut of the page changes what it is taken for. */
#define SNIFF 8
#define HELD_MAX 4096

/* What came so far, as far as it is looked at, without its BOM. */
static struct slice start_of(const struct decoder *decoder)
{
	struct slice start = text_slice(&decoder->held);
	if (start.length > HELD_MAX)
		start.length = HELD_MAX;
	if (start.length >= 3 && memcmp(start.data, UTF8_BOM, 3) == 0)
		start = (struct slice){start.data + 3, start.length - 3};
	return start;
}

/* Enough has come to tell what the page is, or its end. */
static int feed_held(struct decoder *decoder)
{
	bool whole = decoder->held.length < HELD_MAX;
	decoder->sniffed = true;
	struct error error;
	int r = page_form_check(start_of(decoder), !decoder->json, whole, &error);
	if (r)
		decoder_fail(decoder, r, "%s", error.text);
	else
		r = feed_reader(decoder, decoder->held.data, decoder->held.length);
	wipe_text_free(&decoder->held);
	return r;
}

static int hold(struct decoder *decoder, const char *data, size_t length)
{
	wipe_text_append(&decoder->held, data, length);
	if (slice_trim(start_of(decoder)).length < SNIFF && decoder->held.length < HELD_MAX)
		return 0;
	return feed_held(decoder);
}

int decoder_feed(struct decoder *decoder, const char *data, size_t length, struct error *error)
{
	if (!decoder->failed && decoder->sniffed)
		feed_reader(decoder, data, length);
	else if (!decoder->failed)
		hold(decoder, data, length);
	return give_error(decoder, error);
}

int decoder_end(struct decoder *decoder, struct page_result *ret_result, struct error *error)
{
	struct error below = {0};
	int r = decoder->failed;
	if (!r && !decoder->sniffed)
		r = feed_held(decoder);
	if (!r && decoder->json && json_end(decoder->json, &below) < 0)
		r = decoder_fail(decoder, -EBADMSG,
			"the page is cut off: it ends after %lld record(s) before its JSON does",
			(long long)decoder->result.records);
	settle(decoder, r, &below);
	if (!decoder->failed)
		(void)(decoder->json ? decode_json_end(decoder) : decode_csv_end(decoder));
	if (decoder->failed)
		return give_error(decoder, error);
	if (!decoder->every_updated)
		decoder->result.newest_updated = INSTANT_NONE;
	*ret_result = decoder->result;
	return 0;
}

bool decoder_list_is_null(const struct decoder *decoder)
{
	return decoder->list_null && !decoder->list_other && !decoder->error_said &&
	       !decoder->result.list_seen;
}

/* --- the next page ------------------------------------------------------------------------ */

int decoder_keep_cursor(struct decoder *decoder, struct slice text)
{
	struct page_result *result = &decoder->result;
	if (text.length >= sizeof(result->cursor) ||
		(text.length && memchr(text.data, 0, text.length)))
		return decoder_fail(decoder, -EBADMSG,
			"the cursor to the next page is longer than %zu bytes",
			sizeof(result->cursor) - 1);
	memcpy(result->cursor, text.data, text.length);
	result->cursor[text.length] = 0;
	return 0;
}

/* The target of rel=next in a Link header (RFC 8288): <URL>; rel="next", <URL>; rel="prev". What is
 * no such list is itself the address. */
static struct slice next_link(struct slice value)
{
	struct slice rest = value, link, parameters;
	if (!value.length || value.data[0] != '<')
		return value;
	while (slice_split(&rest, '<', &link) && slice_split(&rest, '>', &link)) {
		if (!rest.length)
			break;
		const char *end = memchr(rest.data, '<', rest.length);
		parameters =
			(struct slice){rest.data, end ? (size_t)(end - rest.data) : rest.length};
		if (memmem(parameters.data, parameters.length, "rel=\"next\"", 10) ||
			memmem(parameters.data, parameters.length, "rel=next", 8))
			return link;
	}
	return (struct slice){"", 0};
}

void decoder_header(struct decoder *decoder, struct slice name, struct slice value)
{
	const struct profile *profile = decoder->profile;
	const char *wanted = profile->cursor_header;
	if (decoder->failed || !wanted || name.length != strlen(wanted) ||
		strncasecmp(name.data, wanted, name.length) != 0)
		return;
	struct slice cursor = profile->paging.style == PAGING_LINK ? next_link(value) : value;
	if (cursor.length)
		decoder_keep_cursor(decoder, cursor);
}

/* --- records ----------------------------------------------------------------------------- */

int decoder_set_aside(
	struct decoder *decoder, struct slice code, enum record_problem problem, const char *detail)
{
	decoder->result.set_aside++;
	if (decoder->options.on_problem)
		decoder->options.on_problem(
			decoder->options.user, decoder->result.records, code, problem, detail);
	return 0;
}

static void note_updated(struct decoder *decoder, instant updated)
{
	if (updated == INSTANT_NONE)
		decoder->every_updated = false;
	else if (updated > decoder->result.newest_updated)
		decoder->result.newest_updated = updated;
}

int decoder_finish_record(struct decoder *decoder)
{
	struct case_record record;
	const char *field;
	enum record_problem problem =
		record_build(&decoder->context, &decoder->values, &record, &field);
	if (problem != RECORD_FINE)
		return decoder_set_aside(decoder, record.code, problem, field);
	note_updated(decoder, record.updated);
	if (!decoder->options.on_record)
		return 0;
	int r = decoder->options.on_record(decoder->options.user, &record);
	return r < 0 ? decoder_fail(decoder, r, "reading the page was stopped at record %lld",
			       (long long)decoder->result.records)
		     : 0;
}
