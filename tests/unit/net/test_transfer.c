/* Transfers against scripted peers on the same loop. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "net/transfer.h"
#include "scripted_server.h"

struct fixture {
	struct ev_loop *loop;
	struct transfers *pool;
	struct scripted_server server;
	char url[128];
	int done;
	struct transfer_result result; /* strings copied below */
	char answer[1024], etag[64], type[64];
	char body[4096];
	size_t body_length;
	char set_cookie[64];
	bool stop_body;
	int status_in_body;
	struct transfer *current;
};

static int setup_pool(void **state, bool refuse_private)
{
	struct fixture *f = calloc(1, sizeof(*f));
	f->loop = ev_loop_new(EVFLAG_AUTO);
	f->pool = transfers_new(&(struct transfers_options){.loop = f->loop,
		.user_agent = "hentra-test (ops@example.gov.vn)",
		.most_per_host = 4,
		.refuse_private = refuse_private});
	*state = f;
	return 0;
}

static int setup(void **state)
{
	return setup_pool(state, false);
}

static int setup_public(void **state)
{
	return setup_pool(state, true);
}

static int teardown(void **state)
{
	struct fixture *f = *state;
	transfers_free(f->pool);
	/* Let the server's connections see the end and go. */
	for (int i = 0; i < 5; i++)
		ev_run(f->loop, EVRUN_NOWAIT);
	if (f->server.loop)
		server_stop(&f->server);
	ev_loop_destroy(f->loop);
	free(f);
	return 0;
}

static void serve(struct fixture *f, const struct step *first, const struct step *second)
{
	f->server.scripts[0] = first;
	f->server.scripts[1] = second ? second : first;
	f->server.script_count = second ? 2 : 1;
	server_start(&f->server, f->loop);
	snprintf(f->url, sizeof(f->url), "http://127.0.0.1:%d/list", f->server.port);
}

static bool on_data(void *user, const char *data, size_t length)
{
	struct fixture *f = user;
	if (f->current)
		f->status_in_body = transfer_status(f->current);
	if (f->stop_body)
		return false;
	if (f->body_length + length < sizeof(f->body)) {
		memcpy(f->body + f->body_length, data, length);
		f->body_length += length;
	}
	return true;
}

static void on_header(void *user, struct slice name, struct slice value)
{
	struct fixture *f = user;
	if (slice_is(name, "Set-Cookie"))
		snprintf(f->set_cookie, sizeof(f->set_cookie), "%.*s", SLICE_ARGS(value));
}

static void on_done(void *user, const struct transfer_result *result)
{
	struct fixture *f = user;
	f->done++;
	f->result = *result;
	snprintf(f->answer, sizeof(f->answer), "%s", result->answer);
	snprintf(f->etag, sizeof(f->etag), "%s", result->etag);
	snprintf(f->type, sizeof(f->type), "%s", result->content_type);
	f->current = NULL;
	ev_break(f->loop, EVBREAK_ALL);
}

static struct http_request get(struct fixture *f)
{
	return (struct http_request){
		.method = "GET", .url = f->url, .on_data = on_data, .on_done = on_done, .user = f};
}

static void run(struct fixture *f, const struct http_request *request)
{
	f->current = transfer_http(f->pool, request);
	assert_int_equal(f->done, 0); /* never from inside the start */
	assert_int_equal(transfers_running(f->pool), 1);
	ev_run(f->loop, 0);
	assert_int_equal(f->done, 1);
	assert_int_equal(transfers_running(f->pool), 0);
}

#define END "\r\n\r\n"

static void a_request_is_answered_once_with_status_headers_and_body(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nSet-Cookie:  a=b; Path=/ \r\nETag: "
		      "\"a1\"\r\n"
		      "Content-Type: application/json\r\n\r\nhello"},
		{0}};
	serve(f, script, NULL);
	static const char *const headers[] = {"Accept: application/json", NULL};
	struct http_request request = get(f);
	request.headers = headers;
	request.on_header = on_header;
	run(f, &request);
	assert_string_equal(f->set_cookie, "a=b; Path=/");
	assert_int_equal(f->result.outcome, TRANSFER_ANSWERED);
	assert_int_equal(f->result.status, 200);
	assert_int_equal(f->status_in_body, 200);
	assert_string_equal(f->body, "hello");
	assert_string_equal(f->etag, "\"a1\"");
	assert_string_equal(f->type, "application/json");
	assert_string_equal(f->answer, "HTTP 200 OK");
	assert_non_null(strstr(f->server.heard, "GET /list HTTP/1.1\r\n"));
	assert_non_null(
		strstr(f->server.heard, "User-Agent: hentra-test (ops@example.gov.vn)\r\n"));
	assert_non_null(strstr(f->server.heard, "Accept: application/json\r\n"));
	assert_non_null(strstr(f->server.heard, "Accept-Encoding: "));
}

