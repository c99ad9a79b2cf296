#include <errno.h>

#include "core/alert/rule.h"
#include "unit/core/time_fixture.h"

static void parse(const char *text, struct condition *conditions, int *count)
{
	struct error error = {0};
	if (conditions_parse(slice_of(text), conditions, count, &error) < 0)
		fail_msg("%s: %s", text, error.text);
}

static struct rule rule_of(const char *fire, const char *clear, const char *critical)
{
	struct rule rule = {.name = "test"};
	parse(fire, rule.fire, &rule.fire_count);
	if (clear)
		parse(clear, rule.clear, &rule.clear_count);
	if (critical)
		parse(critical, rule.critical, &rule.critical_count);
	return rule;
}

static void conditions_are_read_as_written(void **state)
{
	(void)state;
	struct condition read[CONDITIONS_MAX];
	int count;
	parse("overdue >= 10, overdue-share >= 7.25%,oldest-overdue>5 working days", read, &count);
	assert_int_equal(count, 3);
	assert_int_equal(read[0].measure, MEASURE_OVERDUE);
	assert_int_equal(read[0].comparison, AT_LEAST);
	assert_int_equal(read[0].level, 10);
	assert_int_equal(read[1].measure, MEASURE_OVERDUE_SHARE);
	assert_int_equal(read[1].level, 725);
	assert_int_equal(read[2].comparison, MORE_THAN);
	assert_int_equal(read[2].level, 5);
	parse("oldest-overdue <= 1 working day", read, &count);
	assert_int_equal(read[0].comparison, AT_MOST);
	parse("  due-soon < 3  ", read, &count);
	assert_int_equal(read[0].comparison, LESS_THAN);
	parse("overdue-share >= 5 %", read, &count);
	assert_int_equal(read[0].level, 500);
}

static const char *all_measures(char said[static 512])
{
	int length = sprintf(said, "there is no measure \"temperature\": known are ");
	for (int i = 0; i < MEASURE_COUNT; i++)
		length += sprintf(said + length, "%s%s", i ? ", " : "", measures[i].name);
	return said;
}

