#include <string.h>

#include "core/alert/measure.h"
#include "unit/core/time_fixture.h"

static struct counts counts_with(int64_t in_time, int64_t due_soon, int64_t overdue)
{
	struct counts counts = {0};
	counts.bucket[BUCKET_IN_TIME] = in_time;
	counts.bucket[BUCKET_DUE_SOON] = due_soon;
	counts.bucket[BUCKET_OVERDUE] = overdue;
	return counts;
}

static int64_t value_of(enum measure measure, struct counts counts, int oldest)
{
	struct measure_input input = {&counts, oldest};
	return measures[measure].value(&input);
}

static void every_row_is_whole_and_its_name_leads_back_to_it(void **state)
{
	(void)state;
	for (int i = 0; i < MEASURE_COUNT; i++) {
		const struct measure_row *row = &measures[i];
		assert_non_null(row->name);
		assert_non_null(row->value);
		assert_int_equal(measure_from_name(slice_of(row->name)), i);
		assert_non_null(strstr(row->fact_vi, "{}"));
		assert_non_null(strstr(row->fact_en, "{}"));
		const char *capitals[] = {
			row->title_vi, row->title_en, row->topic_vi, row->topic_en};
		for (size_t j = 0; j < ARRAY_SIZE(capitals); j++)
			assert_in_range(capitals[j][0], 'A', 'Z'); /* lowered inside sentences */
	}
}

static void the_share_is_of_all_open_cases(void **state)
{
	(void)state;
	assert_int_equal(value_of(MEASURE_OVERDUE_SHARE, counts_with(22, 0, 30), 0), 5769);
	struct counts counts = counts_with(10, 5, 5);
	counts.bucket[BUCKET_PAUSED] = 3;
	counts.bucket[BUCKET_UNDATED_OPEN] = 2;
	counts.bucket[BUCKET_EARLY] = 1000; /* closed */
	counts.bucket[BUCKET_UNACCEPTED] = 1000; /* not counted */
	assert_int_equal(value_of(MEASURE_OVERDUE_SHARE, counts, 0), 2000);
}

static void no_open_case_is_a_share_of_nothing_and_one_late_case_is_never_zero(void **state)
{
	(void)state;
	assert_int_equal(value_of(MEASURE_OVERDUE_SHARE, counts_with(0, 0, 0), 0), 0);
	assert_int_equal(value_of(MEASURE_OVERDUE_SHARE, counts_with(1000000, 0, 1), 0), 1);
	/* 4.9998 % is not 5 % */
	assert_int_equal(value_of(MEASURE_OVERDUE_SHARE, counts_with(950002, 0, 49999), 0), 499);
}

static void values_are_written_as_each_language_writes_them(void **state)
{
	(void)state;
	static const struct {
		enum measure measure;
		int64_t value;
		const char *vi, *en;
	} rows[] = {
		{MEASURE_OVERDUE, 12, "12", "12"},
		{MEASURE_OVERDUE, 12345, "12.345", "12,345"},
		{MEASURE_GROWTH, -1200, "-1.200", "-1,200"},
		{MEASURE_OVERDUE_SHARE, 750, "7,5%", "7.5%"},
		{MEASURE_OVERDUE_SHARE, 500, "5%", "5%"},
		{MEASURE_OVERDUE_SHARE, 1, "0,01%", "0.01%"},
		{MEASURE_OVERDUE_SHARE, 5769, "57,69%", "57.69%"},
		{MEASURE_OVERDUE_SHARE, 10000, "100%", "100%"},
		{MEASURE_OLDEST_OVERDUE, 1, "1 ngày làm việc", "1 working day"},
		{MEASURE_OLDEST_OVERDUE, 3, "3 ngày làm việc", "3 working days"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char buffer[48];
		assert_string_equal(
			measure_format(rows[i].measure, rows[i].value, false, buffer), rows[i].vi);
		assert_string_equal(
			measure_format(rows[i].measure, rows[i].value, true, buffer), rows[i].en);
	}
}

static void a_misspelt_measure_has_a_nearest_one_and_nonsense_has_none(void **state)
{
	(void)state;
	assert_string_equal(measure_nearest(SLICE("overdu")), "overdue");
	assert_string_equal(measure_nearest(SLICE("overdue-shares")), "overdue-share");
	assert_string_equal(measure_nearest(SLICE("due_soon")), "due-soon");
	assert_null(measure_nearest(SLICE("temperature")));
	assert_null(measure_nearest(SLICE("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_whole_and_its_name_leads_back_to_it),
		cmocka_unit_test(the_share_is_of_all_open_cases),
		cmocka_unit_test(
			no_open_case_is_a_share_of_nothing_and_one_late_case_is_never_zero),
		cmocka_unit_test(values_are_written_as_each_language_writes_them),
		cmocka_unit_test(a_misspelt_measure_has_a_nearest_one_and_nonsense_has_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
