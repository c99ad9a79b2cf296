/* Day by day, why a day counts: for people to follow. */
#include <errno.h>

#include "command/explain/reasoning.h"
#include "unit/core/time_fixture.h"

struct seen {
	struct reasoning_day days[400];
	size_t count;
};

static int keep(void *user, const struct reasoning_day *run)
{
	struct seen *seen = user;
	seen->days[seen->count++] = *run;
	return 0;
}

static struct seen walk(
	const struct calendar *calendar, const char *after, const char *upto, int single)
{
	struct seen seen = {0};
	struct error error = {""};
	if (reasoning_walk(calendar, date_of(after), date_of(upto), single, keep, &seen, &error) <
		0)
		fail_msg("%s", error.text);
	return seen;
}

static void the_walk_numbers_working_days_and_says_why_others_do_not_count(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = walk(calendar, "2026-11-20", "2026-11-26", 62);
	assert_int_equal(seen.count, 6);
	assert_int_equal(seen.days[0].kind, DAY_WEEKLY_REST); /* Saturday 21 */
	assert_int_equal(seen.days[0].first, 0);
	assert_int_equal(seen.days[2].first, 1); /* Monday 23 */
	assert_int_equal(seen.days[3].kind, DAY_OFF); /* Tuesday 24 */
	assert_string_equal(seen.days[3].reason, "Nghỉ lễ");
	assert_int_equal(seen.days[4].first, 2);
	assert_int_equal(seen.days[5].first, 3); /* the vector: received Friday + 3 → Thursday */
	calendar_free(calendar);
	zone_free(zone);
}

static void a_worked_saturday_counts_and_says_so(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = walk(calendar, "2026-01-09", "2026-01-10", 62);
	assert_int_equal(seen.days[0].kind, DAY_WORKED_EXTRA);
	assert_int_equal(seen.days[0].first, 1);
	calendar_free(calendar);
	zone_free(zone);
}

static void a_long_stretch_is_told_in_runs(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = walk(calendar, "2026-06-07", "2026-06-21", 5);
	assert_int_equal(seen.count, 4); /* five worked days, a weekend, five, a weekend */
	assert_int_equal(seen.days[0].first, 1);
	assert_int_equal(seen.days[0].last, 5);
	assert_int_equal(seen.days[2].first, 6);
	assert_int_equal(seen.days[2].last, 10);
	calendar_free(calendar);
	zone_free(zone);
}

static void days_the_calendar_does_not_know_are_refused_by_name(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	struct seen seen = {0};
	struct error error = {""};
	int result = reasoning_walk(
		calendar, date_of("2026-12-30"), date_of("2027-01-05"), 62, keep, &seen, &error);
	assert_int_equal(result, -ERANGE);
	assert_non_null(strstr(error.text, "2027-01-05"));
	assert_int_equal(seen.count, 0);
	calendar_free(calendar);
	zone_free(zone);
}

static char *table_of(const struct calendar *calendar, const char *after, const char *upto,
	bool each, bool english)
{
	struct text out = {0};
	struct error error = {""};
	int folded = reasoning_table(
		calendar, date_of(after), date_of(upto), each, english, &out, &error);
	if (folded < 0)
		fail_msg("%s", error.text);
	assert_int_equal(folded, strstr(out.data, "…") != NULL);
	return text_take(&out);
}

/* From Monday 2 March to Thursday 30 April 2026; Monday 27 April and the last day are off. */
static void ordinary_weeks_are_one_line_and_holidays_stand_out(void **state)
{
	(void)state;
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	char *vi = table_of(calendar, "2026-03-01", "2026-04-30", false, false);
	assert_non_null(strstr(vi, "02/03/2026 – "));
	assert_non_null(strstr(vi, "… 8 tuần, 40 ngày làm việc, ngoài nghỉ hằng tuần\n"));
	assert_non_null(strstr(vi, "ngày nghỉ: "));
	char *en = table_of(calendar, "2026-03-01", "2026-04-24", false, true);
	assert_non_null(strstr(en, "… 7 weeks 5 days, 40 working days beside weekly rest\n"));
	char *each = table_of(calendar, "2026-03-01", "2026-04-30", true, true);
	int lines = 0;
	for (const char *at = each; *at; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 1 + 30 + 30);
	free(vi);
	free(en);
	free(each);
	calendar_free(calendar);
	zone_free(zone);
}

