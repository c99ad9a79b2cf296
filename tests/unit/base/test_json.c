/* JSON in: the same events however the bytes are cut, strict limits, no second document.
 * JSON out: reads back as what was written. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/json.h"

struct seen {
	struct text trace;
	int stop_at; /* event number that returns -ECANCELED; 0: none */
	int events;
};

static int on_event(void *user, enum json_event event, struct slice text)
{
	static const char letters[] = "nft#s{k}[]";
	struct seen *seen = user;
	text_add_char(&seen->trace, letters[event]);
	text_add_slice(&seen->trace, text);
	text_add_char(&seen->trace, ' ');
	return ++seen->events == seen->stop_at ? -ECANCELED : 0;
}

static int read_in(struct slice json, size_t step, const struct json_limits *limits,
	struct seen *seen, struct error *error)
{
	struct json_reader *reader = json_reader_new(limits, on_event, seen);
	int status = 0;
	for (size_t i = 0; i < json.length && !status; i += step) {
		size_t length = json.length - i < step ? json.length - i : step;
		status = json_feed(reader, json.data + i, length, error);
	}
	if (!status)
		status = json_end(reader, error);
	json_reader_free(reader);
	return status;
}

static int status_of(const char *json, struct error *error)
{
	struct seen seen = {0};
	int status = read_in(slice_of(json), 4096, NULL, &seen, error);
	text_free(&seen.trace);
	return status;
}

static void what_is_no_number_reads_as_null(void **state)
{
	(void)state;
	static const struct {
		const char *json, *want;
	} documents[] = {
		{"{\"a\":NaN,\"b\":[1,-Infinity,Infinity],\"c\":{\"d\":NaN}}",
			"{ ka n kb [ #1 n n ] kc { kd n } } "},
		{"[NaN]", "[ n ] "},
		{"[[ NaN , \"NaN Infinity\"] ,-Infinity]", "[ [ n sNaN Infinity ] n ] "},
		{"{\"NaN\": NaN\n}", "{ kNaN n } "},
	};
	for (size_t i = 0; i < sizeof(documents) / sizeof(documents[0]); i++)
		for (size_t step = 1; step < 60; step++) {
			struct seen seen = {0};
			struct error error = {""};
			if (read_in(slice_of(documents[i].json), step, NULL, &seen, &error) != 0)
				fail_msg("%s by %zu: %s", documents[i].json, step, error.text);
			assert_string_equal(seen.trace.data, documents[i].want);
			text_free(&seen.trace);
		}
	static const char *const wrong[] = {"NaN", "{NaN:1}", "{\"a\":1,NaN}", "[Nan]", "[NaNN]",
		"[Infinit]", "[+Infinity]", "[nan]", "[NaN", "[Infi", "{\"a\":N"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		for (size_t step = 1; step < 10; step++) {
			struct seen seen = {0};
			struct error error = {""};
			int status = read_in(slice_of(wrong[i]), step, NULL, &seen, &error);
			if (status != -EBADMSG || !error.text[0])
				fail_msg("%s by %zu: %d", wrong[i], step, status);
			text_free(&seen.trace);
		}
}

static void many_of_them_in_a_deep_document_cost_no_place(void **state)
{
	(void)state;
	struct text json = {0};
	for (int i = 0; i < 63; i++)
		text_add(&json, i % 2 ? "{\"k\":" : "[1,");
	text_add(&json, "[");
	for (int i = 0; i < 5000; i++)
		text_add(&json, i ? ",-Infinity,\"x\"" : "NaN");
	text_add(&json, "]");
	for (int i = 63; i-- > 0;)
		text_add(&json, i % 2 ? "}" : ",NaN]");
	struct seen seen = {0};
	struct error error = {""};
	if (read_in(text_slice(&json), 1000, NULL, &seen, &error) != 0)
		fail_msg("%s", error.text);
	text_free(&seen.trace);
	text_free(&json);
}

static void events_are_the_same_however_the_bytes_are_cut(void **state)
{
	(void)state;
	const char *json =
		" {\"a\":[1,-2.50e3,true,false,null],\"tên\":\"Tiến \\u0054h\\u00e0nh\\n\","
		"\"e\":{}, \"f\":[] } ";
	const char *want = "{ ka [ #1 #-2.50e3 t f n ] ktên sTiến Thành\n ke { } kf [ ] } ";
	for (size_t step = 1; step < 90; step++) {
		struct seen seen = {0};
		struct error error;
		assert_int_equal(read_in(slice_of(json), step, NULL, &seen, &error), 0);
		assert_string_equal(seen.trace.data, want);
		text_free(&seen.trace);
	}
}

static void a_byte_order_mark_is_passed_over_and_half_of_one_is_not(void **state)
{
	(void)state;
	struct seen seen = {0};
	struct error error;
	assert_int_equal(read_in(SLICE("\xEF\xBB\xBF[1]"), 1, NULL, &seen, &error), 0);
	assert_string_equal(seen.trace.data, "[ #1 ] ");
	text_free(&seen.trace);
	assert_int_equal(status_of("\xEF\xBB[1]", &error), -EBADMSG);
}

static void what_is_not_one_json_document_is_refused_with_its_place(void **state)
{
	(void)state;
	const char *wrong[] = {"", "   ", "{", "[1,", "[1] [2]", "[1] x", "{\"a\" 1}", "<html>",
		"[1,]", "{\"a\":01}", "nul", "\"\xC3\"", "[\"\x01\"]", "// c\n1", "\xFF\xFE[\0"};
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct error error = {""};
		assert_int_equal(status_of(wrong[i], &error), -EBADMSG);
		assert_non_null(strstr(error.text, "not JSON at byte "));
	}
	struct error error;
	status_of("{\"a\": tru3}", &error);
	assert_non_null(strstr(error.text, "byte 9"));
}

