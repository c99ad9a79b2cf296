/* Files as spreadsheets and exports really are: titles, groups, hints, blanks of all kinds, rows that are
 * too wide or cut off, dates the American way. */
#include "portal_test.h"

#define NAMES "Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Người nộp\r\n"
#define ROW "H1-01,000.01.32.H36,02/10/2026,08/10/2026,,Ai đó\r\n"

static struct decoded read_file(const char *content)
{
	struct profile *profile = shipped("csv");
	struct decoded whole = decode(profile, content);
	struct decode_options options = {.profile = profile, .now = NOON};
	for (size_t piece = 1; piece < 40; piece += 6) {
		struct decoded cut = decode_with(options, slice_of(content), piece);
		if (cut.status != whole.status || cut.count != whole.count)
			fail_msg("cut by %zu: %d (%s) with %zu, not %d (%s) with %zu", piece,
				cut.status, cut.error.text, cut.count, whole.status,
				whole.error.text, whole.count);
		decoded_free(&cut);
	}
	profile_free(profile);
	return whole;
}

/* One row of it is case H1-01, due on the 8th of October 2026. */
static void expect_case(int line, const char *content)
{
	struct decoded page = read_file(content);
	bool good = page.status == 0 && page.count == 1;
	const struct case_record *record = good ? &page.record[0].record : NULL;
	if (!good || !slice_is(record->code, "H1-01") ||
		record->facts.received != vn(2026, 10, 2, 0, 0, 0) ||
		record->facts.due != vn(2026, 10, 9, 0, 0, 0) - 1)
		fail_msg("line %d: %d (%s), %zu records", line, page.status, page.error.text,
			page.count);
	decoded_free(&page);
}
#define EXPECT_CASE(content) expect_case(__LINE__, content)

static void expect_refused(int line, const char *content, const char *says)
{
	struct decoded page = read_file(content);
	if (page.status != -EBADMSG || !strstr(page.error.text, says))
		fail_msg("line %d: %d (%s), not \"%s\"", line, page.status, page.error.text, says);
	decoded_free(&page);
}
#define EXPECT_REFUSED(content, says) expect_refused(__LINE__, content, says)

static void the_header_is_looked_for_below_titles_and_groups(void **state)
{
	EXPECT_CASE(NAMES ROW);
	EXPECT_CASE("UBND TỈNH,,,,,\r\nDANH SÁCH HỒ SƠ QUÁ HẠN,,,,,\r\n,,,,,\r\n" NAMES ROW);
	EXPECT_CASE("Thông tin hồ sơ,,Thời gian,,,\r\n" NAMES ROW);
	EXPECT_CASE("sep=,\r\n" NAMES ROW);
	EXPECT_CASE("Danh sách, quý 3, năm 2026\r\n\r\nMã hồ sơ;Ngày tiếp nhận;Ngày hẹn trả\r\n"
		    "H1-01;02/10/2026;08/10/2026\r\n");
	EXPECT_CASE("sep=;\r\nMã hồ sơ;Ngày tiếp nhận;Hạn trả\r\nH1-01;02/10/2026;08/10/2026\r\n");
	EXPECT_CASE("a, b, c\nMã hồ sơ\tNgày tiếp nhận\tHạn trả\nH1-01\t02/10/2026\t08/10/2026\n");
	EXPECT_CASE("Mã hồ sơ|Ngày tiếp nhận|Hạn trả\nH1-01|02/10/2026|08/10/2026\n");
	/* names over two rows */
	EXPECT_CASE("Mã hồ sơ,Thời gian,\r\n,Ngày tiếp nhận,Ngày hẹn "
		    "trả\r\nH1-01,2/10/2026,8/10/2026\r\n");
	/* and the numbers of the columns below it are no case */
	EXPECT_CASE(NAMES "(1),(2),(3),(4),(5)=(4)-(3),(6)\r\n" ROW);
}

static void a_header_too_far_below_is_none(void **state)
{
	cleanup(text_free) struct text file = {0};
	for (int i = 0; i < 19; i++)
		text_add(&file, "Tiêu đề,,,,,\r\n");
	text_add(&file, NAMES ROW);
	EXPECT_CASE(file.data);
	text_clear(&file);
	for (int i = 0; i < 20; i++)
		text_add(&file, "Tiêu đề,,,,,\r\n");
	text_add(&file, NAMES ROW);
	EXPECT_REFUSED(file.data, "no row has a column for `code`");
}

