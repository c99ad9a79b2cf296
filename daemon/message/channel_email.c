#include "message/channel_email.h"

#include <errno.h>
#include <stdio.h>

#include "base/memory.h"
#include "base/utf8.h"

#define LINE_MOST 76 /* RFC 2047: a line with an encoded word */
#define WORD_HEAD "=?UTF-8?Q?"
#define WORD_TAIL "?="
#define ADDRESS_MOST 254 /* RFC 5321 */

static bool is_alphanumeric(unsigned char byte)
{
	return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
	       (byte >= 'a' && byte <= 'z');
}

static bool is_control(unsigned char byte)
{
	return byte < 0x20 || byte == 0x7F;
}

/* atext of RFC 5322: what may stand in an atom. */
static bool is_atom_byte(unsigned char byte)
{
	return is_alphanumeric(byte) || (byte > ' ' && strchr("!#$%&'*+-/=?^_`{|}~", byte));
}

/* --- words ---------------------------------------------------------------------------------- */

/* `value` without what could break a line or hide: controls become blanks, bytes that are no UTF-8
 * the replacement character. */
static void add_clean(struct text *out, const char *value)
{
	size_t length = strlen(value);
	for (size_t i = 0; i < length;) {
		size_t step = utf8_step(value + i, length - i);
		bool control_1 = step == 2 && (unsigned char)value[i] == 0xC2 &&
				 (unsigned char)value[i + 1] < 0xA0;
		if (step == 0)
			text_add(out, UTF8_REPLACEMENT);
		else if (control_1 || is_control((unsigned char)value[i]))
			text_add_char(out, ' ');
		else
			text_append(out, value + i, step);
		i += step ? step : 1;
	}
}

/* Where the line under construction stands. */
static size_t column_of(const struct text *out)
{
	const char *line = out->length ? memrchr(out->data, '\n', out->length) : NULL;
	return line ? out->length - (size_t)(line + 1 - out->data) : out->length;
}

/* One character in the Q encoding; the few bytes that stand for themselves may do so everywhere,
 * names included. */
static size_t encode_character(const char *data, size_t step, char buffer[static 13])
{
	unsigned char first = (unsigned char)data[0];
	if (is_alphanumeric(first) || first == ' ') {
		buffer[0] = first == ' ' ? '_' : (char)first;
		return 1;
	}
	for (size_t i = 0; i < step; i++)
		snprintf(buffer + 3 * i, 4, "=%02X", (unsigned char)data[i]);
	return 3 * step;
}

/* Q and not B: words can be cut between any two characters, and some readers drop what follows a
 * B word whose padding does not end the field. */
static void add_encoded(struct text *out, struct slice value)
{
	bool open = false;
	for (size_t i = 0; i < value.length;) {
		char buffer[13];
		size_t step = utf8_step(value.data + i, value.length - i);
		size_t length = encode_character(value.data + i, step, buffer);
		/* a full line has a blank or a name first: so no word is above its 75 columns */
		if (open && column_of(out) + length + strlen(WORD_TAIL) > LINE_MOST) {
			text_add(out, WORD_TAIL "\n ");
			open = false;
		}
		if (!open)
			text_add(out, WORD_HEAD);
		open = true;
		text_append(out, buffer, length);
		i += step;
	}
	if (open)
		text_add(out, WORD_TAIL);
}

static bool is_plain(struct slice value)
{
	for (size_t i = 0; i < value.length; i++) {
		if ((unsigned char)value.data[i] >= 0x80)
			return false;
		if (value.data[i] == '=' && i + 1 < value.length && value.data[i + 1] == '?')
			return false;
	}
	return true;
}

/* Words that are ASCII, folded between them. */
static void add_plain(struct text *out, struct slice value)
{
	struct slice word;
	bool first = true;
	while (slice_split(&value, ' ', &word)) {
		if (word.length == 0)
			continue;
		if (!first && column_of(out) + 1 + word.length > LINE_MOST)
			text_add_char(out, '\n');
		if (!first)
			text_add_char(out, ' ');
		text_add_slice(out, word);
		first = false;
	}
}

void email_add_header(struct text *out, const char *name, const char *value)
{
	cleanup(text_free) struct text clean = {0};
	add_clean(&clean, value);
	struct slice trimmed = slice_trim(text_slice(&clean));
	if (out->length > 0)
		text_add_char(out, '\n');
	text_printf(out, "%s: ", name);
	if (is_plain(trimmed))
		add_plain(out, trimmed);
	else
		add_encoded(out, trimmed);
}

/* --- what is fixed -------------------------------------------------------------------------- */

/* The host behind "@", or a name that cannot be anybody's when that cannot stand in an id. */
static const char *id_host(const char *address)
{
	const char *at = address ? strrchr(address, '@') : NULL;
	if (!at || !at[1])
		return "hentra.invalid";
	for (const char *byte = at + 1; *byte; byte++) {
		if (!is_alphanumeric((unsigned char)*byte) && *byte != '.' && *byte != '-')
			return "hentra.invalid";
	}
	return at + 1;
}

static void add_id_text(struct text *out, const char *part)
{
	for (; *part; part++)
		text_add_char(
			out, is_atom_byte((unsigned char)*part) || *part == '.' ? *part : '-');
}

#define MESSAGE_ID "\nMessage-ID: "

