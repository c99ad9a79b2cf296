/* The other shipped profiles on pages of their shape. Values are invented. */
#include "portal_test.h"

static const char igate_page[] =
	"{\"content\":[{\"id\":\"6739c0de0a1b2c3d4e5f6071\",\"code\":\"000.17.32.H99-261110-0042\","
	"\"dossierStatus\":{\"id\":2,\"name\":[{\"languageId\":228,\"name\":\"Đang xử lý\"}]},"
	"\"agency\":{\"id\":\"60f0\",\"code\":\"000.17.32.H99\",\"name\":[{\"languageId\":228,"
	"\"name\":\"UBND xã Ví Dụ\"}],\"parent\":{\"name\":[{\"name\":\"khác\"}]}},"
	"\"procedure\":{\"id\":\"61\",\"code\":\"1.000656\",\"translate\":[{\"languageId\":228,"
	"\"name\":\"Đăng ký khai tử\"}],\"sector\":{\"code\":\"HT\",\"name\":[{\"name\":\"Hộ "
	"tịch\"}]}},"
	"\"applicant\":{\"data\":{\"fullname\":\"KHÔNG AI\"}},"
	"\"applyMethod\":{\"id\":0,\"name\":\"Trực tuyến\"},"
	"\"appliedDate\":\"2026-11-10T08:02:11.000+0700\","
	"\"acceptedDate\":\"2026-11-10T08:15:00.000+0700\","
	"\"appointmentDate\":\"2026-11-17T17:00:00.000+0700\",\"completedDate\":null,"
	"\"dueDate\":\"2026-11-13T17:00:00.000+0700\",\"updatedDate\":\"2026-11-18T01:00:00.000+"
	"0000\","
	"\"processingTime\":5,\"processingTimeUnit\":\"d\","
	"\"currentTask\":[{\"assignee\":{\"fullname\":\"Cán Bộ\"},"
	"\"dueDate\":\"2026-11-13T17:00:00.000+0700\"}]},"
	"{\"code\":\"000.17.32.H99-261110-0043\",\"dossierStatus\":{\"id\":4,\"name\":\"Đã có kết "
	"quả\"},"
	"\"agency\":{\"code\":\"000.17.32.H99\",\"name\":\"UBND xã Ví Dụ\"},"
	"\"procedure\":{\"code\":\"1.000656\",\"translate\":{\"0\":{\"name\":\"Đăng ký khai "
	"tử\"}}},"
	"\"acceptedDate\":\"2026-11-10T01:15:00.000Z\","
	"\"appointmentDate\":\"2026-11-17T10:00:00.000+0000\","
	"\"completedDate\":\"2026-11-16T03:00:00.000+0000\",\"updatedDate\":\"2026-11-16T03:00:"
	"01Z\","
	"\"currentTask\":{\"assignee\":{\"fullname\":\"Cán Bộ\"}}}],"
	"\"totalElements\":2,\"totalPages\":1,\"number\":0,\"size\":200,\"first\":true,\"last\":"
	"true}";

static void igate_names_are_read_as_lists_objects_and_text(void **state)
{
	struct profile *profile = shipped("igate");
	struct decode_options options = {.profile = profile, .now = NOON, .keep_officer = true};
	struct decoded page = decode_with(options, slice_of(igate_page), 0);
	assert_int_equal(page.status, 0);
	assert_int_equal(page.count, 2);
	for (int i = 0; i < 2; i++) {
		const struct case_record *record = &page.record[i].record;
		assert_slice(record->unit, "000.17.32.H99");
		assert_slice(record->unit_name, "UBND xã Ví Dụ");
		assert_slice(record->procedure_name, "Đăng ký khai tử");
		assert_slice(record->officer, "Cán Bộ");
		assert_int_equal(record->facts.received, vn(2026, 11, 10, 8, 15, 0));
		assert_int_equal(record->facts.due, vn(2026, 11, 17, 17, 0, 0));
		assert_int_equal(record->facts.odd, 0);
	}
	const struct case_record *first = &page.record[0].record, *second = &page.record[1].record;
	assert_slice(first->field_name, "Hộ tịch");
	assert_slice(first->status_text, "Đang xử lý");
	assert_int_equal(first->facts.status, STATUS_PROCESSING);
	assert_int_equal(first->facts.channel, CHANNEL_ONLINE);
	assert_int_equal(first->facts.term, 5);
	assert_int_equal(second->facts.status, STATUS_PROCESSED);
	assert_int_equal(second->facts.finished, vn(2026, 11, 16, 10, 0, 0));
	assert_true(page.result.last_known && page.result.last_said);
	assert_int_equal(page.result.total, 2);
	assert_int_equal(page.result.newest_updated, vn(2026, 11, 18, 8, 0, 0));
	decoded_free(&page);
	profile_free(profile);
}