static void columns_are_met_by_what_they_mean(void **state)
{
	static const char *const headers[] = {"MÃ HỒ SƠ,Ngày tiếp nhận,Ngày hẹn trả",
		"ma ho so,ngay_tiep_nhan,NgayHenTra",
		"Mã hồ sơ (*):,Ngày  tiếp nhận *,Ngày hẹn trả (dd/mm/yyyy)",
		"Mã hồ sơ[1],\"Ngày\ntiếp nhận\",Ngày hẹn trả:",
		"\u200bMã\u00a0hồ\u202fsơ,\ufeffNgày tiếp\u2007nhận,Ngày hẹn\u200b trả\u00a0",
		"Ma\u0303 ho\u0302\u0300 so\u031b,Nga\u0300y tie\u0302\u0301p "
		"nha\u0302\u0323n,Ha\u0323n tra\u0309",
		"Số hồ sơ,Ngày tiếp nhận hồ sơ,Ngày hẹn trả kết quả",
		"Mã hồ sơ,Ngày giờ tiếp nhận,Thời hạn giải quyết"};
	for (size_t i = 0; i < ARRAY_SIZE(headers); i++) {
		cleanup(text_free) struct text file = {0};
		text_printf(&file, "%s\r\nH1-01,02/10/2026,08/10/2026\r\n", headers[i]);
		EXPECT_CASE(file.data);
	}
	/* a hint that makes another thing of it counts */
	EXPECT_REFUSED("Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả (dự kiến)\r\na,b,c\r\n",
		"no column for `due`");
	struct decoded page =
		read_file("Mã hồ sơ,Ngày tiếp nhận,Ngày hẹn trả,Ngày trả (dự kiến),"
			  "Ngày trả\r\nH1-01,2/10/2026,8/10/2026,3/10/2026,4/10/2026\r\n");
	assert_int_equal(page.record[0].record.facts.returned, vn(2026, 10, 4, 0, 0, 0));
	decoded_free(&page);
}

static void what_stands_in_the_file_is_said_when_a_column_is_missing(void **state)
{
	EXPECT_REFUSED("Mã hồ sơ,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả lại\r\na,b,c,d\r\n",
		"no column for `due`: the profile knows \"Ngày hẹn trả\" and others; line 1 has "
		"the "
		"columns \"Mã hồ sơ\", \"Mã đơn vị\", \"Ngày tiếp nhận\", \"Ngày hẹn trả lại\"; "
		"the "
		"nearest is \"Ngày hẹn trả lại\"");
	EXPECT_REFUSED("Number,Office,Received on,Promised\r\n", "\"Number\", \"Office\"");
	/* but a row of persons is no row of names */
	struct decoded page = read_file("1,Nguyễn Văn A,079123456789,Hà Nội\r\n2,Lê B,079,Huế\r\n");
	assert_int_equal(page.status, -EBADMSG);
	assert_null(strstr(page.error.text, "Nguy"));
	assert_null(strstr(page.error.text, "079"));
	decoded_free(&page);
}

static void a_row_wider_than_its_header_is_set_aside(void **state)
{
	struct decoded page =
		read_file(NAMES "H1-02,000.01.32.H36,02/10/2026,08/10/2026,,A,số 12\r\n" ROW
				"H1-03,Thôn 3, xã B,000.01.32.H36,02/10/2026,08/10/2026,,A\r\n"
				"H1-04,000.01.32.H36,02/10/2026,08/10/2026,,A,, ,\u00a0\r\n");
	assert_int_equal(page.status, 0);
	assert_int_equal(page.count, 2); /* empty cells beyond the last column are nothing */
	assert_int_equal(page.problem_count, 2);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(page.problem[i].problem, RECORD_ROW_TOO_WIDE);
		assert_string_equal(page.problem[i].code, "");
	}
	decoded_free(&page);
}

static void a_file_cut_inside_its_last_row_is_refused(void **state)
{
	EXPECT_REFUSED(
		NAMES ROW "H1-02,000.01.32.H36,02/10/2026", "cut off inside its last row: line 3");
	EXPECT_REFUSED(
		NAMES "H1-01,000.01.32.H36,02/10/2026", "cut off inside its last row: line 2");
	EXPECT_REFUSED(NAMES ROW "H1-02,\"000.01", "a quote is not closed");
	/* no end of line is no cut, and short rows with one are how spreadsheets leave cells away */
	EXPECT_CASE(NAMES "H1-01,000.01.32.H36,02/10/2026,08/10/2026,,Ai đó");
	EXPECT_CASE(NAMES "H1-01,000.01.32.H36,02/10/2026,08/10/2026\r\n");
	EXPECT_CASE(NAMES ROW ",,");
	struct decoded page = read_file(NAMES "H1-01,000.01.32.H36,02/10/2026,08/10/2026\r\n"
					      "H1-02,000.01.32.H36,02/10/2026,08/10/2026");
	assert_int_equal(page.count, 2);
	decoded_free(&page);
}

static void the_order_of_day_and_month_is_one_for_a_file(void **state)
{
	EXPECT_REFUSED(NAMES
		"H1-01,u,10/02/2026,10/08/2026,,\r\nH1-02,u,10/09/2026,10/14/2026,,\r\n",
		"line 3: a date \"99/99/9999\"");
	EXPECT_REFUSED(
		NAMES ROW "H1-02,u,13/10/2026,10/15/2026 8:00 AM,,\r\n", "\"99/99/9999 9:99 xx\"");
	EXPECT_REFUSED(NAMES ROW "H1-02,u,13/10/2026,15/10/2026,10/14/26,\r\n", "\"99/99/99\"");
	/* a day that exists neither way is a slip of one row */
	struct decoded page = read_file(NAMES ROW "H1-02,u,02/10/2026,31/11/2026,,\r\n");
	assert_int_equal(page.status, 0);
	assert_int_equal(page.record[1].record.facts.odd, ODD_DUE_UNUSABLE);
	decoded_free(&page);
}

