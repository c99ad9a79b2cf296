#include <errno.h>

#include "base/utf8.h"
#include "message/bounce.h"
#include "unit/message/view_fixture.h"

/* As Postfix writes it. */
#define HEAD                                                                                       \
	"Return-Path: <>\r\nMessage-Id: <its-own@relay.test>\r\n"                                  \
	"Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n"      \
	"--b\r\n\r\nI'm sorry to have to inform you\r\n\r\n"                                       \
	"--b\r\nContent-Type: message/delivery-status\r\n\r\n"                                     \
	"Reporting-MTA: dns; relay.test\r\n\r\n"
#define FIELDS                                                                                     \
	"Final-Recipient: rfc822; chu-tich@tien-thanh.example\r\n"                                 \
	"Original-Recipient: rfc822;chu-tich@tien-thanh.example\r\n"                               \
	"Action: failed\r\nStatus: 5.1.1\r\nRemote-MTA: dns; mx.test\r\n"                          \
	"Diagnostic-Code: smtp; 550 5.1.1 <chu-tich@tien-thanh.example>: Recipient\r\n"            \
	"    address rejected: User unknown\r\n\r\n"
#define RETURNED                                                                                   \
	"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"                                         \
	"Subject: x\r\nMessage-ID: <b0cc7bcabbeb@lam-dong.example>\r\n\r\n--b--\r\n"

static struct bounce read_fine(const char *message)
{
	struct bounce bounce = {0};
	struct error error = {0};
	if (bounce_read(slice_of(message), &bounce, &error) < 0)
		fail_msg("%s", error.text);
	return bounce;
}

static void assert_refused(const char *message)
{
	struct bounce bounce;
	struct error error = {0};
	assert_int_equal(bounce_read(slice_of(message), &bounce, &error), -EINVAL);
	assert_true(error.text[0]);
}

static void a_bounce_says_which_letter_to_whom_and_why(void **state)
{
	(void)state;
	struct bounce bounce = read_fine(HEAD FIELDS RETURNED);
	assert_int_equal(bounce.action, BOUNCE_FAILED);
	assert_string_equal(bounce.key, "b0cc7bcabbeb");
	assert_string_equal(bounce.recipient, "chu-tich@tien-thanh.example");
	assert_string_equal(bounce.words,
		"5.1.1 550 5.1.1 <chu-tich@tien-thanh.example>: Recipient address rejected: "
		"User unknown");
	bounce_free(&bounce);
}

static void late_is_not_failed_and_names_of_fields_have_no_case(void **state)
{
	(void)state;
	struct bounce bounce = read_fine("FINAL-RECIPIENT: rfc822;a@b.vn\nACTION: Delayed\n"
					 "\nmessage-id:\n <k@b.vn>\n");
	assert_int_equal(bounce.action, BOUNCE_DELAYED);
	assert_string_equal(bounce.key, "k");
	assert_string_equal(bounce.words, "");
	bounce_free(&bounce);
	bounce = read_fine("Final-Recipient: rfc822;a@b.vn\nAction: relayed\nMessage-ID: <k@b.vn>");
	assert_int_equal(bounce.action, BOUNCE_OTHER);
	bounce_free(&bounce);
}

static void what_is_no_bounce_of_a_letter_is_refused(void **state)
{
	(void)state;
	assert_refused("");
	assert_refused("Subject: out of office\nMessage-ID: <k@b.vn>\n\nI am away\n");
	assert_refused(HEAD FIELDS); /* the letter's header is not returned */
	assert_refused(HEAD FIELDS "Message-ID: nothing\n");
	assert_refused(HEAD FIELDS "Message-ID: <@b.vn>\n");
}

static void nothing_that_does_not_print_comes_through(void **state)
{
	(void)state;
	struct bounce bounce = read_fine("Final-Recipient: rfc822; a\x01@b.vn\x1b[2J\n"
					 "Diagnostic-Code: smtp; \xff\xfe\n"
					 "Message-ID: <k@b.vn>\n");
	assert_string_equal(bounce.recipient, "a @b.vn [2J");
	assert_string_equal(bounce.words, "");
	bounce_free(&bounce);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bounce_says_which_letter_to_whom_and_why),
		cmocka_unit_test(late_is_not_failed_and_names_of_fields_have_no_case),
		cmocka_unit_test(what_is_no_bounce_of_a_letter_is_refused),
		cmocka_unit_test(nothing_that_does_not_print_comes_through),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
