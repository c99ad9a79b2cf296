#include <errno.h>

#include "unit/core/tzif_fixture.h"

static void viet_nam_is_seven_hours_ahead(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	instant at = instant_of("2026-11-20T11:00:00Z");
	assert_int_equal(zone_offset(zone, at), 7 * 3600);
	assert_date(zone_day(zone, at), "2026-11-20");
	assert_int_equal(zone_ms_of_day(zone, at), 18 * HOUR_MS);
	assert_instant(zone, at, "2026-11-20T18:00:00+07:00");
	assert_date(zone_day(zone, instant_of("2026-11-20T17:00:00Z")), "2026-11-21");
	assert_date(zone_day(zone, instant_of("2026-11-20T16:59:59.999Z")), "2026-11-20");
	assert_true(
		zone_midnight(zone, date_of("2026-11-21")) == instant_of("2026-11-20T17:00:00Z"));
	zone_free(zone);
}

static void an_end_of_24_00_is_the_next_midnight(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	day date = date_of("2026-12-31");
	assert_true(zone_instant(zone, date, DAY_MS) == zone_midnight(zone, date + 1));
	zone_free(zone);
}

static void the_ends_of_the_range_are_no_trap(void **state)
{
	(void)state;
	struct zone *east = vietnam(), *west = zone_fixed(-5 * 3600);
	char buffer[ZONE_TEXT_MAX];
	assert_int_not_equal(zone_day(east, INT64_MAX), DAY_NONE);
	assert_int_not_equal(zone_day(west, INSTANT_NONE), DAY_NONE);
	assert_true(zone_ms_of_day(west, INSTANT_NONE) >= 0);
	assert_string_equal(zone_format(east, INT64_MAX, buffer), "-");
	assert_string_equal(zone_format(west, INSTANT_NONE, buffer), "-");
	assert_string_equal(zone_format_vi(west, INSTANT_NONE, buffer), "-");
	zone_free(east);
	zone_free(west);
}

static void a_clock_time_in_a_gap_is_the_instant_after_it(void **state)
{
	(void)state;
	struct zone *zone = zone_of_rule(NETHERLANDS);
	day spring = date_of("2013-03-31");
	instant change = instant_of("2013-03-31T01:00:00Z");
	assert_true(zone_instant(zone, spring, 2 * HOUR_MS) == change);
	assert_true(zone_instant(zone, spring, 2 * HOUR_MS + 30 * MINUTE_MS) == change);
	assert_true(zone_instant(zone, spring, 3 * HOUR_MS) == change);
	assert_instant(zone, change - 1, "2013-03-31T01:59:59.999+01:00");
	assert_instant(zone, change, "2013-03-31T03:00:00+02:00");
	zone_free(zone);
}

/* Found by fuzzing: five hours lost at one change come back four hours later. */
static void a_clock_time_jumped_over_but_shown_after_the_next_change_is_that_one(void **state)
{
	(void)state;
	struct zone *zone = zone_of_rule("XXX0EDT5,0/8,J365/23");
	instant back = instant_of("2289-01-01T08:00:00Z");
	assert_true(zone_instant(zone, date_of("2289-01-01"), 3 * HOUR_MS) == back);
	zone_free(zone);
}

static void a_clock_time_in_a_fold_is_the_first_of_the_two(void **state)
{
	(void)state;
	struct zone *zone = zone_of_rule(NETHERLANDS);
	day autumn = date_of("2013-10-27");
	instant first = instant_of("2013-10-27T02:30:00+02:00");
	assert_true(zone_instant(zone, autumn, 2 * HOUR_MS + 30 * MINUTE_MS) == first);
	assert_instant(zone, first, "2013-10-27T02:30:00+02:00");
	assert_instant(zone, first + HOUR_MS, "2013-10-27T02:30:00+01:00");
	assert_true(zone_midnight(zone, autumn + 1) - zone_midnight(zone, autumn) == 25 * HOUR_MS);
	zone_free(zone);
}

static void the_footer_rule_goes_on_for_ever(void **state)
{
	(void)state;
	struct zone *north = zone_of_rule(NETHERLANDS);
	struct zone *south = zone_of_rule("AEST-10AEDT,M10.1.0,M4.1.0/3");
	for (int year = 1950; year < 4000; year += 7) {
		instant summer = civil_day(year, 7, 1) * DAY_MS,
			winter = civil_day(year, 1, 5) * DAY_MS;
		assert_int_equal(zone_offset(north, summer), 7200);
		assert_int_equal(zone_offset(north, winter), 3600);
		assert_int_equal(zone_offset(south, summer), 36000);
		assert_int_equal(zone_offset(south, winter), 39600);
		assert_int_equal(
			zone_ms_of_day(north, zone_instant(north, civil_day(year, 6, 1), 1)), 1);
	}
	zone_free(north);
	zone_free(south);
}