/* Its buffer is small, the answer need not be; the next request on the same handle is as ever. */
static void an_answer_of_few_words_is_asked_for_as_it_is_and_may_be_long(void **state)
{
	struct fixture *f = *state;
	static char answer[8192], words[3001];
	static struct step script[] = {
		{END, answer}, {END, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}, {0}};
	memset(words, 'w', 3000);
	snprintf(answer, sizeof(answer),
		"HTTP/1.1 200 OK\r\nContent-Length: 3000\r\nX-Long: %s\r\nETag: \"a1\"\r\n\r\n%s",
		words, words);
	serve(f, script, NULL);
	struct http_request request = get(f);
	request.few_words = true;
	run(f, &request);
	assert_int_equal(f->body_length, 3000);
	assert_memory_equal(f->body, words, 3000);
	assert_string_equal(f->etag, "\"a1\"");
	assert_null(strstr(f->server.heard, "Accept-Encoding: "));
	request.few_words = false;
	f->done = 0;
	run(f, &request);
	assert_int_equal(f->server.connections, 1);
	assert_non_null(strstr(f->server.heard, "Accept-Encoding: "));
}

/* Neither which proxy to take nor which hosts to reach without it. */
static void the_environment_says_nothing_of_proxies(void **state)
{
	struct fixture *f = *state;
	static const struct step ok = {END, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
	static const struct step script[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}, ok, {0}};
	serve(f, script, NULL);
	setenv("http_proxy", "http://127.0.0.1:1/", 1);
	setenv("no_proxy", "*", 1);
	struct http_request request = get(f);
	run(f, &request);
	assert_int_equal(f->result.status, 200);
	request.proxy = f->url;
	request.url = "http://portal.invalid/list";
	f->done = 0;
	run(f, &request);
	unsetenv("http_proxy");
	unsetenv("no_proxy");
	assert_int_equal(f->result.status, 200);
	assert_non_null(strstr(f->server.heard, "GET http://portal.invalid/list HTTP/1.1\r\n"));
}

static void a_body_is_posted_as_it_is(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{"{\"a\":1}", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"}, {0}};
	serve(f, script, NULL);
	struct http_request request = get(f);
	request.method = "POST";
	request.body = SLICE("{\"a\":1}");
	run(f, &request);
	assert_int_equal(f->result.status, 202);
	assert_non_null(strstr(f->server.heard, "Content-Length: 7\r\n"));
	assert_null(strstr(f->server.heard, "Expect:"));
}

static void retry_after_is_read_in_seconds_and_as_a_date(void **state)
{
	struct fixture *f = *state;
	static struct step script[] = {{END, NULL}, {0}};
	char answer[256], date[64];
	time_t soon = time(NULL) + 90;
	struct tm utc;
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&soon, &utc));
	snprintf(answer, sizeof(answer),
		"HTTP/1.1 503 Busy\r\nRetry-After: %s\r\nContent-Length: 0\r\n\r\n", date);
	script[0].say = answer;
	static const struct step seconds[] = {
		{END,
			"HTTP/1.1 429 Slow\r\nRetry-After: 17\r\nContent-Length: 0\r\n"
			"Connection: close\r\n\r\n",
			.close = true},
		{0}};
	serve(f, seconds, script);
	struct http_request request = get(f);
	run(f, &request);
	assert_int_equal(f->result.status, 429);
	assert_int_equal(f->result.retry_after_ms, 17000);
	f->done = 0;
	run(f, &request);
	assert_int_equal(f->result.status, 503);
	assert_in_range(f->result.retry_after_ms, 80000, 91000);
}

