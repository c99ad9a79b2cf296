#include <errno.h>

#include "message/channel_webhook.h"
#include "message/signature.h"
#include "unit/message/view_fixture.h"

/* The example of the Standard Webhooks specification; every other value by python3's hmac. */
#define SPECIFICATION "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define SHORTEST "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX" /* 24 bytes */
#define PADDED "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGA=="
#define LONGEST                                                                                    \
	"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4"       \
	"OTo7PD0+Pw=="

static void signatures_are_those_that_others_compute(void **state)
{
	(void)state;
	static const struct {
		const char *secret, *id;
		int64_t seconds;
		const char *body, *signature;
	} rows[] = {
		{SPECIFICATION, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
			"{\"test\": 2432232314}",
			"v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
		{SHORTEST, "k", 1700000000, "{}",
			"v1,ZZfmQKbuJAigEGWffPIRwpVW4nO9SHVMsQcOVEsdnzk="},
		{PADDED, "k", 1700000000, "{}", "v1,bTSCsShCeYA1NvmNqEKg4i+A9uUhGxpFZ20uJJM5yig="},
		{LONGEST, "k", 1700000000, "{}", "v1,59iEql3cQjDoqrJI7wtAHYNcHTk48EKa9bMZ0nVvRNY="},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cleanup(text_free) struct text out = {0};
		assert_int_equal(signature_add(&out, rows[i].secret, rows[i].id, rows[i].seconds,
					 slice_of(rows[i].body), NULL),
			0);
		assert_string_equal(out.data, rows[i].signature);
	}
}

static void secrets_of_another_shape_are_refused_and_not_shown(void **state)
{
	(void)state;
	static const char *const secrets[] = {
		"",
		"whsec_",
		"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=", /* 23 bytes */
		"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX!!!!",
		"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUF",
		"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1"
		"Njc4OTo7PD0+P0A=", /* 65 bytes */
		"whsec_====================================",
		"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd====",
		"whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBka=xwd",
	};
	for (size_t i = 0; i < ARRAY_SIZE(secrets); i++) {
		cleanup(text_free) struct text out = {0};
		struct error error = {0};
		assert_int_equal(
			signature_add(&out, secrets[i], "k", 1, SLICE("{}"), &error), -EINVAL);
		assert_int_equal(out.length, 0);
		assert_true(strlen(secrets[i]) < 8 || !strstr(error.text, secrets[i] + 7));
	}
}

static void every_attempt_is_signed_anew_under_one_id_by_both_secrets(void **state)
{
	(void)state;
	const char *const secrets[] = {SPECIFICATION, SHORTEST, NULL};
	struct webhook_sending sending = {.key = "msg_p5jXN8AQM9LWM0D4loKWxJek",
		.now = 1614265330999,
		.secrets = secrets,
		.body = SLICE("{\"test\": 2432232314}")};
	struct header_lines first, second;
	assert_int_equal(webhook_headers(&sending, &first, NULL), 0);
	assert_int_equal(first.count, 4);
	assert_string_equal(first.line[0], "Content-Type: application/cloudevents+json");
	assert_string_equal(first.line[1], "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek");
	assert_string_equal(first.line[2], "webhook-timestamp: 1614265330");
	const char *known =
		"webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,";
	assert_true(strncmp(first.line[3], known, strlen(known)) == 0);
	assert_null(first.line[4]);
	sending.now += 5 * SECOND_MS;
	assert_int_equal(webhook_headers(&sending, &second, NULL), 0);
	assert_string_equal(second.line[1], first.line[1]);
	assert_string_not_equal(second.line[2], first.line[2]);
	assert_string_not_equal(second.line[3], first.line[3]);
	header_lines_free(&first);
	header_lines_free(&second);
}

static void what_cannot_be_signed_is_refused(void **state)
{
	(void)state;
	static const char *const keys[] = {"", "a.b", "a b", "a\r\nX: y", "\x7f"};
	const char *const secrets[] = {SHORTEST, NULL}, *const none[] = {NULL},
			  *const bad[] = {SHORTEST, "whsec_x", NULL};
	struct header_lines lines = {.count = 77};
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		struct webhook_sending sending = {
			.key = keys[i], .secrets = secrets, .body = SLICE("{}")};
		assert_int_equal(webhook_headers(&sending, &lines, NULL), -EINVAL);
	}
	struct webhook_sending sending = {.key = "k", .secrets = none, .body = SLICE("{}")};
	assert_int_equal(webhook_headers(&sending, &lines, NULL), -EINVAL);
	sending.secrets = bad;
	assert_int_equal(webhook_headers(&sending, &lines, NULL), -EINVAL);
	assert_int_equal(lines.count, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_are_those_that_others_compute),
		cmocka_unit_test(secrets_of_another_shape_are_refused_and_not_shown),
		cmocka_unit_test(every_attempt_is_signed_anew_under_one_id_by_both_secrets),
		cmocka_unit_test(what_cannot_be_signed_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
