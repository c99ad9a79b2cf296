/* calendar.vn.conf: the shipped file, the dialect, and everything wrong named by its line. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "conf/calendar_text.h"
#include "unit/core/time_fixture.h"

/* Problems as lines of text: "E12: sentence\n". */
static void note(
	void *user, enum problem_level level, const char *file, int line, const char *sentence)
{
	assert_string_equal(file, "calendar.conf");
	text_printf(user, "%c%d: %s\n", level == PROBLEM_ERROR ? 'E' : 'W', line, sentence);
}

static struct calendar *read_calendar(const char *content, const struct zone *zone)
{
	cleanup(text_free) struct text problems = {0};
	struct calendar *calendar = NULL;
	int r = calendar_parse(
		"calendar.conf", slice_of(content), zone, note, &problems, &calendar);
	if (r < 0 || problems.length)
		fail_msg("%d %s", r, problems.data ? problems.data : "");
	return calendar;
}

#define HEAD "[calendar]\nknown = 2022..2027\n[hours]\nweekdays = 07:00-11:30, 13:30-17:00\n"

/* The problems of a body that begins in line 5, behind a head that is good. */
static void check_problems(const char *body, const char *problems)
{
	cleanup(text_free) struct text content = {0}, said = {0};
	struct zone *zone = vietnam();
	struct calendar *calendar = NULL;
	text_printf(&content, HEAD "%s", body);
	int r = calendar_parse("calendar.conf", text_slice(&content), zone, note, &said, &calendar);
	assert_string_equal(said.data ? said.data : "", problems);
	assert_int_equal(
		r, strchr(problems, 'E') == problems || strstr(problems, "\nE") ? -EINVAL : 0);
	calendar_free(calendar);
	zone_free(zone);
}

static struct calendar *read_shipped(const struct zone *zone)
{
	static char content[1 << 16];
	FILE *file = fopen("config/calendar/calendar.vn.conf", "rb");
	assert_non_null(file);
	content[fread(content, 1, sizeof(content) - 1, file)] = '\0';
	fclose(file);
	return read_calendar(content, zone);
}

static void the_shipped_calendar_is_the_official_one(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *shipped = read_shipped(zone);
	struct calendar *official = official_calendar(zone, true);
	for (day date = date_of("2022-01-01"); date <= date_of("2026-12-31"); date++) {
		char text[11];
		bool same = calendar_kind(shipped, date) == calendar_kind(official, date);
		struct hours a = calendar_hours(shipped, date), b = calendar_hours(official, date);
		if (!same || memcmp(&a, &b, sizeof(a)) != 0)
			fail_msg("%s", civil_format_date(date, text));
		enum day_kind kind = calendar_kind(shipped, date);
		bool special = kind == DAY_OFF || kind == DAY_WORKED_EXTRA;
		assert_int_equal(*calendar_reason(shipped, date) != '\0', special);
	}
	for (int year = 2010; year <= 2050; year++)
		assert_int_equal(calendar_provisional(shipped, year), year < 2022 || year > 2027);
	calendar_free(shipped);
	calendar_free(official);
	zone_free(zone);
}

static void in_2027_the_third_of_september_is_off_and_no_saturday_is_worked(void **state)
{
	(void)state;
	static const char *const off[] = {"2027-01-01", "2027-02-04", "2027-02-05", "2027-02-08",
		"2027-02-09", "2027-02-10", "2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02",
		"2027-09-03", "2027-11-24"};
	struct zone *zone = vietnam();
	struct calendar *shipped = read_shipped(zone);
	size_t found = 0;
	for (day date = date_of("2027-01-01"); date <= date_of("2027-12-31"); date++) {
		bool rest = civil_weekday(date) >= SATURDAY;
		if (calendar_worked(shipped, date) == !rest)
			continue;
		assert_true(found < ARRAY_SIZE(off));
		assert_date(date, off[found++]);
	}
	assert_int_equal(found, ARRAY_SIZE(off));
	calendar_free(shipped);
	zone_free(zone);
}

