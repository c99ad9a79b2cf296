/* Whose unit is it, on which day. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"
#include "base/text.h"
#include "core/commune.h"
#include "core/unit_pattern.h"

static const char *const nobody[] = {NULL};
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct commune row(const char *code, const char *const *agencies, int line)
{
	return (struct commune){.code = code,
		.name = code,
		.agencies = agencies,
		.emails = nobody,
		.phone = "",
		.valid_from = DAY_NONE,
		.valid_to = DAY_NONE,
		.successor = "",
		.line = line};
}

static struct commune until(struct commune row, day last, const char *successor)
{
	row.valid_to = last;
	row.successor = successor;
	return row;
}

static struct commune from(struct commune row, day first)
{
	row.valid_from = first;
	return row;
}

static struct directory *build(const struct commune *rows, size_t count)
{
	struct directory *directory = NULL;
	struct error error = {""};
	if (directory_new(rows, count, &directory, &error))
		fail_msg("%s", error.text);
	return directory;
}

static const char *code_of(const struct directory *directory, const char *unit, day on)
{
	int index = directory_of_unit(directory, slice_of(unit), on);
	return index < 0 ? COMMUNE_UNMAPPED : directory_at(directory, (size_t)index)->code;
}

static void the_exact_code_wins_then_the_longest_literal(void **state)
{
	(void)state;
	struct commune rows[] = {
		row("00001", LIST("H56.14", "000.17.32.H19"), 2),
		row("00002", LIST("H56.14*"), 3),
		row("00003", LIST("*.32.H19"), 4),
		row("00004", LIST("H56.14.0*"), 5),
		row("00005", LIST("*.H19"), 6),
		row("00006", LIST("H5*.9"), 7),
	};
	struct directory *directory = build(rows, ARRAY_SIZE(rows));
	assert_string_equal(code_of(directory, "H56.14", 0), "00001");
	assert_string_equal(code_of(directory, "000.17.32.H19", 0), "00001");
	assert_string_equal(code_of(directory, "H56.14.2", 0), "00002");
	assert_string_equal(code_of(directory, "H56.14.02", 0), "00004");
	assert_string_equal(code_of(directory, "000.18.32.H19", 0), "00003");
	assert_string_equal(code_of(directory, "000.18.33.H19", 0), "00005");
	assert_string_equal(code_of(directory, "H57.9", 0), "00006");
	assert_string_equal(code_of(directory, "H56.14.9", 0), "00002");
	assert_string_equal(code_of(directory, "H60", 0), "unmapped");
	assert_string_equal(code_of(directory, "", 0), "unmapped");
	assert_string_equal(code_of(directory, ".H19", 0), "00005");
	directory_free(directory);
}

static void a_unit_belongs_to_who_was_responsible_on_that_day(void **state)
{
	(void)state;
	day merger = civil_day(2025, 7, 1);
	struct commune rows[] = {
		until(row("22966", LIST("H19.66"), 2), merger - 1, "22954"),
		until(row("22954", LIST("H19.54"), 3), merger - 1, "22954"),
		from(row("22954", LIST("H19.54", "H19.66"), 4), merger),
	};
	struct directory *directory = build(rows, ARRAY_SIZE(rows));
	assert_int_equal(directory_of_unit(directory, SLICE("H19.66"), merger - 1), 0);
	assert_int_equal(directory_of_unit(directory, SLICE("H19.66"), merger), 2);
	assert_int_equal(directory_of_unit(directory, SLICE("H19.54"), merger - 1), 1);
	assert_int_equal(directory_of_code(directory, SLICE("22954"), merger - 1), 1);
	assert_int_equal(directory_of_code(directory, SLICE("22954"), merger), 2);
	assert_int_equal(directory_of_code(directory, SLICE("22966"), merger), 0);
	assert_int_equal(directory_of_code(directory, SLICE("99999"), merger), -1);
	assert_int_equal(directory_successor(directory, 0, merger), 2);
	assert_int_equal(directory_successor(directory, 1, merger), 2);
	assert_int_equal(directory_successor(directory, 0, merger - 1), 0);
	directory_free(directory);
}

/* Which commune answers for a unit on a day, as "22966 1 January 2025"; "-": none. */
static const char *answering(const struct directory *directory, const char *unit, day on)
{
	int row = directory_answering(directory, slice_of(unit), on);
	return row < 0 ? "-" : directory_at(directory, (size_t)row)->name;
}

