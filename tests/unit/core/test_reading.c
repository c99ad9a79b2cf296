/* What a rule's measures say of a subject, and when they say nothing. */
#include <stdio.h>
#include <string.h>

#include "core/alert/reading.h"
#include "unit/core/time_fixture.h"

static struct rule rule_of(const char *fire, const char *critical, const char *clear)
{
	struct rule rule = {.name = "r", .min_cases = 20};
	struct error error = {0};
	struct {
		const char *text;
		struct condition *conditions;
		int *count;
	} bands[] = {{fire, rule.fire, &rule.fire_count},
		{critical, rule.critical, &rule.critical_count},
		{clear, rule.clear, &rule.clear_count}};
	for (size_t i = 0; i < ARRAY_SIZE(bands); i++)
		if (bands[i].text && conditions_parse(slice_of(bands[i].text), bands[i].conditions,
					     bands[i].count, &error) < 0)
			fail_msg("%s", error.text);
	return rule;
}

static void each_measure_of_a_rule_stands_once_those_that_fire_first(void **state)
{
	(void)state;
	struct rule rule = rule_of("overdue-share >= 5%, overdue >= 10",
		"overdue >= 30, oldest-overdue >= 5 working days", "growth < 1, overdue < 6");
	enum measure found[MEASURE_COUNT];
	static const enum measure wanted[] = {
		MEASURE_OVERDUE_SHARE, MEASURE_OVERDUE, MEASURE_OLDEST_OVERDUE, MEASURE_GROWTH};
	assert_int_equal(rule_measures(&rule, found), ARRAY_SIZE(wanted));
	for (size_t i = 0; i < ARRAY_SIZE(wanted); i++)
		assert_int_equal(found[i], wanted[i]);
}

static struct counts counts_of(int64_t overdue, int64_t in_time)
{
	struct counts counts = {0};
	counts.bucket[BUCKET_OVERDUE] = overdue;
	counts.bucket[BUCKET_IN_TIME] = in_time;
	return counts;
}

static struct reading_value read_share(int64_t overdue, int64_t in_time)
{
	struct rule rule = rule_of("overdue-share >= 5%", NULL, NULL);
	struct counts counts = counts_of(overdue, in_time);
	struct measure_input input = {.counts = &counts};
	return reading_of(&rule, MEASURE_OVERDUE_SHARE, &input);
}

static void a_share_of_nothing_is_not_zero_and_one_of_few_is_marked(void **state)
{
	(void)state;
	assert_int_equal(read_share(0, 0).kind, READING_EMPTY);
	assert_int_equal(read_share(10, 9).kind, READING_SMALL);
	assert_int_equal(read_share(10, 9).value, 5263);
	assert_int_equal(read_share(10, 10).kind, READING_WHOLE);
	assert_int_equal(read_share(0, 20).kind, READING_WHOLE);
	assert_int_equal(read_share(0, 20).value, 0);
}

static void what_could_not_be_said_is_unknown_for_the_measures_that_need_it_alone(void **state)
{
	(void)state;
	struct rule rule = rule_of("overdue >= 1", NULL, NULL);
	struct counts counts = counts_of(3, 20);
	for (int measure = 0; measure < MEASURE_COUNT; measure++)
		for (unsigned need = 1; need <= NEED_BACK_DATED; need <<= 1) {
			struct measure_input input = {
				.counts = &counts, .recent_closed = 1, .unknown = need};
			struct reading_value value =
				reading_of(&rule, (enum measure)measure, &input);
			assert_int_equal(value.kind == READING_UNKNOWN,
				(measures[measure].needs & need) != 0);
		}
}

static void a_reading_is_asked_by_measure(void **state)
{
	(void)state;
	struct rule rule = rule_of("overdue >= 10", NULL, "growth < 1");
	struct reading reading = {.at = 1, .value = {{READING_WHOLE, 12}, {READING_WHOLE, -4}}};
	assert_int_equal(reading_find(&reading, &rule, MEASURE_OVERDUE).value, 12);
	assert_int_equal(reading_find(&reading, &rule, MEASURE_GROWTH).value, -4);
	assert_int_equal(reading_find(&reading, &rule, MEASURE_PARKED).kind, READING_UNKNOWN);
	reading.at = INSTANT_NONE;
	assert_int_equal(reading_find(&reading, &rule, MEASURE_OVERDUE).kind, READING_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_measure_of_a_rule_stands_once_those_that_fire_first),
		cmocka_unit_test(a_share_of_nothing_is_not_zero_and_one_of_few_is_marked),
		cmocka_unit_test(
			what_could_not_be_said_is_unknown_for_the_measures_that_need_it_alone),
		cmocka_unit_test(a_reading_is_asked_by_measure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
