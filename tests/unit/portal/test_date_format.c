/* Dates as portals write them. */
#include "portal/date_format.h"

#include "core/time/zone.h"
#include "portal_test.h"

static struct date_rule rule_of(const char *formats, int offset_seconds)
{
	struct date_rule rule = {.offset_seconds = offset_seconds};
	struct slice rest = slice_of(formats), piece;
	while (slice_split(&rest, '|', &piece)) {
		struct error error;
		if (date_format_compile(slice_trim(piece), &rule.format[rule.count++], &error) < 0)
			fail_msg("%s", error.text);
	}
	return rule;
}

static enum date_result read_date(
	const char *formats, const char *text, struct date_reading *ret_reading)
{
	struct date_rule rule = rule_of(formats, 7 * 3600);
	return date_read(&rule, NULL, slice_of(text), ret_reading);
}

static instant usable(const char *formats, const char *text)
{
	struct date_reading reading;
	if (read_date(formats, text, &reading) != DATE_USABLE)
		fail_msg("%s is not read by %s", text, formats);
	return reading.at;
}

static void unusable(const char *formats, const char *text)
{
	struct date_reading reading = {0};
	if (read_date(formats, text, &reading) != DATE_UNUSABLE)
		fail_msg("%s is read by %s", text, formats);
}

#define OPENCPS "dd/MM/yyyy HH:mm:ss"
#define PACKED "yyyyMMddHHmmss"

static void local_text_is_read_in_the_zone_of_the_profile(void **state)
{
	assert_int_equal(usable(OPENCPS, "10/11/2026 08:15:09"), vn(2026, 11, 10, 8, 15, 9));
	assert_int_equal(usable(PACKED, "20261110081509"), vn(2026, 11, 10, 8, 15, 9));
	assert_int_equal(usable("dd/MM/yyyy", "10/11/2026"), vn(2026, 11, 10, 0, 0, 0));
	assert_int_equal(usable("d/M/yyyy H:mm", "3/4/2026 7:05"), vn(2026, 4, 3, 7, 5, 0));
	assert_int_equal(usable("d/M/yyyy H:mm", "13/12/2026 17:05"), vn(2026, 12, 13, 17, 5, 0));
	assert_int_equal(usable("HH:mm 'ngày' dd/MM/yyyy", "07:30 ngày 01/02/2026"),
		vn(2026, 2, 1, 7, 30, 0));
}

static void half_past_twelve_is_after_noon(void **state)
{
	assert_int_equal(usable(OPENCPS, "10/11/2026 12:30:00"), vn(2026, 11, 10, 12, 30, 0));
	assert_int_equal(usable(OPENCPS, "10/11/2026 00:30:00"), vn(2026, 11, 10, 0, 30, 0));
}

static void iso_8601_is_read_in_all_its_spellings(void **state)
{
	static const char *const same[] = {"2026-11-17T17:00:00.000+0700",
		"2026-11-17T17:00:00+07:00", "2026-11-17T10:00:00Z", "2026-11-17T10:00:00.000Z",
		"2026-11-17T17:00:00+07", "2026-11-17T17:00:00", "2026-11-17 17:00:00",
		"2026-11-17T17:00", "2026-11-17 17:00:00.0000000", "2026-11-17T15:30:00+05:30",
		"2026-11-17T04:00:00-06:00", "2026-11-17 17:00:00 +07:00"};
	for (size_t i = 0; i < ARRAY_SIZE(same); i++)
		assert_int_equal(usable("iso", same[i]), vn(2026, 11, 17, 17, 0, 0));
	assert_int_equal(usable("iso", "2026-11-17"), vn(2026, 11, 17, 0, 0, 0));
	assert_int_equal(
		usable("iso", "2026-11-17T17:00:00.9876543"), vn(2026, 11, 17, 17, 0, 0) + 987);
	assert_int_equal(usable("iso", "2026-11-17T17:00:00.5Z"),
		vn(2026, 11, 17, 17, 0, 0) + 7 * HOUR_MS + 500);
}

