/* The OpenCPS list as the shipped profile reads and asks for it. Values are invented. */
#include "portal_test.h"

static const char page_of_two[] =
	"{\"total\": 2, \"data\": ["
	"{\"dossierId\": 90211, \"referenceUid\": \"5b0c8e2e-0001\","
	" \"dossierNo\": \"000.17.32.H99-261110-0042\","
	" \"createDate\": \"10/11/2026 08:02:11\", \"modifiedDate\": \"18/11/2026 16:40:09\","
	" \"submitDate\": \"10/11/2026 08:02:11\", \"receiveDate\": \"10/11/2026 08:15:00\","
	" \"dueDate\": \"17/11/2026 12:15:00\", \"extendDate\": \"\", \"releaseDate\": \"\","
	" \"dossierStatus\": \"processing\", \"dossierStatusText\": \"Đang xử lý\","
	" \"lockState\": \"\", \"durationCount\": 5.0, \"durationUnit\": 0,"
	" \"govAgencyCode\": \"UBND-XA-017\", \"govAgencyName\": \"UBND xã Ví Dụ\","
	" \"domainCode\": \"G09-HT01\", \"domainName\": \"Hộ tịch\","
	" \"serviceCode\": \"1.000656.000.00.00.H99\", \"serviceName\": \"Đăng ký khai tử\","
	" \"online\": \"true\", \"viaPostal\": \"0\", \"wardCode\": \"99999\","
	" \"applicantName\": \"NGƯỜI NỘP KHÔNG AI ĐƯỢC BIẾT\"},"
	"{\"dossierId\": 90212, \"referenceUid\": \"5b0c8e2e-0002\", \"dossierNo\": \"\","
	" \"submitDate\": \"19/11/2026 21:00:00\", \"receiveDate\": \"\", \"dueDate\": \"\","
	" \"dossierStatus\": \"new\", \"lockState\": \"PAUSE\", \"online\": \"false\","
	" \"govAgencyCode\": \"UBND-XA-018\", \"durationUnit\": 1}]}";

static void a_case_is_read_field_by_field(void **state)
{
	struct profile *profile = shipped("opencps");
	struct decoded page = decode(profile, page_of_two);
	assert_int_equal(page.status, 0);
	assert_int_equal(page.count, 2);
	const struct case_record *record = &page.record[0].record;
	assert_slice(record->code, "000.17.32.H99-261110-0042");
	assert_slice(record->unit, "UBND-XA-017");
	assert_slice(record->unit_name, "UBND xã Ví Dụ");
	assert_slice(record->procedure, "1.000656");
	assert_slice(record->procedure_name, "Đăng ký khai tử");
	assert_slice(record->field, "G09-HT01");
	assert_slice(record->field_name, "Hộ tịch");
	assert_slice(record->status_text, "processing");
	assert_slice(record->officer, "");
	const struct case_facts *facts = &record->facts;
	assert_int_equal(facts->status, STATUS_PROCESSING);
	assert_int_equal(facts->channel, CHANNEL_ONLINE);
	assert_int_equal(facts->submitted, vn(2026, 11, 10, 8, 2, 11));
	assert_int_equal(facts->received, vn(2026, 11, 10, 8, 15, 0));
	assert_int_equal(facts->due, vn(2026, 11, 17, 12, 15, 0)); /* after noon, not midnight */
	assert_true(facts->finished == INSTANT_NONE && facts->returned == INSTANT_NONE);
	assert_int_equal(facts->term_unit, TERM_WORKING_DAYS);
	assert_int_equal(facts->term, 5);
	assert_false(facts->locked);
	assert_int_equal(facts->odd, 0);
	assert_int_equal(record->updated, vn(2026, 11, 18, 16, 40, 9));
	decoded_free(&page);
	profile_free(profile);
}

static void a_case_not_yet_received_goes_by_its_reference(void **state)
{
	struct profile *profile = shipped("opencps");
	struct decoded page = decode(profile, page_of_two);
	const struct case_record *record = &page.record[1].record;
	assert_slice(record->code, "5b0c8e2e-0002");
	assert_int_equal(record->facts.status, STATUS_REGISTERED);
	assert_int_equal(record->facts.channel, CHANNEL_IN_PERSON);
	assert_true(record->facts.received == INSTANT_NONE);
	assert_true(record->facts.locked);
	assert_int_equal(record->facts.term_unit, TERM_NONE);
	assert_int_equal(page.result.total, 2);
	decoded_free(&page);
	profile_free(profile);
}

static void a_list_left_out_is_empty(void **state)
{
	struct profile *profile = shipped("opencps");
	struct decoded page = decode(profile, "{\"total\": 0}");
	assert_int_equal(page.status, 0);
	assert_true(page.result.list_seen);
	assert_int_equal(page.result.records, 0);
	decoded_free(&page);
	profile_free(profile);
}