static void every_kind_of_day_can_be_written(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = read_calendar(
		"[calendar]\nknown = 2026..2027\n"
		"[hours]\nfriday = 08:00-12:00\nweekdays = 07:00-11:30, 13:30\xe2\x80\x93"
		"17:00\n"
		"saturday = 07:00 - 11:30\nsunday = off\n"
		"[year 2027]\nprovisional = yes\n"
		"01-01 = worked (Trực)\n"
		"03-15 = morning\n"
		"03-16 = afternoon (Họp)\n"
		"03-17 = 07:30-09:00,10:00-24:00\n"
		"03-19 = off (Lễ hội)\n"
		"03-21 = worked (Làm bù)\n"
		"03-28 = worked morning\n"
		"04-04 = worked 06:00-07:00\n"
		"05-22..05-24 = off # a Saturday that is worked, a Sunday, a Monday\n",
		zone);
	static const struct {
		const char *date;
		enum day_kind kind;
		struct hours hours;
		const char *reason;
	} days[] = {
		{"2027-01-01", DAY_WORKED, {1, {{480, 720}}}, "Trực"},
		{"2027-03-15", DAY_HALF, {1, {{420, 690}}}, ""},
		{"2027-03-16", DAY_HALF, {1, {{810, 1020}}}, "Họp"},
		{"2027-03-17", DAY_HALF, {2, {{450, 540}, {600, 1440}}}, ""},
		{"2027-03-18", DAY_WORKED, {2, {{420, 690}, {810, 1020}}}, ""},
		{"2027-03-19", DAY_OFF, {0}, "Lễ hội"},
		{"2027-03-20", DAY_WORKED, {1, {{420, 690}}}, ""},
		{"2027-03-21", DAY_WORKED_EXTRA, {2, {{420, 690}, {810, 1020}}}, "Làm bù"},
		{"2027-03-28", DAY_WORKED_EXTRA, {1, {{420, 690}}}, ""},
		{"2027-04-04", DAY_WORKED_EXTRA, {1, {{360, 420}}}, ""},
		{"2027-04-30", DAY_OFF, {0}, "Ngày Chiến thắng 30/4"},
		{"2027-05-22", DAY_OFF, {0}, ""},
		{"2027-05-23", DAY_WEEKLY_REST, {0}, ""},
		{"2027-05-24", DAY_OFF, {0}, ""},
	};
	for (size_t i = 0; i < ARRAY_SIZE(days); i++) {
		day date = date_of(days[i].date);
		struct hours hours = calendar_hours(calendar, date);
		assert_int_equal(calendar_kind(calendar, date), days[i].kind);
		assert_string_equal(calendar_reason(calendar, date), days[i].reason);
		assert_memory_equal(&hours, &days[i].hours, sizeof(hours));
	}
	assert_true(calendar_provisional(calendar, 2026) && calendar_provisional(calendar, 2027));
	calendar_free(calendar);
	zone_free(zone);
}

/* A province that is open on Saturday mornings writes that into the shipped file, and no more. */
static void a_saturday_worked_in_exchange_is_a_whole_day_where_saturdays_are_half(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = read_calendar(
		"[calendar]\nknown = 2026..2026\n"
		"[hours]\nweekdays = 07:00-11:30, 13:30-17:00\nsaturday = 07:30-11:30\n"
		"[year 2026]\nprovisional = yes\n08-22 = worked (Làm bù)\n",
		zone);
	struct hours worked = calendar_hours(calendar, date_of("2026-08-22")),
		     usual = calendar_hours(calendar, date_of("2026-08-29"));
	assert_int_equal(usual.count, 1);
	assert_memory_equal(&worked, &OFFICE_HOURS, sizeof(worked));
	calendar_free(calendar);
	zone_free(zone);
}

static void dates_that_contradict_the_week_or_each_other_are_named(void **state)
{
	(void)state;
	check_problems("[year 2026]\nprovisional = yes\n"
		       "08-22 = off\n08-20 = worked\n08-29 = morning\n08-29 = 07:00-08:00\n"
		       "10-07 = off\n10-07 = worked\n10-08 = off\n10-08 = off\n"
		       "10-10..10-11 = off\n02-17 = worked\n",
		"E15: these days are all rest days, and off anyway\n"
		"E8: 2026-08-20 is a Thursday, and worked anyway\n"
		"E7: 2026-08-22 is a Saturday, and off anyway\n"
		"E9: 2026-08-29 is a Saturday, a rest day: to have it worked, say worked before "
		"the hours\n"
		"E10: 2026-08-29 is said twice: see line 9\n"
		"E12: 2026-10-07 is both off and worked: see line 11\n"
		"E14: 2026-10-08 is said twice: see line 13\n");
}

static void dates_that_do_not_exist_are_named(void **state)
{
	(void)state;
#define NEITHER                                                                                    \
	" is neither notice, provisional nor a date of that year such as 02-16 or 02-16..02-20\n"
	check_problems("[year 2026]\nprovisional = yes\n"
		       "02-29 = off\n2026-01-02 = off\n05-03..05-02 = off\n05-0x = off\n"
		       "05-01..05-0 = off\nnote = off\n",
		"E7: year 2026: \"02-29\"" NEITHER "E8: year 2026: \"2026-01-02\"" NEITHER
		"E9: year 2026: \"05-03..05-02\"" NEITHER "E10: year 2026: \"05-0x\"" NEITHER
		"E11: year 2026: \"05-01..05-0\"" NEITHER "E12: year 2026: \"note\"" NEITHER);
}

