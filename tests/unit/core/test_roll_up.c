/* The roll-up: every case of the tally stands in exactly one line, whatever the directory says. */
#include "core/alert/roll_up.h"
#include "unit/core/time_fixture.h"

static const char *const nobody[] = {NULL};
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct commune row(const char *code, const char *const *agencies)
{
	return (struct commune){.code = code,
		.name = code,
		.agencies = agencies,
		.emails = nobody,
		.phone = "",
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE,
		.successor = "",
		.line = 1};
}

static struct directory *build(const struct commune *rows, size_t count)
{
	struct directory *directory = NULL;
	struct error error = {""};
	if (directory_new(rows, count, &directory, &error))
		fail_msg("%s", error.text);
	return directory;
}

#define TODAY civil_day(2026, 11, 20)
#define MONTH (2026 * 12 + 10) /* November 2026 */

static void cell(struct tally *tally, uint32_t unit, uint32_t field, int32_t month, int column,
	int64_t amount)
{
	tally_add(tally, (struct tally_key){unit, field, month}, column, amount);
}

static void units_of_a_commune_are_summed_and_unknown_units_are_unmapped(void **state)
{
	(void)state;
	const struct commune rows[] = {row("00001", LIST("A*")), row("00002", LIST("B"))};
	struct directory *directory = build(rows, 2);
	const char *const codes[] = {"A1", "B", "A2", "C"};
	struct tally tally = {0};
	cell(&tally, 1, 1, 0, BUCKET_OVERDUE, 3);
	cell(&tally, 3, 2, 0, BUCKET_OVERDUE, 4);
	cell(&tally, 2, 1, MONTH, BUCKET_EARLY, 5);
	cell(&tally, 4, 1, 0, BUCKET_IN_TIME, 6);
	struct roll_up *roll_up = roll_up_new();
	roll_up_join(roll_up, directory, TODAY, codes, 4);
	struct roll_up_range range = roll_up_year(TODAY);
	roll_up_sum(roll_up, &tally, &range);

	assert_int_equal(roll_up_lines(roll_up), 3);
	assert_int_equal(roll_up_counts(roll_up, 0)->bucket[BUCKET_OVERDUE], 7);
	assert_int_equal(roll_up_counts(roll_up, 1)->bucket[BUCKET_EARLY], 5);
	size_t unmapped = roll_up_unmapped(roll_up), count;
	assert_string_equal(roll_up_code(roll_up, unmapped), "unmapped");
	assert_null(roll_up_commune(roll_up, unmapped));
	assert_int_equal(roll_up_counts(roll_up, unmapped)->bucket[BUCKET_IN_TIME], 6);
	const uint32_t *units = roll_up_units(roll_up, 0, &count);
	assert_int_equal(count, 2);
	assert_int_equal(units[0], 1);
	assert_int_equal(units[1], 3);
	assert_int_equal(roll_up_line_of(roll_up, 99), unmapped);
	assert_int_equal(roll_up_line_of(roll_up, 0), unmapped);
	roll_up_free(roll_up);
	tally_free(&tally);
	directory_free(directory);
}

static void a_merger_moves_cases_on_its_day_and_not_before(void **state)
{
	(void)state;
	day merger = civil_day(2026, 7, 1);
	struct commune rows[] = {row("00001", LIST("A")), row("00002", LIST("A", "B"))};
	rows[0].valid_to = merger - 1;
	rows[0].successor = "00002";
	rows[1].valid_from = merger;
	struct directory *directory = build(rows, 2);
	const char *const codes[] = {"A"};
	struct roll_up *roll_up = roll_up_new();
	roll_up_join(roll_up, directory, merger - 1, codes, 1);
	assert_string_equal(roll_up_code(roll_up, roll_up_line_of(roll_up, 1)), "00001");
	assert_true(roll_up_shown(roll_up, 0));
	assert_false(roll_up_shown(roll_up, 1)); /* not born yet, and nothing counted */
	roll_up_join(roll_up, directory, merger, codes, 1);
	assert_string_equal(roll_up_code(roll_up, roll_up_line_of(roll_up, 1)), "00002");
	assert_false(roll_up_shown(roll_up, 0));
	assert_true(roll_up_shown(roll_up, 1));
	roll_up_free(roll_up);
	directory_free(directory);
}

static void units_learned_later_join_without_a_new_roll_up(void **state)
{
	(void)state;
	const struct commune rows[] = {row("00001", LIST("A*"))};
	struct directory *directory = build(rows, 1);
	const char *const codes[] = {"A1", "X", "A2"};
	struct roll_up *roll_up = roll_up_new();
	size_t count;
	roll_up_join(roll_up, directory, TODAY, codes, 1);
	roll_up_units(roll_up, 0, &count);
	assert_int_equal(count, 1);
	roll_up_join(roll_up, directory, TODAY, codes, 3);
	assert_int_equal(roll_up_units(roll_up, 0, &count)[1], 3);
	assert_int_equal(count, 2);
	roll_up_free(roll_up);
	directory_free(directory);
}