static void a_reset_a_truncated_body_and_an_empty_reply_are_failures(void **state)
{
	struct fixture *f = *state;
	static const struct step truncated[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"data\": [", .close = true},
		{0}};
	static const struct step reset[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"data\": [", .reset = true},
		{0}};
	serve(f, truncated, reset);
	struct http_request request = get(f);
	run(f, &request);
	assert_int_equal(f->result.outcome, TRANSFER_FAILED);
	assert_non_null(strstr(f->answer, "bytes remaining"));
	f->done = 0;
	run(f, &request);
	assert_int_equal(f->result.outcome, TRANSFER_FAILED);
}

static void a_silent_server_is_given_up_after_the_total_time(void **state)
{
	struct fixture *f = *state;
	static const struct step silent[] = {{0}};
	serve(f, silent, NULL);
	struct http_request request = get(f);
	request.total_ms = 150;
	double before = ev_time();
	run(f, &request);
	assert_int_equal(f->result.outcome, TRANSFER_FAILED);
	assert_true(ev_time() - before < 2.);
	assert_true(ev_time() - before >= 0.14);
	assert_non_null(strstr(f->answer, "timed out"));
}

static void on_data_may_stop_a_body(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n{"}, {0}};
	serve(f, script, NULL);
	f->stop_body = true;
	struct http_request request = get(f);
	run(f, &request);
	assert_int_equal(f->result.outcome, TRANSFER_STOPPED);
}

static void a_redirect_within_the_host_is_followed_and_its_body_dropped(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {{END, "HTTP/1.1 302 Found\r\nLocation: "
						   "/other?x=1\r\nContent-Length: 4\r\n\r\nmove"},
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"}, {0}};
	serve(f, script, NULL);
	struct http_request request = get(f);
	request.follow_same_host = true;
	run(f, &request);
	assert_int_equal(f->result.status, 200);
	assert_string_equal(f->body, "ok");
	assert_non_null(strstr(f->server.heard, "GET /other?x=1 HTTP/1.1\r\n"));
}

static void a_redirect_to_elsewhere_is_never_followed(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{END, "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.2/\r\nContent-Length: "
		      "0\r\n\r\n"},
		{0}};
	serve(f, script, NULL);
	struct http_request request = get(f);
	request.follow_same_host = true;
	run(f, &request);
	assert_int_equal(f->result.outcome, TRANSFER_ANSWERED);
	assert_int_equal(f->result.status, 302);
	assert_string_equal(
		f->answer, "HTTP 302 Found, redirect to http://127.0.0.2/: not followed");
}

static void a_servers_own_words_are_not_repeated(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{END, "HTTP/1.1 404 Nguyen Van A\r\nContent-Length: 0\r\n\r\n"},
		{END, "HTTP/1.1 499 Nguyen Van A\r\nContent-Length: 0\r\n\r\n"},
		{END, "HTTP/1.1 302 A\r\nLocation: http://a:b@127.0.0.2/login?name=A#A\r\n"
		      "Content-Length: 0\r\n\r\n"},
		{0}};
	static const char *const said[] = {"HTTP 404 Not Found", "HTTP 499",
		"HTTP 302 Found, redirect to http://127.0.0.2/login: not followed"};
	serve(f, script, NULL);
	for (int i = 0; i < 3; i++) {
		struct http_request request = get(f);
		f->done = 0;
		run(f, &request);
		assert_string_equal(f->answer, said[i]);
	}
}

static void a_redirect_loop_ends(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{END, "HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"},
		{END, "HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"},
		{END, "HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"},
		{END, "HTTP/1.1 302 Found\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n"}, {0}};
	serve(f, script, NULL);
	struct http_request request = get(f);
	request.follow_same_host = true;
	run(f, &request);
	assert_int_equal(f->result.status, 302);
}

static void a_private_address_is_not_connected_to_when_the_pool_refuses(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}, {0}};
	static const char *const hosts[] = {
		"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]"};
	serve(f, script, NULL);
	struct http_request request = get(f);
	request.proxy = f->url; /* and no proxy leads around it */
	for (size_t i = 0; i < sizeof(hosts) / sizeof(hosts[0]); i++) {
		snprintf(f->url, sizeof(f->url), "http://%s:%d/", hosts[i], f->server.port);
		f->done = 0;
		run(f, &request);
		assert_int_equal(f->result.outcome, TRANSFER_FAILED);
		assert_non_null(strstr(f->answer, "is a private address: not connected to"));
	}
	assert_int_equal(f->server.connections, 0);
}

