/* Pages as portals should not send them, and what becomes of each record. */
#include "portal_test.h"

static const char plain_profile[] = "[profile]\n"
				    "[sweep all]\n"
				    "path = /cases\n"
				    "[answer]\n"
				    "records = /list/items\n"
				    "total = /list/count\n"
				    "[fields]\n"
				    "code = /no\n"
				    "status = /state\n"
				    "lock = /held\n"
				    "unit = /unit/code | 'none'\n"
				    "unit-name = /unit/name\n"
				    "procedure = /proc\n"
				    "channel = /online\n"
				    "received = /received\n"
				    "due = /due\n"
				    "finished = /finished\n"
				    "returned = /returned\n"
				    "officer = /who\n"
				    "term = /term\n"
				    "term-unit = /term-unit\n"
				    "[term-unit]\n"
				    "d = working-days\n"
				    "h = working-hours\n"
				    "[channel]\n"
				    "true = online\n"
				    "false = in-person\n"
				    "[dates]\n"
				    "formats = iso | dd/MM/yyyy HH:mm:ss | epoch-ms\n"
				    "none = 1900-01-01T00:00:00 | '-'\n";

static struct profile *plain(void)
{
	return profile_of_text("plain.profile", plain_profile);
}

static struct decoded decode_items(const char *items)
{
	struct profile *profile = plain();
	struct text page = {0};
	text_printf(&page, "{\"list\":{\"count\":\"7\",\"items\":[%s]}}", items);
	struct decoded decoded = decode(profile, page.data);
	text_free(&page);
	profile_free(profile);
	if (decoded.status)
		fail_msg("%s", decoded.error.text);
	return decoded;
}

/* The one record of `fields` (members of an object that has a code and was received). */
static struct case_facts facts_of(const char *fields)
{
	struct text item = {0};
	text_printf(&item, "{\"no\":\"a\",\"received\":\"2026-11-10T08:00:00\",%s}", fields);
	struct decoded page = decode_items(item.data);
	text_free(&item);
	assert_int_equal(page.count, 1);
	struct case_facts facts = page.record[0].record.facts;
	decoded_free(&page);
	return facts;
}

static void expect_problem(const char *item, enum record_problem problem, const char *detail)
{
	struct decoded page = decode_items(item);
	if (page.count || page.problem_count != 1 || page.problem[0].problem != problem ||
		strcmp(page.problem[0].detail, detail) != 0)
		fail_msg("%.80s: %zu records, problem %d (%s)", item, page.count,
			page.problem_count ? (int)page.problem[0].problem : -1,
			page.problem_count ? page.problem[0].detail : "");
	assert_int_equal(page.result.records, 1);
	assert_int_equal(page.result.set_aside, 1);
	decoded_free(&page);
}

#define RECEIVED "\"received\":\"2026-11-10T08:00:00\""

static void each_unusable_record_is_set_aside_by_name(void **state)
{
	expect_problem("7", RECORD_NOT_OBJECT, "record");
	expect_problem("null", RECORD_NOT_OBJECT, "record");
	expect_problem("[{\"no\":\"a\"}]", RECORD_NOT_OBJECT, "record");
	expect_problem("{" RECEIVED "}", RECORD_NO_CODE, "code");
	expect_problem("{\"no\":\"  \"," RECEIVED "}", RECORD_NO_CODE, "code");
	expect_problem("{\"no\":null," RECEIVED "}", RECORD_NO_CODE, "code");
	expect_problem("{\"no\":{}," RECEIVED "}", RECORD_WRONG_TYPE, "code");
	expect_problem("{\"no\":\"a\\u0007b\"," RECEIVED "}", RECORD_CODE_TOO_LONG, "code");
	expect_problem("{\"no\":\"a\",\"state\":\"processing\"}", RECORD_NO_RECEIVED, "received");
	expect_problem("{\"no\":\"a\",\"state\":\"4\",\"received\":\"0001-01-01\"}",
		RECORD_NO_RECEIVED, "received");
	expect_problem("{\"no\":\"a\",\"proc\":[1]," RECEIVED "}", RECORD_WRONG_TYPE, "procedure");
	expect_problem("{\"no\":\"a\",\"due\":true," RECEIVED "}", RECORD_WRONG_TYPE, "due");
	expect_problem(
		"{\"no\":\"a\",\"proc\":\"x\\u0000y\"," RECEIVED "}", RECORD_BAD_TEXT, "procedure");
	expect_problem(
		"{\"no\":\"a\",\"proc\":\"x\xC3(\"," RECEIVED "}", RECORD_BAD_TEXT, "procedure");
}