static void months_outside_the_range_and_other_fields_are_left_out(void **state)
{
	(void)state;
	const struct commune rows[] = {row("00001", LIST("A"))};
	struct directory *directory = build(rows, 1);
	const char *const codes[] = {"A"};
	struct tally tally = {0};
	cell(&tally, 1, 1, MONTH, BUCKET_LATE, 1);
	cell(&tally, 1, 1, MONTH + 2, BUCKET_LATE, 10); /* January 2027: the next reporting year */
	cell(&tally, 1, 2, MONTH, BUCKET_LATE, 100);
	cell(&tally, 1, 1, 0, BUCKET_OVERDUE, 1000);
	struct roll_up *roll_up = roll_up_new();
	roll_up_join(roll_up, directory, TODAY, codes, 1);
	struct roll_up_range range = roll_up_year(TODAY);
	roll_up_sum(roll_up, &tally, &range);
	assert_int_equal(roll_up_counts(roll_up, 0)->bucket[BUCKET_LATE], 101);
	range.field = 1;
	roll_up_sum(roll_up, &tally, &range);
	assert_int_equal(roll_up_counts(roll_up, 0)->bucket[BUCKET_LATE], 1);
	assert_int_equal(roll_up_counts(roll_up, 0)->bucket[BUCKET_OVERDUE], 1000);
	struct counts fields[3];
	range.field = ROLL_UP_ALL_FIELDS;
	roll_up_fields(&tally, &range, fields, 3);
	assert_int_equal(fields[1].bucket[BUCKET_LATE], 1);
	assert_int_equal(fields[2].bucket[BUCKET_LATE], 100);
	assert_true(counts_empty(&fields[0]));
	roll_up_free(roll_up);
	tally_free(&tally);
	directory_free(directory);
}

static void the_reporting_year_begins_on_15_december(void **state)
{
	(void)state;
	struct roll_up_range before = roll_up_year(civil_day(2026, 12, 14));
	struct roll_up_range after = roll_up_year(civil_day(2026, 12, 15));
	assert_int_equal(before.month_from, period_month_of(civil_day(2025, 12, 15)));
	assert_int_equal(before.month_to, period_month_of(civil_day(2026, 12, 14)));
	assert_int_equal(after.month_from, period_month_of(civil_day(2026, 12, 15)));
	assert_int_equal(before.month_to + 1, after.month_from);
}

#define COMMUNES 300
#define UNITS 700

/* A law: the lines add up to the total and the total to the cells, for random tallies; and a field's
 * lines add up to that field's counts. */
static void lines_add_up_to_the_total_whatever_the_tally(void **state)
{
	(void)state;
	seed_random("lines_add_up_to_the_total_whatever_the_tally");
	static char communes[COMMUNES][8], agencies[COMMUNES][8], units[UNITS][8];
	static const char *lists[COMMUNES][2];
	static struct commune rows[COMMUNES];
	const char *codes[UNITS];
	for (int i = 0; i < COMMUNES; i++) {
		snprintf(communes[i], 8, "%05d", i);
		snprintf(agencies[i], 8, "U%d", i);
		lists[i][0] = agencies[i];
		rows[i] = row(communes[i], lists[i]);
	}
	for (int i = 0; i < UNITS; i++) {
		snprintf(units[i], 8, "U%d", (int)random_between(0, COMMUNES * 2));
		codes[i] = units[i];
	}
	struct directory *directory = build(rows, COMMUNES);
	struct roll_up *roll_up = roll_up_new();
	roll_up_join(roll_up, directory, TODAY, codes, UNITS);
	struct tally tally = {0};
	struct counts expected = {0}, lines = {0}, fields[5];
	for (int i = 0; i < 20000; i++) {
		int column = (int)random_between(0, TALLY_COLUMNS - 1);
		int32_t month = random_between(0, 2) ? 0 : MONTH;
		int64_t amount = random_between(1, 9);
		cell(&tally, (uint32_t)random_between(1, UNITS), (uint32_t)random_between(0, 4),
			month, column, amount);
		if (column < BUCKET_COUNT)
			expected.bucket[column] += amount;
		else if (column == TALLY_RECEIVED)
			expected.received += amount;
		else
			expected.received_online += amount;
	}
	struct roll_up_range range = roll_up_year(TODAY);
	roll_up_sum(roll_up, &tally, &range);
	size_t unit_total = 0;
	for (size_t line = 0; line < roll_up_lines(roll_up); line++) {
		const struct counts *counts = roll_up_counts(roll_up, line);
		size_t count;
		roll_up_units(roll_up, line, &count);
		unit_total += count;
		for (int bucket = 0; bucket < BUCKET_COUNT; bucket++)
			lines.bucket[bucket] += counts->bucket[bucket];
		lines.received += counts->received;
		lines.received_online += counts->received_online;
	}
	assert_int_equal(unit_total, UNITS);
	assert_memory_equal(&lines, &expected, sizeof(lines));
	assert_memory_equal(roll_up_total(roll_up), &expected, sizeof(expected));
	roll_up_fields(&tally, &range, fields, 5);
	for (uint32_t field = 0; field < 5; field++) {
		range.field = field;
		roll_up_sum(roll_up, &tally, &range);
		assert_memory_equal(roll_up_total(roll_up), &fields[field], sizeof(fields[0]));
	}
	roll_up_free(roll_up);
	tally_free(&tally);
	directory_free(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(units_of_a_commune_are_summed_and_unknown_units_are_unmapped),
		cmocka_unit_test(a_merger_moves_cases_on_its_day_and_not_before),
		cmocka_unit_test(units_learned_later_join_without_a_new_roll_up),
		cmocka_unit_test(months_outside_the_range_and_other_fields_are_left_out),
		cmocka_unit_test(the_reporting_year_begins_on_15_december),
		cmocka_unit_test(lines_add_up_to_the_total_whatever_the_tally),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
