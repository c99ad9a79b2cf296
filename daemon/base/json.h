/* JSON in and out over yajl: the only file that touches it.
 *
 * Reading is streaming: bytes in, events out, memory bounded by depth and by one token. Strict
 * RFC 8259: one document, UTF-8 checked, nothing behind it; a BOM before it is passed over. An
 * escaped surrogate without its other half reads as '?'. NaN, Infinity and -Infinity, which many
 * writers put where a number is none, read as null. */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"
#include "base/text.h"

enum json_event {
	JSON_NULL,
	JSON_FALSE,
	JSON_TRUE,
	JSON_NUMBER, /* text: as written */
	JSON_STRING, /* text: decoded UTF-8, may hold NUL */
	JSON_OBJECT,
	JSON_KEY, /* text: the key */
	JSON_OBJECT_END,
	JSON_ARRAY,
	JSON_ARRAY_END
};

/* Return 0 to go on; any negative errno ends the reading and comes back from feed/end.
 * `text` is good during the call only. */
typedef int json_event_fn(void *user, enum json_event event, struct slice text);

struct json_limits {
	int depth; /* most nested arrays and objects (default 64) */
	size_t token; /* most bytes fed since the last event: bounds what yajl keeps (default 1 MiB) */
	bool raw_text; /* bytes of strings are not checked to be UTF-8: the caller checks what it keeps */
};

struct json_reader;
struct json_reader *json_reader_new(
	const struct json_limits *limits, json_event_fn *on_event, void *user);
/* -EBADMSG: not JSON, or against a limit; the sentence says where (byte offset) and why. */
int json_feed(struct json_reader *reader, const char *data, size_t length, struct error *error);
/* The input is over: -EBADMSG when the document is incomplete or absent. */
int json_end(struct json_reader *reader, struct error *error);
void json_reader_free(struct json_reader *reader);

/* `{.out = &text}` begins a document, which may be any one value. The locale must keep the decimal
 * point (programs never call setlocale for numbers). A decimal that is no number is null.
 *
 * Writing: appends to a text, one line or indented; commas and quoting are its business. Invalid
 * UTF-8 is replaced by U+FFFD. A key is given for members of objects and NULL inside arrays. */
struct json_writer {
	struct text *out;
	int depth;
	bool indent;
	bool comma;
};
void json_object(struct json_writer *json, const char *key);
void json_object_end(struct json_writer *json);
void json_array(struct json_writer *json, const char *key);
void json_array_end(struct json_writer *json);
void json_string(struct json_writer *json, const char *key, const char *value); /* NULL: null */
void json_slice(struct json_writer *json, const char *key, struct slice value);
void json_number(struct json_writer *json, const char *key, int64_t value);
void json_decimal(struct json_writer *json, const char *key, double value, int digits);
void json_bool(struct json_writer *json, const char *key, bool value);
void json_null(struct json_writer *json, const char *key);

#endif
