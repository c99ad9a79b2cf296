#include "deliver/attempt.h"

#include <errno.h>
#include <ev.h>
#include <stdio.h>

#include "base/html.h"
#include "base/memory.h"
#include "base/text.h"
#include "ground/ground.h"
#include "message/channel_email.h"
#include "message/channel_webhook.h"
#include "site/clock.h"

#define SHEET_TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define WORDS_MOST 200 /* kept of a receiver's answer */

struct attempt {
	struct ground *ground;
	attempt_done_fn *on_done;
	void *user;
	int64_t id;
	char key[64];
	char *channel, *recipient, *body, *html, *headers;
	char *root; /* headers of the letter it answers; NULL: none */
	char *attachment_name; /* "": none goes with it */
	struct text attachment;
	bool english; /* the letter's language */
	bool bare; /* it goes without its attachment, which was refused */
	char refusal_words[200]; /* … with these words */
	struct secrets *secrets;
	bool mail;
	int number;
	struct transfer *transfer;
	ev_timer refusal; /* tells a failure to start, from the loop */
	struct error trouble;
	enum attempt_verdict verdict;
	struct text words; /* the beginning of the receiver's answer */
};

static void attempt_free(struct attempt *attempt)
{
	ev_timer_stop(attempt->ground->loop, &attempt->refusal);
	text_free(&attempt->words);
	free(attempt->channel);
	free(attempt->recipient);
	free(attempt->body);
	free(attempt->html);
	free(attempt->headers);
	free(attempt->root);
	free(attempt->attachment_name);
	text_free(&attempt->attachment);
	free(attempt);
}

static void finish(struct attempt *attempt, enum attempt_verdict verdict, int64_t retry_after_ms,
	const char *answer)
{
	struct attempt_result result = {verdict, retry_after_ms, answer};

	attempt->transfer = NULL;
	attempt->on_done(attempt->user, attempt, &result);
	attempt_free(attempt);
}

static void on_refusal(struct ev_loop *loop, ev_timer *watcher, int events)
{
	(void)loop, (void)events;
	struct attempt *attempt = watcher->data;

	finish(attempt, attempt->verdict, 0, attempt->trouble.text);
}

/* It cannot even be sent: `trouble` says why. */
static void refuse(struct attempt *attempt, enum attempt_verdict verdict)
{
	attempt->verdict = verdict;
	ev_timer_init(&attempt->refusal, on_refusal, 0., 0.);
	attempt->refusal.data = attempt;
	ev_timer_start(attempt->ground->loop, &attempt->refusal);
}

/* --- mail --------------------------------------------------------------------------------- */

/* For good is only what was said of the recipient or of the letter. What the relay has against us or our
 * sender, and a mailbox that is full (552 to RCPT), may be otherwise tomorrow. */
static bool refused_for_good(const struct transfer_result *result)
{
	if (result->outcome != TRANSFER_REFUSED || result->status < 500)
		return false;
	return result->stage == MAIL_STAGE_CONTENT ||
	       (result->stage == MAIL_STAGE_RECIPIENT && result->status != 552 &&
		       result->status != 530 && result->status != 535);
}

static void send_without_attachment(struct attempt *attempt, const char *words);

static void on_mail_done(void *user, const struct transfer_result *result)
{
	struct attempt *attempt = user;
	cleanup(text_free) struct text answer = {0};
	enum attempt_verdict verdict = ATTEMPT_LATER;

	if (result->outcome == TRANSFER_ANSWERED)
		verdict = ATTEMPT_ACCEPTED;
	else if (refused_for_good(result))
		verdict = ATTEMPT_REFUSED;
	if (verdict == ATTEMPT_REFUSED && result->stage == MAIL_STAGE_CONTENT &&
		attempt->attachment_name[0] && !attempt->bare) {
		send_without_attachment(attempt, result->answer);
		return;
	}
	text_add(&answer, result->answer);
	if (attempt->bare)
		text_printf(&answer, " (without its attachment, which was refused: %s)",
			attempt->refusal_words);
	finish(attempt, verdict, 0, answer.data);
}