static void an_offset_in_a_pattern_is_read_with_or_without_colon(void **state)
{
	assert_int_equal(usable("dd/MM/yyyy HH:mm XXX", "17/11/2026 12:00 +0200"),
		vn(2026, 11, 17, 17, 0, 0));
	assert_int_equal(usable("yyyyMMddHHmmss.SSSXX", "20261117100000.25Z"),
		vn(2026, 11, 17, 17, 0, 0) + 250);
}

static void epochs_are_read_as_numbers_of_a_plausible_length(void **state)
{
	assert_int_equal(usable("epoch-ms", "1795150800000"), NOON);
	assert_int_equal(usable("epoch-s", "1795150800"), NOON);
	unusable("epoch-ms", "0");
	unusable("epoch-ms", "20261110081509");
	unusable("epoch-ms", "-1795150800000");
	unusable("epoch-ms", "179515080000x");
}

static void formats_are_tried_in_order(void **state)
{
	const char *formats = "iso | dd/MM/yyyy HH:mm:ss | dd/MM/yyyy | yyyyMMddHHmmss";
	assert_int_equal(usable(formats, "17/11/2026 17:00:00"), vn(2026, 11, 17, 17, 0, 0));
	assert_int_equal(usable(formats, "20261117170000"), vn(2026, 11, 17, 17, 0, 0));
	assert_int_equal(usable(formats, "17/11/2026"), vn(2026, 11, 17, 0, 0, 0));
	assert_int_equal(
		usable("dd/MM/yyyy | MM/dd/yyyy", "11/17/2026"), vn(2026, 11, 17, 0, 0, 0));
}

static void a_date_alone_knows_the_end_of_its_day(void **state)
{
	struct date_reading reading;
	assert_int_equal(read_date("dd/MM/yyyy", "17/11/2026", &reading), DATE_USABLE);
	assert_true(reading.date_only);
	assert_int_equal(reading.at, vn(2026, 11, 17, 0, 0, 0));
	assert_int_equal(reading.day_end, vn(2026, 11, 18, 0, 0, 0) - 1);
	assert_int_equal(read_date(OPENCPS, "17/11/2026 00:00:00", &reading), DATE_USABLE);
	assert_false(reading.date_only);
}

static void twenty_four_o_clock_is_the_end_of_its_day(void **state)
{
	struct date_reading reading;
	assert_int_equal(read_date(OPENCPS, "17/11/2026 24:00:00", &reading), DATE_USABLE);
	assert_true(reading.date_only);
	assert_int_equal(reading.at, vn(2026, 11, 18, 0, 0, 0) - 1);
	unusable(OPENCPS, "17/11/2026 24:00:01");
	unusable(OPENCPS, "17/11/2026 25:00:00");
}

static void year_one_is_told_apart_from_garbage(void **state)
{
	struct date_reading reading;
	assert_int_equal(read_date("iso", "0001-01-01T00:00:00", &reading), DATE_YEAR_ONE);
	assert_int_equal(read_date("iso", "0001-01-01T00:00:00Z", &reading), DATE_YEAR_ONE);
	assert_int_equal(read_date(OPENCPS, "01/01/0001 00:00:00", &reading), DATE_YEAR_ONE);
}

static void what_is_no_date_is_unusable(void **state)
{
	static const char *const garbage[] = {"31/11/2026 10:00:00", "29/02/2025 10:00:00",
		"00/11/2026 10:00:00", "13/13/2026 10:00:00", "10/11/2026 10:60:00",
		"10/11/2026 10:00:61", "10/11/2026", "10/11/2026 10:00:00 ", "10-11-2026 10:00:00",
		"1O/11/2026 10:00:00", "x", "10/11/2026 10:00:000", "01/01/1900 00:00:00",
		"01/01/1970 00:00:00", "+1/11/2026 10:00:00", " 1/11/2026 10:00:00",
		"10/11/2026\x00"
		"10:00:00",
		"\xC1\xB0/11/2026 10:00:0", "10/11/2026 10:00:\xB0\xB0"};
	for (size_t i = 0; i < ARRAY_SIZE(garbage); i++)
		unusable(OPENCPS, garbage[i]);
	unusable("iso", "2026-11-17T");
	unusable("iso", "2026-11-17T10:00:00+19:00");
	unusable("iso", "2026-11-17T10:00:00.+07:00");
	unusable("iso", "2026-11-17T10:00:00x");
	unusable("iso", "");
}

