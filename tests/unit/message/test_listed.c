/* What letters list by what their rule measures, the warning before due dates, and the cases below the
 * lines of a digest. */
#include "message/case_list.h"
#include "message/digest.h"
#include "message/letter_words.h"
#include "message/warning.h"
#include "unit/message/view_fixture.h"

static void set_measured(struct told *told, const char *condition, int64_t value, bool english)
{
	set_told(told, NEWS_OPENED, english);
	told->rule = (struct rule){.name = "theo-doi"};
	set_conditions(condition, told->rule.fire, &told->rule.fire_count);
	told->news.rule = "theo-doi";
	told->news.value[0] = value;
	told->view.case_count = 3;
	told->view.more = 0;
	for (int i = 0; i < 3; i++)
		told->cases[i].was = told->cases[i].became = told->cases[i].seen = INSTANT_NONE;
}

static void golden(const char *name, const struct letter *letter)
{
	cleanup(text_free) struct text whole = {0};
	char path[96];
	text_printf(&whole, "%s\n\n%s\n\n%s", letter->headers, letter->subject, letter->text);
	snprintf(path, sizeof(path), "%s.txt", name);
	assert_golden(path, whole.data);
	snprintf(path, sizeof(path), "%s.html", name);
	assert_golden(path, letter->html);
}

static void golden_letter(const struct told *told, const char *name)
{
	struct letter letter;
	letter_render(&told->view, "68-12-1-chair", &letter);
	golden(name, &letter);
	letter_free(&letter);
}

static void set_moved(struct told *told, bool english)
{
	set_measured(told, "moved-due >= 3", 3, english);
	for (int i = 0; i < 3; i++) {
		struct letter_case *one = &told->cases[i];
		one->story = STORY_DUE_MOVED;
		one->was = one->due;
		one->became = one->due = one->due + 21 * DAY_MS;
		one->seen = one->was + i * DAY_MS;
		one->overdue_working_days = 0;
	}
}

static void set_back_dated(struct told *told, bool english)
{
	set_measured(told, "back-dated >= 3", 3, english);
	for (int i = 0; i < 3; i++) {
		struct letter_case *one = &told->cases[i];
		one->story = STORY_BACK_DATED;
		one->became = one->due - DAY_MS;
		one->seen = one->due + 2 * DAY_MS;
		one->overdue_working_days = 0;
	}
}

static void a_moved_due_date_is_told_with_the_old_and_the_new_one(void **state)
{
	(void)state;
	struct told told;
	for (int english = 0; english < 2; english++) {
		set_moved(&told, english);
		golden_letter(&told, english ? "letters/en-moved-due" : "letters/vi-moved-due");
		end_told(&told);
	}
}

static void a_back_dated_finish_is_told_with_when_it_was_seen_open(void **state)
{
	(void)state;
	struct told told;
	for (int english = 0; english < 2; english++) {
		set_back_dated(&told, english);
		golden_letter(&told, english ? "letters/en-back-dated" : "letters/vi-back-dated");
		end_told(&told);
	}
}

static void silence_is_told_with_its_beginning_and_lists_no_cases(void **state)
{
	(void)state;
	struct told told;
	set_measured(&told, "silent-days >= 10 working days", 12, false);
	told.view.case_count = 0;
	told.view.silent_since = civil_day(2026, 11, 4);
	golden_letter(&told, "letters/vi-silent");
	end_told(&told);
}

static void late_results_are_listed_as_finished(void **state)
{
	(void)state;
	struct told told;
	set_measured(&told, "late-share >= 10%", 1250, false);
	for (int i = 0; i < 3; i++) {
		told.cases[i].story = STORY_FINISHED_LATE;
		told.cases[i].became = told.cases[i].due + 7 * DAY_MS;
		told.cases[i].overdue_working_days = 5 - 2 * i;
	}
	golden_letter(&told, "letters/vi-finished-late");
	end_told(&told);
}

static void growth_lists_what_is_newly_overdue(void **state)
{
	(void)state;
	struct told told;
	set_measured(&told, "growth >= 3", 3, false);
	for (int i = 0; i < 3; i++)
		told.cases[i].overdue_working_days = 1;
	golden_letter(&told, "letters/vi-growth");
	end_told(&told);
}

static void events_say_what_was_moved(void **state)
{
	(void)state;
	struct told told;
	struct text event = {0};
	set_moved(&told, false);
	event_render(&told.view, &event);
	assert_golden("events/moved-due.json", event.data);
	text_free(&event);
	end_told(&told);
	set_back_dated(&told, false);
	event_render(&told.view, &event);
	assert_golden("events/back-dated.json", event.data);
	text_free(&event);
	end_told(&told);
}

static void set_warned(struct told *told, bool english)
{
	set_told(told, NEWS_REMINDER, english);
	told->rule = (struct rule){.name = "nhac-han"};
	told->news.rule = "nhac-han";
	told->news.severity = SEVERITY_WARNING;
	told->news.reminders = 0;
	told->news.told_any = false;
	told->view.warning = true;
	told->view.case_count = 4;
	told->view.more = 0;
	for (int i = 0; i < 4; i++) {
		struct letter_case *one = &told->cases[i];
		one->story = STORY_WARNED;
		one->days_left = i < 2 ? 1 : 3;
		one->due =
			moment(i < 2 ? "2026-11-23T17:00:00+07:00" : "2026-11-25T17:00:00+07:00");
		one->overdue_working_days = 0;
	}
}

