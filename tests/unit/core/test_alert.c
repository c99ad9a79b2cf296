#include "unit/core/alert_fixture.h"

static void a_rule_without_for_opens_at_once(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, NULL, NULL);
	assert_int_equal(step(stage, "11-16 08:00", 9), NO_NEWS);
	assert_false(stage->changed);
	assert_int_equal(step(stage, "11-16 08:05", 10), NEWS_OPENED);
	assert_true(stage->changed);
	assert_int_equal(stage->alert.state, ALERT_FIRING);
	assert_int_equal(stage->news.sequence, 1);
	assert_int_equal(stage->news.since, moment("11-16 08:05"));
	assert_int_equal(stage->news.value[0], 10);
	assert_int_equal(stage->news.counts.bucket[BUCKET_OVERDUE], 10);
	assert_int_equal(step(stage, "11-16 08:10", 10), NO_NEWS);
	assert_false(stage->changed);
}

static void pending_that_goes_away_leaves_no_trace(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "4 working hours", NULL, NULL);
	assert_int_equal(step(stage, "11-16 08:00", 12), NO_NEWS);
	assert_int_equal(stage->alert.state, ALERT_PENDING);
	assert_int_equal(step(stage, "11-16 09:00", 9), NO_NEWS);
	assert_int_equal(stage->alert.state, ALERT_INACTIVE);
	assert_int_equal(stage->alert.sequence, 0);
	/* and `for` starts again */
	assert_int_equal(step(stage, "11-16 10:00", 12), NO_NEWS);
	assert_int_equal(step(stage, "11-16 14:30", 12), NO_NEWS);
	assert_next_at(stage, "11-16 16:00");
	assert_int_equal(step(stage, "11-16 16:00", 12), NEWS_OPENED);
	assert_int_equal(stage->news.held_since, moment("11-16 10:00"));
}

static void a_breach_on_friday_afternoon_opens_on_monday(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "4 working hours", NULL, NULL);
	assert_int_equal(step(stage, "11-13 15:00", 12), NO_NEWS);
	for (int hour = 0; hour < 24; hour++)
		assert_int_equal(
			step_at(stage, moment("11-14 00:00") + hour * 2 * HOUR_MS, 12), NO_NEWS);
	assert_int_equal(step(stage, "11-16 08:59", 12), NO_NEWS);
	assert_int_equal(step(stage, "11-16 09:00", 12), NEWS_OPENED);
}

static void tet_does_not_count(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "2 working days", NULL, NULL);
	assert_int_equal(step(stage, "02-13 10:00", 12), NO_NEWS); /* the Friday before Tết */
	assert_next_at(stage, "02-24 10:00"); /* Monday 23 and Tuesday 24 February */
	assert_int_equal(step(stage, "02-24 09:59", 12), NO_NEWS);
	assert_int_equal(step(stage, "02-24 10:00", 12), NEWS_OPENED);
}

static void hovering_between_fire_and_clear_is_silent(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, NULL, NULL);
	assert_int_equal(step(stage, "11-16 08:00", 10), NEWS_OPENED);
	for (int i = 0; i < 40; i++)
		assert_int_equal(
			step_at(stage, moment("11-16 08:05") + i * HOUR_MS, 6 + i % 6), NO_NEWS);
	assert_int_equal(step(stage, "11-20 08:00", 5), NEWS_CLOSED);
	assert_int_equal(stage->news.episode, 7);
	assert_int_equal(stage->news.sequence, 2);
	assert_int_equal(stage->news.since, moment("11-16 08:00"));
	assert_int_equal(stage->alert.state, ALERT_INACTIVE);
	assert_int_equal(stage->alert.episode, 7); /* for the caller to save its end */
}

static void keep_firing_holds_the_end_in_working_time(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, "4 working hours", NULL);
	assert_int_equal(step(stage, "11-12 08:00", 10), NEWS_OPENED);
	assert_int_equal(step(stage, "11-12 16:00", 2), NO_NEWS);
	assert_int_equal(step(stage, "11-13 08:00", 7), NO_NEWS); /* not clear: starts again */
	assert_int_equal(step(stage, "11-13 16:00", 2), NO_NEWS);
	assert_next_at(stage, "11-16 10:00");
	assert_int_equal(step(stage, "11-15 12:00", 2), NO_NEWS);
	assert_int_equal(step(stage, "11-16 09:59", 2), NO_NEWS);
	assert_int_equal(step(stage, "11-16 10:00", 2), NEWS_CLOSED);
}

static void a_new_breach_after_the_end_is_a_new_episode(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, NULL, NULL);
	step(stage, "11-16 08:00", 10);
	step(stage, "11-16 09:00", 0);
	assert_int_equal(step(stage, "11-16 10:00", 11), NEWS_OPENED);
	assert_int_equal(stage->news.sequence, 1);
}

