#include <string.h>

#include "core/inspection.h"
#include "unit/core/time_fixture.h"

#define UNITS 95
#define YEAR 20454 /* 2026-01-01 */

static int pick(int below)
{
	return (int)random_between(0, below - 1);
}

static struct inspection_plan usual_plan(void)
{
	return (struct inspection_plan){.seed = 7,
		.year_from = YEAR,
		.share = 30,
		.rotation = 50,
		.weight = {30, 20, 20, 15, 10, 5}};
}

static void make_units(struct inspected *units, char codes[][16], int count)
{
	for (int i = 0; i < count; i++) {
		snprintf(codes[i], 16, "%05d", 22000 + i);
		units[i] = (struct inspected){.code = codes[i],
			.line = (size_t)i,
			.last = pick(3) ? YEAR - pick(2000) - 1 : DAY_NONE,
			.value = {pick(10000), pick(60), pick(5000), pick(9), pick(4)}};
	}
}

static void the_share_of_the_units_is_chosen(void **state)
{
	(void)state;
	struct inspected units[UNITS];
	char codes[UNITS][16];
	struct inspection_plan plan = usual_plan();
	seed_random(__func__);
	make_units(units, codes, UNITS);
	assert_int_equal(inspection_choose(units, UNITS, &plan), 29); /* 28.5 rounded up */
	size_t rotation = 0, risk = 0;
	for (int i = 0; i < UNITS; i++) {
		rotation += units[i].chosen == CHOSEN_BY_ROTATION;
		risk += units[i].chosen == CHOSEN_BY_RISK;
	}
	assert_int_equal(rotation, 15);
	assert_int_equal(risk, 14);
}

/* 1 of 1 is 100 %, and says little of a commune. */
static void few_cases_are_not_the_worst_of_all(void **state)
{
	(void)state;
	assert_int_equal(inspection_share(13, 19, 0), 6842);
	assert_int_equal(inspection_share(13, 19, 20), 6500);
	assert_int_equal(inspection_share(13, 40, 20), 3250);
	assert_true(inspection_share(1, 1, 20) < inspection_share(13, 19, 20));
	assert_int_equal(inspection_share(1, 1, 20), 500);
	assert_int_equal(inspection_share(1, 1, 0), 10000);
	assert_int_equal(inspection_share(0, 0, 0), 0);
	assert_int_equal(inspection_share(0, 0, 20), 0);
	seed_random(__func__);
	for (int round = 0; round < 1000; round++) {
		int64_t whole = pick(100), least = pick(60);
		int64_t part = whole ? pick((int)whole + 1) : 0;
		int64_t share = inspection_share(part, whole, least);
		assert_in_range(share, 0, 10000);
		assert_true(share <= inspection_share(part, whole, 0));
		assert_true(whole < least || share == inspection_share(part, whole, 0));
	}
}

/* Any number of units, any share, any part by rotation, any that were done already. */
static void with_those_done_at_least_the_share_is_reached(void **state)
{
	(void)state;
	struct inspected units[UNITS];
	char codes[UNITS][16];
	seed_random(__func__);
	for (int round = 0; round < 2000; round++) {
		struct inspection_plan plan = usual_plan();
		int count = 1 + pick(UNITS), done = 0;
		plan.seed = (uint64_t)pick(1000000);
		plan.share = 1 + pick(100);
		plan.rotation = pick(101);
		make_units(units, codes, count);
		for (int i = 0; i < count; i++) {
			bool now = pick(4) == 0;
			done += now;
			if (now)
				units[i].last = YEAR + pick(300);
		}
		size_t chosen = inspection_choose(units, (size_t)count, &plan);
		assert_true(((size_t)done + chosen) * 100 >= (size_t)(count * (int)plan.share));
		for (size_t i = 0; i < (size_t)count; i++)
			assert_int_equal(units[i].chosen != CHOSEN_NOT, i < chosen);
		for (size_t i = 0; i < chosen; i++)
			assert_true(units[i].last < YEAR);
	}
}

