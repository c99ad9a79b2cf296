#include "unit/message/view_fixture.h"

static void assert_event(const struct told *told, const char *name)
{
	cleanup(text_free) struct text event = {0};
	char path[96];
	event_render(&told->view, &event);
	text_add_char(&event, '\n');
	snprintf(path, sizeof(path), "events/%s.json", name);
	assert_golden(path, event.data);
}

static void every_kind_of_news_is_an_event(void **state)
{
	(void)state;
	static const char *const names[NEWS_KINDS] = {
		"opened", "raised", "lowered", "closed", "reminder"};
	for (int kind = 0; kind < NEWS_KINDS; kind++) {
		struct told told;
		set_told(&told, (enum news_kind)kind, false);
		assert_event(&told, names[kind]);
		end_told(&told);
	}
}

static void what_is_not_there_is_null_or_empty(void **state)
{
	(void)state;
	struct told told;
	set_told(&told, NEWS_OPENED, true);
	told.news.scope = SCOPE_FIELD;
	told.news.subject = told.view.subject_code = "DD";
	told.view.subject_name = "Đất đai \"và\" \\ môi trường";
	told.news.counts = (struct counts){0};
	told.rule.clear_count = 0;
	told.view.case_count = 0;
	told.view.more = 0;
	assert_event(&told, "field-without-closed-cases");
	end_told(&told);
}

static void an_alert_whose_rule_is_gone_closes_unmeasured(void **state)
{
	(void)state;
	struct told told;
	set_told(&told, NEWS_CLOSED, false);
	told.view.retired = true;
	told.news.counts = (struct counts){0};
	told.view.oldest_overdue_days = 0;
	told.view.case_count = 0;
	told.view.more = 0;
	assert_event(&told, "closed-unmeasured");
	end_told(&told);
}

static void more_than_twenty_cases_are_cut_and_counted(void **state)
{
	(void)state;
	struct told told;
	cleanup(text_free) struct text event = {0};
	set_told(&told, NEWS_RAISED, false);
	told.view.case_count = CASES;
	told.view.more = 100;
	event_render(&told.view, &event);
	assert_non_null(strstr(event.data, told.codes[19]));
	assert_null(strstr(event.data, told.codes[20]));
	assert_non_null(strstr(event.data, "\"more\":104,"));
	end_told(&told);
}

static void the_same_view_makes_the_same_bytes(void **state)
{
	(void)state;
	struct told told;
	cleanup(text_free) struct text first = {0}, second = {0};
	set_told(&told, NEWS_REMINDER, false);
	event_render(&told.view, &first);
	event_render(&told.view, &second);
	assert_string_equal(first.data, second.data);
	end_told(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_news_is_an_event),
		cmocka_unit_test(what_is_not_there_is_null_or_empty),
		cmocka_unit_test(an_alert_whose_rule_is_gone_closes_unmeasured),
		cmocka_unit_test(more_than_twenty_cases_are_cut_and_counted),
		cmocka_unit_test(the_same_view_makes_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