static void a_list_that_proves_its_order_has_one_slip(void **state)
{
	struct profile *profile = profile_of_text("list.profile",
		"[profile]\n[sweep a]\npath=/a\n[answer]\nrecords=\"\"\n[fields]\ncode=/c\n"
		"received=/r\ndue=/d\n[dates]\nformats=d/M/yyyy\n");
	struct decoded page =
		decode(profile, "[{\"c\":\"a\",\"r\":\"13/10/2026\"},"
				"{\"c\":\"b\",\"r\":\"2/10/2026\",\"d\":\"10/14/2026\"}]");
	assert_int_equal(page.status, 0);
	assert_int_equal(page.record[1].record.facts.odd & ODD_DUE_UNUSABLE, ODD_DUE_UNUSABLE);
	decoded_free(&page);
	page = decode(profile, "[{\"c\":\"a\",\"r\":\"10/2/2026\"},"
			       "{\"c\":\"b\",\"r\":\"2/10/2026\",\"d\":\"10/14/2026\"}]");
	assert_int_equal(page.status, -EBADMSG);
	assert_non_null(strstr(page.error.text, "the other way round"));
	decoded_free(&page);
	profile_free(profile);
	cleanup(text_free) struct text said = {0};
	struct profile *none = NULL;
	assert_int_equal(profile_parse("x",
				 SLICE("[profile]\nformat=csv\n[fields]\ncode=c\n"
				       "received=r\n[dates]\nformats=d/M/yyyy|iso|M/d/yy\n"),
				 print_problem, &said, &none),
		-EINVAL);
	assert_non_null(strstr(said.data, "their order is one for a portal"));
}

static void blanks_of_other_programs_are_blanks(void **state)
{
	EXPECT_CASE(NAMES
		"\u00a0H1-01\u200b,000.01.32.H36,\u202f02/10/2026\ufeff,08/10/2026\u2007,,\r\n");
	struct decoded page =
		read_file("Mã hồ sơ,Trạng thái,Mã đơn vị,Ngày tiếp nhận,Ngày hẹn trả\r\n"
			  "H1\u00a001\u200d,\u00a0Đang\u00a0xử lý\u200b,000.01.32\u200b.H36\u00a0,"
			  "02/10/2026\u00a08:00\u202fSA,08/10/2026\u2003\u00a017:00\r\n");
	assert_int_equal(page.count, 1);
	const struct case_record *record = &page.record[0].record;
	assert_slice(record->code, "H1 01");
	assert_slice(record->unit, "000.01.32.H36");
	assert_int_equal(record->facts.status, STATUS_PROCESSING);
	assert_int_equal(record->facts.received, vn(2026, 10, 2, 8, 0, 0));
	assert_int_equal(record->facts.due, vn(2026, 10, 8, 17, 0, 0));
	decoded_free(&page);
}

static void clocks_serials_and_short_years_of_exports_are_read(void **state)
{
	static const char *const rows[] = {"2/10/2026 8:00:00 AM,8/10/2026 5:00:00 PM",
		"2/10/2026 8:00 SA,8/10/2026 5:00 CH", "02-10-2026 08:00,08-10-2026 17:00:00",
		"46297.333333333,46303.708333333", "2/10/26 8:00,8/10/26 17:00",
		"08:00 02/10/2026,17:00:00 08/10/2026", "2026-10-2 8:00:00,2026/10/8 17:00:00",
		"20261002080000,2026-10-08T17:00:00+07:00", "02.10.2026 08:00,08.10.2026 17:00"};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		cleanup(text_free) struct text file = {0};
		text_printf(&file, "code;received;due\na;%s\n", rows[i]);
		for (char *c = strchr(file.data, '\n'); *c; c++)
			*c = *c == ',' ? ';' : *c;
		struct decoded page = read_file(file.data);
		if (page.count != 1 ||
			page.record[0].record.facts.due != vn(2026, 10, 8, 17, 0, 0) ||
			page.record[0].record.facts.received != vn(2026, 10, 2, 8, 0, 0))
			fail_msg("%s: %s", rows[i], page.error.text);
		decoded_free(&page);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_header_is_looked_for_below_titles_and_groups),
		cmocka_unit_test(a_header_too_far_below_is_none),
		cmocka_unit_test(columns_are_met_by_what_they_mean),
		cmocka_unit_test(what_stands_in_the_file_is_said_when_a_column_is_missing),
		cmocka_unit_test(a_row_wider_than_its_header_is_set_aside),
		cmocka_unit_test(a_file_cut_inside_its_last_row_is_refused),
		cmocka_unit_test(the_order_of_day_and_month_is_one_for_a_file),
		cmocka_unit_test(a_list_that_proves_its_order_has_one_slip),
		cmocka_unit_test(blanks_of_other_programs_are_blanks),
		cmocka_unit_test(clocks_serials_and_short_years_of_exports_are_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