static void a_broken_byte_is_seen_wherever_it_stands(void **state)
{
	for (int length = 1; length < 20; length++)
		for (int at = 0; at < length; at++) {
			struct text item = {0};
			text_add(&item, "{\"no\":\"a\"," RECEIVED ",\"proc\":\"");
			for (int i = 0; i < length; i++)
				text_add(&item, i != at ? "x" : length % 2 ? "\\u0000" : "\xFF");
			text_add(&item, "\"}");
			expect_problem(item.data, RECORD_BAD_TEXT, "procedure");
			text_free(&item);
		}
}

static char *item_with(const char *key, size_t length)
{
	struct text item = {0};
	text_printf(&item, "{\"no\":\"a\"," RECEIVED ",\"%s\":\"", key);
	for (size_t i = 0; i < length; i++)
		text_add_char(&item, 'x');
	text_add(&item, "\"}");
	return text_take(&item);
}

static void a_value_of_more_than_a_thousand_bytes_sets_the_record_aside(void **state)
{
	char *fits = item_with("proc", 1000), *long_one = item_with("proc", 1001);
	struct decoded page = decode_items(fits);
	assert_int_equal(page.count, 1);
	assert_int_equal(page.record[0].record.procedure.length, 1000);
	decoded_free(&page);
	expect_problem(long_one, RECORD_VALUE_TOO_LONG, "procedure");
	free(fits);
	free(long_one);
	char *code = item_with("no", 129);
	expect_problem(code, RECORD_CODE_TOO_LONG, "code"); /* the later of two keys counts */
	free(code);
}

static void a_caption_is_cut_between_characters_instead(void **state)
{
	struct text item = {0};
	text_add(&item, "{\"no\":\"a\"," RECEIVED ",\"unit\":{\"name\":\"");
	for (int i = 0; i < 500; i++)
		text_add(&item, "ệ"); /* three bytes */
	text_add(&item, "\"}}");
	struct decoded page = decode_items(item.data);
	assert_int_equal(page.count, 1);
	assert_int_equal(page.record[0].record.unit_name.length, 999);
	decoded_free(&page);
	text_free(&item);
	page = decode_items("{\"no\":\"a\"," RECEIVED ",\"unit\":{\"name\":[1],\"code\":\"u\"}}");
	assert_int_equal(page.count, 1);
	assert_slice(page.record[0].record.unit_name, "");
	assert_slice(page.record[0].record.unit, "u");
	decoded_free(&page);
}

static void numbers_as_text_and_text_as_numbers_are_taken(void **state)
{
	struct decoded page = decode_items("{\"no\":17," RECEIVED ",\"state\":4,"
					   "\"due\":1795150800000,\"unit\":{\"code\":22954}}");
	assert_int_equal(page.count, 1);
	assert_slice(page.record[0].record.code, "17");
	assert_slice(page.record[0].record.unit, "22954");
	assert_int_equal(page.record[0].record.facts.status, STATUS_PROCESSING);
	assert_int_equal(page.record[0].record.facts.due, NOON);
	assert_int_equal(page.result.total, 7); /* "7" */
	decoded_free(&page);
}

