/* SMTP messages as transfers, the body by libcurl's MIME API. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "net/transfer_internal.h"

#define TOTAL_MS_DEFAULT (2 * 60 * 1000)

/* Every line the relay says. A refusal is kept until a later answer is better: servers refuse EHLO
 * or one way of signing in and take the next. */
static size_t on_line(char *data, size_t size, size_t count, void *user)
{
	struct transfer *transfer = user;
	size_t length = size * count;

	if (length < 3 || data[0] < '2' || data[0] > '5')
		return length;
	char digits[4] = {data[0], data[1], data[2], '\0'};
	int code = atoi(digits);
	if (code == 221) /* the answer to QUIT, after a refusal */
		return length;
	size_t used = 0, skip = 0;
	if (transfer->words[0] && memcmp(transfer->words, digits, 3) == 0 && code >= 400) {
		/* A further line of the same refusal: its text is added. */
		used = strlen(transfer->words);
		skip = length > 4 ? 4 : length;
		if (used + 2 < sizeof(transfer->words))
			transfer->words[used++] = ' ';
	}
	transfer_copy_line(
		transfer->words + used, sizeof(transfer->words) - used, data + skip, length - skip);
	transfer->status = code >= 400 ? code : 0;
	return length;
}

/* The relay's answer to NOOP comes as a body too; it is in `words` already. */
static size_t drop(char *data, size_t size, size_t count, void *user)
{
	(void)data, (void)user;
	return size * count;
}

static int on_progress(
	void *user, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
	(void)down_total, (void)down, (void)up_total, (void)up;
	struct transfer *transfer = user;

	return transfer->cancelled;
}

/* Quoted-printable keeps line breaks only where they are CRLF. */
static void with_crlf(struct slice raw, struct text *out)
{
	const char *at = raw.data, *end = raw.data + raw.length, *line;

	while (at < end && (line = memchr(at, '\n', (size_t)(end - at)))) {
		size_t length = (size_t)(line - at);
		if (length > 0 && at[length - 1] == '\r')
			length--;
		text_append(out, at, length);
		text_append(out, "\r\n", 2);
		at = line + 1;
	}
	if (at < end)
		text_append(out, at, (size_t)(end - at));
}

static void add_text_part(curl_mime *mime, struct slice content, const char *type)
{
	cleanup(text_free) struct text crlf = {0};
	curl_mimepart *part = curl_mime_addpart(mime);

	with_crlf(content, &crlf);
	if (!part || curl_mime_data(part, crlf.data ? crlf.data : "", crlf.length) ||
		curl_mime_type(part, type) || curl_mime_encoder(part, "quoted-printable"))
		abort();
}

/* RFC 2183 and 2231: an ASCII name for old readers, the true one percent-encoded beside it. */
static char *disposition(const char *name)
{
	struct text line = {0};

	text_add(&line, "Content-Disposition: attachment; filename=\"");
	for (const char *c = name; *c; c++) {
		unsigned char byte = (unsigned char)*c;
		if ((byte & 0xc0) != 0x80)
			text_add_char(&line,
				byte < ' ' || byte > '~' || strchr("\"\\/", byte) ? '_' : *c);
	}
	text_add(&line, "\";\r\n filename*=UTF-8''");
	for (const char *c = name; *c; c++) {
		unsigned char byte = (unsigned char)*c;
		bool plain = (byte >= '0' && byte <= '9') ||
			     ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z') || byte == '.' ||
			     byte == '-' || byte == '_';
		text_printf(&line, plain ? "%c" : "%%%02X", byte);
	}
	return text_take(&line);
}

static void add_attachment(curl_mime *mime, const struct mail_attachment *attachment)
{
	curl_mimepart *part = curl_mime_addpart(mime);
	cleanup(cleanup_free) char *line = disposition(attachment->name);
	struct curl_slist *headers = curl_slist_append(NULL, line);

	if (!part || curl_mime_data(part, attachment->data.data, attachment->data.length) ||
		curl_mime_type(part, attachment->type) || curl_mime_encoder(part, "base64") ||
		curl_mime_headers(part, headers, 1))
		abort();
}

static void add_alternative(CURL *easy, curl_mime *mime, const struct mail_message *message)
{
	curl_mime *inner = mime;

	if (message->attachment_count > 0 && message->html.length > 0) {
		inner = curl_mime_init(easy);
		curl_mimepart *part = curl_mime_addpart(mime);
		if (!inner || !part || curl_mime_subparts(part, inner) ||
			curl_mime_type(part, "multipart/alternative"))
			abort();
	}
	add_text_part(inner, message->text, "text/plain; charset=utf-8");
	if (message->html.length > 0)
		add_text_part(inner, message->html, "text/html; charset=utf-8");
}

