/* What the rules measure, as pages, metrics and JSON say it. */
#include "page/exposition.h"
#include "unit/page/standing_fixture.h"

static void assert_has(const struct text *text, const char *what)
{
	if (!strstr(text->data, what))
		fail_msg("no %s in:\n%s", what, text->data);
}

static void assert_lacks(const struct text *text, const char *what)
{
	if (text->data && strstr(text->data, what))
		fail_msg("there is %s in:\n%s", what, text->data);
}

static void assert_value(const struct page_standing *standing, bool english, const char *wanted)
{
	cleanup(text_free) struct text said = {0};
	struct page_look look = fixture_look(english);
	standing_value(&said, &look, standing, standing->rule->fire[0].measure);
	assert_string_equal(said.data, wanted);
}

static void values_are_said_as_in_letters_and_unknown_is_said_unknown(void **state)
{
	(void)state;
	struct rule rule = rule_on(MEASURE_OVERDUE_SHARE, 500);
	struct page_standing standing = standing_of(&rule, 750);
	rule.min_cases = 20;
	assert_value(&standing, false, "7,5%");
	assert_value(&standing, true, "7.5%");
	standing.reading.stale = true;
	assert_value(&standing, false, "7,5% (số liệu cũ)");
	standing.reading.stale = false;
	standing.reading.value[0].kind = READING_SMALL;
	assert_value(&standing, false, "7,5% (ít hơn 20 hồ sơ: chưa xét)");
	assert_value(&standing, true, "7.5% (of fewer than 20 cases: not judged)");
	standing.reading.value[0] = (struct reading_value){READING_EMPTY, 0};
	assert_value(&standing, false, "không có hồ sơ để tính");
	standing.reading.value[0].kind = READING_UNKNOWN;
	assert_value(&standing, false, "chưa biết");
	standing.reading.value[0] = (struct reading_value){READING_WHOLE, 750};
	standing.reading.at = INSTANT_NONE; /* not measured since the start */
	assert_value(&standing, true, "unknown");
}

static void assert_state(const struct page_standing *standing, const char *vi, const char *en)
{
	for (int english = 0; english < 2; english++) {
		cleanup(text_free) struct text said = {0};
		struct page_look look = fixture_look(english);
		standing_state(&said, &look, standing);
		assert_string_equal(said.data, english ? en : vi);
	}
}

static void the_state_says_since_when_who_acknowledged_and_until_when_it_is_silenced(void **state)
{
	(void)state;
	struct rule rule = rule_on(MEASURE_OVERDUE, 10);
	struct page_standing standing = standing_of(&rule, 3);
	assert_state(&standing, "bình thường", "calm");
	standing.silenced_until = INT64_C(1795305600000);
	assert_state(&standing, "bình thường; tạm im đến 07:00 22/11/2026",
		"calm; silenced until 2026-11-22 07:00");
	standing.silenced_until = INSTANT_NONE;
	standing.state = ALERT_PENDING;
	standing.since = INT64_C(1795305600000);
	assert_state(&standing, "chờ từ 07:00 22/11/2026", "pending since 2026-11-22 07:00");
	standing.state = ALERT_FIRING;
	assert_state(&standing, "cảnh báo từ 07:00 22/11/2026", "firing since 2026-11-22 07:00");
	standing.severity = SEVERITY_CRITICAL;
	standing.frozen = true;
	standing.acknowledged_until = INT64_C(1795341600000);
	standing.acknowledged_by = "chu-tich@xa.vn";
	assert_state(&standing,
		"BÁO ĐỘNG từ 07:00 22/11/2026; đã nhận, đến 17:00 22/11/2026 (chu-tich@xa.vn); dữ "
		"liệu cũ",
		"CRITICAL since 2026-11-22 07:00; acknowledged until "
		"2026-11-22 17:00 (chu-tich@xa.vn); stale data");
	struct page_standing not_measured = standing_of(&rule, 3);
	not_measured.reading.at = INSTANT_NONE;
	assert_state(&not_measured, "chưa biết", "unknown");
}

static void assert_row(const struct text *page, const char *title, const char *value,
	const char *fire, const char *critical)
{
	cleanup(text_free) struct text row = {0};
	text_printf(&row,
		"data-title=\"Chỉ tiêu\">%s</td><td class=\"value\" data-title=\"Hiện nay\">%s</td>"
		"<td class=\"value\" data-title=\"Cảnh báo khi\">%s</td>"
		"<td class=\"value\" data-title=\"Báo động khi\">%s</td>",
		title, value, fire, critical);
	assert_has(page, row.data);
}

static void a_rule_of_several_measures_has_a_line_for_each_beside_its_levels(void **state)
{
	(void)state;
	struct rule rule = {.name = "<b>"};
	set_band("overdue >= 10, overdue-share > 5%", rule.fire, &rule.fire_count);
	set_band("overdue >= 30", rule.critical, &rule.critical_count);
	struct page_standing standing = standing_of(&rule, 12);
	standing.reading.value[1] = (struct reading_value){READING_WHOLE, 1234};
	struct page_look look = fixture_look(false);
	cleanup(text_free) struct text out = {0};
	standings_add(&out, &look, &standing, 1, false);
	assert_has(&out, "data-title=\"Quy tắc\" rowspan=\"2\">&lt;b&gt;</td>");
	assert_row(&out, "Số hồ sơ quá hạn", "12", "≥\u00A010", "≥\u00A030");
	assert_row(&out, "Tỷ lệ hồ sơ quá hạn", "12,34%", "&gt;\u00A05%", "–");
	assert_lacks(&out, "Phường Tiến Thành"); /* the page is of it already */
	standings_add(&out, &look, &standing, 1, true);
	assert_has(&out, "Phường Tiến Thành");
}

