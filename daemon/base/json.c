#include "base/json.h"

#include <errno.h>
#include <stdio.h>
#include <yajl/yajl_parse.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/wipe.h"

#define DEPTH_DEFAULT 64
#define TOKEN_DEFAULT ((size_t)1 << 20)
/* A chunk goes to yajl in pieces, so that a long token is refused before yajl keeps all of it. */
#define PIECE ((size_t)64 << 10)

struct json_reader {
	yajl_handle yajl;
	json_event_fn *on_event;
	void *user;
	struct json_limits limits;
	int depth;
	int bom; /* bytes of a BOM seen; -1: past it */
	uint64_t fed; /* bytes before the piece yajl reads now */
	uint64_t event_at; /* offset behind the last event */
	int failed; /* sticky; also set inside callbacks */
	struct error error;
};

static uint64_t offset_now(const struct json_reader *reader)
{
	return reader->fed + yajl_get_bytes_consumed(reader->yajl);
}

static int fail(struct json_reader *reader, const char *sentence)
{
	reader->failed = error_set(&reader->error, -EBADMSG, "not JSON at byte %llu: %s",
		(unsigned long long)offset_now(reader), sentence);
	return reader->failed;
}

static int too_long(struct json_reader *reader)
{
	reader->failed = error_set(&reader->error, -EBADMSG,
		"a JSON value of more than %zu bytes behind byte %llu", reader->limits.token,
		(unsigned long long)reader->event_at);
	return reader->failed;
}

/* yajl goes on while this is 1. */
static int event(struct json_reader *reader, enum json_event kind, struct slice text)
{
	uint64_t now = offset_now(reader);
	if (now - reader->event_at > reader->limits.token)
		return !too_long(reader);
	reader->event_at = now;
	int status = reader->on_event(reader->user, kind, text);
	if (status)
		reader->failed = error_set(&reader->error, status,
			"reading was stopped at byte %llu", (unsigned long long)now);
	return !status;
}

static int nested(struct json_reader *reader, enum json_event kind)
{
	if (++reader->depth <= reader->limits.depth)
		return event(reader, kind, (struct slice){NULL, 0});
	char sentence[64];
	snprintf(sentence, sizeof(sentence), "nested more than %d deep", reader->limits.depth);
	return !fail(reader, sentence);
}

static int on_null(void *user)
{
	return event(user, JSON_NULL, (struct slice){NULL, 0});
}

static int on_boolean(void *user, int value)
{
	return event(user, value ? JSON_TRUE : JSON_FALSE, (struct slice){NULL, 0});
}

static int on_number(void *user, const char *text, size_t length)
{
	return event(user, JSON_NUMBER, (struct slice){text, length});
}

static int on_string(void *user, const unsigned char *text, size_t length)
{
	return event(user, JSON_STRING, (struct slice){(const char *)text, length});
}

static int on_key(void *user, const unsigned char *text, size_t length)
{
	return event(user, JSON_KEY, (struct slice){(const char *)text, length});
}

static int on_object(void *user)
{
	return nested(user, JSON_OBJECT);
}

static int on_array(void *user)
{
	return nested(user, JSON_ARRAY);
}

static int on_object_end(void *user)
{
	struct json_reader *reader = user;
	reader->depth--;
	return event(reader, JSON_OBJECT_END, (struct slice){NULL, 0});
}

static int on_array_end(void *user)
{
	struct json_reader *reader = user;
	reader->depth--;
	return event(reader, JSON_ARRAY_END, (struct slice){NULL, 0});
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number, /* numbers stay text: no rounding */
	.yajl_string = on_string,
	.yajl_start_map = on_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_object_end,
	.yajl_start_array = on_array,
	.yajl_end_array = on_array_end,
};

static void *yajl_malloc(void *user, size_t size)
{
	(void)user;
	return wipe_malloc(size);
}

static void *yajl_realloc(void *user, void *old, size_t size)
{
	(void)user;
	return wipe_realloc(old, size);
}

static void yajl_free_memory(void *user, void *memory)
{
	(void)user;
	wipe_free(memory);
}

/* What yajl keeps of a token between two pieces may be anything of the page. */
static yajl_alloc_funcs memory = {yajl_malloc, yajl_realloc, yajl_free_memory, NULL};

struct json_reader *json_reader_new(
	const struct json_limits *limits, json_event_fn *on_event, void *user)
{
	struct json_reader *reader = xcalloc(1, sizeof(*reader));
	if (limits)
		reader->limits = *limits;
	if (reader->limits.depth <= 0)
		reader->limits.depth = DEPTH_DEFAULT;
	if (!reader->limits.token)
		reader->limits.token = TOKEN_DEFAULT;
	reader->on_event = on_event;
	reader->user = user;
	/* yajl's defaults are strict: UTF-8 checked, one document, no comments, nothing behind it */
	reader->yajl = yajl_alloc(&callbacks, &memory, reader);
	if (!reader->yajl)
		abort();
	if (reader->limits.raw_text)
		yajl_config(reader->yajl, yajl_dont_validate_strings, 1);
	return reader;
}

void json_reader_free(struct json_reader *reader)
{
	if (!reader)
		return;
	yajl_free(reader->yajl);
	free(reader);
}

/* What yajl says, without the text it would quote: a page may hold personal data. */
static int syntax_failure(struct json_reader *reader)
{
	if (reader->failed)
		return reader->failed;
	unsigned char *words = yajl_get_error(reader->yajl, 0, NULL, 0);
	struct slice sentence = slice_trim(slice_of((const char *)words));
	reader->failed = error_set(&reader->error, -EBADMSG, "not JSON at byte %llu: %.*s",
		(unsigned long long)offset_now(reader), SLICE_ARGS(sentence));
	yajl_free_error(reader->yajl, words);
	return reader->failed;
}

static int feed_piece(struct json_reader *reader, const char *data, size_t length)
{
	yajl_status status = yajl_parse(reader->yajl, (const unsigned char *)data, length);
	if (status != yajl_status_ok)
		return syntax_failure(reader);
	reader->fed += length;
	if (reader->fed - reader->event_at > reader->limits.token)
		return too_long(reader);
	return 0;
}

/* RFC 8259 8.1: a parser may ignore a byte order mark. Returns how many bytes belong to one. */
static size_t skip_bom(struct json_reader *reader, const char *data, size_t length)
{
	size_t used = 0;
	while (reader->bom >= 0 && used < length && data[used] == UTF8_BOM[reader->bom]) {
		used++;
		reader->bom = reader->bom == 2 ? -1 : reader->bom + 1;
	}
	reader->fed += used;
	if (used < length && reader->bom > 0)
		fail(reader, "half a byte order mark");
	if (used < length)
		reader->bom = -1;
	return used;
}

int json_feed(struct json_reader *reader, const char *data, size_t length, struct error *error)
{
	size_t used = reader->bom >= 0 ? skip_bom(reader, data, length) : 0;
	int status = reader->failed;
	while (!status && used < length) {
		size_t piece = length - used < PIECE ? length - used : PIECE;
		status = feed_piece(reader, data + used, piece);
		used += piece;
	}
	if (status && error)
		*error = reader->error;
	return status;
}

int json_end(struct json_reader *reader, struct error *error)
{
	int status = reader->failed;
	if (!status && yajl_complete_parse(reader->yajl) != yajl_status_ok)
		status = syntax_failure(reader);
	if (status && error)
		*error = reader->error;
	return status;
}