static void a_warning_reads_as_it_should_in_both_languages(void **state)
{
	(void)state;
	for (int english = 0; english < 2; english++) {
		struct told told;
		struct letter letter;
		set_warned(&told, english);
		if (!english)
			told.view.attachment = "hentra-22954-2026-11-20.xlsx";
		warning_render(&told.view, "68-warning-1", &letter);
		golden(english ? "letters/en-warning" : "letters/vi-warning", &letter);
		letter_free(&letter);
		end_told(&told);
	}
}

static void a_digest_of_one_line_lists_as_a_letter_does(void **state)
{
	(void)state;
	for (int english = 0; english < 2; english++) {
		struct told told;
		struct letter letter;
		set_told(&told, NEWS_RAISED, english);
		digest_render(DIGEST_DAY, &told.view, 1, "68-digest-1", &letter);
		golden(english ? "digests/en-one-line" : "digests/vi-one-line", &letter);
		for (size_t i = 0; i < told.view.case_count; i++) {
			assert_non_null(strstr(letter.text, told.cases[i].code));
			assert_non_null(strstr(letter.html, told.cases[i].code));
		}
		letter_free(&letter);
		end_told(&told);
	}
}

static void many_lines_list_the_three_worst_of_each(void **state)
{
	(void)state;
	assert_int_equal(digest_cases_each(1), LETTER_CASES_MOST);
	assert_int_equal(digest_cases_each(3), 10);
	assert_int_equal(digest_cases_each(1000), DIGEST_CASES_EACH);
}

static void the_list_of_a_warning_has_the_days_that_are_left(void **state)
{
	(void)state;
	struct told told;
	struct case_list list;
	set_warned(&told, false);
	case_list_begin(&told.view, &list);
	case_list_add(&list, &told.view, &told.cases[0]);
	assert_string_equal(list.columns[7].title, "Số ngày làm việc còn lại");
	assert_string_equal(list.name, "Hồ sơ sắp đến hạn");
	case_list_free(&list);
	end_told(&told);
	set_moved(&told, false);
	case_list_begin(&told.view, &list);
	case_list_add(&list, &told.view, &told.cases[0]);
	assert_string_equal(list.columns[8].name, "was");
	assert_string_equal(list.name, "Hồ sơ bị dời ngày hẹn trả");
	case_list_free(&list);
	end_told(&told);
}

/* In a letter or sheet about one unit it is said once; where there are several each row says its own. */
static void a_unit_that_all_cases_share_is_said_once(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_OPENED, false);
	letter_render(&told.view, "k", &letter);
	const char *const once = "Đơn vị: Bộ phận Một cửa phường Tiến Thành (000.33.22.H36)";
	assert_non_null(strstr(letter.text, once));
	assert_non_null(strstr(letter.html, once));
	assert_null(strstr(letter.text, "đơn vị 000.33.22.H36"));
	assert_null(strstr(strstr(letter.text, once) + strlen(once), "000.33.22.H36"));
	letter_free(&letter);
	told.cases[3].unit = "000.34.22.H36";
	letter_render(&told.view, "k", &letter);
	assert_null(strstr(letter.text, "Đơn vị: "));
	assert_non_null(strstr(letter.text, " – đơn vị 000.33.22.H36"));
	assert_non_null(strstr(letter.html, " – đơn vị 000.34.22.H36"));
	letter_free(&letter);
	told.view.case_count = 1; /* one case: nothing is said twice */
	letter_render(&told.view, "k", &letter);
	assert_null(strstr(letter.text, "Đơn vị: "));
	letter_free(&letter);
	end_told(&told);
}

static void a_sheet_of_one_unit_has_no_column_of_units(void **state)
{
	(void)state;
	struct told told;
	set_told(&told, NEWS_OPENED, false);
	for (int units = 1; units <= 2; units++) {
		struct case_list list;
		size_t columns;
		case_list_begin(&told.view, &list);
		for (int i = 0; i < 3; i++)
			case_list_add(&list, &told.view, &told.cases[i]);
		case_list_end(&list, &told.view);
		const struct table_column *column = table_columns(list.table, &columns);
		assert_int_equal(table_rows(list.table), 3);
		assert_int_equal(columns, units == 1 ? 7 : 8);
		assert_int_equal(list.line_count, units == 1 ? 3 : 2);
		assert_string_equal(column[columns - 1].name, "overdue_working_days");
		assert_string_equal(table_cell(list.table, 2, columns - 1), "21");
		assert_string_equal(table_cell(list.table, 2, 0), told.codes[2]);
		assert_string_equal(
			table_cell(list.table, 0, 4), units == 1 ? "2026-09-29" : "000.33.22.H36");
		case_list_free(&list);
		told.cases[1].unit = "000.34.22.H36";
	}
	end_told(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moved_due_date_is_told_with_the_old_and_the_new_one),
		cmocka_unit_test(a_back_dated_finish_is_told_with_when_it_was_seen_open),
		cmocka_unit_test(silence_is_told_with_its_beginning_and_lists_no_cases),
		cmocka_unit_test(late_results_are_listed_as_finished),
		cmocka_unit_test(growth_lists_what_is_newly_overdue),
		cmocka_unit_test(events_say_what_was_moved),
		cmocka_unit_test(a_warning_reads_as_it_should_in_both_languages),
		cmocka_unit_test(a_digest_of_one_line_lists_as_a_letter_does),
		cmocka_unit_test(many_lines_list_the_three_worst_of_each),
		cmocka_unit_test(a_unit_that_all_cases_share_is_said_once),
		cmocka_unit_test(a_sheet_of_one_unit_has_no_column_of_units),
		cmocka_unit_test(the_list_of_a_warning_has_the_days_that_are_left),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