static void the_later_of_two_equal_keys_counts(void **state)
{
	struct decoded page = decode_items("{\"no\":\"a\",\"unit\":{\"code\":\"u1\"}," RECEIVED
					   ",\"no\":\"b\",\"unit\":{\"code\":null}}");
	assert_int_equal(page.count, 1);
	assert_slice(page.record[0].record.code, "b");
	assert_slice(page.record[0].record.unit, "none");
	decoded_free(&page);
}

static void values_of_one_record_do_not_leak_into_the_next(void **state)
{
	struct decoded page = decode_items(
		"{\"no\":\"a\",\"proc\":\"p\",\"due\":\"2026-11-12T08:00:00\"," RECEIVED
		",\"held\":true},{\"no\":\"b\"," RECEIVED "}");
	assert_int_equal(page.count, 2);
	assert_slice(page.record[1].record.procedure, "");
	assert_true(page.record[1].record.facts.due == INSTANT_NONE);
	assert_true(page.record[0].record.facts.locked);
	assert_false(page.record[1].record.facts.locked);
	decoded_free(&page);
}

static void keys_of_the_same_name_elsewhere_are_not_taken(void **state)
{
	struct profile *profile = plain();
	struct decoded page = decode(profile,
		"{\"no\":\"x\",\"items\":[{\"no\":\"x\"}],\"meta\":{\"list\":{\"items\":[1,2]}},"
		"\"list\":{\"count\":1,\"items\":[{\"x\":{\"no\":\"x\",\"unit\":{\"code\":\"x\"}},"
		"\"y\":[{\"no\":\"x\"},[\"no\"]],\"no\":\"a\"," RECEIVED "}],"
		"\"more\":[{\"no\":\"x\"}]},\"total\":9}");
	assert_int_equal(page.status, 0);
	assert_int_equal(page.count, 1);
	assert_int_equal(page.result.records, 1);
	assert_slice(page.record[0].record.code, "a");
	assert_slice(page.record[0].record.unit, "none");
	decoded_free(&page);
	profile_free(profile);
}

static void the_officer_is_kept_only_when_switched_on(void **state)
{
	struct profile *profile = plain();
	const char *text = "{\"list\":{\"items\":[{\"no\":\"a\"," RECEIVED ",\"who\":\"B\"},"
			   "{\"no\":\"b\"," RECEIVED ",\"who\":{}}]}}";
	for (int keep = 0; keep < 2; keep++) {
		struct decode_options options = {
			.profile = profile, .now = NOON, .keep_officer = keep};
		struct decoded page = decode_with(options, slice_of(text), 0);
		assert_int_equal(page.count, 2);
		assert_slice(page.record[0].record.officer, keep ? "B" : "");
		decoded_free(&page);
	}
	profile_free(profile);
}

/* --- what is odd ------------------------------------------------------------------------- */

static void an_unusable_due_date_is_marked_and_left_out(void **state)
{
	const char *dues[] = {"\"due\":\"0001-01-01T00:00:00\"", "\"due\":\"next week\"",
		"\"due\":\"31/02/2026 10:00:00\"", "\"due\":\"1753-01-01\""};
	for (size_t i = 0; i < ARRAY_SIZE(dues); i++) {
		struct case_facts facts = facts_of(dues[i]);
		assert_true(facts.due == INSTANT_NONE);
		assert_int_equal(facts.odd & ODD_DUE_UNUSABLE, ODD_DUE_UNUSABLE);
	}
	assert_int_equal(facts_of("\"due\":\"\"").odd & ODD_DUE_UNUSABLE, 0);
	assert_int_equal(facts_of("\"due\":null").odd & ODD_DUE_UNUSABLE, 0);
	assert_int_equal(facts_of("\"due\":\" - \"").odd & ODD_DUE_UNUSABLE, 0);
	assert_int_equal(facts_of("\"due\":\"1900-01-01T00:00:00\"").odd & ODD_DUE_UNUSABLE, 0);
}