static void old_cases_follow_renamings_mergers_and_moves_and_stay_after_a_split(void **state)
{
	(void)state;
	day merger = civil_day(2025, 7, 1);
	const char *const none[] = {NULL};
	const char *const a[] = {"H36.A", NULL}, *const b[] = {"H36.B", NULL},
			  *const c[] = {"H36.C", NULL}, *const d[] = {"H36.D", NULL},
			  *const moved[] = {"H36.M", NULL}, *const new_b[] = {"H36.B2", NULL};
	struct commune rows[] = {
		{"1", "merged", COMMUNE, a, none, "", DAY_NONE, merger - 1, "4", 1},
		{"2", "old name", COMMUNE, b, none, "", DAY_NONE, merger - 1, "", 2},
		{"2", "new name", COMMUNE, new_b, none, "", merger, DAY_NONE, "", 3},
		{"3", "split", COMMUNE, c, none, "", DAY_NONE, merger - 1, "", 4},
		{"4", "grown", COMMUNE, d, none, "", DAY_NONE, DAY_NONE, "", 5},
		{"5", "gave", COMMUNE, moved, none, "", DAY_NONE, merger - 1, "", 6},
		{"5", "gave later", COMMUNE, none, none, "", merger, DAY_NONE, "", 7},
		{"6", "took", COMMUNE, moved, none, "", merger, DAY_NONE, "", 8},
	};
	struct directory *directory;
	struct error error;
	assert_int_equal(
		directory_new(rows, sizeof(rows) / sizeof(rows[0]), &directory, &error), 0);
	static const struct {
		const char *unit, *before, *after;
	} wanted[] = {{"H36.A", "merged", "grown"}, {"H36.B", "old name", "new name"},
		{"H36.B2", "-", "new name"}, {"H36.C", "split", "split"},
		{"H36.D", "grown", "grown"}, {"H36.M", "gave", "took"}, {"H36.X", "-", "-"},
		{"", "-", "-"}};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		assert_string_equal(
			answering(directory, wanted[i].unit, merger - 1), wanted[i].before);
		assert_string_equal(answering(directory, wanted[i].unit, merger), wanted[i].after);
	}
	directory_free(directory);
}

static void on_problem(void *user, int line, const char *column, const char *sentence)
{
	text_printf(user, "%d %s: %s\n", line, column, sentence);
}

static void refuses(const struct commune *rows, size_t count, const char *want)
{
	struct text trace = {0};
	directory_check(rows, count, on_problem, &trace);
	assert_string_equal(text_slice(&trace).data, want);
	text_free(&trace);
	struct directory *directory = NULL;
	struct error error = {""};
	assert_int_equal(directory_new(rows, count, &directory, &error), -EINVAL);
	assert_null(directory);
	assert_memory_equal(error.text, "line ", 5);
}

static void overlapping_validities_of_one_code_are_refused(void **state)
{
	(void)state;
	struct commune rows[] = {
		until(row("00001", LIST("A"), 2), 100, ""),
		from(row("00001", LIST("B"), 3), 100),
	};
	refuses(rows, 2,
		"3 code: \"00001\" stands on line 2 too, valid at the same time: "
		"keep one row, or end one with valid_to and begin the other with "
		"valid_from\n");
	rows[1].valid_from = 101;
	directory_free(build(rows, 2));
}

