/* Which cases the messages of a measure list, from a real store. */
#include "evaluate/news_cases.h"
#include "unit/app/province_fixture.h"

static void put(struct province *province, const char *code, const char *due, const char *finished)
{
	struct case_record record = province_record(code, "U001");
	record.facts.received = at("02-20 08:00");
	record.facts.due = at(due);
	if (finished) {
		record.facts.finished = at(finished);
		record.facts.status = 10;
	}
	province_put_case(province, &record);
}

static struct news_cases listed(
	struct province *province, const char *condition, struct arena *arena)
{
	struct rule rule = {.name = "r"};
	struct news_cases cases;
	struct subject subject;
	struct error error;
	fine(conditions_parse(slice_of(condition), rule.fire, &rule.fire_count, &error), &error);
	province_evaluate(province);
	assert_true(subjects_find(province->subjects, SCOPE_COMMUNE, "22001", &subject));
	struct measure_input input; /* as the rule would have been measured before it is told of */
	fine(subjects_measure(province->subjects, &subject, rule_needs(&rule), &input, &error),
		&error);
	fine(news_cases_list(&province->app.ground, province->subjects, &rule, &subject,
		     province->now, 20, arena, &cases, &error),
		&error);
	return cases;
}

static const char rules[] = "[rule r]\nfire = overdue >= 100\nnotify = office\n"
			    "[channel office]\ntype = email\nto = office@p.vn\n";

static void each_measure_lists_the_cases_behind_its_number(void **state)
{
	(void)state;
	struct arena arena = {0};
	struct province *province = province_new(rules, "03-02 08:00"); /* a Monday */
	put(province, "moved", "03-04 17:00", NULL);
	put(province, "back", "03-03 17:00", NULL);
	put(province, "old", "03-02 17:00", NULL);
	put(province, "new", "03-05 17:00", NULL);
	put(province, "late", "03-03 17:00", NULL);
	static const char *const polls[] = {
		"03-03 08:00", "03-03 20:00", "03-04 08:00", "03-04 20:00"};
	for (int i = 0; i < 4; i++) { /* a portal not read for days would be a doubt */
		province->now = at(polls[i]);
		put(province, "moved", "03-04 17:00", NULL);
	}
	province->now = at("03-05 08:00");
	put(province, "moved", "03-20 17:00", NULL); /* a day after it was due */
	province->now = at("03-05 20:00");
	put(province, "old", "03-02 17:00", NULL);
	province->now = at("03-06 08:00");
	put(province, "back", "03-03 17:00", "03-03 10:00"); /* it was open yesterday */
	put(province, "late", "03-03 17:00", "03-05 10:00");
	put(province, "old", "03-02 17:00", NULL);

	struct news_cases moved = listed(province, "moved-due >= 1", &arena);
	assert_int_equal(moved.count, 1);
	assert_string_equal(moved.items[0].code, "moved");
	assert_int_equal(moved.items[0].story, STORY_DUE_MOVED);
	assert_true(moved.items[0].was == at("03-04 17:00"));
	assert_true(moved.items[0].became == at("03-20 17:00"));

	struct news_cases back = listed(province, "back-dated >= 1", &arena);
	assert_int_equal(back.count, 1);
	assert_string_equal(back.items[0].code, "back");
	assert_true(back.items[0].became == at("03-03 10:00"));
	assert_true(back.items[0].seen > at("03-03 17:00"));

	struct news_cases late = listed(province, "late-share >= 1%", &arena);
	assert_int_equal(late.count, 1);
	assert_string_equal(late.items[0].code, "late");
	assert_int_equal(late.items[0].overdue_working_days, 2);

	struct news_cases grown = listed(province, "growth >= 1", &arena);
	assert_int_equal(grown.count, 1);
	assert_string_equal(grown.items[0].code, "new");
	assert_int_equal(grown.more, 0);

	assert_int_equal(listed(province, "overdue >= 1", &arena).count, 2);
	assert_int_equal(listed(province, "silent-days >= 2 working days", &arena).count, 0);
	arena_free(&arena);
	province_free(province);
}

static void a_survey_in_slices_counts_what_one_in_a_piece_does(void **state)
{
	(void)state;
	struct province *province = province_new("[rule r]\nfire = late-share >= 90%\n"
						 "notify = office\n[channel office]\n"
						 "type = email\nto = office@p.vn\n",
		"03-02 08:00");
	struct measure_input input;
	struct subject subject;
	struct error error;
	bool done = false;
	int slices = 0;
	for (int i = 0; i < 20; i++)
		province->overdue[i] = 30;
	province_poll(province);
	for (int i = 0; i < 20; i++)
		province->overdue[i] = 10;
	province->now += HOUR_MS;
	province_poll(province);
	for (; !done; slices++) {
		fine(subjects_survey(province->subjects, province->now, 0, &done, &error), &error);
		if (slices > 0 || done)
			continue;
		province->overdue[1] = 5; /* closed while the survey is under way */
		province_poll(province);
	}
	assert_true(slices >= 3); /* 600 cases */
	subjects_sum(province->subjects, province->now);
	assert_true(subjects_find(province->subjects, SCOPE_COMMUNE, "22001", &subject));
	fine(subjects_measure(province->subjects, &subject, NEED_RECENT, &input, &error), &error);
	assert_int_equal(input.recent_closed, 25);
	assert_int_equal(input.recent_late, 25);
	province_free(province);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_measure_lists_the_cases_behind_its_number),
		cmocka_unit_test(a_survey_in_slices_counts_what_one_in_a_piece_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