static void a_term_is_a_sane_number_or_none(void **state)
{
	struct case_facts facts = facts_of("\"term\":\"1.5\",\"term-unit\":\"d\"");
	assert_int_equal(facts.term_unit, TERM_WORKING_HOURS);
	assert_int_equal(facts.term, 12 * 60);
	facts = facts_of("\"term\":\"9999\",\"term-unit\":\"h\"");
	assert_int_equal(facts.term, 9999 * 60);
	const char *none[] = {"0", "-1", "x", "10001", "9999999.5"};
	for (size_t i = 0; i < ARRAY_SIZE(none); i++) {
		char fields[64];
		snprintf(fields, sizeof(fields), "\"term\":\"%s\",\"term-unit\":\"d\"", none[i]);
		facts = facts_of(fields);
		assert_int_equal(facts.term_unit, TERM_NONE);
		assert_int_equal(facts.term, 0);
	}
}

/* 9999-12-31 is how systems write that there is none. */
static void a_due_date_at_the_end_of_time_is_none(void **state)
{
	(void)state;
	const char *dues[] = {"9999-12-31T00:00:00", "9999-12-31", "2099-01-01T17:00:00",
		"2036-11-11T08:00:01", "253402189200000"};
	for (size_t i = 0; i < sizeof(dues) / sizeof(dues[0]); i++) {
		char fields[64];
		snprintf(fields, sizeof(fields), "\"state\":\"4\",\"due\":\"%s\"", dues[i]);
		struct case_facts far = facts_of(fields);
		assert_int_equal(far.odd, i < 4 ? ODD_DUE_FAR : ODD_DUE_UNUSABLE);
		assert_true(far.due == INSTANT_NONE);
	}
	assert_int_equal(facts_of("\"state\":\"4\",\"due\":\"2036-11-08T08:00:00\"").odd, 0);
	assert_true(facts_of("\"state\":\"4\",\"finished\":\"9999-12-31T00:00:00\"").finished ==
		    INSTANT_NONE);
	assert_int_equal(facts_of("\"state\":\"4\",\"finished\":\"9999-12-31T00:00:00\"").odd, 0);
	assert_int_equal(facts_of("\"state\":\"9\",\"finished\":\"9999-12-31T00:00:00\"").odd,
		ODD_FINISHED_UNUSABLE);
}

static void a_due_date_before_or_at_receipt_is_marked_and_kept(void **state)
{
	(void)state;
	assert_int_equal(facts_of("\"state\":\"4\",\"due\":\"2026-11-09T08:00:00\"").odd,
		ODD_DUE_BEFORE_RECEIVED);
	struct case_facts none = facts_of("\"state\":\"4\",\"due\":\"2026-11-10T08:00:00\"");
	assert_int_equal(none.odd, ODD_DUE_AT_RECEIPT);
	assert_int_equal(none.due, none.received);
	struct case_facts same_day = facts_of("\"state\":\"4\",\"due\":\"2026-11-10\"");
	assert_int_equal(same_day.odd, ODD_DATE_ONLY_DUE);
	assert_int_equal(same_day.due, vn(2026, 11, 11, 0, 0, 0) - 1);
}

static void a_finish_against_the_status_or_the_hand_over_is_marked(void **state)
{
	(void)state;
	const struct {
		const char *fields;
		int odd;
	} said[] = {
		{"\"state\":\"4\",\"finished\":\"2026-11-12T08:00:00\"", ODD_OPEN_WITH_FINISH},
		{"\"state\":\"5\",\"returned\":\"2026-11-12T08:00:00\"", ODD_OPEN_WITH_FINISH},
		{"\"state\":\"9\",\"finished\":\"2026-11-12T08:00:00\"", 0},
		{"\"state\":\"3\",\"finished\":\"2026-11-12T08:00:00\"", 0},
		{"\"state\":\"10\",\"finished\":\"2026-11-12T08:00:00\","
		 "\"returned\":\"2026-11-12T07:59:00\"",
			ODD_FINISHED_AFTER_RETURNED},
		{"\"state\":\"10\",\"finished\":\"2026-11-12T08:00:00\","
		 "\"returned\":\"2026-11-12\"",
			0},
		{"\"state\":\"10\",\"finished\":\"2026-11-12\",\"returned\":\"2026-11-12T07:59:"
		 "00\"",
			0},
	};
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++)
		assert_int_equal(facts_of(said[i].fields).odd, said[i].odd);
}

