/* The table of the lunar calendar is what the sky says. HENTRA_GOLDEN=write writes it anew. */
#include <math.h>
#include <stdio.h>

#include "astronomy/lunisolar.h"
#include "astronomy/sky.h"
#include "base/text.h"
#include "core/time/lunar.h"
#include "unit/core/time_fixture.h"

#define TABLE SOURCE_DIR "/daemon/core/time/lunar_table.inc"
#define IN_A_ROW 7

/* One year as lunar.c reads it, from its first new moon on; `ret_next` is the one after its last. */
static uint32_t packed_year(int k, int *ret_next)
{
	struct lunisolar_month month = lunisolar_month(k);
	int year = month.year, position = 0;
	uint32_t packed = (uint32_t)(month.first - civil_day(year, 1, 1)) << 17;
	for (; month.year == year; month = lunisolar_month(++k), position++) {
		assert_true(position < 13 && (month.length == 29 || month.length == 30));
		packed |= (uint32_t)(month.length - 29) << position;
		if (month.leap)
			packed |= (uint32_t)month.month << 13;
	}
	*ret_next = k;
	return packed;
}

static char *table_from_the_sky(void)
{
	struct text table = {0};
	int k = sky_new_moon_near(JULIAN_DAY_OF_1970 + date_of("1900-01-31"));
	text_add(&table, "/* Made by tests/unit/core/test_lunar_table.c */\n");
	for (int year = LUNAR_FIRST_YEAR; year <= LUNAR_LAST_YEAR; year++) {
		int column = (year - LUNAR_FIRST_YEAR) % IN_A_ROW;
		bool last = column == IN_A_ROW - 1 || year == LUNAR_LAST_YEAR;
		assert_int_equal(lunisolar_month(k).year, year);
		text_printf(&table, "0x%06x,%s", packed_year(k, &k), last ? "\n" : " ");
	}
	return text_take(&table);
}

static void the_table_is_what_the_sky_says(void **state)
{
	(void)state;
	const char *mode = getenv("HENTRA_GOLDEN");
	char *made = table_from_the_sky(), kept[8192] = "";
	bool writing = mode && strcmp(mode, "write") == 0;
	FILE *file = fopen(TABLE, writing ? "w" : "r");
	assert_non_null(file);
	if (writing)
		fputs(made, file);
	else
		kept[fread(kept, 1, sizeof(kept) - 1, file)] = '\0';
	fclose(file);
	assert_string_equal(writing ? made : kept, made);
	free(made);
}

/* Meeus, Astronomical Algorithms, examples 49.a (new moon of 1977 February, 3 h 37 m 42 s TT) and
 * the solstice of 1984 that split two calendars: 16:23 UTC, before midnight in Viet Nam only. */
static void the_sky_is_where_the_almanac_says(void **state)
{
	(void)state;
	double minutes = (sky_new_moon(-283) - 2443192.65118) * 1440;
	assert_true(minutes > -0.9 && minutes < -0.7); /* TT is 48 s ahead of UT in 1977 */
	double solstice =
		sky_winter_solstice(1984) - (JULIAN_DAY_OF_1970 + civil_day(1984, 12, 21));
	assert_true(solstice * 1440 > 16 * 60 + 22 && solstice * 1440 < 16 * 60 + 24);
}

/* How close new moons come to midnight in Viet Nam. The formulas err by up to 20 s, and ΔT of 2100 is
 * a forecast: a Tết or a Hùng Kings' day that turned on a minute could not be promised. */
static void no_holiday_of_1966_to_2100_is_too_close_to_call(void **state)
{
	(void)state;
	int k = sky_new_moon_near(JULIAN_DAY_OF_1970 + date_of("1966-01-01"));
	int last = sky_new_moon_near(JULIAN_DAY_OF_1970 + date_of("2100-12-01")), close_calls = 0;
	for (; k <= last; k++) {
		double local = sky_new_moon(k) - JULIAN_DAY_OF_1970 + 7.0 / 24;
		double from_midnight = fabs(remainder(local, 1.0)) * 86400;
		if (from_midnight > 60)
			continue;
		close_calls++;
		struct lunisolar_month month = lunisolar_month(k);
		print_message(
			"%.0f s from midnight: %d/%d\n", from_midnight, month.month, month.year);
		assert_true(month.month != 1 && month.month != 3 && month.month != 11);
	}
	assert_true(close_calls > 0 && close_calls < 10);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_what_the_sky_says),
		cmocka_unit_test(the_sky_is_where_the_almanac_says),
		cmocka_unit_test(no_holiday_of_1966_to_2100_is_too_close_to_call),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