static void values_that_are_not_understood_are_named(void **state)
{
	(void)state;
	check_problems("[year 2026]\nprovisional = perhaps\n"
		       "03-02 = closed\n03-03 =\n03-04 = off (why\n03-05 = 08:00-07:00\n"
		       "03-06 = 08:00-10:00, 09:00-11:00\n03-09 = 8-10\n03-10 = workedx\n"
		       "03-11 = worked 24:01-25:00\n03-12 = 07:00-08:00,08:00-09:00,09:00-10:00,"
		       "10:00-11:00,11:00-12:00,12:00-13:00,13:00-14:00\n",
		"E6: year 2026: provisional: \"perhaps\" is neither yes nor no\n"
		"E7: year 2026: 03-02: \"closed\" is not off, worked, morning, afternoon or hours\n"
		"E8: year 2026: 03-03: \"\" is not off, worked, morning, afternoon or hours\n"
		"E9: year 2026: 03-04: \"off (why\" is not closed by the bracket of its reason\n"
		"E10: year 2026: 03-05: \"08:00-07:00\" is not a span: it ends before it begins\n"
		"E11: year 2026: 03-06: the spans of \"08:00-10:00, 09:00-11:00\" overlap or are "
		"not in "
		"order\n"
		"E12: year 2026: 03-09: \"8-10\" is not hours such as 07:00-11:30, 13:30-17:00\n"
		"E13: year 2026: 03-10: \"workedx\" is not off, worked, morning, afternoon or "
		"hours\n"
		"E14: year 2026: 03-11: \"24:01-25:00\" is not hours such as 07:00-11:30, "
		"13:30-17:00\n"
		"E15: year 2026: 03-12: more than 6 spans in a day\n"
		"E5: year 2026: neither notice nor provisional = yes\n");
}

static void a_year_needs_a_notice_or_to_be_provisional(void **state)
{
	(void)state;
	check_problems(
		"[year 2025]\n[year 2026]\nnotice = Thông báo\nprovisional = yes\n"
		"02-16..02-20 = off\n01-01 = off\n04-27 = off\n04-30..05-01 = off\n09-01..09-02 = "
		"off\n11-24 = off\n[year 2028]\nprovisional = yes\n[year 2025]\n[year 1]\n[year "
		"2022]\n"
		"notice =\n01-03 = off\n01-31..02-04 = off\n04-11 = off\n05-02..05-03 = off\n09-01 "
		"= off\n",
		"E17: year 2025: already begun in line 5\n"
		"E18: year \"1\": not a year from 1900 to 2100\n"
		"E20: year 2022: notice: its name is missing; without a notice say provisional = "
		"yes\n"
		"E5: year 2025: neither notice nor provisional = yes\n"
		"E6: year 2026: with a notice it is not provisional\n"
		"E15: year 2028: outside the known years 2022 to 2027\n"
		"W19: year 2022: 2022-09-02 (Quốc khánh 2/9) is worked, though the law has "
		"it "
		"off\n");
}

/* A good notice of 2027 in three lines, of which a test leaves out or spoils one. */
#define NEW_YEAR "[year 2027]\nnotice = CV\n01-01 = off\n"
#define TET "02-04..02-10 = off (Tết)\n"
#define REST "04-16 = off\n04-30 = off\n05-03 = off\n09-02..09-03 = off\n11-24 = off\n"
#define LAW " is worked, though the law has it off\n"
#define TOTAL(count, word)                                                                         \
	"W5: year 2027: " count " days off, less the rest days worked for them, are " word         \
	" than the 12 the law gives\n"

static void a_holiday_that_a_notice_forgets_is_warned_about(void **state)
{
	(void)state;
	check_problems(NEW_YEAR TET REST, "");
	check_problems(NEW_YEAR TET "04-16 = off\n09-02..09-03 = off\n11-24 = 07:30-11:30\n",
		"W5: year 2027: 2027-04-30 (Ngày Chiến thắng 30/4)" LAW
		"W5: year 2027: 2027-05-03 (Nghỉ bù 1/5)" LAW
		"W5: year 2027: 2027-11-24 (Ngày Văn hóa Việt Nam 24/11)" LAW);
}

static void a_notice_without_tet_or_with_it_in_another_month_is_warned_about(void **state)
{
	(void)state;
	static const char *const wrong[] = {"", "01-04..01-08 = off (Tết)\n",
		"02-15..02-19 = off (Tết of 2026)\n", "02-06 = worked\n02-04..02-05 = off\n"};
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		cleanup(text_free) struct text body = {0}, said = {0};
		struct calendar_text text;
		text_printf(&body, HEAD NEW_YEAR "%s" REST, wrong[i]);
		assert_int_equal(
			calendar_text_parse("calendar.conf", text_slice(&body), note, &said, &text),
			0);
		if (!said.data || !strstr(said.data, "2027-02-08 (Tết Nguyên đán)" LAW))
			fail_msg("%s: %s", wrong[i], said.data ? said.data : "nothing said");
		calendar_text_free(&text);
	}
}