static void what_is_wrong_and_what_would_be_right_is_said(void **state)
{
	char known[512];
	(void)state;
	const struct {
		const char *text, *sentence;
	} rows[] = {
		{"", "a condition is missing, such as overdue >= 10"},
		{"overdue >= 10,", "a condition is missing beside a comma"},
		{"overdue-share >= 5", "overdue-share: a share needs %: 5%"},
		{"overdue-share >= 120%", "overdue-share: 120% is more than the whole"},
		{"overdue-share >= 5.125%", "overdue-share >= 5.125: not a number of at most two "
					    "decimals, zero or more"},
		{"oldest-overdue >= 5", "oldest-overdue counts working days: 5 working days"},
		{"oldest-overdue >= 5 days", "oldest-overdue counts working days: 5 working days"},
		{"oldest-overdue >= 1.5 working days",
			"oldest-overdue counts working days: 5 working days"},
		{"overdue >= 10%", "overdue counts cases: write a whole number without a unit: 10"},
		{"overdue >= 1.5", "overdue counts cases: write a whole number without a unit: 10"},
		{"overdue >= -1",
			"overdue >= -1: not a number of at most two decimals, zero or more"},
		{"overdue >= ten", "overdue >= needs a number behind it, not \"ten\""},
		{"overdue >=", "overdue >= needs a number behind it"},
		{"overdue 10", "overdue needs a comparison (>=, >, < or <=): overdue >= 10"},
		{"overdue = 10", "\"=\" is not a comparison: use >=, >, < or <="},
		{"overdue => 10", "\"=>\" is not a comparison: use >=, >, < or <="},
		{"overdu >= 10", "there is no measure \"overdu\": did you mean overdue?"},
		{"temperature >= 10", all_measures(known)},
		{">= 10", "\">= 10\" does not begin with a measure: write a condition such as "
			  "overdue >= 10"},
		{"overdue >= 99999999999", "overdue: 99999999999 is too large"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct condition conditions[CONDITIONS_MAX];
		struct error error = {0};
		int count = 77;
		assert_int_equal(
			conditions_parse(slice_of(rows[i].text), conditions, &count, &error),
			-EINVAL);
		assert_string_equal(error.text, rows[i].sentence);
		assert_int_equal(count, 77);
	}
}

static void more_conditions_than_a_rule_holds_are_refused(void **state)
{
	(void)state;
	struct condition conditions[CONDITIONS_MAX];
	struct error error;
	int count;
	const char *nine = "overdue>1,overdue>1,overdue>1,overdue>1,overdue>1,overdue>1,overdue>1,"
			   "overdue>1,overdue>1";
	assert_int_equal(conditions_parse(slice_of(nine), conditions, &count, &error), -EINVAL);
	assert_string_equal(error.text, "more than 8 conditions");
}

static struct condition random_condition(void)
{
	struct condition condition = {(enum measure)random_between(0, MEASURE_COUNT - 1),
		(enum comparison)random_between(AT_LEAST, AT_MOST), random_between(0, 12)};
	if (measures[condition.measure].unit == UNIT_SHARE)
		condition.level = random_between(0, 20) * 500;
	return condition;
}

static void a_condition_written_and_read_again_is_the_same(void **state)
{
	(void)state;
	seed_random("round trip");
	for (int i = 0; i < 5000; i++) {
		struct condition before = random_condition(), after[CONDITIONS_MAX];
		char text[96];
		int count;
		parse(condition_text(&before, text), after, &count);
		assert_int_equal(count, 1);
		assert_int_equal(after[0].measure, before.measure);
		assert_int_equal(after[0].comparison, before.comparison);
		assert_int_equal(after[0].level, before.level);
	}
}

static void people_read_signs_and_titles(void **state)
{
	(void)state;
	struct condition read[CONDITIONS_MAX];
	char words[128];
	int count;
	parse("overdue-share >= 7.5%, oldest-overdue < 2 working days", read, &count);
	assert_string_equal(
		condition_words(&read[0], false, words), "tỷ lệ hồ sơ quá hạn ≥\u00A07,5%");
	assert_string_equal(
		condition_words(&read[0], true, words), "overdue share of open cases ≥\u00A07.5%");
	assert_string_equal(condition_words(&read[1], false, words),
		"thời gian quá hạn lâu nhất <\u00A02 ngày làm việc");
}

static struct measure_input input_of(struct counts *counts, int64_t open, int64_t overdue, int days)
{
	*counts = (struct counts){0};
	counts->bucket[BUCKET_IN_TIME] = open - overdue;
	counts->bucket[BUCKET_OVERDUE] = overdue;
	return (struct measure_input){counts, days};
}

static void all_fire_conditions_must_hold_and_any_clear_condition_is_enough(void **state)
{
	(void)state;
	struct counts counts;
	struct rule rule = rule_of("overdue >= 10, overdue-share >= 50%",
		"overdue < 6, overdue-share < 10%", "overdue >= 30");
	struct measure_input input = input_of(&counts, 20, 10, 1);
	assert_true(rule_fires(&rule, &input));
	assert_false(rule_clears(&rule, &input));
	assert_false(rule_critical(&rule, &input));
	input = input_of(&counts, 100, 10, 1);
	assert_false(rule_fires(&rule, &input)); /* 10 % only */
	assert_false(rule_clears(&rule, &input));
	input = input_of(&counts, 200, 10, 1); /* 5 % */
	assert_true(rule_clears(&rule, &input));
	input = input_of(&counts, 5, 5, 1);
	assert_true(rule_clears(&rule, &input));
	input = input_of(&counts, 40, 30, 1);
	assert_true(rule_critical(&rule, &input));
}

static void without_clear_a_rule_clears_when_it_does_not_fire(void **state)
{
	(void)state;
	struct counts counts;
	struct rule rule = rule_of("overdue >= 10", NULL, NULL);
	struct measure_input input = input_of(&counts, 20, 9, 1);
	assert_true(rule_clears(&rule, &input));
	input = input_of(&counts, 20, 10, 1);
	assert_false(rule_clears(&rule, &input));
}

static void a_share_of_few_cases_fires_nothing_but_a_count_does(void **state)
{
	(void)state;
	struct counts counts;
	struct rule share = rule_of("overdue-share >= 50%", NULL, "overdue-share >= 80%");
	struct rule count = rule_of("overdue >= 2", NULL, NULL);
	share.min_cases = count.min_cases = 20;
	struct measure_input input = input_of(&counts, 19, 19, 1);
	assert_false(rule_fires(&share, &input));
	assert_false(rule_critical(&share, &input));
	assert_true(rule_fires(&count, &input));
	assert_int_equal(rule_too_few(&share, &input), 19);
	assert_int_equal(rule_too_few(&count, &input), -1);
	input = input_of(&counts, 20, 20, 1);
	assert_true(rule_fires(&share, &input));
	assert_true(rule_critical(&share, &input));
	assert_int_equal(rule_too_few(&share, &input), -1);
	input = input_of(&counts, 10, 1, 1); /* too few, but that is not what keeps it quiet */
	assert_int_equal(rule_too_few(&share, &input), -1);
	struct rule both = rule_of("overdue-share >= 50%", "overdue-share < 20%", NULL);
	both.min_cases = 20;
	input = input_of(&counts, 10, 1, 1); /* the base shrank: it can still clear */
	assert_true(rule_clears(&both, &input));
}

static void rules_that_cannot_work_are_refused_with_the_reason(void **state)
{
	(void)state;
	static const struct {
		const char *fire, *clear, *critical, *sentence;
	} rows[] = {
		{"overdue >= 10, overdue < 5", NULL, NULL,
			"fire can never hold: no value of overdue is overdue >= 10 and meets the "
			"other "
			"conditions"},
		{"overdue < 0", NULL, NULL,
			"fire can never hold: no value of overdue is overdue < 0 and meets the "
			"other "
			"conditions"},
		{"overdue-share > 100%", NULL, NULL,
			"fire can never hold: no value of overdue-share is overdue-share > 100% "
			"and "
			"meets the other conditions"},
		{"overdue >= 0", NULL, NULL,
			"fire always holds (overdue >= 0): the rule could never "
			"clear"},
		{"overdue >= 10", "overdue < 0", NULL,
			"clear can never hold: overdue < 0 is never true, so the rule could never "
			"clear by it"},
		{"overdue >= 10", "overdue < 12", NULL,
			"clear: overdue < 12 can hold while it fires (overdue >= 10): clear must "
			"be "
			"below fire, at most overdue < 10"},
		{"overdue > 10", "overdue <= 11", NULL,
			"clear: overdue <= 11 can hold while it fires (overdue > 10): clear must "
			"be "
			"below fire, at most overdue <= 10"},
		{"overdue >= 10", "due-soon < 3", NULL,
			"clear: due-soon < 3 can hold while it fires: clear by a measure of fire, "
			"such as overdue"},
		{"overdue >= 10", NULL, "overdue >= 10",
			"critical: overdue >= 10 holds whenever fire does: the worse band needs a "
			"worse level"},
		{"overdue >= 10", NULL, "overdue >= 4",
			"critical: overdue >= 4 holds whenever fire does: the worse band needs a "
			"worse "
			"level"},
		{"overdue >= 10", NULL, "overdue < 5",
			"critical can never hold while it fires: overdue < 5"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct rule rule = rule_of(rows[i].fire, rows[i].clear, rows[i].critical);
		struct error error = {0};
		assert_int_equal(rule_check(&rule, &error), -EINVAL);
		assert_string_equal(error.text, rows[i].sentence);
	}
	struct rule portal = rule_of("overdue >= 10", NULL, NULL);
	portal.scope = SCOPE_PORTAL;
	assert_int_equal(rule_check(&portal, NULL), -EINVAL);
	portal = rule_of("stale >= 4 hours", NULL, NULL);
	assert_int_equal(rule_check(&portal, NULL), -EINVAL);
	portal.scope = SCOPE_PORTAL;
	assert_int_equal(rule_check(&portal, NULL), 0);
	struct rule none = {.name = "none"};
	assert_int_equal(rule_check(&none, NULL), -EINVAL);
}

static void good_rules_pass(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
		{"overdue >= 10, overdue-share >= 5%", "overdue < 6", "overdue >= 30"},
		{"overdue >= 10", "overdue < 10", NULL},
		{"overdue >= 1", NULL, NULL},
		{"due-soon > 20", "due-soon <= 15", "due-soon > 40"},
		/* nothing overdue cannot be while something is long overdue */
		{"oldest-overdue >= 5 working days", "overdue < 1", NULL},
		{"overdue >= 10", NULL, "oldest-overdue >= 10 working days"},
		{"overdue >= 10, overdue <= 20", NULL, NULL},
	};
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct rule rule = rule_of(rows[i][0], rows[i][1], rows[i][2]);
		struct error error = {0};
		if (rule_check(&rule, &error) < 0)
			fail_msg("%s: %s", rows[i][0], error.text);
	}
}