static void send_mail(struct attempt *attempt, const char *password)
{
	struct ground *ground = attempt->ground;
	const struct mail_settings *mail = &ground_settings(ground)->mail;
	struct header_lines lines = {0};
	struct email_sending sending = {
		.from = mail->from,
		.from_name = "",
		.to = attempt->recipient,
		.to_name = "",
		.now = clock_real(),
		.zone = ground_zone(ground),
		.fixed = attempt->headers,
		.root = attempt->root,
	};
	struct tls_settings tls = {.ca_file = mail->ca_file[0] ? mail->ca_file : NULL};
	struct mail_attachment sheet = {
		attempt->attachment_name, SHEET_TYPE, text_slice(&attempt->attachment)};

	if (email_headers(&sending, &lines, &attempt->trouble) < 0) {
		refuse(attempt, ATTEMPT_REFUSED);
		return;
	}
	attempt->transfer = transfer_mail(
		ground->mail_transfers, &(struct mail_message){
						.relay = mail->relay,
						.starttls = mail->tls == MAIL_TLS_STARTTLS,
						.login = mail->user[0] ? mail->user : NULL,
						.password = password,
						.tls = &tls,
						.envelope_from = mail->envelope_from,
						.recipient = attempt->recipient,
						.headers = (const char *const *)lines.line,
						.text = slice_of(attempt->body),
						.html = slice_of(attempt->html),
						.attachments = &sheet,
						.attachment_count = sheet.name[0] && !attempt->bare,
						.total_ms = mail->timeout_ms,
						.on_done = on_mail_done,
						.user = attempt,
					});
	header_lines_free(&lines);
}

/* The letter names its attachment, which does not go with it. */
static char *without_name(const struct attempt *attempt, const char *letter)
{
	const char *name = attempt->attachment_name, *at;
	struct text out = {0};

	for (; (at = strstr(letter, name)); letter = at + strlen(name)) {
		text_append(&out, letter, (size_t)(at - letter));
		text_add(&out, attempt->english ? "(left out)" : "(không kèm được)");
	}
	text_add(&out, letter);
	return text_take(&out);
}

/* Puts a line in front of the letter that says where the list is. */
static void say_left_out(struct attempt *attempt)
{
	bool page = ground_settings(attempt->ground)->page.url[0] != '\0';
	const char *line =
		attempt->english
			? (page ? "(The list could not be attached: the mail server refuses such "
				  "files. It is on hentra's page and at the office.)"
				: "(The list could not be attached: the mail server refuses such "
				  "files. The office has it.)")
			: (page ? "(Danh sách không gửi kèm được: máy chủ thư từ chối tệp. Danh "
				  "sách có trên trang hentra và ở văn phòng.)"
				: "(Danh sách không gửi kèm được: máy chủ thư từ chối tệp. Danh "
				  "sách có ở văn phòng.)");
	cleanup(cleanup_free) char *body = without_name(attempt, attempt->body);
	cleanup(cleanup_free) char *html = without_name(attempt, attempt->html);
	const char *begin = strstr(html, "<body");
	const char *inside = begin ? strchr(begin, '>') : NULL;
	struct text fresh = {0};

	text_printf(&fresh, "%s\n\n%s", line, body);
	free(attempt->body);
	attempt->body = text_take(&fresh);
	if (!inside)
		return;
	text_append(&fresh, html, (size_t)(inside + 1 - html));
	text_add(&fresh, "<p>");
	html_add_string(&fresh, line);
	text_printf(&fresh, "</p>%s", inside + 1);
	free(attempt->html);
	attempt->html = text_take(&fresh);
}

static void start_mail(struct attempt *attempt, struct secrets *secrets)
{
	const struct mail_settings *mail = &ground_settings(attempt->ground)->mail;
	const char *password;

	if (!mail->relay[0]) {
		error_set(&attempt->trouble, -EINVAL, "no mail relay is configured ([mail] relay)");
		refuse(attempt, ATTEMPT_LATER);
	} else if (!(password = secrets_read(secrets, &mail->password, &attempt->trouble))) {
		refuse(attempt, ATTEMPT_LATER);
	} else {
		send_mail(attempt, password);
	}
}

/* The news matters, not the sheet: a gateway that takes no such file gets the letter alone, once. */
static void send_without_attachment(struct attempt *attempt, const char *words)
{
	attempt->bare = true;
	snprintf(attempt->refusal_words, sizeof(attempt->refusal_words), "%s", words);
	say_left_out(attempt);
	start_mail(attempt, attempt->secrets);
}

/* --- webhooks ----------------------------------------------------------------------------- */

static bool on_words(void *user, const char *data, size_t length)
{
	struct attempt *attempt = user;
	size_t left = WORDS_MOST - attempt->words.length;

	text_append(&attempt->words, data, length < left ? length : left);
	return true;
}

static enum attempt_verdict judge_status(const struct transfer_result *result)
{
	int status = result->status;

	if (result->outcome != TRANSFER_ANSWERED || status == 408 || status == 425 ||
		status == 429 || status >= 500)
		return ATTEMPT_LATER;
	if (status >= 200 && status < 300)
		return ATTEMPT_ACCEPTED;
	return status == 410 ? ATTEMPT_GONE : ATTEMPT_REFUSED;
}