static void a_received_date_that_nobody_can_read_is_marked(void **state)
{
	(void)state;
	struct case_facts facts = facts_of("\"state\":\"4\",\"received\":\"31/02/2026 08:00:00\"");
	assert_true(facts.received == INSTANT_NONE);
	assert_int_equal(facts.odd, ODD_RECEIVED_UNUSABLE);
}

static void a_due_time_of_midnight_is_noticed(void **state)
{
	(void)state;
	const char *midnights[] = {"2026-11-20T00:00:00", "2026-11-19T17:00:00Z",
		"20/11/2026 00:00:00", "2026-11-20T00:00:00Z", "1795107600000"};
	for (size_t i = 0; i < sizeof(midnights) / sizeof(midnights[0]); i++) {
		char fields[64];
		snprintf(fields, sizeof(fields), "\"state\":\"4\",\"due\":\"%s\"", midnights[i]);
		assert_int_equal(facts_of(fields).odd, ODD_DUE_AT_MIDNIGHT);
	}
	assert_int_equal(facts_of("\"state\":\"4\",\"due\":\"2026-11-20T00:00:01\"").odd, 0);
	assert_int_equal(facts_of("\"state\":\"4\",\"due\":\"2026-11-20T00:00:00.001\"").odd, 0);
}

/* `midnight = day`: a date kept in a timestamp is the day. */
static void a_midnight_means_its_day_where_the_profile_says_so(void **state)
{
	(void)state;
	struct text text = {0};
	text_printf(&text, "%smidnight = day\n", plain_profile);
	struct profile *profile = profile_of_text("plain.profile", text.data);
	struct decoded page = decode(profile,
		"{\"list\":{\"count\":\"1\",\"items\":[{\"no\":\"a\",\"state\":\"9\","
		"\"received\":\"2026-11-10T08:00:00\",\"due\":\"2026-11-19T17:00:00Z\","
		"\"finished\":\"2026-11-10T00:00:00\"}]}}");
	struct case_facts facts = page.record[0].record.facts;
	assert_int_equal(facts.odd, ODD_DATE_ONLY_DUE);
	assert_int_equal(facts.due, vn(2026, 11, 21, 0, 0, 0) - 1);
	assert_int_equal(facts.finished, vn(2026, 11, 10, 0, 0, 0));
	decoded_free(&page);
	profile_free(profile);
	text_free(&text);
}

static void year_one_is_odd_as_a_finish_of_closed_cases_only(void **state)
{
	assert_int_equal(facts_of("\"state\":\"4\",\"finished\":\"0001-01-01T00:00:00\"").odd, 0);
	assert_int_equal(facts_of("\"state\":\"9\",\"finished\":\"0001-01-01T00:00:00\"").odd,
		ODD_FINISHED_UNUSABLE);
	assert_int_equal(facts_of("\"state\":\"4\",\"finished\":\"x\"").odd, ODD_FINISHED_UNUSABLE);
}

static void impossible_orders_of_dates_are_marked(void **state)
{
	assert_int_equal(facts_of("\"state\":\"9\",\"finished\":\"2026-11-10T07:59:59\"").odd,
		ODD_FINISHED_BEFORE_RECEIVED);
	assert_int_equal(facts_of("\"state\":\"9\",\"finished\":\"2026-11-10\"").odd, 0);
	assert_int_equal(facts_of("\"state\":\"9\",\"finished\":\"2026-11-20T12:05:01\"").odd,
		ODD_FINISHED_IN_FUTURE);
	assert_int_equal(facts_of("\"state\":\"9\",\"finished\":\"2026-11-20T12:05:00\"").odd, 0);
	assert_int_equal(facts_of("\"state\":\"4\",\"received\":\"2026-11-20T12:05:01\"").odd,
		ODD_RECEIVED_IN_FUTURE);
}