/* What happened, in words that a filter takes apart. */
static void add_event(const struct email_fixed *fixed, struct text *out)
{
	cleanup(text_free) struct text event = {0};
	text_add(&event, fixed->event);
	if (fixed->episode) {
		text_printf(out, "\nX-Hentra-Alert: %lld", (long long)fixed->episode);
		text_printf(&event, "; id=%lld-%d", (long long)fixed->episode, fixed->sequence);
	}
	text_printf(&event, "; rule=%s; scope=%s; subject=%s; severity=%s", fixed->rule,
		fixed->scope, fixed->alert_subject, fixed->severity);
	email_add_header(out, "X-Hentra-Event", event.data);
}

void email_fixed_headers(const struct email_fixed *fixed, struct text *out)
{
	const char *host = id_host(fixed->from);
	email_add_header(out, "Subject", fixed->subject);
	text_add(out, MESSAGE_ID "<");
	add_id_text(out, fixed->key);
	text_printf(out, "@%s>\nList-Id: <alerts-", host);
	add_id_text(out, fixed->province);
	text_printf(out, ".hentra.%s>", host);
	text_add(out, "\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All");
	add_event(fixed, out);
}

/* --- what is known when it is sent ---------------------------------------------------------- */

int email_check_address(const char *address, struct error *error)
{
	const char *at = strchr(address, '@');
	size_t length = strlen(address);
	if (!at || at == address || !at[1] || strchr(at + 1, '@'))
		return error_set(error, -EINVAL, "not an e-mail address: %s", address);
	if (length > ADDRESS_MOST)
		return error_set(error, -EINVAL, "an e-mail address of more than %d bytes: %s",
			ADDRESS_MOST, address);
	for (size_t i = 0; i < length;) {
		unsigned char byte = (unsigned char)address[i];
		size_t step = utf8_step(address + i, length - i);
		if (step == 0 || byte <= ' ' || is_control(byte) || strchr("<>()[],;:\\\"", byte))
			return error_set(error, -EINVAL,
				"an e-mail address with a character that it cannot hold: %s",
				address);
		i += step;
	}
	return 0;
}

static bool is_phrase(const char *name)
{
	for (; *name; name++) {
		if (!is_atom_byte((unsigned char)*name) && *name != ' ')
			return false;
	}
	return true;
}

static void add_mailbox(struct text *out, const char *header, const char *name, const char *address)
{
	cleanup(text_free) struct text clean = {0};
	add_clean(&clean, name ? name : "");
	struct slice trimmed = slice_trim(text_slice(&clean));
	if (out->length > 0)
		text_add_char(out, '\n');
	text_printf(out, "%s: ", header);
	if (trimmed.length == 0) {
		text_add(out, address);
		return;
	}
	if (is_plain(trimmed) && is_phrase(clean.data))
		add_plain(out, trimmed);
	else
		add_encoded(out, trimmed);
	if (column_of(out) + strlen(address) + strlen(" <>") > LINE_MOST)
		text_add_char(out, '\n');
	text_printf(out, " <%s>", address);
}

static void add_date(struct text *out, const struct zone *zone, instant now)
{
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	day today = zone_day(zone, now);
	struct civil_date date = civil_date(today);
	int seconds = (int)(zone_ms_of_day(zone, now) / SECOND_MS);
	int offset = zone_offset(zone, now) / 60; /* minutes east */
	int east = offset < 0 ? -offset : offset;
	text_printf(out, "\nDate: %.3s, %d %s %04d %02d:%02d:%02d %c%02d%02d",
		civil_weekday_name(civil_weekday(today)), date.mday, months[date.month - 1],
		date.year, seconds / 3600, seconds / 60 % 60, seconds % 60, offset < 0 ? '-' : '+',
		east / 60, east % 60);
}

static void add_thread(struct text *out, const char *root)
{
	const char *id = root ? strstr(root, MESSAGE_ID) : NULL;
	if (!id)
		return;
	id += strlen(MESSAGE_ID);
	int length = (int)strcspn(id, "\n");
	text_printf(out, "\nIn-Reply-To: %.*s\nReferences: %.*s", length, id, length, id);
}

/* Lines joined by \n, folds as "\n ", become lines of their own with folds as CRLF and a blank. */
static void split_lines(struct slice all, struct header_lines *ret_lines)
{
	struct text line = {0};
	struct slice piece;
	while (slice_split(&all, '\n', &piece)) {
		bool fold = piece.length > 0 && piece.data[0] == ' ' && line.length > 0;
		if (!fold && line.length > 0) {
			header_lines_add(ret_lines, "%s", line.data);
			text_clear(&line);
		}
		if (fold)
			text_add(&line, "\r\n");
		text_add_slice(&line, piece);
	}
	if (line.length > 0)
		header_lines_add(ret_lines, "%s", line.data);
	text_free(&line);
}

int email_headers(
	const struct email_sending *sending, struct header_lines *ret_lines, struct error *error)
{
	cleanup(text_free) struct text all = {0};
	int result = email_check_address(sending->from, error);
	if (result == 0)
		result = email_check_address(sending->to, error);
	if (result < 0)
		return result;
	add_mailbox(&all, "From", sending->from_name, sending->from);
	add_mailbox(&all, "To", sending->to_name, sending->to);
	add_date(&all, sending->zone, sending->now);
	if (sending->fixed && *sending->fixed)
		text_printf(&all, "\n%s", sending->fixed);
	add_thread(&all, sending->root);
	*ret_lines = (struct header_lines){0};
	split_lines(text_slice(&all), ret_lines);
	return 0;
}
