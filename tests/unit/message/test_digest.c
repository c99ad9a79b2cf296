#include "message/digest.h"
#include "report/width.h"
#include "unit/message/view_fixture.h"

#define MANY (DIGEST_LINES_MOST + 3)

static void assert_digest(enum digest_kind kind, bool english, const char *name)
{
	struct told told[3];
	struct news_view lines[3];
	struct letter letter;
	cleanup(text_free) struct text whole = {0};
	char path[96];
	static const enum news_kind kinds[] = {NEWS_RAISED, NEWS_OPENED, NEWS_CLOSED};
	for (int i = 0; i < 3; i++) {
		set_told(&told[i], kinds[i], english);
		lines[i] = told[i].view;
	}
	digest_render(kind, lines, 3, "68-digest-1", &letter);
	text_printf(&whole, "%s\n\n%s\n\n%s", letter.headers, letter.subject, letter.text);
	snprintf(path, sizeof(path), "digests/%s.txt", name);
	assert_golden(path, whole.data);
	snprintf(path, sizeof(path), "digests/%s.html", name);
	assert_golden(path, letter.html);
	letter_free(&letter);
	for (int i = 0; i < 3; i++)
		end_told(&told[i]);
}

static void the_days_letter_and_the_trials_summary_read_as_they_should(void **state)
{
	(void)state;
	assert_digest(DIGEST_DAY, false, "vi-day");
	assert_digest(DIGEST_DAY, true, "en-day");
	assert_digest(DIGEST_TRIAL, false, "vi-trial");
}

/* Nobody has had a letter before the first. */
static void the_lead_says_what_is_told_and_of_no_letter_before(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_OPENED, false);
	digest_render(DIGEST_DAY, &told.view, 1, "k", &letter);
	assert_non_null(strstr(letter.text, "Có 1 cảnh báo: 1 mới."));
	assert_null(strstr(letter.text, "thư tổng hợp trước"));
	assert_null(strstr(letter.html, "thư tổng hợp trước"));
	letter_free(&letter);
	end_told(&told);
}

static void many_lines_are_cut_counted_and_never_too_wide(void **state)
{
	(void)state;
	struct told told;
	struct news_view lines[MANY];
	struct letter letter;
	struct slice rest, line;
	int shown = 0;
	set_told(&told, NEWS_OPENED, false);
	for (int i = 0; i < MANY; i++)
		lines[i] = told.view;
	digest_render(DIGEST_DAY, lines, MANY, "k", &letter);
	assert_non_null(strstr(letter.text, "và 3 cảnh báo khác"));
	assert_non_null(strstr(letter.html, "và 3 cảnh báo khác"));
	rest = slice_of(letter.text);
	while (slice_split(&rest, '\n', &line)) {
		assert_true(display_width(line) <= 78);
		shown += line.length > 4 && strncmp(line.data + 2, ". ", 2) == 0;
	}
	assert_int_equal(shown, DIGEST_LINES_MOST);
	letter_free(&letter);
	end_told(&told);
}

static void hostile_names_are_text_in_a_digest_too(void **state)
{
	(void)state;
	struct told told;
	struct letter letter;
	set_told(&told, NEWS_OPENED, false);
	told.view.subject_name = "<script>x</script>";
	digest_render(DIGEST_DAY, &told.view, 1, "k", &letter);
	assert_null(strstr(letter.html, "<script"));
	assert_non_null(strstr(letter.html, "&lt;script"));
	letter_free(&letter);
	end_told(&told);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_days_letter_and_the_trials_summary_read_as_they_should),
		cmocka_unit_test(the_lead_says_what_is_told_and_of_no_letter_before),
		cmocka_unit_test(many_lines_are_cut_counted_and_never_too_wide),
		cmocka_unit_test(hostile_names_are_text_in_a_digest_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
