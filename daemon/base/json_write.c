#include "base/json.h"

#include <math.h>
#include <stdio.h>

#include "base/utf8.h"

static void new_line(struct json_writer *json)
{
	if (!json->indent)
		return;
	text_add_char(json->out, '\n');
	for (int i = 0; i < json->depth; i++)
		text_add(json->out, "  ");
}

/* What cannot stand in a JSON string as it is. DEL and U+2028/9 may; / need not be escaped. */
static const char *escape(unsigned char byte, size_t step, char buffer[static 8])
{
	switch (byte) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		break;
	}
	if (step == 0)
		return UTF8_REPLACEMENT;
	if (byte >= 0x20)
		return NULL;
	snprintf(buffer, 8, "\\u%04x", byte);
	return buffer;
}

static void add_quoted(struct text *out, struct slice value)
{
	size_t plain = 0; /* where what is not yet copied begins */
	char buffer[8];
	text_add_char(out, '"');
	for (size_t i = 0; i < value.length;) {
		size_t step = utf8_step(value.data + i, value.length - i);
		const char *instead = escape((unsigned char)value.data[i], step, buffer);
		size_t next = i + (step ? step : 1);
		if (instead) {
			text_append(out, value.data + plain, i - plain);
			text_add(out, instead);
			plain = next;
		}
		i = next;
	}
	text_append(out, value.data ? value.data + plain : "", value.length - plain);
	text_add_char(out, '"');
}

static void before_value(struct json_writer *json, const char *key)
{
	if (json->comma)
		text_add_char(json->out, ',');
	if (json->depth > 0)
		new_line(json);
	if (key) {
		add_quoted(json->out, slice_of(key));
		text_add(json->out, json->indent ? ": " : ":");
	}
	json->comma = true;
}

static void open_nested(struct json_writer *json, const char *key, char bracket)
{
	before_value(json, key);
	text_add_char(json->out, bracket);
	json->depth++;
	json->comma = false;
}

static void close_nested(struct json_writer *json, char bracket)
{
	bool empty = !json->comma;
	json->depth--;
	if (!empty)
		new_line(json);
	text_add_char(json->out, bracket);
	json->comma = true;
}

void json_object(struct json_writer *json, const char *key)
{
	open_nested(json, key, '{');
}

void json_object_end(struct json_writer *json)
{
	close_nested(json, '}');
}

void json_array(struct json_writer *json, const char *key)
{
	open_nested(json, key, '[');
}

void json_array_end(struct json_writer *json)
{
	close_nested(json, ']');
}

void json_string(struct json_writer *json, const char *key, const char *value)
{
	if (value)
		json_slice(json, key, slice_of(value));
	else
		json_null(json, key);
}

void json_slice(struct json_writer *json, const char *key, struct slice value)
{
	before_value(json, key);
	add_quoted(json->out, value);
}

void json_number(struct json_writer *json, const char *key, int64_t value)
{
	before_value(json, key);
	text_printf(json->out, "%lld", (long long)value);
}

void json_decimal(struct json_writer *json, const char *key, double value, int digits)
{
	if (!isfinite(value)) {
		json_null(json, key);
		return;
	}
	before_value(json, key);
	text_printf(json->out, "%.*f", digits, value);
}

void json_bool(struct json_writer *json, const char *key, bool value)
{
	before_value(json, key);
	text_add(json->out, value ? "true" : "false");
}

void json_null(struct json_writer *json, const char *key)
{
	before_value(json, key);
	text_add(json->out, "null");
}
