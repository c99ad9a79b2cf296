#include "base/html.h"
#include "message/letter_parts.h"
#include "report/width.h"
#include "unit/message/view_fixture.h"

static const char *const kinds[NEWS_KINDS] = {"opened", "raised", "lowered", "closed", "reminder"};

static void assert_letter(const struct told *told, const char *name)
{
	struct letter letter;
	cleanup(text_free) struct text whole = {0};
	char path[96];
	letter_render(&told->view, "68-12-3-chair", &letter);
	text_printf(&whole, "%s\n\n%s\n\n%s", letter.headers, letter.subject, letter.text);
	snprintf(path, sizeof(path), "letters/%s.txt", name);
	assert_golden(path, whole.data);
	snprintf(path, sizeof(path), "letters/%s.html", name);
	assert_golden(path, letter.html);
	letter_free(&letter);
}

static void every_kind_of_news_reads_as_it_should_in_both_languages(void **state)
{
	(void)state;
	for (int kind = 0; kind < NEWS_KINDS; kind++) {
		for (int english = 0; english < 2; english++) {
			struct told told;
			char name[32];
			snprintf(name, sizeof(name), "%s-%s", english ? "en" : "vi", kinds[kind]);
			set_told(&told, (enum news_kind)kind, english);
			assert_letter(&told, name);
			end_told(&told);
		}
	}
}

static void set_due_soon(struct told *told)
{
	set_told(told, NEWS_OPENED, false);
	told->rule = (struct rule){.name = "sap-den-han", .scope = SCOPE_FIELD};
	set_conditions("due-soon >= 5", told->rule.fire, &told->rule.fire_count);
	told->news.rule = "sap-den-han";
	told->news.scope = SCOPE_FIELD;
	told->news.subject = told->view.subject_code = "DD";
	told->view.subject_name = "Đất đai";
	told->news.value[0] = 5;
	told->news.held_since = told->news.at;
	told->view.case_count = 3;
	told->view.more = 2;
	told->judge.compare = COMPARE_INSTANT;
	for (int i = 0; i < 3; i++) {
		told->cases[i].due = moment("2026-11-20T11:30:00+07:00") + i * DAY_MS;
		told->cases[i].overdue_working_days = 0;
		told->cases[i].field_name = "Đất đai";
	}
}

static void other_scopes_and_measures_have_their_words(void **state)
{
	(void)state;
	struct told told;
	set_due_soon(&told);
	assert_letter(&told, "vi-due-soon-of-a-field");
	end_told(&told);
	set_told(&told, NEWS_CLOSED, false);
	told.view.subject_name = "Chi nhánh Văn phòng Đăng ký đất đai khu vực 7";
	told.view.subject_kind = DEPARTMENT;
	told.view.calendar_provisional = true;
	told.judge.due_moves_off_day_off = true;
	told.news.counts.bucket[BUCKET_OVERDUE] = told.news.value[0] = 0;
	told.news.counts.bucket[BUCKET_PAUSED] = 2;
	told.news.counts.bucket[BUCKET_WITHDRAWN] = 1;
	told.news.value[1] = 0;
	told.view.oldest_overdue_days = 0;
	told.view.case_count = 0;
	assert_letter(&told, "vi-closed-of-a-department");
	end_told(&told);
	set_told(&told, NEWS_OPENED, true);
	told.news.severity = SEVERITY_CRITICAL;
	told.news.scope = SCOPE_PROVINCE;
	told.news.subject = told.view.subject_code = "68";
	told.view.subject_name = "Tỉnh Lâm Đồng";
	told.view.addressee = "the Office of the Provincial People's Committee";
	assert_letter(&told, "en-opened-critical-of-the-province");
	end_told(&told);
	set_told(&told, NEWS_OPENED, false);
	told.view.sample = true;
	told.view.ack_url = NULL;
	told.view.case_count = 1;
	told.view.more = 0;
	assert_letter(&told, "vi-sample");
	end_told(&told);
}