static void an_unknown_status_is_kept_with_its_word(void **state)
{
	struct decoded page = decode_items("{\"no\":\"a\"," RECEIVED ",\"state\":\" chờ ký số \"},"
					   "{\"no\":\"b\"," RECEIVED "},"
					   "{\"no\":\"c\"," RECEIVED ",\"state\":\"ĐANG KÝ SỐ\"},"
					   "{\"no\":\"d\"," RECEIVED ",\"state\":\"Processing\"},"
					   "{\"no\":\"e\"," RECEIVED ",\"state\":\"ĐANG XỬ LÝ\"}");
	assert_int_equal(page.count, 5);
	assert_slice(page.record[0].record.status_text, "chờ ký số");
	for (int i = 0; i < 3; i++) {
		assert_int_equal(page.record[i].record.facts.status, STATUS_UNKNOWN);
		assert_int_equal(page.record[i].record.facts.odd, ODD_STATUS_UNKNOWN);
	}
	assert_int_equal(page.record[3].record.facts.status, STATUS_PROCESSING);
	assert_int_equal(page.record[4].record.facts.status, STATUS_PROCESSING);
	decoded_free(&page);
}

static void a_status_is_known_in_either_case_and_either_encoding(void **state)
{
	struct decoded page = decode_items(
		"{\"no\":\"a\"," RECEIVED ",\"state\":\"ĐANG XỬ LÝ\"},"
		"{\"no\":\"b\"," RECEIVED ",\"state\":\"\u0111ang x\u01B0\u0309 ly\u0301\"}");
	assert_int_equal(page.count, 2);
	for (int i = 0; i < 2; i++)
		assert_int_equal(page.record[i].record.facts.status, STATUS_PROCESSING);
	decoded_free(&page);
}

static void a_case_withdrawn_before_it_was_received_stands_with_the_refused(void **state)
{
	struct decoded page = decode_items("{\"no\":\"a\",\"state\":\"withdrawn\"},"
					   "{\"no\":\"b\",\"state\":\"withdrawn\"," RECEIVED "},"
					   "{\"no\":\"c\",\"state\":\"registered\"}");
	assert_int_equal(page.count, 3);
	assert_int_equal(page.record[0].record.facts.status, STATUS_REFUSED);
	assert_int_equal(page.record[1].record.facts.status, STATUS_WITHDRAWN);
	assert_int_equal(page.record[2].record.facts.status, STATUS_REGISTERED);
	decoded_free(&page);
}

/* --- whole pages ------------------------------------------------------------------------- */

static void expect_page_failure(const char *page, size_t length, const char *says)
{
	struct profile *profile = plain();
	struct decode_options options = {.profile = profile, .now = NOON};
	struct decoded decoded = decode_with(options, (struct slice){page, length}, 16384);
	if (decoded.status != -EBADMSG || !strstr(decoded.error.text, says))
		fail_msg("%.60s: %d \"%s\", not \"%s\"", page, decoded.status, decoded.error.text,
			says);
	decoded_free(&decoded);
	profile_free(profile);
}