static void patterns_that_tie_are_refused_and_others_are_not(void **state)
{
	(void)state;
	struct commune same[] = {row("00001", LIST("A.1"), 2), row("00002", LIST("A.1"), 3)};
	refuses(same, 2,
		"3 agencies: \"A.1\" ties with \"A.1\" on line 2, valid at the same time: "
		"keep one row, or end one with valid_to and begin the other with "
		"valid_from\n");
	struct commune cross[] = {row("00001", LIST("AB*"), 2), row("00002", LIST("*BC"), 3)};
	refuses(cross, 2,
		"3 agencies: \"*BC\" ties with \"AB*\" on line 2, valid at the same time: "
		"keep one row, or end one with valid_to and begin the other with "
		"valid_from\n");
	struct commune apart[] = {row("00001", LIST("AB*", "AB*"), 2),
		row("00002", LIST("AC*", "AB"), 3), row("00003", LIST("*ABC", "*"), 4)};
	directory_free(build(apart, 3));
	struct commune later[] = {
		until(row("00001", LIST("A*"), 2), 9, ""), from(row("00002", LIST("A*"), 3), 10)};
	directory_free(build(later, 2));
}

static void a_row_is_refused_for_its_successor_its_dates_and_its_name(void **state)
{
	(void)state;
	struct commune rows[] = {
		until(row("00001", LIST("A"), 2), 9, "00009"),
		from(until(row("00002", LIST("B"), 3), 9, ""), 10),
		row("unmapped", LIST("C"), 4),
	};
	refuses(rows, 3,
		"3 valid_to: the row ends before it begins\n"
		"4 code: \"unmapped\" is kept for cases of unknown units\n"
		"2 successor: no row has the code \"00009\"\n");
}

static void successors_that_lead_back_are_refused(void **state)
{
	(void)state;
	struct commune rows[] = {
		until(row("00001", LIST("A"), 2), 10, "00002"),
		until(row("00002", LIST("B"), 3), 10, "00003"),
		until(row("00003", LIST("C"), 4), 10, "00002"),
		until(row("00004", LIST("D"), 5), 10, "00004"),
	};
	refuses(rows, 4,
		"3 successor: the successors of \"00002\" lead back to it\n"
		"4 successor: the successors of \"00003\" lead back to it\n"
		"5 successor: the successors of \"00004\" lead back to it\n");
	/* a code that was given up and came back leads on */
	struct commune back[] = {
		until(row("00001", LIST("A"), 2), 10, "00002"),
		until(from(row("00002", LIST("B"), 3), 11), 20, "00001"),
		from(row("00001", LIST("A"), 4), 21),
	};
	struct directory *directory = build(back, 3);
	assert_int_equal(directory_successor(directory, 0, 15), 1);
	assert_int_equal(directory_successor(directory, 1, 30), 2);
	directory_free(directory);
}

/* --- laws ---------------------------------------------------------------------------------- */

static void random_text(char *text, size_t most, const char *alphabet)
{
	size_t length = 1 + (size_t)rand() % most;
	for (size_t i = 0; i < length; i++)
		text[i] = alphabet[(size_t)rand() % strlen(alphabet)];
	text[length] = '\0';
}

static bool naive_match(const char *pattern, const char *unit)
{
	if (*pattern == '*')
		return naive_match(pattern + 1, unit) || (*unit && naive_match(pattern, unit + 1));
	return *pattern == *unit && (!*unit || naive_match(pattern + 1, unit + 1));
}

static void matching_is_that_of_the_naive_walk(void **state)
{
	(void)state;
	unsigned seed = 1022;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 100000; round++) {
		char text[8], unit[10];
		random_text(text, 6, "ab*");
		random_text(unit, 8, "ab");
		struct unit_pattern pattern = unit_pattern(slice_of(text));
		assert_int_equal(
			unit_pattern_matches(&pattern, slice_of(unit)), naive_match(text, unit));
	}
}

