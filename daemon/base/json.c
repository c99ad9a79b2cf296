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
#define NO_NUMBER_MAX 16 /* bytes of Infinity, and more */
#define PLACE_MOST 64 /* open arrays and objects of a place that is found again */

struct json_reader {
	yajl_handle yajl;
	yajl_callbacks callbacks; /* of this reader: none while its place is found again */
	uint64_t arrays; /* of the open ones, from the outermost: bit set, array; else object */
	enum json_event last;
	char half[NO_NUMBER_MAX]; /* the beginning of a word such as NaN at the end of what came */
	size_t half_length;
	char before; /* the byte before the piece that yajl reads now; NUL: none */
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
	reader->last = kind;
	int status = reader->on_event(reader->user, kind, text);
	if (status)
		reader->failed = error_set(&reader->error, status,
			"reading was stopped at byte %llu", (unsigned long long)now);
	return !status;
}

static int nested(struct json_reader *reader, enum json_event kind)
{
	if (reader->depth < PLACE_MOST) {
		uint64_t bit = UINT64_C(1) << reader->depth;
		reader->arrays = kind == JSON_ARRAY ? reader->arrays | bit : reader->arrays & ~bit;
	}
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

static void open_yajl(struct json_reader *reader)
{
	/* yajl's defaults are strict: UTF-8 checked, one document, no comments, nothing behind it */
	reader->yajl = yajl_alloc(&reader->callbacks, &memory, reader);
	if (!reader->yajl)
		abort();
	if (reader->limits.raw_text)
		yajl_config(reader->yajl, yajl_dont_validate_strings, 1);
}

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
	reader->callbacks = callbacks;
	open_yajl(reader);
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

/* --- NaN and Infinity -------------------------------------------------------------------- */

/* yajl has stopped at a word that is no JSON. Where it is one of these and a value is due, a new yajl
 * is led to the same place, by the beginning of a document that is open in the same way, and reads null
 * instead. */
enum no_number { NO_NUMBER_NONE, NO_NUMBER_HALF, NO_NUMBER_WHOLE };

static enum no_number no_number_at(struct slice text, size_t *ret_length)
{
	static const char *const words[] = {"NaN", "Infinity"};
	for (size_t i = 0; text.length && i < ARRAY_SIZE(words); i++) {
		size_t length = strlen(words[i]);
		size_t met = text.length < length ? text.length : length;
		if (memcmp(text.data, words[i], met) != 0)
			continue;
		*ret_length = length;
		return met == length ? NO_NUMBER_WHOLE : NO_NUMBER_HALF;
	}
	return NO_NUMBER_NONE;
}

static bool value_is_due(const struct json_reader *reader)
{
	if (!reader->depth || reader->depth > PLACE_MOST)
		return false;
	return reader->arrays >> (reader->depth - 1) & 1 || reader->last == JSON_KEY;
}

/* `fed` is behind the word. */
static int read_null_instead(struct json_reader *reader)
{
	static const unsigned char object[] = "{\"\":", array[] = "[", null[] = "null";
	yajl_free(reader->yajl);
	reader->callbacks = (yajl_callbacks){0};
	open_yajl(reader);
	for (int i = 0; i < reader->depth; i++) {
		bool is_array = reader->arrays >> i & 1;
		yajl_parse(reader->yajl, is_array ? array : object, is_array ? 1 : 4);
	}
	reader->callbacks = callbacks;
	yajl_parse(reader->yajl, null, 4);
	reader->event_at = reader->fed;
	return reader->failed;
}

/* Where in the piece the word stands that yajl stopped at, at it or behind its first letter; the
 * piece's end when it is none of ours. A minus before it is yajl's already. */
static size_t no_number_from(const struct json_reader *reader, struct slice piece)
{
	size_t at = yajl_get_bytes_consumed(reader->yajl), length;
	for (size_t from = at ? at - 1 : 0; from <= at && from < piece.length; from++)
		if (memchr(" \t\r\n[,:-", from ? piece.data[from - 1] : reader->before, 8) &&
			no_number_at(
				(struct slice){piece.data + from, piece.length - from}, &length))
			return from;
	return piece.length;
}

/* Reads past such a word; how many bytes of the piece are done with then. -EBADMSG: it is none. */
static int64_t pass_no_number(struct json_reader *reader, struct slice piece)
{
	size_t from = no_number_from(reader, piece), length = 0;
	uint64_t begun = reader->fed;
	if (reader->failed || from == piece.length || !value_is_due(reader))
		return syntax_failure(reader);
	struct slice word = {piece.data + from, piece.length - from};
	if (no_number_at(word, &length) == NO_NUMBER_HALF) {
		memcpy(reader->half, word.data, word.length);
		reader->half_length = word.length;
		return (int64_t)piece.length;
	}
	reader->fed += from + length;
	int r = read_null_instead(reader);
	reader->fed = begun;
	return r ? r : (int64_t)(from + length);
}

/* The rest of a word whose beginning came before. Returns how many bytes of the data it takes. */
static int64_t pass_rest(struct json_reader *reader, const char *data, size_t length)
{
	char both[2 * NO_NUMBER_MAX];
	size_t half = reader->half_length, whole = 0;
	size_t more = length < NO_NUMBER_MAX ? length : NO_NUMBER_MAX;
	memcpy(both, reader->half, half);
	memcpy(both + half, data, more);
	enum no_number is = no_number_at((struct slice){both, half + more}, &whole);
	if (is == NO_NUMBER_NONE)
		return syntax_failure(reader);
	reader->half_length = is == NO_NUMBER_HALF ? half + more : 0;
	if (is == NO_NUMBER_HALF) {
		memcpy(reader->half, both, half + more);
		reader->fed += more;
		return (int64_t)more;
	}
	reader->fed += whole - half;
	int r = read_null_instead(reader);
	return r ? r : (int64_t)(whole - half);
}

static int feed_piece(struct json_reader *reader, const char *data, size_t length)
{
	while (length) {
		yajl_status status = yajl_parse(reader->yajl, (const unsigned char *)data, length);
		int64_t done = status == yajl_status_ok
				       ? (int64_t)length
				       : pass_no_number(reader, (struct slice){data, length});
		if (done < 0)
			return (int)done;
		reader->fed += (uint64_t)done;
		reader->before = data[done - 1];
		data += done;
		length -= (size_t)done;
	}
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
	if (!status && reader->half_length && used < length) {
		int64_t rest = pass_rest(reader, data + used, length - used);
		status = rest < 0 ? (int)rest : 0;
		used += rest < 0 ? 0 : (size_t)rest;
		reader->before = used ? data[used - 1] : reader->before;
	}
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
	if (!status && (reader->half_length || yajl_complete_parse(reader->yajl) != yajl_status_ok))
		status = syntax_failure(reader);
	if (status && error)
		*error = reader->error;
	return status;
}
