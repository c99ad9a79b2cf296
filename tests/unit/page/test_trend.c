/* The trend: what is known is said and drawn, what is not known is neither, and nothing leaves the
 * drawing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/memory.h"
#include "page/trend.h"

static struct page_look look(bool english)
{
	static struct zone *zone;
	if (!zone)
		zone = zone_fixed(7 * 3600);
	return (struct page_look){
		.english = english, .province = "68", .contact = "", .zone = zone, .root = ""};
}

static struct page_trend unknown(void)
{
	struct page_trend trend = {
		.first = civil_day(2026, 10, 23), .month = 2026 * 12, .overdue_now = 7};
	for (int i = 0; i < TREND_EVENINGS; i++)
		trend.overdue[i] = -1;
	return trend;
}

static const char *drawn(const struct page_trend *trend, bool english)
{
	static char kept[8192];
	cleanup(text_free) struct text page = {0};
	struct page_look how = look(english);
	trend_add(&page, &how, trend);
	snprintf(kept, sizeof(kept), "%s", text_slice(&page).data);
	return kept;
}

static void nothing_is_drawn_of_what_is_not_known(void **state)
{
	(void)state;
	struct page_trend trend = unknown();
	assert_string_equal(drawn(NULL, false), "");
	assert_null(strstr(drawn(&trend, false), "<svg"));
	assert_non_null(strstr(drawn(&trend, false), "hentra ghi khi hết ngày"));
	assert_non_null(strstr(drawn(&trend, true), "hentra keeps them as a day ends"));
}

static void evenings_are_said_by_the_first_the_extremes_and_now(void **state)
{
	(void)state;
	struct page_trend trend = unknown();
	trend.overdue[3] = 40;
	trend.overdue[4] = 1204;
	trend.overdue[6] = 12;
	trend.overdue_now = 30;
	assert_non_null(strstr(drawn(&trend, false),
		"Hồ sơ quá hạn vào cuối ngày: 40 (26/10/2026), nhiều nhất 1.204 (27/10/2026), ít "
		"nhất 12 (29/10/2026); nay 30. Ngày không đọc được cổng để trống."));
	assert_non_null(strstr(drawn(&trend, true),
		"Overdue cases at the end of the day: 40 (2026-10-26), most 1,204 (2026-10-27), "
		"least 12 (2026-10-29); now 30. Days without"));
}

static void evenings_before_the_first_are_no_gap(void **state)
{
	(void)state;
	struct page_trend trend = unknown();
	for (int i = 20; i < TREND_EVENINGS; i++)
		trend.overdue[i] = i;
	assert_null(strstr(drawn(&trend, false), "để trống"));
}

static void months_without_a_closed_case_have_no_share(void **state)
{
	(void)state;
	struct page_trend trend = unknown();
	trend.closed[9] = 1000;
	trend.in_time[9] = 931;
	assert_non_null(strstr(drawn(&trend, false), "theo tháng báo cáo: 10/2026: 93,1%.<"));
	assert_non_null(strstr(drawn(&trend, false), "10/2026: 93,1%; 11/2026: –; 12/2026: –\""));
	trend.closed[11] = trend.in_time[11] = 3;
	assert_non_null(strstr(drawn(&trend, false), "93,1%; đến nay trong tháng 12/2026: 100%."));
	assert_non_null(strstr(drawn(&trend, true), "2026-10: 93.1%; so far in 2026-12: 100%."));
	const char *page = drawn(&trend, false);
	int bars = 0;
	while ((page = strstr(page, "class=\"bar\""))) {
		bars++;
		page++;
	}
	assert_int_equal(bars, 2);
}

/* Every point lies in the drawing, from left to right, whatever the numbers. */
static void the_curve_stays_in_its_drawing(void **state)
{
	(void)state;
	const char *given = getenv("HENTRA_SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)time(NULL);
	print_message("HENTRA_SEED=%u\n", seed);
	srandom(seed);
	for (int round = 0; round < 200; round++) {
		struct page_trend trend = unknown();
		int64_t most = 1 + random() % (round % 2 ? 10 : 2000000000);
		int known = 0, points = 0, before = -1, runs = 0, lines = 0;
		for (int i = 0; i < TREND_EVENINGS; i++)
			if (random() % 3)
				trend.overdue[i] = random() % most, known++;
		trend.overdue_now = random() % most;
		for (int i = 0; i < TREND_EVENINGS; i++)
			runs += trend.overdue[i] >= 0 &&
				(i + 1 == TREND_EVENINGS || trend.overdue[i + 1] < 0);
		runs += trend.overdue[TREND_EVENINGS - 1] < 0; /* now, alone */
		const char *curve = strstr(drawn(&trend, false), "class=\"curve\" d=\"");
		assert_non_null(curve);
		for (curve += strlen("class=\"curve\" d=\""); *curve != '"'; points++) {
			int x, y, length;
			lines += *curve == 'M';
			assert_int_equal(sscanf(curve, "%*[ML]%d %d%n", &x, &y, &length), 2);
			assert_in_range(x, 0, 320);
			assert_in_range(y, 0, 60);
			assert_true(x > before);
			before = x;
			curve += length;
			if (strncmp(curve, "h0", 2) == 0)
				curve += 2;
		}
		assert_int_equal(points, known + 1);
		assert_int_equal(lines, runs); /* none goes over what is not known */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_drawn_of_what_is_not_known),
		cmocka_unit_test(evenings_are_said_by_the_first_the_extremes_and_now),
		cmocka_unit_test(evenings_before_the_first_are_no_gap),
		cmocka_unit_test(months_without_a_closed_case_have_no_share),
		cmocka_unit_test(the_curve_stays_in_its_drawing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