static void a_rule_that_warns_and_one_that_is_gone_have_no_numbers(void **state)
{
	(void)state;
	static const int steps[] = {3, 1};
	struct rule rule = rule_on(MEASURE_OVERDUE, 10);
	struct page_standing standings[2] = {standing_of(&rule, 1), standing_of(&rule, 1)};
	standings[0].rule = standings[1].rule = NULL;
	standings[0].warn = steps;
	standings[0].warn_count = 2;
	cleanup(text_free) struct text out = {0};
	struct page_look look = fixture_look(true);
	standings_add(&out, &look, standings, 2, false);
	assert_has(&out, "Warns 3, 1 working day before due dates");
	assert_has(&out, "not configured any more");
}

static void the_worst_stand_first(void **state)
{
	(void)state;
	struct rule rule = rule_on(MEASURE_OVERDUE, 10);
	struct page_standing standings[5];
	for (int i = 0; i < 5; i++)
		standings[i] = standing_of(&rule, 1);
	standings[0].code = "calm";
	standings[1].code = "late";
	standings[1].state = ALERT_FIRING;
	standings[1].since = 20;
	standings[2].code = "early";
	standings[2].state = ALERT_FIRING;
	standings[2].since = 10;
	standings[3].code = "critical";
	standings[3].state = ALERT_FIRING;
	standings[3].severity = SEVERITY_CRITICAL;
	standings[3].since = 30;
	standings[4].code = "pending";
	standings[4].state = ALERT_PENDING;
	static const char *const order[] = {"critical", "early", "late", "pending", "calm"};
	qsort(standings, 5, sizeof(*standings), page_standing_compare);
	for (int i = 0; i < 5; i++)
		assert_string_equal(standings[i].code, order[i]);
}

static void metrics_of(const struct page_standing *standings, size_t count, const struct rule *rule,
	struct text *out)
{
	struct exposition exposition = {.standings = standings,
		.standing_count = count,
		.rules = &rule,
		.rule_count = 1,
		.left_out = 7};
	text_clear(out);
	exposition_add_measures(out, &exposition);
}

static void metrics_are_in_base_units_and_what_is_unknown_has_no_series(void **state)
{
	(void)state;
	struct rule rule = {.name = "a\"b"};
	set_band("overdue-share >= 5%, growth >= 2, oldest-overdue >= 5 working days, "
		 "stale >= 3 hours",
		rule.fire, &rule.fire_count);
	set_band("overdue-share < 2.5%", rule.clear, &rule.clear_count);
	struct page_standing standing = standing_of(&rule, 10000);
	standing.reading.value[1] = (struct reading_value){READING_WHOLE, -4};
	standing.reading.value[2] = (struct reading_value){READING_WHOLE, 9};
	standing.reading.value[3] = (struct reading_value){READING_WHOLE, 2};
	cleanup(text_free) struct text out = {0};
	metrics_of(&standing, 1, &rule, &out);
#define ON(name) "{rule=\"a\\\"b\",measure=\"" name "\",scope=\"commune\",subject=\"22954\"} "
	assert_has(&out, "\nhentra_measure_ratio" ON("overdue-share") "1.0000\n");
	assert_has(&out, "\nhentra_measure_cases" ON("growth") "-4\n");
	assert_has(&out, "\nhentra_measure_workdays" ON("oldest-overdue") "9\n");
	assert_has(&out, "\nhentra_measure_seconds" ON("stale") "7200\n");
	assert_has(&out, "measure=\"overdue-share\",band=\"fire\"} 0.0500\n");
	assert_has(&out, "measure=\"overdue-share\",band=\"clear\"} 0.0250\n");
	assert_has(&out,
		"hentra_rule_level_seconds{rule=\"a\\\"b\",measure=\"stale\",band=\"fire\"} "
		"10800\n");
	assert_has(&out, "\nhentra_measures_left_out 7\n");
	standing.reading.value[1].kind = READING_UNKNOWN;
	standing.reading.value[0].kind = READING_EMPTY;
	metrics_of(&standing, 1, &rule, &out);
	assert_lacks(&out, "hentra_measure_ratio{");
	assert_lacks(&out, "hentra_measure_cases{");
	assert_has(&out, "hentra_measure_seconds{");
	standing.reading.stale = true;
	metrics_of(&standing, 1, &rule, &out);
	assert_lacks(&out, "subject=");
	standing.reading.stale = false;
	standing.reading.at = INSTANT_NONE;
	metrics_of(&standing, 1, &rule, &out);
	assert_lacks(&out, "subject=");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_said_as_in_letters_and_unknown_is_said_unknown),
		cmocka_unit_test(
			the_state_says_since_when_who_acknowledged_and_until_when_it_is_silenced),
		cmocka_unit_test(a_rule_of_several_measures_has_a_line_for_each_beside_its_levels),
		cmocka_unit_test(a_rule_that_warns_and_one_that_is_gone_have_no_numbers),
		cmocka_unit_test(the_worst_stand_first),
		cmocka_unit_test(metrics_are_in_base_units_and_what_is_unknown_has_no_series),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