static void each_wrong_page_fails_by_name(void **state)
{
	static const struct {
		const char *page, *says;
	} wrong[] = {
		{"", "empty"},
		{" \r\n ", "empty"},
		{"<!DOCTYPE html><html><head><title> Đăng nhập </title>",
			"the page is HTML instead of JSON"},
		{"<html><form><input name=x type=\"password\">",
			"instead of JSON: a form to sign in"},
		{"cb({\"list\":{\"items\":[]}})", "the page is JSONP instead of JSON (25 bytes)"},
		{"/**/x.y({})", "JSONP instead of JSON"},
		{")]}',\n{\"list\":{}}", "JSON behind a guard"},
		{"\n <html>", "HTML instead of JSON"},
		{"<?xml version=\"1.0\"?><data/>", "XML instead of JSON"},
		{"Internal Server Error\nat line 7", "the page is plain text instead of JSON"},
		{"\x1F\x8B\x08", "the page is compressed (gzip) without saying so"},
		{"\xFF\xFE{", "the page is UTF-16 instead of UTF-8"},
		{"\xFE\xFF", "the page is UTF-16 instead of UTF-8"},
		{"\x80\x81", "it begins with the byte 80"},
		{"{\"list\":{\"items\":[{\"no\":\"a\"," RECEIVED "},{\"no\":", "cut off"},
		{"{\"list\":{\"items\":[{\"no\":\"a\"," RECEIVED "}", "after 1 record"},
		{"{\"list\":{}}", "no list of cases at /list/items"},
		{"{\"list\":{\"items\":{}}}", "no list of cases"},
		{"{\"list\":{\"items\":null}}", "no list of cases"},
		{"{\"list\":[]}", "no list of cases"},
		{"[]", "no list of cases"},
		{"{\"list\":{\"items\":[]}}{", "not JSON at byte"},
		{"{\"list\":{\"items\":[}}", "not JSON at byte"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		expect_page_failure(wrong[i].page, strlen(wrong[i].page), wrong[i].says);
}

static void a_string_of_ten_mebibytes_fails_the_page(void **state)
{
	struct text page = {0};
	text_add(&page, "{\"list\":{\"items\":[{\"note\":\"");
	for (int i = 0; i < 10 * 1024 * 1024 / 64; i++)
		text_add(&page, "0123456789012345678901234567890123456789012345678901234567890123");
	text_add(&page, "\"}]}}");
	expect_page_failure(page.data, page.length, "more than 1048576 bytes");
	text_free(&page);
}

static void nesting_of_a_hundred_levels_fails_the_page(void **state)
{
	struct text page = {0};
	text_add(&page, "{\"list\":{\"items\":[{\"note\":");
	for (int i = 0; i < 100; i++)
		text_add(&page, "[");
	expect_page_failure(page.data, page.length, "nested more than 64 deep");
	text_free(&page);
}

static void a_broken_byte_in_what_nobody_reads_harms_nothing(void **state)
{
	struct decoded page =
		decode_items("{\"no\":\"a\"," RECEIVED ",\"name\":\"NGUY\xE1\xBB, b\xFF\"}");
	assert_int_equal(page.count, 1);
	decoded_free(&page);
}

static int refuse_second(void *user, const struct case_record *record)
{
	int *count = user;
	(void)record;
	return ++*count == 2 ? -ECANCELED : 0;
}

static void a_callback_that_refuses_ends_the_page_with_its_code(void **state)
{
	struct profile *profile = plain();
	int count = 0;
	struct decode_options options = {
		.profile = profile, .now = NOON, .on_record = refuse_second, .user = &count};
	struct decoder *decoder = decoder_new(&options);
	struct error error;
	struct page_result result;
	const char *page = "{\"list\":{\"items\":[{\"no\":\"a\"," RECEIVED
			   "},{\"no\":\"b\"," RECEIVED "},{\"no\":\"c\"," RECEIVED "}]}}";
	assert_int_equal(decoder_feed(decoder, page, strlen(page), &error), -ECANCELED);
	assert_int_equal(decoder_feed(decoder, page, strlen(page), &error), -ECANCELED);
	assert_int_equal(decoder_end(decoder, &result, &error), -ECANCELED);
	assert_int_equal(count, 2);
	decoder_free(decoder);
	profile_free(profile);
}

/* The cursor of a page after which nothing but its headers speaks. */
static void expect_cursor(const char *style, const char *header, const char *cursor)
{
	struct text text = {0};
	text_printf(&text,
		"[profile]\n[sweep all]\npath = /a\nquery = after={cursor}\n[paging]\n"
		"style = %s\n[answer]\nrecords = \"\"\ncursor = header Link\n[fields]\n"
		"code = /a\nreceived = /b\n[dates]\nformats = iso\n",
		style);
	struct profile *profile = profile_of_text("header.profile", text.data);
	struct decode_options options = {.profile = profile, .now = NOON};
	struct decoder *decoder = decoder_new(&options);
	struct page_result result;
	struct error error;
	decoder_header(decoder, SLICE("Content-Type"), SLICE("/no"));
	if (header)
		decoder_header(decoder, SLICE("link"), slice_of(header));
	assert_int_equal(decoder_feed(decoder, "[{}]", 4, &error), 0);
	assert_int_equal(decoder_end(decoder, &result, &error), 0);
	assert_string_equal(result.cursor, cursor);
	struct listing_read read = {0};
	assert_int_equal(profile_page_next(profile, &read, &result, 0, &error),
		*cursor ? PAGE_NEXT : PAGE_END);
	decoder_free(decoder);
	profile_free(profile);
	text_free(&text);
}

static void the_next_page_may_stand_in_a_header(void **state)
{
	expect_cursor("cursor", "abc", "abc");
	expect_cursor("cursor", NULL, "");
	expect_cursor("link", "</a?after=3>; rel=\"next\"", "/a?after=3");
	expect_cursor("link", "<https://x/a?b,c>; rel=prev, <https://x/a?d>;title=t; rel=next",
		"https://x/a?d");
	expect_cursor("link", "<https://x/a>; rel=\"first\"", "");
	expect_cursor("link", "<https://x/a", "");
	expect_cursor("link", "<", "");
	expect_cursor("link", "/a?after=4", "/a?after=4");
	expect_cursor("link", NULL, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_unusable_record_is_set_aside_by_name),
		cmocka_unit_test(a_broken_byte_is_seen_wherever_it_stands),
		cmocka_unit_test(a_value_of_more_than_a_thousand_bytes_sets_the_record_aside),
		cmocka_unit_test(a_caption_is_cut_between_characters_instead),
		cmocka_unit_test(numbers_as_text_and_text_as_numbers_are_taken),
		cmocka_unit_test(the_later_of_two_equal_keys_counts),
		cmocka_unit_test(values_of_one_record_do_not_leak_into_the_next),
		cmocka_unit_test(keys_of_the_same_name_elsewhere_are_not_taken),
		cmocka_unit_test(the_officer_is_kept_only_when_switched_on),
		cmocka_unit_test(an_unusable_due_date_is_marked_and_left_out),
		cmocka_unit_test(a_term_is_a_sane_number_or_none),
		cmocka_unit_test(a_due_date_at_the_end_of_time_is_none),
		cmocka_unit_test(a_due_date_before_or_at_receipt_is_marked_and_kept),
		cmocka_unit_test(a_finish_against_the_status_or_the_hand_over_is_marked),
		cmocka_unit_test(a_received_date_that_nobody_can_read_is_marked),
		cmocka_unit_test(a_due_time_of_midnight_is_noticed),
		cmocka_unit_test(a_midnight_means_its_day_where_the_profile_says_so),
		cmocka_unit_test(year_one_is_odd_as_a_finish_of_closed_cases_only),
		cmocka_unit_test(impossible_orders_of_dates_are_marked),
		cmocka_unit_test(an_unknown_status_is_kept_with_its_word),
		cmocka_unit_test(a_status_is_known_in_either_case_and_either_encoding),
		cmocka_unit_test(a_case_withdrawn_before_it_was_received_stands_with_the_refused),
		cmocka_unit_test(each_wrong_page_fails_by_name),
		cmocka_unit_test(a_string_of_ten_mebibytes_fails_the_page),
		cmocka_unit_test(nesting_of_a_hundred_levels_fails_the_page),
		cmocka_unit_test(a_broken_byte_in_what_nobody_reads_harms_nothing),
		cmocka_unit_test(a_callback_that_refuses_ends_the_page_with_its_code),
		cmocka_unit_test(the_next_page_may_stand_in_a_header),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