/* Where no cases are counted none are spoken of: not "0 cases, none overdue". */
static void a_portal_and_what_is_no_more_have_no_numbers_of_cases(void **state)
{
	(void)state;
	struct told told;
	set_told(&told, NEWS_REMINDER, false);
	told.rule = (struct rule){.name = "mat-du-lieu", .scope = SCOPE_PORTAL};
	set_conditions("stale >= 2 hours", told.rule.fire, &told.rule.fire_count);
	told.news.rule = "mat-du-lieu";
	told.news.scope = SCOPE_PORTAL;
	told.news.subject = told.view.subject_code = told.view.subject_name = "lamdong";
	told.news.value[0] = 27;
	told.news.counts = told.news.told_before = (struct counts){0};
	told.view.oldest_overdue_days = 0;
	told.view.case_count = 0;
	told.view.more = 0;
	told.view.ack_url = NULL;
	assert_letter(&told, "vi-stale-portal");
	end_told(&told);
	set_told(&told, NEWS_CLOSED, false);
	told.view.retired = true;
	told.view.observed = INSTANT_NONE;
	told.news.counts = (struct counts){0};
	told.view.oldest_overdue_days = 0;
	told.view.case_count = 0;
	told.view.more = 0;
	assert_letter(&told, "vi-closed-unmeasured");
	end_told(&told);
}

static void one_number_is_written_one_way(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_REMINDER, false);
	letter_render(&told.view, "k", &letter);
	assert_non_null(strstr(letter.html, "(36,23%)")); /* how it stands */
	assert_non_null(strstr(letter.html, "(hiện nay 36,23%)")); /* the rule's number */
	letter_free(&letter);
	end_told(&told);
}

/* Spaces for line breaks. */
static char *unwrapped(const char *text)
{
	char *copy = xstrdup(text);
	for (char *at = copy; (at = strchr(at, '\n'));)
		*at = ' ';
	return copy;
}

static void every_measure_makes_a_sentence_and_asks_for_what_helps(void **state)
{
	(void)state;
	static const struct {
		const char *fire;
		enum news_kind kind;
		int64_t value;
		bool english;
		const char *says;
	} stories[] = {
		{"silent-days >= 5 working days", NEWS_OPENED, 9, false,
			"Phường Tiến Thành không có hồ sơ mới trong 9 ngày làm việc"},
		{"silent-days >= 5 working days", NEWS_REMINDER, 9, false,
			"Phường Tiến Thành vẫn không có hồ sơ mới trong 9 ngày làm việc"},
		{"silent-days >= 5 working days", NEWS_OPENED, 9, true,
			"Phường Tiến Thành has had no new case for 9 working days"},
		{"silent-days >= 5 working days", NEWS_CLOSED, 2, false,
			"Phường Tiến Thành đã có hồ sơ mới trở lại"},
		{"silent-days >= 5 working days", NEWS_OPENED, 9, false,
			"kiểm tra việc tiếp nhận và cập nhật hồ sơ"},
		{"growth >= 3", NEWS_CLOSED, -4, false,
			"Phường Tiến Thành không còn tăng số hồ sơ quá hạn"},
		{"growth >= 3", NEWS_CLOSED, -4, true, "has no more growth of overdue cases"},
		{"oldest-overdue >= 5 working days", NEWS_CLOSED, 0, false,
			"không còn hồ sơ quá hạn kéo dài"},
		{"overdue-share >= 5%", NEWS_CLOSED, 0, false,
			"còn 0% hồ sơ đang giải quyết bị quá hạn"},
		{"overdue >= 5", NEWS_OPENED, 1234, false, "có 1.234 hồ sơ quá hạn"},
		{"overdue >= 5", NEWS_OPENED, 1234, true, "has 1,234 overdue cases"},
		{"undated >= 1", NEWS_OPENED, 4, false, "cập nhật ngày hẹn trả"},
		{"undated >= 1", NEWS_OPENED, 4, false, ": không có ngày hẹn trả"},
		{"undated >= 1", NEWS_OPENED, 4, true, ": no due date"},
		{"late-acceptance >= 1", NEWS_OPENED, 4, false, "tiếp nhận ngay các hồ sơ"},
	};
	for (size_t i = 0; i < ARRAY_SIZE(stories); i++) {
		struct told told;
		struct letter letter;
		set_told(&told, stories[i].kind, stories[i].english);
		told.rule = (struct rule){.name = "r"};
		set_conditions(stories[i].fire, told.rule.fire, &told.rule.fire_count);
		told.news.value[0] = stories[i].value;
		told.cases[0].overdue_working_days = 0;
		if (told.rule.fire[0].measure == MEASURE_UNDATED)
			told.cases[0].due = INSTANT_NONE;
		letter_render(&told.view, "k", &letter);
		cleanup(cleanup_free) char *text = unwrapped(letter.text);
		if (!strstr(text, stories[i].says))
			fail_msg("no \"%s\" in:\n%s", stories[i].says, letter.text);
		letter_free(&letter);
		end_told(&told);
	}
}