static void on_hook_done(void *user, const struct transfer_result *result)
{
	struct attempt *attempt = user;
	enum attempt_verdict verdict = judge_status(result);
	cleanup(text_free) struct text answer = {0};

	text_add(&answer, result->answer);
	if (verdict != ATTEMPT_ACCEPTED && attempt->words.length > 0) {
		text_add(&answer, ": ");
		for (size_t i = 0; i < attempt->words.length; i++) {
			char byte = attempt->words.data[i];
			text_add_char(&answer, byte >= ' ' && byte < 0x7f ? byte : ' ');
		}
	}
	finish(attempt, verdict, result->retry_after_ms, answer.data);
}

static void send_hook(
	struct attempt *attempt, const struct channel_settings *channel, const char *const *secrets)
{
	struct ground *ground = attempt->ground;
	struct header_lines lines = {0};
	struct slice body = slice_of(attempt->body);
	struct webhook_sending sending = {
		.key = attempt->key, .now = clock_real(), .secrets = secrets, .body = body};
	struct tls_settings tls = {.ca_file = channel->ca_file[0] ? channel->ca_file : NULL};

	if (webhook_headers(&sending, &lines, &attempt->trouble) < 0) {
		refuse(attempt, ATTEMPT_LATER); /* a secret somebody must mend */
		return;
	}
	attempt->transfer =
		transfer_http(channel->allow_private ? ground->private_hooks : ground->public_hooks,
			&(struct http_request){
				.method = "POST",
				.url = channel->url,
				.headers = (const char *const *)lines.line,
				.body = body,
				.body_stays = true,
				.few_words = true,
				.tls = &tls,
				.total_ms = channel->timeout_ms,
				.on_data = on_words,
				.on_done = on_hook_done,
				.user = attempt,
			});
	header_lines_free(&lines);
}

static void start_hook(
	struct attempt *attempt, const struct channel_settings *channel, struct secrets *secrets)
{
	const char *values[3] = {NULL};

	for (int i = 0; i < channel->secret_count; i++) {
		values[i] = secrets_read(secrets, &channel->secret[i], &attempt->trouble);
		if (!values[i]) {
			refuse(attempt, ATTEMPT_LATER);
			return;
		}
	}
	send_hook(attempt, channel, values);
}

/* --- from outside ------------------------------------------------------------------------- */

struct attempt *attempt_new(struct ground *ground, const struct delivery *delivery,
	attempt_done_fn *on_done, void *user)
{
	struct attempt *attempt = xcalloc(1, sizeof(*attempt));

	attempt->ground = ground;
	attempt->on_done = on_done;
	attempt->user = user;
	attempt->id = delivery->id;
	memcpy(attempt->key, delivery->key, sizeof(attempt->key));
	attempt->channel = xstrdup(delivery->channel);
	attempt->recipient = xstrdup(delivery->recipient);
	attempt->body = xstrdup(delivery->body);
	attempt->html = xstrdup(delivery->html);
	attempt->headers = xstrdup(delivery->headers);
	attempt->root = delivery->root ? xstrdup(delivery->root) : NULL;
	attempt->attachment_name =
		xstrdup(delivery->attachment_name ? delivery->attachment_name : "");
	text_add_slice(&attempt->attachment, delivery->attachment);
	attempt->mail = strcmp(delivery->type, "email") == 0;
	attempt->number = delivery->attempts;
	return attempt;
}

void attempt_start(
	struct attempt *attempt, const struct channel_settings *channel, struct secrets *secrets)
{
	enum channel_type type = attempt->mail ? CHANNEL_EMAIL : CHANNEL_WEBHOOK;

	if (!channel || channel->type != type) {
		error_set(&attempt->trouble, -ENOENT, "the channel %s is not configured any more",
			attempt->channel);
		refuse(attempt, ATTEMPT_REFUSED);
	} else if (attempt->mail) {
		attempt->english = channel->language == LANGUAGE_EN;
		attempt->secrets = secrets;
		start_mail(attempt, secrets);
	} else {
		start_hook(attempt, channel, secrets);
	}
}

void attempt_cancel(struct attempt *attempt)
{
	transfer_cancel(attempt->transfer);
	attempt_free(attempt);
}

int64_t attempt_delivery_id(const struct attempt *attempt)
{
	return attempt->id;
}

const char *attempt_channel(const struct attempt *attempt)
{
	return attempt->channel;
}

const char *attempt_recipient(const struct attempt *attempt)
{
	return attempt->recipient;
}

int attempt_number(const struct attempt *attempt)
{
	return attempt->number;
}
