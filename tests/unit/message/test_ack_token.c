#include <errno.h>

#include "message/ack_token.h"
#include "unit/core/time_fixture.h"

static const struct slice key = {"0123456789abcdef0123456789abcdef", 32};
static const struct slice other_key = {"0123456789abcdef0123456789abcdeF", 32};
#define NOW (INT64_C(1790000000) * SECOND_MS)

static struct ack_token token_of(const char *recipient)
{
	struct ack_token token = {
		.episode = 12, .severity = SEVERITY_CRITICAL, .expires = NOW + HOUR_MS};
	strcpy(token.recipient, recipient);
	return token;
}

static char *made(const struct ack_token *token)
{
	struct text out = {0};
	assert_int_equal(ack_token_make(&out, token, key, NULL), 0);
	return text_take(&out);
}

static void what_was_made_is_read_again_until_it_expires(void **state)
{
	(void)state;
	struct ack_token token = token_of("chủ.tịch@example.gov.vn"), read;
	char *text = made(&token);
	assert_int_equal(ack_token_read(slice_of(text), key, NOW, &read, NULL), 0);
	assert_int_equal(read.episode, 12);
	assert_int_equal(read.severity, SEVERITY_CRITICAL);
	assert_int_equal(read.expires, token.expires);
	assert_string_equal(read.recipient, token.recipient);
	assert_int_equal(ack_token_read(slice_of(text), key, token.expires, &read, NULL), -ETIME);
	assert_int_equal(ack_token_read(slice_of(text), other_key, NOW, &read, NULL), -EINVAL);
	free(text);
}

static void no_byte_of_it_can_be_changed_added_or_left_out(void **state)
{
	(void)state;
	struct ack_token token = token_of("a@b.vn"), read;
	char *text = made(&token);
	size_t length = strlen(text);
	for (size_t i = 0; i < length; i++) {
		char *changed = xstrdup(text);
		for (int byte = 1; byte < 256; byte++) {
			changed[i] = (char)byte;
			int result = ack_token_read(slice_of(changed), key, NOW, &read, NULL);
			assert_int_equal(result == 0, strcmp(changed, text) == 0);
		}
		free(changed);
		struct slice shorter = {text, i};
		assert_int_equal(ack_token_read(shorter, key, NOW, &read, NULL), -EINVAL);
	}
	char *longer = xcalloc(1, length + 2);
	snprintf(longer, length + 2, "%sA", text);
	assert_int_equal(ack_token_read(slice_of(longer), key, NOW, &read, NULL), -EINVAL);
	free(longer);
	free(text);
}

static void its_id_tells_it_from_every_other(void **state)
{
	(void)state;
	struct ack_token one = token_of("a@b.vn"), other = one;
	other.expires += SECOND_MS;
	char *first = made(&one), *second = made(&other), *again = made(&one);
	struct slice id = ack_token_id(slice_of(first));
	assert_int_equal(id.length, 43); /* 32 bytes */
	assert_true(slice_equal(id, ack_token_id(slice_of(again))));
	assert_false(slice_equal(id, ack_token_id(slice_of(second))));
	assert_int_equal(ack_token_id(SLICE("no token")).length, 0);
	free(first);
	free(second);
	free(again);
}

static void a_short_key_makes_nothing(void **state)
{
	(void)state;
	struct ack_token token = token_of("a@b.vn");
	struct text out = {0};
	assert_int_equal(ack_token_make(&out, &token, SLICE("short"), NULL), -EINVAL);
	assert_int_equal(out.length, 0);
	token.recipient[0] = '\0';
	assert_int_equal(ack_token_make(&out, &token, key, NULL), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_made_is_read_again_until_it_expires),
		cmocka_unit_test(no_byte_of_it_can_be_changed_added_or_left_out),
		cmocka_unit_test(its_id_tells_it_from_every_other),
		cmocka_unit_test(a_short_key_makes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