static void every_form_of_a_footer_is_understood(void **state)
{
	(void)state;
	static const struct {
		const char *footer;
		const char *at;
		int offset;
	} rows[] = {
		{"<+07>-7", "2030-01-01T00:00:00Z", 7 * 3600},
		{"<-0330>3:30", "2030-01-01T00:00:00Z", -(3 * 3600 + 1800)},
		{"EST5EDT,M3.2.0,M11.1.0", "2030-07-01T00:00:00Z", -4 * 3600},
		{"IST-1GMT0,M10.5.0,M3.5.0/1", "2030-01-01T00:00:00Z", 0},
		{"XXX3EDT4,0/0,J365/23", "2030-07-01T00:00:00Z", -4 * 3600},
		{"XXX3EDT4,0/0,J365/23", "2031-01-01T03:00:00Z", -4 * 3600},
		{"AAA0BBB,J60,J61", "2024-03-01T02:00:00Z",
			3600}, /* J60 is 1 March in leap years too */
		{"AAA0BBB,J60,J61", "2024-02-29T12:00:00Z", 0},
		{"AAA0BBB,59,61", "2024-02-29T12:00:00Z", 3600}, /* 59 counts 29 February */
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T00:59:59Z", -2 * 3600},
		{"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2030-03-31T01:00:00Z", -3600},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct zone *zone = zone_of_rule(rows[i].footer);
		assert_int_equal(zone_offset(zone, instant_of(rows[i].at)), rows[i].offset);
		zone_free(zone);
	}
}

static void before_and_after_the_transitions_the_first_and_the_last_offset_hold(void **state)
{
	(void)state;
	static const struct tzif_transition transitions[] = {{-1000, 25590}, {200000000, 25200}};
	for (int version = 1; version <= 2; version++) {
		struct tzif tzif = tzif_of(25600, transitions, 2, version == 1 ? NULL : "<+07>-7");
		struct zone *zone = zone_of_tzif(&tzif);
		assert_int_equal(zone_offset(zone, -1000 * SECOND_MS - 1), 25600);
		assert_int_equal(zone_offset(zone, -1000 * SECOND_MS), 25590);
		assert_int_equal(zone_offset(zone, 200000000 * SECOND_MS), 25200);
		assert_int_equal(zone_offset(zone, instant_of("9000-01-01T00:00:00Z")), 25200);
		/* an offset with seconds is written by its minutes, and names the same instant */
		char buffer[ZONE_TEXT_MAX];
		instant back, old = instant_of("1972-06-01T00:00:30Z");
		assert_true(zone_parse_rfc3339(slice_of(zone_format(zone, old, buffer)), &back));
		assert_true(back == old);
		zone_free(zone);
	}
}

static void broken_data_is_refused_with_a_sentence(void **state)
{
	(void)state;
	static const struct tzif_transition transitions[] = {{0, 3600}, {100, 7200}};
	struct tzif good = tzif_of(0, transitions, 2, NETHERLANDS);
	for (size_t length = 0; length < good.length; length++) {
		struct zone *zone = NULL;
		struct error error = {""};
		assert_int_equal(
			zone_parse((struct slice){good.data, length}, &zone, &error), -EBADMSG);
		assert_null(zone);
		assert_non_null(strstr(error.text, "time zone data"));
	}
	static const char *const footers[] = {"nonsense", "CET", "CET-1CEST", "CET-1CEST,M3.5.0",
		"CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,J0,J5",
		"CET-99", "CET-1CEST,M3.5.0,M10.5.0/3x", "<CET-1", "CET-1CEST,M3.5.7,M10.5.0", ","};
	for (size_t i = 0; i < ARRAY_SIZE(footers); i++) {
		struct tzif bad = tzif_of(0, transitions, 2, footers[i]);
		struct zone *zone = NULL;
		assert_int_equal(
			zone_parse((struct slice){bad.data, bad.length}, &zone, NULL), -EBADMSG);
	}
	static const struct tzif_transition backwards[] = {{100, 3600}, {100, 7200}};
	struct tzif bad = tzif_of(0, backwards, 2, NETHERLANDS);
	struct zone *zone = NULL;
	assert_int_equal(zone_parse((struct slice){bad.data, bad.length}, &zone, NULL), -EBADMSG);
}

