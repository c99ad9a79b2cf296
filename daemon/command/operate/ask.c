#include "command/operate/ask.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "conf/settings.h"
#include "site/clock.h"
#include "site/portal_secrets.h"
#include "site/secret.h"

#define TOKEN_ANSWER_MOST (64 << 10)

struct asking {
	struct tool *tool;
	struct exchange *exchange;
	const struct portal_settings *portal;
	const struct profile *profile;
	struct sign_in *sign_in;
	struct sample *sample;
	struct asked *asked;
	struct text token_answer;
	struct error *error;
	bool undecodable; /* the page is not what the profile says: see `error` */
};

struct exchange *ask_exchange(const struct tool *tool)
{
	cleanup(text_free) struct text agent = {0};
	text_printf(&agent, "hentra/%s (hentractl)", HENTRA_VERSION);
	(void)tool;
	return exchange_new(agent.data);
}

static const char *none_if_empty(const char *text)
{
	return text[0] ? text : NULL;
}

static const struct transfer_result *send_request(struct asking *asking,
	const struct request *request, transfer_header_fn *on_header, transfer_data_fn *on_data)
{
	const struct portal_settings *portal = asking->portal;
	bool absolute = strncmp(request->path_query, "http://", 7) == 0 ||
			strncmp(request->path_query, "https://", 8) == 0;
	struct tls_settings tls = {none_if_empty(portal->ca_file),
		none_if_empty(portal->client_cert), none_if_empty(portal->client_key)};
	cleanup(text_free) struct text url = {0};
	text_printf(&url, "%s%s", absolute ? "" : portal->url, request->path_query);
	return exchange_http(
		asking->exchange, &(struct http_request){.method = request->method,
					  .url = url.data,
					  .headers = (const char *const *)request->headers,
					  .body = slice_of(request->body),
					  .tls = &tls,
					  .proxy = none_if_empty(portal->proxy),
					  .connect_ms = portal->connect_timeout_ms,
					  .total_ms = portal->total_timeout_ms,
					  .low_speed_ms = portal->low_speed_timeout_ms,
					  .follow_same_host = true,
					  .on_header = on_header,
					  .on_data = on_data,
					  .user = asking});
}

/* --- signing in ----------------------------------------------------------------------------- */

static void on_token_header(void *user, struct slice name, struct slice value)
{
	sign_in_answer_header(((struct asking *)user)->sign_in, name, value);
}

static bool on_token_data(void *user, const char *data, size_t length)
{
	struct asking *asking = user;
	if (asking->token_answer.length + length > TOKEN_ANSWER_MOST)
		return false;
	text_append(&asking->token_answer, data, length);
	return true;
}

static int sign_on(struct asking *asking)
{
	struct request request = {0};
	int result = sign_in_request(asking->sign_in, &request, asking->error);
	if (result < 0)
		return result;
	text_clear(&asking->token_answer);
	const struct transfer_result *answer =
		send_request(asking, &request, on_token_header, on_token_data);
	request_free(&request);
	if (answer->outcome != TRANSFER_ANSWERED)
		return error_set(asking->error, -EIO, "signing in: %s", answer->answer);
	result = sign_in_answer(asking->sign_in, answer->status, text_slice(&asking->token_answer),
		clock_real(), asking->error);
	if (result < 0)
		error_prefix(asking->error, "signing in");
	asking->asked->signed_in = result == 0;
	return result;
}

/* --- the page -------------------------------------------------------------------------------- */

static bool on_page_data(void *user, const char *data, size_t length)
{
	struct asking *asking = user;
	if (asking->undecodable)
		return true;
	/* an error page is no page of records either: when its status is known, that is said instead */
	asking->undecodable = sample_feed(asking->sample, data, length, asking->error) < 0;
	return true;
}