/* Walks through many situations: a rule never fires and clears in one. Does it clear in some? */
static bool clears_somewhere(const struct rule *rule)
{
	struct counts counts;
	bool cleared = false;
	for (int64_t overdue = 0; overdue <= 14; overdue++) {
		for (int64_t due_soon = 0; due_soon <= 14; due_soon++) {
			/* the ends of the ranges often, what is between sometimes */
			int64_t in_time = random_between(0, 1) * random_between(1, 40);
			int64_t oldest = random_between(0, 1) * random_between(1, 14);
			struct measure_input input = input_of(
				&counts, overdue + in_time, overdue, overdue ? (int)oldest : 0);
			counts.bucket[BUCKET_DUE_SOON] = due_soon;
			counts.bucket[BUCKET_UNDATED_OPEN] =
				random_between(0, 1) * random_between(1, 14);
			input.forecast = random_between(0, 1) * random_between(1, 14);
			input.parked = random_between(0, 1) * random_between(1, 14);
			input.late_acceptance = random_between(0, 1) * random_between(1, 14);
			input.recent_closed = random_between(0, 1) * random_between(1, 14);
			input.recent_late = random_between(0, input.recent_closed);
			input.overdue_before = random_between(0, 1) * random_between(1, 14);
			input.moved_due = random_between(0, 1) * random_between(1, 14);
			input.back_dated = random_between(0, 1) * random_between(1, 14);
			input.silent_days = random_between(0, 1) * random_between(1, 14);
			bool clears = rule_clears(rule, &input);
			assert_false(clears && rule_fires(rule, &input));
			cleared |= clears;
		}
	}
	return cleared;
}