static void who_was_inspected_this_year_counts_and_is_not_chosen_again(void **state)
{
	(void)state;
	struct inspected units[10];
	char codes[10][16];
	struct inspection_plan plan = usual_plan();
	seed_random(__func__);
	make_units(units, codes, 10);
	units[3].last = YEAR;
	units[3].value[RISK_OVERDUE] = 1000000;
	assert_int_equal(inspection_places(units, 10, &plan), 2);
	assert_int_equal(inspection_choose(units, 10, &plan), 2);
	for (int i = 0; i < 2; i++)
		assert_int_not_equal(units[i].line, 3);
	for (int i = 0; i < 10; i++)
		units[i].last = YEAR + i;
	assert_int_equal(inspection_choose(units, 10, &plan), 0);
}

static void the_same_seed_gives_the_same_list_in_any_order(void **state)
{
	(void)state;
	struct inspected units[UNITS], again[UNITS];
	char codes[UNITS][16];
	struct inspection_plan plan = usual_plan();
	seed_random(__func__);
	make_units(units, codes, UNITS);
	for (int i = 0; i < UNITS; i++)
		again[i] = units[UNITS - 1 - i];
	size_t count = inspection_choose(units, UNITS, &plan);
	assert_int_equal(inspection_choose(again, UNITS, &plan), count);
	for (int i = 0; i < UNITS; i++) {
		assert_string_equal(units[i].code, again[i].code);
		assert_int_equal(units[i].total, again[i].total);
	}
	plan.seed = 8;
	inspection_choose(again, UNITS, &plan);
	bool differs = false;
	for (int i = 0; i < UNITS; i++)
		differs |= strcmp(units[i].code, again[i].code) != 0;
	assert_true(differs);
}

static void in_rotation_everybodys_turn_comes(void **state)
{
	(void)state;
	struct inspected units[UNITS];
	char codes[UNITS][16];
	struct inspection_plan plan = usual_plan();
	seed_random(__func__);
	make_units(units, codes, UNITS);
	/* one unit is always the least risk: 15 % a year in rotation reach all within 7 years */
	for (int i = 0; i < UNITS; i++)
		units[i].last = DAY_NONE;
	for (int year = 0; year < 7; year++) {
		plan.year_from = YEAR + year * 365;
		plan.seed = (uint64_t)year;
		size_t count = inspection_choose(units, UNITS, &plan);
		for (size_t i = 0; i < count; i++)
			units[i].last = plan.year_from + (day)i;
	}
	for (int i = 0; i < UNITS; i++)
		assert_int_not_equal(units[i].last, DAY_NONE);
}

static void points_are_weights_of_the_worst(void **state)
{
	(void)state;
	struct inspected units[2] = {{.code = "1", .last = DAY_NONE, .value = {5000, 40, 0, 0, 0}},
		{.code = "2", .last = DAY_NONE, .value = {2500, 0, 0, 0, 0}}};
	struct inspection_plan plan = usual_plan();
	plan.weight[RISK_CHANCE] = 0;
	plan.share = 100;
	inspection_choose(units, 2, &plan);
	const struct inspected *worst = units[0].code[0] == '1' ? &units[0] : &units[1];
	const struct inspected *other = worst == units ? &units[1] : &units[0];
	assert_int_equal(worst->points[RISK_OVERDUE], 3000);
	assert_int_equal(worst->points[RISK_OLDEST], 2000);
	assert_int_equal(worst->total, 5000);
	assert_int_equal(other->total, 1500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_share_of_the_units_is_chosen),
		cmocka_unit_test(few_cases_are_not_the_worst_of_all),
		cmocka_unit_test(with_those_done_at_least_the_share_is_reached),
		cmocka_unit_test(who_was_inspected_this_year_counts_and_is_not_chosen_again),
		cmocka_unit_test(the_same_seed_gives_the_same_list_in_any_order),
		cmocka_unit_test(in_rotation_everybodys_turn_comes),
		cmocka_unit_test(points_are_weights_of_the_worst),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