static void a_refusal_never_quotes_the_page(void **state)
{
	(void)state;
	struct error error;
	assert_int_equal(status_of("{\"name\":\"Nguyễn Văn A\" oops}", &error), -EBADMSG);
	assert_null(strstr(error.text, "Nguy"));
	assert_null(strchr(error.text, '\n'));
}

static void nesting_is_bounded(void **state)
{
	(void)state;
	struct error error;
	struct json_limits limits = {.depth = 3};
	struct seen seen = {0};
	assert_int_equal(read_in(SLICE("[[{}]]"), 2, &limits, &seen, &error), 0);
	assert_int_equal(read_in(SLICE("[[[[1]]]]"), 2, &limits, &seen, &error), -EBADMSG);
	assert_non_null(strstr(error.text, "nested more than 3 deep"));
	text_free(&seen.trace);
}

static void a_token_is_bounded_in_any_cut(void **state)
{
	(void)state;
	char json[4000];
	memset(json, 'x', sizeof(json));
	memcpy(json, "[\"", 2);
	memcpy(json + sizeof(json) - 2, "\"]", 2);
	struct json_limits limits = {.token = 1000};
	for (size_t step = 1; step <= 4096; step *= 4) {
		struct seen seen = {0};
		struct error error;
		assert_int_equal(
			read_in((struct slice){json, sizeof(json)}, step, &limits, &seen, &error),
			-EBADMSG);
		assert_non_null(strstr(error.text, "more than 1000 bytes behind byte 1"));
		assert_int_equal(seen.events, 1);
		text_free(&seen.trace);
	}
}

/* yajl keeps what of a token has come: an unclosed one must not be waited for. */
static void a_token_that_never_ends_is_refused_before_all_of_it_came(void **state)
{
	(void)state;
	struct json_limits limits = {.token = 100000};
	struct seen seen = {0};
	struct error error;
	struct json_reader *reader = json_reader_new(&limits, on_event, &seen);
	char piece[1000];
	memset(piece, 'x', sizeof(piece));
	int status = json_feed(reader, "\"", 1, &error), pieces = 0;
	while (!status && pieces < 1000) {
		status = json_feed(reader, piece, sizeof(piece), &error);
		pieces++;
	}
	assert_int_equal(status, -EBADMSG);
	assert_int_equal(pieces, 100);
	json_reader_free(reader);
	text_free(&seen.trace);
}

static void many_small_tokens_are_not_one_large(void **state)
{
	(void)state;
	struct text json = {0};
	text_add(&json, "[0");
	for (int i = 1; i < 5000; i++)
		text_printf(&json, ",%d", i);
	text_add(&json, "]");
	struct json_limits limits = {.token = 16};
	struct seen seen = {0};
	struct error error;
	assert_int_equal(read_in(text_slice(&json), 70000, &limits, &seen, &error), 0);
	assert_int_equal(seen.events, 5002);
	text_free(&seen.trace);
	text_free(&json);
}

static void a_callback_that_refuses_ends_the_reading_with_its_code(void **state)
{
	(void)state;
	struct seen seen = {.stop_at = 3};
	struct error error;
	assert_int_equal(read_in(SLICE("[1,2,3,4]"), 1, NULL, &seen, &error), -ECANCELED);
	assert_int_equal(seen.events, 3);
	text_free(&seen.trace);
}