static void a_rule_that_passed_never_fires_and_clears_at_once_and_can_clear(void **state)
{
	(void)state;
	seed_random("rules");
	int passed = 0;
	for (int i = 0; i < 3000; i++) {
		struct rule rule = {.name = "random"};
		rule.fire_count = (int)random_between(1, 3);
		rule.clear_count = (int)random_between(0, 2);
		for (int j = 0; j < rule.fire_count; j++)
			rule.fire[j] = random_condition();
		for (int j = 0; j < rule.clear_count; j++)
			rule.clear[j] = random_condition();
		if (rule_check(&rule, NULL) < 0)
			continue;
		passed++;
		/* where only a few situations clear it, one walk may miss them */
		bool cleared = false;
		for (int walks = 0; walks < 100 && !cleared; walks++)
			cleared = clears_somewhere(&rule);
		char fire[96], clear[96];
		if (!cleared)
			fail_msg("%s …, %s …", condition_text(&rule.fire[0], fire),
				rule.clear_count ? condition_text(&rule.clear[0], clear) : "");
	}
	assert_true(passed > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_are_read_as_written),
		cmocka_unit_test(what_is_wrong_and_what_would_be_right_is_said),
		cmocka_unit_test(more_conditions_than_a_rule_holds_are_refused),
		cmocka_unit_test(a_condition_written_and_read_again_is_the_same),
		cmocka_unit_test(people_read_signs_and_titles),
		cmocka_unit_test(all_fire_conditions_must_hold_and_any_clear_condition_is_enough),
		cmocka_unit_test(without_clear_a_rule_clears_when_it_does_not_fire),
		cmocka_unit_test(a_share_of_few_cases_fires_nothing_but_a_count_does),
		cmocka_unit_test(rules_that_cannot_work_are_refused_with_the_reason),
		cmocka_unit_test(good_rules_pass),
		cmocka_unit_test(a_rule_that_passed_never_fires_and_clears_at_once_and_can_clear),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