static void the_subject_stays_the_same_but_for_the_state_in_brackets(void **state)
{
	(void)state;
	char *first = NULL;
	for (int kind = 0; kind < NEWS_KINDS; kind++) {
		struct told told;
		struct letter letter;
		set_told(&told, (enum news_kind)kind, false);
		letter_render(&told.view, "k", &letter);
		assert_int_equal(letter.subject[0], '[');
		const char *base = strchr(letter.subject, ']');
		assert_non_null(base);
		if (!first)
			first = xstrdup(base);
		assert_string_equal(base, first);
		letter_free(&letter);
		end_told(&told);
	}
	free(first);
}

static void the_state_stands_first_in_the_body_and_the_difference_before_the_numbers(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_REMINDER, false);
	letter_render(&told.view, "k", &letter);
	assert_true(strncmp(letter.text, "NHẮC LẠI LẦN 2 – ", strlen("NHẮC LẠI LẦN 2 – ")) == 0);
	const char *change = strstr(letter.text, "So với thư trước");
	const char *lead = strstr(letter.text, "đang giải quyết");
	const char *list = strstr(letter.text, "H36.33-261001-0017");
	const char *totals = strstr(letter.text, "Số liệu chung");
	assert_true(change && lead && list && totals);
	assert_true(change < lead && lead < list && list < totals);
	letter_free(&letter);
	end_told(&told);
}

static void no_line_is_wider_than_78_columns_nor_ends_in_a_blank(void **state)
{
	(void)state;
	for (int kind = 0; kind < NEWS_KINDS; kind++) {
		struct told told;
		struct letter letter;
		struct slice rest, line;
		set_told(&told, (enum news_kind)kind, kind % 2);
		letter_render(&told.view, "k", &letter);
		rest = slice_of(letter.text);
		while (slice_split(&rest, '\n', &line)) {
			bool link = strncmp(line.data, "https://", 8) == 0; /* never broken */
			if (display_width(line) > 78 && !link)
				fail_msg("too wide: %.*s", SLICE_ARGS(line));
			if (line.length)
				assert_int_not_equal(line.data[line.length - 1], ' ');
		}
		letter_free(&letter);
		end_told(&told);
	}
}

/* What HTML shows: its words without tags, each between blanks. */
static void add_shown(struct text *out, const char *html)
{
	const char *body = strstr(html, "<h1");
	text_add_char(out, ' ');
	for (; *body; body++) {
		if (*body == '<') {
			body = strchr(body, '>');
			text_add_char(out, ' ');
		} else {
			text_add_char(out, *body == '\n' ? ' ' : *body);
		}
	}
	text_add_char(out, ' ');
}

/* Every word of the text that is no rule or bullet stands in the HTML. */
static void text_and_html_say_the_same(void **state)
{
	(void)state;
	for (int kind = 0; kind < NEWS_KINDS; kind++) {
		struct told told;
		struct letter letter;
		cleanup(text_free) struct text shown = {0};
		set_told(&told, (enum news_kind)kind, kind % 2);
		letter_render(&told.view, "k", &letter);
		add_shown(&shown, letter.html);
		char *rest = letter.text;
		for (char *word; (word = strsep(&rest, " \n"));) {
			cleanup(text_free) struct text escaped = {0};
			html_add_string(&escaped, word);
			bool mark = !*word || *word == '-' || word[strlen(word) - 1] == '.' ||
				    word[strlen(word) - 1] == ':';
			if (!mark && !strstr(shown.data, escaped.data) &&
				!strstr(letter.html, escaped.data))
				fail_msg("not in the HTML: %s", word);
		}
		letter_free(&letter);
		end_told(&told);
	}
}

static void at_most_twenty_cases_are_listed_and_the_rest_is_counted(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_RAISED, false);
	told.view.case_count = CASES;
	told.view.more = 1000;
	letter_render(&told.view, "k", &letter);
	assert_non_null(strstr(letter.text, told.codes[19]));
	assert_null(strstr(letter.text, told.codes[20]));
	assert_non_null(strstr(letter.text, "và 1.004 hồ sơ khác"));
	letter_free(&letter);
	end_told(&told);
}