static void only_http_is_spoken_for_http(void **state)
{
	struct fixture *f = *state;
	static const char *const urls[] = {
		"file:///etc/hostname", "gopher://127.0.0.1/", "dict://127.0.0.1/"};
	struct http_request request = get(f);
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		request.url = urls[i];
		f->done = 0;
		run(f, &request);
		assert_int_equal(f->result.outcome, TRANSFER_FAILED);
	}
}

static void a_cancelled_transfer_is_never_done(void **state)
{
	struct fixture *f = *state;
	static const struct step silent[] = {{0}};
	serve(f, silent, NULL);
	struct http_request request = get(f);
	struct transfer *first = transfer_http(f->pool, &request);
	struct transfer *second = transfer_http(f->pool, &request);
	ev_run(f->loop, EVRUN_ONCE);
	transfer_cancel(first);
	transfer_cancel(second);
	assert_int_equal(transfers_running(f->pool), 0);
	for (int i = 0; i < 5; i++)
		ev_run(f->loop, EVRUN_NOWAIT);
	assert_int_equal(f->done, 0);
}

struct chain {
	struct fixture *f;
	int left;
	struct transfer *other;
};

static void on_chain(void *user, const struct transfer_result *result)
{
	struct chain *chain = user;
	assert_int_equal(result->status, 200);
	transfer_cancel(chain->other);
	chain->other = NULL;
	if (chain->left-- == 0) {
		ev_break(chain->f->loop, EVBREAK_ALL);
		return;
	}
	struct http_request request = get(chain->f);
	request.on_data = NULL;
	request.on_done = on_chain;
	request.user = chain;
	transfer_http(chain->f->pool, &request);
}

static void on_done_may_start_and_cancel_transfers_and_connections_are_kept(void **state)
{
	struct fixture *f = *state;
	static const struct step ok = {END, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
	static const struct step script[] = {
		{END, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"}, ok, ok, ok, ok, ok, ok, {0}};
	static const struct step silent[] = {{0}};
	serve(f, script, silent);
	struct chain chain = {.f = f, .left = 5};
	struct http_request request = get(f);
	request.on_done = on_chain;
	request.user = &chain;
	transfer_http(f->pool, &request);
	request.on_done = on_done;
	request.user = f;
	chain.other = transfer_http(f->pool, &request);
	ev_run(f->loop, 0);
	assert_int_equal(f->server.connections, 2);
	assert_int_equal(transfers_running(f->pool), 0);
	assert_int_equal(f->done, 0);
}

/* --- mail -------------------------------------------------------------------------------- */

static const char *const mail_headers[] = {"From: hentra@example.gov.vn",
	"To: chair@example.gov.vn",
	"Subject: =?UTF-8?Q?H=E1=BB=93_s=C6=A1?=", "Message-ID: <7@example.gov.vn>", NULL};

static struct mail_message mail(struct fixture *f)
{
	return (struct mail_message){.relay = f->url,
		.envelope_from = "bounces@example.gov.vn",
		.recipient = "chair@example.gov.vn",
		.headers = mail_headers,
		.text = SLICE("Phường Tiến Thành\n.dấu chấm đầu dòng\n"),
		.html = SLICE("<p>Phường Tiến Thành</p>\n"),
		.on_done = on_done,
		.user = f};
}

static void send_mail(struct fixture *f, const struct mail_message *message)
{
	snprintf(f->url, sizeof(f->url), "smtp://127.0.0.1:%d", f->server.port);
	f->done = 0;
	transfer_mail(f->pool, message);
	assert_int_equal(f->done, 0);
	ev_run(f->loop, 0);
	assert_int_equal(f->done, 1);
}

#define GREETING                                                                                   \
	{NULL, "220 relay\r\n"},                                                                   \
	{                                                                                          \
		"EHLO", "250-relay\r\n250 SIZE 10000000\r\n"                                       \
	}
#define ACCEPT                                                                                     \
	{"MAIL FROM", "250 ok\r\n"}, {"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"},            \
	{                                                                                          \
		"\r\n.\r\n", "250 2.0.0 Ok: queued as 4F2\r\n"                                     \
	}

static void a_letter_is_handed_over_in_two_forms_and_the_connection_is_used_again(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, ACCEPT, ACCEPT, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_ANSWERED);
	assert_int_equal(f->result.status, 250);
	assert_string_equal(f->answer, "250 2.0.0 Ok: queued as 4F2");
	const char *heard = f->server.heard;
	assert_non_null(strstr(heard, "MAIL FROM:<bounces@example.gov.vn>"));
	assert_non_null(strstr(heard, "RCPT TO:<chair@example.gov.vn>\r\n"));
	assert_non_null(strstr(heard, "Subject: =?UTF-8?Q?H=E1=BB=93_s=C6=A1?=\r\n"));
	assert_non_null(strstr(heard, "Content-Type: multipart/alternative; boundary="));
	assert_non_null(strstr(heard, "Mime-Version: 1.0\r\n"));
	assert_non_null(strstr(heard, "Content-Type: text/plain; charset=utf-8\r\n"));
	assert_non_null(strstr(heard, "Content-Transfer-Encoding: quoted-printable\r\n"));
	assert_non_null(strstr(heard, "Ph=C6=B0=E1=BB=9Dng Ti=E1=BA=BFn Th=C3=A0nh\r\n"));
	assert_non_null(strstr(heard, "\r\n..d=E1=BA=A5u")); /* stuffed on the wire */
	message.envelope_from = "";
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_ANSWERED);
	assert_non_null(strstr(f->server.heard, "MAIL FROM:<>"));
	assert_int_equal(f->server.connections, 1);
}

static void an_attachment_keeps_its_name_and_bytes(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, ACCEPT, {0}};
	serve(f, script, NULL);
	struct mail_attachment sheet = {.name = "Hồ sơ quá hạn.xlsx",
		.type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		.data = SLICE("PK\3\4\0\1")};
	struct mail_message message = mail(f);
	message.attachments = &sheet;
	message.attachment_count = 1;
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_ANSWERED);
	const char *heard = f->server.heard;
	assert_non_null(strstr(heard, "Content-Type: multipart/mixed; boundary="));
	assert_non_null(strstr(heard, "Content-Type: multipart/alternative; boundary="));
	assert_non_null(
		strstr(heard, "Content-Disposition: attachment; filename=\"H_ s_ qu_ h_n.xlsx\";"
			      "\r\n filename*=UTF-8''H%E1%BB%93%20s%C6%A1%20qu%C3%A1%20h%E1"
			      "%BA%A1n.xlsx\r\n"));
	assert_non_null(strstr(heard, "UEsDBAAB"));
}