static void the_worse_band_is_raised_at_once_and_lowered_after_keep_firing(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, "2h", NULL);
	assert_int_equal(step(stage, "11-16 08:00", 12), NEWS_OPENED);
	assert_int_equal(stage->news.severity, SEVERITY_WARNING);
	assert_int_equal(step(stage, "11-16 09:00", 30), NEWS_RAISED);
	assert_int_equal(stage->news.severity, SEVERITY_CRITICAL);
	assert_int_equal(step(stage, "11-16 10:00", 29), NO_NEWS);
	assert_int_equal(step(stage, "11-16 11:00", 30), NO_NEWS); /* hovering: told once */
	assert_int_equal(step(stage, "11-16 12:00", 29), NO_NEWS);
	assert_next_at(stage, "11-16 14:00");
	assert_int_equal(step(stage, "11-16 14:00", 29), NEWS_LOWERED);
	assert_int_equal(stage->news.severity, SEVERITY_WARNING);
	assert_int_equal(step(stage, "11-16 15:00", 40), NEWS_RAISED);
	assert_int_equal(stage->news.sequence, 4);
}

static void an_opening_in_the_worse_band_is_one_letter(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, NULL, NULL);
	assert_int_equal(step(stage, "11-16 08:00", 35), NEWS_OPENED);
	assert_int_equal(stage->news.severity, SEVERITY_CRITICAL);
	assert_int_equal(step(stage, "11-16 08:05", 35), NO_NEWS);
}

static void from_the_worse_band_to_clear_is_one_letter(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, "2h", NULL);
	step(stage, "11-16 08:00", 35);
	assert_int_equal(step(stage, "11-16 09:00", 3), NO_NEWS);
	assert_int_equal(step(stage, "11-16 11:00", 3), NEWS_CLOSED);
	assert_int_equal(stage->news.severity, SEVERITY_CRITICAL);
	assert_int_equal(stage->news.sequence, 2);
	set_stage(stage, NULL, "2h", NULL);
	step(stage, "11-17 08:00", 35);
	assert_int_equal(step(stage, "11-17 09:00", 20), NO_NEWS);
	assert_int_equal(step(stage, "11-17 10:00", 3), NO_NEWS);
	assert_int_equal(step(stage, "11-17 11:30", 3), NO_NEWS); /* lowering would be due */
	assert_int_equal(step(stage, "11-17 12:00", 3), NEWS_CLOSED);
}

static void stale_data_neither_fires_nor_clears(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "2h", NULL, "1h");
	step(stage, "11-02 08:00", 12);
	assert_int_equal(step(stage, "11-02 09:00", STALE), NO_NEWS);
	assert_true(stage->changed);
	assert_int_equal(next_at(stage), INSTANT_NONE);
	assert_int_equal(step(stage, "11-02 12:00", STALE), NO_NEWS);
	assert_false(stage->changed);
	assert_int_equal(step(stage, "11-02 12:00", 12), NO_NEWS); /* one hour of two has run */
	assert_next_at(stage, "11-02 13:00");
	assert_int_equal(step(stage, "11-02 13:00", 12), NEWS_OPENED);
	assert_int_equal(step(stage, "11-02 13:30", STALE), NO_NEWS);
	assert_int_equal(step(stage, "11-04 13:30", STALE), NO_NEWS);
	assert_int_equal(stage->alert.state, ALERT_FIRING);
	assert_int_equal(step(stage, "11-04 13:35", 12), NO_NEWS);
}

static void frozen_working_hours_go_on_where_they_stood(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "4 working hours", NULL, NULL);
	step(stage, "11-13 14:00", 12); /* Friday: 1.5 h until the portal goes down */
	assert_int_equal(step(stage, "11-13 15:30", STALE), NO_NEWS);
	assert_int_equal(step(stage, "11-16 10:00", 12), NO_NEWS); /* back on Monday */
	assert_next_at(stage, "11-16 14:30"); /* 2.5 h more: 10:00–11:30 and 13:30–14:30 */
	assert_int_equal(step(stage, "11-16 14:29", 12), NO_NEWS);
	assert_int_equal(step(stage, "11-16 14:30", 12), NEWS_OPENED);
}

static void a_weekend_without_data_costs_no_working_time(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "4 working hours", NULL, NULL);
	step(stage, "11-13 14:00", 12);
	assert_int_equal(step(stage, "11-13 17:00", STALE), NO_NEWS);
	assert_int_equal(step(stage, "11-16 07:00", 12), NO_NEWS);
	assert_next_at(stage, "11-16 08:00");
}

static void keep_firing_is_frozen_too(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, "2h", NULL);
	step(stage, "11-02 08:00", 12);
	step(stage, "11-02 09:00", 3);
	step(stage, "11-02 10:00", STALE);
	assert_int_equal(step(stage, "11-03 10:00", 3), NO_NEWS);
	assert_next_at(stage, "11-03 11:00");
	assert_int_equal(step(stage, "11-03 11:00", 3), NEWS_CLOSED);
}