static int page_request(struct asking *asking, struct slice session, struct request *ret_request)
{
	const struct portal_settings *portal = asking->portal;
	instant now = asking->tool->now;
	struct request_values values = {
		.page_size = portal->page_size ? portal->page_size
					       : profile_default_page_size(asking->profile),
		.from = now - portal->since_ms,
		.to = now,
		.session = session,
		.agency = slice_of(portal->agency),
		.zone = tool_zone(asking->tool),
	};
	return profile_request(
		asking->profile, CYCLE_SWEEP, 0, &values, ret_request, asking->error);
}

/* What was asked for, to be shown: without what signing in puts into it. */
static int describe_page(struct asking *asking)
{
	struct request request = {0};
	int result = page_request(asking, SLICE("..."), &request);
	if (result < 0)
		return result;
	snprintf(asking->asked->url, sizeof(asking->asked->url), "%s %s%s", request.method,
		asking->portal->url, request.path_query);
	request_free(&request);
	return 0;
}

static int read_page(struct asking *asking)
{
	struct request request = {0};
	int result = describe_page(asking);
	if (result == 0)
		result = page_request(asking, sign_in_session(asking->sign_in), &request);
	if (result < 0)
		return result;
	sign_in_apply(asking->sign_in, &request);
	const struct transfer_result *answer = send_request(asking, &request, NULL, on_page_data);
	request_free(&request);
	asking->asked->bytes = answer->bytes;
	asking->asked->milliseconds = (int)(answer->seconds * 1000);
	if (answer->outcome != TRANSFER_ANSWERED)
		return error_set(asking->error, -EIO, "%s", answer->answer);
	if (answer->status == 401 || answer->status == 403)
		return error_set(asking->error, -EACCES, "%s: sign-in or rights are missing",
			answer->answer);
	if (answer->status != 200)
		return error_set(asking->error, -EIO, "%s", answer->answer);
	if (asking->undecodable)
		return -EBADMSG;
	return sample_end(asking->sample, asking->error);
}

int ask_page(struct tool *tool, struct exchange *exchange, const struct portal_settings *portal,
	const struct profile *profile, int64_t records, struct sample *ret_sample,
	struct asked *ret_asked, struct error *error)
{
	struct portal_secrets secrets = {0};
	*ret_asked = (struct asked){0};
	sample_begin(ret_sample, tool, profile, portal->officers, records);
	int result = portal_secrets_read(portal, &secrets, error);
	if (result < 0)
		return result;
	struct asking asking = {.tool = tool,
		.exchange = exchange,
		.portal = portal,
		.profile = profile,
		.sample = ret_sample,
		.asked = ret_asked,
		.error = error,
		.sign_in = sign_in_new(profile, &secrets.settings)};
	if (sign_in_needed(asking.sign_in, clock_real()))
		result = sign_on(&asking);
	if (result == 0)
		result = read_page(&asking);
	sign_in_free(asking.sign_in);
	portal_secrets_forget(&secrets);
	text_free(&asking.token_answer);
	return result;
}

/* --- the relay -------------------------------------------------------------------------------- */

int ask_relay(struct exchange *exchange, const struct mail_settings *mail,
	char ret_words[static 200], struct error *error)
{
	char *password = NULL;
	int result = secret_read(&mail->password, &password, error);
	if (result < 0) {
		error_prefix(error, "mail: password");
		return result;
	}
	struct tls_settings tls = {.ca_file = none_if_empty(mail->ca_file)};
	const struct transfer_result *answer =
		exchange_mail(exchange, &(struct mail_message){.relay = mail->relay,
						.starttls = mail->tls == MAIL_TLS_STARTTLS,
						.login = none_if_empty(mail->user),
						.password = password,
						.tls = &tls,
						.total_ms = mail->timeout_ms});
	secret_forget(password);
	if (answer->outcome != TRANSFER_ANSWERED)
		return error_set(error, -EIO, "%s%s", answer->answer,
			mail->tls == MAIL_TLS_STARTTLS && strstr(answer->answer, "STARTTLS")
				? " ([mail] tls = none sends without TLS)"
				: "");
	snprintf(ret_words, 200, "%s", answer->answer);
	return 0;
}