/* Patterns tie exactly when some unit matches both and their literals are equally long. */
static void ties_are_those_that_a_search_over_units_finds(void **state)
{
	(void)state;
	unsigned seed = 766;
	print_message("seed %u\n", seed);
	srand(seed);
	for (int round = 0; round < 3000; round++) {
		char a[5], b[5];
		random_text(a, 4, "ab*");
		random_text(b, 4, "ab*");
		struct unit_pattern one = unit_pattern(slice_of(a)),
				    two = unit_pattern(slice_of(b));
		bool both_exact = one.shape == PATTERN_EXACT && two.shape == PATTERN_EXACT;
		bool any_exact = one.shape == PATTERN_EXACT || two.shape == PATTERN_EXACT;
		bool found = false;
		for (unsigned length = 0; length <= 8 && !found; length++) {
			for (unsigned bits = 0; bits < 1u << length && !found; bits++) {
				char unit[9] = "";
				for (unsigned i = 0; i < length; i++)
					unit[i] = bits >> i & 1 ? 'b' : 'a';
				found = naive_match(a, unit) && naive_match(b, unit);
			}
		}
		bool want = found && one.literal == two.literal && (both_exact || !any_exact);
		assert_int_equal(unit_pattern_ties(&one, &two), want);
	}
}

/* The indexed look-up gives what a scan over all patterns gives. */
static void the_index_answers_as_a_scan_would(void **state)
{
	(void)state;
	unsigned seed = 3321;
	print_message("seed %u\n", seed);
	srand(seed);
	int built = 0;
	for (int round = 0; round < 4000; round++) {
		char texts[4][6], codes[4][6];
		const char *agencies[4][2];
		struct commune rows[4];
		for (int i = 0; i < 4; i++) {
			random_text(texts[i], 5, "abc*");
			snprintf(codes[i], sizeof(codes[i]), "%05d", i);
			agencies[i][0] = texts[i];
			agencies[i][1] = NULL;
			rows[i] = row(codes[i], agencies[i], i + 2);
		}
		struct directory *directory;
		if (directory_new(rows, 4, &directory, NULL))
			continue;
		built++;
		for (int probe = 0; probe < 30; probe++) {
			char unit[8];
			random_text(unit, 6, "abc");
			int best = -1;
			size_t best_rank = 0;
			for (int i = 0; i < 4; i++) {
				struct unit_pattern pattern = unit_pattern(slice_of(texts[i]));
				size_t rank =
					2 * pattern.literal + 1 + (pattern.shape == PATTERN_EXACT);
				if (naive_match(texts[i], unit) && rank > best_rank) {
					best = i;
					best_rank = rank;
				}
			}
			assert_int_equal(directory_of_unit(directory, slice_of(unit), 0), best);
		}
		directory_free(directory);
	}
	assert_true(built > 500);
}

static void a_country_of_communes_is_indexed_not_scanned(void **state)
{
	(void)state;
	enum { COUNT = 3321 };
	static char codes[COUNT][8], patterns[COUNT][24];
	static const char *agencies[COUNT][2];
	static struct commune rows[COUNT];
	for (int i = 0; i < COUNT; i++) {
		snprintf(codes[i], sizeof(codes[i]), "%05d", i);
		snprintf(patterns[i], sizeof(patterns[i]), "*.%04d.H19", i);
		agencies[i][0] = patterns[i];
		rows[i] = row(codes[i], agencies[i], i + 2);
	}
	struct directory *directory = build(rows, COUNT);
	for (int i = 0; i < COUNT; i++) {
		char unit[32];
		snprintf(unit, sizeof(unit), "000.17.%04d.H19", i);
		assert_int_equal(directory_of_unit(directory, slice_of(unit), 0), i);
	}
	directory_free(directory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_exact_code_wins_then_the_longest_literal),
		cmocka_unit_test(a_unit_belongs_to_who_was_responsible_on_that_day),
		cmocka_unit_test(
			old_cases_follow_renamings_mergers_and_moves_and_stay_after_a_split),
		cmocka_unit_test(overlapping_validities_of_one_code_are_refused),
		cmocka_unit_test(patterns_that_tie_are_refused_and_others_are_not),
		cmocka_unit_test(a_row_is_refused_for_its_successor_its_dates_and_its_name),
		cmocka_unit_test(successors_that_lead_back_are_refused),
		cmocka_unit_test(matching_is_that_of_the_naive_walk),
		cmocka_unit_test(ties_are_those_that_a_search_over_units_finds),
		cmocka_unit_test(the_index_answers_as_a_scan_would),
		cmocka_unit_test(a_country_of_communes_is_indexed_not_scanned),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