static void igate_numbers_are_not_the_national_ones(void **state)
{
	struct profile *profile = shipped("igate");
	struct decoded page = decode(profile,
		"[{\"code\":\"a\",\"acceptedDate\":\"2026-11-10\","
		"\"dossierStatus\":{\"id\":9,\"name\":\"Chờ ký số\"}},"
		"{\"code\":\"b\",\"acceptedDate\":\"2026-11-10\",\"dossierStatus\":{\"id\":2}}]");
	assert_int_equal(page.count, 2);
	assert_int_equal(page.record[0].record.facts.status, STATUS_UNKNOWN);
	assert_int_equal(page.record[0].record.facts.odd, ODD_STATUS_UNKNOWN);
	assert_slice(page.record[0].record.status_text, "Chờ ký số");
	assert_int_equal(page.record[1].record.facts.status, STATUS_PROCESSING);
	assert_false(page.result.last_known); /* the bare list says nothing of pages */
	decoded_free(&page);
	profile_free(profile);
}

static void thanh_hoa_is_read_plain_and_wrapped(void **state)
{
	static const char plain[] =
		"{\"data\":[{\"id\":\"1\",\"maHoSo\":\"H99.17-261110-0042\",\"kenhThucHien\":\"2\","
		"\"ngayTiepNhan\":\"2026-11-10T08:15:00\",\"ngayHenTra\":\"17/11/2026 17:00\","
		"\"ngayKetThucXuLy\":\"\",\"ngayTra\":null,\"donViId\":\"77\",\"groupName\":\"UBND "
		"xã\","
		"\"maTTHC\":\"1.000656\",\"tenTTHC\":\"Khai tử\",\"linhVucChinh\":\"Hộ tịch\","
		"\"trangThaiHoSoId\":\"4\",\"tenTrangThaiHoSo\":\"Đang xử lý\",\"chuHoSo\":\"KHÔNG "
		"AI\"}],"
		"\"currentPage\":0,\"totalPages\":9,\"totalCount\":41,\"hasNextPage\":true}";
	cleanup(text_free) struct text wrapped = {0};
	text_printf(&wrapped, "{\"data\":%s,\"succeeded\":true,\"failed\":false}", plain);
	struct profile *profile = shipped("thanhhoa");
	const char *pages[] = {plain, wrapped.data};
	for (int i = 0; i < 2; i++) {
		struct decoded page = decode(profile, pages[i]);
		assert_int_equal(page.count, 1);
		const struct case_record *record = &page.record[0].record;
		assert_slice(record->unit, "H99.17");
		assert_int_equal(record->facts.status, STATUS_PROCESSING);
		assert_int_equal(record->facts.channel, CHANNEL_ONLINE);
		assert_int_equal(record->facts.due, vn(2026, 11, 17, 17, 0, 0));
		decoded_free(&page);
	}
	profile_free(profile);
}

static void thanh_hoa_says_no_inside_a_good_answer(void **state)
{
	struct profile *profile = shipped("thanhhoa");
	struct decoded page =
		decode(profile, "{\"data\":[],\"succeeded\":false,\"message\":\"Hết hạn mức\"}");
	assert_int_equal(page.status, -EBADMSG);
	assert_non_null(strstr(page.error.text, "error: false, with a message of 17 bytes"));
	decoded_free(&page);
	profile_free(profile);
}

static void thanh_hoa_is_asked_by_a_body_per_page(void **state)
{
	struct profile *profile = shipped("thanhhoa");
	struct request_values values = {.page_index = 3,
		.page_size = 500,
		.from = vn(2024, 1, 1, 0, 0, 0),
		.to = NOON,
		.agency = SLICE("H99\\\",\"x\":\"\n")};
	struct request request;
	struct error error;
	assert_true(profile_listing_windowed(profile, CYCLE_SWEEP, 0));
	assert_false(profile_listing_covers_all(profile, CYCLE_SWEEP, 0));
	assert_int_equal(profile_window_overlap_ms(profile), 60 * DAY_MS);
	assert_int_equal(profile_request(profile, CYCLE_SWEEP, 0, &values, &request, &error), 0);
	assert_string_equal(request.method, "POST");
	assert_string_equal(request.path_query, "/api/v1/hosos/Search/TrangThaiXuLy");
	assert_string_equal(request.body,
		"{\"tuNgay\": \"2024-01-01\", \"denNgay\": \"2026-11-20\", "
		"\"maDinhDanhCha\": \"H99\\\\\\\",\\\"x\\\":\\\"\\u000a\" , \"trangThaiXuLy\": "
		"\"\", "
		"\"pageNumber\": 4, \"pageSize\": 500, \"cache\": false}");
	assert_string_equal(request.headers[1], "Content-Type: application/json");
	request_free(&request);
	profile_free(profile);
}

