#include "base/csv.h"

#include <errno.h>

#include "base/memory.h"
#include "base/utf8.h"
#include "base/wipe.h"

#define MOST_BYTES_DEFAULT (1u << 20)

enum state {
	CELL_START, /* nothing of the cell came yet */
	CELL_PLAIN,
	CELL_QUOTED,
	CELL_QUOTE, /* a quote inside quotes: the end, or the first of two */
};

struct csv_reader {
	csv_record_fn *on_record;
	void *user;
	size_t most_bytes;
	char separator; /* 0: not yet found */
	enum state state;
	bool after_cr; /* the LF of a CRLF is not a line of its own */
	bool any_quoted; /* "" alone on a line is a record, an empty line is none */
	int bom; /* bytes of a BOM seen; -1: past it */
	int line; /* of the byte read now */
	int record_line;
	struct text record; /* decoded cells, one after the other */
	size_t *ends; /* where each cell ends in `record` */
	size_t cells;
	size_t cells_capacity;
	struct slice *view;
	size_t view_capacity;
	struct text first; /* the raw first record while the separator is not known */
	bool first_in_quotes;
	bool first_begun;
	int failed; /* sticky */
	struct error error;
};

struct csv_reader *csv_reader_new(
	char separator, size_t most_bytes, csv_record_fn *on_record, void *user)
{
	struct csv_reader *reader = xcalloc(1, sizeof(*reader));
	reader->separator = separator;
	reader->most_bytes = most_bytes ? most_bytes : MOST_BYTES_DEFAULT;
	reader->on_record = on_record;
	reader->user = user;
	reader->line = reader->record_line = 1;
	return reader;
}

void csv_reader_free(struct csv_reader *reader)
{
	if (!reader)
		return;
	wipe_text_free(&reader->record);
	wipe_text_free(&reader->first);
	free(reader->ends);
	free(reader->view);
	free(reader);
}

static int fail(struct csv_reader *reader, int line, const char *sentence)
{
	reader->failed = error_set(&reader->error, -EBADMSG, "line %d: %s", line, sentence);
	return reader->failed;
}

static void end_cell(struct csv_reader *reader)
{
	array_reserve(reader->ends, &reader->cells_capacity, reader->cells + 1);
	reader->ends[reader->cells++] = reader->record.length;
	reader->state = CELL_START;
}

static int end_record(struct csv_reader *reader)
{
	bool empty_line = reader->cells == 0 && reader->record.length == 0 && !reader->any_quoted;
	int status = 0;
	if (!empty_line) {
		end_cell(reader);
		array_reserve(reader->view, &reader->view_capacity, reader->cells);
		size_t start = 0;
		for (size_t i = 0; i < reader->cells; i++) {
			const char *data = reader->record.data ? reader->record.data + start : "";
			reader->view[i] = (struct slice){data, reader->ends[i] - start};
			start = reader->ends[i];
		}
		status = reader->on_record(
			reader->user, reader->record_line, reader->view, (int)reader->cells);
		if (status)
			reader->failed = error_set(&reader->error, status,
				"line %d: reading was stopped", reader->record_line);
	}
	reader->state = CELL_START;
	reader->cells = 0;
	reader->any_quoted = false;
	text_clear(&reader->record);
	reader->record_line = reader->line;
	return status;
}

/* Every byte that ends a line outside quotes, and counts lines inside them. */
static bool line_ends(struct csv_reader *reader, char byte)
{
	bool crlf = byte == '\n' && reader->after_cr;
	reader->after_cr = byte == '\r';
	bool ends = (byte == '\n' && !crlf) || byte == '\r';
	reader->line += ends;
	return ends;
}

static int feed_unquoted(struct csv_reader *reader, char byte, bool ends)
{
	if (ends)
		return end_record(reader);
	if (byte == '\n')
		return 0; /* the LF of a CRLF */
	if (byte == reader->separator) {
		end_cell(reader);
	} else if (reader->state == CELL_START && byte == '"') {
		reader->state = CELL_QUOTED;
		reader->any_quoted = true;
	} else {
		reader->state = CELL_PLAIN;
		wipe_text_append(&reader->record, &byte, 1);
	}
	return 0;
}

static int feed_byte(struct csv_reader *reader, char byte)
{
	bool ends = line_ends(reader, byte);
	switch (reader->state) {
	case CELL_QUOTED:
		if (byte == '"')
			reader->state = CELL_QUOTE;
		else
			wipe_text_append(&reader->record, &byte, 1);
		return 0;
	case CELL_QUOTE:
		if (byte == '"') {
			reader->state = CELL_QUOTED;
			wipe_text_append(&reader->record, &byte, 1);
			return 0;
		}
		if (!ends && byte != reader->separator)
			return fail(reader, reader->line, "text after a closing quote");
		return feed_unquoted(reader, byte, ends);
	default:
		return feed_unquoted(reader, byte, ends);
	}
}

/* A run of bytes that are nothing but text, copied at once. */
static size_t plain_run(const struct csv_reader *reader, const char *data, size_t length)
{
	size_t run = 0;
	if (reader->state == CELL_QUOTED) {
		while (run < length && data[run] != '"' && data[run] != '\n' && data[run] != '\r')
			run++;
	} else if (reader->state == CELL_PLAIN) {
		while (run < length && data[run] != reader->separator && data[run] != '\n' &&
			data[run] != '\r')
			run++;
	}
	return run;
}