static void an_answer_that_is_no_listing_is_not_an_empty_one(void **state)
{
	static const char *const wrong[] = {"{}", "[]", "{\"total\": 7, \"data\": {\"0\": true}}",
		"{\"total\": 0, \"data\": \"\"}", "{\"total\": \"many\"}",
		"{\"error\": {\"code\": 500, \"message\": \"NullPointerException\"}}"};
	struct profile *profile = shipped("opencps");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct decoded page = decode(profile, wrong[i]);
		if (page.status != -EBADMSG ||
			!strstr(page.error.text, "no list of cases at /data"))
			fail_msg("%s: %d \"%s\"", wrong[i], page.status, page.error.text);
		decoded_free(&page);
	}
	profile_free(profile);
}

static void an_answer_without_list_and_total_is_no_empty_list(void **state)
{
	static const char *const pages[] = {"{}", "{\"message\":\"x\"}", "[]", "\"x\"",
		"\xEF\xBB\xBF\"x\"", "{\"total\":\"many\"}", "{\"total\":null}"};
	struct profile *profile = shipped("opencps");
	struct decode_options options = {.profile = profile, .now = NOON};
	for (size_t i = 0; i < 2 * ARRAY_SIZE(pages); i++) {
		struct decoded page = decode_with(options, slice_of(pages[i / 2]), i % 2);
		assert_int_equal(page.status, -EBADMSG);
		decoded_free(&page);
	}
	profile_free(profile);
}

static char *path_of(const struct profile *profile, enum cycle_kind kind, int listing,
	const struct request_values *values)
{
	struct request request = {0};
	struct error error;
	assert_int_equal(profile_request(profile, kind, listing, values, &request, &error), 0);
	assert_string_equal(request.method, "GET");
	assert_null(request.body);
	char *path = xstrdup(request.path_query);
	request_free(&request);
	return path;
}

static void a_sweep_asks_page_by_page_for_everything(void **state)
{
	struct profile *profile = shipped("opencps");
	struct request_values values = {.page_index = 2,
		.start = 1000,
		.page_size = 500,
		.from = INSTANT_NONE,
		.to = INSTANT_NONE};
	assert_int_equal(profile_listing_count(profile, CYCLE_SWEEP), 1);
	assert_true(profile_listing_covers_all(profile, CYCLE_SWEEP, 0));
	assert_false(profile_listing_windowed(profile, CYCLE_SWEEP, 0));
	char *path = path_of(profile, CYCLE_SWEEP, 0, &values);
	assert_string_equal(path, "/o/rest/v2/dossiers?agency=all&start=1000&end=1500&order=false");
	free(path);
	profile_free(profile);
}

static void an_incremental_cycle_asks_for_the_open_and_for_windows(void **state)
{
	struct profile *profile = shipped("opencps");
	struct request_values values = {.page_size = 1000,
		.from = vn(2026, 11, 3, 23, 59, 0),
		.to = vn(2026, 11, 20, 0, 30, 0),
		.agency = SLICE("A 1,B&x=2")};
	assert_int_equal(profile_listing_count(profile, CYCLE_INCREMENTAL), 4);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(profile_listing_windowed(profile, CYCLE_INCREMENTAL, i), i > 0);
		assert_false(profile_listing_covers_all(profile, CYCLE_INCREMENTAL, i));
	}
	char *open = path_of(profile, CYCLE_INCREMENTAL, 0, &values);
	assert_non_null(strstr(open, "agency=A%201%2CB%26x%3D2&start=0&end=1000"));
	assert_non_null(strstr(open, "&status=new,receiving,processing"));
	assert_null(strstr(open, "%20receiving"));
	char *released = path_of(profile, CYCLE_INCREMENTAL, 1, &values);
	assert_non_null(
		strstr(released, "&fromReleaseDate=3%2F11%2F2026&toReleaseDate=20%2F11%2F2026"));
	char *finished = path_of(profile, CYCLE_INCREMENTAL, 2, &values);
	assert_non_null(
		strstr(finished, "&fromFinishDate=3%2F11%2F2026&toFinishDate=20%2F11%2F2026"));
	char *ended = path_of(profile, CYCLE_INCREMENTAL, 3, &values); /* whenever the last was */
	assert_non_null(strstr(ended, "&status=denied,cancelled,unresolved"));
	assert_non_null(
		strstr(ended, "&fromReceiveDate=23%2F7%2F2026&toReceiveDate=20%2F11%2F2026"));
	free(open);
	free(released);
	free(finished);
	free(ended);
	profile_free(profile);
}

static void the_group_is_a_header_the_portal_must_name(void **state)
{
	struct profile *profile = shipped("opencps");
	assert_string_equal(profile_required_headers(profile)[0], "groupId");
	assert_null(profile_required_headers(profile)[1]);
	profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_case_is_read_field_by_field),
		cmocka_unit_test(a_case_not_yet_received_goes_by_its_reference),
		cmocka_unit_test(a_list_left_out_is_empty),
		cmocka_unit_test(an_answer_that_is_no_listing_is_not_an_empty_one),
		cmocka_unit_test(an_answer_without_list_and_total_is_no_empty_list),
		cmocka_unit_test(a_sweep_asks_page_by_page_for_everything),
		cmocka_unit_test(an_incremental_cycle_asks_for_the_open_and_for_windows),
		cmocka_unit_test(the_group_is_a_header_the_portal_must_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