static void thanh_hoa_ends_at_an_empty_page_only(void **state)
{
	struct profile *profile = shipped("thanhhoa");
	struct error error;
	struct listing_read read = {.page_size = 500};
	struct page_result page = {.records = 7, .total = 5};
	assert_int_equal(profile_page_next(profile, &read, &page, 0, &error), PAGE_NEXT);
	assert_int_equal(profile_page_next(profile, &read, &page, 0, &error), PAGE_NEXT);
	page.records = 0;
	assert_int_equal(profile_page_next(profile, &read, &page, 0, &error), PAGE_END);
	profile_free(profile);
}

static const char national_record[] =
	"{\"MaHoSo\":\"000.17.32.H99-261110-0042\",\"MaTTHC\":\"1.000656\",\"TenTTHC\":\"Khai tử\","
	"\"MaLinhVuc\":\"G09-HT01\",\"TenLinhVuc\":\"Hộ tịch\",\"LoaiDoiTuong\":\"1\","
	"\"ChuHoSo\":\"KHÔNG AI\",\"KenhThucHien\":\"3\",\"NgayTiepNhan\":\"20261110081500\","
	"\"NgayHenTra\":\"20261117170000\",\"TrangThaiHoSo\":\"5\",\"NgayTra\":\"\","
	"\"NgayKetThucXuLy\":\"\",\"DonViXuLy\":\"UBND xã Ví Dụ\",\"TaiLieuNop\":[{\"x\":[1,2]}],"
	"\"DanhSachHoSoBoSung\":[{\"NgayBoSung\":\"20261112100000\",\"NgayHenTraMoi\":\"\"},"
	"{\"NgayBoSung\":\"20261113100000\"}]}";

static void the_national_record_is_read_from_a_message_and_from_a_bare_list(void **state)
{
	struct profile *profile = shipped("dvcqg");
	cleanup(text_free) struct text message = {0};
	cleanup(text_free) struct text bare = {0};
	text_printf(&message, "{\"session\":\"\",\"error_code\":\"00\",\"data\":[%s]}",
		national_record);
	text_printf(&bare, "[%s]", national_record);
	const char *pages[] = {message.data, bare.data};
	for (int i = 0; i < 2; i++) {
		struct decoded page = decode(profile, pages[i]);
		assert_int_equal(page.count, 1);
		const struct case_record *record = &page.record[0].record;
		assert_slice(record->unit, "000.17.32.H99");
		assert_slice(record->unit_name, "UBND xã Ví Dụ");
		assert_int_equal(record->facts.status, STATUS_SUPPLEMENT);
		assert_int_equal(record->facts.channel, CHANNEL_POSTAL);
		assert_int_equal(record->facts.received, vn(2026, 11, 10, 8, 15, 0));
		assert_int_equal(record->facts.supplements, 2);
		assert_int_equal(record->facts.supplement_asked, vn(2026, 11, 12, 10, 0, 0));
		decoded_free(&page);
	}
	profile_free(profile);
}

static void a_national_error_code_fails_the_page_as_number_and_as_text(void **state)
{
	struct profile *profile = shipped("dvcqg");
	const char *pages[] = {
		"{\"error_code\":-3,\"data\":[]}", "{\"data\":[],\"error_code\":\"3\"}"};
	for (int i = 0; i < 2; i++) {
		struct decoded page = decode(profile, pages[i]);
		assert_int_equal(page.status, -EBADMSG);
		assert_non_null(strstr(page.error.text, i ? "error: 3" : "error: -3"));
		decoded_free(&page);
	}
	struct decoded good = decode(profile, "{\"error_code\":0,\"data\":[]}");
	assert_int_equal(good.status, 0);
	decoded_free(&good);
	profile_free(profile);
}