static int feed_known(struct csv_reader *reader, const char *data, size_t length)
{
	for (size_t i = 0; i < length;) {
		size_t run = plain_run(reader, data + i, length - i);
		if (run) {
			wipe_text_append(&reader->record, data + i, run);
			reader->after_cr = false;
			i += run;
		} else {
			int status = feed_byte(reader, data[i++]);
			if (status)
				return status;
		}
		if (reader->record.length + reader->cells > reader->most_bytes)
			return fail(reader, reader->record_line, "the record is too long");
	}
	return 0;
}

/* Which of , ; and tab the raw first record holds most, outside quotes. */
static char find_separator(struct slice record)
{
	static const char candidates[] = {',', ';', '\t'};
	size_t counts[sizeof(candidates)] = {0}, best = 0;
	bool quoted = false;
	for (size_t i = 0; i < record.length; i++) {
		quoted ^= record.data[i] == '"';
		for (size_t c = 0; c < sizeof(candidates); c++)
			counts[c] += !quoted && record.data[i] == candidates[c];
	}
	for (size_t c = 1; c < sizeof(candidates); c++) {
		if (counts[c] > counts[best])
			best = c;
	}
	return candidates[best];
}

static int settle_separator(struct csv_reader *reader)
{
	reader->separator = find_separator(text_slice(&reader->first));
	struct text first = reader->first;
	reader->first = (struct text){0};
	int status = feed_known(reader, first.data, first.length);
	wipe_text_free(&first);
	return status;
}

/* Keeps the first record until it is whole, then reads it with the separator found in it. */
static int feed_first(struct csv_reader *reader, const char *data, size_t length, size_t *ret_used)
{
	for (size_t i = 0; i < length; i++) {
		bool ends = !reader->first_in_quotes && (data[i] == '\n' || data[i] == '\r');
		reader->first_in_quotes ^= data[i] == '"';
		reader->first_begun |= !ends; /* empty lines before it are not the first record */
		if (ends && reader->first_begun) {
			*ret_used = i; /* the line's end is read with the rest */
			return settle_separator(reader);
		}
		wipe_text_append(&reader->first, data + i, 1);
		if (reader->first.length > reader->most_bytes)
			return fail(reader, 1, "the record is too long");
	}
	*ret_used = length;
	return 0;
}

/* Skips a BOM that may come in pieces; what only began like one is given back to be read. */
static size_t skip_bom(struct csv_reader *reader, const char *data, size_t length)
{
	size_t used = 0;
	while (reader->bom >= 0 && used < length) {
		if (data[used] != UTF8_BOM[reader->bom])
			break;
		used++;
		if (++reader->bom == 3)
			reader->bom = -1;
	}
	return used;
}

static int feed(struct csv_reader *reader, const char *data, size_t length)
{
	size_t used = 0;
	int status = 0;
	if (!reader->separator && length)
		status = feed_first(reader, data, length, &used);
	if (!status && reader->separator)
		status = feed_known(reader, data + used, length - used);
	return status;
}

int csv_feed(struct csv_reader *reader, const char *data, size_t length, struct error *error)
{
	int status = reader->failed;
	if (!status && length && reader->bom >= 0) {
		size_t used = skip_bom(reader, data, length);
		data += used;
		length -= used;
		if (length && reader->bom >= 0) {
			status = feed(reader, UTF8_BOM, (size_t)reader->bom);
			reader->bom = -1;
		}
	}
	if (!status)
		status = feed(reader, data, length);
	if (status && error)
		*error = reader->error;
	return status;
}

int csv_end(struct csv_reader *reader, struct error *error)
{
	int status = reader->failed;
	if (!status && reader->bom > 0)
		status = feed(reader, UTF8_BOM, (size_t)reader->bom);
	reader->bom = -1;
	if (!status && !reader->separator && reader->first.length)
		status = settle_separator(reader);
	if (!status && reader->state == CELL_QUOTED)
		status = fail(reader, reader->record_line, "a quote is not closed");
	if (!status)
		status = end_record(reader);
	if (status && error)
		*error = reader->error;
	return status;
}

static bool plain_number(struct slice cell)
{
	size_t i = cell.length && (cell.data[0] == '-' || cell.data[0] == '+');
	size_t digits = 0, points = 0;
	for (; i < cell.length; i++) {
		bool digit = cell.data[i] >= '0' && cell.data[i] <= '9';
		if (!digit && (!digits || (cell.data[i] != '.' && cell.data[i] != ',')))
			return false;
		digits += digit;
		points += !digit;
	}
	return digits && points <= 1;
}

void csv_add_cell(struct text *out, struct slice cell, bool first)
{
	if (!first)
		text_add_char(out, ',');
	char lead = cell.length ? cell.data[0] : 'x';
	bool formula = memchr("=+-@\t\r", lead, 6) && !plain_number(cell);
	bool quote = formula;
	for (size_t i = 0; i < cell.length && !quote; i++)
		quote = memchr(",;\t\"\r\n", cell.data[i], 6) != NULL;
	if (cell.length && (lead == ' ' || cell.data[cell.length - 1] == ' '))
		quote = true;
	if (!quote) {
		text_add_slice(out, cell);
		return;
	}
	text_add(out, formula ? "\"'" : "\"");
	for (size_t i = 0; i < cell.length; i++) {
		if (cell.data[i] == '"')
			text_add_char(out, '"');
		text_add_char(out, cell.data[i]);
	}
	text_add_char(out, '"');
}

void csv_end_record(struct text *out)
{
	text_add(out, "\r\n");
}