/* Every byte at every place of a good date: only digits can stand for digits. */
static void no_other_byte_passes_for_a_digit_or_a_literal(void **state)
{
	static const char good[] = "10/11/2026 08:15:09";
	for (size_t at = 0; at < sizeof(good) - 1; at++)
		for (int byte = 0; byte < 256; byte++) {
			char text[sizeof(good)];
			struct date_reading reading;
			struct date_rule rule = rule_of(OPENCPS, 0);
			bool digit = good[at] >= '0' && good[at] <= '9';
			memcpy(text, good, sizeof(good));
			text[at] = (char)byte;
			if ((digit && byte >= '0' && byte <= '9') || byte == good[at])
				continue;
			if (date_read(&rule, NULL, (struct slice){text, sizeof(good) - 1},
				    &reading) != DATE_UNUSABLE)
				fail_msg("byte %d at %zu is read", byte, at);
		}
}

static void the_last_day_of_the_calendar_is_far_but_usable(void **state)
{
	assert_int_equal(usable(OPENCPS, "31/12/9999 23:59:59"), vn(9999, 12, 31, 23, 59, 59));
}

static void a_leap_day_exists_in_leap_years(void **state)
{
	assert_int_equal(usable(OPENCPS, "29/02/2028 10:00:00"), vn(2028, 2, 29, 10, 0, 0));
}

static void a_local_rule_takes_the_zone_it_is_given(void **state)
{
	struct date_rule rule = rule_of("iso", 7 * 3600);
	struct zone *zone = zone_fixed(-5 * 3600);
	struct date_reading reading;
	rule.local = true;
	date_read(&rule, zone, SLICE("2026-11-17T10:00:00"), &reading);
	assert_int_equal(reading.at, vn(2026, 11, 17, 22, 0, 0));
	date_read(&rule, zone, SLICE("2026-11-17T10:00:00+07:00"), &reading);
	assert_int_equal(reading.at, vn(2026, 11, 17, 10, 0, 0));
	date_read(&rule, NULL, SLICE("2026-11-17T10:00:00"), &reading);
	assert_int_equal(reading.at, vn(2026, 11, 17, 10, 0, 0));
	zone_free(zone);
}

static void twelve_hour_clocks_are_read_with_their_half_of_the_day(void **state)
{
	static const struct {
		const char *text;
		int hour, minute;
	} clocks[] = {{"1/10/2026 8:00 AM", 8, 0}, {"1/10/2026 5:30 PM", 17, 30},
		{"1/10/2026 5:30 CH", 17, 30}, {"1/10/2026 8:05 SA", 8, 5},
		{"1/10/2026 12:00 AM", 0, 0}, {"1/10/2026 12:00 SA", 0, 0},
		{"1/10/2026 12:30 PM", 12, 30}, {"1/10/2026 12:30 CH", 12, 30},
		{"1/10/2026 5:30 p.m.", 17, 30}, {"1/10/2026 11:59 sa", 11, 59},
		{"1/10/2026 17:30 CH", 17, 30}};
	for (size_t i = 0; i < ARRAY_SIZE(clocks); i++)
		assert_int_equal(usable("d/M/yyyy h:mm a", clocks[i].text),
			vn(2026, 10, 1, clocks[i].hour, clocks[i].minute, 0));
	assert_int_equal(usable("hh:mm:ss a dd/MM/yyyy", "05:00:00 CH 01/10/2026"),
		vn(2026, 10, 1, 17, 0, 0));
	static const char *const none[] = {"1/10/2026 5:30", "1/10/2026 5:30 XX",
		"1/10/2026 17:30 SA", "1/10/2026 25:30 CH", "1/10/2026 5:30 A",
		"1/10/2026 5:30 AMx"};
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		unusable("d/M/yyyy h:mm a", none[i]);
}