/* One line of an English table: its days follow those before, its numbers run on. */
static void check_line(const char *line, day *next, int *last)
{
	char from[11] = "", to[11] = "";
	int ends = sscanf(line, "%10s – %10s", from, to), first = 0, end = 0;
	assert_int_equal(date_of(from), *next);
	*next = date_of(ends == 2 ? to : from) + 1;
	int numbers =
		ends == 2 ? sscanf(strstr(line, " – ") + strlen(" – ") + 10, "%d–%d", &first, &end)
			  : sscanf(line + 10, "%*s %d", &first);
	if (numbers < 1)
		return;
	assert_int_equal(first, *last + 1);
	*last = numbers == 2 ? end : first;
}

/* A law: whatever is put together, a table's lines hold every day once and the numbers run on. */
static void no_day_is_lost_in_a_table(void **state)
{
	(void)state;
	seed_random("no_day_is_lost_in_a_table");
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	for (int i = 0; i < 300; i++) {
		day after = civil_day(2022, 1, 1) + (day)random_between(0, 1200);
		day upto = after + (day)random_between(1, 500), next = after + 1;
		struct text out = {0};
		struct error error = {""};
		int expected, last = 0;
		assert_true(reasoning_table(calendar, after, upto, false, true, &out, &error) >= 0);
		assert_int_equal(calendar_count(calendar, after, upto, &expected), 0);
		char *rest = strchr(out.data, '\n') + 1; /* under the titles */
		for (char *line; (line = strsep(&rest, "\n")) && line[0];)
			check_line(line, &next, &last);
		assert_int_equal(next, upto + 1);
		assert_int_equal(last, expected);
		text_free(&out);
	}
	calendar_free(calendar);
	zone_free(zone);
}

/* A law: told one by one or in runs, the last number is the calendar's own count, the days are all
 * there once, and runs are maximal. */
static void the_last_number_is_the_calendars_count(void **state)
{
	(void)state;
	seed_random("the_last_number_is_the_calendars_count");
	struct zone *zone = vietnam();
	struct calendar *calendar = official_calendar(zone, true);
	for (int i = 0; i < 2000; i++) {
		day after = civil_day(2022, 1, 1) + (day)random_between(0, 1500);
		day upto = after + (day)random_between(1, 300);
		int expected, last = 0, single = random_between(0, 1) ? 0 : 1000;
		struct seen seen = {0};
		assert_int_equal(
			reasoning_walk(calendar, after, upto, single, keep, &seen, NULL), 0);
		assert_int_equal(calendar_count(calendar, after, upto, &expected), 0);
		day next = after + 1;
		for (size_t j = 0; j < seen.count; j++) {
			const struct reasoning_day *run = &seen.days[j];
			assert_int_equal(run->from, next);
			next = run->to + 1;
			if (run->first)
				assert_int_equal(run->first, last + 1);
			last = run->last ? run->last : last;
			if (single)
				assert_int_equal(run->from, run->to);
		}
		assert_int_equal(next, upto + 1);
		assert_int_equal(last, expected);
	}
	calendar_free(calendar);
	zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_walk_numbers_working_days_and_says_why_others_do_not_count),
		cmocka_unit_test(a_worked_saturday_counts_and_says_so),
		cmocka_unit_test(a_long_stretch_is_told_in_runs),
		cmocka_unit_test(days_the_calendar_does_not_know_are_refused_by_name),
		cmocka_unit_test(ordinary_weeks_are_one_line_and_holidays_stand_out),
		cmocka_unit_test(no_day_is_lost_in_a_table),
		cmocka_unit_test(the_last_number_is_the_calendars_count),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