static void a_notice_with_too_few_or_too_many_days_off_is_warned_about(void **state)
{
	(void)state;
	check_problems(NEW_YEAR "02-05..02-10 = off\n" REST, TOTAL("11", "fewer"));
	check_problems(NEW_YEAR TET REST "08-21 = worked (Làm bù)\n", TOTAL("11", "fewer"));
	check_problems(NEW_YEAR TET REST "08-21 = worked (Làm bù)\n09-01 = off (Hoán đổi)\n", "");
	check_problems(NEW_YEAR TET REST "01-11..01-15 = off (Tết)\n", TOTAL("17", "many more"));
	/* a storm is no mistake, nor is a day worked for New Year's Eve of the year before */
	check_problems(NEW_YEAR TET REST "10-12..10-13 = off (Bão số 9)\n", "");
	check_problems(NEW_YEAR TET REST "01-09 = worked (Làm bù 31/12/2026)\n", "");
}

static void two_years_do_not_have_one_notice(void **state)
{
	(void)state;
	check_problems(NEW_YEAR TET REST
		"[year 2025]\nnotice = CV\n01-01 = off\n01-27..01-31 = off\n04-07 = off\n"
		"04-30..05-01 = off\n09-01..09-02 = off\n",
		"W14: year 2025: it has the notice of 2027\n");
}

static void sections_and_keys_that_are_not_known_are_named(void **state)
{
	(void)state;
	check_problems(
		"[holidays]\n01-01 = off\n[calendar]\nknown = 2020..2030\ncountry = vn\n"
		"[hours]\nweekdays = 07:00-08:00\nfunday = off\nmonday = late\n[hours spare]\n",
		"E5: unknown section [holidays]: known are [calendar], [hours] and [year 2026]\n"
		"E8: calendar: known: already said in line 2\n"
		"E9: calendar: unknown key \"country\": only known is one\n"
		"E11: hours: weekdays: already said in line 4\n"
		"E12: hours: unknown key \"funday\": known are monday … sunday and weekdays\n"
		"E13: hours: monday: \"late\" is not hours such as 07:00-11:30, 13:30-17:00\n"
		"E14: unknown section [hours]: known are [calendar], [hours] and [year 2026]\n");
}

static void check_whole_file(const char *content, const char *problems)
{
	cleanup(text_free) struct text said = {0};
	struct calendar_text text;
	assert_int_equal(
		calendar_text_parse("calendar.conf", slice_of(content), note, &said, &text),
		-EINVAL);
	assert_string_equal(said.data, problems);
}

static void a_file_without_range_or_hours_is_refused(void **state)
{
	(void)state;
	check_whole_file("",
		"E0: calendar: known is missing: the range of years, such as 2015..2040\n"
		"E0: hours: no day of the week is worked\n");
	check_whole_file(
		"known = 2020..2030\n[hours]\nsunday = off\n[calendar]\nknown = 2030..2020\n",
		"E1: \"known\" stands before the first section\n"
		"E5: calendar: known: \"2030..2020\" is not a range of years from 1900 to 2100 "
		"such as "
		"2015..2040\n"
		"E2: hours: no day of the week is worked\n");
	check_whole_file(
		"[calendar\nknown = 2020..2020\n[hours]\nmonday = 13:00-14:00\n[calendar]\n"
		"known = 2027..2027\n[year 2027]\nprovisional = yes\n03-15 = morning\n",
		"E1: a section line must end with ]\n"
		"E9: the day has no such half: its hours are all on the other side of noon\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_shipped_calendar_is_the_official_one),
		cmocka_unit_test(in_2027_the_third_of_september_is_off_and_no_saturday_is_worked),
		cmocka_unit_test(every_kind_of_day_can_be_written),
		cmocka_unit_test(
			a_saturday_worked_in_exchange_is_a_whole_day_where_saturdays_are_half),
		cmocka_unit_test(dates_that_contradict_the_week_or_each_other_are_named),
		cmocka_unit_test(dates_that_do_not_exist_are_named),
		cmocka_unit_test(values_that_are_not_understood_are_named),
		cmocka_unit_test(a_year_needs_a_notice_or_to_be_provisional),
		cmocka_unit_test(a_holiday_that_a_notice_forgets_is_warned_about),
		cmocka_unit_test(a_notice_without_tet_or_with_it_in_another_month_is_warned_about),
		cmocka_unit_test(a_notice_with_too_few_or_too_many_days_off_is_warned_about),
		cmocka_unit_test(two_years_do_not_have_one_notice),
		cmocka_unit_test(sections_and_keys_that_are_not_known_are_named),
		cmocka_unit_test(a_file_without_range_or_hours_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