static void years_of_two_digits_are_of_this_century(void **state)
{
	assert_int_equal(usable("d/M/yy", "1/10/26"), vn(2026, 10, 1, 0, 0, 0));
	assert_int_equal(usable("d/M/yy H:mm", "01/10/26 8:00"), vn(2026, 10, 1, 8, 0, 0));
	unusable("d/M/yy", "1/10/2026");
	assert_int_equal(usable("yyyy-M-d", "2026-1-9"), vn(2026, 1, 9, 0, 0, 0));
}

static void days_are_read_as_spreadsheets_count_them(void **state)
{
	struct date_reading reading;
	assert_int_equal(usable("serial", "46296"), vn(2026, 10, 1, 0, 0, 0));
	assert_int_equal(usable("serial", "46296.5"), vn(2026, 10, 1, 12, 0, 0));
	assert_int_equal(usable("serial", "46296,3333333333"), vn(2026, 10, 1, 8, 0, 0));
	assert_int_equal(usable("serial", "46296.999999999"), vn(2026, 10, 2, 0, 0, 0));
	assert_int_equal(read_date("serial", "46296", &reading), DATE_USABLE);
	assert_true(reading.date_only);
	static const char *const none[] = {
		"5", "2026", "20261001", "462960", "46296x", "-46296", "30000"};
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		unusable("serial", none[i]);
}

static void dates_as_java_and_dotnet_write_them_need_no_format(void **state)
{
	struct date_reading reading;
	const char *formats[] = {"d/M/yyyy", "json-array | dotnet"};
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++) {
		assert_int_equal(usable(formats[i], "[2026,10,1,8,0]"), vn(2026, 10, 1, 8, 0, 0));
		assert_int_equal(usable(formats[i], "[2026,10,1,8,0,7,250000000]"),
			vn(2026, 10, 1, 8, 0, 7) + 250);
		assert_int_equal(usable(formats[i], "/Date(1795150800000)/"), NOON);
		assert_int_equal(usable(formats[i], "/Date(1795150800000+0700)/"), NOON);
		assert_int_equal(read_date(formats[i], "[2026,10,1]", &reading), DATE_USABLE);
		assert_true(reading.date_only);
		assert_int_equal(
			read_date(formats[i], "/Date(-62135596800000)/", &reading), DATE_YEAR_ONE);
		unusable(formats[i], "[2026,10]");
		unusable(formats[i], "[2026,10,1,8]");
		unusable(formats[i], "[2026,13,41,8,0]");
		unusable(formats[i], "[2026,10,1,8,0,0,0,0]");
		unusable(formats[i], "/Date()/");
		unusable(formats[i], "/Date(1795150800000)");
	}
}

static void a_date_that_exists_only_the_other_way_round_is_told_as_such(void **state)
{
	struct date_reading reading;
	assert_int_equal(read_date(OPENCPS, "10/13/2026 10:00:00", &reading), DATE_OTHER_ORDER);
	assert_int_equal(read_date("d/M/yyyy", "2/13/2026", &reading), DATE_OTHER_ORDER);
	assert_int_equal(read_date("M/d/yyyy", "13/2/2026", &reading), DATE_OTHER_ORDER);
	assert_int_equal(read_date("d/M/yyyy | iso", "2026-13-02", &reading), DATE_UNUSABLE);
	assert_int_equal(read_date("d/M/yyyy", "2/31/2026", &reading), DATE_UNUSABLE);
	assert_int_equal(read_date("d/M/yyyy", "13/2/2026", &reading), DATE_USABLE);
	assert_true(reading.order_shown);
	assert_int_equal(read_date("d/M/yyyy", "12/2/2026", &reading), DATE_USABLE);
	assert_false(reading.order_shown);
	assert_int_equal(read_date("iso", "2026-02-13", &reading), DATE_USABLE);
	assert_false(reading.order_shown); /* nobody turns those */
}