static void a_refused_recipient_is_told_with_the_relays_words(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, {"MAIL FROM", "250 ok\r\n"},
		{"RCPT TO", "550-5.1.1 no such user\r\n550 5.1.1 here\r\n"},
		{"QUIT", "221 bye\r\n", .close = true}, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_REFUSED);
	assert_int_equal(f->result.status, 550);
	assert_string_equal(f->answer, "550-5.1.1 no such user 5.1.1 here");
	assert_int_equal(f->result.stage, MAIL_STAGE_RECIPIENT);
}

static void it_is_known_at_what_a_relay_says_no(void **state)
{
	struct fixture *f = *state;
	static const struct step sender[] = {GREETING, {"MAIL FROM", "553 5.7.1 not yours\r\n"},
		{"QUIT", "221 bye\r\n", .close = true}, {0}};
	static const struct step content[] = {GREETING, {"MAIL FROM", "250 ok\r\n"},
		{"RCPT TO", "250 ok\r\n"}, {"DATA", "554 5.7.1 not such a letter\r\n"},
		{"QUIT", "221 bye\r\n", .close = true}, {0}};
	struct mail_message message;
	serve(f, sender, NULL);
	message = mail(f);
	send_mail(f, &message);
	assert_int_equal(f->result.status, 553);
	assert_int_equal(f->result.stage, MAIL_STAGE_SENDER);
	serve(f, content, NULL);
	message = mail(f);
	send_mail(f, &message);
	assert_int_equal(f->result.status, 554);
	assert_int_equal(f->result.stage, MAIL_STAGE_CONTENT);
}

static void a_greylisting_relay_is_a_refusal_of_the_4xx_kind(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, {"MAIL FROM", "250 ok\r\n"},
		{"RCPT TO", "450 4.2.0 greylisted\r\n", .close = true}, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_REFUSED);
	assert_int_equal(f->result.status, 450);
}