static void a_daemon_that_was_down_does_not_count_its_absence(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "4h", NULL, NULL);
	step(stage, "11-02 08:00", 12);
	/* killed; back on the next day, and the last complete poll was at 08:00 with max-lag 2 h */
	struct alert_input input = {.rule = &stage->rule,
		.calendar = stage->calendar,
		.now = moment("11-03 08:00"),
		.stale = true,
		.stale_since = moment("11-02 10:00")};
	assert_false(alert_step(&stage->alert, &input, &stage->news, &stage->changed));
	assert_int_equal(step(stage, "11-03 08:05", 12), NO_NEWS);
	assert_next_at(stage, "11-03 10:05");
}

static void an_inactive_alert_needs_no_row_while_stale(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, NULL, NULL);
	assert_int_equal(step(stage, "11-02 08:00", STALE), NO_NEWS);
	assert_false(stage->changed);
	assert_int_equal(step(stage, "11-02 09:00", 12), NEWS_OPENED);
}

static void without_a_calendar_nothing_moves_on_a_guess(void **state)
{
	struct stage *stage = *state; /* the calendar ends with 2026 */
	set_stage(stage, "4 working hours", "4 working hours", "1 working day");
	step(stage, "12-31 16:00", 12);
	assert_int_equal(next_at(stage), INSTANT_NONE);
	assert_int_equal(step_at(stage, instant_of("2027-03-01T08:00:00+07:00"), 12), NO_NEWS);
	assert_int_equal(stage->alert.state, ALERT_PENDING);
	set_stage(stage, NULL, "4 working hours", "1 working day");
	assert_int_equal(step(stage, "12-31 16:00", 12), NEWS_OPENED);
	assert_int_equal(step_at(stage, instant_of("2027-03-01T08:00:00+07:00"), 12), NO_NEWS);
	assert_int_equal(step_at(stage, instant_of("2027-03-02T08:00:00+07:00"), 2), NO_NEWS);
	assert_int_equal(step_at(stage, instant_of("2027-03-09T08:00:00+07:00"), 2), NO_NEWS);
	assert_int_equal(stage->alert.state, ALERT_FIRING);
}

static void a_longer_for_does_not_take_back_what_was_told(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, NULL, NULL, NULL);
	step(stage, "11-02 08:00", 12);
	stage->rule.hold = duration_of("5 working days");
	assert_int_equal(step(stage, "11-02 09:00", 12), NO_NEWS);
	assert_int_equal(stage->alert.state, ALERT_FIRING);
}

static void a_clock_that_jumps_back_changes_nothing(void **state)
{
	struct stage *stage = *state;
	set_stage(stage, "1h", NULL, "1h");
	step(stage, "11-02 08:00", 12);
	assert_int_equal(step(stage, "11-01 08:00", 12), NO_NEWS);
	assert_int_equal(step(stage, "11-02 08:59", 12), NO_NEWS);
	assert_int_equal(step(stage, "11-02 09:00", 12), NEWS_OPENED);
	assert_int_equal(step(stage, "11-01 09:00", 12), NO_NEWS);
}

static void names_are_those_of_the_contract(void **state)
{
	(void)state;
	assert_string_equal(news_kind_name(NEWS_RAISED), "raised");
	assert_string_equal(news_kind_name(NEWS_REMINDER), "reminder");
	assert_string_equal(alert_state_name(ALERT_PENDING), "pending");
	assert_string_equal(severity_name(SEVERITY_CRITICAL), "critical");
	assert_string_equal(scope_name(SCOPE_COMMUNE), "commune");
	assert_string_equal(scope_name(SCOPE_PORTAL), "portal");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_rule_without_for_opens_at_once),
		cmocka_unit_test(pending_that_goes_away_leaves_no_trace),
		cmocka_unit_test(a_breach_on_friday_afternoon_opens_on_monday),
		cmocka_unit_test(tet_does_not_count),
		cmocka_unit_test(hovering_between_fire_and_clear_is_silent),
		cmocka_unit_test(keep_firing_holds_the_end_in_working_time),
		cmocka_unit_test(a_new_breach_after_the_end_is_a_new_episode),
		cmocka_unit_test(the_worse_band_is_raised_at_once_and_lowered_after_keep_firing),
		cmocka_unit_test(an_opening_in_the_worse_band_is_one_letter),
		cmocka_unit_test(from_the_worse_band_to_clear_is_one_letter),
		cmocka_unit_test(stale_data_neither_fires_nor_clears),
		cmocka_unit_test(frozen_working_hours_go_on_where_they_stood),
		cmocka_unit_test(a_weekend_without_data_costs_no_working_time),
		cmocka_unit_test(keep_firing_is_frozen_too),
		cmocka_unit_test(a_daemon_that_was_down_does_not_count_its_absence),
		cmocka_unit_test(an_inactive_alert_needs_no_row_while_stale),
		cmocka_unit_test(without_a_calendar_nothing_moves_on_a_guess),
		cmocka_unit_test(a_longer_for_does_not_take_back_what_was_told),
		cmocka_unit_test(a_clock_that_jumps_back_changes_nothing),
		cmocka_unit_test(names_are_those_of_the_contract),
	};
	return cmocka_run_group_tests(tests, open_stage, close_stage);
}