static void an_open_alert_is_acknowledged_by_the_link_or_by_calling(void **state)
{
	(void)state;
	for (int kind = 0; kind < NEWS_KINDS; kind++) {
		for (int link = 0; link < 2; link++) {
			struct told told;
			struct letter letter;
			set_told(&told, (enum news_kind)kind, false);
			told.view.ack_url = link ? "https://h.vn/ack/t\"&o" : NULL;
			letter_render(&told.view, "k", &letter);
			bool open = kind != NEWS_CLOSED;
			assert_int_equal(
				open && link, !!strstr(letter.text, "\nhttps://h.vn/ack/t\"&o\n"));
			assert_int_equal(open && link,
				!!strstr(letter.html, "href=\"https://h.vn/ack/t&quot;&amp;o\""));
			assert_int_equal(
				open && link, !!strstr(letter.text, "đến hết ngày 27/11/2026"));
			assert_int_equal(
				open && !link, !!strstr(letter.html, "đề nghị báo về: Văn phòng"));
			letter_free(&letter);
			end_told(&told);
		}
	}
}

static void hostile_names_are_text_and_nothing_else(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_OPENED, false);
	told.view.subject_name = "<script>alert(1)</script>\r\nBcc: a@b.vn";
	told.cases[0].procedure_name = "\"><img src=x onerror=alert(1)>";
	told.cases[0].code = "'&<b>";
	told.view.organisation = "A & B";
	letter_render(&told.view, "k", &letter);
	assert_null(strstr(letter.html, "<script"));
	assert_null(strstr(letter.html, "<img"));
	assert_null(strstr(letter.html, "<b>"));
	assert_non_null(strstr(letter.html, "A &amp; B"));
	struct slice rest = slice_of(letter.headers), line;
	while (slice_split(&rest, '\n', &line))
		assert_false(line.length >= 3 && strncmp(line.data, "Bcc", 3) == 0);
	letter_free(&letter);
	end_told(&told);
}

static void a_view_with_nothing_optional_still_makes_a_letter(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	struct text event = {0};
	set_told(&told, NEWS_OPENED, false);
	told.news.rule = told.news.subject = NULL;
	told.news.counts = (struct counts){0};
	told.news.value[0] = 0;
	told.view = (struct news_view){.news = &told.news,
		.rule = &told.rule,
		.zone = told.zone,
		.judge = &told.judge,
		.observed = told.news.at,
		.period = told.view.period};
	letter_render(&told.view, "k", &letter);
	event_render(&told.view, &event);
	assert_null(strstr(letter.text, "(null)"));
	assert_null(strstr(letter.headers, "(null)"));
	assert_null(strstr(event.data, "(null)"));
	text_free(&event);
	letter_free(&letter);
	end_told(&told);
}

static void a_new_reporting_year_is_no_negative_news(void **state)
{
	(void)state;
	struct told told;
	cleanup(text_free) struct text before = {0}, after = {0};
	set_told(&told, NEWS_REMINDER, false);
	letter_add_change(&told.view, &before);
	assert_non_null(strstr(before.data, "đã giải quyết"));
	assert_non_null(strstr(before.data, "tiếp nhận"));
	told.news.counts.bucket[BUCKET_EARLY] = 3; /* since 15 December */
	told.news.counts.received = 5;
	letter_add_change(&told.view, &after);
	assert_null(strstr(after.data, "đã giải quyết"));
	assert_null(strstr(after.data, "tiếp nhận"));
	end_told(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_of_news_reads_as_it_should_in_both_languages),
		cmocka_unit_test(other_scopes_and_measures_have_their_words),
		cmocka_unit_test(a_portal_and_what_is_no_more_have_no_numbers_of_cases),
		cmocka_unit_test(one_number_is_written_one_way),
		cmocka_unit_test(every_measure_makes_a_sentence_and_asks_for_what_helps),
		cmocka_unit_test(the_subject_stays_the_same_but_for_the_state_in_brackets),
		cmocka_unit_test(
			the_state_stands_first_in_the_body_and_the_difference_before_the_numbers),
		cmocka_unit_test(no_line_is_wider_than_78_columns_nor_ends_in_a_blank),
		cmocka_unit_test(text_and_html_say_the_same),
		cmocka_unit_test(at_most_twenty_cases_are_listed_and_the_rest_is_counted),
		cmocka_unit_test(an_open_alert_is_acknowledged_by_the_link_or_by_calling),
		cmocka_unit_test(hostile_names_are_text_and_nothing_else),
		cmocka_unit_test(a_view_with_nothing_optional_still_makes_a_letter),
		cmocka_unit_test(a_new_reporting_year_is_no_negative_news),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