static void a_relay_that_says_no_at_the_end_of_the_letter_is_heard(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, {"MAIL FROM", "250 ok\r\n"},
		{"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"},
		{"\r\n.\r\n", "554 5.7.1 policy\r\n", .close = true}, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_REFUSED);
	assert_int_equal(f->result.status, 554);
	assert_string_equal(f->answer, "554 5.7.1 policy");
}

static void a_letter_is_not_sent_in_the_clear_when_starttls_is_required(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	message.starttls = true;
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_FAILED);
	assert_true(f->result.tls_failure);
	assert_null(strstr(f->server.heard, "MAIL FROM"));
}

static void a_relay_that_falls_silent_is_given_up(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	message.total_ms = 200;
	send_mail(f, &message);
	assert_int_equal(f->result.outcome, TRANSFER_FAILED);
	assert_int_equal(f->result.status, 0);
}

static void a_relay_slow_at_the_end_of_a_letter_does_not_hold_the_loop(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, {"MAIL FROM", "250 ok\r\n"},
		{"RCPT TO", "250 ok\r\n"}, {"DATA", "354 go\r\n"}, {"never", NULL}, {0}};
	serve(f, script, NULL);
	snprintf(f->url, sizeof(f->url), "smtp://127.0.0.1:%d", f->server.port);
	struct mail_message message = mail(f);
	struct transfer *slow = transfer_mail(f->pool, &message);
	while (!strstr(f->server.heard, "\r\n.\r\n"))
		ev_run(f->loop, EVRUN_ONCE);
	double before = ev_time();
	for (int i = 0; i < 20; i++)
		ev_run(f->loop, EVRUN_NOWAIT);
	transfer_cancel(slow);
	assert_true(ev_time() - before < 0.5);
	assert_int_equal(f->done, 0);
}

static void closing_the_pool_does_not_wait_for_an_idle_relay(void **state)
{
	struct fixture *f = *state;
	static const struct step script[] = {GREETING, ACCEPT, {0}};
	serve(f, script, NULL);
	struct mail_message message = mail(f);
	send_mail(f, &message);
	double before = ev_time();
	transfers_free(f->pool);
	f->pool = NULL;
	assert_true(ev_time() - before < 0.5);
}

#define with_pool(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_pool(a_request_is_answered_once_with_status_headers_and_body),
		with_pool(an_answer_of_few_words_is_asked_for_as_it_is_and_may_be_long),
		with_pool(the_environment_says_nothing_of_proxies),
		with_pool(a_body_is_posted_as_it_is),
		with_pool(retry_after_is_read_in_seconds_and_as_a_date),
		with_pool(a_reset_a_truncated_body_and_an_empty_reply_are_failures),
		with_pool(a_silent_server_is_given_up_after_the_total_time),
		with_pool(on_data_may_stop_a_body),
		with_pool(a_redirect_within_the_host_is_followed_and_its_body_dropped),
		with_pool(a_redirect_to_elsewhere_is_never_followed),
		with_pool(a_servers_own_words_are_not_repeated),
		with_pool(a_redirect_loop_ends),
		cmocka_unit_test_setup_teardown(
			a_private_address_is_not_connected_to_when_the_pool_refuses, setup_public,
			teardown),
		with_pool(only_http_is_spoken_for_http),
		with_pool(a_cancelled_transfer_is_never_done),
		with_pool(on_done_may_start_and_cancel_transfers_and_connections_are_kept),
		with_pool(a_letter_is_handed_over_in_two_forms_and_the_connection_is_used_again),
		with_pool(an_attachment_keeps_its_name_and_bytes),
		with_pool(it_is_known_at_what_a_relay_says_no),
		with_pool(a_refused_recipient_is_told_with_the_relays_words),
		with_pool(a_greylisting_relay_is_a_refusal_of_the_4xx_kind),
		with_pool(a_relay_that_says_no_at_the_end_of_the_letter_is_heard),
		with_pool(a_letter_is_not_sent_in_the_clear_when_starttls_is_required),
		with_pool(a_relay_that_falls_silent_is_given_up),
		with_pool(a_relay_slow_at_the_end_of_a_letter_does_not_hold_the_loop),
		with_pool(closing_the_pool_does_not_wait_for_an_idle_relay),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