static void rfc_3339_is_read_strictly(void **state)
{
	(void)state;
	assert_true(instant_of("1970-01-01T00:00:00Z") == 0);
	assert_true(instant_of("1970-01-01t07:00:00+07:00") == 0);
	assert_true(instant_of("1969-12-31 19:00:00-05:00") == 0);
	assert_true(instant_of("1970-01-01T00:00:00.1239999z") == 123);
	assert_true(instant_of("1970-01-01T00:00:60Z") == MINUTE_MS);
	static const char *const wrong[] = {"", "2026-11-20", "2026-11-20T18:00:00",
		"2026-11-20T18:00Z", "2026-11-20T24:00:00Z", "2026-11-20T18:60:00Z",
		"2026-11-20T18:00:61Z", "2026-11-31T18:00:00Z", "2026-11-20T18:00:00+0700",
		"2026-11-20T18:00:00+07", "2026-11-20T18:00:00.Z", "2026-11-20T18:00:00+24:00",
		"2026-11-20T18:00:00Zx", "2026-11-20x18:00:00Z", "2026-11-20T18:00:00.5",
		"2026-11-20T1 :00:00Z", "20261-1-20T18:00:00Z"};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		instant at = 5;
		if (zone_parse_rfc3339(slice_of(wrong[i]), &at))
			fail_msg("was read: %s", wrong[i]);
		assert_true(at == 5);
	}
}

static void what_is_written_is_read_back(void **state)
{
	(void)state;
	seed_random("what_is_written_is_read_back");
	struct zone *zones[] = {
		vietnam(), zone_of_rule(NETHERLANDS), zone_fixed(-(9 * 3600 + 1800))};
	for (int i = 0; i < 100000; i++) {
		const struct zone *zone = zones[i % 3];
		instant back, at = random_between(civil_day(1, 1, 2) * DAY_MS,
				      civil_day(9999, 12, 30) * DAY_MS);
		char buffer[ZONE_TEXT_MAX];
		assert_true(zone_parse_rfc3339(slice_of(zone_format(zone, at, buffer)), &back));
		assert_true(back == at);
		instant again = zone_instant(zone, zone_day(zone, at), zone_ms_of_day(zone, at));
		assert_true(again == at || (again < at && at - again <= HOUR_MS)); /* a fold */
	}
	for (size_t i = 0; i < ARRAY_SIZE(zones); i++)
		zone_free(zones[i]);
}

static void letters_say_the_time_as_viet_nam_does(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	char buffer[ZONE_TEXT_MAX];
	instant at = instant_of("2026-11-20T11:05:59Z");
	assert_string_equal(zone_format_vi(zone, at, buffer), "18:05 20/11/2026");
	zone_free(zone);
}

/* The C library reads the same files with other code. */
static void compare_with_libc(const char *name)
{
	static char data[1 << 18];
	char path[128];
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", name);
	FILE *file = fopen(path, "rb");
	if (!file) {
		print_message("no %s here: not compared\n", path);
		return;
	}
	struct slice content = {data, fread(data, 1, sizeof(data), file)};
	fclose(file);
	struct zone *zone = NULL;
	struct error error = {""};
	if (zone_parse(content, &zone, &error) < 0)
		fail_msg("%s: %s", name, error.text);
	setenv("TZ", name, 1);
	tzset();
	for (int i = 0; i < 20000; i++) {
		time_t seconds =
			random_between(civil_day(1850, 1, 1), civil_day(2600, 1, 1)) * 86400 +
			random_between(0, 86399);
		struct tm local;
		localtime_r(&seconds, &local);
		if (zone_offset(zone, seconds * SECOND_MS) != local.tm_gmtoff)
			fail_msg("%s at %lld", name, (long long)seconds);
	}
	zone_free(zone);
}

static void the_c_library_agrees_on_real_zones(void **state)
{
	(void)state;
	static const char *const names[] = {"Asia/Ho_Chi_Minh", "Europe/Amsterdam",
		"America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "America/Sao_Paulo",
		"Europe/Dublin", "Asia/Kathmandu", "America/Nuuk", "Africa/Cairo", "Pacific/Apia",
		"UTC"};
	seed_random("the_c_library_agrees_on_real_zones");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		compare_with_libc(names[i]);
	unsetenv("TZ");
	tzset();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(viet_nam_is_seven_hours_ahead),
		cmocka_unit_test(an_end_of_24_00_is_the_next_midnight),
		cmocka_unit_test(the_ends_of_the_range_are_no_trap),
		cmocka_unit_test(a_clock_time_in_a_gap_is_the_instant_after_it),
		cmocka_unit_test(a_clock_time_in_a_fold_is_the_first_of_the_two),
		cmocka_unit_test(
			a_clock_time_jumped_over_but_shown_after_the_next_change_is_that_one),
		cmocka_unit_test(the_footer_rule_goes_on_for_ever),
		cmocka_unit_test(every_form_of_a_footer_is_understood),
		cmocka_unit_test(
			before_and_after_the_transitions_the_first_and_the_last_offset_hold),
		cmocka_unit_test(broken_data_is_refused_with_a_sentence),
		cmocka_unit_test(rfc_3339_is_read_strictly),
		cmocka_unit_test(what_is_written_is_read_back),
		cmocka_unit_test(letters_say_the_time_as_viet_nam_does),
		cmocka_unit_test(the_c_library_agrees_on_real_zones),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