static void an_export_is_read_by_its_column_names(void **state)
{
	struct profile *profile = shipped("csv");
	struct decoded page = decode(profile,
		"\xEF\xBB\xBF"
		"STT;mã hồ sơ;Chủ hồ sơ;Trạng thái;Ngày tiếp nhận;Ngày hẹn trả;"
		"Ngày kết thúc xử lý;Đơn vị;Mã đơn vị;Lĩnh vực;Số ngày giải quyết\r\n"
		"1;H99.17-261110-0042;\"KHÔNG; AI\";Đang xử lý;10/11/2026 08:15;17/11/2026;-;"
		"\"UBND xã \"\"Ví Dụ\"\"\";H99.17;Hộ tịch;2.5\r\n"
		";;;;;;;;;;\r\n"
		"2;H99.17-261110-0043;X;Đã trả kết quả;10/11/2026 08:15;17/11/2026;"
		"16/11/2026 9:05;UBND xã;H99.17;Hộ tịch;\r\n");
	assert_int_equal(page.status, 0);
	assert_int_equal(page.count, 2);
	assert_int_equal(page.result.records, 2);
	const struct case_record *record = &page.record[0].record;
	assert_slice(record->code, "H99.17-261110-0042");
	assert_slice(record->unit, "H99.17");
	assert_slice(record->unit_name, "UBND xã \"Ví Dụ\"");
	assert_slice(record->field, "Hộ tịch");
	assert_int_equal(record->facts.status, STATUS_PROCESSING);
	assert_int_equal(record->facts.received, vn(2026, 11, 10, 8, 15, 0));
	assert_int_equal(record->facts.due, vn(2026, 11, 18, 0, 0, 0) - 1);
	assert_int_equal(record->facts.odd, ODD_DATE_ONLY_DUE);
	assert_true(record->facts.finished == INSTANT_NONE);
	assert_int_equal(record->facts.term_unit, TERM_WORKING_HOURS);
	assert_int_equal(record->facts.term, 20 * 60);
	assert_int_equal(page.record[1].record.facts.finished, vn(2026, 11, 16, 9, 5, 0));
	decoded_free(&page);
	profile_free(profile);
}

static void an_export_without_a_status_goes_by_its_dates(void **state)
{
	struct profile *profile = shipped("csv");
	struct decoded page = decode(profile, "code,received,due,finished,returned\n"
					      "a,1/2/2026,5/2/2026,,\n"
					      "b,1/2/2026,5/2/2026,4/2/2026,\n"
					      "c,1/2/2026,5/2/2026,4/2/2026,5/2/2026\n");
	assert_int_equal(page.count, 3);
	assert_int_equal(page.record[0].record.facts.status, STATUS_PROCESSING);
	assert_int_equal(page.record[1].record.facts.status, STATUS_PROCESSED);
	assert_int_equal(page.record[2].record.facts.status, STATUS_RETURNED);
	assert_int_equal(page.record[2].record.facts.odd, ODD_DATE_ONLY_DUE);
	decoded_free(&page);
	profile_free(profile);
}

static void what_is_no_csv_in_utf8_is_refused_with_a_hint(void **state)
{
	static const struct {
		const char *page, *says;
	} refused[] = {
		{"PK\3\4 and so on", "workbook, not CSV: save the sheet as CSV UTF-8"},
		{"\xD0\xCF\x11\xE0", "workbook"},
		{"\xFF\xFE", "UTF-16"},
		{"code,received,due\na,1/2/2026,\xCC\xE3\n", "line 2 is not UTF-8"},
		{"code,received\na,1/2/2026\n", "no column for `due`"},
		{"ngay_tiep_nhan;due\na;b\n",
			"no column for `code`: the profile knows \"Mã hồ sơ\""},
		{"", "empty"},
		{"\n\n", "empty"},
		{"<!DOCTYPE html><title>Đăng nhập</title>", "HTML instead of CSV"},
	};
	struct profile *profile = shipped("csv");
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		struct decoded page = decode(profile, refused[i].page);
		if (page.status != -EBADMSG || !strstr(page.error.text, refused[i].says))
			fail_msg("%zu: %d %s", i, page.status, page.error.text);
		decoded_free(&page);
	}
	profile_free(profile);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(igate_names_are_read_as_lists_objects_and_text),
		cmocka_unit_test(igate_numbers_are_not_the_national_ones),
		cmocka_unit_test(thanh_hoa_is_read_plain_and_wrapped),
		cmocka_unit_test(thanh_hoa_says_no_inside_a_good_answer),
		cmocka_unit_test(thanh_hoa_is_asked_by_a_body_per_page),
		cmocka_unit_test(thanh_hoa_ends_at_an_empty_page_only),
		cmocka_unit_test(the_national_record_is_read_from_a_message_and_from_a_bare_list),
		cmocka_unit_test(a_national_error_code_fails_the_page_as_number_and_as_text),
		cmocka_unit_test(an_export_is_read_by_its_column_names),
		cmocka_unit_test(an_export_without_a_status_goes_by_its_dates),
		cmocka_unit_test(what_is_no_csv_in_utf8_is_refused_with_a_hint),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