static void a_wrong_pattern_names_its_letters(void **state)
{
	struct date_format format;
	struct error error;
	assert_true(date_format_compile(SLICE("dd/MM/yyyy kk:mm"), &format, &error) < 0);
	assert_non_null(strstr(error.text, "\"kk\""));
	assert_true(date_format_compile(SLICE("dd/MM HH:mm"), &format, &error) < 0);
	assert_non_null(strstr(error.text, "yyyy"));
	assert_true(date_format_compile(SLICE("dd/MM/yyyy 'x"), &format, &error) < 0);
	assert_true(date_format_compile(SLICE(""), &format, &error) < 0);
	assert_true(date_format_compile(SLICE("d/M/yyyy h:mm"), &format, &error) < 0);
	assert_non_null(strstr(error.text, "need a (AM or PM)"));
}

/* A law over random moments: what is written is read back, in every format that keeps it whole. */
static void what_is_written_is_read_back(void **state)
{
	static const char *const formats[] = {OPENCPS, PACKED, "iso", "d/M/yyyy H:mm:ss",
		"yyyy-MM-dd'T'HH:mm:ss.SSSXX", "epoch-s", "ss:mm:HH yyyy/dd/MM",
		"d/M/yyyy h:mm:ss a"};
	unsigned seed = 20261120;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int i = 0; i < 20000; i++) {
		const char *pattern = formats[i % (int)ARRAY_SIZE(formats)];
		int offset = (rand() % 29 - 14) * 3600 + (rand() % 2) * 1800;
		struct date_rule rule = rule_of(pattern, offset);
		instant at = ((int64_t)rand() * 3 + 86400 * 1200) * SECOND_MS;
		struct text text = {0};
		struct date_reading reading;
		date_write(&rule.format[0], &rule, NULL, at, &text);
		if (date_read(&rule, NULL, text_slice(&text), &reading) != DATE_USABLE ||
			reading.at != at)
			fail_msg("%s by %s is not %lld", text.data, pattern, (long long)at);
		text_free(&text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(local_text_is_read_in_the_zone_of_the_profile),
		cmocka_unit_test(half_past_twelve_is_after_noon),
		cmocka_unit_test(iso_8601_is_read_in_all_its_spellings),
		cmocka_unit_test(an_offset_in_a_pattern_is_read_with_or_without_colon),
		cmocka_unit_test(epochs_are_read_as_numbers_of_a_plausible_length),
		cmocka_unit_test(formats_are_tried_in_order),
		cmocka_unit_test(a_date_alone_knows_the_end_of_its_day),
		cmocka_unit_test(twenty_four_o_clock_is_the_end_of_its_day),
		cmocka_unit_test(year_one_is_told_apart_from_garbage),
		cmocka_unit_test(what_is_no_date_is_unusable),
		cmocka_unit_test(no_other_byte_passes_for_a_digit_or_a_literal),
		cmocka_unit_test(the_last_day_of_the_calendar_is_far_but_usable),
		cmocka_unit_test(a_leap_day_exists_in_leap_years),
		cmocka_unit_test(a_local_rule_takes_the_zone_it_is_given),
		cmocka_unit_test(twelve_hour_clocks_are_read_with_their_half_of_the_day),
		cmocka_unit_test(years_of_two_digits_are_of_this_century),
		cmocka_unit_test(days_are_read_as_spreadsheets_count_them),
		cmocka_unit_test(dates_as_java_and_dotnet_write_them_need_no_format),
		cmocka_unit_test(a_date_that_exists_only_the_other_way_round_is_told_as_such),
		cmocka_unit_test(a_wrong_pattern_names_its_letters),
		cmocka_unit_test(what_is_written_is_read_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