static void set_message(struct transfer *transfer, const struct mail_message *message)
{
	CURL *easy = transfer->easy;

	transfer->mime = curl_mime_init(easy);
	if (!transfer->mime)
		abort();
	add_alternative(easy, transfer->mime, message);
	for (size_t i = 0; i < message->attachment_count; i++)
		add_attachment(transfer->mime, &message->attachments[i]);
	for (const char *const *header = message->headers; header && *header; header++)
		transfer->headers = curl_slist_append(transfer->headers, *header);
	if (message->attachment_count == 0 && message->html.length > 0)
		transfer->headers =
			curl_slist_append(transfer->headers, "Content-Type: multipart/alternative");
	set_option(easy, CURLOPT_HTTPHEADER, transfer->headers);
	set_option(easy, CURLOPT_MIMEPOST, transfer->mime);
}

/* Which command the relay answers: libcurl tells of a refusal, but not of what. */
static int on_sent(CURL *easy, curl_infotype type, char *data, size_t length, void *user)
{
	static const struct {
		const char *verb;
		enum mail_stage stage;
	} stages[] = {{"MAIL ", MAIL_STAGE_SENDER}, {"RCPT ", MAIL_STAGE_RECIPIENT},
		{"DATA", MAIL_STAGE_CONTENT}, {"EHLO", MAIL_STAGE_RELAY},
		{"HELO", MAIL_STAGE_RELAY}, {"AUTH", MAIL_STAGE_RELAY}};
	struct transfer *transfer = user;
	(void)easy;

	if (type != CURLINFO_HEADER_OUT)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(stages); i++)
		if (length >= strlen(stages[i].verb) &&
			memcmp(data, stages[i].verb, strlen(stages[i].verb)) == 0)
			transfer->stage = stages[i].stage;
	return 0;
}

struct transfer *transfer_mail(struct transfers *pool, const struct mail_message *message)
{
	struct transfer *transfer = transfer_new(pool, NULL, message->on_done, message->user);
	CURL *easy = transfer->easy;

	transfer->mail = true;
	set_option(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	set_option(easy, CURLOPT_URL, message->relay);
	set_option(easy, CURLOPT_USE_SSL,
		(long)(message->starttls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
	if (message->login) {
		set_option(easy, CURLOPT_USERNAME, message->login);
		set_option(easy, CURLOPT_PASSWORD, message->password ? message->password : "");
	}
	if (message->envelope_from && message->envelope_from[0])
		set_option(easy, CURLOPT_MAIL_FROM, message->envelope_from);
	if (message->recipient) {
		transfer->recipients = curl_slist_append(NULL, message->recipient);
		set_option(easy, CURLOPT_MAIL_RCPT, transfer->recipients);
		set_message(transfer, message);
	} else {
		set_option(easy, CURLOPT_CUSTOMREQUEST, "NOOP");
		set_option(easy, CURLOPT_WRITEFUNCTION, drop);
	}
	set_option(easy, CURLOPT_HEADERFUNCTION, on_line);
	set_option(easy, CURLOPT_HEADERDATA, transfer);
	set_option(easy, CURLOPT_VERBOSE, 1L);
	set_option(easy, CURLOPT_DEBUGFUNCTION, on_sent);
	set_option(easy, CURLOPT_DEBUGDATA, transfer);
	set_option(easy, CURLOPT_NOPROGRESS, 0L);
	set_option(easy, CURLOPT_XFERINFOFUNCTION, on_progress);
	set_option(easy, CURLOPT_XFERINFODATA, transfer);
	transfer_set_tls(transfer, message->tls);
	transfer_set_limits(transfer, message->connect_ms,
		message->total_ms > 0 ? message->total_ms : TOTAL_MS_DEFAULT);
	mailer_start(transfer);
	return transfer;
}

void mail_fill_result(struct transfer *transfer, CURLcode code, struct transfer_result *result)
{
	if (code == CURLE_OK) {
		result->outcome = TRANSFER_ANSWERED;
		long said = 0;
		curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &said);
		result->status = (int)said;
		transfer_copy_line(transfer->answer, sizeof(transfer->answer), transfer->words,
			strlen(transfer->words));
		return;
	}
	/* libcurl's code 55 covers 4xx and 5xx alike: the relay's own answer decides. */
	if (transfer->status == 0 || result->tls_failure)
		return;
	result->outcome = TRANSFER_REFUSED;
	result->status = transfer->status;
	result->stage = transfer->stage;
	transfer_copy_line(transfer->answer, sizeof(transfer->answer), transfer->words,
		strlen(transfer->words));
}