static void a_failed_reader_stays_failed(void **state)
{
	(void)state;
	struct seen seen = {0};
	struct error error;
	struct json_reader *reader = json_reader_new(NULL, on_event, &seen);
	assert_int_equal(json_feed(reader, "]", 1, &error), -EBADMSG);
	assert_int_equal(json_feed(reader, "1", 1, &error), -EBADMSG);
	assert_int_equal(json_end(reader, &error), -EBADMSG);
	json_reader_free(reader);
	text_free(&seen.trace);
}

static void write_sample(struct json_writer *json)
{
	json_object(json, NULL);
	json_string(json, "name", "Tiến \"Thành\"\n\x01\\");
	json_string(json, "none", NULL);
	json_slice(json, "bad", SLICE("a\xC3z"));
	json_number(json, "n", INT64_MIN);
	json_decimal(json, "d", 7.456, 2);
	json_array(json, "list");
	json_bool(json, NULL, true);
	json_object(json, NULL);
	json_object_end(json);
	json_array_end(json);
	json_array(json, "empty");
	json_array_end(json);
	json_object_end(json);
}

static void what_is_written_is_one_line_of_json(void **state)
{
	(void)state;
	struct text out = {0};
	struct json_writer json = {.out = &out};
	write_sample(&json);
	assert_string_equal(out.data,
		"{\"name\":\"Tiến \\\"Thành\\\"\\n\\u0001\\\\\",\"none\":null,"
		"\"bad\":\"a\xEF\xBF\xBDz\",\"n\":-9223372036854775808,\"d\":7.46,"
		"\"list\":[true,{}],\"empty\":[]}");
	text_free(&out);
}

static void indented_json_reads_the_same(void **state)
{
	(void)state;
	struct text plain = {0}, indented = {0};
	struct json_writer one = {.out = &plain}, two = {.out = &indented, .indent = true};
	write_sample(&one);
	write_sample(&two);
	assert_non_null(strstr(indented.data, "\n  \"list\": [\n    true,\n    {}\n  ],"));
	struct seen a = {0}, b = {0};
	struct error error;
	assert_int_equal(read_in(text_slice(&plain), 7, NULL, &a, &error), 0);
	assert_int_equal(read_in(text_slice(&indented), 7, NULL, &b, &error), 0);
	assert_string_equal(a.trace.data, b.trace.data);
	text_free(&a.trace);
	text_free(&b.trace);
	text_free(&plain);
	text_free(&indented);
}

static void any_bytes_written_as_a_string_read_back_as_valid_utf8(void **state)
{
	(void)state;
	unsigned seed = 20261120;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 3000; round++) {
		char bytes[24];
		size_t length = (size_t)rand() % sizeof(bytes);
		for (size_t i = 0; i < length; i++)
			bytes[i] = (char)(rand() & (rand() % 2 ? 0xFF : 0x7F));
		struct text out = {0};
		struct json_writer json = {.out = &out};
		json_slice(&json, NULL, (struct slice){bytes, length});
		struct seen seen = {0};
		struct error error;
		assert_int_equal(read_in(text_slice(&out), 3, NULL, &seen, &error), 0);
		text_free(&seen.trace);
		text_free(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_no_number_reads_as_null),
		cmocka_unit_test(many_of_them_in_a_deep_document_cost_no_place),
		cmocka_unit_test(events_are_the_same_however_the_bytes_are_cut),
		cmocka_unit_test(a_byte_order_mark_is_passed_over_and_half_of_one_is_not),
		cmocka_unit_test(what_is_not_one_json_document_is_refused_with_its_place),
		cmocka_unit_test(a_refusal_never_quotes_the_page),
		cmocka_unit_test(nesting_is_bounded),
		cmocka_unit_test(a_token_is_bounded_in_any_cut),
		cmocka_unit_test(a_token_that_never_ends_is_refused_before_all_of_it_came),
		cmocka_unit_test(many_small_tokens_are_not_one_large),
		cmocka_unit_test(a_callback_that_refuses_ends_the_reading_with_its_code),
		cmocka_unit_test(a_failed_reader_stays_failed),
		cmocka_unit_test(what_is_written_is_one_line_of_json),
		cmocka_unit_test(indented_json_reads_the_same),
		cmocka_unit_test(any_bytes_written_as_a_string_read_back_as_valid_utf8),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
